"""Services as the text index has them: read from their rows, stemmed, with their tokens."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import chain, islice
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from supportmap.directory.centroids import middles
from supportmap.directory.facts import FACTS, PLACE, PLACES, SERVICES, facts_of, written
from supportmap.directory.hiding import tells_where
from supportmap.directory.stemming import stems
from supportmap.directory.tokens import tokens_of

__all__ = ["Entry", "entries_of", "findable", "with_places"]

TEXTS = ("alternate_name", "description", "eligibility_description")
"""What a document says of its service in words; addresses are none, for a confidential one must not tell.

Nor does any of these texts of a confidential one that has the address in it: words that find it would tell.
"""
MOST_WORDS = 4000
"""Different words of one service that count."""
_TEXT = [
    SERVICES.c[name] for name in ("id", "name", "organization", "document", "corrections", "confidential")
]


class Entry(NamedTuple):
    """One service in the index, as ``ServiceWordsRow`` keeps it."""

    service_id: UUID
    named: str
    facts: str
    words: str
    tokens: str


def findable() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of services that somebody could go to, as far as is known."""
    running = or_(SERVICES.c.status.is_(None), SERVICES.c.status == "active")
    return SERVICES.c.retired_at.is_(None), running


def with_places(query: Any) -> Any:
    """Add the places of services to a query of services."""
    same = PLACES.c.agency_id == SERVICES.c.agency_id, PLACES.c.service_id == SERVICES.c.id
    return query.outerjoin(PLACES, and_(*same))


def entries_of(
    session: Session, agency_id: UUID, service_ids: Collection[UUID], language: str = "en"
) -> Iterator[Entry]:
    """Yield the entries of those of some services that can be found; their texts are in this language."""
    there = SERVICES.c.agency_id == agency_id, *findable(), SERVICES.c.id.in_(service_ids)
    query = with_places(select(*FACTS, *PLACE).select_from(SERVICES)).where(*there)
    rows = session.execute(query.order_by(SERVICES.c.id, PLACES.c.position)).all()
    codes = {row.postal_code for row in rows if row.latitude is None and row.postal_code}
    known = middles(session, agency_id, codes) if codes else {}
    texts = {row.id: row for row in session.execute(select(*_TEXT).where(*there))}
    for own_id, each in facts_of(rows, known.get):
        named, words = _words(texts[own_id], language)
        tokens = tokens_of(agency_id, each)
        yield Entry(own_id, f" {' '.join(named)} ", written(each), " ".join(words), " ".join(tokens))


def _words(row: Any, language: str) -> tuple[list[str], list[str]]:
    """Return the stems of a service's name, and of all that is said of it."""
    document = _object(row.document) | _object(row.corrections)
    said = (each for each in (*map(document.get, TEXTS), *_terms(document)) if isinstance(each, str))
    open_ones = [each for each in said if not (row.confidential and tells_where(document, each))]
    called = [each for each in (row.name, row.organization) if each is not None]
    texts = [stems(text, language) for text in (*called, *open_ones)]
    words = dict.fromkeys(islice(dict.fromkeys(chain.from_iterable(texts)), MOST_WORDS))
    return [stem for stem in texts[0] if stem in words], list(words)


def _object(text: str | None) -> dict[str, Any]:
    found = orjson.loads(text) if text else {}
    return found if isinstance(found, dict) else {}


def _terms(document: Mapping[str, Any]) -> Iterator[Any]:
    """Yield what the terms are called under which a document stands."""
    attributes = document.get("attributes")
    for attribute in attributes if isinstance(attributes, list) else ():
        term = attribute.get("taxonomy_term") if isinstance(attribute, dict) else None
        yield term.get("name") if isinstance(term, dict) else None
