"""Services put straight into the rows of a directory, and the plain way to find them: without an index."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from supportmap.directory.distance import Point, distance_km, point_of
from supportmap.directory.entries import TEXTS
from supportmap.directory.stemming import stems
from supportmap.directory.text_index import text_index
from supportmap.directory.wanted import Wanted
from supportmap.records.database import writing
from supportmap.records.directory import PlaceRow, ServiceRow, SourceRow
from tests.service import LONG_AGO

PLACE = {
    "kind": None,
    "name": None,
    "address": None,
    "postal_code": None,
    "latitude": None,
    "longitude": None,
}


def a_source(session: Session, agency_id: UUID, name: str = "Town list") -> UUID:
    """A source without services; inside ``writing``."""
    row = SourceRow(agency_id=agency_id, id=uuid4(), name=name, licence="CC0", added_at=LONG_AGO)
    session.add(row)
    session.flush()
    return row.id


def a_service(name: str = "Lunch club", *places: Mapping[str, Any], **facts: Any) -> dict[str, Any]:
    """The columns of a service, with its places and ``description`` beside them."""
    return {"id": uuid4(), "name": name, "places": places, **facts}


def put(session: Session, agency_id: UUID, services: Iterable[dict[str, Any]]) -> list[UUID]:
    """Write services and index them, as an import does, and return their ids."""
    with writing(session):
        source = a_source(session, agency_id, f"Source {uuid4()}")
        told = [_split(agency_id, source, dict(service)) for service in services]
        columns = {name for row, _ in told for name in row}
        session.execute(insert(ServiceRow), [dict.fromkeys(columns) | _DEFAULTS | row for row, _ in told])
        places = [place for _, its in told for place in its]
        if places:
            session.execute(insert(PlaceRow), places)
        ids = [row["id"] for row, _ in told]
        text_index(session).index(agency_id, ids)
        text_index(session).settle()
    return ids


_DEFAULTS = {"confidential": False, "sensitive": False, "version": 1}


def _split(agency_id: UUID, source: UUID, service: dict[str, Any]) -> tuple[dict[str, Any], list[Any]]:
    places, description = service.pop("places"), service.pop("description", None)
    document = service.pop("document", {"description": description})
    first = {"agency_id": agency_id, "source_id": source, "external_id": str(service["id"])}
    then = {"added_at": LONG_AGO, "changed_at": LONG_AGO, "digest": os.urandom(32)}
    key = {"agency_id": agency_id, "service_id": service["id"]}
    rows = [{**PLACE, **place, **key, "position": number} for number, place in enumerate(places)]
    return {**first, **then, "document": orjson.dumps(document).decode(), **service}, rows


def at(latitude: float | None, longitude: float | None = 0.0, **told: Any) -> dict[str, Any]:
    """A place with a point, or without."""
    return {"kind": "physical", "latitude": latitude, "longitude": longitude, **told}


def plainly(session: Session, agency_id: UUID, wanted: Wanted) -> set[UUID]:
    """The services that fit, found without the index, the tokens or the cells: the oracle of the search."""
    return to_go_through(session, agency_id)(wanted)


def to_go_through(session: Session, agency_id: UUID) -> Callable[[Wanted], set[UUID]]:
    """A plain join of services and places, read once, and gone through for each question."""
    services = session.execute(select(ServiceRow.__table__).where(ServiceRow.agency_id == agency_id)).all()
    rows = session.execute(select(PlaceRow.__table__).order_by(PlaceRow.service_id)).all()
    places = {key: list(its) for key, its in groupby(rows, lambda row: row.service_id)}
    joined = [(row, places.get(row.id, []), _said(row)) for row in services]

    def found(wanted: Wanted) -> set[UUID]:
        asked = set(stems(wanted.words))
        return {row.id for row, its, said in joined if asked <= said and _fits(row, its, wanted)}

    return found


def _fits(row: Any, places: list[Any], wanted: Wanted) -> bool:
    if row.retired_at or row.status not in (None, "active") or row.id in wanted.refused:
        return False
    asked = [name for name, gap in wanted.functions.items() if gap]
    way = wanted.modality.replace(" ", "_") if wanted.modality else None
    against = (
        bool(asked) and all(getattr(row, name) == 0 for name in asked),
        wanted.free_only and row.free is False,
        way is not None and getattr(row, way) is False,
        not _meets(row.languages and row.languages.split(), wanted.languages),
        not _meets([each[0] for each in orjson.loads(row.hours or "[]")], wanted.weekdays),
        bool(wanted.part) and not _may_be_open(row.hours, wanted),
    )
    return not any(against) and _of_age(row, wanted) and _near(row, places, wanted)


def _meets(known: Any, wanted: Any) -> bool:
    return not known or not wanted or bool(set(known) & set(wanted))


def _may_be_open(hours: str | None, wanted: Wanted) -> bool:
    """Whether nothing says that it is closed at each minute of this part of the days."""
    begins, ends = {"morning": (0, 720), "afternoon": (720, 1020), "evening": (1020, 1440)}[str(wanted.part)]
    openings = orjson.loads(hours or "[]")
    days = wanted.weekdays or range(7)
    return not openings or any(
        day in days and any(opens <= minute < (closes or 1440) for minute in range(begins, ends))
        for day, _, opens, closes, *_ in openings
    )


def _of_age(row: Any, wanted: Wanted) -> bool:
    least, most, ages = row.minimum_age, row.maximum_age, wanted.ages
    if ages is None or (least is not None and most is not None and least > most):
        return True
    return (least is None or least < ages.oldest + 1) and (most is None or most >= ages.youngest)


def _near(row: Any, places: list[Any], wanted: Wanted) -> bool:
    if wanted.point is None or wanted.within_km is None or row.confidential:
        return True
    if row.online and wanted.modality != "in person":
        return True
    points = [point_of(p.latitude, p.longitude) for p in places if p.kind not in ("virtual", "postal")]
    if not points or None in points:
        return True
    return any(distance_km(Point(*point), wanted.point) <= wanted.within_km for point in points if point)


def _said(row: Any) -> frozenset[str]:
    document = orjson.loads(row.document)
    told = (row.name, row.organization, *map(document.get, TEXTS))
    return frozenset(stems(" ".join(str(text) for text in told if text)))
