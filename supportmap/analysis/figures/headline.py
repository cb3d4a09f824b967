"""What the coverage and the trend figure have in common: words above each function, scale and legend."""

from __future__ import annotations

from supportmap.analysis.coverage import Coverage
from supportmap.analysis.dependability import Interval
from supportmap.analysis.explain.voice import PLAIN, status_words
from supportmap.analysis.figures.theme import BOLD, Figure, Theme
from supportmap.analysis.formula import FORMULA
from supportmap.analysis.network import Function

__all__ = ["HEADLINE", "LEGEND", "SCALE", "headline", "interval_words", "status_of"]

NOT_ASKED = "not asked yet"
HEADLINE: Figure = {"size": 14, "weight": BOLD}
LEGEND: Figure = {
    "orientation": "h",
    "x": 0,
    "xanchor": "left",
    "yanchor": "top",
    "itemclick": False,
    "itemdoubleclick": False,
}
SCALE: Figure = {
    "range": [0, 1],
    "fixedrange": True,
    "tickvals": [0, FORMULA.threshold, 1],
    "ticktext": ["none", "enough", "full"],
    "showgrid": False,
    "zeroline": True,
    "showline": False,
}
"""The axis of a score. Its ends have words, because a score is no percentage."""
SIGNS: dict[Function, str] = {"emotional": "●", "practical": "■", "belonging": "◆"}


def headline(theme: Theme, function: Function, words: str) -> list[Figure]:
    """Return two annotations without a place: a function's sign in its colour, and what there is to say."""
    sign = {"text": SIGNS[function], "font": HEADLINE | {"color": theme.of(function)}}
    said = {"text": f"{function.capitalize()}: {words}", "font": HEADLINE, "xshift": 17}
    return [each | {"showarrow": False} for each in (sign, said)]


def status_of(coverage: Coverage | None) -> str:
    """Return the status in words; what was not asked is never 0."""
    return NOT_ASKED if coverage is None or coverage.score is None else status_words(coverage)


def interval_words(interval: Interval | None) -> str:
    """Return an interval in the words of the sentences."""
    return NOT_ASKED if interval is None else PLAIN.score(interval)
