"""What went together with a resource: counts and the mean change of coverage, and none of few people.

An association, not an effect: who was referred differs in more than the referral.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from supportmap.analysis.dependability import Interval

__all__ = ["FEWEST", "Course", "Seen", "change_between", "seen_together"]

FEWEST = 5
"""Of fewer people nothing is told but that there were some: they could be made out."""


@dataclass(frozen=True, slots=True)
class Course:
    """How one referral went: attended, helped, and how its function's score changed, if that is known."""

    started: bool
    helped: bool
    change: float | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen with one resource. None: of too few to be told.

    ``compared`` of those who attended were mapped before and after; ``change`` is the mean of their changes,
    -1 to 1.
    """

    referred: int
    started: int | None
    helped: int | None
    compared: int | None
    change: float | None


def change_between(before: Interval | None, after: Interval | None) -> float | None:
    """Return how far the middle of a score moved, or None where one of the two was not assessed."""
    if before is None or after is None:
        return None
    return (after[0] + after[1] - before[0] - before[1]) / 2


def seen_together(courses: Sequence[Course]) -> Seen:
    """Return what was seen with a resource over all its referrals, one for each client."""
    if len(courses) < FEWEST:
        return Seen(len(courses), None, None, None, None)
    changes = [each.change for each in courses if each.started and each.change is not None]
    enough = len(changes) >= FEWEST
    return Seen(
        referred=len(courses),
        started=sum(each.started for each in courses),
        helped=sum(each.helped for each in courses),
        compared=len(changes) if enough else None,
        change=sum(changes) / len(changes) if enough else None,
    )
