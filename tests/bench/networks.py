"""Made-up networks of realistic sizes, always the same ones for the same seed.

Sizes follow a gamma-Poisson mixture with the mean of studies of people with psychosis, 11.7 contacts, and
a tail to about their largest study mean, 44.9 (Palumbo 2015, BMC Research Notes 8:560). Contacts know each
other mostly within a part of life (family, friends, ...), on average about 10 pairs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from supportmap.analysis.caseload.arrays import ANSWERS, NOT_ASKED, Caseload
from supportmap.analysis.network import Contact, Network, Sector, Tie

MEAN_CONTACTS, SHAPE, MOST_CONTACTS = 11.7, 3.0, 60
PARTS_OF_LIFE = (0.43, 0.265, 0.12, 0.1, 0.085)
"""Shares of family and friends as in Palumbo; the last part stands for professionals."""
KNOWN_WITHIN, KNOWN_BETWEEN, CLOSE = 0.3, 0.03, 0.3
NOT_ANSWERED = 0.1

Rows = dict[str, npt.NDArray[np.int64]]

PAIR_B, PAIR_A = np.tril_indices(MOST_CONTACTS, -1)
"""Pairs of positions ordered by the later one: the first n (n - 1) / 2 are those of n contacts."""


def made_up(count: int, seed: int = 1) -> Caseload:
    """Return so many networks as arrays; pairs are drawn for 1,000 networks at a time, to save memory."""
    random = np.random.default_rng(seed)
    size = np.minimum(random.poisson(random.gamma(SHAPE, MEAN_CONTACTS / SHAPE, count)), MOST_CONTACTS)
    part = random.choice(len(PARTS_OF_LIFE), size.sum(), p=PARTS_OF_LIFE)
    offsets = np.concatenate(([0], np.cumsum(size)))
    drawn = [
        _ties(random, size[start : start + 1000], part[offsets[start] :]) for start in range(0, count, 1000)
    ]
    ties = {name: np.concatenate([rows[name] for rows in drawn]) for name in drawn[0]}
    return Caseload(
        contact_offsets=offsets,
        tie_offsets=np.concatenate(([0], np.cumsum(ties.pop("count")))),
        unsafe=random.random(len(part)) < 0.03,
        formal=part == len(PARTS_OF_LIFE) - 1,
        **{name: _answers(random, len(part), name) for name in ANSWERS},
        tie_a=ties["a"].astype(np.int32),
        tie_b=ties["b"].astype(np.int32),
        tie_strength=ties["strength"].astype(np.int8),
        elicited=np.ones(count, np.bool_),
        ties_asked=np.ones(count, np.bool_),
    )


def _answers(random: np.random.Generator, count: int, name: str) -> npt.NDArray[np.int8]:
    answers = random.choice(ANSWERS[name], count)
    return np.where(random.random(count) < NOT_ANSWERED, NOT_ASKED, answers).astype(np.int8)


def _ties(random: np.random.Generator, size: npt.NDArray[np.int64], part: npt.NDArray[np.int64]) -> Rows:
    """Draw who knows whom in some networks; ``part`` begins with their contacts."""
    pairs = size * (size - 1) // 2
    network = np.repeat(np.arange(len(size)), pairs)
    pair = np.arange(len(network)) - np.repeat(np.cumsum(pairs) - pairs, pairs)
    first = (np.cumsum(size) - size)[network]
    is_within = part[first + PAIR_A[pair]] == part[first + PAIR_B[pair]]
    known = random.random(len(pair)) < np.where(is_within, KNOWN_WITHIN, KNOWN_BETWEEN)
    a, b = PAIR_A[pair[known]], PAIR_B[pair[known]]
    strength = 1 + (random.random(len(a)) < CLOSE)
    return {"count": np.bincount(network[known], minlength=len(size)), "a": a, "b": b, "strength": strength}


def networks_of(caseload: Caseload, which: Iterable[int]) -> list[Network]:
    """Return some networks of a caseload, by position, with names made up as well."""
    return [_network(caseload, number) for number in which]


def _network(caseload: Caseload, number: int) -> Network:
    contacts = slice(*caseload.contact_offsets[number : number + 2])
    ties = slice(*caseload.tie_offsets[number : number + 2])
    facts = [getattr(caseload, name)[contacts].tolist() for name in (*ANSWERS, "unsafe", "formal")]
    ends = [getattr(caseload, name)[ties].tolist() for name in ("tie_a", "tie_b", "tie_strength")]
    return Network(
        tuple(_contact(place, *known) for place, known in enumerate(zip(*facts, strict=True))),
        tuple(Tie(f"c{a}", f"c{b}", strength) for a, b, strength in zip(*ends, strict=True)),
        elicited=bool(caseload.elicited[number]),
        ties_asked=bool(caseload.ties_asked[number]),
    )


def _contact(place: int, *facts: Any) -> Contact:
    *answers, unsafe, formal = facts
    known: dict[str, Any] = {
        name: None if answer == NOT_ASKED else answer for name, answer in zip(ANSWERS, answers, strict=True)
    }
    sector: Sector = "professionals" if formal else INFORMAL[place % len(INFORMAL)]
    return Contact(f"c{place}", f"Contact {place}", sector=sector, unsafe=unsafe, **known)


INFORMAL: tuple[Sector, ...] = ("family", "friends", "work", "community")


def one_network(contacts: int, ties: int, seed: int = 1) -> Network:
    """Return one network of exactly so many contacts and ties, spread over all pairs alike."""
    random = np.random.default_rng(seed)
    later, earlier = np.tril_indices(contacts, -1)
    chosen = random.choice(len(later), ties, replace=False)
    return Network(_people(random, contacts), _known(earlier[chosen], later[chosen]))


def sectored_network(contacts: int, seed: int = 1) -> Network:
    """Return one network where 15 % of the pairs know each other, within a part of life 8 times as often."""
    random = np.random.default_rng(seed)
    people = _people(random, contacts)
    sectors = np.array([each.sector for each in people])
    later, earlier = np.tril_indices(contacts, -1)
    chance = np.where(sectors[later] == sectors[earlier], 8.0, 1.0)
    chosen = random.choice(len(later), round(0.15 * len(later)), replace=False, p=chance / chance.sum())
    return Network(people, _known(earlier[chosen], later[chosen]))


def _people(random: np.random.Generator, count: int) -> tuple[Contact, ...]:
    answers = zip(*(_answers(random, count, name).tolist() for name in ANSWERS), strict=True)
    return tuple(_contact(place, *known, False, place % 9 == 8) for place, known in enumerate(answers))


def _known(a: npt.NDArray[np.int64], b: npt.NDArray[np.int64]) -> tuple[Tie, ...]:
    pairs = zip(a.tolist(), b.tolist(), strict=True)
    return tuple(Tie(f"c{one}", f"c{other}", 1 + (one + other) % 2) for one, other in pairs)
