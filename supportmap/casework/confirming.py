"""Who is still there: noted at the visit at which the client said so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from supportmap.casework.changes import change
from supportmap.casework.edits import Edit, edits_of, sealed_edits
from supportmap.casework.outcome import Conflict, Missing, Outcome
from supportmap.records.audit import Actor
from supportmap.records.changes import changes_at, leave_visit
from supportmap.records.client import Owner
from supportmap.records.networks import Facts, State, state_of
from supportmap.records.visits import open_visit

__all__ = ["confirm_at", "confirm_contact", "unconfirm_at"]

Earlier = Mapping[str, str | None]
"""The visit at which each contact was confirmed before, by contact."""


def confirm_contact(session: Session, actor: Actor, owner: Owner, contact_id: str) -> Outcome:
    """Note at the open visit that a contact is still there; Conflict("no-open-visit" or "past")."""
    state = state_of(session, owner)
    if contact_id not in state.contacts:
        raise Missing("contact")
    visit = open_visit(session, owner)
    if visit is None:
        raise Conflict("no-open-visit", "start a visit first: it is there that contacts are confirmed")
    if state.contacts[contact_id]["status"] == "past":
        raise Conflict("past", "this contact is past: say first that they are back")
    return _confirmed(session, actor, state, visit, {contact_id: state.contacts[contact_id]})


def confirm_at(
    session: Session, actor: Actor, owner: Owner, visit_id: UUID, contact_ids: Iterable[str]
) -> int:
    """Note at a visit, as one change, who is still there; return how many are past or gone meanwhile.

    Those are passed over, so that nobody else's tick is lost. Conflict("visit-finished") if it isn't open.
    """
    state, asked = state_of(session, owner), set(contact_ids)
    if open_visit(session, owner) != visit_id:
        raise Conflict("visit-finished", "this visit is finished: nobody can be confirmed at it any more")
    known = {own_id: each for own_id, each in state.contacts.items() if own_id in asked}
    there = {own_id: each for own_id, each in known.items() if each["status"] != "past"}
    _confirmed(session, actor, state, visit_id, there)
    return len(asked) - len(there)


def _confirmed(
    session: Session, actor: Actor, state: State, visit_id: UUID, there: Mapping[str, Facts]
) -> Outcome:
    confirmed = {"confirmed_in": str(visit_id)}
    edits = [Edit.between("contact", own_id, each, confirmed) for own_id, each in there.items()]
    return change(session, actor, state, "confirm", edits)


def unconfirm_at(session: Session, actor: Actor, owner: Owner, visit_id: UUID) -> None:
    """Let whoever was confirmed at a visit be so where they were before, in its changes too.

    Without the latter, undo and redo would bring back that somebody was confirmed at a visit that is gone.
    What did nothing else stays behind with the visit, and so does this: neither reaches there any more.
    """
    state, visit = state_of(session, owner), str(visit_id)
    rows = changes_at(session, owner, [visit_id])
    kept = {row.number: edits_of(state.vault, row.number, row.sealed) for row in rows}
    earlier = _earlier(chain.from_iterable(kept.values()), visit)
    there = {own_id: each for own_id, each in state.contacts.items() if each["confirmed_in"] == visit}
    back = [Edit.between("contact", i, each, {"confirmed_in": earlier.get(i)}) for i, each in there.items()]
    change(session, actor, state, "unconfirm", back)
    _leave(session, state, rows, {n: [_without(edit, visit, earlier) for edit in kept[n]] for n in kept})


def _leave(session: Session, state: State, rows: Iterable[Row[Any]], kept: Mapping[int, list[Edit]]) -> None:
    """Take what still does something out of a visit that is gone, with its undos and redos."""
    for row in rows:
        if any(edit.before != edit.after for edit in kept[row.of or row.number]):
            sealed = sealed_edits(state.vault, row.number, kept[row.number])
            leave_visit(session, state.owner, row.number, sealed)


def _earlier(edits: Iterable[Edit], visit: str) -> Earlier:
    found: dict[str, str | None] = {}
    for edit in edits:
        if edit.what == "contact" and edit.after and edit.after.get("confirmed_in") == visit:
            found.setdefault(str(edit.key), (edit.before or {}).get("confirmed_in"))
    return found


def _without(edit: Edit, visit: str, earlier: Earlier) -> Edit:
    """Return the edit as it would have been without the visit."""

    def told(facts: Facts | None) -> Facts | None:
        if facts and facts.get("confirmed_in") == visit:
            return facts | {"confirmed_in": earlier.get(str(edit.key))}
        return facts

    before, after = told(edit.before), told(edit.after)
    if edit.what != "contact" or before is None or after is None:
        return Edit(edit.what, edit.key, before, after)
    return Edit.between("contact", edit.key, before, after)
