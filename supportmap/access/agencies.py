"""Agencies as the operator sees them, and whether their staff must have a second factor."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supportmap.records.agency import Agency
from supportmap.records.audit import Actor, record
from supportmap.records.database import keyring_of

__all__ = ["AgencyLine", "agencies_by_name", "require_second_factor"]


class AgencyLine(NamedTuple):
    """An agency, its name opened."""

    id: UUID
    name: str
    time_zone: str
    second_factor_required: bool


def agencies_by_name(session: Session) -> list[AgencyLine]:
    """Return all agencies in the order in which they came."""
    rows = session.execute(
        select(
            Agency.id, Agency.time_zone, Agency.second_factor_required, Agency.data_key, Agency.sealed
        ).order_by(Agency.created_at)
    )
    opened = ((row, keyring_of(session).vault(row.data_key, row.id)) for row in rows)
    return [
        AgencyLine(
            row.id,
            vault.open("agency", row.id, row.sealed)["name"],
            row.time_zone,
            row.second_factor_required,
        )
        for row, vault in opened
    ]


def require_second_factor(session: Session, agency_id: UUID, required: bool) -> bool:
    """Ask a second factor of an agency's staff, or no longer; return whether there is such an agency.

    It runs inside ``writing(session)``. Who hasn't set one up must do so at the next request.
    """
    found = session.execute(
        update(Agency)
        .where(Agency.id == agency_id)
        .values(second_factor_required=required)
        .returning(Agency.id)
    ).one_or_none()
    if found is not None:
        action = "agency.second-factor.on" if required else "agency.second-factor.off"
        record(session, Actor.operator(agency_id), action, objects=[agency_id])
    return found is not None
