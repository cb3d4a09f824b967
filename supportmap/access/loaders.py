"""Load-or-404: what somebody may not know of is found by nobody's id."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.access.policy import Subject, can, scope
from supportmap.records.audit import Actor
from supportmap.records.client import ClientRow, Owner

__all__ = ["NotThere", "load_agency", "load_client"]


class NotThere(Exception):  # noqa: N818 - it is an answer, not an error
    """Something that isn't there, or that one may not know of: the answer is the same."""


def load_client(session: Session, actor: Actor, action: str, client_id: UUID) -> Owner:
    """Return the key of a client to whom somebody may do this now, or raise NotThere."""
    condition = scope(actor, action, datetime.now(UTC))
    if session.scalar(select(ClientRow.id).where(ClientRow.id == client_id, condition)) is None:
        raise NotThere
    return Owner(actor.agency_id, client_id)


def load_agency(actor: Actor, action: str) -> UUID:
    """Return the agency in which somebody may do this, or raise NotThere."""
    if not can(actor, action, Subject(actor.agency_id), datetime.now(UTC)):
        raise NotThere
    return actor.agency_id
