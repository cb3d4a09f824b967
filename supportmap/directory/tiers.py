"""In which portions the index is asked: the best that there can be first, so that the rest need not be read.

A service that does much for the widest gap comes before all that don't, and one that is known to be near
before those of which that isn't known. So these are asked for one after the other, until no service of the
next portion could come before the last one that is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from supportmap.directory.cells import cells_around
from supportmap.directory.distance import Point
from supportmap.directory.text_index import Groups, Query
from supportmap.directory.tokens import initial_of, reach_unknown, tokens_wanted
from supportmap.directory.wanted import Wanted

__all__ = ["Tier", "tiers"]


class Tier(NamedTuple):
    """A portion: what to ask for, the most it can fill of the gaps, and whether it holds what is near."""

    query: Query
    fills: float
    near: bool

    @property
    def best(self) -> tuple[float, bool]:
        """Return the beginning of the rank that none of it comes before."""
        return -round(self.fills, 9), not self.near


def tiers(agency_id: UUID, wanted: Wanted, point: Point | None, words: Groups) -> Iterator[Tier]:
    """Yield the portions in their order; no service is in two, and each that fits is in one."""
    base = tokens_wanted(agency_id, wanted)
    for tokens, without, fills in _by_function(wanted):
        for where, elsewhere, near in _by_place(wanted, point):
            query = Query(words, (*base, *tokens, *where), (*without, *elsewhere))
            yield Tier(query, fills, near)


_Portion = tuple[Groups, tuple[str, ...]]


def _by_function(wanted: Wanted) -> Iterator[tuple[Groups, tuple[str, ...], float]]:
    """Yield what does much for the widest gap, and the rest: tokens, those without, the most it fills."""
    gaps = {function: gap for function, gap in wanted.functions.items() if gap > 0}
    if not gaps:
        yield (), (), 0.0
        return
    widest = max(gaps, key=lambda function: gaps[function])
    most = 2 * sum(gaps.values())
    much = f"{initial_of(widest)}2"
    yield ((much,),), (), most
    yield (), (much,), most - gaps[widest]


def _by_place(wanted: Wanted, point: Point | None) -> Iterator[tuple[Groups, tuple[str, ...], bool]]:
    """Yield what may be near, and what isn't known to be: tokens with, without, and whether it is near."""
    cells = cells_around(point, wanted.within_km) if point and wanted.within_km is not None else None
    if cells is None:
        yield (), (), True
        return
    yield (cells,), (), True
    yield (reach_unknown(wanted),), cells, False
