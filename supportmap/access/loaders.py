"""Load-or-404: what somebody may not know of is found by nobody's id."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from supportmap.access.policy import Subject, asking, can, scope_of
from supportmap.records.audit import Actor
from supportmap.records.client import ClientRow, Owner
from supportmap.records.networks import MARKED, mark_in

__all__ = ["NotThere", "load_agency", "load_client", "load_marked"]


class NotThere(Exception):  # noqa: N818 - it is an answer, not an error
    """Something that isn't there, or that one may not know of: the answer is the same."""


def load_client(session: Session, actor: Actor, action: str, client_id: UUID) -> Owner:
    """Return the key of a client to whom somebody may do this now, or raise NotThere."""
    return load_marked(session, actor, action, client_id)[0]


def load_marked(session: Session, actor: Actor, action: str, client_id: UUID) -> tuple[Owner, str]:
    """Return what ``load_client`` does, and the mark of what is kept: to ask for both at once costs half."""
    values = {**asking(actor, datetime.now(UTC)), "wanted": client_id}
    row = session.execute(_wanted(actor.role, action), values).first()
    if row is None:
        raise NotThere
    return Owner(actor.agency_id, client_id), mark_in(row)


@cache
def _wanted(role: str, action: str) -> Select[Any]:
    return select(*MARKED).where(ClientRow.__table__.c.id == bindparam("wanted"), scope_of(role, action))


def load_agency(actor: Actor, action: str) -> UUID:
    """Return the agency in which somebody may do this, or raise NotThere."""
    if not can(actor, action, Subject(actor.agency_id), datetime.now(UTC)):
        raise NotThere
    return actor.agency_id
