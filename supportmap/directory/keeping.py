"""Documents of services into rows: whole, beside the columns and words by which they are found.

Every way in goes through here: an import, what staff add, and what they correct.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from supportmap.directory.columns import columns_of
from supportmap.directory.comparing import (
    Compared,
    Given,
    Said,
    compared_services,
    digest_of_text,
    known_services,
)
from supportmap.directory.facts import PLACES, SERVICES
from supportmap.directory.functions import weights_from_text
from supportmap.directory.patching import merged
from supportmap.directory.places import Place
from supportmap.directory.terms import Vocabulary
from supportmap.directory.text_index import text_index
from supportmap.directory.weighing import vocabulary_of
from supportmap.records.directory import PlaceRow, ServiceRow

__all__ = [
    "BATCH",
    "Ahead",
    "Kept",
    "keep_services",
    "look_ahead",
    "renew_services",
    "retire_absent",
]


BATCH = 50
"""Services that are written in one transaction: others who write wait no longer than for these."""


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
    compared = compared_services(session, agency_id, source_id, given)
    vocabulary = vocabulary_of(session, agency_id)
    added, changed = [], []
    for each in compared:
        if not each.is_written:
            continue
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
    compared = compared_services(session, agency_id, source_id, given)
    vocabulary = vocabulary_of(session, agency_id)
    session.rollback()
    written = () if dry_run else (each for each in compared if each.is_written)
    searched = {each.key: _searched(each.document, each.was, vocabulary) for each in written}
    return Ahead(_kept(compared), searched)


def renew_services(
    session: Session, agency_id: UUID, ids: Iterable[UUID], now: datetime, **values: Any
) -> None:
    """Change something that staff say of services, and read their columns anew."""
    changed, vocabulary = [], vocabulary_of(session, agency_id)
    for row in known_services(session, agency_id, ids):
        known = row._asdict() | values
        said = Said(**{name: known[name] for name in Said._fields})
        searched = _searched(orjson.loads(row.document), said, vocabulary)
        told = {"id": row.id, "digest": digest_of_text(row.document), "changed_at": now}
        changed.append(values | searched | told | {"version": row.version + 1})
    _write(session, agency_id, [], changed)


def retire_absent(
    session: Session, agency_id: UUID, source_id: UUID, absent: Sequence[UUID], now: datetime
) -> None:
    """Retire services that their source has no more: nobody finds them, and referrals keep them."""
    its = ServiceRow.agency_id == agency_id, ServiceRow.source_id == source_id, ServiceRow.id.in_(absent)
    session.execute(update(ServiceRow).where(*its).values(retired_at=now, changed_at=now))
    text_index(session).remove(agency_id, absent)


def _kept(compared: Sequence[Compared]) -> Kept:
    return Kept(tuple(each.id for each in compared), Counter(each.what for each in compared))


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
