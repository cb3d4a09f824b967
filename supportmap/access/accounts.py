"""Accounts: ended and helped by the operator or the service, each in one transaction with its audit row.

All functions that change something run inside an open ``writing(session)`` and never commit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from supportmap.access.passwords import hashed, normalised_email, objection
from supportmap.records.agency import Agency, PasswordLink, SignIn, User, agency_name
from supportmap.records.audit import Actor, record
from supportmap.records.database import keyring_of

__all__ = [
    "Account",
    "AccountRefused",
    "AddressRefused",
    "account_of",
    "accounts",
    "digest_of",
    "disable",
    "enable",
    "end_links",
    "end_sign_ins",
    "find_account",
    "forget_factor",
    "reset",
]

_TOLD = (
    *(User.agency_id, User.id, User.role, User.active),
    *(User.tf_primary_method, User.client_id, User.confirmed_at, User.sealed),
)


class AccountRefused(Exception):  # noqa: N818 - it is told to whoever asked for the account
    """Why an account can't be as it was asked for; the e-mail and the password are not in it."""


class AddressRefused(AccountRefused):
    """The e-mail address is none, or somebody has it."""


class Account(NamedTuple):
    """A user as the operator sees them."""

    agency_id: UUID
    user_id: UUID
    role: str
    active: bool
    email: str
    name: str | None
    has_second_factor: bool
    client_id: UUID | None
    confirmed: bool


def disable(session: Session, agency_id: UUID, user_id: UUID, actor: Actor | None = None) -> None:
    """Keep a user from signing in, and end wherever they are signed in, at once."""
    _set_active(session, agency_id, user_id, active=False)
    end_sign_ins(session, agency_id, user_id)
    end_links(session, agency_id, user_id)
    record(session, actor or Actor.operator(agency_id), "user.disable", objects=[user_id])


def enable(session: Session, agency_id: UUID, user_id: UUID, actor: Actor | None = None) -> None:
    """Let a disabled user sign in again."""
    _set_active(session, agency_id, user_id, active=True)
    record(session, actor or Actor.operator(agency_id), "user.enable", objects=[user_id])


def reset(
    session: Session,
    account: Account,
    password: str,
    forget_second_factor: bool = False,
    actor: Actor | None = None,
) -> None:
    """Give a user who can't sign in any more another password, or raise AccountRefused.

    They are signed out everywhere; without the second factor they sign in as if they had never set one up.
    """
    names = account.name, agency_name(session, account.agency_id)
    if reason := objection(password, account.email, *names):
        raise AccountRefused(reason)
    who = account.agency_id, account.user_id
    _renew(session, who, {"password": hashed(session, password)})
    end_links(session, *who)
    record(session, actor or Actor.operator(account.agency_id), "user.reset", objects=[account.user_id])
    if forget_second_factor:
        forget_factor(session, *who, actor)


def forget_factor(session: Session, agency_id: UUID, user_id: UUID, actor: Actor | None = None) -> None:
    """Let a user who has lost the second factor sign in as if they had never set one up."""
    nothing = dict.fromkeys(("tf_primary_method", "tf_totp_secret", "mf_recovery_codes"))
    _renew(session, (agency_id, user_id), nothing)
    record(session, actor or Actor.operator(agency_id), "user.reset.second-factor", objects=[user_id])


def _renew(session: Session, who: tuple[UUID, UUID], values: Mapping[str, str | None]) -> None:
    """Change how a user signs in, and end wherever they are signed in."""
    agency_id, user_id = who
    user = User.agency_id == agency_id, User.id == user_id
    session.execute(update(User).where(*user).values(**values, fs_uniquifier=uuid4().hex))
    end_sign_ins(session, agency_id, user_id)


def end_sign_ins(session: Session, agency_id: UUID, user_id: UUID) -> None:
    """End everywhere that a user is signed in, browsers and programs."""
    session.execute(delete(SignIn).where(SignIn.agency_id == agency_id, SignIn.user_id == user_id))


def end_links(session: Session, agency_id: UUID, user_id: UUID) -> None:
    """End every link by which a user could set their password."""
    links = PasswordLink.agency_id == agency_id, PasswordLink.user_id == user_id
    session.execute(delete(PasswordLink).where(*links))


def find_account(session: Session, email: str) -> Account | None:
    """Return the account of an e-mail address, if there is one."""
    return next(_accounts(session, User.email_digest == digest_of(session, email)), None)


def account_of(session: Session, agency_id: UUID, user_id: UUID) -> Account | None:
    """Return the account of a user of an agency, if there is one."""
    return next(_accounts(session, User.agency_id == agency_id, User.id == user_id), None)


def accounts(session: Session, agency_id: UUID | None = None) -> list[Account]:
    """Return everybody who has an account, of one agency or of all, in the order in which they came."""
    return list(_accounts(session, *([] if agency_id is None else [User.agency_id == agency_id])))


def _accounts(session: Session, *conditions: object) -> Iterator[Account]:
    query = select(*_TOLD, Agency.data_key).join(Agency, Agency.id == User.agency_id)
    rows = session.execute(
        query.where(*conditions).order_by(Agency.created_at, User.created_at)  # type: ignore[arg-type]
    )
    for row in rows:
        vault = keyring_of(session).vault(row.data_key, row.agency_id)
        known = vault.open("user", row.id, row.sealed)
        yield Account(
            *(row.agency_id, row.id, row.role, row.active, known["email"], known.get("name")),
            has_second_factor=row.tf_primary_method is not None,
            client_id=row.client_id,
            confirmed=row.confirmed_at is not None,
        )


def _set_active(session: Session, agency_id: UUID, user_id: UUID, active: bool) -> None:
    # What identifies the user within Flask-Security is renewed too, so that nothing signed with it lives on.
    session.execute(
        update(User)
        .where(User.agency_id == agency_id, User.id == user_id)
        .values(active=active, fs_uniquifier=uuid4().hex)
    )


def digest_of(session: Session, email: str) -> bytes:
    """Return what the account of an e-mail address is found by."""
    return keyring_of(session).digest("email", normalised_email(email))
