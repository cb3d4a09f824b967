"""What the licences allow to pass on, as nested HSDS 3 documents whose ids are UUIDs.

Of a service whose address must be told nobody only what ``hiding`` lists is passed on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

import orjson
from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session

from supportmap.directory.hiding import without_places
from supportmap.directory.patching import merged
from supportmap.records.directory import ServiceRow, SourceRow

__all__ = ["COLUMNS", "document_of", "exported", "passed_on"]

PAGE = 500
_KEYS = ("id", "parent_id", "link_id")
COLUMNS: tuple[Any, ...] = (
    *(ServiceRow.id, ServiceRow.source_id, ServiceRow.document, ServiceRow.corrections),
    *(ServiceRow.confidential, ServiceRow.changed_at),
    *(SourceRow.name.label("source"), SourceRow.licence),
)
"""What ``document_of`` reads."""
_BELONGING = (
    *("languages", "phones", "schedules", "cost_options", "required_documents", "service_areas"),
    *("addresses", "accessibility", "attributes"),
)
"""What belongs to one thing only: nothing else of the source refers to it."""


def passed_on(agency_id: UUID) -> tuple[ColumnElement[bool], ...]:
    """Return the condition on services that may be passed on: of what is joined with its source."""
    its_source = (ServiceRow.agency_id == SourceRow.agency_id) & (ServiceRow.source_id == SourceRow.id)
    return (
        *(ServiceRow.agency_id == agency_id, ServiceRow.retired_at.is_(None)),
        *(its_source, SourceRow.exportable.is_(True)),
    )


def exported(session: Session, agency_id: UUID) -> Iterator[dict[str, Any]]:
    """Yield all documents that may be passed on, as of ``document_of``, in the order of their ids."""
    after: UUID | None = None
    while True:
        query = select(*COLUMNS).where(*passed_on(agency_id))
        query = query if after is None else query.where(ServiceRow.id > after)
        rows = list(session.execute(query.order_by(ServiceRow.id).limit(PAGE)))
        yield from map(document_of, rows)
        if len(rows) < PAGE:
            return
        after = rows[-1].id


def document_of(row: Row[Any]) -> dict[str, Any]:
    """Return the HSDS 3 document of a service, a row of ``COLUMNS``, with what staff corrected.

    Every id is a UUID; ``source`` says where it comes from and under which licence.
    """
    document = orjson.loads(row.document)
    if row.corrections:
        document = merged(document, orjson.loads(row.corrections))
    told: dict[str, Any] = _with_uuids(document | {"id": str(row.id)}, row.source_id, row.id)
    if row.confidential:
        told = without_places(told)
    told["last_modified"] = row.changed_at.isoformat()
    told["source"] = {"name": row.source, "licence": row.licence}
    return told


def _with_uuids(value: Any, source_id: UUID, holder: UUID, name: str = "") -> Any:
    """Return a value with a UUID for every id of the source: the same for the same.

    What belongs to one thing only, such as a language, is told apart by what it belongs to: many sources,
    and our own form, number it anew in each service, or call it "en" in all of them.
    """
    if isinstance(value, list):
        return [_with_uuids(each, source_id, holder, name) for each in value]
    if not isinstance(value, dict):
        return value
    own = _own_id(value.get("id"), source_id, holder, name)
    within = own or holder
    told = {
        key: _uuid(each, source_id) if _is_key(key, each) else _with_uuids(each, source_id, within, key)
        for key, each in value.items()
    }
    return told | ({"id": str(own)} if own else {})


def _own_id(said: Any, source_id: UUID, holder: UUID, name: str) -> UUID | None:
    if not _is_key("id", said):
        return None
    known = UUID(_uuid(said, source_id))
    # An id of version 5 was made here of what the thing says: it is the same in every service that says it.
    made = known.version == 5
    return uuid5(holder, f"{name} {said}") if made and name in _BELONGING else known


def _is_key(name: str, value: Any) -> bool:
    return isinstance(value, str) and bool(value) and (name in _KEYS or name.endswith("_id"))


def _uuid(text: str, source_id: UUID) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return str(uuid5(source_id, text))
