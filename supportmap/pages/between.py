"""What is shared between visits, for the team: proposals, what the client sees of the map, and their work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.casework.asking_erasure import asked_erasure
from supportmap.casework.kept_off import kept_off
from supportmap.casework.portal import NOTHING, PARTS, release_of, settle_release
from supportmap.pages.client_bar import client_bar
from supportmap.pages.coping import coping_shown
from supportmap.pages.doors import CLIENT, Answer, pages
from supportmap.pages.forms import sent_version
from supportmap.pages.my_journal import journal_shown
from supportmap.pages.my_setbacks import setbacks_shown
from supportmap.pages.names import names_are_off
from supportmap.pages.plan_shown import plans_between
from supportmap.pages.proposals import proposals_shown
from supportmap.pages.suggestions import suggestions_shown
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts, State, state_of

__all__ = ["BETWEEN", "SECTIONS"]

BETWEEN = f"{CLIENT}/between"


def _release(owner: Owner, state: State) -> dict[str, Any]:
    release = release_of(db.session, current_actor(), owner)
    facts = release.facts if release else NOTHING
    active = [each for each in state.contacts.values() if each["status"] == "active"]
    off = kept_off(db.session, state)
    never = [each["name"] for each in active if each["id"] in off]
    version = release.version if release else 0
    return {"facts": facts, "version": version, "active": active, "never": never}


def _erasure(owner: Owner, _state: State) -> dict[str, Any]:
    return {"asked": asked_erasure(db.session, current_actor(), owner)}


SECTIONS: Mapping[str, Callable[[Owner, State], dict[str, Any]]] = {
    "erasure": _erasure,
    "proposals": proposals_shown,
    "places": suggestions_shown,
    "journal": journal_shown,
    "setbacks": setbacks_shown,
    "coping": coping_shown,
    "plans": plans_between,
    "release": _release,
}
"""The sections of the page, each with what its template ``_between_<name>.html`` shows, under its name."""


@pages.get(BETWEEN)
@reads("shared.read")
def between_page(owner: Owner) -> Answer:
    """Show what is shared; while names are off only that erasure is asked for: all else may name somebody."""
    state = state_of(db.session, owner)
    names = [name for name in SECTIONS if name == "erasure" or not names_are_off()]
    shown = {name: SECTIONS[name](owner, state) for name in names}
    return render_template("between.html", **client_bar(owner, state), sections=shown)


def _hidden(owner: Owner) -> list[str]:
    """Return who is left out: those ticked, and those left out before who aren't active now."""
    known, state = release_of(db.session, current_actor(), owner), state_of(db.session, owner)
    before = [own_id for own_id in known.facts["hidden"] if own_id not in state.active] if known else []
    return [*before, *request.form.getlist("hidden")]


@pages.post(f"{BETWEEN}/release")
@writes("shared.edit")
def release(owner: Owner) -> Response:
    """Settle what the client sees of the map."""
    facts: Facts = {name: name in request.form for name in PARTS} | {"hidden": _hidden(owner)}
    settle_release(db.session, current_actor(), owner, facts, sent_version())
    flash("Saved: the client sees it so from now on.", "success")
    return redirect(url_for("pages.between_page", client_id=owner.client_id))
