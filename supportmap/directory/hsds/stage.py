"""The rows of tables, staged in a temporary file and joined service by service: memory stays bounded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from supportmap.directory.hsds.identity import temporary
from supportmap.directory.hsds.pieces import MOST, OWNERS, own_id, owners, told
from supportmap.directory.hsds.text_source import NOT_UTF8
from supportmap.directory.hsds.values import Notes, RowRefused

__all__ = ["GUESSED", "Stage"]

GUESSED = "\0guessed"
"""Marks a row whose letters were read by guess."""

MAX_JOINED = 4_000_000
"""How many bytes of rows one service may be made of."""
_TABLES = (
    "CREATE TABLE piece (seq INTEGER PRIMARY KEY, kind TEXT, id TEXT, place TEXT, body BLOB)",
    "CREATE TABLE link (seq INTEGER, kind TEXT, owner TEXT, by TEXT, ref TEXT, parted INTEGER)",
)
_INDEXES = (
    "CREATE INDEX piece_id ON piece (id, kind)",
    "CREATE INDEX piece_kind ON piece (kind)",
    "CREATE INDEX link_ref ON link (ref, by, kind, seq)",
    "CREATE INDEX link_seq ON link (seq)",
)
_UNJOINED = """SELECT place, kind FROM piece p
    WHERE kind NOT IN (SELECT value FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM link l
    JOIN piece q ON q.id = l.ref AND (q.kind = l.owner OR l.owner = '') WHERE l.seq = p.seq) ORDER BY seq"""
_LONELY = """SELECT place FROM piece o WHERE kind = 'organization' AND NOT EXISTS (
    SELECT 1 FROM link WHERE ref = o.id AND by = 'organization_id' AND kind = 'service') ORDER BY seq"""
_STANDING = (
    "service",
    "organization",
    "taxonomy_term",
    "taxonomy",
    "unit",
    "program",
    "metadata",
    "location",
)
"""Kinds that need no owner, or whose rows say nothing without one that anybody misses."""


class Stage:
    """Rows on disk; after ``ready`` they are found by their ids and by those of their owners."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept = temporary()
        for statement in (*_TABLES, "BEGIN"):
            self._kept.execute(statement)
        self._kinds: set[str] = set()
        self._spent = 0

    def close(self) -> None:
        """Give the temporary file back."""
        self._kept.close()

    def add(self, kind: str, place: str, row: dict[str, Any]) -> None:
        """Keep a row, in the names of HSDS 3."""
        self._kinds.add(kind)
        values = (kind, own_id(row), place, orjson.dumps(row))
        seq = self._kept.execute("INSERT INTO piece VALUES (NULL, ?, ?, ?, ?)", values).lastrowid
        links = [(seq, kind, OWNERS[by], by, ref, parted) for by, ref, parted in owners(row)]
        self._kept.executemany("INSERT INTO link VALUES (?, ?, ?, ?, ?, ?)", links)

    def ready(self) -> None:
        """Make what was added findable."""
        for statement in _INDEXES:
            self._kept.execute(statement)

    def services(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield each service with its place in the source; what is found from then on counts as its."""
        for place, body in self._kept.execute(
            "SELECT place, body FROM piece WHERE kind = 'service' ORDER BY seq"
        ):
            self._spent = 0
            yield place, orjson.loads(body)

    def lonely(self) -> Iterator[str]:
        """Yield the places of organisations that no service names."""
        yield from (place for (place,) in self._kept.execute(_LONELY))

    def unjoined(self) -> Iterator[tuple[str, str]]:
        """Yield the places and kinds of rows that nothing in the source owns."""
        yield from self._kept.execute(_UNJOINED, (orjson.dumps(_STANDING).decode(),))

    def count(self, kind: str) -> int:
        """Return how many rows there are of a kind."""
        found = self._kept.execute("SELECT COUNT(*) FROM piece WHERE kind = ?", (kind,)).fetchone()
        return int(found[0])

    def has(self, kind: str) -> bool:
        """Tell whether there are rows of a kind at all."""
        return kind in self._kinds

    @staticmethod
    def check(row: dict[str, Any], notes: Notes) -> None:
        """Take the mark of a guess off a row and note it."""
        if row.pop(GUESSED, False):
            notes.say(NOT_UTF8)

    def one(self, kind: str, own: str, notes: Notes) -> dict[str, Any] | None:
        """Return the row with an id, or None."""
        query = "SELECT body FROM piece WHERE id = ? AND kind = ? ORDER BY seq LIMIT 1"
        row = self._kept.execute(query, (own, kind)).fetchone()
        return self._loaded(row[0], notes) if row else None

    def owned(self, kind: str, by: str, own: str, notes: Notes) -> list[dict[str, Any]]:
        """Return the rows that name an owner's id in the field ``by``, in their order."""
        query = f"""SELECT p.body, l.parted FROM link l JOIN piece p ON p.seq = l.seq
            WHERE l.ref = ? AND l.by = ? AND l.kind = ? ORDER BY l.seq LIMIT {MOST + 1}"""  # noqa: S608
        found = self._kept.execute(query, (own, by, kind))
        rows, parted = [], False
        for body, apart in found:
            rows.append(self._loaded(body, notes))
            parted = parted or bool(apart)
        return told(rows, parted, notes)

    def _loaded(self, body: bytes, notes: Notes) -> dict[str, Any]:
        self._spent += len(body)
        if self._spent > MAX_JOINED:
            raise RowRefused("larger than 4 MB with all that belongs to it")
        row: dict[str, Any] = orjson.loads(body)
        self.check(row, notes)
        return row
