"""What of the directory fits, the best first, and why each is there.

The engine cuts the candidates by their words and tokens; whether they fit, and in which order they come, is
decided here, so that both engines give the same answer. Only what is known to stand in the way leaves a
service out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from heapq import nsmallest
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from supportmap.analysis.network import FUNCTIONS, Function
from supportmap.directory.centroids import locate
from supportmap.directory.distance import Point
from supportmap.directory.facts import Facts, read_back
from supportmap.directory.fitting import does_nothing, fits, nearest_km
from supportmap.directory.reasons import checks, reasons
from supportmap.directory.shown import Shown, shown
from supportmap.directory.text_index import ASKED, WORDS, Groups, Query, TextIndex, text_index, word_groups
from supportmap.directory.tiers import tiers, whole
from supportmap.directory.wanted import Wanted

__all__ = ["Found", "Match", "find"]


FEW = 300
"""Services with the words up to which all portions are read at once: to ask for each takes longer then."""


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
    ``words_unread``: the words have no letter or digit, so they weren't looked for.
    """

    matches: tuple[Match, ...] = ()
    may_be_more: bool = False
    nothing_within: bool = False
    area_unknown: bool = False
    words_unread: bool = False


_Rank = tuple[float, bool, int, bool, float, int, Any]
"""The place of a service in the order, the least first: what fills gaps, what isn't near though a reach is
given, what is named so, what isn't placed and how far it is, what was verified lately; then the id."""
_Fit = tuple[_Rank, Facts, float | None]
"""A service that fits: its rank, which no other has, its facts, and how far it is."""


class _Best(NamedTuple):
    """The best that fit, in their order, whether there may be more, and whether any at all is near."""

    fits: list[_Fit]
    more: bool
    any_near: bool


def find(session: Session, agency_id: UUID, wanted: Wanted, today: date) -> Found:
    """Return what an agency's directory has of what is wanted, the best first."""
    point = wanted.point or (locate(session, agency_id, wanted.area) if wanted.area else None)
    words = word_groups(wanted.words, wanted.word_languages)
    words_unread = bool(wanted.words.strip()) and not words
    if words_unread:
        wanted = replace(wanted, words="")
    best = _best(session, agency_id, wanted, point, words)
    ids = [_id(fit) for fit in best.fits]
    pages = shown(session, agency_id, ids)
    told = zip(ids, best.fits, strict=True)
    matches = tuple([_match(own_id, fit, pages[own_id], wanted, point, today) for own_id, fit in told])
    nothing_within = _has_reach(wanted, point) and not best.any_near
    area_unknown = bool(wanted.area) and point is None
    return Found(matches, best.more, nothing_within, area_unknown, words_unread)


def _best(session: Session, agency_id: UUID, wanted: Wanted, point: Point | None, words: Groups) -> _Best:
    everything = whole(agency_id, wanted, point, words)
    if not text_index(session).has_more(Query(words) if words else everything, FEW):
        found = _fits(_candidates(session, agency_id, everything), wanted, point, words)
        return _only(list(found), wanted)
    best, more, any_near = list[_Fit](), False, not _has_reach(wanted, point)
    for tier in tiers(agency_id, wanted, point, words):
        # Whether anything is near is said of all that fits, not of the best only.
        if len(best) == wanted.limit and best[-1][0][:2] < tier.best and (any_near or not tier.near):
            more = True
            continue
        fits_too = list(_fits(_candidates(session, agency_id, tier.query), wanted, point, words))
        any_near = any_near or any(map(_is_near, fits_too))
        more = more or len(best) + len(fits_too) > wanted.limit
        best = nsmallest(wanted.limit, [*best, *fits_too])
    return _Best(best, more, any_near)


def _only(found: list[_Fit], wanted: Wanted) -> _Best:
    best = nsmallest(wanted.limit, found)
    return _Best(best, len(found) > wanted.limit, any(map(_is_near, found)))


def _is_near(fit: _Fit) -> bool:
    """Tell whether a service is within the reach, where one is given."""
    return not fit[0][1]


def _has_reach(wanted: Wanted, point: Point | None) -> bool:
    return point is not None and wanted.within_km is not None


def _candidates(session: Session, agency_id: UUID, query: Query) -> Sequence[Any]:
    """Return id, name and facts of what the index has, of those too that don't fit after all."""
    index = text_index(session)
    given = {"agency": agency_id, ASKED: index.expression(query)}
    with session.connection().execute(_statement(type(index)), given) as result:
        # As the engine gives them: to make rows of them takes as long as to find them.
        return result.cursor.fetchall() if result.cursor else ()


@cache
def _statement(index: type[TextIndex]) -> Any:
    """Return the query of candidates, made once: making it takes longer than running it."""
    # In a form that no index serves: SQLite would go through all services of the agency by it.
    agency = func.coalesce(WORDS.c.agency_id, WORDS.c.agency_id) == bindparam("agency", type_=Uuid())
    # As the engine has it: a UUID takes longer to make than all the rest of a candidate to read.
    own_id = type_coerce(WORDS.c.service_id, NullType())
    return select(own_id, WORDS.c.named, WORDS.c.facts).where(index.matching, agency)


def _fits(candidates: Iterable[Any], wanted: Wanted, point: Point | None, words: Groups) -> Iterator[_Fit]:
    refused = {form for each in wanted.refused for form in (each, each.hex)}
    names = [[f" {stem} " for stem in group] for group in words]
    gaps = [(function, wanted.functions[function]) for function in FUNCTIONS if function in wanted.functions]
    has_reach, reach = _has_reach(wanted, point), wanted.within_km or 0.0
    worth: dict[tuple[Any, ...], float | None] = {}
    for own_id, name, told in candidates:
        facts = read_back(told)
        # Many do as much as another did: to reckon it anew takes as long as all the rest.
        if (weights := facts[: len(FUNCTIONS)]) not in worth:
            worth[weights] = None if does_nothing(facts, wanted) else _filled(facts, gaps)
        filled = worth[weights]
        if filled is None or own_id in refused:
            continue
        km = nearest_km(facts, point)
        if fits(facts, wanted, km):
            far = has_reach and (km is None or km > reach)
            verified = facts.verified_on.toordinal() if facts.verified_on else 0
            yield (-filled, far, -_named(name, names), km is None, km or 0.0, -verified, own_id), facts, km


def _named(name: str, words: list[list[str]]) -> int:
    """Return how many of the words that are looked for a name has."""
    count = 0
    for group in words:
        for stem in group:
            if stem in name:
                count += 1
                break
    return count


def _filled(facts: Facts, gaps: list[tuple[Function, float]]) -> float:
    return round(sum([gap * (facts.weight(function) or 0) for function, gap in gaps]), 9)


def _id(fit: _Fit) -> UUID:
    own_id = fit[0][-1]
    return own_id if isinstance(own_id, UUID) else UUID(own_id)


def _match(own_id: UUID, fit: _Fit, page: Shown, wanted: Wanted, point: Point | None, today: date) -> Match:
    rank, facts, km = fit
    roughly, named = wanted.point is None or facts.roughly, rank[2] < 0
    return Match(
        own_id,
        page,
        km,
        reasons(facts, wanted, km, roughly, named),
        checks(facts, wanted, point is not None, today),
    )
