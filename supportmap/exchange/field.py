"""What one field may hold: the kinds of fields that the tables of rows are made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as member
from typing import Any

__all__ = [
    "Field",
    "Table",
    "choice",
    "flag",
    "listing",
    "optional",
    "plain_object",
    "required",
    "text",
    "whole",
]


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


def listing(most: int, items: Mapping[str, Any] | None = None) -> Field:
    """Return the field of a list whose items are read one by one; ``items`` is the schema of each."""
    takes = _if(lambda v: isinstance(v, list) and len(v) <= most)
    schema = {"type": "array", "maxItems": most} | ({"items": items} if items else {})
    return Field(f"a list of at most {most:,}", takes, schema=schema)


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
