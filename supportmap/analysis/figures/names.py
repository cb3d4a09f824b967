"""The names on a map: beside their contacts while these are few, along the spokes when they are many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from supportmap.analysis.figures.frame import Box, Frame
from supportmap.analysis.figures.labels import Dot, Label, boxes_of, place_labels
from supportmap.analysis.figures.radial import names_along_spokes
from supportmap.analysis.figures.sheet import Sheet
from supportmap.analysis.figures.symbols import Spot, support_boxes
from supportmap.analysis.figures.theme import FONT_SIZE, Figure
from supportmap.analysis.figures.wording import LINE, escape, width, wrap

__all__ = ["name_contacts"]

BESIDE_UP_TO = 40
"""More names than this are written along the spokes: so they still read at 150 contacts."""
LEADING = 1.3
PAD = 2.0
POSITIONS = {-1: "middle left", 0: "middle center", 1: "middle right"}
UNNAMED = "no name"


class Writing(NamedTuple):
    """The size of names, in pixels, and in how many lines of which width (em) they are written."""

    size: int
    room: float
    lines: int


WRITINGS = (Writing(FONT_SIZE, LINE, 2), Writing(11, LINE, 2), Writing(11, 6.5, 3), Writing(10, 6.5, 2))
"""As names look best first; the others take less room, so that on a small or full map they stay level."""


@dataclass(frozen=True, slots=True)
class Written:
    """All names in one writing, and the places they find beside their contacts; None has no room there."""

    writing: Writing
    texts: Sequence[Sequence[str]]
    dots: Sequence[Dot]
    labels: Sequence[Label | None]

    @property
    def left_over(self) -> int:
        """Return how many find no room."""
        return sum(label is None for label in self.labels)

    @property
    def is_clear(self) -> bool:
        """Whether all find room, and most stand beside their contacts, not apart on leader lines."""
        apart = sum(label is not None and label.leader is not None for label in self.labels)
        return not self.left_over and apart <= max(3, len(self.labels) / 4)


def name_contacts(
    sheet: Sheet, frame: Frame, spots: Sequence[Spot], keep_clear: Sequence[Box]
) -> list[Figure]:
    """Write every name; return the annotations needed for it (Plotly's text can't be turned, those can).

    Up to a number of contacts only names that find no room beside theirs are turned.
    """
    if len(spots) > BESIDE_UP_TO:
        return names_along_spokes(sheet, frame, spots, keep_clear)
    written = _best_written(sheet, frame, spots, keep_clear)
    named = [spot for spot, label in zip(spots, written.labels, strict=True) if label]
    _write(sheet, written)
    taken = [tile for box in _taken(written) for tile in _tiles(box)]
    return names_along_spokes(sheet, frame, spots, (*keep_clear, *taken), named)


def _best_written(sheet: Sheet, frame: Frame, spots: Sequence[Spot], keep_clear: Sequence[Box]) -> Written:
    """Return the first writing in which all names find room, else the one in which most do."""
    support = [box for spot in spots for box in support_boxes(sheet, spot)]
    tried = []
    for writing in WRITINGS:
        texts = [_lines(spot, writing) for spot in spots]
        dots = tuple(_dot(spot, lines, writing.size) for spot, lines in zip(spots, texts, strict=True))
        labels = place_labels(dots, (*keep_clear, *support), frame.bounds, frame.side / 2)
        tried.append(Written(writing, texts, dots, labels))
        if tried[-1].is_clear:
            return tried[-1]
    return min(tried, key=lambda written: written.left_over)


def _write(sheet: Sheet, written: Written) -> None:
    sheet.word_size = written.writing.size
    for lines, dot, label in zip(written.texts, written.dots, written.labels, strict=True):
        if not label:
            continue
        if label.leader:
            sheet.stroke("leader", label.leader)
        sheet.plate((label.x, label.y), dot.width, dot.height)
        aside = label.side * (PAD - dot.width / 2)
        sheet.word((label.x + aside, label.y), "<br>".join(map(escape, lines)), POSITIONS[label.side])


def _lines(spot: Spot, writing: Writing) -> tuple[str, ...]:
    name = wrap(spot.contact.name, writing.room, writing.lines) or (UNNAMED,)
    return (*name, f"({spot.note})") if spot.note else name


def _dot(spot: Spot, lines: Sequence[str], size: int) -> Dot:
    wide = max(map(width, lines)) * size + 2 * PAD
    high = size * (1.2 + LEADING * (len(lines) - 1)) + 2 * PAD
    return Dot(*(round(each, 2) for each in (*spot.at, spot.reach, wide, high)))


def _taken(written: Written) -> list[Box]:
    placed = zip(written.dots, written.labels, strict=True)
    return [box for dot, label in placed if label for box in boxes_of(dot, label)]


def _tiles(box: Box) -> Iterator[Box]:
    """Yield a box in pieces about as wide as high: what stands along a spoke takes each for round."""
    left, bottom, right, top = box
    count = max(round((right - left) / (top - bottom)), 1)
    wide = (right - left) / count
    for number in range(count):
        yield left + number * wide, bottom, left + (number + 1) * wide, top
