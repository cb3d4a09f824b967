"""Hours are read from schedules, and say open, closed or not known; they never make closed of unknown."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportmap.directory.editing_hours import schedules_of
from supportmap.directory.hours import (
    Hours,
    Opening,
    frequency_of,
    from_text,
    hours_of,
    is_open,
    open_on,
    to_text,
    told,
)
from tests.directory.documents import schedules, service

MONDAY, WEDNESDAY, FRIDAY, SATURDAY, SUNDAY = 0, 2, 4, 5, 6
# 2026: 7 January is the first Wednesday of the month, 28 January the last.
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
WHEN = st.builds(datetime.combine, DAYS, st.times())
MINUTES = st.none() | st.integers(0, 1440)
OPENINGS = st.builds(
    Opening,
    weekday=st.none() | st.integers(0, 6),
    nth=st.none() | st.integers(-5, 5),
    opens=MINUTES,
    closes=MINUTES,
    valid_from=st.none() | DAYS,
    valid_to=st.none() | DAYS,
    text=st.none() | st.text(max_size=8),
    monthday=st.none() | st.integers(1, 31) | st.just(-1),
    every=st.integers(1, 3),
)
MANY = st.lists(OPENINGS, max_size=5).map(tuple)


def hours(*schedules: dict[str, Any]) -> Hours:
    return hours_of(service(schedules=list(schedules)))


def weekly(
    days: str, opens: str | None = "17:00", closes: str | None = "18:00", **more: Any
) -> dict[str, Any]:
    return {"id": "1", "freq": "WEEKLY", "byday": days, "opens_at": opens, "closes_at": closes, **more}


def monthly(days: str | None, **more: Any) -> dict[str, Any]:
    return {**weekly("", **more), "freq": "MONTHLY", "byday": days}


def at(said: str) -> datetime:
    return datetime.fromisoformat(said)


def test_a_weekly_rule_is_one_opening_for_each_day() -> None:
    assert hours(weekly("MO,WE")) == (Opening(0, None, 1020, 1080), Opening(2, None, 1020, 1080))


def test_a_weekly_rule_is_open_at_its_time_and_closed_else() -> None:
    found = hours(weekly("WE"))
    assert is_open(found, at("2026-01-14T17:00")) is True
    assert is_open(found, at("2026-01-14T18:00")) is False
    assert is_open(found, at("2026-01-15T17:30")) is False


@pytest.mark.parametrize(
    ("byday", "day", "opened"),
    [
        ("1WE", "2026-01-07", True),
        ("1WE", "2026-01-14", False),
        ("-1WE", "2026-01-28", True),
        ("-1WE", "2026-01-21", False),
        ("2WE,4WE", "2026-01-14", True),
        ("5FR", "2026-01-30", True),
    ],
)
def test_a_monthly_rule_is_open_on_its_weeks_only(byday: str, day: str, opened: bool) -> None:
    assert is_open(hours(monthly(byday)), at(f"{day}T17:30")) is opened


def test_a_month_without_a_number_is_some_week() -> None:
    found = hours(monthly("WE"))
    assert is_open(found, at("2026-01-14T17:30")) is None
    assert is_open(found, at("2026-01-14T12:00")) is False
    assert is_open(found, at("2026-01-15T17:30")) is False
    assert open_on(found, WEDNESDAY) is True


def test_a_day_of_the_month_is_open_on_it() -> None:
    found = hours(monthly(None, bymonthday="15,-1"))
    assert [o.monthday for o in found] == [15, -1]
    assert is_open(found, at("2026-01-15T17:30")) is True
    assert is_open(found, at("2026-02-28T17:30")) is True
    assert is_open(found, at("2026-01-30T17:30")) is False
    assert open_on(found, MONDAY) is None


def test_monday_among_the_first_seven_days_is_the_first_monday() -> None:
    (opening,) = hours(monthly("MO", bymonthday="1,2,3,4,5,6,7"))
    assert (opening.weekday, opening.nth) == (0, 1)


def test_every_second_week_counts_from_the_first_day() -> None:
    found = hours(weekly("WE", interval=2, dtstart="2026-01-07"))
    assert is_open(found, at("2026-01-21T17:30")) is True
    assert is_open(found, at("2026-01-14T17:30")) is False
    assert frequency_of(found) == 1


def test_every_second_week_without_a_first_day_is_some_week() -> None:
    found = hours(weekly("WE", interval="2"))
    assert is_open(found, at("2026-01-21T17:30")) is None
    assert told(found) == ["Some Wednesdays (ask which) 17:00 to 18:00: Every 2 weeks"]


def test_every_second_week_keeps_its_turn_when_it_is_valid_later() -> None:
    found = hours(weekly("WE", interval=2, dtstart="2026-01-07", valid_from="2026-02-01"))
    assert is_open(found, at("2026-02-04T17:30")) is True
    assert is_open(found, at("2026-02-11T17:30")) is False
    assert is_open(found, at("2026-01-21T17:30")) is None


def test_what_closes_after_midnight_is_open_on_the_next_morning() -> None:
    found = hours(weekly("FR", "22:00", "02:00"))
    assert is_open(found, at("2026-01-09T23:00")) is True
    assert is_open(found, at("2026-01-10T01:59")) is True
    assert is_open(found, at("2026-01-10T02:00")) is False
    assert is_open(found, at("2026-01-09T01:00")) is False


def test_midnight_at_the_end_is_the_end_of_the_day() -> None:
    assert hours(weekly("FR", "18:00", "00:00")) == (Opening(4, None, 1080, 1440),)
    assert told(hours(weekly("FR", "00:00", "00:00"))) == ["Fridays all day"]


def test_nine_to_five_without_a_half_of_the_day_has_no_known_end() -> None:
    found = hours(weekly("MO", "9:00", "5:00"))
    assert found == (Opening(0, None, 540, None),)
    assert is_open(found, at("2026-01-05T08:00")) is False
    assert is_open(found, at("2026-01-05T10:00")) is None


def test_a_day_without_times_is_not_known_rather_than_closed() -> None:
    found = hours(weekly("SU", None, None), weekly("MO"))
    assert is_open(found, at("2026-01-04T12:00")) is None
    assert open_on(found, SUNDAY) is None
    assert open_on(found, MONDAY) is True
    assert open_on(found, SATURDAY) is False


def test_nothing_known_is_not_known() -> None:
    assert hours() == hours({"id": "1"}) == ()
    assert is_open((), at("2026-01-05T10:00")) is None
    assert open_on((), MONDAY) is None
    assert frequency_of(()) is None
    assert told(()) == []


def test_words_alone_are_told_and_not_known() -> None:
    found = hours({"id": "1", "freq": "WEEKLY", "description": "Call for the hours"}, weekly("MO"))
    assert told(found) == ["Call for the hours", "Mondays 17:00 to 18:00"]
    assert is_open(found, at("2026-01-06T10:00")) is None
    assert open_on(found, FRIDAY) is None


@pytest.mark.parametrize("freq", ["WEEKLY", "MONTHLY"])
def test_many_rows_of_a_single_day_are_those_days(freq: str) -> None:
    days = ["2025-08-13", "2025-08-20", "2025-08-27", "2025-09-03"]
    found = hours(*(weekly("WE", freq=freq, valid_from=day, valid_to=day) for day in days))
    assert is_open(found, at("2025-08-20T17:30")) is True
    assert is_open(found, at("2025-08-21T17:30")) is False
    assert is_open(found, at("2025-09-10T17:30")) is None
    assert frequency_of(found) == 2
    assert told(found) == [
        "Wednesdays 17:00 to 18:00, on 13 August 2025, 20 August 2025, 27 August 2025 and 3 September 2025"
    ]


def test_a_single_day_that_its_rule_never_falls_on_is_not_known() -> None:
    # As in the example of the specification: Thursdays and Fridays, on one Saturday.
    found = hours(weekly("TH,FR", dtstart="2005-01-01", until="2005-01-01"))
    assert [opening.weekday for opening in found] == [None]
    assert is_open(found, at("2005-01-01T17:30")) is None


def test_hours_that_have_ended_say_nothing_of_today() -> None:
    found = hours(weekly("WE", valid_to="2025-09-01"))
    assert is_open(found, at("2025-08-28T17:30")) is False
    assert is_open(found, at("2026-01-14T12:00")) is None
    assert open_on(found, FRIDAY) is False
    assert open_on(found, FRIDAY, date(2026, 1, 1)) is None


def test_a_count_ends_a_weekly_rule() -> None:
    found = hours(weekly("MO,WE", dtstart="2026-01-05", count=4))
    assert {opening.valid_to for opening in found} == {date(2026, 1, 18)}


def test_a_weekly_rule_without_days_is_on_the_weekday_of_its_first_day() -> None:
    (opening,) = hours({"freq": "WEEKLY", "dtstart": "2026-01-07", "opens_at": "9am"})
    assert (opening.weekday, opening.opens) == (WEDNESDAY, 540)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Tuesday distribution from 12:30 PM to 2:30 PM.", (1, None)),
        ("4th Saturday of the month", (5, 4)),
        ("Last Sunday of the month", (6, -1)),
        ("Every other Tuesday", (None, None)),
        ("Monday 9-5, Tuesday 10-2", (None, None)),
        ("Closed on Friday", (None, None)),
        ("Following the last Tuesday of the month", (None, None)),
        ("3rd Saturday in November and December", (None, None)),
    ],
)
def test_words_that_name_one_day_stand_in_where_the_rule_names_none(said: str, day: object) -> None:
    (opening,) = hours({"freq": "WEEKLY", "description": said, "opens_at": "12:30", "closes_at": "14:30"})
    assert (opening.weekday, opening.nth) == day


def test_a_weekly_rule_between_two_sundays_is_on_sundays() -> None:
    (opening,) = hours(weekly("", valid_from="2025-08-10", valid_to="2025-08-31"))
    assert opening.weekday == SUNDAY
    (unknown,) = hours(weekly("", valid_from="2025-08-10", valid_to="2025-08-30"))
    assert unknown.weekday is None


def test_the_older_weekday_is_read_too() -> None:
    (opening,) = hours({"weekday": "Wednesday", "opens_at": "17:00", "closes_at": "18:00"})
    assert opening == Opening(2, None, 1020, 1080)


def test_the_hours_of_a_building_stand_in_where_the_service_has_none() -> None:
    building = {"id": "l1", "schedules": [weekly("MO")]}
    placed = [{"id": "1", "location": building}]
    assert hours_of(service(service_at_locations=placed)) == hours(weekly("MO"))
    assert hours_of(service(service_at_locations=placed, schedules=[weekly("TU")])) == hours(weekly("TU"))


@pytest.mark.parametrize(
    ("schedules", "lines"),
    [
        ([weekly("WE")], ["Wednesdays 17:00 to 18:00"]),
        ([weekly("MO,TU,WE,TH,FR", "9:00", "17:00")], ["Mondays to Fridays 09:00 to 17:00"]),
        ([weekly("MO,WE"), weekly("SA", "10:00", None)], [
            "Mondays and Wednesdays 17:00 to 18:00", "Saturdays from 10:00"]),
        ([weekly("MO"), weekly("WE", description="In the hall")], ["Mondays and Wednesdays 17:00 to 18:00"]),
        ([monthly("1WE")], ["First Wednesday of the month 17:00 to 18:00"]),
        ([monthly("1WE,3WE")], ["First and third Wednesday of the month 17:00 to 18:00"]),
        ([monthly("-1FR"), weekly("FR")], [
            "Last Friday of the month 17:00 to 18:00", "Fridays 17:00 to 18:00"]),
        ([monthly(None, bymonthday="2")], ["On the 2nd of the month 17:00 to 18:00"]),
        ([weekly("MO", "22:00", "02:00")], ["Mondays 22:00 to 02:00 the next day"]),
        ([weekly("MO", None, None)], ["Mondays (times not given)"]),
        ([weekly("MO", valid_from="2026-05-01", valid_to="2026-09-30")], [
            "Mondays 17:00 to 18:00 (from 1 May 2026 until 30 September 2026)"]),
        ([weekly("MO", interval=2, dtstart="2026-01-05")], [
            "Mondays, every 2 weeks, 17:00 to 18:00 (from 5 January 2026)"]),
        ([weekly("SU,MO,TU,WE,TH,FR,SA", "8:00", "20:00")], ["Every day 08:00 to 20:00"]),
    ],
)  # fmt: skip
def test_hours_are_told_in_plain_words(schedules: list[dict[str, Any]], lines: list[str]) -> None:
    assert told(hours(*schedules)) == lines


def test_many_single_days_are_told_by_the_first_and_the_last() -> None:
    days = [(date(2026, 1, 7) + timedelta(7 * week)).isoformat() for week in range(10)]
    found = hours(*(weekly("WE", valid_from=day, valid_to=day) for day in days))
    assert told(found) == ["Wednesdays 17:00 to 18:00, on 10 days from 7 January 2026 to 11 March 2026"]


@pytest.mark.parametrize(
    ("schedules", "often"),
    [
        ([weekly("MO")], 2),
        ([monthly("1WE")], 1),
        ([monthly("1WE"), weekly("MO")], 2),
        ([monthly(None, bymonthday="1")], 1),
        ([monthly("1WE", interval=3, dtstart="2026-01-07")], 0),
        ([weekly("MO", valid_from="2026-01-05", valid_to="2026-01-05")], 0),
        ([{"description": "By appointment"}], None),
    ],
)
def test_how_often_it_is_open_follows_its_schedule(
    schedules: list[dict[str, Any]], often: int | None
) -> None:
    assert frequency_of(hours(*schedules)) == often


@given(MANY)
def test_hours_outlive_their_text(openings: Hours) -> None:
    assert from_text(to_text(openings)) == openings


@given(schedules)
def test_any_schedules_have_hours_that_outlive_their_text(rows: list[dict[str, Any]]) -> None:
    found = hours(*rows)
    assert from_text(to_text(found)) == found
    assert isinstance(told(found), list)
    assert frequency_of(found) in (None, 0, 1, 2)


@given(MANY, st.datetimes())
def test_any_hours_can_be_asked_and_told(openings: Hours, when: datetime) -> None:
    assert is_open(openings, when) in (None, True, False)
    assert open_on(openings, when.weekday()) in (None, True, False)
    assert all(told(openings))


@given(MANY, WHEN)
def test_what_is_not_known_of_one_opening_never_makes_closed(openings: Hours, when: datetime) -> None:
    assert is_open((*openings, Opening(text="Ask")), when) is not False
    assert open_on((*openings, Opening(text="Ask")), when.weekday()) is not False


@given(MANY, OPENINGS, WHEN)
def test_one_more_opening_never_closes_what_is_open(openings: Hours, more: Opening, when: datetime) -> None:
    if is_open(openings, when):
        assert is_open((*openings, more), when)


@given(MANY, WHEN)
def test_the_order_of_openings_changes_nothing(openings: Hours, when: datetime) -> None:
    assert is_open(openings, when) is is_open(openings[::-1], when)
    assert frequency_of(openings) == frequency_of(openings[::-1])


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Every Tuesday 2pm to 4pm", "Tuesdays 14:00 to 16:00"),
        ("Mondays 10.00-12.00", "Mondays 10:00 to 12:00"),
        ("last Friday 12 pm – 1.30 pm", "Last Friday of the month 12:00 to 13:30"),
        ("Sunday 12am-6am", "Sundays 00:00 to 06:00"),
        ("Friday 10:00-12:00 (term time only)", "Friday 10:00-12:00 (term time only)"),
        ("Wednesday from 18:00", "Wednesday from 18:00"),
        ("Thursday 2-4pm", "Thursday 2-4pm"),
        ("Thursday evenings by arrangement", "Thursday evenings by arrangement"),
        ("Saturday 14:00", "Saturday 14:00"),
    ],
)
def test_what_staff_type_is_read_rightly_or_told_as_it_was_typed(typed: str, line: str) -> None:
    assert told(hours(*schedules_of(typed))) == [line]


def test_of_days_whose_words_name_no_day_both_are_told() -> None:
    assert told(hours(weekly("MO", None, None, description="By arrangement"))) == ["Mondays: By arrangement"]
