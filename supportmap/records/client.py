"""The person whose network it is, the key of all that is kept about them, and who may see it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ForeignKeyConstraint, Index, Integer, String, Text, false, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from supportmap.records.base import Base, OfAgency, OfClient, of_client
from supportmap.records.database import keyring_of
from supportmap.records.encryption import Vault

__all__ = ["CarePlace", "ClientRow", "Consent", "DataKey", "Owner", "lock_client", "vault_of"]


class Owner(NamedTuple):
    """Whose rows: the key that every row about a client begins with."""

    agency_id: UUID
    client_id: UUID


class ClientRow(OfAgency, Base):
    """A client and the state of their network; label, name, area and the like are sealed."""

    __tablename__ = "client"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    need_emotional: Mapped[float | None]
    need_practical: Mapped[float | None]
    need_belonging: Mapped[float | None]
    elicited_said: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it was said in so many words that contacts were asked for; whoever is there says it too."""
    ties_among: Mapped[str | None] = mapped_column(Text)
    """The ids, with blanks between, of the contacts of all of whose pairs it was asked who knows whom."""
    network_version: Mapped[int] = mapped_column(Integer, default=0)
    """How many changes the network has had: every change raises it by one."""
    sealed: Mapped[bytes]


class DataKey(OfClient, Base):
    """The wrapped key of all that is sealed about a client: erasing the client destroys it."""

    __tablename__ = "data_key"
    __table_args__ = (of_client(),)

    wrapped: Mapped[bytes]


class CarePlace(OfAgency, Base):
    """A place on a client's care team. It counts from its beginning until its end, once confirmed."""

    __tablename__ = "care_team"
    __table_args__ = (
        of_client(),
        ForeignKeyConstraint(["agency_id", "user_id"], ["user.agency_id", "user.id"]),
        Index(None, "agency_id", "client_id"),
        Index(None, "agency_id", "user_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    user_id: Mapped[UUID]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]


class Consent(OfAgency, Base):
    """One thing a client consented to, or took back: rows are only ever added."""

    __tablename__ = "consent"
    __table_args__ = (of_client(), Index(None, "agency_id", "client_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    client_id: Mapped[UUID]
    user_id: Mapped[UUID]
    at: Mapped[datetime]
    purpose: Mapped[str] = mapped_column(String(32))
    given: Mapped[bool]
    expires_at: Mapped[datetime | None]
    shares: Mapped[str | None] = mapped_column(String(32))
    """Of a consent to referral: how referral staff may see to reach the client (name, phone, email)."""
    referral_id: Mapped[UUID | None]
    """The one referral that it is about, of whose receiving group it says that they may be told."""
    sealed: Mapped[bytes]
    """To whom, what exactly, and how it was asked."""


def lock_client(session: Session, owner: Owner) -> None:
    """Keep others from changing this network until the transaction ends."""
    session.execute(
        select(ClientRow.id)
        .where(ClientRow.agency_id == owner.agency_id, ClientRow.id == owner.client_id)
        .with_for_update()
    )


def vault_of(session: Session, owner: Owner) -> Vault:
    """Return what seals and opens what is kept about a client, or raise LookupError."""
    wrapped = session.scalar(
        select(DataKey.wrapped).where(
            DataKey.agency_id == owner.agency_id, DataKey.client_id == owner.client_id
        )
    )
    if wrapped is None:
        raise LookupError("no such client")
    return keyring_of(session).vault(wrapped, *owner)
