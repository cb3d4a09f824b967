"""What of a service decides whether it fits: its searched columns, and its places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import isfinite
from typing import Any
from uuid import UUID

from supportmap.analysis.network import Function
from supportmap.directory.distance import Point, point_of
from supportmap.records.directory import PlaceRow, ServiceRow

__all__ = ["FACTS", "Facts", "facts_of", "languages_in"]

FACTS = (
    *(ServiceRow.id, ServiceRow.emotional, ServiceRow.practical, ServiceRow.belonging),
    *(ServiceRow.minimum_age, ServiceRow.maximum_age, ServiceRow.free, ServiceRow.in_person),
    *(ServiceRow.online, ServiceRow.languages, ServiceRow.hours, ServiceRow.confidential),
    *(ServiceRow.status, ServiceRow.verified_on),
)
"""The columns of a service, in the order of the fields of ``Facts``."""
PLACE = (PlaceRow.kind, PlaceRow.latitude, PlaceRow.longitude)
NOWHERE_TO_GO = ("virtual", "postal")
_CODE = re.compile(r"[a-z]{2,3}\b")


@dataclass(frozen=True, slots=True)
class Facts:
    """One service. What isn't known is None; ``named`` are the stems of its name between two blanks."""

    id: UUID
    emotional: int | None = None
    practical: int | None = None
    belonging: int | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    free: bool | None = None
    in_person: bool | None = None
    online: bool | None = None
    languages: str | None = None
    hours: str | None = None
    confidential: bool = False
    status: str | None = None
    verified_on: date | None = None
    named: str = ""
    points: tuple[Point, ...] = ()
    """Where one can go; none of a confidential service."""
    all_placed: bool = False
    """Whether these are all the places that there are."""

    def weight(self, function: Function) -> int | None:
        """Return how much it does for a function: 0, 1, 2, or None: not known."""
        weight: int | None = getattr(self, function)
        return weight

    @property
    def age_limits(self) -> tuple[float | None, float | None]:
        """Return its least and greatest age; limits that nobody can keep to say nothing."""
        least, most = _known(self.minimum_age), _known(self.maximum_age)
        return (None, None) if least is not None and most is not None and least > most else (least, most)


def facts_of(rows: Iterable[Any]) -> Iterator[Facts]:
    """Yield services from rows of ``(*FACTS, named, *PLACE)``, where those of one service lie together."""
    for _, of_service in groupby(rows, key=lambda row: row[0]):
        each = list(of_service)
        first = each[0]
        points, all_placed = _places(() if first.confidential else [row[-3:] for row in each])
        named = first[len(FACTS)] or ""
        yield Facts(*(*first[: len(FACTS)], named, points, all_placed))


def languages_in(codes: str | None) -> frozenset[str] | None:
    """Return the languages of a column, without their regions; None where none is known."""
    found = (_CODE.match(code) for code in (codes or "").lower().split())
    return frozenset(code[0] for code in found if code) or None


def _places(places: Iterable[Any]) -> tuple[tuple[Point, ...], bool]:
    found = [
        point_of(latitude, longitude)
        for kind, latitude, longitude in places
        if kind not in NOWHERE_TO_GO and (kind, latitude, longitude) != (None, None, None)
    ]
    return tuple([point for point in found if point]), bool(found) and None not in found


def _known(age: float | None) -> float | None:
    return age if age is not None and isfinite(age) else None
