"""The coverage figure: how well each kind of support is covered, and what is left without one person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from supportmap.analysis.coverage import Coverage
from supportmap.analysis.dependability import Interval
from supportmap.analysis.figures.headline import LEGEND, SCALE, headline, interval_words, status_of
from supportmap.analysis.figures.theme import THEMES, Figure, Theme, ThemeName, base_layout
from supportmap.analysis.figures.wording import NEED_WORDS
from supportmap.analysis.formula import FORMULA
from supportmap.analysis.network import FUNCTIONS

__all__ = ["coverage_figure"]

ROW_HEIGHT, AROUND = 88, 118
THICK = 0.34
DROP = 0.3
Part = tuple[int, Coverage, float, float]


def coverage_figure(coverages: Iterable[Coverage], theme: ThemeName = "light") -> Figure:
    """Return horizontal bars from 0 to 1, one for each function, each with its status in words above it.

    What is sure is solid, what depends on missing answers is hatched; a function that was not asked has
    the words "not asked yet" and no bar.
    """
    colours = THEMES[theme]
    rows = [*enumerate(sorted(coverages, key=lambda each: FUNCTIONS.index(each.function)))]
    sure = [(row, each, 0.0, each.score.low) for row, each in rows if each.score and each.score.low]
    open_ = [(row, each, *each.score) for row, each in rows if each.score and not each.score.is_exact]
    backup = [(row, each.backup) for row, each in rows if each.backup]
    needs = [(row, each.need) for row, each in rows if each.need is not None]
    drawn = (_bars(colours, "sure", sure), _bars(colours, "depends on missing answers", open_))
    marks = (_backup(colours, backup), _needs(colours, needs))
    data = [trace for traces in (*drawn, *marks) if traces for trace in traces]
    return {"data": data, "layout": _layout(colours, [each for _, each in rows])}


def _bars(theme: Theme, name: str, parts: Sequence[Part]) -> list[Figure]:
    """Return one part of every bar, solid where it starts at 0 and hatched beyond, and its sample."""
    if not parts:
        return []
    colours = [theme.of(each.function) for _, each, _, _ in parts]
    hatch = {} if name == "sure" else {"pattern": _hatch(theme, colours)}
    bars = {
        "y": [row for row, *_ in parts],
        "base": [round(low, 3) for *_, low, _ in parts],
        "x": [round(high - low, 3) for *_, low, high in parts],
        "width": THICK,
        "marker": {"color": colours, "line": {"color": colours, "width": 1.2}} | hatch,
        "hovertext": [_hover(each) for _, each, _, _ in parts],
        "hoverinfo": "text",
    }
    muted = {"color": theme.muted, "line": {"color": theme.muted, "width": 1.2}}
    sample = {"marker": muted | ({"pattern": _hatch(theme, theme.muted)} if hatch else {})}
    both = {"type": "bar", "orientation": "h", "name": name}
    return [{**both, **bars, "showlegend": False}, {**both, **_NOWHERE, **sample}]


def _hatch(theme: Theme, colours: object) -> Figure:
    return {"shape": "/", "fgcolor": colours, "bgcolor": theme.background, "size": 6, "solidity": 0.35}


def _hover(coverage: Coverage) -> str:
    lines = (
        f"{coverage.function}: {status_of(coverage)}",
        f"coverage: {interval_words(coverage.score)}",
        f"without the contact relied on most: {interval_words(coverage.backup)}",
        f"need: {NEED_WORDS[coverage.need]}",
    )
    return "<br>".join(lines)


def _backup(theme: Theme, found: Sequence[tuple[int, Interval]]) -> list[Figure]:
    """Return what is left without the contact relied on most: a mark, and a line up to what may be left."""
    spreads = {
        "type": "data",
        "symmetric": False,
        "array": [round(high - low, 3) for _, (low, high) in found],
        "arrayminus": [0] * len(found),
        "color": theme.ink,
        "thickness": 1.6,
        "width": 4,
    }
    points = [(round(low, 3), row + DROP) for row, (low, _) in found]
    marker = {"symbol": "triangle-up", "size": 10, "color": theme.ink}
    return _marks("without the contact relied on most", points, marker, {"error_x": spreads})


def _needs(theme: Theme, found: Sequence[tuple[int, float]]) -> list[Figure]:
    points = [(need, row - THICK / 2 - 0.06) for row, need in found]
    return _marks("need", points, {"symbol": "triangle-down", "size": 11, "color": theme.ink}, {})


def _marks(name: str, points: Sequence[tuple[float, float]], marker: Figure, more: Figure) -> list[Figure]:
    both = {"type": "scatter", "mode": "markers", "name": name, "hoverinfo": "skip", "marker": marker}
    drawn = {
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "showlegend": False,
        "cliponaxis": False,
    }
    return [{**both, **drawn, **more}, {**both, **_NOWHERE}] if points else []


_NOWHERE: Figure = {"x": [None], "y": [None], "showlegend": True}
"""A trace with this is a sample in the legend only."""


def _layout(theme: Theme, rows: Sequence[Coverage]) -> Figure:
    return {
        **base_layout(theme),
        "autosize": True,
        "height": AROUND + ROW_HEIGHT * max(len(rows), 1),
        "margin": {"l": 24, "r": 24, "t": 12, "b": 92, "pad": 0},
        "barmode": "overlay",
        "xaxis": {**SCALE, "tickfont": {"color": theme.muted}, "zerolinecolor": theme.ring},
        "yaxis": {"range": [max(len(rows), 1) - 0.5, -0.66], "visible": False, "fixedrange": True},
        "shapes": [_threshold(theme, row) for row in range(len(rows))],
        "annotations": [part for row, each in enumerate(rows) for part in _title(theme, row, each)],
        "legend": LEGEND | {"y": -0.16},
    }


def _threshold(theme: Theme, row: int) -> Figure:
    line = {"color": theme.muted, "width": 1.4, "dash": "dot"}
    ends = {"x0": FORMULA.threshold, "x1": FORMULA.threshold, "y0": row - THICK / 2 - 0.1, "y1": row + 0.5}
    return {"type": "line", "layer": "above", "line": line, **ends}


def _title(theme: Theme, row: int, coverage: Coverage) -> list[Figure]:
    place = {"xref": "paper", "x": 0, "xanchor": "left", "y": row - THICK / 2 - 0.17, "yanchor": "bottom"}
    return [place | part for part in headline(theme, coverage.function, status_of(coverage))]
