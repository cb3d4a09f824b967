"""What is asked of the audit: about one client, and about a whole agency.

Pages of it are told by how many entries are older than theirs, of those that whoever asks may see: the rows'
own numbers would tell how much is done for others, and how much a client does for nobody but themselves.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from supportmap.records.audit import KEPT, OF_STAFF, PRIVATE, AuditRow
from supportmap.records.client import Owner

__all__ = ["About", "audit_rows", "count_audit", "of_agency", "of_record"]

About = tuple[ColumnElement[bool], ...]
"""Which rows: ``of_record`` or ``of_agency``."""
_TOLD = (
    *(AuditRow.client_id, AuditRow.objects),
    *(AuditRow.at, AuditRow.user_id, AuditRow.role, AuditRow.action, AuditRow.count),
)


def of_record(owner: Owner, for_client: bool) -> About:
    """Return the condition on what was done to a client's record, as far as the client or staff are told."""
    of_client = AuditRow.agency_id == owner.agency_id, AuditRow.client_id == owner.client_id
    return *of_client, *(_without(OF_STAFF) if for_client else _without(PRIVATE, KEPT))


def of_agency(agency_id: UUID) -> About:
    """Return the condition on what was done in an agency, without what only clients are told."""
    return AuditRow.agency_id == agency_id, *_without(PRIVATE, KEPT)


def audit_rows(session: Session, about: About, skip: int, limit: int) -> list[Row[Any]]:
    """Return what was done, the latest first."""
    query = select(*_TOLD).where(*about).order_by(AuditRow.seq.desc())
    return list(session.execute(query.offset(skip).limit(limit)))


def count_audit(session: Session, about: About) -> int:
    """Return how many entries there are."""
    return session.scalar(select(func.count()).select_from(AuditRow).where(*about)) or 0


def _without(*beginnings: str) -> About:
    return tuple(~AuditRow.action.startswith(each, autoescape=True) for each in beginnings)
