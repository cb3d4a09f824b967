"""A service put together: its organisation, its places and all rows that belong to it or to these."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from supportmap.directory.hsds.pieces import Pieces, own_id, packed
from supportmap.directory.hsds.shapes import SHAPES, renamed
from supportmap.directory.hsds.values import Notes, as_text

__all__ = ["assembled"]

_BY = {
    "organization": "organization_id",
    "service": "service_id",
    "location": "location_id",
    "service_at_location": "service_at_location_id",
    "contact": "contact_id",
    "phone": "phone_id",
}
_MORE: dict[str, dict[str, str]] = {
    "service": {
        "eligibility_description": "eligibility",
        "payments_accepted": "payment_accepted",
        "holiday_schedules": "holiday_schedule",
    },
    "location": {"holiday_schedules": "holiday_schedule"},
    "organization": {"addresses": "address"},
}
"""Rows of older versions, or in unusual places, by the field under which they are kept."""
_PARTS = {
    "program": "program_id",
    "taxonomy_term": "taxonomy_term_id",
    "taxonomy_detail": "taxonomy_id",
    "unit": "unit_id",
}
MOST_PLACES = 50
"""How many places of an organisation are told with each of its services."""


def assembled(
    raw: dict[str, Any], owner: dict[str, Any] | None, pieces: Pieces, notes: Notes
) -> dict[str, Any]:
    """Return a service with what belongs to it nested within, still in the words of its source."""
    service = renamed("service", raw)
    whose = service.get("organization")
    owner = whose if isinstance(whose, dict) else owner or _owner(service, pieces, notes)
    places = list(_places(service, pieces, notes))
    service = _joined("service", service, pieces, notes)
    if places:
        service["service_at_locations"] = places
    if owner:
        service["organization"] = _organization(owner, pieces, notes)
    return service


def _owner(service: dict[str, Any], pieces: Pieces, notes: Notes) -> dict[str, Any] | None:
    found = _named("organization", service.get("organization_id"), pieces, notes)
    return next(iter(found), None)


def _organization(owner: dict[str, Any], pieces: Pieces, notes: Notes) -> dict[str, Any]:
    given = {name: value for name, value in owner.items() if name not in ("services", "service")}
    organization = _joined("organization", renamed("organization", given), pieces, notes)
    places = _listed(organization.pop("locations", None)) + _listed(organization.pop("addresses", None))
    if len(places) > MOST_PLACES:
        notes.say(f"only {MOST_PLACES} places of its organisation are told with it")
    kept = [_without_services(place) for place in places[:MOST_PLACES]]
    return {**organization, **({"locations": kept} if kept else {})}


def _without_services(place: Any) -> Any:
    if isinstance(place, str):
        return {"address_1": place}
    if isinstance(place, dict):
        return {key: value for key, value in place.items() if key != "services"}
    return place


def _named(kind: str, value: Any, pieces: Pieces, notes: Notes) -> list[dict[str, Any]]:
    """Return the rows that a cell names: one by its whole text, or several that are packed into it."""
    texts = [as_text(each) for each in (value if isinstance(value, list) else [value])]
    found = []
    for text in filter(None, texts):
        whole = pieces.one(kind, text, notes)
        parts = [] if whole else [part for each in packed(text) if (part := pieces.one(kind, each, notes))]
        if parts:
            notes.say("several ids in one cell are taken apart")
        found += [whole] if whole else parts
    return found


def _places(service: dict[str, Any], pieces: Pieces, notes: Notes) -> Iterator[dict[str, Any]]:
    """Take the places out of a service, however it names them, each as a service at location."""
    own = own_id(service)
    rows = _listed(service.pop("service_at_locations", None))
    given = _listed(service.pop("locations", None)) + _listed(service.pop("addresses", None))
    if own and pieces.has("service_at_location"):
        rows += pieces.owned("service_at_location", "service_id", own, notes)
    if own and pieces.has("location"):
        given += pieces.owned("location", "service_id", own, notes)
    named = service.pop("location_id", None)
    for row in rows:
        yield from _at(row, pieces, notes)
    for place in given:
        yield from _at(_pointing(place, pieces, notes), pieces, notes)
    if named is not None:
        found = _named("location", named, pieces, notes)
        if not found:
            notes.say("a place that it names is missing")
            service["location_id"] = named
        for place in [] if given else found:
            yield {"location": _joined("location", place, pieces, notes)}


def _pointing(place: Any, pieces: Pieces, notes: Notes) -> dict[str, Any]:
    """Return the row for a place that is written into the service, or only named there."""
    if not isinstance(place, dict):
        known = pieces.one("location", place, notes) if isinstance(place, str) else None
        return {"location_id": place} if known else {"location": place}
    named = as_text(place.get("location_id") or place.get("id"))
    known = pieces.one("location", named, notes) if named else None
    return {"location": {**known, **renamed("location", place)} if known else place}


def _at(row: Any, pieces: Pieces, notes: Notes) -> Iterator[dict[str, Any]]:
    if not isinstance(row, dict):
        yield {"location": row}
        return
    row = _joined("service_at_location", renamed("service_at_location", row), pieces, notes)
    inner = row.get("location")
    if isinstance(inner, dict):
        yield {**row, "location": _joined("location", renamed("location", inner), pieces, notes)}
        return
    found = _named("location", row.get("location_id"), pieces, notes)
    if not found and "location_id" in row:
        notes.say("a place that it names is missing")
    for number, place in enumerate(found):
        numbered = {"id": f"{own_id(row)}-{number + 1}"} if number and own_id(row) else {}
        yield {**row, **numbered, "location": _joined("location", place, pieces, notes)}
    if not found:
        yield row


def _joined(kind: str, raw: dict[str, Any], pieces: Pieces, notes: Notes) -> dict[str, Any]:
    """Return an object with the rows that name it as their owner, and with the parts that it names."""
    whole, own = dict(raw), own_id(raw)
    for field, child in {**SHAPES[kind].lists, **_MORE.get(kind, {})}.items():
        if own is None or not pieces.has(child) or child == "service_at_location":
            continue
        rows = [row for by in _bys(kind, child) for row in pieces.owned(child, by, own, notes)]
        if rows:
            whole[field] = _listed(whole.get(field)) + [
                _with_parts(child, row, pieces, notes) for row in rows
            ]
    return _with_named_parts(kind, whole, pieces, notes)


def _bys(kind: str, child: str) -> list[str]:
    if child == "metadata":
        return ["resource_id"]
    by = [_BY[kind]] if kind in _BY else []
    return ["link_id", *by] if child == "attribute" else by


def _with_parts(kind: str, row: dict[str, Any], pieces: Pieces, notes: Notes) -> dict[str, Any]:
    return _joined(kind, row, pieces, notes) if kind in SHAPES else row


def _with_named_parts(kind: str, whole: dict[str, Any], pieces: Pieces, notes: Notes) -> dict[str, Any]:
    for field, part in SHAPES[kind].parts.items():
        if field in whole or field not in _PARTS or not pieces.has(part):
            continue
        if found := _named(part, whole.get(_PARTS[field]), pieces, notes):
            whole[field] = _joined(part, found[0], pieces, notes)
    return whole


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]
