"""How the contacts of one client hang together: the standard measures of an ego network.

All are computed on the client's own network in closed form, because general graph libraries recompute
each normaliser (O(n^3) for Burt's constraint). z of client and contact is 4 - circle, z of two contacts
is the strength of their tie; the unweighted forms set every z to 1. A measure that is not defined is
``None`` and says why; it is never 0. None of them is good or bad: describe, don't judge.

Sources: Burt (1992) Structural Holes; Borgatti (1997) Connections 20(1); Borgatti (2006) Computational
and Mathematical Organization Theory 12; Everett and Borgatti (2005) Social Networks 27; Freeman (1979)
Social Networks 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import log
from typing import Any

from supportmap.analysis.graph import Ego, cut_points
from supportmap.analysis.network import SECTORS, Contact, Network

__all__ = [
    "NOT_ELICITED",
    "NO_CONTACTS",
    "TIES_NOT_ALL_ASKED",
    "TIES_NOT_ASKED",
    "Structure",
    "groups",
    "structure",
]

NOT_ELICITED = "nobody was asked for contacts yet"
TIES_NOT_ASKED = "who knows whom was not asked"
TIES_NOT_ALL_ASKED = "who knows whom was not asked of everybody"
NO_CONTACTS = "there are no contacts"
NO_SECTOR = "some contacts have no sector"
TOO_FEW = {1: NO_CONTACTS, 2: "it takes two contacts", 3: "it takes three contacts"}


@dataclass(frozen=True, slots=True)
class Structure:
    """The structural measures of one network; ``None`` where undefined, with the reason in ``undefined``.

    ``density``, ``efficiency``, ``hierarchy``, ``fragmentation``, ``degree_centralization``
    and ``sector_diversity`` lie between 0 and 1; effective sizes between 1 and ``size``; ``constraint``
    between 0 and 1.125; ``betweenness`` counts pairs of contacts and is not normalised. ``not_placed``
    counts contacts without a circle, for whom the weighted measures use z = 1.
    """

    size: int
    not_placed: int
    ties: int | None = None
    density: float | None = None
    components: int | None = None
    isolates: int | None = None
    effective_size: float | None = None
    effective_size_weighted: float | None = None
    efficiency: float | None = None
    efficiency_weighted: float | None = None
    constraint: float | None = None
    constraint_weighted: float | None = None
    hierarchy: float | None = None
    hierarchy_weighted: float | None = None
    betweenness: float | None = None
    fragmentation: float | None = None
    degree_centralization: float | None = None
    cut_people: tuple[str, ...] | None = None
    sector_diversity: float | None = None
    undefined: Mapping[str, str] = field(default_factory=dict, hash=False)


def structure(network: Network) -> Structure:
    """Return every structural measure of a network.

    Time is linear in contacts and ties, but for betweenness (quadratic in contacts at the worst).
    """
    ego = Ego.of(network)
    values: dict[str, Any] = {}
    undefined: dict[str, str] = {}
    unasked = _why_unasked(network)
    for name, least, measure in _MEASURES:
        if unasked is None and ego.size >= least:
            values[name] = measure(ego)
        else:
            undefined[name] = unasked or TOO_FEW[least]
    diversity = _sector_diversity(network, ego.contacts)
    if isinstance(diversity, str):
        undefined["sector_diversity"] = diversity
    else:
        values["sector_diversity"] = diversity
    not_placed = [contact.circle for contact in ego.contacts].count(None)
    return Structure(size=ego.size, not_placed=not_placed, **values, undefined=undefined)


def groups(network: Network) -> list[tuple[Contact, ...]]:
    """Return the groups of active contacts who know each other, directly or through others.

    These are the connected components without the client; a contact whom nobody knows is a group of one.
    """
    ego = Ego.of(network)
    return [tuple(ego.contacts[member] for member in group) for group in ego.groups]


def _why_unasked(network: Network) -> str | None:
    if not network.elicited:
        return NOT_ELICITED
    if network.ties_asked:
        return None
    return TIES_NOT_ALL_ASKED if network.ties else TIES_NOT_ASKED


def _effective_size(ego: Ego) -> float:
    """Size less the mean number of ties a contact has to the others (Borgatti 1997)."""
    return ego.size - 2 * len(ego.ties) / ego.size


def _hierarchy(dyadic: list[float]) -> float:
    """Return how far the constraint comes from few contacts: 0 from all alike to 1 from a single one."""
    mean = sum(dyadic) / len(dyadic)
    relative = [share / mean for share in dyadic]
    return max(0.0, sum([each * log(each) for each in relative]) / (len(dyadic) * log(len(dyadic))))


def _betweenness(ego: Ego) -> float:
    """Return the client's betweenness: over pairs who don't know each other, 1 / the ways of two steps.

    Every such pair has the way through the client; the other ways lead through shared contacts, so only
    pairs that share one need to be looked at. Neighbourhoods are bit sets, which bounds the worst case.
    """
    total = ego.size * (ego.size - 1) / 2 - len(ego.ties)
    bits = [0] * ego.size
    for a, b, _ in ego.ties:
        bits[a] |= 1 << b
        bits[b] |= 1 << a
    for i, near in enumerate(ego.neighbours):
        two_steps = 0
        for q in near:
            two_steps |= bits[q]
        apart = (two_steps & ~bits[i]) >> (i + 1)
        while apart:
            j = i + (apart & -apart).bit_length()
            shared = (bits[i] & bits[j]).bit_count()
            total -= shared / (shared + 1)
            apart &= apart - 1
    return total


def _fragmentation(ego: Ego) -> float:
    """Return the share of pairs who can't reach each other without the client (Borgatti 2006)."""
    joined = sum([len(group) * (len(group) - 1) for group in ego.groups])
    return 1 - joined / (ego.size * (ego.size - 1))


