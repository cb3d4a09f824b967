"""Whether a service is open: yes, no, or not known.

No is said only within the time for which something is known: hours that ended last year say nothing of today.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median

from supportmap.directory.openings import Hours, Opening, from_text, to_text
from supportmap.directory.schedules import hours_of
from supportmap.directory.telling_hours import told

__all__ = [
    "Hours",
    "Opening",
    "frequency_of",
    "from_text",
    "hours_of",
    "is_open",
    "open_on",
    "to_text",
    "told",
]

_Known = bool | None


def is_open(hours: Hours, at: datetime) -> bool | None:
    """Tell whether a service is open at a time of its own wall clock; None: not known."""
    today, minute = at.date(), at.hour * 60 + at.minute
    states = [_both(_occurs(opening, today), _within(opening, minute)) for opening in _valid(hours, today)]
    if today > date.min:
        before = today - timedelta(1)
        nights = (opening for opening in _valid(hours, before) if opening.overnight)
        states += [_both(_occurs(night, before), minute < (night.closes or 0)) for night in nights]
    return _any(states) if states else _between(hours, today)


def _valid(hours: Iterable[Opening], day: date) -> Iterator[Opening]:
    for opening in hours:
        begun = opening.valid_from is None or opening.valid_from <= day
        if begun and (opening.valid_to is None or day <= opening.valid_to):
            yield opening


def _between(hours: Hours, day: date) -> bool | None:
    """Tell of a day on which no opening is valid: closed if there are some before and some after it."""
    before = any(opening.valid_to and opening.valid_to < day for opening in hours)
    after = any(opening.valid_from and opening.valid_from > day for opening in hours)
    return False if before and after else None


def _both(first: _Known, second: _Known) -> _Known:
    if first is False or second is False:
        return False
    return True if first and second else None


def _any(states: list[_Known]) -> _Known:
    if True in states:
        return True
    return None if None in states else False


def _occurs(opening: Opening, day: date) -> _Known:
    """Tell whether an opening falls on a day, if it is valid on it."""
    if not opening.known:
        return None
    last = monthrange(day.year, day.month)[1]
    if opening.monthday is not None:
        falls = day.day in (opening.monthday, last + 1 + opening.monthday)
    else:
        falls = opening.weekday == day.weekday()
    if not falls or opening.nth == 0:
        return None if falls else False
    nths = (None, (day.day - 1) // 7 + 1, -((last - day.day) // 7 + 1))
    return opening.nth in nths and _in_turn(opening, day)


def _in_turn(opening: Opening, day: date) -> bool:
    """Tell whether it is this week's, or this month's, turn, of openings that skip some."""
    first = opening.valid_from
    if opening.every == 1 or first is None:
        return True
    if opening.nth is None and opening.monthday is None:
        # Weeks begin on Monday; 1 January of year 1 was one.
        passed = (day.toordinal() - 1) // 7 - (first.toordinal() - 1) // 7
    else:
        passed = (day.year - first.year) * 12 + day.month - first.month
    return passed % opening.every == 0


def _within(opening: Opening, minute: int) -> _Known:
    opens, closes = opening.opens, opening.closes
    if opens is not None and minute < opens:
        return False
    if closes is not None and minute >= closes and not opening.overnight:
        return False
    return None if opens is None or closes is None else True


def open_on(hours: Hours, weekday: int, today: date | None = None) -> bool | None:
    """Tell whether a service is open on a weekday (0 Monday to 6), on each or on some; None: not known.

    With ``today`` what has ended before it doesn't count.
    """
    lasting = [o for o in hours if today is None or o.valid_to is None or o.valid_to >= today]
    on_it = [opening for opening in lasting if opening.weekday == weekday]
    if any(opening.opens is not None or opening.closes is not None for opening in on_it):
        return True
    if not lasting or on_it or any(opening.weekday is None for opening in lasting):
        return None
    return False


def frequency_of(hours: Hours) -> int | None:
    """Return how often it is open: 2 weekly or more, 1 monthly, 0 more rarely; None: not known."""
    often = [_often(opening) for opening in hours if opening.known and not opening.once]
    days = sorted({opening.valid_from for opening in hours if opening.once and opening.valid_from})
    if days:
        often.append(_often_on(days))
    return max(often, default=None)


def _often(opening: Opening) -> int:
    if opening.nth is None and opening.monthday is None:
        return 2 if opening.every == 1 else int(opening.every <= 5)
    return int(opening.every == 1)


def _often_on(days: list[date]) -> int:
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    if len(gaps) < 2:
        return 0
    usual = median(gaps)
    return 2 if usual <= 8 else int(usual <= 35)
