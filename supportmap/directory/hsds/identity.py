"""Which service is which: ids made for those without, told apart where several share one, repeats found.

All drafts wait in a temporary file until the last is there: only then is known whose id others have, too.
Whichever of them is read first must not decide.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from hashlib import sha256
from typing import Any

import orjson

from supportmap.directory.hsds.documents import NAMELESS, made_id
from supportmap.directory.hsds.progress import Progress
from supportmap.directory.hsds.report import TWICE, NotADirectory, Outcome, Read

__all__ = ["Gathering", "temporary"]

MAX_DOCUMENT = 1_000_000
MAX_SOURCE = 2_000_000_000
MAX_REFUSED = 200_000
MAX_ID = 255
"""Characters of an id: databases can't look up one of any length."""
_MADE = "its id is blank: made from its name, organisation and place"
_SHARED = "others have its id: told apart by its name, organisation and place"
_LONG_ID = "its id has more than 255 characters: made from that"
_OTHER = "one with its id, name, organisation and place stands before it: that one is kept"
_PLACE = "one more place of a service that stands before it: put there"

_TABLE = """CREATE TABLE draft (seq INTEGER PRIMARY KEY, place TEXT, outcome TEXT, reasons TEXT,
    given TEXT, key BLOB, short BLOB, digest BLOB, body BLOB, joins INTEGER)"""
_SHORTENED = """UPDATE draft SET key = short WHERE given <> '' AND given IN
    (SELECT given FROM draft WHERE joins)"""
_TAKEN_BACK = """UPDATE draft SET outcome = 'repeated', reasons = ?, given = NULL, key = NULL,
    short = NULL, digest = NULL, body = NULL, joins = 0 WHERE seq = ? AND body IS NOT NULL"""
_READ = """WITH held AS (SELECT given, key, MIN(seq) AS first, MAX(seq) AS last, MAX(joins) AS joins
        FROM draft WHERE key IS NOT NULL GROUP BY given, key),
    shared AS (SELECT given, COUNT(*) AS keys FROM held GROUP BY given)
    SELECT d.seq, d.place, d.outcome, d.reasons, d.given, hex(d.key), d.body, h.joins,
        h.first, o.digest = d.digest, h.last, s.keys
    FROM draft d LEFT JOIN held h ON h.given = d.given AND h.key = d.key
    LEFT JOIN draft o ON o.seq = h.first LEFT JOIN shared s ON s.given = d.given
    ORDER BY d.seq"""


def temporary() -> sqlite3.Connection:
    """Return a database in a temporary file without a name, which goes when it is closed."""
    connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA cache_size = -16000")
    connection.execute("PRAGMA journal_mode = OFF")
    return connection


