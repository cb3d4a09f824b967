"""What of the directory fits, the best first, and why each is there.

The engine cuts the candidates by their words and tokens; whether they fit, and in which order they come, is
decided here, so that both engines give the same answer. Only what is known to stand in the way leaves a
service out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from heapq import nsmallest
from itertools import starmap
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, bindparam, func, select
from sqlalchemy.orm import Session

from supportmap.analysis.network import FUNCTIONS
from supportmap.directory.centroids import locate
from supportmap.directory.distance import Point
from supportmap.directory.facts import Facts, read_back
from supportmap.directory.fitting import fits, nearest_km
from supportmap.directory.reasons import checks, reasons
from supportmap.directory.shown import Shown, shown
from supportmap.directory.text_index import ASKED, WORDS, Groups, Query, TextIndex, text_index, word_groups
from supportmap.directory.tiers import tiers, whole
from supportmap.directory.wanted import Wanted

__all__ = ["Found", "Match", "find"]


FEW = 150
"""Candidates up to which all are read at once: to ask for portions takes longer then."""


@dataclass(frozen=True, slots=True)
class Match:
    """A service that fits as far as is known: what a list shows of it, why it is there, and what to ask.

    ``km`` is the distance to its nearest known place; None where that isn't known, or must be told nobody.
    """

    service_id: UUID
    shown: Shown
    km: float | None
    reasons: tuple[str, ...]
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The best matches, and whether there may be more.

    ``nothing_within``: a reach was given, and nothing that fits is known to be within it: a gap of the
    community, not of a client. ``area_unknown``: there is no point of the area, so distance didn't count.
    """

    matches: tuple[Match, ...] = ()
    may_be_more: bool = False
    nothing_within: bool = False
    area_unknown: bool = False


class _Fit(NamedTuple):
    """A service that fits, and its place in the order: the least comes first."""

    rank: tuple[Any, ...]
    facts: Facts
    km: float | None
    near: bool
    named: int


class _Best(NamedTuple):
    """The best that fit, in their order, whether there may be more, and whether any at all is near."""

    fits: list[_Fit]
    more: bool
    any_near: bool


def find(session: Session, agency_id: UUID, wanted: Wanted, today: date) -> Found:
    """Return what an agency's directory has of what is wanted, the best first."""
    point = wanted.point or (locate(session, agency_id, wanted.area) if wanted.area else None)
    best = _best(session, agency_id, wanted, point)
    pages = shown(session, agency_id, [fit.facts.id for fit in best.fits])
    matches = tuple([_match(fit, pages[fit.facts.id], wanted, point, today) for fit in best.fits])
    nothing_within = _has_reach(wanted, point) and not best.any_near
    return Found(matches, best.more, nothing_within, area_unknown=bool(wanted.area) and point is None)


def _best(session: Session, agency_id: UUID, wanted: Wanted, point: Point | None) -> _Best:
    words = word_groups(wanted.words, wanted.word_languages)
    if wanted.words.strip() and not words:
        return _Best([], more=False, any_near=False)
    index = text_index(session)
    numbers = index.numbers(whole(agency_id, wanted, point, words), FEW + 1)
    if len(numbers) <= FEW:
        given = {"agency": agency_id, "numbers": numbers}
        found = starmap(read_back, session.execute(_by_number(), given))
        return _only(list(_fits(found, wanted, point, words)), wanted)
    best, more, any_near = list[_Fit](), False, not _has_reach(wanted, point)
    for tier in tiers(agency_id, wanted, point, words):
        # Whether anything is near is said of all that fits, not of the best only.
        if len(best) == wanted.limit and best[-1].rank[:2] < tier.best and (any_near or not tier.near):
            more = True
            continue
        fits_too = list(_fits(_candidates(session, agency_id, tier.query), wanted, point, words))
        any_near = any_near or any(fit.near for fit in fits_too)
        more = more or len(best) + len(fits_too) > wanted.limit
        best = nsmallest(wanted.limit, [*best, *fits_too], key=lambda fit: fit.rank)
    return _Best(best, more, any_near)


def _only(found: list[_Fit], wanted: Wanted) -> _Best:
    best = nsmallest(wanted.limit, found, key=lambda fit: fit.rank)
    return _Best(best, len(found) > wanted.limit, any(fit.near for fit in found))


def _has_reach(wanted: Wanted, point: Point | None) -> bool:
    return point is not None and wanted.within_km is not None


def _candidates(session: Session, agency_id: UUID, query: Query) -> Iterator[Facts]:
    """Yield what the index has, those too that don't fit after all."""
    index = text_index(session)
    given = {"agency": agency_id, ASKED: index.expression(query)}
    return starmap(read_back, session.execute(_statement(type(index)), given))


@cache
def _statement(index: type[TextIndex]) -> Any:
    """Return the query of candidates, made once: making it takes longer than running it."""
    return _of_services(index.matching)


@cache
def _by_number() -> Any:
    """Return the query of candidates whose numbers are known."""
    return _of_services(WORDS.c.number.in_(bindparam("numbers", expanding=True)))


def _of_services(these: ColumnElement[bool]) -> Any:
    # In a form that no index serves: SQLite would go through all services of the agency by it.
    agency = func.coalesce(WORDS.c.agency_id, WORDS.c.agency_id) == bindparam("agency", type_=Uuid())
    return select(WORDS.c.service_id, WORDS.c.named, WORDS.c.facts).where(agency, these)


def _fits(candidates: Iterable[Facts], wanted: Wanted, point: Point | None, words: Groups) -> Iterator[_Fit]:
    for facts in candidates:
        km = nearest_km(facts, point)
        if fits(facts, wanted, km):
            near = km is not None and (wanted.within_km is None or km <= wanted.within_km)
            named = sum([any(f" {stem} " in facts.named for stem in group) for group in words])
            far = _has_reach(wanted, point) and not near
            yield _Fit(_rank(facts, wanted, km, far, named), facts, km, near, named)


def _rank(facts: Facts, wanted: Wanted, km: float | None, far: bool, named: int) -> tuple[Any, ...]:
    """Return the order: what fills gaps, is near, is named so, is nearest, was verified; at last the id."""
    filled = [wanted.functions.get(each, 0.0) * (facts.weight(each) or 0) for each in FUNCTIONS]
    verified = facts.verified_on.toordinal() if facts.verified_on else 0
    return -round(sum(filled), 9), far, -named, km is None, km or 0.0, -verified, facts.id.int


def _match(fit: _Fit, page: Shown, wanted: Wanted, point: Point | None, today: date) -> Match:
    roughly = wanted.point is None
    return Match(
        fit.facts.id,
        page,
        fit.km,
        reasons(fit.facts, wanted, fit.km, roughly, bool(fit.named)),
        checks(fit.facts, wanted, point is not None, today),
    )
