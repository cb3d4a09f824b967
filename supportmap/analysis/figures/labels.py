"""Where names stand so that none covers another or a symbol: beside their contact, else on a leader line.

The search knows boxes only, not names, so that its results may be remembered between two drawings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import cos, hypot, radians, sin
from typing import NamedTuple

from supportmap.analysis.figures.frame import Box
from supportmap.analysis.figures.sheet import Point

__all__ = ["Dot", "Label", "boxes_of", "place_labels"]

CELL = 56.0
NEAR = 8
GAP = 3.0
LEADS = (14.0, 30.0, 50.0, 75.0, 105.0, 140.0, 180.0, 225.0)
TURNS = (0, 20, -20, 40, -40, 65, -65, 90, -90, 120, -120, 150, -150, 180)
ROUNDS = 3
OBSTACLE = -1
NOWHERE = 999


class Dot(NamedTuple):
    """What is to be named: its place, the radius to keep clear, and the size of its label, in pixels."""

    x: float
    y: float
    reach: float
    width: float
    height: float


class Label(NamedTuple):
    """Where a label's middle stands, on which side of its dot (-1 left, 1 right), and its leader line."""

    x: float
    y: float
    side: int = 0
    leader: tuple[Point, Point] | None = None


@dataclass(slots=True)
class Clutter:
    """Boxes that are taken, by owner, found again through a coarse grid."""

    cells: defaultdict[tuple[int, int], list[tuple[Box, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, box: Box, owner: int) -> None:
        """Take a box."""
        for cell in _cells(box):
            self.cells[cell].append((box, owner))

    def remove(self, box: Box, owner: int) -> None:
        """Give a box back."""
        for cell in _cells(box):
            self.cells[cell].remove((box, owner))

    def owners(self, box: Box, but: int) -> Iterator[int]:
        """Yield the owners, but one, of whatever the box would cover."""
        left, bottom, right, top = box
        for cell in _cells(box):
            for (begin, low, end, high), owner in self.cells.get(cell, ()):
                if left < end and begin < right and bottom < high and low < top and owner != but:
                    yield owner


def _cells(box: Box) -> list[tuple[int, int]]:
    across = range(int(box[0] // CELL), int(box[2] // CELL) + 1)
    up = range(int(box[1] // CELL), int(box[3] // CELL) + 1)
    return [(x, y) for x in across for y in up]


@lru_cache(maxsize=256)
def place_labels(
    dots: tuple[Dot, ...], obstacles: tuple[Box, ...], bounds: Box, axes: float
) -> tuple[Label | None, ...]:
    """Return a label's place for every dot, clear of obstacles, dots and each other; None has no room.

    No label leaves the bounds; its anchor and leader stay within ``axes`` pixels of the middle, because
    Plotly hides what is anchored beyond the axes.
    """
    search = Search(dots, obstacles, bounds, axes)
    for number in search.crowded_first():
        search.place(number)
    for _ in range(ROUNDS):
        if not search.improve():
            break
    return tuple(search.labels[number] for number in range(len(dots)))


def boxes_of(dot: Dot, label: Label) -> Iterator[Box]:
    """Yield the box of a label and then, in small pieces, those of its leader line."""
    right, up = dot.width / 2, dot.height / 2
    yield label.x - right, label.y - up, label.x + right, label.y + up
    if label.leader:
        for x, y in _along(*label.leader):
            yield x - 1, y - 1, x + 1, y + 1


class Search:
    """Greedy placement, then rounds in which badly placed labels push single others aside."""

    def __init__(self, dots: Sequence[Dot], obstacles: Sequence[Box], bounds: Box, axes: float) -> None:
        """Take the obstacles and the dots themselves."""
        self.dots, self.bounds, self.axes = dots, bounds, axes
        self.clutter = Clutter()
        self.labels: dict[int, Label | None] = {}
        self.ranks: dict[int, int] = {}
        for box in obstacles:
            self.clutter.add(box, OBSTACLE)
        for number, (x, y, reach, *_) in enumerate(dots):
            self.clutter.add((x - reach, y - reach, x + reach, y + reach), self._symbol_of(number))

    def _symbol_of(self, number: int) -> int:
        """Return the owner that stands for the dot itself: below all labels and the obstacles."""
        return OBSTACLE - 1 - number

    def crowded_first(self) -> list[int]:
        """Return the dots, those with the most neighbours first."""
        near = [sum(abs(a.x - b.x) < 130 and abs(a.y - b.y) < 45 for b in self.dots) for a in self.dots]
        return sorted(range(len(self.dots)), key=lambda number: -near[number])

    def place(self, number: int) -> None:
        """Put a label at its best free place, if there is one."""
        for rank, label in enumerate(candidates(self.dots[number])):
            if self._is_inside(number, label) and next(self._covered(number, label), None) is None:
                self._put(number, label, rank)
                return
        self._put(number, None, NOWHERE)

    def improve(self) -> bool:
        """Try once to bring every label that stands apart nearer, and say whether that worked for any."""
        apart = [number for number, rank in self.ranks.items() if rank >= NEAR]
        nearer = [self._bring_near(number) for number in sorted(apart, key=lambda n: -self.ranks[n])]
        return any(nearer)

    def _bring_near(self, number: int) -> bool:
        self._take_up(number)
        before = self.labels[number], self.ranks[number]
        self.place(number)
        if self.ranks[number] < before[1]:
            return True
        self._take_up(number)
        for rank, label in zip(range(NEAR), candidates(self.dots[number]), strict=False):
            if self._is_inside(number, label) and self._made_room(number, label):
                self._put(number, label, rank)
                return True
        self._put(number, *before)
        return False

    def _made_room(self, number: int, label: Label) -> bool:
        """Move the one label in the way to another place beside its dot, if there is one."""
        covered = {*self._covered(number, label)}
        other = min(covered, default=OBSTACLE)
        if len(covered) != 1 or other < 0:
            return False
        self._take_up(other)
        before = self.labels[other], self.ranks[other]
        self._put(number, label, 0)
        self.place(other)
        self._take_up(number)
        if self.ranks[other] < NEAR:
            return True
        self._take_up(other)
        self._put(other, *before)
        return False

    def _put(self, number: int, label: Label | None, rank: int) -> None:
        self.labels[number], self.ranks[number] = label, rank
        for box in self._boxes(number, label):
            self.clutter.add(box, number)

    def _take_up(self, number: int) -> None:
        for box in self._boxes(number, self.labels[number]):
            self.clutter.remove(box, number)

    def _boxes(self, number: int, label: Label | None) -> Iterator[Box]:
        return boxes_of(self.dots[number], label) if label else iter(())

    def _covered(self, number: int, label: Label) -> Iterator[int]:
        """Yield the owners of what the label would cover; its leader may leave its own dot."""
        own = self._symbol_of(number)
        for box in self._boxes(number, label):
            yield from (owner for owner in self.clutter.owners(box, number) if owner != own)

    def _is_inside(self, number: int, label: Label) -> bool:
        right, up = self.dots[number].width / 2, self.dots[number].height / 2
        left, bottom, end, top = self.bounds
        anchors = (label.x - label.side * right, label.y, *(label.leader[1] if label.leader else ()))
        if max(map(abs, anchors)) > self.axes:
            return False
        across = left <= label.x - right and label.x + right <= end
        return across and bottom <= label.y - up and label.y + up <= top


def _along(start: Point, end: Point) -> list[Point]:
    across, up = end[0] - start[0], end[1] - start[1]
    steps = max(int(hypot(across, up) / 6), 1)
    return [(start[0] + across * step / steps, start[1] + up * step / steps) for step in range(steps + 1)]


def candidates(dot: Dot) -> Iterator[Label]:
    """Yield places for a label, best first: eight beside the dot, then on leader lines; outwards first."""
    x, y, reach, wide, high = dot
    out, up = (1 if x >= 0 else -1), (1 if y >= 0 else -1)
    beside, above = reach + GAP + wide / 2, reach + GAP + high / 2
    near = reach * 0.8 + GAP + wide / 2, reach * 0.7 + GAP + high / 2
    sides = [(out * beside, 0.0), (0.0, up * above)]
    if abs(y) > 1.7 * abs(x):
        sides.reverse()
    corners = [(out * near[0], up * near[1]), (out * near[0], -up * near[1])]
    inner = [(-out * near[0], up * near[1]), (-out * near[0], -up * near[1])]
    for across, upwards in [*sides, *corners, (0.0, -up * above), (-out * beside, 0.0), *inner]:
        side = (across > wide / 2) - (across < -wide / 2)
        yield Label(x + across, y + upwards, side)
    yield from _led(dot)


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
