"""Who is still there: noted at the visit at which the client said so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.casework.changes import change
from supportmap.casework.edits import Edit
from supportmap.casework.outcome import Conflict, Missing, Outcome
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.networks import Facts, State, state_of
from supportmap.records.visits import open_visit

__all__ = ["confirm_at", "confirm_contact"]


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
