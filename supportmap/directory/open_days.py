"""On which weekdays, and in which parts of them, a service is known to be open, as its column ``hours`` says.

What is open into the night counts as open in the evening of its day. Of the morning after it isn't known
to be closed: part of that morning it is open, though few look for that part.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from supportmap.directory.hours import Hours, from_text, open_on
from supportmap.directory.openings import Opening

__all__ = ["PARTS", "Part", "known_parts", "open_weekdays", "parts_of"]

Part = Literal["morning", "afternoon", "evening"]
PARTS: tuple[Part, ...] = get_args(Part)
_ENDS = (12 * 60, 17 * 60, 24 * 60)
"""The minutes since midnight at which they end."""
_BEGINS = (0, *_ENDS[:-1])


def open_weekdays(hours: str | None) -> frozenset[int] | None:
    """Return the weekdays on which it is open, 0 Monday to 6 Sunday; None where that isn't known of each.

    Hours that name no weekday, or that can't be read, say nothing: not that it is closed.
    """
    openings = from_text(hours)
    known = {day: open_on(openings, day) for day in range(7)}
    return None if None in known.values() else frozenset(day for day in known if known[day])


def parts_of(weekdays: Iterable[int], part: Part | None = None) -> int:
    """Return these parts of these weekdays, or all of them, as a sum of powers of 2: Monday morning is 1."""
    parts = range(len(PARTS)) if part is None else (PARTS.index(part),)
    return sum(1 << (day * len(PARTS) + each) for day in set(weekdays) for each in parts)


def known_parts(hours: str | None) -> tuple[int, int]:
    """Return in which parts of which weekdays it is known to be open, and in which to be closed."""
    openings = from_text(hours)
    nights = {each.weekday for each in openings if each.overnight}
    is_open = shut = 0
    for day in range(7):
        for part in PARTS:
            known = _open_in(openings, day, part)
            is_open |= parts_of([day], part) if known else 0
            closed = known is False and not (part == "morning" and (day - 1) % 7 in nights)
            shut |= parts_of([day], part) if closed else 0
    return is_open, shut


def _open_in(openings: Hours, day: int, part: Part) -> bool | None:
    """Tell whether it is open in a part of a weekday, at some time of it; None: not known."""
    if not open_on(openings, day):
        return open_on(openings, day)
    begins, ends = _BEGINS[PARTS.index(part)], _ENDS[PARTS.index(part)]
    states = [_overlaps(each, begins, ends) for each in openings if each.weekday == day]
    if True in states:
        return True
    return None if None in states or any(each.weekday is None for each in openings) else False


def _overlaps(opening: Opening, begins: int, ends: int) -> bool | None:
    opens, closes = opening.opens, opening.closes
    if opens is None or closes is None:
        later = opens is not None and opens >= ends
        return False if later or (closes is not None and closes <= begins) else None
    return opens < ends and (opening.overnight or closes > begins)
