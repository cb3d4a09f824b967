"""Documents of services into rows: whole, beside the columns and words by which they are found.

Every way in goes through here: an import, what staff add, and what they correct.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.orm import Session

from supportmap.directory.columns import columns_of
from supportmap.directory.facts import PLACES, SERVICES
from supportmap.directory.functions import weights_from_text
from supportmap.directory.patching import merged
from supportmap.directory.places import Place
from supportmap.directory.terms import Vocabulary
from supportmap.directory.text_index import text_index
from supportmap.directory.weighing import vocabulary_of
from supportmap.records.directory import PlaceRow, ServiceRow, service_id

__all__ = [
    "KNOWN_IN_PART",
    "RULES",
    "Ahead",
    "Given",
    "Kept",
    "digest_of",
    "find_by_postcode",
    "keep_services",
    "look_ahead",
    "renew_services",
    "retire_absent",
    "services_of",
]

KNOWN_IN_PART = "known_in_part"
"""The key of a document of which its source could be read in part only; true or not there."""
RULES = b"3"
"""Raised with every change of how documents are read into columns: the next import renews them all."""


class Given(NamedTuple):
    """A service as its source gives it: the source's own id and the HSDS 3 document."""

    external_id: str
    document: Mapping[str, Any]
    thin: bool = False
    """Whether only part of it could be read: it is kept only where no more is known."""


class Kept(NamedTuple):
    """What became of the services of a batch: their ids, and how many were added, changed, and so on."""

    ids: tuple[UUID, ...]
    counts: Counter[str]


Searched = Mapping[tuple[Any, ...], dict[str, Any]]
"""Searched columns by what they depend on: the service, its digest and what staff said of it."""


class Ahead(NamedTuple):
    """What would become of services, and the searched columns of those that would be written."""

    kept: Kept
    searched: Searched


def digest_of(document: Mapping[str, Any]) -> tuple[str, bytes]:
    """Return a document as it is kept, and what tells it from any other."""
    text = orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
    return text.decode(), sha256(RULES + text).digest()


def keep_services(
    session: Session,
    agency_id: UUID,
    source_id: UUID,
    given: Sequence[Given],
    now: datetime,
    searched: Searched = MappingProxyType({}),
) -> Kept:
    """Add services that are new and change those that are otherwise now; what is the same is left alone.

    ``searched`` is what ``look_ahead`` worked out of them.
    """
    compared, vocabulary = _compared(session, agency_id, source_id, given), vocabulary_of(session, agency_id)
    added, changed = [], []
    for each in filter(_to_write, compared):
        told = {"document": each.text, "digest": each.digest, "changed_at": now, "retired_at": None}
        values = told | (searched.get(each.key) or _searched(each.document, each.was, vocabulary))
        if each.was is None:
            first = {"source_id": source_id, "external_id": each.external_id, "added_at": now}
            added.append(values | first | {"agency_id": agency_id, "id": each.id})
        else:
            changed.append(values | {"id": each.id, "version": each.was.version + 1})
    _write(session, agency_id, added, changed)
    return _kept(compared)


def look_ahead(
    session: Session, agency_id: UUID, source_id: UUID, given: Sequence[Given], dry_run: bool = False
) -> Ahead:
    """Tell what ``keep_services`` would do, and unless it is only to be told work out what it needs for that.

    That takes long, and whoever writes keeps all others waiting: it is done before.
    """
    compared, vocabulary = _compared(session, agency_id, source_id, given), vocabulary_of(session, agency_id)
    session.rollback()
    written = () if dry_run else filter(_to_write, compared)
    searched = {each.key: _searched(each.document, each.was, vocabulary) for each in written}
    return Ahead(_kept(compared), searched)


def renew_services(
    session: Session, agency_id: UUID, ids: Iterable[UUID], now: datetime, **values: Any
) -> None:
    """Change something that staff say of services, and read their columns anew."""
    changed, vocabulary = [], vocabulary_of(session, agency_id)
    for row in _known(session, agency_id, ids):
        known = row._asdict() | values
        said = _Said(**{name: known[name] for name in _Said._fields})
        searched = _searched(orjson.loads(row.document), said, vocabulary)
        changed.append(values | searched | {"id": row.id, "version": row.version + 1, "changed_at": now})
    _write(session, agency_id, [], changed)


def services_of(session: Session, agency_id: UUID) -> Sequence[UUID]:
    """Return the ids of all services of an agency, those too that nobody finds any more."""
    ids = select(ServiceRow.id).where(ServiceRow.agency_id == agency_id).order_by(ServiceRow.id)
    return session.scalars(ids).all()


