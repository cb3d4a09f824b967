"""Times and weekdays are read as directories write them, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportmap.directory.clock import minutes, told_time, weekdays


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ("09:00", 540),
        ("9:00 AM", 540),
        ("9am", 540),
        ("9 a.m.", 540),
        ("17:00Z", 1020),
        ("09:00-05:00", 540),
        ("10:00:00", 600),
        ("0930", 570),
        ("9.30", 570),
        ("12:00 AM", 0),
        ("12pm", 720),
        ("noon", 720),
        ("24:00", 1440),
    ],
)
def test_a_time_is_read_in_every_spelling(said: str, counted: int) -> None:
    assert minutes(said) == counted


@pytest.mark.parametrize(
    "said", [None, "", "9", "25:00", "24:01", "13am", "09:60", "by appointment", "varies"]
)
def test_what_is_no_time_is_none(said: str | None) -> None:
    assert minutes(said) is None


@given(st.integers(0, 1440))
def test_a_told_time_is_read_back(counted: int) -> None:
    assert minutes(told_time(counted)) == counted


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("MO,WE", ((0, None), (2, None))),
        ("1WE", ((2, 1),)),
        ("-1FR", ((4, -1),)),
        ("2TH,4TH", ((3, 2), (3, 4))),
        ("Monday", ((0, None),)),
        ("Fri - Sun", ((4, None), (5, None), (6, None))),
        ("SA-MO", ((5, None), (6, None), (0, None))),
        ("Tuesdays and Thursdays", ((1, None), (3, None))),
        ("3rd Wednesday", ((2, 3),)),
        ("weekends", ((5, None), (6, None))),
        ("MO,MO", ((0, None),)),
    ],
)
def test_weekdays_are_read_in_every_spelling(said: str, named: object) -> None:
    assert weekdays(said) == named


@pytest.mark.parametrize("said", [None, "", "MO,XX", "6MO", "0MO", "Month", "holidays", "1"])
def test_weekdays_that_are_not_all_understood_are_none(said: str | None) -> None:
    assert weekdays(said) is None


@given(st.text(max_size=20))
def test_any_text_is_a_time_or_none_and_days_or_none(said: str) -> None:
    counted, named = minutes(said), weekdays(said)
    assert counted is None or 0 <= counted <= 1440
    assert named is None or all(0 <= day <= 6 for day, _ in named)
