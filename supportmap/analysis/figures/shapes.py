"""The outlines that Plotly has no symbols for: dashed shapes, jagged rings, hatched lines, arrowheads.

All in pixels round an origin, x to the right and y upwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import cos, hypot, pi, sin, sqrt

from supportmap.analysis.figures.sheet import Point
from supportmap.analysis.network import Kind

__all__ = ["arrow", "hatches", "jagged", "outline", "shifted"]

HATCH_STEP = 9.0
HATCH_HALF = 3.5
TEETH = 11
BARB = 7.0
BOW, BOW_STEPS = 0.22, 8


@lru_cache(maxsize=64)
def outline(kind: Kind, radius: float) -> tuple[Point, ...]:
    """Return the closed outline of Plotly's symbol for a kind of contact."""
    turned = _CORNERS[kind]
    return tuple((radius * x, radius * y) for x, y in (*turned, turned[0]))


def _ring(count: int, turn: float = 0.0, *radii: float) -> tuple[Point, ...]:
    steps = [(turn + 2 * pi * step / count, radii[step % len(radii)]) for step in range(count)]
    return tuple((radius * cos(angle), radius * sin(angle)) for angle, radius in steps)


_CORNERS: dict[Kind, tuple[Point, ...]] = {
    "person": _ring(24, 0.0, 1.0),
    "group": _ring(6, pi / 2, 1.0),
    "place": ((-2 / sqrt(3), -0.5), (2 / sqrt(3), -0.5), (0.0, 1.0)),
    "animal": _ring(10, pi / 2, 1.4, 1.4 * 0.382),
    "service": tuple(
        (x * a, y * b)
        for x, y, corners in ((1, 1, 1), (-1, 1, -1), (-1, -1, 1), (1, -1, -1))
        for a, b in ((1.2, 0.4), (0.4, 0.4), (0.4, 1.2))[::corners]
    ),
}


@lru_cache(maxsize=64)
def jagged(radius: float, tooth: float) -> tuple[Point, ...]:
    """Return a closed ring of teeth between two radii."""
    ring = _ring(2 * TEETH, pi / 2, radius + tooth, radius)
    return (*ring, ring[0])


def shifted(points: Sequence[Point], at: Point) -> list[Point]:
    """Return the points moved so that their origin comes to a place."""
    return [(x + at[0], y + at[1]) for x, y in points]


def hatches(start: Point, end: Point) -> list[tuple[Point, Point]]:
    """Return short strokes across a line: the hatched line of ecomaps (Hartman 1978)."""
    across, up = end[0] - start[0], end[1] - start[1]
    length = hypot(across, up) or 1.0
    ahead, aside = (across / length, up / length), (-up / length, across / length)
    side = (aside[0] + 0.6 * ahead[0]) * HATCH_HALF, (aside[1] + 0.6 * ahead[1]) * HATCH_HALF
    count = int(length / HATCH_STEP)
    middles = ((start[0] + across * step / count, start[1] + up * step / count) for step in range(1, count))
    return [((x - side[0], y - side[1]), (x + side[0], y + side[1])) for x, y in middles]


def arrow(start: Point, end: Point) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """Return a shaft, bowed so that it does not run along a spoke, and both barbs of an arrow."""
    bend = (
        (start[0] + end[0]) / 2 - (end[1] - start[1]) * BOW,
        (start[1] + end[1]) / 2 + (end[0] - start[0]) * BOW,
    )
    across, up = end[0] - bend[0], end[1] - bend[1]
    length = hypot(across, up) or 1.0
    along = (across / length * BARB, up / length * BARB)
    left = (end[0] - along[0] - along[1] / 2, end[1] - along[1] + along[0] / 2)
    right = (end[0] - along[0] + along[1] / 2, end[1] - along[1] - along[0] / 2)
    return tuple(_curve(start, bend, end)), (left, end, right)


def _curve(start: Point, bend: Point, end: Point) -> Iterator[Point]:
    for step in range(BOW_STEPS + 1):
        along = step / BOW_STEPS
        a, b, c = (1 - along) ** 2, 2 * along * (1 - along), along**2
        yield a * start[0] + b * bend[0] + c * end[0], a * start[1] + b * bend[1] + c * end[1]
