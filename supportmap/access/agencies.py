"""Agencies as the operator sees them."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.records.agency import Agency
from supportmap.records.database import keyring_of

__all__ = ["AgencyLine", "agencies_by_name"]


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
