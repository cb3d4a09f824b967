"""Phone numbers of contacts, and the days on which somebody checked that they still reach them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy.orm import Session

from supportmap.casework.mapping import change_contact
from supportmap.casework.outcome import Missing
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.days import today
from supportmap.records.networks import Facts, state_of

__all__ = ["Noted", "note_phones"]


class Noted(NamedTuple):
    """What is noted of one contact as they were read; ``checked``: that the number was checked today."""

    contact_id: str
    version: int
    phone: str | None
    checked: bool


def note_phones(session: Session, actor: Actor, owner: Owner, noted: Iterable[Noted]) -> None:
    """Note numbers; another number than before counts as not checked unless it was checked today.

    Whose number stays is left alone. Stale if somebody else has another version than the one read.
    """
    contacts = state_of(session, owner).contacts
    day = today(session, owner.agency_id).isoformat()
    for each in noted:
        if each.contact_id not in contacts:
            raise Missing("contact")
        if each.phone == contacts[each.contact_id].get("phone") and not each.checked:
            continue
        facts: Facts = {"phone": each.phone}
        if each.phone and each.checked:
            facts["phone_checked_on"] = day
        change_contact(session, actor, owner, each.contact_id, facts, each.version)
