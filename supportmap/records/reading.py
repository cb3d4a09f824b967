"""Readings in the audit: one row a user, client, kind of content and quarter of an hour."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.records.audit import Actor, Reading, record
from supportmap.records.client import Owner
from supportmap.records.database import writing

__all__ = ["note_reading", "note_readings"]

QUARTER = 15 * 60
REMEMBERED = 10_000

_Key = tuple[UUID, UUID | None, UUID, str, int]
_noted: OrderedDict[tuple[int, _Key], None] = OrderedDict()
_guard = Lock()


def note_reading(session: Session, actor: Actor, owner: Owner, kind: str) -> bool:
    """Put a reading into the audit unless it is there; if it can't be, neither can the reading.

    Return whether it was looked up, which ends the session's transaction.
    """
    return note_readings(session, actor, (owner,), kind)


def note_readings(session: Session, actor: Actor, owners: Iterable[Owner], kind: str) -> bool:
    """Put the readings of several clients at once into the audit, as ``note_reading`` does."""
    quarter = int(time.time()) // QUARTER
    keys = [(owner.agency_id, actor.user_id, owner.client_id, kind, quarter) for owner in owners]
    engine = id(session.get_bind())
    with _guard:
        new = [key for key in keys if (engine, key) not in _noted]
    if not new:
        return False
    with writing(session):
        for key in new:
            _note(session, actor, key)
    with _guard:
        _noted.update(dict.fromkeys((engine, key) for key in new))
        while len(_noted) > REMEMBERED:
            _noted.popitem(last=False)
    return True


def _note(session: Session, actor: Actor, key: _Key) -> None:
    if session.get(Reading, key) is None:
        agency_id, user_id, client_id, kind, quarter = key
        session.add(
            Reading(agency_id=agency_id, user_id=user_id, client_id=client_id, kind=kind, quarter=quarter)
        )
        record(session, actor, kind, client_id)
