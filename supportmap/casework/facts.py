"""What is sent to be kept, checked by the tables of the document: facts as JSON has them, or Invalid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from supportmap.casework.outcome import Invalid
from supportmap.exchange.field import Table
from supportmap.exchange.fields import CONTACT, TIE, Place, lookalike, read_fields
from supportmap.records.networks import Facts

__all__ = ["CONTACT_FACTS", "TIE_FACTS", "read_facts", "read_id", "some_of"]

_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def some_of(table: Table) -> Table:
    """Return the table of a change: any of the fields, none required."""
    return {name: replace(field, required=False) for name, field in table.items()}


CONTACT_FACTS: Table = {name: field for name, field in CONTACT.items() if name != "id"}
TIE_FACTS: Table = {name: field for name, field in TIE.items() if name not in {"a", "b"}}


def read_facts(table: Table, given: object) -> Facts:
    """Return the facts of the table as JSON has them, or raise Invalid with every place and reason."""
    facts, reasons = read_fields(table, given, Place(""))
    told = [(reason.place, reason.text) for reason in reasons]
    if isinstance(given, Mapping):
        told += [(name, "text that can't be kept") for name in facts if _unwritable(given[name])]
        told += _unknown(table, given)
    if told:
        raise Invalid(*told)
    return {name: _plain(value) for name, value in facts.items()}


def _unknown(table: Table, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in given:
        if name not in table:
            meant = lookalike(table, name)
            yield meant or "", f"a field that nothing reads{f': is {meant} meant?' if meant else ''}"


def _unwritable(value: object) -> bool:
    """Tell whether a text, or one of a list, has a NUL or half a surrogate: no document could hold it."""
    if isinstance(value, str):
        return _UNWRITABLE.search(value) is not None
    return isinstance(value, list) and any(map(_unwritable, value))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def read_id(given: object, place: str = "id") -> str:
    """Return the usual form of a UUID, or raise Invalid."""
    try:
        return str(UUID(str(given)))
    except ValueError:
        raise Invalid((place, "expected a UUID")) from None
