"""Made-up ties: who knows whom, mostly within a part of life."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from random import Random

from supportmap.analysis.network import Contact, Tie
from supportmap.demo.chance import happens

__all__ = ["ties_among", "ties_of"]

WITHIN = {"family": 0.5, "friends": 0.3, "work": 0.45, "community": 0.2, "professionals": 0.3}
BETWEEN = 0.04
CLOSE, STRAINED, NOT_SAID = 0.35, 0.07, 0.04


def ties_among(random: Random, contacts: Sequence[Contact]) -> tuple[Tie, ...]:
    """Return who of these know each other."""
    return _known(random, combinations(contacts, 2))


def ties_of(random: Random, contact: Contact, others: Iterable[Contact]) -> tuple[Tie, ...]:
    """Return whom of the others somebody new knows."""
    return _known(random, ((other, contact) for other in others))


def _known(random: Random, pairs: Iterable[tuple[Contact, Contact]]) -> tuple[Tie, ...]:
    return tuple(_tie(random, a, b) for a, b in pairs if happens(random, _likely(a, b)))


def _likely(a: Contact, b: Contact) -> float:
    return WITHIN.get(a.sector or "", BETWEEN) if a.sector == b.sector else BETWEEN


def _tie(random: Random, a: Contact, b: Contact) -> Tie:
    strength = None if happens(random, NOT_SAID) else 1 + happens(random, CLOSE)
    return Tie(a.id, b.id, strength, strained=happens(random, STRAINED))
