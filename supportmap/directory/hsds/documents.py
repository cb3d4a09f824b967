"""A service with all that was joined to it, as its HSDS 3 document: known fields first, nothing lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid5

import orjson

from supportmap.directory.hsds.places import location
from supportmap.directory.hsds.shapes import KNOWN, SHAPES, Shape, renamed
from supportmap.directory.hsds.timetable import schedules
from supportmap.directory.hsds.values import Notes, RowRefused, as_number, as_text, clean

__all__ = ["NAMELESS", "PLACEHOLDER", "STATUSES", "made_id", "service_document"]

NAMELESS = "a service without a name"
PLACEHOLDER = "Organisation not named in the source"
"""The name of the organisation of a service without one; it has ``"placeholder": true``, too."""
STATUSES = ("active", "inactive", "defunct", "temporarily closed")
_ASIDE = "as_given"
"""Where what a field of HSDS can't hold is kept."""
_MADE = UUID("8d1b1a1e-6f0b-5d0c-9a3f-0d7c0a4e5b52")


def made_id(*parts: str) -> str:
    """Return an id for what has none: the same whenever the parts are."""
    return str(uuid5(_MADE, "\0".join(parts)))


def service_document(raw: Mapping[str, Any], notes: Notes) -> dict[str, Any]:
    """Return the document of a service; notes say what was repaired. Raise RowRefused if it can't be one.

    Its id is left out where it is blank.
    """
    fields = renamed("service", clean(raw, notes))
    _eligibility(fields)
    _status(fields, notes)
    if "fees_description" not in fields and isinstance(fields.get("fees"), str):
        fields["fees_description"] = fields.pop("fees")
    if "name" not in fields and isinstance(fields.get("service_type"), str):
        notes.say("it has no name: its type is taken for one")
        fields["name"] = fields["service_type"]
    document = _object("service", fields, notes)
    if not document.get("name"):
        raise RowRefused(NAMELESS)
    if "organization" not in document:
        notes.say("its organisation is missing: put under a placeholder")
        document["organization"] = _placeholder(document)
    return _ordered("service", document)


def _placeholder(document: dict[str, Any]) -> dict[str, Any]:
    known = document.get("organization_id") or made_id("no organisation")
    return {"id": known, "name": PLACEHOLDER, "description": "", "placeholder": True}


def _eligibility(fields: dict[str, Any]) -> None:
    """Read eligibility given as objects: their words, and the ages of one that has any."""
    given = fields.get("eligibility_description")
    items = [each for each in (given if isinstance(given, list) else [given]) if isinstance(each, dict)]
    if not items:
        return
    names = ("description", "eligibility", "name", "notes")
    words = [as_text(item.get(name)) for item in items for name in names if as_text(item.get(name))]
    fields["eligibility"] = fields.pop("eligibility_description")
    if words:
        fields["eligibility_description"] = "; ".join(dict.fromkeys(filter(None, words)))
    for age in ("minimum_age", "maximum_age"):
        if age in items[0] and len(items) == 1:
            fields.setdefault(age, items[0][age])


def _status(fields: dict[str, Any], notes: Notes) -> None:
    given = fields.pop("status", None)
    if given is None:
        notes.say("its status is blank: taken as not known")
        return
    said = (as_text(given) or "").lower().replace("_", " ").replace("-", " ")
    if said in STATUSES:
        fields["status"] = said
    else:
        notes.say("its status is none of HSDS: taken as not known")
        fields["status_as_given"] = given


def _object(kind: str, raw: Mapping[str, Any], notes: Notes) -> dict[str, Any]:
    """Return one object with its fields as HSDS has them, and what they can't hold set aside."""
    shape = SHAPES[kind]
    fields = location(raw, notes) if kind == "location" else renamed(kind, raw)
    if kind == "contact":
        # Names of staff stay out: nobody looks for a service by them.
        fields = {name: value for name, value in fields.items() if name not in ("name", "email")}
    aside = fields.pop(_ASIDE, None) or {}
    known = {name: _field(shape, name, fields[name], notes) for name in KNOWN[kind] if name in fields}
    lost = {name: fields[name] for name, value in known.items() if value in (None, [])}
    if lost.keys() - {"metadata"}:
        notes.say("what a field can't hold is kept beside it")
    found = {name: value for name, value in known.items() if value not in (None, [], "")}
    rest = {name: fields[name] for name in sorted(fields.keys() - known.keys())}
    aside = {**aside, **lost} if isinstance(aside, dict) else aside
    return {**found, **rest, **({_ASIDE: aside} if aside else {})}


def _field(shape: Shape, name: str, value: Any, notes: Notes) -> Any:
    if value is None:
        return None
    if name in shape.lists:
        return _items(shape.lists[name], value, notes)
    if name in shape.parts:
        return _part(shape.parts[name], value, notes)
    return as_number(value) if name in shape.numbers else as_text(value)


def _part(kind: str, value: Any, notes: Notes) -> dict[str, Any] | None:
    value = _lifted(kind, value)
    return _identified(kind, _object(kind, value, notes)) if isinstance(value, dict) else None


def _items(kind: str, value: Any, notes: Notes) -> list[dict[str, Any]] | None:
    """Return the items of a list, each once; None if something in it is no such item."""
    value = schedules(value, notes) if kind == "schedule" else value
    items = value if isinstance(value, list) else [value]
    lifted = [_lifted(kind, item) for item in items]
    if not all(isinstance(item, dict) for item in lifted) or (kind == "metadata" and isinstance(value, dict)):
        return None
    found = [_identified(kind, _object(kind, item, notes)) for item in lifted]
    return list({_written(one): one for one in found}.values()) if found[1:] else found


def _lifted(kind: str, item: Any) -> Any:
    """Return the object that plain text stands for."""
    principal = SHAPES[kind].principal or ("name" if kind in ("language", "organization") else None)
    return {principal: item} if isinstance(item, str) and principal else item


def _identified(kind: str, item: dict[str, Any]) -> dict[str, Any]:
    """Return an object with an id: its own, or one made from all that it says."""
    return item if item.get("id") else {"id": made_id(kind, _written(item)), **item}


def _written(item: dict[str, Any]) -> str:
    return orjson.dumps(item, option=orjson.OPT_SORT_KEYS).decode()


def _ordered(kind: str, document: dict[str, Any]) -> dict[str, Any]:
    names = KNOWN[kind]
    order: Callable[[str], tuple[int, str]] = lambda name: (  # noqa: E731
        names.index(name) if name in names else len(names),
        name,
    )
    return {name: document[name] for name in sorted(document, key=order)}
