"""What is told of a resource: counts, a mean, and nothing of few people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportmap.analysis.association import FEWEST, Course, Seen, change_between, seen_together

CHANGES = st.none() | st.floats(-1, 1)
WENT = st.builds(Course, st.just(True), st.booleans(), CHANGES)
COURSES = st.lists(st.one_of(WENT, st.just(Course(False, False))), max_size=15)


@given(COURSES)
def test_of_few_people_nothing_is_told(courses: list[Course]) -> None:
    seen = seen_together(courses)
    told = (seen.referred, seen.started, seen.helped, seen.compared)
    assert all(number is None or number >= FEWEST for number in told)
    if len(courses) < FEWEST:
        assert seen == Seen(None)
        return
    assert seen.referred == len(courses)
    started = sum(each.started for each in courses)
    apart = len(courses) - started
    assert seen.started == (started if started >= FEWEST and not 0 < apart < FEWEST else None)
    numbers = [number for number in told[:3] if number is not None]
    assert not any(0 < one - other < FEWEST for one in numbers for other in numbers)
    assert seen.compared is None or seen.started is not None
    known = [each.change for each in courses if each.started and each.change is not None]
    assert (seen.change is None) == (len(known) < FEWEST)
    if seen.change is not None:
        assert min(known) - 0.0501 <= seen.change <= max(known) + 0.0501


def test_a_mean_is_of_those_who_attended_and_were_mapped_before_and_after() -> None:
    courses = [Course(True, True, each) for each in (0.1, 0.2, 0.3, 0.4, 0.5)]
    rest = [Course(False, False, -1.0)] * 5 + [Course(True, False, None)] * 5
    seen = seen_together([*courses, *rest])
    assert (seen.referred, seen.started, seen.helped, seen.compared) == (15, 10, 5, 5)
    assert seen.change == 0.3


def test_all_but_few_are_as_few() -> None:
    """Whoever is told that six of seven went knows of one that they didn't."""
    courses = [Course(True, True, 0.2)] * 6
    assert seen_together([*courses, Course(False, False)]) == Seen(7, None, None, None, 0.2)
    assert seen_together(courses) == Seen(6, 6, 6, 6, 0.2)
    assert seen_together([*courses, *[Course(False, False)] * 5]) == Seen(11, 6, 6, 6, 0.2)


def test_a_change_is_that_of_the_gap_to_a_tenth_and_unknown_of_what_was_not_assessed() -> None:
    assert change_between(0.62, 0.41) == pytest.approx(0.2)
    assert change_between(0.58, 0.44) == pytest.approx(0.2)
    assert change_between(0.2, 0.4) == pytest.approx(-0.2)
    assert change_between(0.6, 0.13) == change_between(0.6, 0.0) == pytest.approx(0.6)
    assert change_between(None, 0.4) is None
    assert change_between(0.4, None) is None
