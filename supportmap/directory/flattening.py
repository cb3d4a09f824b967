"""A nested HSDS 3 document as rows of the tables of a data package."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

from supportmap.directory.parts import Document, rows

__all__ = ["COLUMNS", "FILES", "rows_of"]

Row = tuple[str, dict[str, Any]]

_OF = ("location_id", "service_id", "organization_id", "service_at_location_id")
COLUMNS: dict[str, tuple[str, ...]] = {
    "organization": ("id", "name", "alternate_name", "description", "email", "website"),
    "service": (
        *("id", "organization_id", "name", "alternate_name", "description", "url", "email", "status"),
        *("interpretation_services", "application_process", "fees_description", "eligibility_description"),
        *("minimum_age", "maximum_age", "assured_date", "alert", "last_modified"),
    ),
    "location": (*("id", "location_type", "name", "description", "transportation", "latitude", "longitude"),),
    "service_at_location": ("id", "service_id", "location_id", "description"),
    "address": (
        *("id", "location_id", "address_1", "address_2", "city", "region", "state_province"),
        *("postal_code", "country", "address_type"),
    ),
    "phone": ("id", *_OF, "number", "extension", "type", "description"),
    "schedule": (
        *("id", "service_id", "location_id", "service_at_location_id", "valid_from", "valid_to"),
        *("dtstart", "until", "freq", "interval", "byday", "bymonthday", "opens_at", "closes_at"),
        *("description", "schedule_link", "attending_type"),
    ),
    "cost_option": ("id", "service_id", "option", "currency", "amount", "amount_description"),
    "required_document": ("id", "service_id", "document", "uri"),
    "language": ("id", "service_id", "location_id", "phone_id", "name", "code", "note"),
    "accessibility": ("id", "location_id", "description", "details"),
    "service_area": ("id", "service_id", "name", "description", "extent", "extent_type"),
    "taxonomy_term": ("id", "code", "name", "description", "parent_id", "taxonomy", "term_uri"),
    "attribute": ("id", "link_id", "taxonomy_term_id", "link_type", "link_entity", "value"),
}
"""The columns that are written of each table, in the order of the specification."""
FILES = {
    "organization": "organizations.csv",
    "service": "services.csv",
    "location": "locations.csv",
    "service_at_location": "service_at_location.csv",
    "address": "addresses.csv",
    "phone": "phones.csv",
    "schedule": "schedules.csv",
    "cost_option": "cost_options.csv",
    "required_document": "required_documents.csv",
    "language": "languages.csv",
    "accessibility": "accessibility.csv",
    "service_area": "service_areas.csv",
    "taxonomy_term": "taxonomy_terms.csv",
    "attribute": "attributes.csv",
}
_CHILDREN = {
    "service": ("phones", "schedules", "cost_options", "required_documents", "languages", "service_areas"),
    "location": ("addresses", "phones", "schedules", "languages", "accessibility"),
    "service_at_location": ("phones", "schedules", "service_areas"),
    "organization": ("phones",),
    "phone": ("languages",),
}
_TABLE = {
    "phones": "phone",
    "schedules": "schedule",
    "cost_options": "cost_option",
    "languages": "language",
    "required_documents": "required_document",
    "service_areas": "service_area",
    "addresses": "address",
    "accessibility": "accessibility",
}


def rows_of(document: dict[str, Any]) -> Iterator[Row]:
    """Yield the rows that a document whose ids are UUIDs stands for; each has an id."""
    organization = document.get("organization")
    its = {}
    if isinstance(organization, dict):
        own_id = _id(organization, document["id"], "organization")
        its = {"organization_id": own_id}
        yield from _with_children("organization", organization, own_id, {})
    yield from _with_children("service", document, document["id"], its)
    for place in rows(document, "service_at_locations"):
        yield from _place(document["id"], place)


def _place(service_id: str, place: Document) -> Iterator[Row]:
    own_id, keys = _id(place, service_id, "service_at_location"), {"service_id": service_id}
    location = place.get("location")
    if isinstance(location, dict):
        location_id = _id(location, own_id, "location")
        keys["location_id"] = location_id
        yield from _with_children("location", location, location_id, {})
    yield from _with_children("service_at_location", place, own_id, keys)


def _with_children(table: str, value: Document, own_id: str, keys: dict[str, str]) -> Iterator[Row]:
    """Yield the row of an object, and those of what belongs to it."""
    yield table, _plain(table, value) | keys | {"id": own_id}
    for name in _CHILDREN.get(table, ()):
        for number, child in enumerate(rows(value, name)):
            child_id = _id(child, own_id, f"{name} {number}")
            yield from _with_children(_TABLE[name], child, child_id, {f"{table}_id": own_id})
    for number, attribute in enumerate(rows(value, "attributes")):
        yield from _attribute(table, own_id, number, attribute)


def _attribute(table: str, own_id: str, number: int, attribute: Document) -> Iterator[Row]:
    term = attribute.get("taxonomy_term")
    keys = {"link_id": own_id, "link_entity": table}
    if isinstance(term, dict):
        keys["taxonomy_term_id"] = _id(term, own_id, f"term {number}")
        yield "taxonomy_term", _plain("taxonomy_term", term) | {"id": keys["taxonomy_term_id"]}
    own = _id(attribute, own_id, f"attribute {number}")
    yield "attribute", _plain("attribute", attribute) | keys | {"id": own}


def _plain(table: str, value: Document) -> dict[str, Any]:
    """Return the fields of an object that have a column, and a plain value."""
    return {
        name: value[name]
        for name in COLUMNS[table]
        if isinstance(value.get(name), str | int | float) and not name.endswith("_id")
    }


def _id(value: Document, of: str, name: str) -> str:
    """Return the UUID of an object; one that has none gets one that tells it from its neighbours."""
    try:
        return str(UUID(str(value.get("id"))))
    except ValueError:
        return str(uuid5(UUID(of), name))
