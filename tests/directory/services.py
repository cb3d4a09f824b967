"""Made-up services, and the short way to have them in a directory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.directory.comparing import Given
from supportmap.directory.hsds.report import Read
from supportmap.directory.importing import Order, Report, import_services
from supportmap.directory.keeping import keep_services
from supportmap.directory.sources import source_id_of
from supportmap.records.audit import Actor
from supportmap.records.database import writing

__all__ = ["a_document", "imported", "kept", "reads_of"]


def a_document(own_id: str = "1", **facts: Any) -> dict[str, Any]:
    """An HSDS 3 document: a lunch club, unless told otherwise."""
    organization = {"id": f"org {own_id}", "name": "Riverside Hall", "description": "A hall."}
    told = {"name": "Lunch club", "description": "Lunch and company.", "status": "active"}
    return {"id": own_id, "organization": organization, **told, **facts}


def reads_of(documents: Sequence[dict[str, Any]]) -> list[Read]:
    """What a reader would yield of them."""
    return [
        Read(f"line {number}", "accepted", (), document["id"], document)
        for number, document in enumerate(documents, 1)
    ]


def imported(
    session: Session, agency_id: UUID, documents: Sequence[dict[str, Any]], source: str = "Town", **order: Any
) -> Report:
    """Import documents as a source, and return the report."""
    given = Order(source, "CC0", **order)
    return import_services(session, Actor.operator(agency_id), given, reads_of(documents))


def kept(session: Session, agency_id: UUID, document: dict[str, Any], source: str = "Town") -> UUID:
    """Keep one document, and return the id of its service."""
    with writing(session):
        source_id = source_id_of(session, agency_id, source, "CC0")
        given = [Given(str(document["id"]), document)]
        return keep_services(session, agency_id, source_id, given, datetime.now(UTC)).ids[0]
