"""Where names stand so that none covers another or a symbol: beside their contact, else on a leader line.

The search knows boxes only, not names, so that its results may be remembered between two drawings.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile

from supportmap.analysis.figures.frame import Box
from supportmap.analysis.figures.label_ground import ASTRAY, Clutter, Ground, Ranked
from supportmap.analysis.figures.label_places import NEAR, Dot, Label, boxes_of

__all__ = ["place_labels"]

ROUNDS = 3
NOWHERE = 999


@lru_cache(maxsize=256)
def place_labels(
    dots: tuple[Dot, ...], obstacles: tuple[Box, ...], bounds: Box, axes: float
) -> tuple[Label | None, ...]:
    """Return a label's place for every dot, clear of obstacles, dots and each other; None has no room.

    No label stands nearer to another dot than to its own, unless its dot's wish allows that. None leaves
    the bounds; its anchor and leader stay within ``axes`` pixels of the middle, because Plotly hides what
    is anchored beyond the axes.
    """
    search = Search(Ground(dots, obstacles, bounds, axes))
    for number in search.crowded_first():
        search.place(number)
    for _ in range(ROUNDS):
        if not search.improve():
            break
    return tuple(search.labels[number] for number in range(len(dots)))


class Search:
    """Greedy placement, then rounds in which badly placed labels push single others aside."""

    def __init__(self, ground: Ground) -> None:
        """Begin without any label."""
        self.ground, self.dots = ground, ground.dots
        self.clutter = Clutter()
        self.labels: dict[int, Label | None] = {}
        self.ranks: dict[int, int] = {}

    def crowded_first(self) -> list[int]:
        """Return the dots, those with the most neighbours first."""
        near = [sum(abs(a.x - b.x) < 130 and abs(a.y - b.y) < 45 for b in self.dots) for a in self.dots]
        return sorted(range(len(self.dots)), key=lambda number: -near[number])

    def place(self, number: int) -> None:
        """Put a label at its best free place, if there is one."""
        for rank, label in self.ground.places(number):
            if next(self._covered(number, label), None) is None:
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
        for rank, label in self._better(number, before[1]):
            if self._made_room(number, label):
                self._put(number, label, rank)
                return True
        self._put(number, *before)
        return False

    def _better(self, number: int, than: int) -> Iterator[Ranked]:
        """Yield the places beside a dot that are better than one of a rank."""
        better = takewhile(lambda place: place[0] < than, self.ground.places(number))
        return (place for place in better if place[0] % ASTRAY < NEAR)

    def _made_room(self, number: int, label: Label) -> bool:
        """Move the one label in the way to another place beside its dot, if there is one."""
        covered = {*self._covered(number, label)}
        if len(covered) != 1:
            return False
        other = covered.pop()
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
        """Yield whose labels a label would cover."""
        for box in self._boxes(number, label):
            yield from self.clutter.owners(box, number)
