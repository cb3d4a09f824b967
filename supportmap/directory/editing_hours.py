"""When a service is open, as lines that staff type and HSDS schedules: “Wednesday 17:00-18:30”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from supportmap.directory.parts import Document

__all__ = ["lines_of", "schedules_of", "unread_lines"]

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NTH = {"first": "1", "second": "2", "third": "3", "fourth": "4", "last": "-1"}
_NTH_WORDS = {code: word for word, code in _NTH.items()}
_LINE = re.compile(
    r"(?:every\s+)?(?:(?P<nth>first|second|third|fourth|last)\s+)?"
    r"(?P<day>mon|tue|wed|thu|fri|sat|sun)[a-z]*\s+(?P<opens>\d[\d:.]*\s*(?:[ap]m)?)"
    r"\s*(?:-|–|to|until)\s*(?P<closes>\d[\d:.]*\s*(?:[ap]m)?)",
    re.IGNORECASE,
)
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*([ap]m)?", re.IGNORECASE)


def schedules_of(typed: str) -> list[dict[str, Any]]:
    """Return the schedules of lines such as “Wednesday 17:00-18:30” or “first Tuesday 10-12”.

    A line that says it otherwise is kept as the words that it is: then it isn't known when it is open.
    """
    lines = [line.strip() for line in typed.splitlines()]
    return [_schedule(number, line) for number, line in enumerate(lines) if line]


def unread_lines(typed: str) -> list[str]:
    """Return the lines that are kept as words alone."""
    return [each["description"] for each in schedules_of(typed) if "description" in each]


def lines_of(schedules: Sequence[Document]) -> str:
    """Return the lines that stand for schedules, as far as lines can say it."""
    return "\n".join(filter(None, map(_line, schedules)))


def _schedule(number: int, line: str) -> dict[str, Any]:
    found = _LINE.fullmatch(line)
    times = _times((found["opens"], found["closes"])) if found else None
    if found is None or times is None:
        return {"id": f"schedule {number}", "description": line}
    code = _CODES[next(at for at, day in enumerate(DAYS) if day.startswith(found["day"].lower()))]
    nth = _NTH.get((found["nth"] or "").lower(), "")
    freq = "MONTHLY" if nth else "WEEKLY"
    return {
        "id": f"schedule {number}",
        "freq": freq,
        "byday": nth + code,
        "opens_at": times[0],
        "closes_at": times[1],
    }


def _times(typed: Sequence[str]) -> list[str] | None:
    """Return both ends as hours and minutes; None where one isn't a time, or only one has am or pm."""
    found = [_TIME.fullmatch(each.strip()) for each in typed]
    if not all(found) or len({bool(each and each[3]) for each in found}) > 1:
        return None
    times = [_time(int(each[1]), int(each[2] or 0), (each[3] or "").lower()) for each in found if each]
    return [each for each in times if each] if all(times) else None


def _time(hour: int, minute: int, half: str) -> str | None:
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else 25
    return f"{hour:02}:{minute:02}" if hour <= 24 and minute < 60 else None


def _line(schedule: Document) -> str | None:
    byday = str(schedule.get("byday") or "")
    found = re.fullmatch(r"(-?\d)?([A-Z]{2})", byday)
    opens, closes = schedule.get("opens_at"), schedule.get("closes_at")
    if found is None or found[2] not in _CODES or not opens or not closes:
        text = schedule.get("description")
        return str(text).strip() if text else None
    nth = f"{_NTH_WORDS[found[1]]} " if found[1] in _NTH_WORDS else ""
    day = DAYS[_CODES.index(found[2])].capitalize()
    return f"{nth}{day} {str(opens)[:5]}-{str(closes)[:5]}"
