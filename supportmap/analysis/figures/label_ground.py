"""What is on a map before its names, and where each name may stand on that ground."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import hypot

from supportmap.analysis.figures.frame import Box
from supportmap.analysis.figures.label_places import (
    Dot,
    Label,
    box_of,
    boxes_of,
    candidates,
    distance,
)

__all__ = ["ASTRAY", "Clutter", "Ground", "Ranked"]

CELL = 56.0
NEARER = 1.0
"""A label is its dot's if it is nearer to it than to any other by so many pixels."""
OBSTACLE = -1

ASTRAY = 500
"""Added to the ranks of places that may be nearer to another dot."""
Ranked = tuple[int, Label]
"""A place with its rank: 0 is best."""


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


class Remembered:
    """Places found one by one, as they are asked for, and kept for the next time."""

    def __init__(self, found: Iterator[Ranked]) -> None:
        """Take what finds them."""
        self._found = found
        self._kept: list[Ranked] = []

    def __iter__(self) -> Iterator[Ranked]:
        """Yield those that are kept, then those that are found now."""
        yield from self._kept
        for place in self._found:
            self._kept.append(place)
            yield place


class Ground:
    """The dots and all else that labels keep clear of, other labels apart."""

    def __init__(self, dots: Sequence[Dot], obstacles: Sequence[Box], bounds: Box, axes: float) -> None:
        """Take the obstacles and the dots themselves."""
        self.dots, self._bounds, self._axes = dots, bounds, axes
        self._clutter = Clutter()
        self._found: dict[int, Remembered] = {}
        for box in obstacles:
            self._clutter.add(box, OBSTACLE)
        for number, (x, y, reach, *_) in enumerate(dots):
            self._clutter.add((x - reach, y - reach, x + reach, y + reach), number)

    def places(self, number: int) -> Iterable[Ranked]:
        """Return the places where a dot's label may stand, best first."""
        if number not in self._found:
            self._found[number] = Remembered(self._standing(number))
        return self._found[number]

    def _standing(self, number: int) -> Iterator[Ranked]:
        wish = self.dots[number].wish
        if wish != "none":
            yield from self._free(number, self._neighbours(number))
        if wish == "any":
            yield from ((rank + ASTRAY, label) for rank, label in self._free(number, ()))

    def _free(self, number: int, neighbours: Sequence[tuple[float, Dot]]) -> Iterator[Ranked]:
        """Yield the places that are nearer to their own dot than to these neighbours."""
        for rank, label in enumerate(candidates(self.dots[number])):
            if (
                self._is_inside(number, label)
                and self._is_own(number, label, neighbours)
                and self._is_clear(number, label)
            ):
                yield rank, label

    def _neighbours(self, number: int) -> list[tuple[float, Dot]]:
        """Return the other dots with how far away they are, the nearest first."""
        own = self.dots[number]
        others = (dot for other, dot in enumerate(self.dots) if other != number)
        return sorted((hypot(dot.x - own.x, dot.y - own.y) - dot.edge, dot) for dot in others)

    def _is_own(self, number: int, label: Label, neighbours: Sequence[tuple[float, Dot]]) -> bool:
        """Whether a label would stand nearer to its own dot than to any other."""
        dot, box = self.dots[number], box_of(self.dots[number], label)
        least = distance(box, dot) + NEARER
        reach = least + hypot(abs(label.x - dot.x) + dot.width / 2, abs(label.y - dot.y) + dot.height / 2)
        for away, other in neighbours:
            if away > reach:
                return True
            if distance(box, other) < least:
                return False
        return True

    def _is_clear(self, number: int, label: Label) -> bool:
        """Whether a label would cover nothing; its leader may leave its own dot."""
        boxes = boxes_of(self.dots[number], label)
        return all(next(self._clutter.owners(box, number), None) is None for box in boxes)

    def _is_inside(self, number: int, label: Label) -> bool:
        right, up = self.dots[number].width / 2, self.dots[number].height / 2
        left, bottom, end, top = self._bounds
        anchors = (label.x - label.side * right, label.y, *(label.leader[1] if label.leader else ()))
        if max(map(abs, anchors)) > self._axes:
            return False
        across = left <= label.x - right and label.x + right <= end
        return across and bottom <= label.y - up and label.y + up <= top
