"""The organisation, its users, and where they are signed in."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    false,
    select,
    true,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from supportmap.records.audit import Actor, begin_chain, record
from supportmap.records.base import Base, OfAgency, one_of
from supportmap.records.database import keyring_of
from supportmap.records.encryption import Vault

__all__ = [
    "ROLES",
    "Agency",
    "PasswordLink",
    "SignIn",
    "User",
    "agency_name",
    "agency_vault",
    "found_agency",
    "lock_agency",
    "settle_second_factor",
]

ROLES = ("clinician", "client", "referral", "admin")


class Agency(Base):
    """An organisation: everything belongs to exactly one. Its name is sealed under its own data key."""

    __tablename__ = "agency"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    created_at: Mapped[datetime]
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC", server_default="UTC")
    second_factor_required: Mapped[bool] = mapped_column(default=False, server_default=false())
    data_key: Mapped[bytes]
    sealed: Mapped[bytes]


class User(OfAgency, Base):
    """Somebody who signs in, in one role. Name and e-mail are sealed; the digest finds the e-mail again."""

    __tablename__ = "user"
    __table_args__ = (
        one_of("role", ROLES),
        ForeignKeyConstraint(["agency_id", "client_id"], ["client.agency_id", "client.id"]),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    role: Mapped[str] = mapped_column(String(16))
    client_id: Mapped[UUID | None]
    """Of a client's own account: the client that it is."""
    confirmed_at: Mapped[datetime | None]
    """Of a client's own account: when a clinician said that it is they. Until then it is nobody's."""
    active: Mapped[bool] = mapped_column(default=True, server_default=true())
    created_at: Mapped[datetime]
    email_digest: Mapped[bytes] = mapped_column(unique=True)
    sealed: Mapped[bytes]
    password: Mapped[str] = mapped_column(String(255))
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(Text)
    tf_last_counter: Mapped[int | None] = mapped_column(Integer)
    """The half minute of the last code that was used: no code is taken twice."""
    mf_recovery_codes: Mapped[str | None] = mapped_column(Text)
    """Encrypted, separated by blanks."""


class SignIn(Base):
    """One browser or program that is signed in, or about to be. Ending it ends it at once, everywhere.

    The token itself is held by the browser (cookie) or program (bearer) only.
    """

    __tablename__ = "sign_in"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id", "user_id"], ["user.agency_id", "user.id"]),
        one_of("kind", ("browser", "program")),
        Index(None, "agency_id", "user_id"),
        Index(None, "seen_at"),
    )

    digest: Mapped[bytes] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    user_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    sealed: Mapped[bytes]
    """What the browser's session holds, under the key of sessions."""


class PasswordLink(Base):
    """A link by which a user sets their password, once; its token is held by whoever was given it."""

    __tablename__ = "password_link"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id", "user_id"], ["user.agency_id", "user.id"]),
        Index(None, "agency_id", "user_id"),
    )

    digest: Mapped[bytes] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    user_id: Mapped[UUID]
    until: Mapped[datetime]


def found_agency(session: Session, name: str, time_zone: str = "UTC") -> UUID:
    """Add an agency with its own key and an empty audit, and return its id."""
    agency_id, keys = uuid4(), keyring_of(session)
    key = keys.new_data_key(agency_id)
    sealed = keys.vault(key, agency_id).seal("agency", agency_id, {"name": name})
    session.add(
        Agency(id=agency_id, created_at=datetime.now(UTC), time_zone=time_zone, data_key=key, sealed=sealed)
    )
    session.flush()
    begin_chain(session, agency_id)
    session.flush()
    record(session, Actor.operator(agency_id), "agency.add", objects=[agency_id])
    return agency_id


def agency_vault(session: Session, agency_id: UUID) -> Vault:
    """Return what seals and opens what is kept of the agency's own: its name, its users."""
    key = session.execute(select(Agency.data_key).where(Agency.id == agency_id)).scalar_one()
    return keyring_of(session).vault(key, agency_id)


def agency_name(session: Session, agency_id: UUID) -> str:
    """Return what the agency is called."""
    sealed = session.scalars(select(Agency.sealed).where(Agency.id == agency_id)).one()
    return str(agency_vault(session, agency_id).open("agency", agency_id, sealed)["name"])


def lock_agency(session: Session, agency_id: UUID) -> None:
    """Keep others from changing the agency, and links of its users, until the transaction ends."""
    # Not so that rows which refer to the agency would have to wait.
    session.execute(select(Agency.id).where(Agency.id == agency_id).with_for_update(key_share=True))


def settle_second_factor(session: Session, actor: Actor, required: bool) -> bool:
    """Ask a second factor of the staff of the actor's agency, or no longer; tell whether there is such one.

    Who hasn't set one up must do so at the next request.
    """
    agency = update(Agency).where(Agency.id == actor.agency_id).values(second_factor_required=required)
    found = session.execute(agency.returning(Agency.id)).one_or_none()
    if found is not None:
        action = "agency.second-factor.on" if required else "agency.second-factor.off"
        record(session, actor, action, objects=[actor.agency_id])
    return found is not None
