"""What may be passed on, page by page and one by one: what the HSDS API answers with."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from supportmap.directory.exporting import COLUMNS, document_of, passed_on
from supportmap.directory.text_index import Query, text_index, word_groups
from supportmap.records.directory import ServiceRow

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
    if asked.modified_after is not None:
        wanted.append(ServiceRow.changed_at > asked.modified_after)
    if asked.words:
        return _with_words(session, agency_id, asked, wanted)
    total = session.scalar(select(func.count(ServiceRow.id)).where(*wanted)) or 0
    query = select(*COLUMNS).where(*wanted).order_by(ServiceRow.id)
    rows = session.execute(query.limit(asked.per_page).offset(_before(asked)))
    return Page(total, [document_of(row) for row in rows])


def _with_words(session: Session, agency_id: UUID, asked: Asked, wanted: list[ColumnElement[bool]]) -> Page:
    words = word_groups(asked.words or "")
    # Signs alone are said of no service; without any word the index would have all.
    having = text_index(session).candidates(agency_id, Query(words)) if words else set()
    ids = sorted(having.intersection(session.scalars(select(ServiceRow.id).where(*wanted))))
    shown = ids[_before(asked) :][: asked.per_page]
    rows = session.execute(select(*COLUMNS).where(*wanted, ServiceRow.id.in_(shown)).order_by(ServiceRow.id))
    return Page(len(ids), [document_of(row) for row in rows])


def _before(asked: Asked) -> int:
    """Return how many there are on the pages before."""
    return (asked.page - 1) * asked.per_page


def published_one(session: Session, agency_id: UUID, service_id: UUID) -> dict[str, Any] | None:
    """Return the document of a service that may be passed on, or None."""
    wanted = *passed_on(agency_id), ServiceRow.id == service_id
    row = session.execute(select(*COLUMNS).where(*wanted)).one_or_none()
    return None if row is None else document_of(row)
