"""What a reader sees in a real browser: every name apart from the others, nothing cut, enough contrast."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import orjson
import pytest
from playwright.sync_api import Browser

from supportmap.analysis.coverage import coverages
from supportmap.analysis.figures import (
    THEMES,
    Mark,
    ThemeName,
    TrendPoint,
    change_figure,
    coverage_figure,
    map_figure,
    trend_figure,
)
from supportmap.analysis.layout import layout
from supportmap.analysis.network import FUNCTIONS, Network
from supportmap.exchange.document import read_document
from tests.browser.conftest import listen
from tests.browser.made_up import made_up
from tests.browser.pictures import Board, Picture, contrast, overlaps
from tests.builders import a_contact, a_network

THEME_NAMES: tuple[ThemeName, ...] = get_args(ThemeName)
Draw = Callable[..., Picture]


@pytest.fixture(scope="module")
def board(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Board, list[str]]]:
    """A page with Plotly's script, and what it did that it must not do."""
    page = chromium.new_page()
    heard = listen(page)
    yield Board(page, tmp_path_factory.mktemp("board")), heard
    page.close()


@pytest.fixture
def draw(board: tuple[Board, list[str]]) -> Iterator[Draw]:
    """Draw a figure in the browser and measure it."""
    yield board[0].draw
    assert board[1] == []


@pytest.mark.parametrize("name", ["t027", "t086", "t053"])
def test_real_networks_are_drawn_without_an_overlap(draw: Draw, shared_data: Path, name: str) -> None:
    given = orjson.loads((shared_data / "networks" / "transnat" / f"{name}.json").read_bytes())
    picture = draw(map_figure(read_document(given)[0]))
    assert overlaps(picture) == []
    assert picture.outside() == []


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("count", [5, 12, 25, 40])
def test_up_to_forty_contacts_no_name_covers_anything(draw: Draw, count: int, seed: int) -> None:
    picture = draw(map_figure(made_up(count, seed)))
    assert overlaps(picture) == []
    assert picture.outside() == []


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("count", "size"), [(12, 600), (20, 600), (30, 600)])
def test_level_and_turned_names_keep_clear_of_each_other(
    draw: Draw, count: int, size: int, seed: int
) -> None:
    picture = draw(map_figure(made_up(count, seed), size=size, legend=False))
    assert overlaps(picture) == []
    assert picture.outside() == []


@pytest.mark.parametrize("size", [640, 900])
@pytest.mark.parametrize(
    "crowd",
    [
        {"circle": 1, "status": "active"},
        {"sector": "family"},
        {"sector": "family", "circle": 3},
        {"sector": "friends", "circle": 1},
        {"circle": None, "sector": None},
    ],
)
def test_a_crowd_in_one_place_is_still_readable(draw: Draw, crowd: dict[str, Any], size: int) -> None:
    picture = draw(map_figure(made_up(30, 4, **crowd), size=size))
    assert overlaps(picture) == []
    assert picture.outside() == []


@pytest.mark.parametrize("count", [60, 150])
def test_of_very_many_names_hardly_any_covers_anything(draw: Draw, count: int) -> None:
    picture = draw(map_figure(made_up(count, 1)))
    assert len(overlaps(picture)) <= 0.02 * count
    assert picture.outside() == []


@pytest.mark.parametrize("theme", THEME_NAMES)
@pytest.mark.parametrize("count", [0, 1, 25, 60])
def test_all_text_has_contrast_enough(draw: Draw, count: int, theme: ThemeName) -> None:
    """On the bare page and on the innermost, most tinted circle alike."""
    picture = draw(map_figure(made_up(count, 5), theme=theme), theme)
    assert picture.words
    for ground in (THEMES[theme].background, _innermost(theme)):
        assert [word.text for word in picture.words if contrast(word.fill, ground) < 4.5] == []


def _innermost(theme: ThemeName) -> str:
    """The page under three of the circles' discs, which lie on top of each other."""
    *tint, share = (float(part) for part in THEMES[theme].disc[5:-1].split(","))
    ground = [int(THEMES[theme].background[start : start + 2], 16) for start in (1, 3, 5)]
    left = (1 - share) ** 3
    return f"rgb({','.join(str(g * left + t * (1 - left)) for g, t in zip(ground, tint, strict=True))})"


def test_lines_and_symbols_have_contrast_enough() -> None:
    for theme in THEMES.values():
        drawn = (theme.contact, theme.faded, theme.tie, theme.strain, theme.accent, theme.ring)
        for colour in (*drawn, *map(theme.of, FUNCTIONS)):
            assert contrast(colour, theme.background) >= 3


@pytest.mark.parametrize("name", ["<b>x</b>", "&amp;", "<img onerror=x>", "$x$", "a\u202eb  c"])
def test_a_name_is_shown_as_it_is_written(draw: Draw, name: str) -> None:
    network = made_up(1, 1, name=name, status="active")
    shown = "".join(word.text for word in draw(map_figure(network)).words).replace(" ", "")
    assert name.replace("\u202e", "").replace(" ", "") in shown


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_a_change_is_drawn_without_an_overlap(draw: Draw, theme: ThemeName) -> None:
    before = made_up(18, 2, status="active")
    places = layout(before).places
    stored = [replace(contact, angle=places[contact.id].angle) for contact in before.contacts]
    later = [replace(contact, circle=3 if contact.circle == 1 else contact.circle) for contact in stored[3:]]
    after = Network((*later, *made_up(3, 9, status="active").contacts))
    before = Network(tuple(stored), before.ties, before.client)
    picture = draw(change_figure(before, after, theme=theme), theme)
    assert overlaps(picture) == []
    assert picture.outside() == []


FOUND = coverages(
    a_network(
        a_contact(emotional=2, practical=None, circle=1, reach=2, strain=0),
        a_contact(emotional=1, practical=1, circle=2, reach=1, strain=0),
    )
)
VISITS = tuple(TrendPoint(date(2026, month, 10), FOUND if month % 3 else {}) for month in range(1, 9))


MARKS = [Mark(date(2026, month, day), "Went out") for month in (2, 3, 9) for day in (1, 2, 10)]


@pytest.mark.parametrize("width", [390, 820, 1280])
@pytest.mark.parametrize(
    "figure",
    [
        pytest.param(coverage_figure(FOUND.values()), id="coverage"),
        pytest.param(trend_figure(VISITS), id="trend"),
        pytest.param(trend_figure(VISITS[:1]), id="one visit"),
        pytest.param(trend_figure(()), id="no visit"),
        pytest.param(trend_figure(VISITS, marks=MARKS), id="achievements"),
        pytest.param(trend_figure(VISITS, marks=MARKS * 2), id="many achievements"),
    ],
)
def test_coverage_and_trend_fit_a_phone_a_tablet_and_a_desk(
    draw: Draw, figure: dict[str, Any], width: int
) -> None:
    picture = draw(figure, width=width)
    texts = Picture(picture.words, (), picture.edge)
    assert overlaps(texts) == []
    assert picture.outside() == []
