"""A contact's phone number, and the day on which somebody checked that it still reaches them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from supportmap.casework.mapping import change_contact
from supportmap.casework.outcome import Outcome
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.days import today
from supportmap.records.networks import Facts

__all__ = ["note_phone"]


def note_phone(
    session: Session,
    actor: Actor,
    owner: Owner,
    contact_id: str,
    phone: str | None,
    checked: bool,
    version: int,
) -> Outcome:
    """Note a number; another number than before counts as not checked unless it was ``checked`` today.

    Stale if the contact has another version than the one read.
    """
    facts: Facts = {"phone": phone}
    if phone and checked:
        facts["phone_checked_on"] = today(session, owner.agency_id).isoformat()
    return change_contact(session, actor, owner, contact_id, facts, version)
