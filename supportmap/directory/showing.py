"""One service as a page shows it: what it says of itself, what is known of it, and where that comes from."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from supportmap.directory.editing import facts_in
from supportmap.directory.functions import assignments_from_text, said_by_staff, weights_from_text
from supportmap.directory.hiding import kept_back, tells_where
from supportmap.directory.hours import from_text, told
from supportmap.directory.parts import Document, part, rows, text
from supportmap.directory.patching import merged
from supportmap.records.directory import PlaceRow, ServiceRow, SourceRow

__all__ = ["resource_of"]

_COLUMNS = (
    *(column for column in ServiceRow.__table__.c if column.name not in ("agency_id", "digest")),
    *(SourceRow.name.label("source"), SourceRow.licence, SourceRow.own),
)


def resource_of(session: Session, agency_id: UUID, resource_id: UUID) -> dict[str, Any] | None:
    """Return a service with its facts, places, opening times and assignments, or None.

    Retired ones are shown: a referral may lead to one. Of a confidential one it isn't told where it is, nor
    who works there; ``kept_back`` has the names of the facts that aren't told because they say it.
    """
    its_source = (SourceRow.agency_id == ServiceRow.agency_id) & (SourceRow.id == ServiceRow.source_id)
    its = ServiceRow.agency_id == agency_id, ServiceRow.id == resource_id
    row = session.execute(select(*_COLUMNS).join(SourceRow, its_source).where(*its)).one_or_none()
    return None if row is None else _shown(session, agency_id, row)


def _shown(session: Session, agency_id: UUID, row: Row[Any]) -> dict[str, Any]:
    patch = orjson.loads(row.corrections) if row.corrections else {}
    document = merged(orjson.loads(row.document), patch)
    facts = facts_in(document)
    back = kept_back(document, facts)
    return {
        **{name: value for name, value in row._asdict().items() if name not in ("document", "corrections")},
        "facts": {name: None if name in back else value for name, value in facts.items()},
        "kept_back": sorted(back),
        "phones": _phones(document),
        "ask_for": None if row.confidential else _ask_for(document),
        "corrected": sorted(patch),
        "places": [] if row.confidential else _places(session, agency_id, row.id),
        "opening": [
            line
            for line in told(from_text(row.hours))
            if not (row.confidential and tells_where(document, line))
        ],
        "assigned": _assigned(row),
    }


def _assigned(row: Row[Any]) -> list[Any]:
    """Return what the weights come from: what staff said stands in place of what was found."""
    said = weights_from_text(row.staff_functions)
    return [said_by_staff(said)] if said else list(assignments_from_text(row.assignments))


def _places(session: Session, agency_id: UUID, resource_id: UUID) -> list[dict[str, Any]]:
    its = PlaceRow.agency_id == agency_id, PlaceRow.service_id == resource_id
    query = select(*PlaceRow.__table__.c).where(*its).order_by(PlaceRow.position)
    return [row._asdict() for row in session.execute(query)]


def _ask_for(document: dict[str, Any]) -> str | None:
    """Return whom to ask for: the first of the service's own contacts who has a name."""
    people = (each for each in document.get("contacts") or [] if isinstance(each, dict))
    return next((str(each["name"]) for each in people if each.get("name")), None)


def _phones(document: Document) -> list[str]:
    """Return every number once, the service's own before those of its places and organisation."""
    places = rows(document, "service_at_locations")
    locations = [part(place, "location") for place in places]
    owners = (document, *places, *locations, part(document, "organization"))
    numbers = [text(phone, "number") for owner in owners for phone in rows(owner, "phones")]
    return list(dict.fromkeys(filter(None, numbers)))
