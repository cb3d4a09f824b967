"""What is asked of the audit about one client."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from supportmap.records.audit import AuditRow
from supportmap.records.client import Owner

__all__ = ["audit_rows"]

_TOLD = (AuditRow.seq, AuditRow.at, AuditRow.user_id, AuditRow.role, AuditRow.action, AuditRow.count)


def audit_rows(session: Session, owner: Owner, before: int | None, limit: int) -> list[Row[Any]]:
    """Return what was done to a client's record, the latest first."""
    about = AuditRow.agency_id == owner.agency_id, AuditRow.client_id == owner.client_id
    earlier = [] if before is None else [AuditRow.seq < before]
    query = select(*_TOLD).where(*about, *earlier).order_by(AuditRow.seq.desc()).limit(limit)
    return list(session.execute(query))
