"""Readings in the audit: one row a user, client, kind of content and quarter of an hour."""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.records.audit import Actor, Reading, record
from supportmap.records.client import Owner
from supportmap.records.database import writing

__all__ = ["note_reading"]

QUARTER = 15 * 60
REMEMBERED = 10_000

_Key = tuple[UUID, UUID | None, UUID, str, int]
_noted: OrderedDict[tuple[int, _Key], None] = OrderedDict()
_guard = Lock()


def note_reading(session: Session, actor: Actor, owner: Owner, kind: str) -> None:
    """Put a reading into the audit unless it is there; if it can't be, neither can the reading."""
    key = (owner.agency_id, actor.user_id, owner.client_id, kind, int(time.time()) // QUARTER)
    place = (id(session.get_bind()), key)
    with _guard:
        if place in _noted:
            return
    with writing(session):
        if session.get(Reading, key) is None:
            agency_id, user_id, client_id, kind, quarter = key
            session.add(
                Reading(agency_id=agency_id, user_id=user_id, client_id=client_id, kind=kind, quarter=quarter)
            )
            record(session, actor, kind, owner.client_id)
    with _guard:
        _noted[place] = None
        while len(_noted) > REMEMBERED:
            _noted.popitem(last=False)
