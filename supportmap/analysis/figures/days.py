"""The axis of days: where on it each visit stands, and what it is called there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple

from supportmap.analysis.figures.theme import Figure, Theme
from supportmap.analysis.naming import numbered

__all__ = ["Held", "axis_of", "held_on"]

CLOSEST, TICKS_APART = 0.03, 0.15
"""The least between two visits, and between the days that are written under them, as parts of the axis."""
BEGINNING, END = datetime.combine(date.min, time()), datetime.combine(date.max, time.max)
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Held(NamedTuple):
    """One visit on the axis: its day, where it stands, and "3 May 2026 (2nd)"."""

    day: date
    at: datetime
    words: str

    @property
    def x(self) -> str:
        """Where it stands, as Plotly reads it."""
        return _x(self.at)


def held_on(days: Sequence[date]) -> list[Held]:
    """Return the visits of these days, the earliest first, each far enough from the one before to be seen."""
    words = [name for day, those in groupby(days) for name in _names(day, len(list(those)))]
    return [Held(day, at, name) for day, at, name in zip(days, _places(days), words, strict=True)]


def _names(day: date, count: int) -> Iterator[str]:
    words = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return (numbered(words, number + 1, count) for number in range(count))


def _places(days: Sequence[date]) -> Iterator[datetime]:
    """Yield a place for each: at its day, or as little later as tells it from the one before."""
    free = BEGINNING
    for day in days:
        at = max(datetime.combine(day, time()), free)
        yield at
        free = at + min(_width(days) * min(CLOSEST, 0.8 / len(days)), END - at)


def _width(days: Sequence[date]) -> timedelta:
    return days[-1] - days[0] + 2 * _spare(days)


def _spare(days: Sequence[date]) -> timedelta:
    """Return the margin on either side, so that one visit alone stands in the middle."""
    return max(timedelta(days=7), (days[-1] - days[0]) * 0.07)


def _x(at: datetime) -> str:
    return at.date().isoformat() if at.time() == time() else at.isoformat(timespec="seconds")


def axis_of(theme: Theme, visits: Sequence[Held], others: Sequence[Held] = ()) -> Figure:
    """Return the axis with the day of the last visit on it, and as many before it as can be read.

    It reaches as far as whatever else stands on it; where there was no visit, it has the days of that.
    """
    axis: Figure = {
        "type": "date",
        "anchor": "y3",
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "tickfont": {"color": theme.muted},
    }
    return axis | (_marks(visits or others, [*visits, *others]) if visits or others else {"visible": False})


def _marks(named: Sequence[Held], everything: Sequence[Held]) -> Figure:
    days = sorted(each.day for each in everything)
    spare, last = _spare(days), max(each.at for each in everything)
    before = days[0] - min(spare, days[0] - date.min)
    ticks = _ticks(named, _width(days) * TICKS_APART)
    return {
        "range": [before.isoformat(), _x(last + min(spare, END - last))],
        "tickvals": [held.x for held in ticks],
        "ticktext": [f"{held.day.day} {MONTHS[held.day.month - 1][:3]}<br>{held.day.year}" for held in ticks],
    }


def _ticks(visits: Sequence[Held], apart: timedelta) -> list[Held]:
    firsts = [next(those) for _, those in groupby(visits, key=lambda visit: visit.day)]
    ticks = firsts[-1:]
    for held in reversed(firsts):
        if ticks[-1].at - held.at >= apart:
            ticks.append(held)
    return ticks
