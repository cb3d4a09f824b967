"""Figures are plain dicts that Plotly accepts, that say what was not asked, and that show names unread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import orjson
import plotly.graph_objects as go  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportmap.analysis.coverage import coverage, coverages
from supportmap.analysis.figures import (
    ThemeName,
    TrendPoint,
    change_figure,
    coverage_figure,
    map_figure,
    trend_figure,
)
from supportmap.analysis.figures.theme import BOLD
from supportmap.analysis.figures.wording import LINE, escape, fitted, width, wrap
from supportmap.analysis.layout import Place
from supportmap.analysis.naming import clean
from supportmap.analysis.network import FUNCTIONS, SECTORS, Client, Network, Tie
from tests.analysis.strategies import networks
from tests.browser.made_up import made_up
from tests.builders import a_contact, a_network, a_supporter

FEW = settings(max_examples=40)
"""Plotly's own check of a figure takes some 20 ms."""
THEME_NAMES: tuple[ThemeName, ...] = get_args(ThemeName)
THEME = st.sampled_from(THEME_NAMES)
NAMES = ["<b>x</b>", "&amp;", "<img src=x onerror=alert(1)>", "$x$", '<a href="javascript:alert(1)">x</a>']

days = st.dates() | st.sampled_from([date.min, date(2026, 5, 3), date(2026, 5, 4), date.max])
visits = st.lists(st.builds(TrendPoint, days, networks().map(coverages)), max_size=4)


def assert_good(figure: dict[str, Any]) -> None:
    """Plotly accepts it, and it is the same after a trip through JSON."""
    go.Figure(figure)
    assert orjson.loads(orjson.dumps(figure)) == figure


def trace(figure: dict[str, Any], name: str) -> dict[str, Any]:
    """The first trace of a name."""
    found: dict[str, Any] = next(trace for trace in figure["data"] if trace["name"] == name)
    return found


def names_of(figure: dict[str, Any]) -> set[str]:
    """The names of all traces, those of the legend with a star."""
    return {t["name"] + "*" * (t.get("xaxis") == "x2") for t in figure["data"]}


def legend_of(figure: dict[str, Any]) -> list[str]:
    """What the legend of a map says, without its headings."""
    words = [t for t in figure["data"] if t["name"] == "words" and t.get("xaxis") == "x2"]
    told = [pair for t in words for pair in zip(t["text"], t["textfont"]["weight"], strict=True)]
    return [text for text, weight in told if weight != BOLD]


@FEW
@given(networks(most=25), THEME, st.sampled_from((*FUNCTIONS, None)), st.sampled_from((360, 600, 900)))
def test_plotly_accepts_any_map(network: Network, theme: ThemeName, function: Any, size: int) -> None:
    assert_good(map_figure(network, function=function, theme=theme, size=size))


@FEW
@given(networks(most=12), networks(most=12), THEME)
def test_plotly_accepts_any_change(before: Network, after: Network, theme: ThemeName) -> None:
    assert_good(change_figure(before, after, theme=theme))


@FEW
@given(networks(), THEME)
def test_plotly_accepts_any_coverage(network: Network, theme: ThemeName) -> None:
    assert_good(coverage_figure(coverages(network).values(), theme))


@FEW
@given(visits, THEME)
def test_plotly_accepts_any_trend(points: Sequence[TrendPoint], theme: ThemeName) -> None:
    assert_good(trend_figure(points, theme))


@pytest.mark.parametrize("count", [0, 1, 41, 60, 150])
def test_maps_of_all_sizes_are_drawn(count: int) -> None:
    people = [a_supporter(circle=number % 3 + 1, sector="friends") for number in range(count)]
    figure = map_figure(a_network(*people))
    assert_good(figure)
    drawn = [trace for trace in figure["data"] if trace["name"] == "contacts" and "xaxis" not in trace]
    assert [len(trace["x"]) for trace in drawn] == [count] * bool(count)


def test_an_empty_map_invites() -> None:
    words = [note["text"] for note in map_figure(a_network(elicited=False))["layout"]["annotations"]]
    assert "Nobody is on the map yet.<br>Who comes to mind first?" in words
    assert {"Family", "Friends", "Work", "Community", "Professionals"} <= set(words)


def test_where_nobody_is_there_nobody_is_asked_to_come_to_mind() -> None:
    words = [note["text"] for note in map_figure(a_network())["layout"]["annotations"]]
    assert "There are no contacts at present." in words


@given(networks(most=12))
def test_unsafe_contacts_look_like_any_other(network: Network) -> None:
    safe, unsafe = (
        replace(network, contacts=tuple(replace(contact, unsafe=mark) for contact in network.contacts))
        for mark in (False, True)
    )
    assert orjson.dumps(map_figure(safe)) == orjson.dumps(map_figure(unsafe))
    assert orjson.dumps(change_figure(safe, unsafe)) == orjson.dumps(change_figure(safe, safe))


