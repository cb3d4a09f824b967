"""The constants of the coverage formula, in one versioned place.

They are design decisions: no study validates these numbers. A change to any of them is a new
``version``, so that numbers of different formulas are never compared as if they were one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from supportmap.analysis.network import Function

__all__ = ["CAVEAT", "FORMULA", "Formula", "Modulator"]

CAVEAT = "descriptive, not validated"
"""What stands beside every number."""


@dataclass(frozen=True, slots=True)
class Modulator:
    """The answer that decides how far a function reaches: a field of a contact, and each value's factor."""

    answer: str
    factors: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Formula:
    """Everything that coverage depends on besides the answers. All factors lie between 0 and 1."""

    version: str
    certainty: float
    """Nobody gives support with certainty: the most one contact can cover."""
    strain_cost: float
    """The share of a contact's support lost when they are almost always critical or draining."""
    repetition: float
    """What each further person counts, as a share of the one before."""
    threshold: float
    """From here on a function counts as met."""
    dependable: float
    """From here on one contact counts as somebody to depend on."""
    need: float
    """How much of a function counts as wanted where the client was not asked."""
    shares: Mapping[int, float]
    """What a rating of 0, 1, 2 means as a share."""
    modulators: Mapping[Function, Modulator] = field(hash=False)
    tolerance: float = 1e-9
    """Scores this close to a mark have reached it, whatever the order of the multiplications."""

    def reaches(self, value: float, mark: float) -> bool:
        """Return whether a value has reached a mark."""
        return value >= mark - self.tolerance


FORMULA = Formula(
    version="coverage-1",
    certainty=0.9,
    strain_cost=0.6,
    repetition=0.7,
    threshold=0.5,
    dependable=0.45,
    need=0.5,
    shares={0: 0.0, 1: 0.5, 2: 1.0},
    modulators={
        "emotional": Modulator("circle", {1: 1.0, 2: 0.8, 3: 0.6}),
        "practical": Modulator("reach", {2: 1.0, 1: 0.8, 0: 0.5}),
        "belonging": Modulator("frequency", {2: 1.0, 1: 0.8, 0: 0.5}),
    },
)
