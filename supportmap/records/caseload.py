"""The clients of a caseload as columns: a page of them takes the same few queries however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, case, func, or_, select, true
from sqlalchemy.orm import Session

from supportmap.analysis.network import FUNCTIONS
from supportmap.records.client import ClientRow, DataKey
from supportmap.records.network import ContactRow, CoverageRow
from supportmap.records.visit import VisitRow

__all__ = [
    "Key",
    "VisitDays",
    "client_rows",
    "count_stale",
    "coverage_rows",
    "sizes",
    "stale_clients",
    "visit_days",
]

Ids = Sequence[UUID]
_CLIENT = (
    ClientRow.agency_id,
    ClientRow.id,
    ClientRow.created_at,
    ClientRow.archived_at,
    ClientRow.network_version,
    ClientRow.sealed,
    DataKey.wrapped,
)


class Key(NamedTuple):
    """Where a page of clients ends."""

    created_at: datetime
    id: UUID


class VisitDays(NamedTuple):
    """The days of a client's latest finished visit and of the open one; the network's version then."""

    last: date | None
    open: date | None
    version: int | None


def client_rows(
    session: Session, condition: ColumnElement[bool], after: Key | None, limit: int
) -> list[Row[Any]]:
    """Return the clients that meet a condition, the oldest first, from after a key on."""
    key = and_(DataKey.agency_id == ClientRow.agency_id, DataKey.client_id == ClientRow.id)
    query = select(*_CLIENT).join(DataKey, key).where(condition, *([] if after is None else [_beyond(after)]))
    return list(session.execute(query.order_by(ClientRow.created_at, ClientRow.id).limit(limit)))


def _beyond(key: Key) -> ColumnElement[bool]:
    same = and_(ClientRow.created_at == key.created_at, ClientRow.id > key.id)
    return or_(ClientRow.created_at > key.created_at, same)


def sizes(session: Session, agency_id: UUID, ids: Ids) -> dict[UUID, int]:
    """Return how many active contacts each client has; those without any are missing."""
    active = ContactRow.agency_id == agency_id, ContactRow.client_id.in_(ids), ContactRow.status == "active"
    query = select(ContactRow.client_id, func.count()).where(*active).group_by(ContactRow.client_id)
    return {row[0]: row[1] for row in session.execute(query)}


def coverage_rows(session: Session, agency_id: UUID, ids: Ids) -> dict[UUID, list[Row[Any]]]:
    """Return the coverage rows of each client."""
    query = select(*CoverageRow.__table__.c).where(
        CoverageRow.agency_id == agency_id, CoverageRow.client_id.in_(ids)
    )
    found: dict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(query):
        found[row.client_id].append(row)
    return found


def visit_days(session: Session, agency_id: UUID, ids: Ids) -> dict[UUID, VisitDays]:
    """Return what is told of the visits of each client who had any."""
    is_open = VisitRow.finished_at.is_(None)
    days = (
        func.max(case((is_open, None), else_=VisitRow.held_on)),
        func.max(case((is_open, VisitRow.held_on))),
        func.max(VisitRow.network_version),
    )
    visits = VisitRow.agency_id == agency_id, VisitRow.client_id.in_(ids)
    query = select(VisitRow.client_id, *days).where(*visits).group_by(VisitRow.client_id)
    return {row[0]: VisitDays(*row[1:]) for row in session.execute(query)}


def stale_clients(
    session: Session, formula: str, every: bool, after: tuple[UUID, UUID] | None, limit: int
) -> list[tuple[UUID, UUID]]:
    """Return agency and id of clients whose coverage isn't of this formula and their network (or of all)."""
    query = select(ClientRow.agency_id, ClientRow.id).where(_stale(formula, every))
    if after:
        same = and_(ClientRow.agency_id == after[0], ClientRow.id > after[1])
        query = query.where(or_(ClientRow.agency_id > after[0], same))
    ordered = query.order_by(ClientRow.agency_id, ClientRow.id)
    return [(row[0], row[1]) for row in session.execute(ordered.limit(limit))]


def count_stale(session: Session, formula: str, every: bool) -> int:
    """Return how many clients those are."""
    return session.scalar(select(func.count()).select_from(ClientRow).where(_stale(formula, every))) or 0


def _stale(formula: str, every: bool) -> ColumnElement[bool]:
    if every:
        return true()
    current = select(func.count()).where(
        CoverageRow.agency_id == ClientRow.agency_id,
        CoverageRow.client_id == ClientRow.id,
        CoverageRow.formula == formula,
        CoverageRow.network_version == ClientRow.network_version,
    )
    return current.scalar_subquery() < len(FUNCTIONS)
