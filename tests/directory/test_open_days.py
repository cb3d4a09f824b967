"""In which parts of weekdays a service is known to be open, to be closed, or neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportmap.directory.open_days import PARTS, Part, known_parts, parts_of
from supportmap.directory.openings import Opening, to_text

MONDAY, TUESDAY, SUNDAY = 0, 1, 6


@pytest.mark.parametrize(
    ("openings", "day", "part", "known"),
    [
        ([], MONDAY, "morning", None),
        ([Opening(MONDAY, opens=600, closes=720)], MONDAY, "morning", True),
        ([Opening(MONDAY, opens=600, closes=720)], MONDAY, "afternoon", False),
        ([Opening(MONDAY, opens=600, closes=721)], MONDAY, "afternoon", True),
        ([Opening(MONDAY, opens=600, closes=720)], TUESDAY, "morning", False),
        ([Opening(MONDAY, opens=600)], MONDAY, "morning", None),
        ([Opening(MONDAY, opens=1080)], MONDAY, "afternoon", False),
        ([Opening(MONDAY, closes=720)], MONDAY, "evening", False),
        ([Opening(MONDAY)], MONDAY, "evening", None),
        ([Opening(MONDAY, opens=1080, closes=1200), Opening(MONDAY, opens=600)], MONDAY, "afternoon", None),
        ([Opening(SUNDAY, opens=1320, closes=120)], MONDAY, "morning", None),
        ([Opening(SUNDAY, opens=1320, closes=120)], MONDAY, "afternoon", False),
        ([Opening(SUNDAY, opens=1320, closes=120)], TUESDAY, "morning", False),
        ([Opening(day, opens=1200, closes=480) for day in range(7)], MONDAY, "morning", None),
        ([Opening(MONDAY, opens=480, closes=1200)], TUESDAY, "morning", False),
        ([Opening(SUNDAY, opens=1320, closes=120)], SUNDAY, "evening", True),
        ([Opening(SUNDAY, opens=1320, closes=120)], SUNDAY, "afternoon", False),
        ([Opening(MONDAY, opens=600, closes=720), Opening(text="by chance")], MONDAY, "evening", None),
    ],
)
def test_only_what_the_hours_say_is_known(
    openings: list[Opening], day: int, part: Part, known: bool | None
) -> None:
    is_open, shut = known_parts(to_text(openings))
    one = parts_of([day], part)
    assert (bool(is_open & one), bool(shut & one)) == (known is True, known is False)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 1439), st.integers(1, 1440)), max_size=5))
def test_nothing_is_open_and_closed_and_open_is_what_a_minute_shows(rows: list[tuple[int, int, int]]) -> None:
    openings = [Opening(day, opens=opens, closes=closes) for day, opens, closes in rows if opens < closes]
    is_open, shut = known_parts(to_text(openings))
    assert not is_open & shut
    limits: dict[Part, tuple[int, int]] = {
        "morning": (0, 720),
        "afternoon": (720, 1020),
        "evening": (1020, 1440),
    }
    for opening in openings:
        for part, (begins, ends) in limits.items():
            there = max(begins, opening.opens or 0) < min(ends, opening.closes or 0)
            assert not there or is_open & parts_of([opening.weekday or 0], part)
    assert not openings or (is_open | shut) == parts_of(range(7))


def test_parts_add_up_to_days_and_days_to_a_week() -> None:
    assert sum(parts_of([2], part) for part in PARTS) == parts_of([2])
    assert parts_of(range(7)) == 2**21 - 1
    assert parts_of([1, 1], "morning") == 8
