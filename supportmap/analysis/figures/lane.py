"""A lane under the strips of the trend: what was achieved, numbered by day as the table beside it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Literal

from supportmap.analysis.figures.days import Held, held_on
from supportmap.analysis.figures.headline import HEADLINE
from supportmap.analysis.figures.theme import Figure, Theme
from supportmap.analysis.figures.wording import HOVER_LINE, joined, wrap

__all__ = ["Mark", "Sign", "in_order", "lane", "places"]

Sign = Literal["a gap closed", "somebody new", "an achievement"]
SIGNS: Mapping[Sign, str] = {
    "an achievement": "star",
    "a gap closed": "triangle-up",
    "somebody new": "cross",
}
"""Each has a shape of its own: colour tells nothing here."""
ROOM, LANE = 104, 66
"""What the lane adds to the figure's height with its title, and the lane alone, in pixels."""
ROWS, OVER = (0.1, 0.6), 0.24
"""How high in the lane the signs stand, in turn, and how much higher the number of each."""
NUMBERED_AT_MOST = 30


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that was achieved on a day, in words of anybody's, as they were written."""

    day: date
    words: str
    sign: Sign = "an achievement"


def in_order(marks: Sequence[Mark]) -> list[Mark]:
    """Return marks as they are numbered: by day, those of one day as they were given."""
    return sorted(marks, key=attrgetter("day"))


def places(marks: Sequence[Mark]) -> list[Held]:
    """Return where on the axis of days each of these marks stands, in order."""
    return held_on([mark.day for mark in in_order(marks)])


def lane(theme: Theme, figure: Figure, marks: Sequence[Mark]) -> Figure:
    """Return a figure of strips with a lane of marks under them, each with a line up through the strips."""
    layout = figure["layout"]
    plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    floor = ROOM / (plot + ROOM)
    raised = _raised(layout, floor)
    held, ordered = places(marks), in_order(marks)
    raised["yaxis4"] = {"range": [0, 1], "visible": False, "fixedrange": True} | {
        "domain": [0, round(LANE / (plot + ROOM), 3)]
    }
    raised["xaxis"] = layout["xaxis"] | {"anchor": "y4"}
    raised["shapes"] += [line for each in held for line in _lines(theme, each, raised)]
    raised["annotations"] += [_title(theme, raised["yaxis4"]["domain"][1])]
    return {"data": figure["data"] + _signs(theme, ordered, held), "layout": raised}


def _raised(layout: Figure, floor: float) -> Figure:
    """Return a layout in which all that stands on the paper's height leaves the lane free."""

    def up(place: float) -> float:
        return round(floor + (1 - floor) * place, 4)

    axes = {
        name: layout[name] | {"domain": [up(end) for end in layout[name]["domain"]]}
        for name in ("yaxis", "yaxis2", "yaxis3")
    }
    return {
        **layout,
        **axes,
        "height": layout["height"] + ROOM,
        "legend": layout["legend"] | {"y": round(layout["legend"]["y"] * (1 - floor), 4)},
        "shapes": [each | {"y0": up(each["y0"]), "y1": up(each["y1"])} for each in layout["shapes"]],
        "annotations": [each | {"y": up(each["y"])} for each in layout["annotations"]],
    }


def _lines(theme: Theme, held: Held, layout: Figure) -> Iterator[Figure]:
    """Yield a line in each strip, so that none runs through its title."""
    line = {"color": theme.accent, "width": 1, "dash": "1px,4px"}
    for name in ("yaxis", "yaxis2", "yaxis3"):
        low, high = layout[name]["domain"]
        place: dict[str, Any] = {"x0": held.x, "x1": held.x, "y0": low, "y1": high}
        yield {"type": "line", "layer": "below", "xref": "x", "yref": "paper", **place, "line": line}


def _title(theme: Theme, top: float) -> Figure:
    place = {"xref": "paper", "yref": "paper", "x": 0, "xanchor": "left", "y": top, "yanchor": "bottom"}
    words = {"text": "Achievements", "font": HEADLINE | {"color": theme.ink}, "yshift": 6}
    return place | words | {"showarrow": False}


def _signs(theme: Theme, marks: Sequence[Mark], held: Sequence[Held]) -> list[Figure]:
    rows = [ROWS[number % len(ROWS)] for number in range(len(marks))]
    axes = {"type": "scatter", "xaxis": "x", "yaxis": "y4", "cliponaxis": False}
    drawn = []
    for sign, symbol in SIGNS.items():
        those = [number for number, mark in enumerate(marks) if mark.sign == sign]
        look = {"mode": "markers", "marker": {"symbol": symbol, "size": 11, "color": theme.accent}}
        where = {"x": [held[number].x for number in those], "y": [rows[number] for number in those]}
        said = [_hover(marks[number], held[number]) for number in those]
        if those:
            drawn.append(
                {**axes, **look, **where, "name": sign, "hovertext": said, "hoverinfo": "text"}
                | {"showlegend": True}
            )
    return drawn + ([{**axes, **_numbers(theme, held, rows)}] if len(marks) <= NUMBERED_AT_MOST else [])


def _hover(mark: Mark, held: Held) -> str:
    return f"{held.words.partition(' (')[0]}<br>{joined(wrap(mark.words, HOVER_LINE, 4))}"


def _numbers(theme: Theme, held: Sequence[Held], rows: Sequence[float]) -> Figure:
    """Return the numbers over the signs: the rows of the table that says the same in words."""
    return {
        "name": "numbers",
        "mode": "text",
        "x": [each.x for each in held],
        "y": [round(row + OVER, 2) for row in rows],
        "text": [str(number + 1) for number in range(len(held))],
        "textfont": {"color": theme.ink, "size": 10},
        "hoverinfo": "skip",
        "showlegend": False,
    }