class Gathering:
    """Everything read of a source, in its order."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._kept = temporary()
        self._kept.execute(_TABLE)
        self._kept.execute("BEGIN")
        self._size = self._refused = self.count = 0
        self._names = self._nameless = False
        self.recognised = False
        """Whether anything was a service or an organisation."""
        self.first_refused: str | None = None
        """The reason of the first object that was refused."""

    def close(self) -> None:
        """Give the temporary file back."""
        self._kept.close()

    @property
    def nameless(self) -> bool:
        """Whether there are services, and none of them has a name: then not rows are bad, but the source."""
        return self._nameless and not self._names

    def tell(self, place: str, outcome: Outcome, *reasons: str) -> None:
        """Keep what became of an object that is no service, or none that can be read."""
        self.recognised = self.recognised or outcome == "without service"
        if outcome == "refused":
            self._refused += 1
            self.first_refused = self.first_refused or reasons[0]
            self._nameless = self._nameless or reasons[0] == NAMELESS
        if self._refused > MAX_REFUSED:
            raise NotADirectory("the source", f"has more than {MAX_REFUSED:,} objects that can't be read")
        self._put(place, outcome, reasons, None, None, None, None, None, 0)

    def add(
        self, place: str, document: dict[str, Any], reasons: tuple[str, ...], joins: bool = False
    ) -> None:
        """Keep a service; ``joins``: others with its id are more places of it."""
        self.recognised = self._names = True
        given = str(document.pop("id", "") or "")
        body = orjson.dumps(document)
        self._size += len(body)
        if self._size > MAX_SOURCE:
            raise NotADirectory("the source", "holds more than 2 GB of services")
        if len(body) > MAX_DOCUMENT:
            self.tell(place, "refused", "larger than 1 MB with all that belongs to it")
            return
        outcome: Outcome = "repaired" if reasons else "accepted"
        key, short, digest = _key(document), _key(document, placed=False), sha256(body).digest()
        self._put(place, outcome, reasons, given, key, short, digest, body, int(joins))

    def take_back(self, numbers: Iterable[int], reason: str) -> None:
        """Keep of services, by their numbers in the order of all, no more than that they were repeated."""
        rows = [(orjson.dumps([reason]).decode(), number) for number in numbers]
        self._kept.executemany(_TAKEN_BACK, rows)

    def _put(self, place: str, outcome: str, reasons: tuple[str, ...], *rest: object) -> None:
        row = (place, outcome, orjson.dumps(reasons).decode(), *rest)
        self._kept.execute("INSERT INTO draft VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        self.count += 1

    def reads(self, progress: Progress) -> Iterator[Read]:
        """Yield what became of everything, in order, each service once."""
        self._kept.execute(_SHORTENED)
        self._kept.execute("CREATE INDEX found ON draft (given, key, seq)")
        with closing(self._kept.execute(_READ)) as rows:
            for number, row in enumerate(rows, 1):
                progress(number, self.count)
                yield self._read(*row)

    def _read(
        self,
        seq: int,
        place: str,
        outcome: Outcome,
        reasons: str,
        given: str | None,
        key: str,
        body: bytes | None,
        joins: int,
        first: int | None,
        same: int,
        last: int,
        keys: int,
    ) -> Read:
        said = tuple(orjson.loads(reasons))
        if body is None or given is None:
            return Read(place, outcome, said)
        if seq != first:
            return Read(place, "repeated", (_PLACE if joins and not same else TWICE if same else _OTHER,))
        external, more = self._named(given) if given and keys == 1 else self._made(given, key)
        document = {"id": external, **orjson.loads(body)}
        if joins and last != first:
            self._add_places(document, given, key, first)
        said = (*said, *more)
        return Read(place, "repaired" if said else "accepted", said, external, document)

    @staticmethod
    def _named(given: str) -> tuple[str, tuple[str, ...]]:
        return (given, ()) if len(given) <= MAX_ID else (made_id(given), (_LONG_ID,))

    @staticmethod
    def _made(given: str, key: str) -> tuple[str, tuple[str, ...]]:
        return made_id(given, key), (_SHARED if given else _MADE,)

    def _add_places(self, document: dict[str, Any], given: str, key: str, first: int) -> None:
        query = "SELECT body FROM draft WHERE given = ? AND key = ? AND seq > ? ORDER BY seq LIMIT 500"
        places = {place["id"]: place for place in document.get("service_at_locations", [])}
        for (body,) in self._kept.execute(query, (given, bytes.fromhex(key), first)):
            for place in orjson.loads(body).get("service_at_locations", []):
                places.setdefault(place["id"], place)
        document["service_at_locations"] = list(places.values())


def _key(document: dict[str, Any], placed: bool = True) -> bytes:
    """Return what tells services with one id apart: name, organisation and place, if that is to count."""
    organization = document["organization"]
    words = [str(document["name"]), str(organization.get("name", ""))]
    places = document.get("service_at_locations", []) if placed else []
    location: dict[str, Any] = next(
        (place["location"] for place in places if isinstance(place.get("location"), dict)), {}
    )
    address: dict[str, Any] = next(iter(location.get("addresses", [])), {})
    spot = [address.get(name) for name in ("address_1", "city", "postal_code")]
    spot = spot if any(spot) else [location.get("name"), location.get("latitude"), location.get("longitude")]
    folded = "\0".join(" ".join(str(word or "").casefold().split()) for word in (*words, *spot))
    return sha256(folded.encode()).digest()[:16]
