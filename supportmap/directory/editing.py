"""A service as a form holds it: what staff know of it, out of its HSDS 3 document and into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportmap.directory.ages import ages_of
from supportmap.directory.columns import status_of
from supportmap.directory.cost import free_of
from supportmap.directory.editing_hours import lines_of, schedules_of
from supportmap.directory.parts import Document, number, rows
from supportmap.directory.safety import BY_STAFF, confidential, sensitive_by_staff
from supportmap.exchange.field import Table, choice, flag, optional, required, text, whole
from supportmap.records.directory import SERVICE_STATUSES

__all__ = ["RESOURCE_FACTS", "edited", "facts_in"]

_TEXTS = {
    "name": "name",
    "description": "description",
    "url": "url",
    "email": "email",
    "how_to_join": "application_process",
    "fees": "fees_description",
    "who_for": "eligibility_description",
    "alert": "alert",
}
"""Facts that stand in a document as they are, by the key that HSDS has for them."""
_WHERE = {"address_1": "address_1", "city": "city", "postal_code": "postal_code"}
RESOURCE_FACTS: Table = {
    "name": required(text(200, least=1)),
    "organization": optional(text(200)),
    "description": optional(text(5_000)),
    "url": optional(text(500)),
    "email": optional(text(200)),
    "phone": optional(text(100)),
    "how_to_join": optional(text(2_000)),
    "bring": optional(text(1_000)),
    "fees": optional(text(1_000)),
    "free": optional(flag()),
    "who_for": optional(text(2_000)),
    "minimum_age": optional(whole(0, 120)),
    "maximum_age": optional(whole(0, 120)),
    "languages": optional(text(500)),
    "hours": optional(text(2_000)),
    "where": optional(choice("in person", "online", "both")),
    "address_1": optional(text(300)),
    "city": optional(text(200)),
    "postal_code": optional(text(20)),
    "confidential": optional(flag()),
    "sensitive": optional(flag()),
    "alert": optional(text(1_000)),
    "status": optional(choice(*SERVICE_STATUSES)),
}


def facts_in(document: Document) -> dict[str, Any]:
    """Return what a form holds of a document; what it doesn't say is None."""
    organization = document.get("organization")
    place = _place(document)
    address = next(iter(rows(place, "addresses")), {})
    least, most = _ages(document)
    return {
        **{name: document.get(key) or None for name, key in _TEXTS.items()},
        "organization": organization.get("name") if isinstance(organization, dict) else None,
        "phone": next((each.get("number") for each in rows(document, "phones")), None),
        "bring": _joined(document, "required_documents", "document"),
        "free": free_of(document),
        "minimum_age": least,
        "maximum_age": most,
        "languages": _joined(document, "languages", "name"),
        "hours": lines_of(rows(document, "schedules")) or None,
        "where": _where(document),
        **{name: address.get(key) or None for name, key in _WHERE.items()},
        "confidential": True if confidential(document) else _said_no(document),
        "sensitive": sensitive_by_staff(document),
        "status": status_of(document),
    }


