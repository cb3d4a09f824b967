"""The trend figure: coverage over the visits, one strip for each function."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from supportmap.analysis.coverage import Coverage
from supportmap.analysis.dependability import Interval
from supportmap.analysis.figures.days import Held, axis_of, held_on
from supportmap.analysis.figures.headline import LEGEND, SCALE, headline, interval_words, status_of
from supportmap.analysis.figures.lane import Mark, lane, places
from supportmap.analysis.figures.theme import (
    BOLD,
    DASHES,
    SYMBOLS,
    THEMES,
    Figure,
    Theme,
    ThemeName,
    base_layout,
)
from supportmap.analysis.formula import FORMULA
from supportmap.analysis.network import FUNCTIONS, Function

__all__ = ["TrendPoint", "trend_figure"]

STRIP, PITCH, TOP = 0.235, 0.345, 0.925
HEIGHT = 600

Visit = tuple[Held, Coverage | None]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The coverage found at one visit."""

    held_on: date
    functions: Mapping[Function, Coverage]

    def assessed(self, function: Function) -> Coverage | None:
        """Return the coverage of a function, or None where it was not assessed."""
        coverage = self.functions.get(function)
        return coverage if coverage and coverage.score else None


def trend_figure(
    points: Sequence[TrendPoint], theme: ThemeName = "light", marks: Sequence[Mark] = ()
) -> Figure:
    """Return a line of what is sure, a band up to what may be, and the threshold, by date of visit.

    Visits of one day stand in the order in which they are given. Where a function was not assessed its line
    and band have a gap. Scores are on 0 to 1. ``marks`` stand in a lane of their own under the strips.
    """
    figure = _strips(THEMES[theme], sorted(points, key=lambda point: point.held_on), places(marks))
    return lane(THEMES[theme], figure, marks) if marks else figure


def _strips(colours: Theme, visits: Sequence[TrendPoint], marks: Sequence[Held]) -> Figure:
    held = held_on([visit.held_on for visit in visits])
    layout = _layout(colours, held, marks)
    data: list[Figure] = []
    for number, function in enumerate(FUNCTIONS):
        series = [(when, visit.assessed(function)) for when, visit in zip(held, visits, strict=True)]
        data += _strip(colours, function, series, number)
        layout[f"yaxis{number + 1 if number else ''}"] = _scale(colours, number)
        layout["shapes"].append(_threshold(colours, number))
        layout["annotations"] += _title(colours, function, series, number)
    found = [visit.assessed(function) for visit in visits for function in FUNCTIONS]
    return {"data": data + _key(colours, found), "layout": layout}


def _strip(theme: Theme, function: Function, series: Sequence[Visit], number: int) -> list[Figure]:
    axes = {"type": "scatter", "name": function, "xaxis": "x", "yaxis": f"y{number + 1}" if number else "y"}
    drawn = [_line(theme, function, series)]
    if any(_is_open(each) for _, each in series):
        look = {"fill": "toself", "fillcolor": _see_through(theme.of(function)), "line": {"width": 0}}
        drawn.insert(0, {**_band(series), **look, "mode": "lines", "hoverinfo": "skip"})
    if unasked := [when for when, each in series if each is None]:
        drawn.append(_questions(theme, unasked))
    return [{**axes, "showlegend": False, "cliponaxis": False, **trace} for trace in drawn]


def _questions(theme: Theme, held: Sequence[Held]) -> Figure:
    """Return a question mark for each visit at which a function was not assessed, as on the map."""
    text = {"text": ["?"] * len(held), "textfont": {"color": theme.muted, "size": 13, "weight": BOLD}}
    words = [f"{when.words}<br>not asked yet" for when in held]
    return {
        "mode": "text",
        "x": [when.x for when in held],
        "y": [0.12] * len(held),
        **text,
        "hovertext": words,
        "hoverinfo": "text",
    }


