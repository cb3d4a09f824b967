"""What of a service decides whether it fits: its searched columns, and its places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from math import isfinite
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from supportmap.analysis.network import Function
from supportmap.directory.distance import Point, point_of
from supportmap.directory.open_days import known_parts, open_weekdays
from supportmap.records.base import Base
from supportmap.records.directory import PlaceRow, ServiceRow

__all__ = [
    "FACTS",
    "PLACE",
    "PLACES",
    "SERVICES",
    "Facts",
    "facts_of",
    "languages_in",
    "read_back",
    "written",
]

SERVICES, PLACES = (Base.metadata.tables[row.__tablename__] for row in (ServiceRow, PlaceRow))
"""The tables themselves: a session reads their columns faster than those of its classes."""
FACTS = tuple(
    SERVICES.c[name]
    for name in (
        *("id", "emotional", "practical", "belonging", "minimum_age", "maximum_age", "free", "in_person"),
        *("online", "languages", "hours", "confidential", "status", "verified_on"),
    )
)
"""The columns of a service that decide."""
PLACE = tuple(PLACES.c[name] for name in ("position", "kind", "latitude", "longitude", "postal_code"))
NOWHERE_TO_GO = ("virtual", "postal")
_CODE = re.compile(r"[a-z]{2,3}\b")


class Facts(NamedTuple):
    """One service. What isn't known is None."""

    emotional: int | None = None
    practical: int | None = None
    belonging: int | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    free: bool | None = None
    in_person: bool | None = None
    online: bool | None = None
    languages: str | None = None
    confidential: bool = False
    status: str | None = None
    days: Sequence[int] | None = None
    """Weekdays on which it is known to be open, 0 Monday to 6 Sunday."""
    verified: str | None = None
    """The day on which it was verified last, as ISO 8601 has it."""
    points: Sequence[Sequence[float]] = ()
    """Where one can go, as degrees north and east; none of a confidential service."""
    all_placed: bool = False
    """Whether these are all the places that there are, and each is known itself."""
    roughly: bool = False
    """Whether of some only the middle of the postcode is known: near enough to find them, not to refuse."""
    is_open: int = 0
    """In which parts of weekdays it is known to be open, as ``open_days.parts_of`` adds them up."""
    shut: int = 0
    """In which of them it is known to be closed."""

    def weight(self, function: Function) -> int | None:
        """Return how much it does for a function: 0, 1, 2, or None: not known."""
        weight: int | None = getattr(self, function)
        return weight

    @property
    def verified_on(self) -> date | None:
        """Return the day on which it was verified last."""
        return _day(self.verified) if self.verified else None

    @property
    def age_limits(self) -> tuple[float | None, float | None]:
        """Return its least and greatest age; limits that nobody can keep to say nothing."""
        least, most = self.minimum_age, self.maximum_age
        return (None, None) if least is not None and most is not None and least > most else (least, most)


def facts_of(rows: Iterable[Any], middle: Callable[[str], Point | None]) -> Iterator[tuple[UUID, Facts]]:
    """Yield services from rows of ``(*FACTS, *PLACE)``, where those of one service lie together.

    ``middle`` tells where a postcode is, of places of which no more is known.
    """
    for own_id, of_service in groupby(rows, key=lambda row: row[0]):
        each = list(of_service)
        first = each[0]
        places = () if first.confidential else [row[-len(PLACE) :] for row in each]
        days, verified_on = open_weekdays(first.hours), first.verified_on
        told = first._asdict() | _places(places, middle) | {"days": None if days is None else sorted(days)}
        told["is_open"], told["shut"] = known_parts(first.hours)
        told["verified"] = verified_on and verified_on.isoformat()
        told |= {name: _known(told[name]) for name in ("minimum_age", "maximum_age")}
        yield own_id, Facts(*[told[name] for name in Facts._fields])


def written(facts: Facts) -> str:
    """Return the facts of a service as the text index keeps them."""
    return orjson.dumps([*facts], default=list).decode()


def read_back(text: str) -> Facts:
    """Return the facts of a service that were kept so: nothing is made of them that few searches need."""
    told = orjson.loads(text)
    # An index that an earlier version wrote has fewer.
    return tuple.__new__(Facts, told) if len(told) == _COUNT else Facts(*told)


_COUNT = len(Facts._fields)


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    return date.fromisoformat(text)


def languages_in(codes: str | None) -> frozenset[str] | None:
    """Return the languages of a column, without their regions; None where none is known."""
    found = (_CODE.match(code) for code in (codes or "").lower().split())
    return frozenset(code[0] for code in found if code) or None


def _places(places: Iterable[Any], middle: Callable[[str], Point | None]) -> dict[str, Any]:
    known: list[Point | None] = []
    rough: list[Point] = []
    for position, kind, latitude, longitude, code in places:
        if position is None or kind in NOWHERE_TO_GO:
            continue
        known.append(point_of(latitude, longitude))
        if known[-1] is None and code and (point := middle(code)):
            rough.append(point)
    points = tuple([point for point in (*known, *rough) if point])
    return {"points": points, "all_placed": bool(known) and None not in known, "roughly": bool(rough)}


def _known(age: float | None) -> float | None:
    return age if age is not None and isfinite(age) else None
