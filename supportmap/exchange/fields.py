"""One table for each kind of row: the fields of the supportmap document in its order, and what each may hold.

The document reads JSON values by these tables and CSV reads cells by them; easyNWK uses the same parts,
and the API both reads requests by them and describes itself with their schemas.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any
from unicodedata import normalize

from supportmap.analysis.network import ENDED_REASONS, KINDS, NEEDS, SECTORS, SINCE, STATUSES
from supportmap.exchange.field import (
    Field,
    Table,
    choice,
    flag,
    listing,
    optional,
    plain_object,
    required,
    text,
)
from supportmap.exchange.report import Reason

__all__ = [
    "CLIENT",
    "CONTACT",
    "DATE",
    "DOCUMENT",
    "MAX_CONTACTS",
    "MAX_TIES",
    "NEED",
    "TIE",
    "Place",
    "long_text",
    "lookalike",
    "read_fields",
    "rest",
    "without_unreadable",
]

MAX_CONTACTS = 2_000
MAX_TIES = 20_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands, how a field's place is joined to it, and what another format calls our fields."""

    row: str
    joint: str = "."
    names: Mapping[str, str] | None = None

    def of(self, field: str) -> str:
        """Return the place of one field of the row."""
        name = (self.names or {}).get(field, field)
        return f"{self.row}{self.joint}{name}" if self.row else name


def read_fields(table: Table, given: object, place: Place) -> tuple[dict[str, Any], list[Reason]]:
    """Return the fields that are present and as expected, and a reason for each that is not."""
    if not isinstance(given, Mapping):
        return {}, [Reason(place.row, "expected an object")]
    facts, reasons = {}, []
    for name, field in table.items():
        if name in given:
            try:
                facts[name] = field.take(given[name])
            except ValueError:
                reasons.append(Reason(place.of(name), f"expected {field.expected}"))
        elif field.required:
            reasons.append(Reason(place.of(name), "missing"))
    return facts, reasons


def without_unreadable(
    table: Table, given: Mapping[str, Any], place: Place
) -> tuple[dict[str, Any], list[Reason]]:
    """Return a row without the values of optional fields that can't be read, and a reason for each.

    An answer that can't be read is one that isn't known. To leave out its contact instead could make a
    certain gap of a typing error.
    """
    unreadable = [
        name
        for name, field in table.items()
        if field.optional and name in given and not field.fits(given[name])
    ]
    kept = {name: value for name, value in given.items() if name not in unreadable}
    return kept, [
        Reason(place.of(name), f"expected {table[name].expected}: read as not known") for name in unreadable
    ]


def lookalike(table: Table, name: str) -> str | None:
    """Return the field whose name somebody may have meant."""
    return next(iter(get_close_matches(name.strip().lower(), table, 1, 0.8)), None)


def rest(table: Table, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the table doesn't know, to be kept as it stands."""
    return {key: value for key, value in given.items() if key not in table}


def _name(value: Any) -> str:
    # Composing is quadratic in a run of accents; no name of 200 characters has 1,000 before it is composed.
    if not isinstance(value, str) or len(value.strip()) > 1_000:
        raise ValueError
    name = normalize("NFC", value.strip()).strip()
    if not 1 <= len(name) <= 200:
        raise ValueError
    return name


def _angle(value: Any) -> float:
    if type(value) not in (int, float) or not 0 <= value < 360:
        raise ValueError
    return float(value)


def _angle_cell(cell: str) -> object:
    # Where a cell ends at a semicolon, spreadsheets write 40,5.
    number = cell.replace(",", ".")
    return float(number) if re.fullmatch(r"\d+(\.\d+)?([eE][+-]?\d+)?", number, re.ASCII) else cell


def _date(value: Any) -> date:
    # fromisoformat also reads 20261120 and 2026-W47-5.
    day = date.fromisoformat(value) if isinstance(value, str) else None
    if day is None or day.isoformat() != value:
        raise ValueError
    return day


def _languages(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > 20:
        raise ValueError
    return tuple(text(35).take(language) for language in value)


def _year(value: Any) -> int:
    if type(value) is not int or not 1850 <= value <= 2200:
        raise ValueError
    return value


def long_text(least: int = 0) -> Field:
    """Return the field of what somebody tells at length."""
    return text(10_000, least)


_NAME = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"\S"}
_ANGLE = {"type": "number", "minimum": 0, "exclusiveMaximum": 360}
_YEAR = {"type": "integer", "minimum": 1850, "maximum": 2200}
_LANGUAGES = {"type": "array", "maxItems": 20, "items": {"type": "string", "maxLength": 35}}

ID = required(text(64, least=1))
DATE = Field("a date as yyyy-mm-dd", _date, schema={"type": "string", "format": "date"})
RATING = optional(choice(0, 1, 2))
OBJECT = plain_object()

DOCUMENT: Table = {
    "format": required(choice("supportmap")),
    "version": required(choice(1)),
    "held_on": optional(DATE),
    "elicited": flag(),
    "ties_asked": flag(),
    "client": OBJECT,
    "contacts": listing(MAX_CONTACTS),
    "ties": listing(MAX_TIES),
}
CLIENT: Table = {
    "label": optional(text(200)),
    "needs": OBJECT,
    "birth_year": optional(Field("a year from 1850 to 2200", _year, schema=_YEAR)),
    "area": optional(text(60)),
    "languages": Field("a list of at most 20 texts of at most 35 characters", _languages, schema=_LANGUAGES),
}
NEED = choice(*NEEDS)
CONTACT: Table = {
    "id": ID,
    "name": required(Field("text of 1 to 200 characters", _name, schema=_NAME)),
    "kind": choice(*KINDS),
    "relationship": optional(text(60)),
    "sector": optional(choice(*SECTORS)),
    "status": choice(*STATUSES),
    "circle": optional(choice(1, 2, 3)),
    "angle": optional(Field("a number from 0 to below 360", _angle, _angle_cell, schema=_ANGLE)),
    "emotional": RATING,
    "practical": RATING,
    "belonging": RATING,
    "gives_back": RATING,
    "strain": RATING,
    "reach": RATING,
    "frequency": RATING,
    "unsafe": flag(),
    "since": optional(choice(*SINCE)),
    "ended_reason": optional(choice(*ENDED_REASONS)),
    "note": optional(text(10_000)),
    "phone": optional(text(40)),
    "phone_checked_on": optional(DATE),
    "knows_listed": optional(flag()),
}
TIE: Table = {"a": ID, "b": ID, "strength": optional(choice(1, 2)), "strained": flag()}
