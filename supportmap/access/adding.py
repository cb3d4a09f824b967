"""How somebody comes to an account: what is refused, and that one e-mail address has one account."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from supportmap.access.accounts import AccountRefused, AddressRefused, digest_of
from supportmap.access.passwords import hashed, objection
from supportmap.analysis.naming import clean
from supportmap.records.agency import ROLES, Agency, User, agency_name, agency_vault
from supportmap.records.audit import Actor, record
from supportmap.records.client import ClientRow

__all__ = ["add_user"]

LONGEST_NAME = 200


def add_user(
    session: Session,
    agency_id: UUID,
    email: str,
    password: str,
    role: str,
    name: str | None = None,
    client: UUID | None = None,
    actor: Actor | None = None,
    confirmed: bool = True,
    user_id: UUID | None = None,
) -> UUID:
    """Add a user who can sign in and return their id, or raise AccountRefused.

    ``client`` is the client that an account of the role client belongs to; ``actor`` is who adds them,
    the operator unless told otherwise. Not ``confirmed``: nobody has said yet that this is the client. It
    runs inside ``writing(session)``.
    """
    email, name = _address(email), None if name is None else clean(name)
    _refuse_bad(session, agency_id, role, name, client)
    _refuse_taken(session, agency_id, email)
    if reason := objection(password, email, name, agency_name(session, agency_id)):
        raise AccountRefused(reason)
    user_id, now = user_id or uuid4(), datetime.now(UTC)
    sealed = agency_vault(session, agency_id).seal("user", user_id, {"name": name, "email": email})
    user = User(
        agency_id=agency_id,
        id=user_id,
        role=role,
        client_id=client,
        active=True,
        created_at=now,
        confirmed_at=now if confirmed and client else None,
        email_digest=digest_of(session, email),
        sealed=sealed,
        password=hashed(session, password),
        fs_uniquifier=uuid4().hex,
    )
    _keep(session, user, email)
    record(session, actor or Actor.operator(agency_id), "user.add", client, [user_id])
    return user_id


def _keep(session: Session, user: User, email: str) -> None:
    """Write the row; who comes second with one e-mail address is refused as if they had come later."""
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError:
        _refuse_taken(session, user.agency_id, email)
        raise


def _address(email: str) -> str:
    try:
        checked = validate_email(email, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        raise AddressRefused("this is no e-mail address") from None
    return checked.normalized


def _refuse_bad(session: Session, agency_id: UUID, role: str, name: str | None, client: UUID | None) -> None:
    if role not in ROLES:
        raise AccountRefused(f"the role is one of {', '.join(ROLES)}")
    if (role == "client") != (client is not None):
        raise AccountRefused("an account of the role client, and no other, belongs to a client (--client)")
    if name is not None and not 0 < len(name) <= LONGEST_NAME:
        raise AccountRefused(f"a name has 1 to {LONGEST_NAME} characters")
    if session.scalar(select(Agency.id).where(Agency.id == agency_id)) is None:
        raise AccountRefused("there is no such agency")
    if client and session.get(ClientRow, (agency_id, client)) is None:
        raise AccountRefused("there is no such client in this agency")


def _refuse_taken(session: Session, agency_id: UUID, email: str) -> None:
    holder = session.scalar(select(User.agency_id).where(User.email_digest == digest_of(session, email)))
    if holder == agency_id:
        raise AddressRefused("somebody has this e-mail address already")
    if holder:
        # Who is known elsewhere is nobody's business here.
        raise AddressRefused("this e-mail address can't be used here: ask whoever runs the service")
