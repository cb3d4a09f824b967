"""When something is open: the many ways to write it, as HSDS 3 schedules; what can't be read stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from supportmap.directory.hsds.shapes import renamed
from supportmap.directory.hsds.values import Notes, as_text

__all__ = ["clock", "schedules", "weekdays"]

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GROUPS = {
    "weekdays": _DAYS[:5],
    "weekends": _DAYS[5:],
    "weekend": _DAYS[5:],
    "daily": _DAYS,
    "every day": _DAYS,
}
_CLOCK = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?(?::(\d{2})(?:\.\d+)?)?\s*([ap])?\.?(?:m\.?)?(?:z|[+-]\d\d:?\d\d)?", re.I
)
_WORDS = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_RULE = {
    "FREQ": "freq",
    "BYDAY": "byday",
    "INTERVAL": "interval",
    "BYMONTHDAY": "bymonthday",
    "UNTIL": "until",
}
_RULES = ("rrule", "recurrence_rule", "recurrence")
_SLOTS = ("times", "time", "time_slots", "open_intervals", "daily_schedules", "hours", "schedule")


@lru_cache(1_000)
def weekdays(text: str) -> tuple[str, ...] | None:
    """Return the days that text names as MO to SU, in order, or None if it isn't understood.

    "Mon-Fri", "Tuesdays and Thursdays", "MO,WE", "1MO", "daily": a count before a day, as of a month, stays.
    """
    folded = " ".join(text.lower().replace("–", "-").replace(" to ", "-").replace(" through ", "-").split())
    if folded in _GROUPS:
        return _GROUPS[folded]
    days: list[str] = []
    for part in filter(None, re.split(r"\s*[,;/&]\s*|\s+and\s+|\s+(?!-)(?<!- )", folded)):
        found = _span(part)
        if found is None:
            return None
        days += [day for day in found if day not in days]
    return tuple(days) or None


def _span(part: str) -> list[str] | None:
    ends = [_day(end.strip()) for end in re.split(r"(?<=[a-z])\s*-\s*", part)]
    if None in ends or len(ends) > 2:
        return None
    first, last = ends[0], ends[-1]
    if len(ends) == 1 or first not in _DAYS or last not in _DAYS:
        return [day for day in ends if day] if len(ends) == 1 else None
    begin = _DAYS.index(first)
    return [_DAYS[(begin + step) % 7] for step in range((_DAYS.index(last) - begin) % 7 + 1)]


def _day(word: str) -> str | None:
    match = re.fullmatch(r"([+-]?[1-5])?([a-z]{2,10})\.?", word)
    if not match:
        return None
    stem = match[2].removesuffix("s") if match[2] not in ("thurs", "tues") else match[2]
    for code, name in zip(_DAYS, _NAMES, strict=True):
        if name.startswith(stem):
            return (match[1] or "") + code
    return None


@lru_cache(1_000)
def clock(text: str) -> str | None:
    """Return a time of day as HH:MM, or None if the text is none: "9", "9:00", "9.30 pm", "17:00:00Z"."""
    given = text.strip().lower()
    if given in _WORDS:
        return _WORDS[given]
    match = _CLOCK.fullmatch(given)
    if not match or (match[2] is None and match[4] is None):
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[4] == "p" else 0)
    fits = (hour < 24 and minute < 60) or (hour == 24 and minute == 0)
    return f"{hour:02}:{minute:02}" if fits else None


def schedules(given: Any, notes: Notes) -> list[Any]:
    """Return schedules, however they are given, as a list of HSDS 3 objects; what is none stays as it is."""
    items = given if isinstance(given, list) else [given]
    return [plain for item in items for plain in _schedules_of(item, notes)]


def _schedules_of(item: Any, notes: Notes) -> Iterator[Any]:
    if isinstance(item, str):
        yield {"description": item}
        return
    if not isinstance(item, dict):
        yield item
        return
    for number, slot in enumerate(_slots(item)):
        one = renamed("schedule", slot)
        if number and "id" in one:
            one["id"] = f"{as_text(one['id'])}-{number + 1}"
        yield _timetable(one, notes)


def _slots(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Take a schedule with several times or days of its own apart; each has what it says and what all say."""
    for name in (*_SLOTS, "days", "day_of_week"):
        inner = item.get(name)
        inner = [inner] if isinstance(inner, dict) else inner
        if isinstance(inner, list) and inner and all(isinstance(each, dict) for each in inner):
            rest = {key: value for key, value in item.items() if key != name}
            for each in inner:
                mine = {key: value for key, value in each.items() if key not in ("id", "metadata")}
                given = renamed("schedule", mine)
                shared = renamed("schedule", rest)
                yield from _slots({**shared, **given})
            return
    yield item


