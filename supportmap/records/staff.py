"""What is asked of an agency's users and of the places on care teams."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from supportmap.records.agency import User, agency_vault
from supportmap.records.client import CarePlace, ClientRow, Owner

__all__ = [
    "current_places",
    "is_clinician",
    "names_of",
    "place_rows",
    "staff_rows",
    "teams_of",
]

_USER = (User.id, User.role, User.active, User.sealed)


def staff_rows(session: Session, agency_id: UUID) -> list[Row[Any]]:
    """Return the users of an agency who aren't clients, in the order in which they came."""
    staff = User.agency_id == agency_id, User.role != "client"
    columns: tuple[Any, ...] = _USER
    return list(session.execute(select(*columns).where(*staff).order_by(User.created_at, User.id)))


def names_of(session: Session, agency_id: UUID, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of those of these users who work for the agency, opened; of clients' accounts none."""
    vault = agency_vault(session, agency_id)
    staff = User.agency_id == agency_id, User.id.in_(set(ids)), User.role != "client"
    query = select(User.id, User.sealed).where(*staff)
    return {row.id: vault.open("user", row.id, row.sealed)["name"] for row in session.execute(query)}


def confirmed_clients(session: Session, agency_id: UUID, ids: Iterable[UUID]) -> dict[UUID, UUID | None]:
    """Return which client each of these users is confirmed to be; None of an account that may be anybody's.

    Who works for the agency is missing.
    """
    clients = User.agency_id == agency_id, User.id.in_(set(ids)), User.role == "client"
    rows = session.execute(select(User.id, User.client_id, User.confirmed_at).where(*clients))
    return {row.id: row.client_id if row.confirmed_at else None for row in rows}


def is_clinician(session: Session, agency_id: UUID, user_id: UUID) -> bool:
    """Tell whether this is an active clinician of the agency."""
    user = User.agency_id == agency_id, User.id == user_id, User.role == "clinician", User.active.is_(True)
    return session.scalar(select(User.id).where(*user)) is not None


def place_rows(session: Session, owner: Owner) -> list[Row[Any]]:
    """Return all places on a care team with role and activity of who has each, the earliest first."""
    columns = (
        CarePlace.id,
        CarePlace.user_id,
        CarePlace.since,
        CarePlace.until,
        CarePlace.confirmed_at,
        User.role,
        User.active,
    )
    user = (User.agency_id == CarePlace.agency_id) & (User.id == CarePlace.user_id)
    team = CarePlace.agency_id == owner.agency_id, CarePlace.client_id == owner.client_id
    query = select(*columns).join(User, user).where(*team).order_by(CarePlace.since, CarePlace.id)
    return list(session.execute(query))


def current_places(session: Session, owner: Owner) -> list[CarePlace]:
    """Return the places that haven't ended, to be changed."""
    team = CarePlace.agency_id == owner.agency_id, CarePlace.client_id == owner.client_id
    return list(session.scalars(select(CarePlace).where(*team, CarePlace.until.is_(None))))


def teams_of(
    session: Session, agency_id: UUID, clients: Iterable[UUID] | None = None
) -> Mapping[UUID, list[UUID]]:
    """Return who has a confirmed place on each client's team now, in the order they came.

    Without ``clients``, of all who weren't put away.
    """
    current = CarePlace.until.is_(None), CarePlace.confirmed_at.is_not(None)
    kept = select(ClientRow.id).where(ClientRow.agency_id == agency_id, ClientRow.archived_at.is_(None))
    query = select(CarePlace.client_id, CarePlace.user_id).where(
        CarePlace.agency_id == agency_id,
        CarePlace.client_id.in_(kept if clients is None else list(clients)),
        *current,
    )
    teams: Mapping[UUID, list[UUID]] = defaultdict(list)
    for row in session.execute(query.order_by(CarePlace.since, CarePlace.id)):
        teams[row.client_id].append(row.user_id)
    return teams