def _cut_people(ego: Ego) -> tuple[str, ...]:
    """Return the ids of those without whom a group of contacts would fall apart."""
    return tuple(ego.contacts[place].id for place in cut_points(ego.neighbours, ego.visits))


def _degree_centralization(ego: Ego) -> float:
    """Return how far the ties gather on one contact: 0 evenly spread, 1 a star (Freeman 1979)."""
    return (ego.size * max(ego.degrees) - 2 * len(ego.ties)) / ((ego.size - 1) * (ego.size - 2))


_MEASURES: tuple[tuple[str, int, Callable[[Ego], object]], ...] = (
    ("ties", 0, lambda ego: len(ego.ties)),
    ("density", 2, lambda ego: 2 * len(ego.ties) / (ego.size * (ego.size - 1))),
    ("components", 0, lambda ego: len(ego.groups)),
    ("isolates", 0, lambda ego: ego.degrees.count(0)),
    ("effective_size", 1, _effective_size),
    ("effective_size_weighted", 1, lambda ego: ego.effective_size_weighted),
    ("efficiency", 1, lambda ego: _effective_size(ego) / ego.size),
    ("efficiency_weighted", 1, lambda ego: ego.effective_size_weighted / ego.size),
    ("constraint", 1, lambda ego: sum(ego.dyadic_constraint)),
    ("constraint_weighted", 1, lambda ego: sum(ego.dyadic_constraint_weighted)),
    ("hierarchy", 2, lambda ego: _hierarchy(ego.dyadic_constraint)),
    ("hierarchy_weighted", 2, lambda ego: _hierarchy(ego.dyadic_constraint_weighted)),
    ("betweenness", 0, _betweenness),
    ("fragmentation", 2, _fragmentation),
    ("degree_centralization", 3, _degree_centralization),
    ("cut_people", 0, _cut_people),
)
"""Each measure of ties: its name, the fewest contacts for which it is defined, and how it is computed."""


def _sector_diversity(network: Network, contacts: tuple[Contact, ...]) -> float | str:
    """Return the index of qualitative variation over the five sectors, or why it is undefined.

    It goes from 0, all in one, to 1, evenly spread. A contact without a sector could be in any, so nothing
    is said until all have one.
    """
    sectors = [contact.sector for contact in contacts]
    if not network.elicited:
        return NOT_ELICITED
    if not sectors:
        return NO_CONTACTS
    if None in sectors:
        return NO_SECTOR
    blau = 1 - sum([(sectors.count(sector) / len(sectors)) ** 2 for sector in SECTORS])
    return blau / (1 - 1 / len(SECTORS))
