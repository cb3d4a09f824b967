"""Links by which users set their passwords themselves, once: an admin makes one and hands it over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from supportmap.access.accounts import Account, account_of, end_links, reset
from supportmap.access.sign_ins import new_token
from supportmap.records.agency import PasswordLink, lock_agency
from supportmap.records.audit import Actor, record
from supportmap.records.database import keyring_of

__all__ = ["VALID_HOURS", "holder_of", "make_link", "set_password", "unused_links"]

VALID_HOURS = 72


def make_link(session: Session, actor: Actor, user_id: UUID) -> str:
    """Return the token of a new link, which is kept only as a digest; earlier links of the user end.

    It runs inside ``writing(session)``.
    """
    token = new_token()
    # Of two that are made at once, the later one counts.
    lock_agency(session, actor.agency_id)
    end_links(session, actor.agency_id, user_id)
    until = datetime.now(UTC) + timedelta(hours=VALID_HOURS)
    digest = _digest(session, token)
    session.add(PasswordLink(digest=digest, agency_id=actor.agency_id, user_id=user_id, until=until))
    session.flush()
    record(session, actor, "user.link", objects=[user_id])
    return token


def unused_links(session: Session, agency_id: UUID) -> dict[UUID, bool]:
    """Return by user who has a link that was never used, and whether it still counts."""
    query = select(PasswordLink.user_id, PasswordLink.until).where(PasswordLink.agency_id == agency_id)
    now = datetime.now(UTC)
    return {row.user_id: row.until > now for row in session.execute(query)}


def holder_of(session: Session, token: str) -> Account | None:
    """Return whose link it is, if it still counts: looking doesn't use it up, because mail scanners look."""
    query = select(PasswordLink.agency_id, PasswordLink.user_id).where(*_is(session, token))
    row = session.execute(query).one_or_none()
    account = account_of(session, row.agency_id, row.user_id) if row else None
    return account if account and account.active else None


def set_password(session: Session, token: str, password: str) -> bool:
    """Set the password of whoever holds the link and end it; False if it no longer counts.

    AccountRefused for a password that isn't taken. It runs inside ``writing(session)``.
    """
    # Of two that come at once, one waits here and then finds nothing.
    session.execute(select(PasswordLink.digest).where(*_is(session, token)).with_for_update())
    account = holder_of(session, token)
    if account is None:
        return False
    actor = Actor(account.agency_id, account.user_id, account.role)
    reset(session, account, password, actor=actor)
    return True


def _is(session: Session, token: str) -> tuple[ColumnElement[bool], ...]:
    return PasswordLink.digest == _digest(session, token), PasswordLink.until > datetime.now(UTC)


def _digest(session: Session, token: str) -> bytes:
    return keyring_of(session).digest("password link", token)