def _key(theme: Theme, found: Sequence[Coverage | None]) -> list[Figure]:
    """Return samples of what occurs, for the legend only."""
    line = {"mode": "lines+markers", "line": {"color": theme.muted, "width": 2.2}}
    band = {"symbol": "square", "size": 14, "color": _see_through(theme.muted), "line": {"width": 0}}
    samples: list[tuple[str, Figure, bool]] = [
        ("sure", {**line, "marker": {"size": 9, "color": theme.muted}}, any(found)),
        ("depends on missing answers", {"mode": "markers", "marker": band}, any(map(_is_open, found))),
        ("?  not asked yet", {"mode": "markers", "marker": {"color": "rgba(0,0,0,0)"}}, None in found),
    ]
    sample = {"type": "scatter", "x": [None], "y": [None], "yaxis": "y3", "showlegend": True}
    return [{**sample, "name": name, **look} for name, look, occurs in samples if occurs]


def _line(theme: Theme, function: Function, series: Sequence[Visit]) -> Figure:
    """Return the line of what is sure; at each visit a bar goes up to what may be."""
    colour = theme.of(function)
    scores = [each.score if each else None for _, each in series]
    return {
        "mode": "lines+markers",
        "x": [when.x for when, _ in series],
        "y": [round(score.low, 3) if score else None for score in scores],
        "connectgaps": False,
        "line": {"color": colour, "width": 2.2, "dash": DASHES[function]},
        "marker": {"symbol": SYMBOLS[function], "size": 10, "color": colour},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [round(score.high - score.low, 3) if score else 0 for score in scores],
            "arrayminus": [0] * len(series),
            "color": colour,
            "thickness": 1.4,
            "width": 4,
        },
        "hovertext": [_hover(when, each) for when, each in series],
        "hoverinfo": "text",
    }


def _hover(when: Held, coverage: Coverage | None) -> str:
    head = f"{when.words}: {status_of(coverage)}"
    if coverage is None:
        return head
    backup = f"without the contact relied on most: {interval_words(coverage.backup)}"
    return f"{head}<br>coverage: {interval_words(coverage.score)}<br>{backup}"


def _is_open(coverage: Coverage | None) -> bool:
    return bool(coverage and coverage.score and not coverage.score.is_exact)


def _band(series: Sequence[Visit]) -> dict[str, list[object]]:
    """Return the outline of low to high for each unbroken run of visits."""
    x: list[object] = []
    y: list[object] = []
    for run in _runs(series):
        days = [when.x for when, _ in run]
        x += [*days, *reversed(days), None]
        y += [*(low for _, (low, _) in run), *(high for _, (_, high) in reversed(run)), None]
    return {"x": x[:-1], "y": [round(v, 3) if isinstance(v, float) else v for v in y[:-1]]}


def _runs(series: Sequence[Visit]) -> Iterator[list[tuple[Held, Interval]]]:
    for there, run in groupby(series, key=lambda visit: visit[1] is not None):
        if there:
            yield [(when, each.score) for when, each in run if each and each.score]


def _see_through(colour: str) -> str:
    red, green, blue = (int(colour[first : first + 2], 16) for first in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.16)"


def _domain(number: int) -> tuple[float, float]:
    top = TOP - number * PITCH
    return round(top - STRIP, 3), round(top, 3)


def _scale(theme: Theme, number: int) -> Figure:
    look = {"tickfont": {"color": theme.muted, "size": 11}, "zerolinecolor": theme.ring}
    return {**SCALE, **look, "domain": list(_domain(number))}


def _threshold(theme: Theme, number: int) -> Figure:
    low, high = _domain(number)
    y = low + (high - low) * FORMULA.threshold
    line = {"color": theme.muted, "width": 1.2, "dash": "dot"}
    return {
        "type": "line",
        "xref": "paper",
        "yref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": y,
        "y1": y,
        "line": line,
    }


def _title(theme: Theme, function: Function, series: Sequence[Visit], number: int) -> list[Figure]:
    """Return the strip's name with the latest status in words."""
    last = series[-1][1] if series else None
    place = {"xref": "paper", "yref": "paper", "x": 0, "xanchor": "left", "y": _domain(number)[1] + 0.015}
    place |= {"yanchor": "bottom"}
    return [place | part for part in headline(theme, function, status_of(last))]


def _layout(theme: Theme, held: Sequence[Held], marks: Sequence[Held]) -> Figure:
    return {
        **base_layout(theme),
        "autosize": True,
        "height": HEIGHT,
        "margin": {"l": 56, "r": 24, "t": 8, "b": 76, "pad": 0},
        "legend": LEGEND | {"y": -0.1},
        "xaxis": axis_of(theme, held, marks),
        "shapes": [],
        "annotations": [],
    }
