"""The figure of what a community lacks: in order, in words, and of few people without a number."""

from __future__ import annotations

from itertools import pairwise

import plotly.graph_objects as go  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportmap.analysis.association import FEWEST
from supportmap.analysis.figures import THEMES, Lacking, lacking_figure
from supportmap.analysis.figures.lacking import FEW, MOST_AREAS, NOWHERE
from supportmap.analysis.network import FUNCTIONS

FOUND = st.lists(
    st.builds(
        Lacking,
        st.none() | st.text(min_size=1, max_size=60),
        st.sampled_from(FUNCTIONS),
        st.none() | st.integers(FEWEST, 5000),
    ),
    max_size=30,
    unique_by=lambda each: (each.area, each.function),
)


@settings(max_examples=60)
@given(FOUND, st.sampled_from([*THEMES]))
def test_each_bar_says_its_number_and_few_are_few(found: list[Lacking], theme: str) -> None:
    figure = lacking_figure(found, theme)  # type: ignore[arg-type]
    go.Figure(figure)
    areas = list(dict.fromkeys(each.area for each in found))[:MOST_AREAS]
    shown = [each for each in found if each.area in areas]
    said = [(bar["name"], text) for bar in figure["data"] for text in bar["text"]]
    wanted = [(each.function, str(each.people) if each.people else FEW) for each in shown]
    assert sorted(said) == sorted(wanted)
    assert len(figure["layout"]["annotations"]) == len(areas)
    places = sorted(y for bar in figure["data"] for y in bar["y"])
    assert all(b - a >= 26 for a, b in pairwise(places))
    assert all(0 < y < figure["layout"]["height"] for y in places)


def test_the_areas_stand_in_the_order_given_and_their_names_are_no_markup() -> None:
    found = [
        Lacking("<b>Hulme</b>", "belonging", 9),
        Lacking(None, "emotional", None),
        Lacking("<b>Hulme</b>", "emotional", 5),
    ]
    titles = lacking_figure(found)["layout"]["annotations"]
    assert [each["text"] for each in titles] == ["&lt;b&gt;Hulme&lt;/b&gt;", NOWHERE]
    assert titles[0]["y"] < titles[1]["y"]


@pytest.mark.parametrize("people", [None, FEWEST])
def test_what_is_not_told_looks_the_same_whatever_it_is(people: int | None) -> None:
    """Only an outline: its length is that of the most that they may be."""
    (bar,) = lacking_figure([Lacking("Hulme", "belonging", people)])["data"]
    assert bar["x"] == [people or FEWEST - 1]
    assert (bar["marker"]["color"] == ["rgba(0,0,0,0)"]) == (people is None)


def test_of_nothing_there_is_a_figure_without_bars() -> None:
    assert lacking_figure([])["data"] == []
