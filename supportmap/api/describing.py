"""The schemas of requests and answers as JSON Schema: from the tables of fields, or written beside them."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from supportmap.exchange.field import Field, Table

__all__ = [
    "DAY",
    "FLAG",
    "MOMENT",
    "NUMBER",
    "TEXT",
    "UUID_TEXT",
    "WHOLE",
    "Schema",
    "an_object",
    "listed",
    "named",
    "nullable",
    "of_table",
    "paged",
    "properties_of",
]

OFTEN = "0 hardly ever, 1 sometimes, 2 almost always; null: not asked."
MEANINGS = {
    "circle": "1 inner, 2 middle, 3 outer; null: not placed.",
    "angle": "Degrees counter-clockwise from the right; null: it is placed by the map.",
    "emotional": f"Emotional support: {OFTEN}",
    "practical": f"Practical support: {OFTEN}",
    "belonging": f"Belonging: {OFTEN}",
    "gives_back": f"What the client gives: {OFTEN}",
    "strain": f"Critical or draining: {OFTEN}",
    "reach": "2 same day, 1 within days, 0 rarely; null: not asked.",
    "frequency": "2 weekly or more, 1 monthly, 0 rarer; null: not asked.",
    "unsafe": "Never listed as somebody to turn to. Shown only when asked for.",
    "since": "Whether a contact recorded since is new in life.",
    "ended_reason": "Of a past contact: why.",
    "strength": "1 know each other, 2 close.",
    "elicited": "Whether the client was asked for contacts.",
    "ties_asked": "Whether all pairs were asked about: ties don't say so; who is new or back unsays it.",
    "among": "Of whom `ties_asked` is said, in place of those before; left out: of all who are active.",
    "needs": "How much of each function the client wants: 0.3 low, 0.5 some, 0.7 a lot, null not asked.",
    "purpose": "What the consent is for.",
    "given": "False: it is taken back.",
}
"""What fields mean that don't say so by their name."""

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
WHOLE: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
DAY: Schema = {"type": "string", "format": "date"}
UUID_TEXT: Schema = {"type": "string", "format": "uuid"}


def an_object(members: Mapping[str, Schema], optional: tuple[str, ...] = ()) -> Schema:
    """Return the schema of an object with exactly these members; ``optional`` ones may be missing."""
    schema: Schema = {"type": "object", "properties": dict(members), "additionalProperties": False}
    needed = [name for name in members if name not in optional]
    return schema | ({"required": needed} if needed else {})


def listed(item: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": item}


def nullable(schema: Schema) -> Schema:
    """Return a schema that null fits too."""
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    also = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, "type": [schema["type"], "null"]} | also


def paged(item: Schema) -> Schema:
    """Return the schema of a page of a list."""
    where = "Give it as `after` to read on; null: this was the last page."
    return an_object({"items": listed(item), "next": {"type": ["string", "null"], "description": where}})


def named(name: str) -> Schema:
    """Return the reference to a schema of the specification's components."""
    return {"$ref": f"#/components/schemas/{name}"}


def properties_of(table: Table) -> dict[str, Schema]:
    """Return the schema of each field of a table."""
    return {name: _meant(name, field) for name, field in table.items()}


def _meant(name: str, field: Field) -> Schema:
    schema = deepcopy(dict(field.schema))
    return schema | ({"description": MEANINGS[name]} if name in MEANINGS else {})


def of_table(table: Table, least: int = 0, most: int | None = None) -> Schema:
    """Return the schema of a request by its table: what the table doesn't know is refused."""
    needed = [name for name, field in table.items() if field.required]
    schema: Schema = {"type": "object", "properties": properties_of(table), "additionalProperties": False}
    schema |= {"required": needed} if needed else {}
    schema |= {"minProperties": least} if least else {}
    return schema | ({"maxProperties": most} if most else {})
