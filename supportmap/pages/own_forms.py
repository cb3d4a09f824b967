"""The forms in which a client writes something of their own, which come back as typed if it can't be kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from flask import request

from supportmap.access.acting import current_actor
from supportmap.casework.outcome import Invalid, Stale
from supportmap.casework.own import OWN, Said
from supportmap.casework.portal import released
from supportmap.casework.work import NOT_FOR, Work
from supportmap.pages.doors import Answer, by_script, reasons_told
from supportmap.pages.forms import number_or_text, sent_day, text_or_none
from supportmap.pages.sharing import is_shared, kept_from, team_members
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.days import today
from supportmap.records.networks import Facts

__all__ = [
    "about_form",
    "as_kept",
    "as_typed",
    "blank",
    "kept_or_again",
    "kept_words",
    "said",
]

LISTS = ("contacts", NOT_FOR)
MOODS = ("before", "after")
CHANGED_MEANWHILE = (
    "Nothing was saved: this was changed meanwhile, here in another tab or elsewhere. What you typed is "
    "below; saving it now replaces what is there."
)


def said(owner: Owner, kind: str, known: Work | None = None) -> Said:
    """Return what was typed, as it is to be kept; Invalid where the day is none."""
    given: Facts = {name: _value(name) for name in OWN[kind] if name not in LISTS}
    shared = is_shared()
    given |= {"contacts": request.form.getlist("contacts"), **kept_from(owner, known, shared)}
    return Said(given, shared, sent_day())


def _value(name: str) -> Any:
    text = request.form.get(name, "").strip()
    if name == "tags":
        return text.split(",")
    return number_or_text(text) if name in MOODS else text_or_none(text)


def kept_words() -> str:
    """Return what is said of what was kept: who sees it."""
    return "Kept, and shared with your care team." if is_shared() else "Kept, and only you see it."


def blank(owner: Owner) -> Facts:
    """Return what a form shows in which nothing is written: private, and of today."""
    day = today(db.session, owner.agency_id).isoformat()
    return {"id": uuid4(), "version": None, "facts": {}, "shared": False, "on_day": day}


def as_kept(work: Work) -> Facts:
    """Return what a form shows of what is kept."""
    facts = work.facts | {"tags": ", ".join(work.facts.get("tags", ()))}
    day = work.on_day.isoformat() if work.on_day else ""
    return {"id": work.id, "version": work.version, "facts": facts, "shared": work.shared, "on_day": day}


def as_typed(version: int | None = None) -> Facts:
    """Return what a form shows of what was typed in it."""
    facts: Facts = {**request.form, **{name: request.form.getlist(name) for name in LISTS}}
    return {
        "id": request.form.get("id", ""),
        "version": version,
        "facts": facts,
        "shared": is_shared(),
        "on_day": request.form.get("on_day", ""),
    }


def about_form(owner: Owner, work: Work | None = None) -> Facts:
    """Return who can be ticked, how many of those named aren't shown any more, and the team."""
    people = released(db.session, current_actor(), owner).people
    seen = {each["id"] for each in people}
    unseen = len({*work.facts["contacts"]} - seen) if work else 0
    return {"people": people, "unseen": unseen, "team": team_members(owner)}


def kept_or_again(keep: Callable[[], object], again: Callable[[str], str]) -> Answer | None:
    """Keep what was typed; where that can't be, show the form again with it. A script has it still."""
    try:
        keep()
    except (Invalid, Stale) as refusal:
        if by_script():
            raise
        stale = isinstance(refusal, Stale)
        return again(CHANGED_MEANWHILE if stale else _words(refusal)), 412 if stale else 422
    return None


def _words(refusal: Invalid | Stale) -> str:
    reasons = refusal.reasons if isinstance(refusal, Invalid) else ()
    told = reasons_told(reasons)
    return f"Nothing was saved. {told}" + ("" if told.endswith((".", "?")) else ".")
