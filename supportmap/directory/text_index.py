"""The text index of services: one interface, and what differs on SQLite and PostgreSQL behind it.

Both engines hold the same stems and tokens and get the same question, so both answer with the same services.
What somebody typed reaches an engine as stems only, each in quotes: no word of it is an operator.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, cast, delete, literal_column, select, table, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from supportmap.directory.entries import Entry, entries_of
from supportmap.directory.stemming import stem, words_in
from supportmap.records.base import Base
from supportmap.records.service_words import TEXT_TABLE, VECTOR, ServiceWordsRow

__all__ = ["MOST_WORDS", "Query", "TextIndex", "text_index", "word_groups"]

MOST_WORDS = 16
"""Different words of what somebody types that are looked for; more only cost time."""
BATCH = 500
_TABLE = Base.metadata.tables[ServiceWordsRow.__tablename__]
Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What an entry must have: of each group of stems and of tokens one, and none of ``without``.

    Without words and tokens it asks for everything, whatever ``without`` says.
    """

    words: Groups = ()
    tokens: Groups = ()
    without: tuple[str, ...] = ()


def word_groups(typed: str, languages: Sequence[str] = ("en",)) -> Groups:
    """Return what is looked for of what somebody typed: for each word its stems in these languages."""
    groups = [tuple(dict.fromkeys(stem(word, each) for each in languages)) for word in words_in(typed)]
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
        own = ServiceWordsRow.agency_id == agency_id
        return set(
            self._session.scalars(select(ServiceWordsRow.service_id).where(own, self.condition(query)))
        )

    def condition(self, query: Query) -> ColumnElement[bool]:
        """Return the condition on rows of ``ServiceWordsRow`` that they have what is asked for."""
        return self._matching(query) if query.words or query.tokens else true()

    def _put(self, agency_id: UUID, entries: Sequence[Entry]) -> None:
        if entries:
            rows = [{"agency_id": agency_id, **asdict(entry)} for entry in entries]
            self._session.execute(self._upsert, rows)

    @abstractmethod
    def _matching(self, query: Query) -> ColumnElement[bool]: ...

    @property
    @abstractmethod
    def _upsert(self) -> Any: ...


class _Sqlite(TextIndex):
    """FTS5: what is asked for is an expression of its own, in which everything is in quotes."""

    def _matching(self, query: Query) -> ColumnElement[bool]:
        asked = " AND ".join(
            f"{column} : ({' OR '.join(map(_quoted, group))})"
            for column, groups in (("words", query.words), ("tokens", query.tokens))
            for group in groups
        )
        if query.without:
            asked = f"({asked}) NOT tokens : ({' OR '.join(map(_quoted, query.without))})"
        found: Select[Any] = select(literal_column("rowid")).select_from(table(TEXT_TABLE))
        matches = literal_column(TEXT_TABLE).op("MATCH")(bindparam(None, asked))
        return ServiceWordsRow.number.in_(found.where(matches))

    @property
    def _upsert(self) -> Any:
        statement = sqlite.insert(_TABLE)
        return statement.on_conflict_do_update(index_elements=_KEY, set_=_renewed(statement.excluded))


class _Postgresql(TextIndex):
    """A ``tsquery`` that is given ready: PostgreSQL neither splits nor stems it."""

    def _matching(self, query: Query) -> ColumnElement[bool]:
        groups = (*query.words, *query.tokens)
        asked = " & ".join(f"({' | '.join(map(_quoted_for_postgresql, group))})" for group in groups)
        if query.without:
            asked += f" & !({' | '.join(map(_quoted_for_postgresql, query.without))})"
        vector: ColumnElement[Any] = literal_column(f"{_TABLE.name}.{VECTOR}")
        return vector.op("@@", is_comparison=True)(cast(bindparam(None, asked), postgresql.TSQUERY))

    @property
    def _upsert(self) -> Any:
        statement = postgresql.insert(_TABLE)
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
    return {name: excluded[name] for name in ("named", "words", "tokens")}


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _quoted_for_postgresql(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