@given(networks(most=12))
def test_a_map_can_be_drawn_again_after_its_caller_changed_it(network: Network) -> None:
    """What is remembered between two drawings is nobody else's."""
    expected = orjson.dumps(map_figure(network))
    figure = map_figure(network)
    for part in (*figure["data"], *figure["layout"]["annotations"], *figure["layout"]["shapes"]):
        for inner in part.values():
            if isinstance(inner, dict | list):
                inner.clear()
    assert orjson.dumps(map_figure(network)) == expected


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_a_name_is_read_as_markup(name: str) -> None:
    someone = a_contact(name=name, relationship=name, sector="family")
    figure = map_figure(a_network(someone, client=Client(label=name)))
    texts = [text for trace in figure["data"] for key in ("text", "hovertext") for text in trace.get(key, ())]
    texts = [text.replace("<br>", "") for text in texts]
    assert not any(mark in text for text in texts for mark in "<>$")
    assert any(escape(name) in text for text in texts)


@given(st.text(), st.floats(3, 30), st.integers(1, 3))
def test_wrapped_names_fit_their_lines_and_keep_their_order(name: str, room: float, lines: int) -> None:
    shown = wrap(name, room, lines)
    assert len(shown) <= lines
    assert all(width(line) <= room for line in shown)
    whole = "".join(shown).removesuffix("…").replace(" ", "")
    assert clean(name).replace(" ", "").startswith(whole.replace(" ", "")) or "…" in name


@pytest.mark.parametrize("size", [358, 600, 900])
@pytest.mark.parametrize("label", ["S. B.", "A client of many words"])
def test_the_label_of_the_client_stays_inside_its_disc(label: str, size: int) -> None:
    drawn = trace(map_figure(Network((), (), Client(label=label)), size=size), "client")
    lines, font = drawn["text"][0].split("<br>"), drawn["textfont"]["size"]
    assert len(lines) * font <= drawn["marker"]["size"]
    assert max(map(width, lines)) * font <= drawn["marker"]["size"]
    assert label != "S. B." or lines == ["S. B."] or size > 358


def test_no_word_is_broken_that_fits_a_line_of_its_own() -> None:
    assert wrap("Dr Wexcombe", 6.5, 3) == ("Dr", "Wexcombe")


def test_a_long_name_is_cut_on_the_map_and_whole_in_the_hover() -> None:
    name = "The Saturday morning walking and talking group of the harbour quarter"
    figure = map_figure(a_network(a_contact(name=name, sector="community")))
    assert trace(figure, "words")["text"] == ["The Saturday<br>morning walkin…"]
    assert name.replace(" ", "") in trace(figure, "contacts")["hovertext"][0].replace("<br>", "").replace(
        " ", ""
    )


@given(st.text())
def test_no_control_or_override_character_gets_through(name: str) -> None:
    assert all(character.isprintable() or character in "\u200c\u200d" for character in clean(name))


def test_white_space_is_collapsed() -> None:
    assert clean(" a\n\tb\u2028 \u00a0c\u202e ") == "a b c"


def test_text_that_fits_is_left_alone() -> None:
    assert fitted("Avery", LINE) == "Avery"


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize(("count", "size", "turned"), [(8, 358, 1), (15, 520, 1), (20, 600, 3), (30, 600, 7)])
def test_names_stand_level_wherever_they_find_room(count: int, size: int, turned: int, seed: int) -> None:
    """On a phone, a tablet and a desk: at most so many are turned, or left to the hover."""
    figure = map_figure(made_up(count, seed), size=size, legend=False)
    assert len(trace(figure, "words")["text"]) >= count - turned


def test_not_asked_looks_different_from_hardly_ever() -> None:
    asked, unasked = (map_figure(a_network(a_supporter(rating, sector="work"))) for rating in (0, None))
    assert "not asked" in names_of(unasked) - names_of(asked)
    assert trace(unasked, "not asked")["text"] == ["?"]
    assert "emotional: not asked" in trace(unasked, "contacts")["hovertext"][0]
    assert "emotional: hardly ever" in trace(asked, "contacts")["hovertext"][0]


def test_almost_always_is_thicker_and_filled_and_sometimes_thinner_and_open() -> None:
    often, seldom = (map_figure(a_network(a_supporter(rating, sector="work"))) for rating in (2, 1))
    for function in FUNCTIONS:
        thick, thin = trace(often, f"{function} 2")["line"], trace(seldom, f"{function} 1")["line"]
        assert thick["width"] > 2 * thin["width"]
        assert (thick["color"], thick["dash"]) == (thin["color"], thin["dash"])
    assert set(trace(seldom, "support")["marker"]["color"]) == {"#ffffff"}
    assert "#ffffff" not in trace(often, "support")["marker"]["color"]


