"""On which weekdays a service is known to be open, as its column ``hours`` says."""

from __future__ import annotations

from supportmap.directory.hours import from_text, open_on

__all__ = ["open_weekdays"]


def open_weekdays(hours: str | None) -> frozenset[int] | None:
    """Return the weekdays on which it is open, 0 Monday to 6 Sunday; None where that isn't known of each.

    Hours that name no weekday, or that can't be read, say nothing: not that it is closed.
    """
    openings = from_text(hours)
    known = {day: open_on(openings, day) for day in range(7)}
    return None if None in known.values() else frozenset(day for day in known if known[day])
