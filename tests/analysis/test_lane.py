"""Achievements under the strips of the trend: the strips stay as they are, and each mark has its number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from supportmap.analysis.coverage import coverages
from supportmap.analysis.figures import Mark, ThemeName, TrendPoint, in_order, trend_figure
from tests.analysis.test_figures import NAMES, THEME, assert_good, days, visits
from tests.builders import a_network, a_supporter

SIGNS = st.sampled_from(("a gap closed", "somebody new", "an achievement"))
marks = st.lists(st.builds(Mark, days, st.text(max_size=30), SIGNS), min_size=1, max_size=5)
STRIPS = ("yaxis", "yaxis2", "yaxis3")
JANUARY, MARCH = TrendPoint(date(2026, 1, 10), {}), TrendPoint(date(2026, 3, 10), {})


def drawn(figure: dict[str, Any], name: str) -> dict[str, Any]:
    """The one trace of a name."""
    (found,) = (trace for trace in figure["data"] if trace["name"] == name)
    trace: dict[str, Any] = found
    return trace


@settings(max_examples=40)
@given(visits, THEME, marks)
def test_plotly_accepts_any_marks(
    points: Sequence[TrendPoint], theme: ThemeName, given_marks: Sequence[Mark]
) -> None:
    assert_good(trend_figure(points, theme, given_marks))


@settings(max_examples=40)
@given(visits, THEME)
def test_without_marks_the_picture_is_the_one_it_was(points: Sequence[TrendPoint], theme: ThemeName) -> None:
    figure = trend_figure(points, theme)
    assert figure == trend_figure(points, theme, ())
    assert "yaxis4" not in figure["layout"]
    assert figure["layout"]["height"] == 600
    assert figure["layout"]["yaxis3"]["domain"] == [0.0, 0.235]


@settings(max_examples=40)
@given(st.lists(st.builds(TrendPoint, days, st.just({})), min_size=1, max_size=4), marks)
def test_the_strips_are_drawn_as_without_marks_and_stand_above_the_lane(
    points: Sequence[TrendPoint], given_marks: Sequence[Mark]
) -> None:
    plain, marked = trend_figure(points), trend_figure(points, marks=given_marks)
    assert marked["data"][: len(plain["data"])] == plain["data"]
    lane = marked["layout"]["yaxis4"]["domain"]
    assert lane[0] == 0
    assert lane[1] < min(marked["layout"][name]["domain"][0] for name in STRIPS)
    assert max(marked["layout"][name]["domain"][1] for name in STRIPS) < 1


def test_marks_are_numbered_by_day_and_stand_where_their_day_is() -> None:
    given_marks = [Mark(date(2026, 2, 20), "later"), Mark(date(2026, 1, 10), "first", "a gap closed")]
    figure = trend_figure([JANUARY, MARCH], marks=given_marks)
    assert [mark.words for mark in in_order(given_marks)] == ["first", "later"]
    assert drawn(figure, "numbers")["x"] == ["2026-01-10", "2026-02-20"]
    assert drawn(figure, "numbers")["text"] == ["1", "2"]
    assert drawn(figure, "an achievement")["hovertext"] == ["20 February 2026<br>later"]
    assert (
        drawn(figure, "a gap closed")["marker"]["symbol"]
        != drawn(figure, "an achievement")["marker"]["symbol"]
    )


def test_the_axis_reaches_as_far_as_the_marks_do_and_names_the_visits() -> None:
    figure = trend_figure([JANUARY, MARCH], marks=[Mark(date(2026, 9, 1), "much later")])
    axis = figure["layout"]["xaxis"]
    assert axis["range"][1] > "2026-09-01"
    assert axis["tickvals"] == ["2026-03-10", "2026-01-10"]
    alone = trend_figure((), marks=[Mark(date(2026, 9, 1), "alone")])["layout"]["xaxis"]
    assert alone["tickvals"] == ["2026-09-01"]


def test_a_line_goes_up_from_each_mark_through_each_strip() -> None:
    figure = trend_figure(
        [JANUARY, MARCH], marks=[Mark(date(2026, 2, 1), "one"), Mark(date(2026, 2, 2), "two")]
    )
    lines = [shape for shape in figure["layout"]["shapes"] if shape["xref"] == "x"]
    assert len(lines) == 2 * len(STRIPS)
    spans = {(line["y0"], line["y1"]) for line in lines}
    assert spans == {tuple(figure["layout"][name]["domain"]) for name in STRIPS}


def test_nothing_in_the_words_of_a_mark_is_read_as_markup() -> None:
    found = coverages(a_network(a_supporter(1)))
    given_marks = [Mark(date(2026, 2, 1), name) for name in NAMES]
    figure = trend_figure([TrendPoint(date(2026, 1, 1), found)], marks=given_marks)
    said = [text.replace("<br>", "") for text in drawn(figure, "an achievement")["hovertext"]]
    assert len(said) == len(NAMES)
    assert not any(mark in text for text in said for mark in "<>$")


def test_very_many_marks_go_without_their_numbers() -> None:
    many = [Mark(date(2026, 2, 1), str(number)) for number in range(31)]
    names = {trace["name"] for trace in trend_figure([JANUARY], marks=many)["data"]}
    assert "numbers" not in names
