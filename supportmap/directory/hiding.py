"""What may be passed on of a service whose address must be told nobody: a short list, and nothing besides.

A list of what is left out would miss what a source calls by a name of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from supportmap.directory.parts import Document, locations, rows, text
from supportmap.directory.words import fold

__all__ = ["kept_back", "tells_where", "without_places"]

UNNAMED = "(name not told)"
_PLAIN = ("id", "status", "minimum_age", "maximum_age", "assured_date", "last_modified")
_TERM = ("id", "code", "name", "taxonomy", "term_uri", "parent_id")
_LISTED: Mapping[str, tuple[str, ...]] = {
    "phones": ("id", "number", "extension", "type"),
    "languages": ("id", "name", "code"),
    "schedules": (
        *("id", "freq", "interval", "byday", "bymonthday", "opens_at", "closes_at", "dtstart", "until"),
        *("valid_from", "valid_to"),
    ),
    "cost_options": ("id", "option", "currency", "amount"),
}
"""What is told of each thing that a service has several of."""
_WHERE = ("address_1", "city", "postal_code")
_CALLED = ("name", "organization")
_SHORT = {
    "st": "street",
    "rd": "road",
    "ave": "avenue",
    "av": "avenue",
    "ln": "lane",
    "dr": "drive",
    "blvd": "boulevard",
    "ct": "court",
    "pl": "place",
    "sq": "square",
    "hwy": "highway",
}
"""How streets are abbreviated: a text may write them otherwise than the address."""
_NUMBERS = re.compile(r"\b(?:\d+[a-z]?|[a-z]|flat|apt|apartment|suite|ste|unit|room|floor|no)\b")
"""What stands in a line before a name, behind it or between two: "Flat 3", "12-14", "N"."""


def without_places(document: Document) -> dict[str, Any]:
    """Return of a document what says nothing of where the service is."""
    told = _of(document, document, _PLAIN)
    told["name"] = _of(document, document, ("name",)).get("name") or UNNAMED
    organization = document.get("organization")
    if isinstance(organization, dict):
        told["organization"] = _of(document, organization, ("id", "name"))
    told |= {
        name: [_of(document, each, names) for each in rows(document, name)]
        for name, names in _LISTED.items()
        if rows(document, name)
    }
    terms = [each for each in rows(document, "attributes") if isinstance(each.get("taxonomy_term"), dict)]
    attributes = [
        _of(document, each, ("id",)) | {"taxonomy_term": _of(document, each["taxonomy_term"], _TERM)}
        for each in terms
    ]
    return told | ({"attributes": attributes} if attributes else {})


def kept_back(document: Document, facts: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the facts of a confidential service that are shown nobody.

    They are its address, and the texts that have it in them; what it is called is in every list anyhow.
    """
    if not facts["confidential"]:
        return frozenset()
    told = {name: value for name, value in facts.items() if isinstance(value, str) and name not in _CALLED}
    return frozenset(name for name, value in told.items() if name in _WHERE or tells_where(document, value))


def tells_where(document: Document, said: str) -> bool:
    """Tell whether a text has the street or the postcode of one of a service's places in it."""
    words, joined = f" {_written_out(said)} ", fold(said).replace(" ", "")
    for location in locations(document):
        for address in (*rows(location, "addresses"), *rows(location, "address")):
            lines = (text(address, name) or "" for name in ("address_1", "address_2"))
            if any(f" {street} " in words for line in lines for street in _streets(line)):
                return True
            code = fold(text(address, "postal_code") or "").replace(" ", "")
            if len(code) >= 4 and code in joined:
                return True
    return False


def _written_out(said: str) -> str:
    return " ".join(_SHORT.get(word, word) for word in fold(said).split())


def _streets(line: str) -> Iterator[str]:
    """Yield what a line of an address calls streets and houses, without their numbers.

    A name of one word is told by its number, if it has one: alone it may stand in any text.
    """
    for part_of_line in line.split(","):
        words = _written_out(part_of_line)
        names = [name for name in map(str.strip, _NUMBERS.split(words)) if " " in name]
        yield from names or ([words] if words and not words.isdigit() else [])


def _of(document: Document, value: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Return plain values of these names, but for texts that tell where."""
    kept = {name: value[name] for name in names if isinstance(value.get(name), str | int | float)}
    return {
        name: each
        for name, each in kept.items()
        if not (isinstance(each, str) and name != "id" and tells_where(document, each))
    }