def edited(document: Document, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with what was typed anew; what a form doesn't hold of it stays as it is."""
    was = facts_in(document)
    changed = {name: value for name, value in facts.items() if value != was.get(name)}
    plain = _TEXTS | _PLAIN
    told = {**document, **{key: changed[name] for name, key in plain.items() if name in changed}}
    for name, write in _WRITERS.items():
        if name in changed:
            told |= write(document, facts)
    if changed.keys() & {*_WHERE, "where"}:
        told["service_at_locations"] = _places(document, facts)
    return {name: value for name, value in told.items() if value is not None}


def _organization(document: Document, facts: Mapping[str, Any]) -> dict[str, Any]:
    name, known = facts["organization"], document.get("organization")
    told = {**known, "name": name} if isinstance(known, dict) else {"id": "organization", "name": name}
    return {"organization": told if name else None}


def _phone(document: Document, facts: Mapping[str, Any]) -> dict[str, Any]:
    known, number = rows(document, "phones"), facts["phone"]
    first = {"id": "phone", **(known[0] if known else {}), "number": number}
    told = [first, *known[1:]] if number else known[1:]
    return {"phones": told or None}


def _bring(_document: Document, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {"required_documents": _named(facts["bring"], "document")}


def _languages(_document: Document, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {"languages": _named(facts["languages"], "name")}


def _hours(_document: Document, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {"schedules": schedules_of(facts["hours"] or "") or None}


def _cost(_document: Document, facts: Mapping[str, Any]) -> dict[str, Any]:
    free = facts["free"]
    option = None if free is None else {"id": "cost", "option": "free" if free else "paid"}
    return {"cost_options": [option | ({"amount": 0} if free else {})] if option else None}


def _both_ages(document: Document, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Write both: once a field says one of them, the other isn't looked for in the words."""
    was = facts_in(document)
    ages = ("minimum_age", "maximum_age")
    return {name: facts[name] for name in ages if facts[name] != was[name] or document.get(name) is None}


_PLAIN = {
    **{name: name for name in ("confidential", "status")},
    "sensitive": BY_STAFF,
}
"""Facts that aren't text and stand in a document as they are, by their key there."""
_WRITERS = {
    "organization": _organization,
    "phone": _phone,
    "bring": _bring,
    "languages": _languages,
    "hours": _hours,
    "free": _cost,
    "minimum_age": _both_ages,
    "maximum_age": _both_ages,
}


def _places(document: Document, facts: Mapping[str, Any]) -> list[Document] | None:
    """Return where it is: the first place as typed, the others as they are, and online if so."""
    virtual, real = _sorted_places(document)
    first, others = (real[0], real[1:]) if real else ({"id": "at place"}, [])
    is_somewhere = any(facts[name] for name in _WHERE) or facts["where"] in ("in person", "both")
    places = [{**first, "location": _location(document, facts)}, *others] if is_somewhere else []
    if facts["where"] in ("online", "both"):
        places += virtual or [{"id": "at online", "location": {"id": "online", "location_type": "virtual"}}]
    return places or None


def _location(document: Document, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the first place as typed; where that is on the map is known only if it didn't move."""
    known = {"id": "place", **_place(document), "location_type": "physical"}
    was = facts_in(document)
    if all(facts[name] == was[name] for name in _WHERE):
        return known
    address = {**next(iter(rows(known, "addresses")), {"id": "address", "address_type": "physical"})}
    address |= {key: facts[name] for name, key in _WHERE.items()}
    kept = {name: value for name, value in known.items() if name not in ("latitude", "longitude")}
    told = {name: value for name, value in address.items() if value is not None}
    return kept | {"addresses": [told] if any(facts[name] for name in _WHERE) else []}


def _sorted_places(document: Document) -> tuple[list[Document], list[Document]]:
    """Return the places that are virtual, and the others."""
    virtual: list[Document] = []
    real: list[Document] = []
    for each in rows(document, "service_at_locations"):
        location = each.get("location")
        is_virtual = isinstance(location, dict) and location.get("location_type") == "virtual"
        (virtual if is_virtual else real).append(each)
    return virtual, real


def _where(document: Document) -> str | None:
    kinds = {
        location.get("location_type")
        for each in rows(document, "service_at_locations")
        if isinstance(location := each.get("location"), dict)
    }
    if {"physical", "virtual"} <= kinds:
        return "both"
    return "online" if "virtual" in kinds else "in person" if "physical" in kinds else None


def _place(document: Document) -> dict[str, Any]:
    """Return the first place that isn't virtual."""
    locations = (each.get("location") for each in _sorted_places(document)[1])
    return next((each for each in locations if isinstance(each, dict)), {})


def _said_no(document: Document) -> bool | None:
    """Return False where staff said that its address may be told; None: nobody said."""
    return False if document.get("confidential") is False else None


def _ages(document: Document) -> tuple[int | None, int | None]:
    """Return the ages that its fields say as they are, else those that are found in its words."""
    told = number(document, "minimum_age"), number(document, "maximum_age")
    least, most = ages_of(document) if told == (None, None) else told
    return _whole(least), _whole(most)


def _whole(age: float | None) -> int | None:
    return None if age is None else int(age)


def _joined(document: Document, name: str, key: str) -> str | None:
    return "\n".join(str(each[key]) for each in rows(document, name) if each.get(key)) or None


def _named(typed: str | None, key: str) -> list[dict[str, Any]] | None:
    lines = [line.strip() for line in (typed or "").replace(",", "\n").splitlines()]
    return [{"id": f"{key} {number}", key: line} for number, line in enumerate(lines) if line] or None