def test_functions_differ_in_colour_symbol_and_dash() -> None:
    figure = map_figure(a_network(a_supporter(2, sector="work")))
    lines = [trace(figure, f"{function} 2")["line"] for function in FUNCTIONS]
    assert len({line["color"] for line in lines}) == len({line["dash"] for line in lines}) == 3
    assert len(set(trace(figure, "support")["marker"]["symbol"])) == 3


def test_one_function_can_be_drawn_alone() -> None:
    names = names_of(map_figure(a_network(a_supporter(2, sector="work")), function="practical"))
    assert "practical 2" in names
    assert not any("emotional" in name or "belonging" in name for name in names)


def test_the_legend_says_what_occurs_and_nothing_else() -> None:
    person = a_contact(sector="family", emotional=2, practical=0, belonging=0, strain=0)
    club = a_contact(sector="community", kind="group", status="planned")
    network = replace(a_network(person, club), ties=(Tie(person.id, club.id, 2, strained=True),))
    expected = ["emotional", "almost always", "person", "group", "planned", "strained"]
    assert legend_of(map_figure(network)) == expected


@pytest.mark.parametrize("status", ["planned", "proposed", "past"])
def test_contacts_that_do_not_count_have_a_dashed_outline_a_word_and_no_support(status: Any) -> None:
    figure = map_figure(a_network(a_supporter(2, sector="work", status=status, name="Club")))
    assert trace(figure, status)["line"]["dash"] != "solid"
    assert trace(figure, "words")["text"] == [f"Club<br>({status})"]
    assert "support" not in names_of(figure)


def test_strain_has_one_jagged_ring_or_two() -> None:
    once, twice = (map_figure(a_network(a_supporter(2, sector="work", strain=s))) for s in (1, 2))
    assert trace(twice, "strain")["x"].count(None) == trace(once, "strain")["x"].count(None) + 1


def test_a_stored_angle_is_where_the_contact_is_drawn() -> None:
    figure = map_figure(a_network(a_contact(sector="friends", circle=2, angle=90.0)))
    assert (trace(figure, "contacts")["x"], trace(figure, "contacts")["y"]) == ([0.0], [2.0])


def test_a_page_can_lay_its_own_handles_over_the_map() -> None:
    drawn = map_figure(a_network(a_contact(sector="friends")))["layout"]
    assert drawn["xaxis"]["range"] == drawn["yaxis"]["range"] == [-3.75, 3.75]
    assert drawn["dragmode"] is False
    assert drawn["xaxis"]["fixedrange"]
    assert drawn["margin"]["l"] == drawn["margin"]["r"] == drawn["margin"]["t"] == 82
    wedges = drawn["meta"].pop("wedges")
    assert drawn["meta"] == {"reach": 3.75, "margin": 82, "side": 736}
    assert [wedge["sector"] for wedge in wedges] == [*SECTORS]
    assert wedges[1] == {"sector": "friends", "start": 72.0, "end": 144.0}


def test_a_map_may_go_without_its_legend() -> None:
    figure = map_figure(a_network(a_contact(emotional=2)), legend=False)
    assert legend_of(figure) == []
    assert figure["layout"]["height"] == 900


def test_those_who_left_joined_and_moved_are_told_apart() -> None:
    stays = a_contact(name="Stays", sector="family", circle=1, angle=40.0)
    leaves = a_contact(name="Leaves", sector="friends", circle=2, angle=100.0)
    moves = a_contact(name="Moves", sector="work", circle=3, angle=200.0)
    joins = a_contact(name="Joins", sector="community", circle=2, angle=250.0)
    after = a_network(stays, replace(moves, circle=1), joins)
    figure = change_figure(a_network(stays, leaves, moves), after)
    words = trace(figure, "words")["text"]
    assert words == [
        "Stays",
        "Moves<br>(moved closer)",
        "Joins<br>(newly recorded)",
        "Leaves<br>(no longer there)",
    ]
    assert {"joined", "left", "moved"} <= names_of(figure)
    assert {"newly recorded", "no longer there", "moved circle"} <= set(legend_of(figure))
    drawn, (x, y) = trace(figure, "contacts"), Place(2, 100.0).point
    assert (drawn["x"][-1], drawn["y"][-1]) == (round(x, 3), round(y, 3))


