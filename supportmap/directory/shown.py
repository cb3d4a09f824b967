"""What a list of services shows of each, read as columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.records.directory import PlaceRow, ServiceRow, SourceRow

__all__ = ["Shown", "shown"]


@dataclass(frozen=True, slots=True)
class Shown:
    """One service. What isn't known is None; of a confidential one there are no addresses."""

    name: str
    organization: str | None
    source: str
    licence: str
    free: bool | None
    in_person: bool | None
    online: bool | None
    languages: str | None
    hours: str | None
    verified_on: date | None
    confidential: bool
    sensitive: bool
    addresses: tuple[str, ...] = ()


_COLUMNS = (
    *(ServiceRow.name, ServiceRow.organization, SourceRow.name, SourceRow.licence, ServiceRow.free),
    *(ServiceRow.in_person, ServiceRow.online, ServiceRow.languages, ServiceRow.hours),
    *(ServiceRow.verified_on, ServiceRow.confidential, ServiceRow.sensitive),
)


def shown(session: Session, agency_id: UUID, service_ids: Sequence[UUID]) -> dict[UUID, Shown]:
    """Return what a list shows of some services of an agency, by their ids."""
    if not service_ids:
        return {}
    source = (SourceRow.agency_id == ServiceRow.agency_id) & (SourceRow.id == ServiceRow.source_id)
    own = ServiceRow.agency_id == agency_id, ServiceRow.id.in_(service_ids)
    rows: Iterable[Any] = session.execute(
        select(ServiceRow.id, *_COLUMNS).join(SourceRow, source).where(*own)
    )
    addresses = _addresses(session, agency_id, service_ids)
    told = ((row, tuple(addresses.get(row[0], ()))) for row in rows)
    return {row[0]: Shown(*(*row[1:], () if row.confidential else places)) for row, places in told}


def _addresses(session: Session, agency_id: UUID, service_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    own = PlaceRow.agency_id == agency_id, PlaceRow.service_id.in_(service_ids), PlaceRow.address.is_not(None)
    query = select(PlaceRow.service_id, PlaceRow.address).where(*own).order_by(PlaceRow.position)
    found: dict[UUID, list[str]] = {}
    for service_id, address in session.execute(query):
        found.setdefault(service_id, []).append(str(address))
    return found
