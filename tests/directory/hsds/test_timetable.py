"""Opening times in words and in shapes that HSDS doesn't know."""

from __future__ import annotations

from typing import Any

import pytest

from supportmap.directory.hsds.timetable import clock, schedules, weekdays
from supportmap.directory.hsds.values import Notes


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mon-Fri", "MO TU WE TH FR"),
        ("Monday – Wednesday", "MO TU WE"),
        ("Sat to Mon", "SA SU MO"),
        ("Tuesdays and Thursdays", "TU TH"),
        ("MO,WE", "MO WE"),
        ("1MO,-1FR", "1MO -1FR"),
        ("Thurs", "TH"),
        ("weekdays", "MO TU WE TH FR"),
        ("by appointment", None),
        ("3", None),
        ("", None),
        ("1MO-FR", None),
    ],
)
def test_weekdays_are_understood_or_not_at_all(text: str, days: str | None) -> None:
    assert weekdays(text) == (tuple(days.split()) if days else None)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9:00", "09:00"),
        ("17:30:00", "17:30"),
        ("10:00:00Z", "10:00"),
        ("9am", "09:00"),
        ("12 a.m.", "00:00"),
        ("12:15 PM", "12:15"),
        ("noon", "12:00"),
        ("24:00", "24:00"),
        ("9", None),
        ("25:00", None),
        ("13 pm", None),
        ("soon", None),
    ],
)
def test_times_are_understood_or_not_at_all(text: str, time: str | None) -> None:
    assert clock(text) == time


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"days": ["MO", "TU"], "start_time": "9:00", "end_time": "10:00"}, ["MO,TU 09:00 10:00"]),
        (
            {
                "days": ["MO"],
                "times": [{"start": "9:00", "end": "10:00"}, {"start": "14:00", "end": "15:00"}],
            },
            ["MO 09:00 10:00", "MO 14:00 15:00"],
        ),
        (
            {"days": [{"day": "TU", "times": [{"start": "9:00", "end": "10:00"}]}, {"day": "SA"}]},
            ["TU 09:00 10:00", "SA None None"],
        ),
        ({"rrule": "FREQ=WEEKLY;BYDAY=TH", "open_time": "8 am"}, ["TH 08:00 None"]),
        ({"freq": "daily", "opens_at": "08:00"}, ["MO,TU,WE,TH,FR,SA,SU 08:00 None"]),
        (
            {"freq": "MONTHLY", "days": ["WE"], "week_of_month": [1, 3], "opens_at": "08:00"},
            ["1WE,3WE 08:00 None"],
        ),
    ],
)
def test_schedules_of_other_shapes_say_the_same(given: Any, told: list[str]) -> None:
    found = schedules(given, Notes())
    assert [
        " ".join(str(one.get(name)) for name in ("byday", "opens_at", "closes_at")) for one in found
    ] == told


def test_a_day_in_the_calendar_begins_and_ends_there() -> None:
    [one] = schedules([{"date": "2030-05-01", "dtstart": "2030-05-01T09:30:00"}], Notes())
    assert (one["valid_from"], one["valid_to"], one["opens_at"]) == ("2030-05-01", "2030-05-01", "09:30")


def test_every_second_week_is_an_interval_and_what_else_there_is_stays_text() -> None:
    notes = Notes()
    fortnightly, once = schedules([{"freq": "BI_WEEKLY", "byday": "MO"}, {"freq": "ONCE"}], notes)
    assert (fortnightly["freq"], fortnightly["interval"]) == ("WEEKLY", 2)
    assert once == {"description": "ONCE"}
    assert notes.said == ("freq can't be read and is kept as text",)
