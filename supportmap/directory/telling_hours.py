"""Openings in plain words, as a page or a handout tells them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from supportmap.directory.clock import DAYS, told_time
from supportmap.directory.openings import Hours, Opening

__all__ = ["told"]

_NTHS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}
_LASTS = {-1: "last", -2: "second last", -3: "third last", -4: "fourth last", -5: "fifth last"}
_MOST_DAYS = 4
"""More single days than these are told by their number, the first and the last."""


def told(hours: Hours) -> list[str]:
    """Return when it is open in plain words: a line for each rule, single days last.

    Where the days aren't known, the source's own words stand for them.
    """
    single = [opening for opening in hours if opening.once and opening.weekday is not None]
    regular = [_named(opening) for opening in hours if opening not in single]
    lines = [_told_days(*group) for group in _by_days(_by_weeks(regular))]
    return list(dict.fromkeys(filter(None, [*lines, *_told_single(single)])))


def _named(opening: Opening) -> Opening:
    """Return an opening without the source's words, where its days and times say it all."""
    says_it = opening.known and opening.nth != 0 and not _timeless(opening)
    return replace(opening, text=None) if says_it else opening


def _timeless(opening: Opening) -> bool:
    return opening.opens is None and opening.closes is None


_Weeks = tuple[int, ...]


def _by_weeks(openings: Iterable[Opening]) -> dict[tuple[Opening, int | None], _Weeks]:
    """Return the weeks of the month of the same weekday at the same times."""
    weeks: dict[tuple[Opening, int | None], _Weeks] = {}
    for opening in openings:
        nth = opening.nth
        group = (replace(opening, nth=None), nth and 1)
        weeks[group] = (*weeks.get(group, ()), *(() if nth is None else (nth,)))
    return weeks


def _by_days(
    by_weeks: dict[tuple[Opening, int | None], _Weeks],
) -> Iterator[tuple[Opening, _Weeks, list[int]]]:
    """Yield the weekdays of the same weeks at the same times."""
    days: dict[tuple[Opening, _Weeks], list[int]] = {}
    for (opening, _), weeks in by_weeks.items():
        listed = days.setdefault((replace(opening, weekday=None), weeks), [])
        listed.extend([] if opening.weekday is None else [opening.weekday])
    yield from ((opening, weeks, listed) for (opening, weeks), listed in days.items())


def _told_days(opening: Opening, weeks: _Weeks, days: list[int]) -> str:
    if not days and opening.monthday is None:
        return _words(opening)
    if opening.text and _timeless(opening):
        # The words may hold the times, so nothing is said of them; nor of the day where they name it.
        named = any(DAYS[day][:3].lower() in opening.text.lower() for day in days)
        return opening.text if named else f"{_when(opening, weeks, days)}: {opening.text}"
    told = (_when(opening, weeks, days), _times(opening), _validity(opening))
    return " ".join(filter(None, told)) + (f": {opening.text}" if opening.text else "")


def _words(opening: Opening) -> str:
    times = _times(opening) if opening.opens is not None or opening.closes is not None else ""
    return " ".join(filter(None, (opening.text or ("Days not given," if times else ""), times)))


def _when(opening: Opening, nths: _Weeks, days: list[int]) -> str:
    turn = f"every {opening.every} {'months' if nths or opening.monthday else 'weeks'}"
    rule = _rule(opening, nths, days) + (f", {turn}," if opening.every > 1 else "")
    return rule[0].upper() + rule[1:]


def _rule(opening: Opening, nths: _Weeks, days: list[int]) -> str:
    if opening.monthday is not None:
        return f"on {_monthday(opening.monthday)} of the month"
    if 0 in nths:
        return f"some {_weekdays(days)} (ask which)"
    if nths:
        weeks = _and([_NTHS.get(nth) or _LASTS[nth] for nth in nths])
        return f"{weeks} {_and([DAYS[day] for day in sorted(set(days))])} of the month"
    return _weekdays(days)


def _monthday(number: int) -> str:
    if number < 0:
        return "the last day" if number == -1 else f"day {-number} before the end"
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"the {number}{'th' if number in (11, 12, 13) else endings.get(number % 10, 'th')}"


def _weekdays(days: list[int]) -> str:
    once = sorted(set(days))
    if len(once) == 7:
        return "every day"
    if len(once) > 2 and once[-1] - once[0] == len(once) - 1:
        return f"{DAYS[once[0]]}s to {DAYS[once[-1]]}s"
    return _and([f"{DAYS[day]}s" for day in once])


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _times(opening: Opening) -> str:
    opens, closes = opening.opens, opening.closes
    if opens is None or closes is None:
        known = [f"from {told_time(opens)}"] if opens is not None else []
        known += [f"until {told_time(closes)}"] if closes is not None else []
        return " ".join(known) or "(times not given)"
    if (opens, closes) == (0, 1440):
        return "all day"
    return f"{told_time(opens)} to {told_time(closes)}" + (" the next day" if opening.overnight else "")


def _validity(opening: Opening) -> str:
    begins, ends = opening.valid_from, opening.valid_to
    known = [f"from {_date(begins)}"] if begins else []
    known += [f"until {_date(ends)}"] if ends else []
    return f"({' '.join(known)})" if known else ""


def _date(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _told_single(openings: Iterable[Opening]) -> Iterator[str]:
    """Yield a line for all single days that are the same weekday at the same times."""
    days: dict[Opening, list[date]] = {}
    for opening in openings:
        alike = replace(opening, valid_from=None, valid_to=None, text=None)
        days.setdefault(alike, []).extend(filter(None, (opening.valid_from,)))
    for alike, dates in days.items():
        listed = sorted(set(dates))
        plural = "s" if len(listed) > 1 else ""
        yield f"{DAYS[listed[0].weekday()]}{plural} {_times(alike)}, {_on(listed)}"


def _on(days: list[date]) -> str:
    if len(days) > _MOST_DAYS:
        return f"on {len(days)} days from {_date(days[0])} to {_date(days[-1])}"
    return f"on {_and([_date(day) for day in days])}"
