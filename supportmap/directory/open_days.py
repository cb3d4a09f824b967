"""On which weekdays a service is known to be open, as its column ``hours`` says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

__all__ = ["open_weekdays"]


def open_weekdays(hours: str | None) -> frozenset[int] | None:
    """Return the weekdays on which it is open, 0 Monday to 6 Sunday; None where that isn't known.

    Hours that name no weekday, or that can't be read, say nothing: not that it is closed.
    """
    try:
        told = orjson.loads(hours) if hours else None
    except orjson.JSONDecodeError:
        return None
    days = frozenset(_weekdays(told)) if isinstance(told, list) else frozenset()
    return days or None


def _weekdays(told: Iterable[Any]) -> Iterable[int]:
    for each in told:
        day = each.get("weekday") if isinstance(each, dict) else each[0] if each else None
        if isinstance(day, int) and not isinstance(day, bool) and 0 <= day <= 6:
            yield day
