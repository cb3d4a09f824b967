"""The text index of services: one interface, and what differs on SQLite and PostgreSQL behind it.

Both engines hold the same stems and tokens and get the same question, so both answer with the same services.
What somebody typed reaches an engine as stems only, each in quotes: no word of it is an operator.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    column,
    delete,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from supportmap.directory.entries import Entry, entries_of
from supportmap.directory.joined_words import word_forms
from supportmap.directory.stemming import stem, words_in
from supportmap.records.base import Base
from supportmap.records.service_words import TEXT_TABLE, VECTOR, ServiceWordsRow

__all__ = ["ASKED", "MOST_WORDS", "WORDS", "Query", "TextIndex", "text_index", "word_groups"]

ASKED = "asked"
MOST_WORDS = 16
"""Different words of what somebody types that are looked for; more only cost time."""
BATCH = 500
WORDS = Base.metadata.tables[ServiceWordsRow.__tablename__]
Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What an entry must have: of each group of stems and of tokens one, and none of ``without``."""

    words: Groups = ()
    tokens: Groups = ()
    without: tuple[str, ...] = ()


def word_groups(typed: str, languages: Sequence[str] = ("en",)) -> Groups:
    """Return what is looked for of what somebody typed: for each word its stems in these languages.

    What some write as one word and others as two is found either way.
    """
    forms = word_forms(words_in(typed))
    groups = [tuple(dict.fromkeys(stem(word, each) for word in form for each in languages)) for form in forms]
    return tuple(dict.fromkeys(groups))[:MOST_WORDS]


class TextIndex(ABC):
    """The index, as one session reads and writes it."""

    def __init__(self, session: Session) -> None:
        """Take the session; whoever writes is inside ``writing(session)``."""
        self._session = session

    def index(self, agency_id: UUID, service_ids: Iterable[UUID], language: str = "en") -> int:
        """Renew what these services are found by, and return how many are found; the rest is taken out.

        ``language`` is that of their texts (ISO 639-1). Their rows must have been written (flushed) before.
        """
        count = 0
        for ids in _batches(service_ids):
            entries = list(entries_of(self._session, agency_id, ids, language))
            self._put(agency_id, entries)
            self.remove(agency_id, set(ids) - {entry.service_id for entry in entries})
            count += len(entries)
        return count

    def remove(self, agency_id: UUID, service_ids: Iterable[UUID]) -> None:
        """Take services out, so that nobody finds them; those that aren't in it are passed over."""
        own = ServiceWordsRow.agency_id == agency_id
        for ids in _batches(service_ids):
            self._session.execute(delete(ServiceWordsRow).where(own, ServiceWordsRow.service_id.in_(ids)))

    def candidates(self, agency_id: UUID, query: Query) -> set[UUID]:
        """Return the ids of the services of an agency that have what is asked for."""
        found = select(ServiceWordsRow.service_id).where(ServiceWordsRow.agency_id == agency_id)
        if not query.words and not query.tokens:
            return set(self._session.scalars(found))
        return set(self._session.scalars(found.where(self.matching), {ASKED: self.expression(query)}))

    def has_more(self, query: Query, than: int) -> bool:
        """Tell whether more rows than so many, of whatever agency, have what is asked for."""
        given = {ASKED: self.expression(query), "than": than}
        return self._session.connection().scalar(self._first_after, given) is not None

    @abstractmethod
    def settle(self) -> None:
        """Put in order what many changes left: a search after an import takes half the time then."""

    matching: ClassVar[ColumnElement[bool]]
    """The condition that a row of ``ServiceWordsRow`` has what the parameter ``ASKED`` asks for."""

    _first_after: ClassVar[Select[int]]
    """The query of the first such row after ``than`` others."""

    @abstractmethod
    def expression(self, query: Query) -> str:
        """Return a query, which asks for something, as the value of this parameter."""

    def _put(self, agency_id: UUID, entries: Sequence[Entry]) -> None:
        if entries:
            rows = [{"agency_id": agency_id, **entry._asdict()} for entry in entries]
            self._session.execute(self._upsert, rows)

    @property
    @abstractmethod
    def _upsert(self) -> Any: ...


_OPTIMIZE = f"INSERT INTO {TEXT_TABLE} ({TEXT_TABLE}) VALUES ('optimize')"  # noqa: S608 - no value


class _Sqlite(TextIndex):
    """FTS5: what is asked for is an expression of its own, in which everything is in quotes."""

    _number = table(TEXT_TABLE, column("rowid", Integer)).c.rowid
    _has = literal_column(TEXT_TABLE).op("MATCH", is_comparison=True)(bindparam(ASKED, type_=Text))
    # Joined, rows are read as the index finds them, without a list of all that it found in between.
    matching = and_(_number == WORDS.c.number, _has)
    _first_after = select(_number).where(_has).limit(1).offset(bindparam("than", type_=Integer))

    def settle(self) -> None:
        self._session.execute(text(_OPTIMIZE))

    def expression(self, query: Query) -> str:
        asked = " AND ".join(
            f"{column} : ({' OR '.join(map(_quoted, group))})"
            for column, groups in (("words", query.words), ("tokens", query.tokens))
            for group in groups
        )
        without = " OR ".join(map(_quoted, query.without))
        return f"({asked}) NOT tokens : ({without})" if without else asked

    @property
    def _upsert(self) -> Any:
        statement = sqlite.insert(WORDS)
        return statement.on_conflict_do_update(index_elements=_KEY, set_=_renewed(statement.excluded))


class _Postgresql(TextIndex):
    """A ``tsquery`` that is given ready: PostgreSQL neither splits nor stems it."""

    matching = literal_column(f"{WORDS.name}.{VECTOR}", postgresql.TSVECTOR).op("@@", is_comparison=True)(
        cast(bindparam(ASKED, type_=Text), postgresql.TSQUERY)
    )

    _first_after = select(WORDS.c.number).where(matching).limit(1).offset(bindparam("than", type_=Integer))

    def settle(self) -> None:
        self._session.execute(text(f"ANALYZE {WORDS.name}"))

    def expression(self, query: Query) -> str:
        groups = (*query.words, *query.tokens)
        asked = " & ".join(f"({' | '.join(map(_quoted_for_postgresql, group))})" for group in groups)
        without = " | ".join(map(_quoted_for_postgresql, query.without))
        return f"{asked} & !({without})" if without else asked

    @property
    def _upsert(self) -> Any:
        statement = postgresql.insert(WORDS)
        return statement.on_conflict_do_update(index_elements=_KEY, set_=_renewed(statement.excluded))


_KEY = ("agency_id", "service_id")


def text_index(session: Session) -> TextIndex:
    """Return the index that the database of a session has."""
    return _Sqlite(session) if session.get_bind().dialect.name == "sqlite" else _Postgresql(session)


def _batches(service_ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    left = iter(service_ids)
    while batch := list(islice(left, BATCH)):
        yield batch


def _renewed(excluded: Any) -> dict[str, Any]:
    return {name: excluded[name] for name in ("named", "facts", "words", "tokens")}


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _quoted_for_postgresql(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
