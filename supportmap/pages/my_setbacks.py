"""A client's setbacks, worked through part by part, and what of them the team sees."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template

from supportmap.access.acting import current_actor, reads, writes
from supportmap.casework.achievements import way_of
from supportmap.casework.own import STEPS
from supportmap.casework.setbacks import achieved_setback, achievements_of, setbacks_of, written
from supportmap.casework.work import Work
from supportmap.pages.doors import Answer, pages
from supportmap.pages.forms import sent_id
from supportmap.pages.my_achievements import ACHIEVED, ACHIEVEMENTS
from supportmap.pages.own_forms import blank, said
from supportmap.pages.own_pages import OwnPages
from supportmap.pages.sharing import team_members
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts, State

__all__ = ["setbacks_shown"]

SETBACKS = "/my/setbacks"
ONE = f"{SETBACKS}/<uuid:work_id>"
TOLD = 20


def _told(owner: Owner) -> Facts:
    """Return what the pages say of setbacks besides what stands in them."""
    made = {each.about for each in achievements_of(db.session, current_actor(), owner)}
    return {"made": made, "written": written, "STEPS": STEPS}


def _more(owner: Owner, setback: Work | None) -> Facts:
    made = achievements_of(db.session, current_actor(), owner)
    achieved = [each for each in made if setback and each.about == setback.id]
    return {"achieved": achieved, "fresh": blank(owner), **_told(owner)}


ONES = OwnPages("setback", "my_setback.html", "pages.setbacks_page", _more)


@pages.get(SETBACKS)
@reads("own.read", own=True)
def setbacks_page(owner: Owner) -> Answer:
    """Show the setbacks, each with how far it is."""
    setbacks = setbacks_of(db.session, current_actor(), owner)
    return render_template("my_setbacks.html", setbacks=setbacks, team=team_members(owner), **_told(owner))


@pages.get(f"{SETBACKS}/write")
@reads("own.read", own=True)
def begin_page(owner: Owner) -> Answer:
    """Ask what happened, and offer the other parts."""
    return ONES.empty(owner)


@pages.post(SETBACKS)
@writes("own.edit", own=True)
def begin_setback(owner: Owner) -> Answer:
    """Keep a new setback, as far as it was written."""
    return ONES.write(owner)


@pages.get(ONE)
@reads("own.read", own=True)
def setback_page(owner: Owner, work_id: UUID) -> Answer:
    """Show a setback, to go on with."""
    return ONES.show(owner, work_id)


@pages.post(ONE)
@writes("own.edit", own=True)
def change_setback(owner: Owner, work_id: UUID) -> Answer:
    """Keep what was written of a setback, and who sees it."""
    return ONES.change(owner, work_id)


@pages.post(f"{ONE}/delete")
@writes("own.edit", own=True)
def delete_setback(owner: Owner, work_id: UUID) -> Answer:
    """Delete a setback for good; what was achieved with it stays."""
    return ONES.delete(owner, work_id)


@pages.post(f"{ONE}/achieve")
@writes("own.edit", own=True)
def achieve(owner: Owner, work_id: UUID) -> Answer:
    """Keep what came of a setback as something achieved."""
    achieved_setback(db.session, current_actor(), owner, work_id, said(owner, "achievement"), sent_id())
    return ACHIEVEMENTS.done(ACHIEVED)


def setbacks_shown(owner: Owner, state: State) -> dict[str, Any]:
    """Return of setbacks and achievements what is shared, for the team, and what the map shows."""
    setbacks = setbacks_of(db.session, current_actor(), owner)
    names = {own_id: facts["name"] for own_id, facts in state.contacts.items()}
    way = way_of(db.session, current_actor(), owner)
    return {"setbacks": setbacks[:TOLD], "number": len(setbacks), "names": names, "way": way} | _told(owner)
