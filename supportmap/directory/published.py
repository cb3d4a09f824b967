"""What may be passed on, page by page and one by one: what the HSDS API answers with."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supportmap.directory.exporting import COLUMNS, document_of, passed_on
from supportmap.directory.text_index import Query, text_index, word_groups
from supportmap.records.directory import ServiceRow
from supportmap.records.service_words import ServiceWordsRow

__all__ = ["Asked", "Page", "published", "published_one"]


class Asked(NamedTuple):
    """Which services: the page counted from 1; those with all words, and changed after a moment."""

    page: int = 1
    per_page: int = 50
    words: str | None = None
    modified_after: datetime | None = None


class Page(NamedTuple):
    """How many there are in all, and the documents of one page."""

    total: int
    documents: list[dict[str, Any]]


def published(session: Session, agency_id: UUID, asked: Asked) -> Page:
    """Return a page of the documents that may be passed on, in the order of their ids."""
    wanted = [*passed_on(agency_id)]
    if asked.words:
        index = text_index(session).condition(Query(word_groups(asked.words)))
        own = ServiceWordsRow.agency_id == agency_id
        wanted.append(ServiceRow.id.in_(select(ServiceWordsRow.service_id).where(own, index)))
    if asked.modified_after is not None:
        wanted.append(ServiceRow.changed_at > asked.modified_after)
    total = session.scalar(select(func.count(ServiceRow.id)).where(*wanted)) or 0
    query = select(*COLUMNS).where(*wanted).order_by(ServiceRow.id)
    rows = session.execute(query.limit(asked.per_page).offset((asked.page - 1) * asked.per_page))
    return Page(total, [document_of(row) for row in rows])


def published_one(session: Session, agency_id: UUID, service_id: UUID) -> dict[str, Any] | None:
    """Return the document of a service that may be passed on, or None."""
    wanted = *passed_on(agency_id), ServiceRow.id == service_id
    row = session.execute(select(*COLUMNS).where(*wanted)).one_or_none()
    return None if row is None else document_of(row)
