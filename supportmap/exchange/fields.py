"""One table for each kind of row: the fields of the supportmap document in its order, and what each may hold.

The document reads JSON values by these tables and CSV reads cells by them; easyNWK uses the same parts,
and the API both reads requests by them and describes itself with their schemas.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as member
from datetime import date
from difflib import get_close_matches
from typing import Any
from unicodedata import normalize

from supportmap.analysis.network import ENDED_REASONS, KINDS, NEEDS, SECTORS, SINCE, STATUSES
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
    "Field",
    "Place",
    "Table",
    "choice",
    "flag",
    "listing",
    "lookalike",
    "optional",
    "plain_object",
    "read_fields",
    "required",
    "rest",
    "text",
    "whole",
    "without_unreadable",
]

MAX_CONTACTS = 2_000
MAX_TIES = 20_000


@dataclass(frozen=True, slots=True)
class Field:
    """What one field may hold.

    ``take`` returns a JSON value as a Network holds it, or raises ValueError; ``cell`` turns the text of a
    table's cell into the JSON value it means, and leaves text that means none for ``take`` to refuse.
    ``schema`` says the same as JSON Schema can.
    """

    expected: str
    take: Callable[[Any], Any]
    cell: Callable[[str], object] = str
    required: bool = False
    optional: bool = False
    schema: Mapping[str, Any] = member(default_factory=dict, hash=False)

    def fits(self, value: object) -> bool:
        """Tell whether the field can hold a value."""
        try:
            self.take(value)
        except ValueError:
            return False
        return True


Table = Mapping[str, Field]


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


def _if(fits: Callable[[Any], bool]) -> Callable[[Any], Any]:
    def take(value: Any) -> Any:
        if not fits(value):
            raise ValueError
        return value

    return take


def text(most: int, least: int = 0) -> Field:
    """Text of so many characters."""
    size = f"{least} to {most}" if least else f"at most {most:,}"
    schema = {"type": "string", "maxLength": most} | ({"minLength": least} if least else {})
    takes = _if(lambda v: isinstance(v, str) and least <= len(v) <= most)
    return Field(f"text of {size} characters", takes, schema=schema)


def choice(*options: str | int | float) -> Field:
    """One of a few values of one type: neither true nor 1.0 is the whole number 1."""
    names = [str(option) for option in options]
    expected = " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    cells: dict[str, object] = dict(zip(names, options, strict=True))
    takes = _if(lambda v: type(v) is type(options[0]) and v in options)
    schema = {"type": _TYPES[type(options[0])], "enum": list(options)}
    return Field(expected, takes, lambda cell: cells.get(cell, cell), schema=schema)


_TYPES: Mapping[type, str] = {str: "string", int: "integer", float: "number"}


def whole(least: int, most: int) -> Field:
    """Return the field of a whole number of a range."""
    takes = _if(lambda v: type(v) is int and least <= v <= most)
    schema = {"type": "integer", "minimum": least, "maximum": most}
    return Field(f"a whole number from {least} to {most}", takes, _whole_cell, schema=schema)


def _whole_cell(cell: str) -> object:
    return int(cell) if re.fullmatch(r"-?\d{1,15}", cell, re.ASCII) else cell


def flag() -> Field:
    """Return the field of a plain yes or no."""
    cells: dict[str, object] = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    takes = _if(lambda v: isinstance(v, bool))
    schema = {"type": "boolean"}
    return Field("true or false", takes, lambda cell: cells.get(cell.lower(), cell), schema=schema)


def listing(most: int) -> Field:
    """Return the field of a list whose items are read one by one."""
    takes = _if(lambda v: isinstance(v, list) and len(v) <= most)
    return Field(f"a list of at most {most:,}", takes, schema={"type": "array", "maxItems": most})


def plain_object() -> Field:
    """Return the field of an object whose members are read one by one."""
    return Field("an object", _if(lambda v: isinstance(v, dict)), schema={"type": "object"})


def optional(field: Field) -> Field:
    """Allow null: not asked, or not known."""
    take, expected = field.take, f"{field.expected}, or nothing"
    return replace(
        field,
        expected=expected,
        take=lambda v: None if v is None else take(v),
        optional=True,
        schema=_nullable(field.schema),
    )


def _nullable(schema: Mapping[str, Any]) -> dict[str, Any]:
    nullable = {**schema, "type": [schema["type"], "null"]} if schema else {}
    return nullable | ({"enum": [*schema["enum"], None]} if "enum" in schema else {})


def required(field: Field) -> Field:
    """Refuse a row without the field."""
    return replace(field, required=True)


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
