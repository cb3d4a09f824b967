"""In which portions the index is asked: the best that there can be first, so that the rest need not be read.

A service that does much for the widest gap comes before all that don't, and one that is known to be near
before those of which that isn't known. So these are asked for one after the other, until no service of the
next portion could come before the last one that is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from supportmap.analysis.network import Function
from supportmap.directory.cells import cells_around
from supportmap.directory.distance import Point
from supportmap.directory.text_index import Groups, Query
from supportmap.directory.tokens import (
    agency_token,
    functions_wanted,
    initial_of,
    reach_unknown,
    tokens_unwanted,
    tokens_wanted,
)
from supportmap.directory.wanted import Wanted

__all__ = ["Tier", "tiers", "whole"]


class Tier(NamedTuple):
    """A portion: what to ask for, the most it can fill of the gaps, and whether it holds what is near."""

    query: Query
    fills: float
    near: bool

    @property
    def best(self) -> tuple[float, bool]:
        """Return the beginning of the rank that none of it comes before."""
        return -round(self.fills, 9), not self.near


def whole(agency_id: UUID, wanted: Wanted, point: Point | None, words: Groups) -> Query:
    """Return what to ask for to get all portions at once."""
    cells, gaps = _cells(wanted, point), _gaps(wanted)
    groups = (functions_wanted(gaps), (*cells, *reach_unknown(wanted)) if cells else ())
    return _query(
        agency_id,
        words,
        (*tokens_wanted(wanted), *(group for group in groups if group)),
        tokens_unwanted(wanted),
    )


def tiers(agency_id: UUID, wanted: Wanted, point: Point | None, words: Groups) -> Iterator[Tier]:
    """Yield the portions in their order; no service is in two, and each that fits is in one."""
    base, never = tokens_wanted(wanted), tokens_unwanted(wanted)
    for tokens, without, fills in _by_function(wanted):
        for where, elsewhere, near in _by_place(wanted, point):
            query = _query(agency_id, words, (*base, *tokens, *where), (*without, *elsewhere, *never))
            yield Tier(query, fills, near)


def _query(agency_id: UUID, words: Groups, tokens: Groups, without: tuple[str, ...]) -> Query:
    # Every token that is asked for takes time, and whose a service is will be looked at again.
    anything = ((agency_token(agency_id),),) if not words and not tokens else ()
    return Query(words, (*tokens, *anything), without)


def _gaps(wanted: Wanted) -> dict[Function, float]:
    return {function: gap for function, gap in wanted.functions.items() if gap > 0}


def _cells(wanted: Wanted, point: Point | None) -> tuple[str, ...] | None:
    return cells_around(point, wanted.within_km) if point and wanted.within_km is not None else None


def _by_function(wanted: Wanted) -> Iterator[tuple[Groups, tuple[str, ...], float]]:
    """Yield what does much for the widest gap, and the rest: tokens, those without, the most it fills."""
    gaps = _gaps(wanted)
    if not gaps:
        yield (), (), 0.0
        return
    widest = max(gaps, key=lambda function: gaps[function])
    most, much = 2 * sum(gaps.values()), f"{initial_of(widest)}2"
    yield ((much,),), (), most
    rest = tuple(token for token in functions_wanted(gaps) if token != much)
    yield (rest,), (much,) if len(gaps) > 1 else (), most - gaps[widest]


def _by_place(wanted: Wanted, point: Point | None) -> Iterator[tuple[Groups, tuple[str, ...], bool]]:
    """Yield what may be near, and what isn't known to be: tokens with, without, and whether it is near."""
    cells = _cells(wanted, point)
    if cells is None:
        yield (), (), True
        return
    yield (cells,), (), True
    yield (reach_unknown(wanted),), cells, False
