"""Plotly figures as plain dicts: no Plotly is needed to make them, only to show them."""

from supportmap.analysis.figures.change import change_figure
from supportmap.analysis.figures.coverage import coverage_figure
from supportmap.analysis.figures.lacking import Lacking, lacking_figure
from supportmap.analysis.figures.lane import Mark, in_order
from supportmap.analysis.figures.map import map_figure
from supportmap.analysis.figures.theme import THEMES, Figure, Theme, ThemeName
from supportmap.analysis.figures.trend import TrendPoint, trend_figure

__all__ = [
    "THEMES",
    "Figure",
    "Lacking",
    "Mark",
    "Theme",
    "ThemeName",
    "TrendPoint",
    "change_figure",
    "coverage_figure",
    "in_order",
    "lacking_figure",
    "map_figure",
    "trend_figure",
]
