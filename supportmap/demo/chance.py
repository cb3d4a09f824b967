"""What is drawn by chance: how many, and which of several."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from random import Random
from typing import TypeVar

__all__ = ["MEAN_CONTACTS", "MOST_CONTACTS", "a_number", "a_size", "happens", "one_of"]

MEAN_CONTACTS, SHAPE, MOST_CONTACTS = 11.7, 3.0, 60
"""The weighted mean over 20 studies of people with psychosis (Palumbo 2015, BMC Research Notes 8:560); with
this shape about one network in 500 reaches the largest study mean, 44.9."""

Thing = TypeVar("Thing")


def a_number(random: Random, mean: float) -> int:
    """Return a Poisson number (Knuth's method: as many draws as the mean)."""
    number, product, limit = 0, random.random(), exp(-mean)
    while product > limit:
        number, product = number + 1, product * random.random()
    return number


def a_size(random: Random) -> int:
    """Return how many contacts a client names: a gamma-Poisson mixture, at most 60."""
    return min(a_number(random, random.gammavariate(SHAPE, MEAN_CONTACTS / SHAPE)), MOST_CONTACTS)


def happens(random: Random, probability: float) -> bool:
    """Tell whether something of this probability happens."""
    return random.random() < probability


def one_of(random: Random, weights: Mapping[Thing, float]) -> Thing:
    """Return one of several things, each as often as its weight says."""
    return random.choices(list(weights), list(weights.values()))[0]
