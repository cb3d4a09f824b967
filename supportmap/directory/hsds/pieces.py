"""The rows of a directory that belong to others, found by their own ids and by those of their owners."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from supportmap.directory.hsds.values import Notes, as_text

__all__ = ["OWNERS", "Heap", "Pieces", "own_id", "owners", "packed"]

OWNERS: Mapping[str, str] = {
    "organization_id": "organization",
    "service_id": "service",
    "location_id": "location",
    "service_at_location_id": "service_at_location",
    "contact_id": "contact",
    "phone_id": "phone",
    "link_id": "",
    "resource_id": "",
}
"""By which fields a row names its owner, and of what kind that is; empty: of any."""
_APART = re.compile(r"\s*[;|,\n\t]\s*|\s+")
MOST = 500
"""How many rows of one kind an object may own."""


class Pieces(Protocol):
    """Where the rows are: in memory for a small document, on disk for tables."""

    def has(self, kind: str) -> bool:
        """Tell whether there are rows of a kind at all."""

    def one(self, kind: str, own: str, notes: Notes) -> dict[str, Any] | None:
        """Return the row with an id, or None."""

    def owned(self, kind: str, by: str, own: str, notes: Notes) -> list[dict[str, Any]]:
        """Return the rows that name an owner's id in the field ``by``, in their order."""


def packed(text: str) -> list[str]:
    """Return the ids that are packed into one cell, or nothing if it is a single one."""
    if text.isalnum():
        return []
    parts = [part for part in _APART.split(text) if part]
    return parts if len(parts) > 1 else []


def own_id(row: Mapping[str, Any]) -> str | None:
    """Return the id of a row as text, or None if it is blank."""
    return (as_text(row.get("id")) or "").strip() or None


def owners(row: Mapping[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """Yield by which fields a row names which ids of owners, and whether several are packed into one cell."""
    for by in OWNERS:
        given = row.get(by)
        if given is None:
            continue
        for text in given if isinstance(given, list) else [given]:
            said = as_text(text)
            if said:
                yield by, said, False
                yield from ((by, part, True) for part in dict.fromkeys(packed(said)))


class Heap:
    """The rows of one document, in memory."""

    def __init__(self) -> None:
        """Begin with none."""
        self._ones: dict[tuple[str, str], dict[str, Any]] = {}
        self._owned: defaultdict[tuple[str, str, str], list[tuple[dict[str, Any], bool]]] = defaultdict(list)
        self._kinds: set[str] = set()

    def add(self, kind: str, row: dict[str, Any], owned: bool = True) -> bool:
        """Keep a row; tell whether it names an owner. ``owned`` is false for what stands in its owner."""
        self._kinds.add(kind)
        if own := own_id(row):
            self._ones.setdefault((kind, own), row)
        links = list(owners(row)) if owned else []
        for by, ref, parted in links:
            self._owned[kind, by, ref].append((row, parted))
        return bool(links)

    def has(self, kind: str) -> bool:
        """Tell whether there are rows of a kind at all."""
        return kind in self._kinds

    def one(self, kind: str, own: str, notes: Notes) -> dict[str, Any] | None:  # noqa: ARG002
        """Return the row with an id, or None."""
        return self._ones.get((kind, own))

    def owned(self, kind: str, by: str, own: str, notes: Notes) -> list[dict[str, Any]]:
        """Return the rows that name an owner's id in the field ``by``, in their order."""
        found = self._owned.get((kind, by, own), [])
        return told([row for row, _ in found], any(parted for _, parted in found), notes)


def told(rows: list[dict[str, Any]], parted: bool, notes: Notes) -> list[dict[str, Any]]:
    """Return the rows that may be kept, with notes of what was done to them."""
    if parted:
        notes.say("several ids in one cell are taken apart")
    if len(rows) > MOST:
        notes.say(f"only the first {MOST} of a list are kept")
    return rows[:MOST]
