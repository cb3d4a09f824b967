"""What is asked of the audit: about one client, and about a whole agency."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from supportmap.records.audit import AuditRow
from supportmap.records.client import Owner

__all__ = ["agency_rows", "audit_rows", "count_audit"]

_TOLD = (AuditRow.at, AuditRow.user_id, AuditRow.role, AuditRow.action, AuditRow.count)


def audit_rows(session: Session, owner: Owner, skip: int, limit: int) -> list[Row[Any]]:
    """Return what was done to a client's record, the latest first."""
    query = select(*_TOLD).where(*_about(owner)).order_by(AuditRow.seq.desc())
    return list(session.execute(query.offset(skip).limit(limit)))


def agency_rows(session: Session, agency_id: UUID, before: int | None, limit: int) -> list[Row[Any]]:
    """Return what was done in an agency, the latest first: from before the row of this number on."""
    query = select(AuditRow.seq, AuditRow.client_id, AuditRow.objects, *_TOLD).where(
        AuditRow.agency_id == agency_id
    )
    if before is not None:
        query = query.where(AuditRow.seq < before)
    return list(session.execute(query.order_by(AuditRow.seq.desc()).limit(limit)))


def count_audit(session: Session, owner: Owner) -> int:
    """Return how many entries there are about a client's record."""
    return session.scalar(select(func.count()).select_from(AuditRow).where(*_about(owner))) or 0


def _about(owner: Owner) -> tuple[ColumnElement[bool], ...]:
    return AuditRow.agency_id == owner.agency_id, AuditRow.client_id == owner.client_id
