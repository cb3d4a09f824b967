"""What is asked of the audit about one client."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from supportmap.records.audit import AuditRow
from supportmap.records.client import Owner

__all__ = ["audit_rows", "count_audit"]

_TOLD = (AuditRow.at, AuditRow.user_id, AuditRow.role, AuditRow.action, AuditRow.count)


def audit_rows(session: Session, owner: Owner, skip: int, limit: int) -> list[Row[Any]]:
    """Return what was done to a client's record, the latest first."""
    query = select(*_TOLD).where(*_about(owner)).order_by(AuditRow.seq.desc())
    return list(session.execute(query.offset(skip).limit(limit)))


def count_audit(session: Session, owner: Owner) -> int:
    """Return how many entries there are about a client's record."""
    return session.scalar(select(func.count()).select_from(AuditRow).where(*_about(owner))) or 0


def _about(owner: Owner) -> tuple[ColumnElement[bool], ...]:
    return AuditRow.agency_id == owner.agency_id, AuditRow.client_id == owner.client_id
