"""Times of day and weekdays as directories write them, and as they are told.

A time is the wall clock of the place: what zone a source adds is not used, because most add it wrongly and
nobody goes by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["DAYS", "Weekday", "minutes", "named_day", "told_time", "weekdays"]

Weekday = tuple[int, int | None]
"""A weekday, 0 Monday to 6 Sunday, and which one of the month (1 to 5, -1 the last), if not each."""

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_BEGINNINGS = {name[:2].upper(): number for number, name in enumerate(DAYS)}
_GROUPS = {
    "daily": range(7), "every day": range(7), "everyday": range(7), "all week": range(7),
    "weekdays": range(5), "weekday": range(5), "weekends": range(5, 7), "weekend": range(5, 7),
}  # fmt: skip
_TIME = re.compile(
    r"T?(\d{1,2})(?:[:.h]?([0-5]\d))?(?:[:.][0-5]\d(?:\.\d+)?)?\s*([ap])?\.?(?:m\.?)?"
    r"\s*(?:Z|UTC|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
_WORDS = {"noon": 720, "midday": 720, "midnight": 0}
_NAME = r"(?:mo|tu|we|th|fr|sa|su)[a-z]*\.?"
_RANGE = re.compile(rf"({_NAME})\s*(?:-|–|—|to|through|thru|until)\s*({_NAME})", re.IGNORECASE)
_ONE = re.compile(rf"([+-]?\d)?(?:st|nd|rd|th)?\s*({_NAME})", re.IGNORECASE)
_FULL = re.compile(
    r"(?:mo|mon|monday|tu|tue|tues|tuesday|we|wed|weds|wednesday|th|thu|thur|thurs|thursday"
    r"|fr|fri|friday|sa|sat|saturday|su|sun|sunday)s?\.?",
    re.IGNORECASE,
)


def minutes(said: str | None) -> int | None:
    """Return the minutes since midnight that a time means, 0 to 1440; None where it means none."""
    if said is None:
        return None
    plain = said.strip().lower()
    if plain in _WORDS:
        return _WORDS[plain]
    match = _TIME.fullmatch(plain)
    if not match or (plain.isdigit() and len(plain) < 3):
        return None
    return _counted(int(match[1]), int(match[2] or 0), match[3])


def _counted(hour: int, minute: int, half: str | None) -> int | None:
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    counted = hour * 60 + minute
    return counted if counted <= 1440 else None


def weekdays(said: str | None) -> tuple[Weekday, ...] | None:
    """Return the weekdays that "MO,WE", "1WE", "-1FR", "Monday - Friday" or "weekdays" name, each once.

    None where anything in it isn't understood, and where it names none.
    """
    named: list[Weekday] = []
    for piece in re.split(r"[,;/&]|\band\b", (said or "").lower()):
        if plain := piece.strip():
            understood = list(_days(plain))
            if not understood:
                return None
            named += understood
    return tuple(dict.fromkeys(named)) or None


def _days(piece: str) -> Iterator[Weekday]:
    if piece in _GROUPS:
        yield from ((day, None) for day in _GROUPS[piece])
    elif span := _RANGE.fullmatch(piece):
        first, last = _day(span[1]), _day(span[2])
        if first is not None and last is not None:
            yield from (((first + step) % 7, None) for step in range((last - first) % 7 + 1))
    elif one := _ONE.fullmatch(piece):
        day, nth = _day(one[2]), int(one[1]) if one[1] else None
        if day is not None and (nth is None or 1 <= abs(nth) <= 5):
            yield day, nth


def _day(name: str) -> int | None:
    return _BEGINNINGS[name[:2].upper()] if _FULL.fullmatch(name) else None


_NTHS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5,
    "5th": 5, "last": -1,
}  # fmt: skip
_NAMED = re.compile(
    rf"(?:\b({'|'.join(_NTHS)})\s+)?\b((?:mon|tues|wednes|thurs|fri|satur|sun)day)s?\b", re.IGNORECASE
)
_OTHERWISE = re.compile(
    r"\b(?:other|alternate|alternating|bi-?weekly|fortnight\w*|closed|except|following|after|before|not|no"
    r"|between|through|until|to\s+\w+day|some|odd|even|holidays?|january|february|march|april|may|june|july"
    r"|august|september|sept|october|november|december)\b",
    re.IGNORECASE,
)


def named_day(said: str | None) -> Weekday | None:
    """Return the weekday of which a sentence speaks, if it names one only and says nothing to change it."""
    named = _NAMED.findall(said or "")
    if len(named) != 1 or _OTHERWISE.search(said or ""):
        return None
    ((nth, name),) = named
    return _BEGINNINGS[name[:2].upper()], _NTHS.get(nth.lower())


def told_time(counted: int) -> str:
    """Return a time of day as it is told: 17:00."""
    return f"{counted // 60:02}:{counted % 60:02}"
