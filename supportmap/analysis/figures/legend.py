"""The map's legend: a second sheet below the map, drawn by the very functions that draw the map.

It says what occurs in this map and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from supportmap.analysis.figures.sheet import Point, Sheet, fresh
from supportmap.analysis.figures.theme import BOLD, Figure, Theme

__all__ = ["Entry", "Group", "legend_height", "legend_traces"]

ROW, TITLE, GAP = 22.0, 24.0, 16.0
SAMPLE = 44.0
LEAST_COLUMN = 172.0

Draw = Callable[[Sheet, Point], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One sample, drawn round a point, and what it means."""

    words: str
    draw: Draw


@dataclass(frozen=True, slots=True)
class Group:
    """A column of the legend."""

    title: str
    entries: tuple[Entry, ...]


def legend_height(groups: Sequence[Group], wide: float) -> int:
    """Return the height the legend needs in a width, in pixels."""
    bottoms = [bottom for _, _, bottom in _placed(groups, wide)]
    return round(max(bottoms) + ROW / 2) if bottoms else 0


def legend_traces(theme: Theme, groups: tuple[Group, ...], wide: float) -> list[Figure]:
    """Return the groups drawn as columns from the top left corner, which is the legend's origin."""
    return fresh(_traces(theme, groups, wide))


@lru_cache(maxsize=128)
def _traces(theme: Theme, groups: tuple[Group, ...], wide: float) -> list[Figure]:
    sheet = Sheet(theme, axes="2")
    for group, left, bottom in _placed(groups, wide):
        _draw_group(sheet, group, (left, _height(group) - bottom))
    return sheet.traces()


def _height(group: Group) -> float:
    return TITLE + ROW * len(group.entries)


def _placed(groups: Sequence[Group], wide: float) -> list[tuple[Group, float, float]]:
    """Return where each group begins from the left and ends below the top, each in the shortest column."""
    count = max(1, min(len(groups), int(wide // LEAST_COLUMN)))
    bottoms = [0.0] * count
    placed = []
    for group in groups:
        column = bottoms.index(min(bottoms))
        bottoms[column] += _height(group) + (GAP if bottoms[column] else 0)
        placed.append((group, wide / count * column, bottoms[column]))
    return placed


def _draw_group(sheet: Sheet, group: Group, corner: Point) -> None:
    sheet.word((corner[0], corner[1] - TITLE / 2), group.title, "middle right", BOLD)
    for number, entry in enumerate(group.entries):
        y = corner[1] - TITLE - ROW * (number + 0.5)
        entry.draw(sheet, (corner[0] + SAMPLE / 2, y))
        sheet.word((corner[0] + SAMPLE + 6, y), entry.words, "middle right")
