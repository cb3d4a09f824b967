"""HSDS schedules to openings: WEEKLY and MONTHLY rules, single days, and what is only said in words.

What a rule leaves open stays open: a month's "WE" without a number is some Wednesday, every second week
without a first day is some week, and a row without days is what its words say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from math import ceil

from supportmap.directory.clock import Weekday, minutes, named_day, weekdays
from supportmap.directory.openings import Hours, Opening
from supportmap.directory.parts import Document, day, locations, number, rows, text, texts

__all__ = ["hours_of"]

_LONGEST_TEXT = 500
_MOST_WEEKS = 5_000
_LISTED = re.compile(r"[+-]?\d{1,2}")


def hours_of(document: Document) -> Hours:
    """Return when a service is open: by its own schedules and those at its places, else by the places'."""
    own = (document, *rows(document, "service_at_locations"))
    schedules = [row for holder in own for row in rows(holder, "schedules")]
    if not schedules:
        schedules = [row for location in locations(document) for row in rows(location, "schedules")]
    return tuple(dict.fromkeys(opening for row in schedules for opening in _openings(row)))


def _openings(row: Document) -> Iterator[Opening]:
    """Yield the openings of one schedule; none for a row that says nothing at all."""
    common = _common(row)
    if common.once and common.valid_from:
        yield _single(row, common, common.valid_from.weekday())
        return
    regular = [_repeated(row, opening) for opening in _regular(row, common)]
    if regular:
        yield from regular
    elif said := common.text or _said_rule(row):
        yield replace(common, text=said)
    elif common.opens is not None or common.closes is not None:
        yield common


def _single(row: Document, common: Opening, weekday: int) -> Opening:
    """Return the opening of a single day; a rule that never falls on it leaves the day unknown."""
    named = [named for named, _ in _days(row) or ()]
    return replace(common, weekday=weekday) if not named or weekday in named else common


def _common(row: Document) -> Opening:
    opens, closes = _span(minutes(text(row, "opens_at")), minutes(text(row, "closes_at")))
    said = texts(row, "description", "notes")[:_LONGEST_TEXT] or None
    begins = max(filter(None, (day(row, "valid_from"), day(row, "dtstart"))), default=None)
    ends = min(filter(None, (day(row, "valid_to"), day(row, "until"), _counted_end(row))), default=None)
    return Opening(opens=opens, closes=closes, valid_from=begins, valid_to=ends, text=said)


def _span(opens: int | None, closes: int | None) -> tuple[int | None, int | None]:
    """Return both times as they can be meant: midnight at the end is 24:00, and no morning ends before it."""
    if opens is None or closes is None:
        return opens, closes
    if closes == 0:
        return opens, 1440
    unbelievable = closes == opens or (closes < opens < 720)
    return opens, None if unbelievable else closes


def _counted_end(row: Document) -> date | None:
    """Return the end of the last week of a WEEKLY rule that happens so many times from its first day on."""
    first, count = day(row, "dtstart"), number(row, "count")
    if first is None or count is None or count < 1 or _frequency(row) != "WEEKLY":
        return None
    weeks = ceil(count / len(_days(row) or "1")) * _every(row)
    return _later(first, int(weeks) * 7 - 1)


def _later(first: date, days: int) -> date | None:
    return first + timedelta(days) if days <= min(_MOST_WEEKS * 7, (date.max - first).days) else None


def _frequency(row: Document) -> str:
    return (text(row, "freq") or "").upper()


def _every(row: Document) -> int:
    return int(max(1, min(number(row, "interval") or 1, 1_000)))


def _days(row: Document) -> tuple[Weekday, ...] | None:
    """Return the weekdays of a row; where it names none, the one of which its words or its dates speak."""
    said = row.get("byday")
    listed = ",".join(map(str, said)) if isinstance(said, list) else text(row, "byday")
    if listed := listed or text(row, "weekday"):
        return weekdays(listed)
    if _frequency(row) == "DAILY":
        return weekdays("daily")
    if spoken := named_day(text(row, "description")):
        return (spoken,)
    return _dated(row) if _frequency(row) == "WEEKLY" else None


def _dated(row: Document) -> tuple[Weekday, ...] | None:
    """Return the weekday of the first day; of both ends of its validity, where they are the same one."""
    first, begins, ends = (day(row, name) for name in ("dtstart", "valid_from", "valid_to"))
    if first is None and begins and ends and begins.weekday() == ends.weekday():
        first = begins
    return ((first.weekday(), None),) if first else None


def _regular(row: Document, common: Opening) -> Iterator[Opening]:
    frequency, days, monthdays = _frequency(row), _days(row), _monthdays(row)
    if frequency == "YEARLY" or (frequency == "DAILY" and _every(row) > 1):
        return
    if days:
        for weekday, nth in days:
            yield replace(common, weekday=weekday, nth=nth or _which(row, frequency, monthdays))
    elif frequency == "MONTHLY":
        yield from (replace(common, monthday=monthday) for monthday in monthdays)


def _which(row: Document, frequency: str, monthdays: tuple[int, ...]) -> int | None:
    """Return which one of the month a weekday without a number is."""
    if frequency == "MONTHLY":
        weeks = {range(7 * week + 1, 7 * week + 8): week + 1 for week in range(4)}
        return next((week for days, week in weeks.items() if set(days) == set(monthdays)), 0)
    return 0 if text(row, "byweekno") else None


def _monthdays(row: Document) -> tuple[int, ...]:
    """Return the days of the month of a row; that of its first day, where a monthly rule names no day."""
    said, first = text(row, "bymonthday"), day(row, "dtstart")
    listed = [int(piece) for piece in _LISTED.findall(said or "")]
    if said is None and text(row, "byday") is None and first and _frequency(row) == "MONTHLY":
        listed = [first.day]
    return tuple(dict.fromkeys(piece for piece in listed if 1 <= abs(piece) <= 31))


def _repeated(row: Document, opening: Opening) -> Opening:
    """Return an opening with its interval, counted from its first day; without that it isn't known when."""
    every, first = _every(row), day(row, "dtstart")
    if every == 1:
        return opening
    weekly = opening.nth is None and opening.monthday is None
    if first is None:
        unknown = replace(opening, text=opening.text or _said_rule(row))
        return replace(unknown, nth=0) if weekly else replace(unknown, weekday=None, nth=None, monthday=None)
    return replace(opening, every=every, valid_from=_turn(first, opening, every) if weekly else first)


def _turn(first: date, opening: Opening, weeks: int) -> date:
    """Return the first day that is whole turns after the first, and on which the opening is valid."""
    missing = (opening.valid_from - first).days if opening.valid_from else 0
    return _later(first, ceil(missing / (7 * weeks)) * 7 * weeks) or first


def _said_rule(row: Document) -> str | None:
    every, frequency = _every(row), _frequency(row)
    unit = {"DAILY": "days", "WEEKLY": "weeks", "MONTHLY": "months", "YEARLY": "years"}.get(frequency)
    if unit is None:
        return None
    return f"Every {every} {unit}" if every > 1 else None
