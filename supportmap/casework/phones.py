"""A contact's phone number, and the day on which somebody checked that it still reaches them."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy.orm import Session

from supportmap.casework.mapping import change_contact
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.days import today
from supportmap.records.networks import Facts

__all__ = ["Noted", "note_phone"]


class Noted(NamedTuple):
    """A contact's number as it ``was`` when they were read; ``checked``: that it was checked today."""

    contact_id: str
    version: int
    was: str | None
    phone: str | None
    checked: bool


def note_phone(session: Session, actor: Actor, owner: Owner, noted: Noted) -> None:
    """Note a number; another one than before counts as not checked unless it was checked today.

    A number that stays is left alone. Stale if somebody else has another version than the one read.
    """
    if noted.phone == noted.was and not noted.checked:
        return
    facts: Facts = {"phone": noted.phone}
    if noted.phone and noted.checked:
        facts["phone_checked_on"] = today(session, owner.agency_id).isoformat()
    change_contact(session, actor, owner, noted.contact_id, facts, noted.version)
