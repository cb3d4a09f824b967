"""The figure of what a community lacks: for how many people nothing was found, by area and function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from supportmap.analysis.association import FEWEST
from supportmap.analysis.figures.headline import HEADLINE, LEGEND
from supportmap.analysis.figures.theme import THEMES, Figure, Theme, ThemeName, base_layout
from supportmap.analysis.figures.wording import escape, wrap
from supportmap.analysis.network import FUNCTIONS, Function

__all__ = ["MOST_AREAS", "NOWHERE", "Lacking", "lacking_figure"]

MOST_AREAS = 20
"""So many areas are drawn, those of the most people first; a table beside the figure has all."""
NOWHERE = "Area not known"
FEW = f"fewer than {FEWEST}"
BAR, TITLE, AROUND, ROOM = 26, 34, 96, 28.0
"""Heights of a bar, an area's name and all around, in pixels; how wide a name may be, in em."""
PATTERNS: dict[Function, str] = {"emotional": "", "practical": "/", "belonging": "."}


@dataclass(frozen=True, slots=True)
class Lacking:
    """For how many people of an area nothing was found. No area: it isn't known; no number: too few."""

    area: str | None
    function: Function
    people: int | None


@dataclass(frozen=True, slots=True)
class _Row:
    """Where something stands, in pixels from the top: an area's name, or the bar of one function."""

    y: int
    lacking: Lacking


def lacking_figure(found: Sequence[Lacking], theme: ThemeName = "light") -> Figure:
    """Return a bar for each area and function, as long as there are people; the areas in the order given.

    Functions are told apart by name, colour and pattern. Of too few to be told the bar is an outline up to
    the most that they may be.
    """
    colours = THEMES[theme]
    titles, bars, height = _places(found)
    data = [trace for function in FUNCTIONS if (trace := _bars(colours, function, bars))]
    return {"data": data, "layout": _layout(colours, titles, bars, height)}


def _places(found: Sequence[Lacking]) -> tuple[list[_Row], list[_Row], int]:
    """Return where the names of areas and the bars stand, and how high all of it is."""
    areas = list(dict.fromkeys(each.area for each in found))[:MOST_AREAS]
    shown = sorted(
        (each for each in found if each.area in areas),
        key=lambda each: (areas.index(each.area), FUNCTIONS.index(each.function)),
    )
    titles, bars, y = [], [], 0
    for _, of_area in groupby(shown, key=lambda each: each.area):
        rows = list(of_area)
        titles.append(_Row(y + TITLE // 2, rows[0]))
        y += TITLE
        bars += [_Row(y + BAR * number + BAR // 2, each) for number, each in enumerate(rows)]
        y += BAR * len(rows)
    return titles, bars, y


def _bars(theme: Theme, function: Function, rows: Sequence[_Row]) -> Figure | None:
    """Return the bars of one function, which are also its sample in the legend."""
    own = [row for row in rows if row.lacking.function == function]
    if not own:
        return None
    colour = theme.of(function)
    solid = [colour if row.lacking.people else "rgba(0,0,0,0)" for row in own]
    shapes = [PATTERNS[function] if row.lacking.people else "" for row in own]
    return {
        "type": "bar",
        "orientation": "h",
        "name": function,
        "showlegend": False,
        "y": [row.y for row in own],
        "x": [row.lacking.people or FEWEST - 1 for row in own],
        "width": BAR * 0.68,
        "marker": {
            "color": solid,
            "line": {"color": colour, "width": 1.4},
            "pattern": {"shape": shapes, "fgcolor": theme.background, "size": 6, "solidity": 0.35},
        },
        "text": [str(row.lacking.people or FEW) for row in own],
        "textposition": "outside",
        "textangle": 0,
        "cliponaxis": False,
        "hovertext": [_hover(row.lacking) for row in own],
        "hoverinfo": "text",
    }


def _hover(lacking: Lacking) -> str:
    people = lacking.people or FEW
    return f"{_named(lacking)}<br>{lacking.function}: nothing found for {people}"


def _named(lacking: Lacking) -> str:
    return escape(" ".join(wrap(lacking.area, ROOM, 1))) if lacking.area else NOWHERE


def _layout(theme: Theme, titles: Sequence[_Row], bars: Sequence[_Row], height: int) -> Figure:
    most = max((row.lacking.people or FEWEST - 1 for row in bars), default=1)
    return {
        **base_layout(theme),
        "autosize": True,
        "height": AROUND + max(height, BAR),
        "margin": {"l": 84, "r": 88, "t": 8, "b": 64, "pad": 6},
        "barmode": "overlay",
        "xaxis": {
            "range": [0, most],
            "fixedrange": True,
            "rangemode": "tozero",
            "tickformat": "d",
            "dtick": max(1, -(-most // 5)),
            "gridcolor": theme.ring,
            "griddash": "dot",
            "zerolinecolor": theme.ring,
            "tickfont": {"color": theme.muted},
            "title": {"text": "people for whom nothing was found", "font": {"color": theme.muted}},
        },
        "yaxis": {
            "range": [max(height, BAR), 0],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "tickvals": [row.y for row in bars],
            "ticktext": [row.lacking.function for row in bars],
        },
        "annotations": [_title(row) for row in titles],
        "legend": LEGEND,
    }


def _title(row: _Row) -> Figure:
    place = {"xref": "paper", "x": 0, "xanchor": "left", "xshift": -78, "y": row.y, "yanchor": "middle"}
    return {**place, "text": _named(row.lacking), "font": HEADLINE, "showarrow": False}
