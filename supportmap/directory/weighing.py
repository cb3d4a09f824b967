"""How much services of each term do for the three functions, as an agency judges it: ours is a proposal.

An agency takes the table, changes what it sees otherwise, and gives it back; services that were found by such
terms are then read anew. What staff said of a single service stays.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import lru_cache
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from supportmap.analysis.network import FUNCTIONS
from supportmap.directory.functions import assignments_from_text, is_weighed_so
from supportmap.directory.terms import Vocabulary, Weights
from supportmap.directory.vocabulary import VOCABULARY
from supportmap.records.audit import Actor, record
from supportmap.records.directory import ServiceRow, TermWeightsRow

__all__ = ["COLUMNS", "read_weights", "vocabulary_of", "weigh_terms", "weighed_otherwise"]

COLUMNS = ("term", *FUNCTIONS)
"""What a table must have; whatever else it has is passed over."""


def vocabulary_of(session: Session, agency_id: UUID) -> Vocabulary:
    """Return the vocabulary with the weights of an agency; a term that is no more is passed over."""
    columns = (getattr(TermWeightsRow, name) for name in COLUMNS)
    own = TermWeightsRow.agency_id == agency_id
    rows = session.execute(select(*columns).where(own).order_by(TermWeightsRow.term))
    return _weighing(tuple((term, Weights(*weights)) for term, *weights in rows if term in VOCABULARY.by_id))


@lru_cache(maxsize=8)
def _weighing(weights: tuple[tuple[str, Weights], ...]) -> Vocabulary:
    """Return the vocabulary with other weights, made once: to make it takes as long as to read a service."""
    return VOCABULARY.weighing(dict(weights)) if weights else VOCABULARY


def read_weights(lines: Iterable[str]) -> dict[str, Weights]:
    """Return what a table of CSV says of each term.

    Raises ValueError, with a sentence for whoever wrote the table, if a column is missing, a term is unknown
    or there twice, or a weight isn't 0, 1 or 2: then nothing of it counts.
    """
    reader = csv.DictReader(lines)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise ValueError(f"the first row lacks the column {missing[0]}: it needs {', '.join(COLUMNS)}")
    found: dict[str, Weights] = {}
    for row in reader:
        term = (row["term"] or "").strip()
        if term not in VOCABULARY.by_id or term in found:
            raise ValueError(
                f"line {reader.line_num}: this term is {'there twice' if term in found else 'unknown'}"
            )
        found[term] = _weights(row, reader.line_num)
    return found


def _weights(row: Mapping[str, str | None], line: int) -> Weights:
    said = [(row[name] or "").strip() for name in FUNCTIONS]
    if not all(each in ("0", "1", "2") for each in said):
        raise ValueError(f"line {line}: a weight is 0, 1 or 2")
    return Weights(*map(int, said))


def weigh_terms(session: Session, actor: Actor, weights: Mapping[str, Weights]) -> int:
    """Keep what an agency says of terms, and return of how many it says something else than is proposed.

    Terms that aren't there are as proposed. It runs inside ``writing(session)``; services are read anew
    afterwards (``weighed_otherwise``).
    """
    other = {term: each for term, each in weights.items() if each != VOCABULARY.by_id[term].weights}
    session.execute(delete(TermWeightsRow).where(TermWeightsRow.agency_id == actor.agency_id))
    if other:
        rows = [dict(zip(COLUMNS, (term, *each.listed), strict=True)) for term, each in other.items()]
        session.execute(insert(TermWeightsRow), [row | {"agency_id": actor.agency_id} for row in rows])
    record(session, actor, "resource.weigh")
    return len(other)


def weighed_otherwise(session: Session, agency_id: UUID) -> list[UUID]:
    """Return the services that were found to be for something which is weighed otherwise now."""
    vocabulary = vocabulary_of(session, agency_id)
    there = ServiceRow.agency_id == agency_id, ServiceRow.assignments.is_not(None)
    rows = session.execute(
        select(ServiceRow.id, ServiceRow.assignments).where(*there).order_by(ServiceRow.id)
    )
    return [
        own_id
        for own_id, told in rows
        if not all(is_weighed_so(each, vocabulary) for each in assignments_from_text(told))
    ]
