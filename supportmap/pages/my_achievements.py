"""What a client achieved, beside how coverage went as far as it is released to them."""

from __future__ import annotations

from uuid import UUID

from flask import render_template

from supportmap.access.acting import current_actor, reads, writes
from supportmap.casework.achievements import way_of
from supportmap.casework.setbacks import achieved_step, finished_steps
from supportmap.pages.doors import Answer, pages
from supportmap.pages.forms import sent_id
from supportmap.pages.own_forms import about_form, blank, said
from supportmap.pages.own_pages import OwnPages
from supportmap.records.client import Owner
from supportmap.records.database import db

__all__ = ["ACHIEVED", "ACHIEVEMENTS"]

ALL = "/my/achievements"
ONE = f"{ALL}/<uuid:work_id>"
ACHIEVEMENTS = OwnPages("achievement", "my_achievement.html", "pages.achievements_page")
ACHIEVED = "It stands among what you achieved."


@pages.get(ALL)
@reads("own.read", own=True)
def achievements_page(owner: Owner) -> Answer:
    """Show what was achieved, by day."""
    return render_template(
        "my_achievements.html",
        way=way_of(db.session, current_actor(), owner),
        steps=finished_steps(db.session, current_actor(), owner),
        fresh=blank(owner),
        **about_form(owner),
    )


@pages.get(ONE)
@reads("own.read", own=True)
def achievement_page(owner: Owner, work_id: UUID) -> Answer:
    """Show an achievement, to be changed."""
    return ACHIEVEMENTS.show(owner, work_id)


@pages.post(ONE)
@writes("own.edit", own=True)
def change_achievement(owner: Owner, work_id: UUID) -> Answer:
    """Keep what was changed of an achievement, and who sees it."""
    return ACHIEVEMENTS.change(owner, work_id)


@pages.post(f"{ONE}/delete")
@writes("own.edit", own=True)
def delete_achievement(owner: Owner, work_id: UUID) -> Answer:
    """Delete an achievement for good; what it came from stays."""
    return ACHIEVEMENTS.delete(owner, work_id)


@pages.post(f"{ALL}/steps/<uuid:work_id>")
@writes("own.edit", own=True)
def achieve_step(owner: Owner, work_id: UUID) -> Answer:
    """Keep a step that is done as something achieved."""
    achieved_step(db.session, current_actor(), owner, work_id, said(owner, "achievement"), sent_id())
    return ACHIEVEMENTS.done(ACHIEVED)