def test_new_in_life_is_said_apart_from_newly_named() -> None:
    new = a_contact(name="A", sector="work", since="new")
    named = a_contact(name="B", sector="work", since="not mentioned before")
    words = trace(change_figure(a_network(), a_network(new, named)), "words")["text"]
    assert words == ["A<br>(new in their life)", "B<br>(newly named)"]


def test_no_change_has_no_legend_of_changes() -> None:
    network = a_network(a_contact(sector="work"))
    assert orjson.dumps(change_figure(network, network)) == orjson.dumps(map_figure(network))


def test_what_was_not_asked_has_words_and_no_bar() -> None:
    network = a_network(a_contact(practical=0))
    figure = coverage_figure([coverage(network, "emotional"), coverage(network, "practical")])
    titles = [note["text"] for note in figure["layout"]["annotations"] if len(note["text"]) > 1]
    assert "not asked yet" in titles[0]
    assert "gap" in titles[1]
    assert all(trace["type"] == "scatter" for trace in figure["data"])


def test_the_sure_part_of_a_bar_is_solid_and_the_rest_hatched() -> None:
    unsure = a_network(a_supporter(None), a_supporter(1, circle=2))
    figure = coverage_figure([coverage(unsure, "emotional")])
    sure, open_ = trace(figure, "sure"), trace(figure, "depends on missing answers")
    assert (sure["base"], sure["x"]) == ([0], [0.36])
    assert (open_["base"], open_["x"]) == ([0.36], [0.565])
    assert "pattern" in open_["marker"]
    assert "pattern" not in sure["marker"]


def test_a_trend_has_a_gap_where_nothing_was_assessed() -> None:
    days = (date(2026, 1, 10), date(2026, 2, 10), date(2026, 3, 10))
    found = [a_network(a_supporter(rating)) for rating in (1, None, 2)]
    points = [TrendPoint(day, coverages(network)) for day, network in zip(days, found, strict=True)]
    lines = [t for t in trend_figure(points)["data"] if t["name"] == "emotional"]
    assert [t["y"] for t in lines if t["mode"] == "lines+markers"] == [[0.45, None, 0.9]]
    assert [t["x"] for t in lines if t["mode"] == "text"] == [["2026-02-10"]]


def test_visits_of_one_day_stand_side_by_side_and_are_told_apart() -> None:
    days = [date(2026, 5, 3), date(2026, 5, 3), date(2026, 8, 4), date(2026, 8, 4), date(2026, 8, 4)]
    found = coverages(a_network(a_supporter(1)))
    figure = trend_figure([TrendPoint(day, found) for day in days])
    line = next(t for t in figure["data"] if t["name"] == "emotional" and t["mode"] == "lines+markers")
    assert len(set(line["x"])) == len(days)
    assert line["x"] == sorted(line["x"])
    assert line["x"][0] == "2026-05-03"
    assert max(line["x"]) < figure["layout"]["xaxis"]["range"][1]
    assert figure["layout"]["xaxis"]["tickvals"] == ["2026-08-04", "2026-05-03"]
    named = [words.split(":")[0] for words in line["hovertext"]]
    assert named == [
        *("3 May 2026 (1st)", "3 May 2026 (2nd)"),
        *("4 August 2026 (1st)", "4 August 2026 (2nd)", "4 August 2026 (3rd)"),
    ]


def test_visits_of_days_that_are_close_are_seen_apart_and_their_days_are_read() -> None:
    days = [date(2025, 11, 5), date(2026, 5, 3), date(2026, 5, 4), date(2026, 10, 4)]
    axis = trend_figure([TrendPoint(day, {}) for day in days])["layout"]["xaxis"]
    assert [words.split("<br>")[0] for words in axis["ticktext"]] == ["4 Oct", "4 May", "5 Nov"]


def test_a_map_that_goes_home_tells_who_is_there_and_no_answer() -> None:
    asked = a_network(
        a_supporter(2, id="a", strain=2, gives_back=0), a_supporter(0, id="b", strain=None), ties="12"
    )
    gone = a_contact(id="c", status="past", ended_reason="died")
    asked = replace(
        asked,
        client=Client("Ref. 12"),
        contacts=(*asked.contacts, gone),
        ties=(replace(asked.ties[0], strained=True),),
    )
    rated: dict[str, Any] = dict.fromkeys((*FUNCTIONS, "gives_back", "strain"))
    blank = replace(
        asked,
        contacts=tuple(replace(each, **rated) for each in asked.active),
        ties=(replace(asked.ties[0], strained=False),),
    )
    home = map_figure(asked, plain=True)
    assert home == map_figure(blank, plain=True)
    told = str(home)
    assert "Know each other".casefold() in told.casefold()
    for word in ("Ref. 12", "not asked", "hardly ever", "strain", "emotional", "past", "?"):
        assert word not in told
    assert "Me" in told