def _timetable(one: dict[str, Any], notes: Notes) -> dict[str, Any]:
    _rule(one)
    _dates(one)
    _days(one, notes)
    for name in ("opens_at", "closes_at"):
        _time(one, name, notes)
    _frequency(one, notes)
    return one


def _frequency(one: dict[str, Any], notes: Notes) -> None:
    said = (as_text(one.get("freq")) or "").upper().replace("_", "").replace("-", "")
    byday = one.get("byday")
    if said == "DAILY" and byday is None:
        one.update(freq="WEEKLY", byday=",".join(_DAYS))
    elif said == "BIWEEKLY":
        one.update(freq="WEEKLY", interval=2)
    elif said in ("WEEKLY", "MONTHLY"):
        one["freq"] = said
    elif said:
        _keep(one, "freq", notes)
    elif isinstance(byday, str) and re.fullmatch(r"([A-Z]{2},?)+", byday):
        one["freq"] = "WEEKLY"


def _rule(one: dict[str, Any]) -> None:
    rule = next((one[name] for name in _RULES if isinstance(one.get(name), str) and "FREQ=" in one[name]), "")
    for part in rule.removeprefix("RRULE:").split(";"):
        key, _, value = part.partition("=")
        if key in _RULE and value:
            one.setdefault(_RULE[key], value)


def _dates(one: dict[str, Any]) -> None:
    """Read the day of a single event, and the time of day out of its beginning and end."""
    if isinstance(day := one.get("date"), str):
        one.setdefault("valid_from", day)
        one.setdefault("valid_to", day)
    for name, time in (("dtstart", "opens_at"), ("dtend", "closes_at")):
        moment = one.get(name)
        if isinstance(moment, str) and re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", moment):
            one.setdefault(time, moment[11:16])


def _days(one: dict[str, Any], notes: Notes) -> None:
    given = one.get("byday")
    said = as_text(given)
    if said is None or not said:
        return
    found = weekdays(said)
    if found is None:
        _keep(one, "byday", notes)
        _days_elsewhere(one, notes)
        return
    if isinstance(given, str) and "-" in given and len(found) > 1:
        notes.say("a range of weekdays is written out")
    one["byday"] = ",".join(_in_month(one, found))


def _days_elsewhere(one: dict[str, Any], notes: Notes) -> None:
    """Take the days from another field if the first had something else."""
    more = renamed("schedule", one)
    if "byday" in more:
        one.clear()
        one.update(more)
        _days(one, notes)


def _in_month(one: dict[str, Any], days: tuple[str, ...]) -> Iterator[str]:
    weeks = one.get("week_of_month")
    weeks = weeks if isinstance(weeks, list) else [weeks]
    counts = [week for week in weeks if isinstance(week, int) and -1 <= week <= 5 and week]
    if one.get("freq") != "MONTHLY" or not counts:
        yield from days
        return
    yield from (f"{week}{day}" if day in _DAYS else day for week in counts for day in days)


def _time(one: dict[str, Any], name: str, notes: Notes) -> None:
    said = as_text(one.get(name))
    if not said:
        return
    found = clock(said)
    if found is None:
        _keep(one, name, notes)
    else:
        one[name] = found


def _keep(one: dict[str, Any], name: str, notes: Notes) -> None:
    """Move what isn't understood into the description: people can read it."""
    notes.say(f"{name} can't be read and is kept as text")
    text = as_text(one.pop(name)) or ""
    told = as_text(one.get("description"))
    one["description"] = f"{told}; {text}" if told and text not in told else told or text
