"""When a service is open: its openings, and the text that a column keeps of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

__all__ = ["Hours", "Opening", "from_text", "to_text"]


@dataclass(frozen=True, slots=True)
class Opening:
    """One time at which a service is open, again and again or on one day.

    ``weekday`` is 0 (Monday) to 6, or None where it isn't a weekday or not known. ``nth`` is which one of the
    month: 1 to 5, -1 for the last; None for each; 0 for some, it isn't known which. ``opens`` and ``closes``
    are minutes since midnight, 0 to 1440, or None; what closes before it opens closes on the next day. Both
    valid days are included. ``text`` is what the source says of it. ``monthday`` is a day of the month, 1 to
    31, or -1 for the last. ``every`` is 2 for each second week (with ``nth`` or ``monthday``: each second
    month) from ``valid_from`` on.
    """

    weekday: int | None = None
    nth: int | None = None
    opens: int | None = None
    closes: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    text: str | None = None
    monthday: int | None = None
    every: int = 1

    @property
    def once(self) -> bool:
        """Whether it is on one day only."""
        return self.valid_from is not None and self.valid_from == self.valid_to

    @property
    def overnight(self) -> bool:
        """Whether it closes on the day after it opened."""
        return self.opens is not None and self.closes is not None and self.closes < self.opens

    @property
    def known(self) -> bool:
        """Whether it is known on which days it is."""
        return self.weekday is not None or self.monthday is not None


Hours = tuple[Opening, ...]
"""All that is known of when a service is open; empty: nothing."""


def to_text(hours: Iterable[Opening]) -> str | None:
    """Return the text of the column ``hours``; None where nothing is known."""
    listed = [_row(opening) for opening in hours]
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":")) if listed else None


def _row(opening: Opening) -> list[object]:
    valid = [day.isoformat() if day else None for day in (opening.valid_from, opening.valid_to)]
    row = [opening.weekday, opening.nth, opening.opens, opening.closes, *valid, opening.text]
    rare = [opening.monthday, opening.every]
    return [*row, *([] if rare == [None, 1] else rare)]


def from_text(kept: str | None) -> Hours:
    """Return the openings of a column's text."""
    return tuple(_opening(*row) for row in json.loads(kept)) if kept else ()


def _opening(
    weekday: int | None,
    nth: int | None,
    opens: int | None,
    closes: int | None,
    valid_from: str | None,
    valid_to: str | None,
    text: str | None,
    monthday: int | None = None,
    every: int = 1,
) -> Opening:
    begins, ends = (date.fromisoformat(day) if day else None for day in (valid_from, valid_to))
    return Opening(weekday, nth, opens, closes, begins, ends, text, monthday, every)
