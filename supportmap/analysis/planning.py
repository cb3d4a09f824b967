"""A goal that can be measured, what an option would do to the network, and what came of it.

A goal is reached or not by an exact interval of ``coverage``: where it straddles the goal nothing is guessed,
and what is missing is said. What is on no map is told by the client on a scale of their own, 0 to 10.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal, NamedTuple, get_args

from supportmap.analysis.analyse import analyse
from supportmap.analysis.coverage import Coverage
from supportmap.analysis.dependability import Interval
from supportmap.analysis.formula import FORMULA
from supportmap.analysis.network import Contact, Function, Network
from supportmap.analysis.whatif import WhatIf, changes, joins

__all__ = [
    "EFFECT_ANSWERS",
    "MEASURES",
    "NEWCOMER",
    "OPTION_KINDS",
    "OWN_SCALE",
    "WITH_A_CONTACT",
    "Effect",
    "Goal",
    "Match",
    "Measure",
    "Measured",
    "OptionKind",
    "Outcome",
    "matched",
    "measured",
    "outcome",
    "predicted",
    "preview",
    "said",
    "usual_answers",
]

Measure = Literal["score", "backup", "circle_backup", "own"]
OptionKind = Literal["deepen", "repair", "person", "group", "resource", "professional", "other"]
Outcome = Literal["met", "not met", "unknown"]
Match = Literal["as predicted", "more", "less", "unknown", "predict again"]

MEASURES: tuple[Measure, ...] = get_args(Measure)
OPTION_KINDS: tuple[OptionKind, ...] = get_args(OptionKind)
WITH_A_CONTACT: tuple[OptionKind, ...] = ("deepen", "repair")
"""What is done with somebody who is on the map; all else brings somebody new, or changes nothing there."""
OWN_SCALE = "own-scale-1"
"""The formula of what the client says on a scale of their own."""
MOST: Mapping[Measure, float] = {"own": 10.0}
EFFECT_ANSWERS = ("emotional", "practical", "belonging", "strain", "circle", "reach", "frequency")
"""What an option can change of a contact, or bring with a new one."""
NEWCOMER = "newcomer"
"""What whoever would be new is called."""


@dataclass(frozen=True, slots=True)
class Goal:
    """At least so much of a measure: of a function of the map, 0 to 1, or on the client's own scale, 0 to 10.

    Raises ValueError for a measure of the map without its function, or out of its range.
    """

    measure: Measure
    least: float
    function: Function | None = None

    def __post_init__(self) -> None:
        """Refuse a goal that nothing could be measured by."""
        if (self.measure == "own") != (self.function is None):
            raise ValueError("a measure of the map needs a function, and the own scale has none")
        if not 0 < self.least <= MOST.get(self.measure, 1.0):
            raise ValueError("a goal is more than nothing and within its scale")


class Measured(NamedTuple):
    """What a goal's measure is at one time: the least and the most it can be, and by which formula."""

    low: float
    high: float
    missing_answers: int
    formula: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What an option would do to the network if it succeeded: somebody joins, or a contact's answers change.

    Without a contact and a kind it changes nothing on the map.
    """

    contact: str | None = None
    joins_as: Mapping[str, Any] | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)


def said(number: int) -> Measured:
    """Return what the client says on the scale of their own."""
    return Measured(float(number), float(number), 0, OWN_SCALE)


def measured(network: Network, goal: Goal) -> Measured | None:
    """Return a goal's measure on a network as it is; None if it was not assessed, or is on no map."""
    return _of(analyse(network).functions, goal)


def predicted(what_if: WhatIf, goal: Goal) -> Measured | None:
    """Return what a goal's measure would be by an option's preview: of the whole changed network."""
    return _of(what_if.after.functions, goal)


def preview(network: Network, effect: Effect) -> WhatIf:
    """Return the network as it is and as an option would make it; KeyError for an unknown contact."""
    if effect.contact is not None:
        return changes(network, effect.contact, **effect.answers)
    if effect.joins_as is None:
        as_it_is = analyse(network)
        return WhatIf(as_it_is, as_it_is)
    newcomer = Contact(_free_id(network), NEWCOMER, **effect.joins_as, **effect.answers)
    return joins(network, newcomer)


def _free_id(network: Network) -> str:
    taken = {contact.id for contact in network.contacts}
    return next(own_id for number in count() if (own_id := f"{NEWCOMER} {number}") not in taken)


def _of(functions: Mapping[Function, Coverage], goal: Goal) -> Measured | None:
    if goal.function is None:
        return None
    covered = functions[goal.function]
    interval: Interval | None = getattr(covered, goal.measure)
    if interval is None:
        return None
    return Measured(interval.low, interval.high, covered.missing_answers, covered.formula)


def outcome(goal: Goal, found: Measured | None) -> Outcome:
    """Return whether a goal is reached: unknown where the missing answers decide it, or none was given."""
    if found is None:
        return "unknown"
    if FORMULA.reaches(found.low, goal.least):
        return "met"
    return "unknown" if FORMULA.reaches(found.high, goal.least) else "not met"


def matched(expected: Measured, actual: Measured) -> Match:
    """Return how what came about compares with what was predicted.

    Numbers of two formulas are never compared. What lies within the prediction is as predicted; where the two
    overlap and neither holds the other, missing answers decide.
    """
    if expected.formula != actual.formula:
        return "predict again"
    if not FORMULA.reaches(actual.high, expected.low):
        return "less"
    if not FORMULA.reaches(expected.high, actual.low):
        return "more"
    within = FORMULA.reaches(actual.low, expected.low) and FORMULA.reaches(expected.high, actual.high)
    return "as predicted" if within else "unknown"


JOINS_AS: Mapping[OptionKind, Mapping[str, Any]] = {
    "person": {"kind": "person", "sector": "friends"},
    "group": {"kind": "group", "sector": "community"},
    "resource": {"kind": "service", "sector": None},
    "professional": {"kind": "person", "sector": "professionals"},
}
"""What somebody new is on the map, by what brings them."""
_USUAL: Mapping[OptionKind, Mapping[str, int]] = {
    "person": {"circle": 2, "reach": 1, "frequency": 1},
    "group": {"circle": 3, "reach": 0, "frequency": 2},
    "resource": {"circle": 3, "reach": 1, "frequency": 1},
    "professional": {"circle": 3, "reach": 1, "frequency": 1},
}


def usual_answers(
    kind: OptionKind, function: Function | None = None, contact: Contact | None = None
) -> dict[str, int | None]:
    """Return what an option is taken to bring unless somebody says otherwise: modest, and no research.

    Somebody new sometimes gives the function (a group: belonging, if none is meant), and nothing else.
    Who is there gives one step more of it (deepen), or is one step less of a strain (repair).
    """
    if contact is not None:
        return _of_contact(kind, function, contact)
    if kind not in _USUAL:
        return {}
    meant = function or ("belonging" if kind == "group" else "emotional")
    nothing_else = {"emotional": 0, "practical": 0, "belonging": 0, "strain": 0}
    return {**nothing_else, **_USUAL[kind], meant: 1}


def _of_contact(kind: OptionKind, function: Function | None, contact: Contact) -> dict[str, int | None]:
    if kind == "repair":
        return {"strain": max(0, (contact.strain or 1) - 1)}
    meant = function or "emotional"
    return {meant: min(2, (contact.rating(meant) or 0) + 1)}
