"""The parts of an HSDS 3 document: whatever stands there, only text, numbers, objects and lists come out.

A document is kept as its source has it, so a field may hold anything. What isn't what it should be is not
there: nothing here raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from math import isfinite
from typing import Any

__all__ = ["Document", "day", "locations", "number", "part", "rows", "text", "texts"]

Document = Mapping[str, Any]
"""A service as HSDS 3 nests it, or one object of it."""

_EMPTY = frozenset({"", "null", "none", "n/a", "na", "nil", "undefined", "nan"})
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,15})?")


def text(row: Document, name: str) -> str | None:
    """Return the text of a field with its blanks put right, or None where it says nothing.

    A number counts as its digits; words such as "null" and "n/a" say nothing.
    """
    value = row.get(name)
    if not isinstance(value, str):
        if value is None or isinstance(value, bool) or not isinstance(value, int | float):
            return None
        value = str(value)
    plain = " ".join(value.replace("\\n", "\n").split())
    return None if plain.lower() in _EMPTY else plain


def texts(row: Document, *names: str) -> str:
    """Return what several fields say, one after the other, each as a sentence of its own."""
    return ". ".join(said for name in names if (said := text(row, name)))


def number(row: Document, name: str) -> float | None:
    """Return the number of a field, whether it stands there as a number or as text; never NaN or infinity."""
    value = row.get(name)
    if isinstance(value, str):
        plain = value.strip()
        value = float(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e15:
        return None
    return float(value) if isfinite(value) else None


def day(row: Document, name: str) -> date | None:
    """Return the date of a field, also of one with a time behind it; None where it is none."""
    said = text(row, name)
    try:
        return date.fromisoformat(said[:10]) if said else None
    except ValueError:
        return None


def part(row: Document, name: str) -> Document:
    """Return the object of a field; an empty one where there is none."""
    value = row.get(name)
    return value if isinstance(value, dict) else {}


def rows(row: Document, name: str) -> tuple[Document, ...]:
    """Return the objects that a field lists; one that stands there by itself counts as a list of one."""
    value = row.get(name)
    if not value:
        return ()
    listed = value if isinstance(value, list) else [value]
    return tuple(item for item in listed if isinstance(item, dict))


def locations(document: Document) -> Iterator[Document]:
    """Yield where a service is given, each location once, in the order of the document."""
    seen: set[str] = set()
    at_locations = (part(row, "location") for row in rows(document, "service_at_locations"))
    for location in (*at_locations, *rows(document, "locations")):
        known = text(location, "id")
        if location and (known is None or known not in seen):
            seen.update(filter(None, (known,)))
            yield location
