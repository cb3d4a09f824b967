"""How far one contact can be depended on for a function, and what several of them add up to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import product
from math import ceil, log
from operator import attrgetter
from typing import Any, NamedTuple

from supportmap.analysis.formula import FORMULA
from supportmap.analysis.network import FUNCTIONS, Contact, Function

__all__ = ["WEIGHED", "Interval", "Loss", "combine", "combine_falling", "dependability", "losses"]

WEIGHED = ceil(log(1e-17) / log(FORMULA.repetition))
"""How many contacts are weighed: what a further one adds changes no digit of a score."""


class Interval(NamedTuple):
    """The least and the most a number can be, whatever the missing answers turn out to be."""

    low: float
    high: float

    @property
    def is_exact(self) -> bool:
        """Whether no missing answer can change the number."""
        return self.low == self.high


class Loss(NamedTuple):
    """How much of a score would be lost with one contact."""

    contact: str
    low: float
    high: float

    def is_like(self, other: Loss) -> bool:
        """Whether two losses are the same but for rounding in the arithmetic."""
        return (
            abs(self.low - other.low) < FORMULA.tolerance and abs(self.high - other.high) < FORMULA.tolerance
        )


def dependability(contact: Contact, function: Function) -> Interval:
    """Return q = kappa * g * m * (1 - lambda * s) of an active contact, from 0 to .9.

    g is the rating, m the modulator of the function (circle, reach or frequency), s the strain, each as
    a share; a missing answer takes its whole scale. Someone unsafe is not to be depended on: 0.
    """
    if not contact.is_supporter:
        return Interval(0.0, 0.0)
    return _DEPENDABILITY[function][_ANSWERS[function](contact)]


def combine(dependabilities: Iterable[float]) -> float:
    """Return C = 1 - prod_j (1 - delta^(j-1) q_(j)) over the dependabilities, in whatever order they come."""
    return combine_falling(sorted(dependabilities, reverse=True))


def combine_falling(dependabilities: Iterable[float]) -> float:
    """Return C of dependabilities that come in falling order."""
    unmet = 1.0
    for weight, q in zip(_WEIGHTS, dependabilities, strict=False):
        unmet *= 1 - weight * q
    return 1 - unmet


_WEIGHTS = tuple(FORMULA.repetition**place for place in range(WEIGHED))


def losses(q: Mapping[str, Interval]) -> tuple[Loss, ...]:
    """Return what the score would lose with each contact that adds to it, from the greatest loss down.

    The loss grows with the contact's own dependability and shrinks with that of the others, so its ends
    come from opposite answers. Equal losses keep the order in which the contacts came.
    """
    worst, best = (sorted([each[end] for each in q.values()], reverse=True)[: WEIGHED + 1] for end in (0, 1))
    found = [
        Loss(contact, _marginal(best, own.high, own.low), _marginal(worst, own.low, own.high))
        for contact, own in q.items()
    ]
    lost = [loss for loss in found if loss.high > 0]
    return tuple(sorted(lost, key=lambda loss: (-round(loss.low, 9), -round(loss.high, 9))))


def _marginal(falling: list[float], present: float, assumed: float) -> float:
    """Return what a contact adds to the others if its dependability, now ``present``, is ``assumed``."""
    others = falling.copy()
    if present in others:
        others.remove(present)
    return combine((*others, assumed)) - combine_falling(others)


def _ends(answer: int | None, scale: Mapping[int, float]) -> tuple[float, float]:
    if answer is None:
        return min(scale.values()), max(scale.values())
    return scale[answer], scale[answer]


def _table(function: Function) -> dict[tuple[int | None, int | None, int | None], Interval]:
    """Return q for every combination of answers (rating, modulator, strain): there are 64."""
    shares, factors = FORMULA.shares, FORMULA.modulators[function].factors
    table = {}
    for rating, modulator, strain in product((None, *shares), (None, *factors), (None, *shares)):
        g, m, s = _ends(rating, shares), _ends(modulator, factors), _ends(strain, shares)
        worst, best = (
            FORMULA.certainty * g[end] * m[end] * (1 - FORMULA.strain_cost * s[1 - end]) for end in (0, 1)
        )
        table[rating, modulator, strain] = Interval(worst, best)
    return table


_DEPENDABILITY = {function: _table(function) for function in FUNCTIONS}
_ANSWERS: dict[Function, Callable[[Contact], Any]] = {
    function: attrgetter(function, FORMULA.modulators[function].answer, "strain") for function in FUNCTIONS
}
