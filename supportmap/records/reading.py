"""Readings in the audit: one row a user, client, kind of content and quarter of an hour."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from supportmap.records.audit import Actor, Reading, record_of_each
from supportmap.records.client import Owner
from supportmap.records.database import writing

__all__ = ["note_reading", "note_readings"]

QUARTER = 15 * 60
REMEMBERED = 10_000
INSERTS: Mapping[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
_READINGS = cast(Table, Reading.__table__)
AT_ONCE = 500
"""Readings that are put into the database at once."""

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
    engine, clients = id(session.get_bind()), [owner.client_id for owner in owners]
    keys = {each: (engine, (actor.agency_id, actor.user_id, each, kind, quarter)) for each in clients}
    with _guard:
        new = [client_id for client_id, key in keys.items() if key not in _noted]
    if not new:
        return False
    with writing(session):
        for start in range(0, len(new), AT_ONCE):
            _note(session, actor, new[start : start + AT_ONCE], kind, quarter)
    with _guard:
        _noted.update(dict.fromkeys(keys[client_id] for client_id in new))
        while len(_noted) > REMEMBERED:
            _noted.popitem(last=False)
    return True


def _note(session: Session, actor: Actor, clients: list[UUID], kind: str, quarter: int) -> None:
    same = {"agency_id": actor.agency_id, "user_id": actor.user_id, "kind": kind, "quarter": quarter}
    # In one order and without a look before: else two tabs at once both find nothing, or wait for each other.
    rows = [same | {"client_id": client_id} for client_id in sorted(clients)]
    insert = INSERTS[session.get_bind().dialect.name](_READINGS).values(rows).on_conflict_do_nothing()
    added = set(session.execute(insert.returning(_READINGS.c.client_id)).scalars())
    if added:
        record_of_each(session, actor, kind, [each for each in clients if each in added])
