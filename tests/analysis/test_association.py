"""What is told of a resource: counts, a mean, and nothing of few people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportmap.analysis.association import FEWEST, Course, Seen, change_between, seen_together
from supportmap.analysis.dependability import Interval

CHANGES = st.none() | st.floats(-1, 1)
COURSES = st.lists(st.builds(Course, st.booleans(), st.booleans(), CHANGES), max_size=12)


@given(COURSES)
def test_of_few_people_nothing_is_told_but_how_many_there_were(courses: list[Course]) -> None:
    seen = seen_together(courses)
    assert seen.referred == len(courses)
    if len(courses) < FEWEST:
        assert seen == Seen(len(courses), None, None, None, None)
        return
    assert seen.started == len([each for each in courses if each.started])
    known = [each.change for each in courses if each.started and each.change is not None]
    assert (seen.change is None) == (seen.compared is None) == (len(known) < FEWEST)
    if seen.change is not None:
        assert min(known) - 1e-9 <= seen.change <= max(known) + 1e-9


def test_a_mean_is_of_those_who_attended_and_were_mapped_before_and_after() -> None:
    courses = [Course(True, True, each) for each in (0.1, 0.2, 0.3, 0.4, 0.5)]
    rest = [Course(False, False, -1.0), Course(True, False, None)]
    seen = seen_together([*courses, *rest])
    assert (seen.referred, seen.started, seen.helped, seen.compared) == (7, 6, 5, 5)
    assert seen.change == pytest.approx(0.3)


def test_a_change_is_that_of_the_middle_and_unknown_of_what_was_not_assessed() -> None:
    assert change_between(Interval(0.2, 0.4), Interval(0.5, 0.9)) == pytest.approx(0.4)
    assert change_between(None, Interval(0.5, 0.9)) is None
    assert change_between(Interval(0.5, 0.9), None) is None
