"""What is asked of the visits of a client."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, Table, bindparam, func, select, union
from sqlalchemy.orm import Session

from supportmap.records.client import Owner
from supportmap.records.network import ChangeRow
from supportmap.records.visit import VisitRow

__all__ = [
    "finished_version",
    "last_day",
    "last_ended",
    "last_finished",
    "open_visit",
    "snapshots",
    "taken",
    "visit_row",
    "visit_rows",
]

_VISITS = cast(Table, VisitRow.__table__)
_TOLD = (
    VisitRow.id,
    VisitRow.held_on,
    VisitRow.started_at,
    VisitRow.finished_at,
    VisitRow.user_id,
    VisitRow.copy_of,
    VisitRow.formula,
    VisitRow.network_version,
)


def _of(owner: Owner) -> tuple[Any, ...]:
    return VisitRow.agency_id == owner.agency_id, VisitRow.client_id == owner.client_id


_OPEN = select(_VISITS.c.id).where(
    _VISITS.c.agency_id == bindparam("agency_id"),
    _VISITS.c.client_id == bindparam("client_id"),
    _VISITS.c.finished_at.is_(None),
)


def open_visit(session: Session, owner: Owner) -> UUID | None:
    """Return the id of the visit that is open, if one is."""
    return session.scalar(_OPEN, owner._asdict())


def visit_rows(session: Session, owner: Owner) -> list[Row[Any]]:
    """Return all visits, the latest first, without their snapshots."""
    latest = VisitRow.held_on.desc(), VisitRow.started_at.desc()
    return list(session.execute(select(*_TOLD).where(*_of(owner)).order_by(*latest)))


def visit_row(session: Session, owner: Owner, visit_id: UUID) -> Row[Any] | None:
    """Return one visit with its sealed snapshot."""
    columns: tuple[Any, ...] = (*_TOLD, VisitRow.sealed)
    return session.execute(select(*columns).where(*_of(owner), VisitRow.id == visit_id)).one_or_none()


def taken(session: Session, owner: Owner, visit_id: UUID) -> bool:
    """Tell whether a visit of the agency has this id, or one of the client's that was taken back had it."""
    ids = select(VisitRow.id).where(VisitRow.agency_id == owner.agency_id, VisitRow.id == visit_id)
    here = ChangeRow.agency_id == owner.agency_id, ChangeRow.client_id == owner.client_id
    left = select(ChangeRow.visit_id).where(*here, ChangeRow.visit_id == visit_id)
    return session.scalar(union(ids, left)) is not None


def last_finished(session: Session, owner: Owner) -> UUID | None:
    """Return the visit that was finished last."""
    latest = VisitRow.finished_at.desc(), VisitRow.started_at.desc()
    finished = select(VisitRow.id).where(*_of(owner), VisitRow.finished_at.is_not(None))
    return session.scalar(finished.order_by(*latest).limit(1))


def last_ended(session: Session, owner: Owner) -> datetime | None:
    """Return when the visit that was finished last was finished."""
    return session.scalar(select(func.max(VisitRow.finished_at)).where(*_of(owner)))


def last_day(session: Session, owner: Owner) -> date | None:
    """Return the day of the latest finished visit."""
    finished = select(func.max(VisitRow.held_on)).where(*_of(owner), VisitRow.finished_at.is_not(None))
    return session.scalar(finished)


def finished_version(session: Session, owner: Owner) -> int:
    """Return the version of the network at the end of the last finished visit; 0 without one."""
    return session.scalar(select(func.max(VisitRow.network_version)).where(*_of(owner))) or 0


def snapshots(session: Session, owner: Owner) -> list[Row[Any]]:
    """Return id, day and sealed snapshot of each finished visit in whose place no other stands."""
    finished = VisitRow.finished_at.is_not(None)
    replaced = select(VisitRow.copy_of).where(*_of(owner), finished, VisitRow.copy_of.is_not(None))
    query = select(VisitRow.id, VisitRow.held_on, VisitRow.sealed).where(
        *_of(owner), finished, VisitRow.id.not_in(replaced)
    )
    return list(session.execute(query.order_by(VisitRow.held_on, VisitRow.started_at)))
