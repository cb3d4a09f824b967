"""Where a name may stand: beside its contact, or near by on a leader line; best first.

Boxes only, not names: so what is found may be remembered between two drawings.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, hypot, radians, sin
from typing import Literal, NamedTuple

from supportmap.analysis.figures.frame import Box
from supportmap.analysis.figures.sheet import Point

__all__ = ["NEAR", "Dot", "Label", "Wish", "box_of", "boxes_of", "candidates", "distance"]

NEAR = 16
"""So many places are beside the contact; the others are on leader lines."""
GAP = 3.0
LEADS = (14.0, 30.0, 50.0, 75.0, 105.0, 140.0, 180.0, 225.0)
TURNS = (0, 20, -20, 40, -40, 65, -65, 90, -90, 120, -120, 150, -150, 180)


Wish = Literal["own", "any", "none"]


class Dot(NamedTuple):
    """What is to be named: its place, the radius to keep clear, the size of its label, in pixels.

    ``edge`` is the radius of what is drawn of it: from there it is measured whose label is nearer.
    ``wish`` is where a label may stand: nearest to its own dot, anywhere rather than nowhere, or nowhere.
    """

    x: float
    y: float
    reach: float
    width: float
    height: float
    edge: float
    wish: Wish = "own"


class Label(NamedTuple):
    """Where a label's middle stands, on which side of its dot (-1 left, 1 right), and its leader line."""

    x: float
    y: float
    side: int = 0
    leader: tuple[Point, Point] | None = None


def boxes_of(dot: Dot, label: Label) -> Iterator[Box]:
    """Yield the box of a label and then, in small pieces, those of its leader line."""
    yield box_of(dot, label)
    if label.leader:
        for x, y in _along(*label.leader):
            yield x - 1, y - 1, x + 1, y + 1


def box_of(dot: Dot, label: Label, more: float = 0.0) -> Box:
    """Return the box of a label alone, larger on all sides by so many pixels."""
    right, up = dot.width / 2 + more, dot.height / 2 + more
    return label.x - right, label.y - up, label.x + right, label.y + up


def distance(box: Box, dot: Dot) -> float:
    """Return how far a box is from the edge of what is drawn of a contact, in pixels."""
    left, bottom, right, top = box
    across, up = max(left - dot.x, dot.x - right, 0.0), max(bottom - dot.y, dot.y - top, 0.0)
    return hypot(across, up) - dot.edge


def _along(start: Point, end: Point) -> list[Point]:
    across, up = end[0] - start[0], end[1] - start[1]
    steps = max(int(hypot(across, up) / 6), 1)
    return [(start[0] + across * step / steps, start[1] + up * step / steps) for step in range(steps + 1)]


def candidates(dot: Dot) -> Iterator[Label]:
    """Yield places for a label, best first: beside the dot, then on leader lines; outwards first."""
    x, y, reach, wide, high, *_ = dot
    out, up = (1 if x >= 0 else -1), (1 if y >= 0 else -1)
    beside, above = reach + GAP + wide / 2, reach + GAP + high / 2
    near = reach * 0.8 + GAP + wide / 2, reach * 0.7 + GAP + high / 2
    sides = [(out * beside, 0.0), (0.0, up * above)]
    if abs(y) > 1.7 * abs(x):
        sides.reverse()
    corners = [(out * near[0], up * near[1]), (out * near[0], -up * near[1])]
    inner = [(-out * near[0], up * near[1]), (-out * near[0], -up * near[1])]
    opposite = [(0.0, -up * above), (-out * beside, 0.0)]
    slid = _slid(max(wide / 2 - reach * 0.6, 0.0), above)
    beside_it = [*sides, *corners, *opposite, *inner, *((out * aside, up * high) for aside, high in slid)]
    for across, upwards in beside_it:
        side = (across > wide * 0.3) - (across < -wide * 0.3)
        yield Label(x + across, y + upwards, side)
    yield from _led(dot)


def _slid(across: float, above: float) -> Iterator[Point]:
    """Yield places above and below that begin or end at the dot, or lie half way to there."""
    for height in (above, -above):
        for aside in (across, -across):
            yield from ((aside, height), (aside / 2, height))


def _led(dot: Dot) -> Iterator[Label]:
    length = hypot(dot.x, dot.y)
    ahead = (dot.x / length, dot.y / length) if length else (1.0, 0.0)
    for lead in LEADS:
        for turn in TURNS:
            across = ahead[0] * cos(radians(turn)) - ahead[1] * sin(radians(turn))
            up = ahead[1] * cos(radians(turn)) + ahead[0] * sin(radians(turn))
            start = (dot.x + across * (dot.reach + 1.5), dot.y + up * (dot.reach + 1.5))
            end = (dot.x + across * (dot.reach + lead), dot.y + up * (dot.reach + lead))
            side = (across > 0.3) - (across < -0.3)
            middle = end[0] + (side or across) * dot.width / 2, end[1] + up * dot.height / 2
            yield Label(*middle, side, (start, end))
