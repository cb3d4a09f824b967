"""What is asked of the changes of a network."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session

from supportmap.records.client import Owner
from supportmap.records.network import ChangeRow

__all__ = [
    "change_rows",
    "changes_at",
    "changes_of_kind",
    "count_outside_visits",
    "leave_visit",
    "mark_undone",
    "own_changes",
    "sealed_change",
]

_TOLD = (
    ChangeRow.number,
    ChangeRow.at,
    ChangeRow.user_id,
    ChangeRow.visit_id,
    ChangeRow.kind,
    ChangeRow.of,
    ChangeRow.undone,
)


def _of(owner: Owner) -> tuple[Any, ...]:
    return ChangeRow.agency_id == owner.agency_id, ChangeRow.client_id == owner.client_id


def own_changes(
    session: Session, owner: Owner, user_id: UUID, visit_id: UUID | None, since: int
) -> list[Row[Any]]:
    """Return a user's changes of one visit (None: outside any) from after a version on, the latest first."""
    visit = ChangeRow.visit_id.is_(None) if visit_id is None else ChangeRow.visit_id == visit_id
    mine = ChangeRow.user_id == user_id, ChangeRow.number > since
    return list(
        session.execute(select(*_TOLD).where(*_of(owner), visit, *mine).order_by(ChangeRow.number.desc()))
    )


def changes_at(session: Session, owner: Owner, visits: Iterable[UUID]) -> list[Row[Any]]:
    """Return all changes of some visits with their sealed content, the earliest first."""
    query = select(*_TOLD, ChangeRow.sealed).where(*_of(owner), ChangeRow.visit_id.in_(tuple(visits)))
    return list(session.execute(query.order_by(ChangeRow.number)))


def changes_of_kind(session: Session, owner: Owner, kind: str) -> list[Row[Any]]:
    """Return all changes of a kind with their sealed content, the latest first."""
    query = select(*_TOLD, ChangeRow.sealed).where(*_of(owner), ChangeRow.kind == kind)
    return list(session.execute(query.order_by(ChangeRow.number.desc())))


def count_outside_visits(session: Session, owner: Owner, since: int) -> int:
    """Return how many changes were made outside any visit, from after a version on."""
    outside = ChangeRow.visit_id.is_(None), ChangeRow.number > since
    return session.scalar(select(func.count()).select_from(ChangeRow).where(*_of(owner), *outside)) or 0


def sealed_change(session: Session, owner: Owner, number: int) -> bytes:
    """Return what a change did, sealed."""
    return session.execute(
        select(ChangeRow.sealed).where(*_of(owner), ChangeRow.number == number)
    ).scalar_one()


def mark_undone(session: Session, owner: Owner, number: int, undone: bool) -> None:
    """Note that a change was undone, or done again."""
    rows = update(ChangeRow).where(*_of(owner), ChangeRow.number == number)
    session.execute(rows.values(undone=undone), execution_options={"synchronize_session": False})


def leave_visit(session: Session, owner: Owner, number: int, sealed: bytes) -> None:
    """Let a change of a visit that is taken back stand as made outside any, and as doing this."""
    rows = update(ChangeRow).where(*_of(owner), ChangeRow.number == number)
    left = {"visit_id": None, "sealed": sealed}
    session.execute(rows.values(left), execution_options={"synchronize_session": False})


def change_rows(session: Session, owner: Owner, before: int | None, limit: int) -> list[Row[Any]]:
    """Return changes with their sealed content, the latest first."""
    earlier = [] if before is None else [ChangeRow.number < before]
    query = select(*_TOLD, ChangeRow.sealed).where(*_of(owner), *earlier)
    return list(session.execute(query.order_by(ChangeRow.number.desc()).limit(limit)))
