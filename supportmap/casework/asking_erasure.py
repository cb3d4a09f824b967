"""A client asks for their record to be erased, or takes that back; the agency does it, not the click."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.casework.work import Work, add_work, delete_work, works_of
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.work import WorkRow

__all__ = ["ask_erasure", "asked_among", "asked_erasure", "keep_record"]


def asked_erasure(session: Session, actor: Actor, owner: Owner) -> Work | None:
    """Return the client's wish to be erased, if there is one."""
    return next(iter(works_of(session, actor, owner, "erasure")), None)


def asked_among(session: Session, actor: Actor, clients: Collection[UUID]) -> dict[UUID, datetime]:
    """Return which of these clients ask for it, and since when: all of their work that admins see."""
    if actor.role not in ("admin", "clinician"):
        return {}
    asked = WorkRow.agency_id == actor.agency_id, WorkRow.client_id.in_(clients), WorkRow.kind == "erasure"
    rows = session.execute(select(WorkRow.client_id, WorkRow.at).where(*asked))
    return {row.client_id: row.at for row in rows}


def ask_erasure(session: Session, actor: Actor, owner: Owner) -> None:
    """Ask for it; asked twice it is asked once."""
    if asked_erasure(session, actor, owner) is None:
        add_work(session, actor, owner, "erasure", {}, shared=True, state="asked")


def keep_record(session: Session, actor: Actor, owner: Owner) -> None:
    """Take it back, if it was asked."""
    asked = asked_erasure(session, actor, owner)
    if asked is not None:
        delete_work(session, actor, owner, asked)
