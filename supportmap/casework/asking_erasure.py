"""A client asks for their record to be erased, or takes that back; the agency does it, not the click."""

from __future__ import annotations

from sqlalchemy.orm import Session

from supportmap.casework.work import Work, add_work, delete_work, works_of
from supportmap.records.audit import Actor
from supportmap.records.client import Owner

__all__ = ["ask_erasure", "asked_erasure", "keep_record"]


def asked_erasure(session: Session, actor: Actor, owner: Owner) -> Work | None:
    """Return the client's wish to be erased, if there is one."""
    return next(iter(works_of(session, actor, owner, "erasure")), None)


def ask_erasure(session: Session, actor: Actor, owner: Owner) -> None:
    """Ask for it; asked twice it is asked once."""
    if asked_erasure(session, actor, owner) is None:
        add_work(session, actor, owner, "erasure", {}, shared=True, state="asked")


def keep_record(session: Session, actor: Actor, owner: Owner) -> None:
    """Take it back, if it was asked."""
    asked = asked_erasure(session, actor, owner)
    if asked is not None:
        delete_work(session, actor, owner, asked)