def find_by_postcode(session: Session, agency_id: UUID) -> None:
    """Let services of whose places only the postcode is known be found near its middle, as known now."""
    own = PlaceRow.agency_id == agency_id, PlaceRow.latitude.is_(None), PlaceRow.postal_code.is_not(None)
    ids = session.scalars(select(PlaceRow.service_id).where(*own).distinct())
    text_index(session).index(agency_id, ids.all())


def retire_absent(
    session: Session, agency_id: UUID, source_id: UUID, absent: Sequence[UUID], now: datetime
) -> None:
    """Retire services that their source has no more: nobody finds them, and referrals keep them."""
    its = ServiceRow.agency_id == agency_id, ServiceRow.source_id == source_id, ServiceRow.id.in_(absent)
    session.execute(update(ServiceRow).where(*its).values(retired_at=now, changed_at=now))
    text_index(session).remove(agency_id, absent)


def _kept(compared: Sequence[_Compared]) -> Kept:
    return Kept(tuple(each.id for each in compared), Counter(each.what for each in compared))


class _Said(NamedTuple):
    """What staff said of a service."""

    corrections: str | None
    staff_functions: str | None
    verified_on: date | None


def _known(session: Session, agency_id: UUID, ids: Iterable[UUID]) -> list[Row[Any]]:
    columns = (
        *(ServiceRow.id, ServiceRow.digest, ServiceRow.version, ServiceRow.retired_at),
        *(ServiceRow.document, ServiceRow.corrections, ServiceRow.staff_functions, ServiceRow.verified_on),
    )
    query = select(*columns).where(ServiceRow.agency_id == agency_id, ServiceRow.id.in_(list(ids)))
    return list(session.execute(query))


class _Compared(NamedTuple):
    """A service that is given, as it is to be kept, beside what is known of it."""

    id: UUID
    external_id: str
    document: Mapping[str, Any]
    text: str
    digest: bytes
    was: Row[Any] | None
    what: str

    @property
    def key(self) -> tuple[Any, ...]:
        """What its searched columns depend on."""
        return self.id, self.digest, *(getattr(self.was, name, None) for name in _Said._fields)


def _compared(session: Session, agency_id: UUID, source_id: UUID, given: Sequence[Given]) -> list[_Compared]:
    named = {service_id(source_id, each.external_id): each for each in given}
    known = {row.id: row for row in _known(session, agency_id, named)}
    return [_compare(own_id, each, known.get(own_id)) for own_id, each in named.items()]


def _compare(own_id: UUID, given: Given, was: Row[Any] | None) -> _Compared:
    document = {**given.document, KNOWN_IN_PART: True} if given.thin else given.document
    text, digest = digest_of(document)
    less = given.thin and was is not None and KNOWN_IN_PART not in orjson.loads(was.document)
    what = "unread" if less else _what(was, digest)
    return _Compared(own_id, given.external_id, document, text, digest, was, what)


def _to_write(compared: _Compared) -> bool:
    return compared.what not in ("unchanged", "unread")


def _what(was: Row[Any] | None, digest: bytes) -> str:
    if was is None:
        return "added"
    if was.retired_at is not None:
        return "returned"
    return "unchanged" if was.digest == digest else "changed"


def _searched(document: Mapping[str, Any], said: Any, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the searched columns of a document, with what staff said of the service."""
    patch = orjson.loads(said.corrections) if said is not None and said.corrections else {}
    staff = None if said is None else weights_from_text(said.staff_functions)
    columns = columns_of(merged(dict(document), patch), vocabulary, staff)
    days = [columns.verified_on, said.verified_on if said is not None else None]
    verified_on = max(filter(None, days), default=None)
    return columns.row | {"verified_on": verified_on, "places": columns.places}


def _write(
    session: Session, agency_id: UUID, added: list[dict[str, Any]], changed: list[dict[str, Any]]
) -> None:
    rows = [*added, *changed]
    if not rows:
        return
    ids = [row["id"] for row in rows]
    places = [place for row in rows for place in _places(agency_id, row)]
    if added:
        session.execute(insert(SERVICES), added)
    if changed:
        keyed = [row | {"agency_id": agency_id} for row in changed]
        session.execute(update(ServiceRow), keyed)
    gone = PlaceRow.agency_id == agency_id, PlaceRow.service_id.in_(ids)
    session.execute(delete(PlaceRow).where(*gone))
    if places:
        session.execute(insert(PLACES), places)
    text_index(session).index(agency_id, ids)


def _places(agency_id: UUID, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Take the places out of a row's values, and return the rows that they are."""
    key = {"agency_id": agency_id, "service_id": row["id"]}
    places = row.pop("places")
    return [
        {**key, "position": number, **{name: getattr(place, name) for name in _PLACE}}
        for number, place in enumerate(places)
    ]


_PLACE = tuple(field.name for field in fields(Place))
