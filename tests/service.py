"""Builders for tests of the service: an agency, its users and clients, as rows."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from supportmap.records.agency import User, agency_vault, found_agency
from supportmap.records.audit import Actor
from supportmap.records.client import CarePlace, ClientRow, DataKey, Owner
from supportmap.records.database import keyring_of, writing

_numbers = count(1)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def an_agency(session: Session, name: str = "Harbour") -> UUID:
    """An agency without anybody."""
    with writing(session):
        return found_agency(session, name)


def a_user(
    session: Session,
    agency_id: UUID,
    role: str = "clinician",
    client: Owner | None = None,
    active: bool = True,
) -> Actor:
    """A user who can't sign in, as the actor that they would be."""
    user_id, number = uuid4(), next(_numbers)
    email = f"user{number}@example.org"
    with writing(session):
        sealed = agency_vault(session, agency_id).seal("user", user_id, {"name": "A User", "email": email})
        session.add(
            User(
                agency_id=agency_id,
                id=user_id,
                role=role,
                client_id=client.client_id if client else None,
                confirmed_at=LONG_AGO if client else None,
                active=active,
                created_at=LONG_AGO,
                email_digest=keyring_of(session).digest("email", email),
                sealed=sealed,
                password="no password",
                fs_uniquifier=uuid4().hex,
            )
        )
    return Actor(agency_id, user_id, role, client.client_id if client else None)


def a_client(
    session: Session, agency_id: UUID, *team: Actor, label: str = "K.", client_id: UUID | None = None
) -> Owner:
    """A client whose care team is these users."""
    owner = Owner(agency_id, client_id or uuid4())
    with writing(session):
        keys = keyring_of(session)
        wrapped = keys.new_data_key(*owner)
        sealed = keys.vault(wrapped, *owner).seal("client", owner.client_id, {"label": label})
        session.add(ClientRow(agency_id=agency_id, id=owner.client_id, created_at=LONG_AGO, sealed=sealed))
        session.flush()
        session.add(DataKey(**owner._asdict(), wrapped=wrapped))
        session.add_all(
            CarePlace(
                **owner._asdict(), id=uuid4(), user_id=user.user_id, since=LONG_AGO, confirmed_at=LONG_AGO
            )
            for user in team
        )
    return owner
