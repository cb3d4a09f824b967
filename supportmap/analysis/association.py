"""What went together with a resource: counts and the mean change of coverage, and none of few people.

An association, not an effect: who was referred differs in more than the referral.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["FEWEST", "Course", "Seen", "change_between", "of_enough", "seen_together"]

FEWEST = 5
"""Of fewer people nothing is told but that there were some: they could be made out."""
SMALLEST = 0.1


@dataclass(frozen=True, slots=True)
class Course:
    """How one referral went: attended, helped, and how much smaller its gap became, if that is known."""

    started: bool
    helped: bool
    change: float | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen with one resource. None: of too few (fewer than ``FEWEST``), or of all but too few.

    ``compared`` of those who attended were mapped before and after, told only where ``started`` is;
    ``change`` is the mean of their changes, -1 to 1, to tenths: what one more client adds to a mean told more
    exactly would be that client's change.
    """

    referred: int | None
    started: int | None = None
    helped: int | None = None
    compared: int | None = None
    change: float | None = None


def of_enough(people: int) -> int | None:
    """Return a number of people, or None where they are so few that they could be made out."""
    return people if people >= FEWEST else None


def _of_enough_of(people: int, *wholes: int | None) -> int | None:
    """Return how many of others were so, or None where these, or all the others, could be made out."""
    others = [whole - people for whole in wholes if whole is not None]
    return None if any(0 < each < FEWEST for each in others) else of_enough(people)


def change_between(before: float | None, after: float | None) -> float | None:
    """Return by how much a gap (0 to 1) became smaller; None where it was not assessed at one of the two.

    Gaps are taken to .1, and of at most that as none, as worklists tell them: whoever reads those learns no
    more of the answers from this.
    """
    return None if before is None or after is None else _told(before) - _told(after)


def _told(gap: float) -> float:
    """Return a gap as it is told; a worklist doesn't tell .1 from less."""
    tenths = round(gap, 1)
    return tenths if tenths > SMALLEST else 0.0


def seen_together(courses: Sequence[Course]) -> Seen:
    """Return what was seen with a resource over all its referrals, one for each client."""
    if of_enough(len(courses)) is None:
        return Seen(None)
    changes = [each.change for each in courses if each.started and each.change is not None]
    referred = len(courses)
    started = _of_enough_of(sum(each.started for each in courses), referred)
    compared = of_enough(len(changes))
    return Seen(
        referred=referred,
        started=started,
        helped=_of_enough_of(sum(each.helped for each in courses), referred, started),
        # Of all but few who went it would be told by how many were mapped again that so many did.
        compared=None if started is None else compared,
        change=compared and round(sum(changes) / compared, 1),
    )
