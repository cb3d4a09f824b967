"""Where somebody is signed in: a row found by the digest of the token that the browser or program holds.

One look-up brings the row and its user, and tells whether both still count. A row that is gone, too old or
of a user who was disabled or has another password by now is nobody's.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Row, and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from supportmap.access.people import COLUMNS, Person
from supportmap.records.agency import Agency, SignIn, User
from supportmap.records.encryption import Keyring, Unreadable, Vault

__all__ = ["IDLE_CLIENT", "IDLE_STAFF", "LONGEST", "USER", "Found", "SignIns"]

IDLE_STAFF, IDLE_CLIENT = timedelta(minutes=15), timedelta(minutes=10)
LONGEST = timedelta(hours=8)
SEEN_EVERY = timedelta(minutes=1)
USER = "_user_id"
"""Where Flask-Login keeps who is signed in: an identity that every change of password renews."""

_row, _user, _agency = SignIn.__table__, User.__table__, Agency.__table__
_LOOK_UP: Any = (
    select(*COLUMNS, _row.c.digest, _row.c.user_id, _row.c.created_at, _row.c.seen_at, _row.c.sealed)
    .select_from(_row)
    .outerjoin(_user, and_(_user.c.agency_id == _row.c.agency_id, _user.c.id == _row.c.user_id))
    .outerjoin(_agency, _agency.c.id == _row.c.agency_id)
    .where(_row.c.digest == bindparam("digest"), _row.c.kind == bindparam("kind"))
)
_NAMES = tuple(column.key for column in COLUMNS)


class Found(NamedTuple):
    """A row that counts: what it holds, and who is signed in by it, if somebody is already."""

    digest: bytes
    since: datetime
    seen_at: datetime
    values: dict[str, Any]
    person: Person | None

    @property
    def wants_touch(self) -> bool:
        """Tell whether it was written too long ago that the row is in use."""
        return datetime.now(UTC) - self.seen_at >= SEEN_EVERY


class SignIns:
    """The rows, and the key that seals what they hold."""

    def __init__(self, keys: Keyring) -> None:
        """Take the keys of the service."""
        self._keys = keys
        self._vault = Vault(keys.derive("sign-ins"), "sign-ins")

    def find(self, session: Session, kind: str, token: str) -> Found | None:
        """Return the row of a token if it counts now."""
        row = session.execute(_LOOK_UP, {"digest": self._digest(token), "kind": kind}).one_or_none()
        if row is None or _is_over(row, kind, datetime.now(UTC)):
            return None
        try:
            values = self._vault.open("sign_in", row.digest.hex(), row.sealed)
        except Unreadable:
            return None
        person = _person(row, values) if row.user_id else None
        if row.user_id and person is None:
            return None
        return Found(row.digest, row.created_at, row.seen_at, values, person)

    def keep(
        self, session: Session, kind: str, token: str, values: Mapping[str, Any], person: Person | None
    ) -> None:
        """Add the row of a fresh token, and remove those whose time is over."""
        now, digest = datetime.now(UTC), self._digest(token)
        row = {
            "digest": digest,
            "kind": kind,
            "agency_id": person.agency_id if person else None,
            "user_id": person.id if person else None,
            "created_at": now,
            "seen_at": now,
            "sealed": self._vault.seal("sign_in", digest.hex(), values),
        }
        session.execute(insert(SignIn).values(row))
        _clean_up(session, now)

    def renew(self, session: Session, found: Found, values: Mapping[str, Any]) -> None:
        """Write what a row holds now and that it is in use; a row that is gone by now stays gone."""
        sealed = self._vault.seal("sign_in", found.digest.hex(), values)
        row = update(SignIn).where(SignIn.digest == found.digest)
        session.execute(row.values(sealed=sealed, seen_at=datetime.now(UTC)))

    def _digest(self, token: str) -> bytes:
        return self._keys.digest("sign-in", token)


def new_token() -> str:
    """Return a token of 256 random bits."""
    return secrets.token_urlsafe(32)


def end(session: Session, digest: bytes) -> None:
    """Remove one row: whoever holds its token is signed out."""
    session.execute(delete(SignIn).where(SignIn.digest == digest))


def _is_over(row: Row[Any], kind: str, now: datetime) -> bool:
    if now - row.created_at >= LONGEST:
        return True
    idle = IDLE_CLIENT if row.role in (None, "client") else IDLE_STAFF
    return kind == "browser" and now - row.seen_at >= idle


def _person(row: Row[Any], values: Mapping[str, Any]) -> Person | None:
    person = Person(dict(zip(_NAMES, row, strict=False)))
    counts = person.active and person.is_complete and person.fs_uniquifier == values.get(USER)
    return person if counts else None


def _clean_up(session: Session, now: datetime) -> None:
    # Programs are never marked as seen, so that one index serves both.
    over = or_(SignIn.kind == "browser", SignIn.created_at < now - LONGEST)
    old = select(SignIn.digest).where(SignIn.seen_at < now - IDLE_STAFF, over)
    # What somebody else is about to end is left to them: two who wait for each other would both fail.
    free = old.with_for_update(skip_locked=True)
    session.execute(delete(SignIn).where(SignIn.digest.in_(free)))
