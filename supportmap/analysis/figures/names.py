"""The names on a map: beside their contacts while these are few, along the spokes when they are many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from supportmap.analysis.figures.frame import Box, Frame
from supportmap.analysis.figures.label_places import Dot, Label, Wish, boxes_of
from supportmap.analysis.figures.labels import place_labels
from supportmap.analysis.figures.radial import Spokes
from supportmap.analysis.figures.sheet import Sheet
from supportmap.analysis.figures.symbols import Spot, support_boxes
from supportmap.analysis.figures.theme import FONT_SIZE, Figure
from supportmap.analysis.figures.wording import ELLIPSIS, LINE, escape, width, wrap

__all__ = ["BESIDE_UP_TO", "name_contacts"]

BESIDE_UP_TO = 40
"""More names than this are written along the spokes: so they still read at 150 contacts, and soon."""
LEADING = 1.3
PAD = 2.0
TILE = 16.0
POSITIONS = {-1: "middle left", 0: "middle center", 1: "middle right"}
UNNAMED = "no name"
NO_WISHES: Mapping[str, Wish] = {}


class Writing(NamedTuple):
    """The size of names, in pixels, and in how many lines of which width (em) they are written."""

    size: int
    room: float
    lines: int


WRITINGS = (Writing(FONT_SIZE, LINE, 2), Writing(11, LINE, 2), Writing(11, 6.5, 3), Writing(10, 6.5, 3))
"""As names look best first; the others take less room, so that on a small or full map they stay level."""


@dataclass(frozen=True, slots=True)
class Written:
    """Names in one writing, and the places they find beside their contacts; None has no room there."""

    writing: Writing
    spots: Sequence[Spot]
    texts: Sequence[Sequence[str]]
    dots: Sequence[Dot]
    labels: Sequence[Label | None]

    @property
    def left_over(self) -> list[Spot]:
        """Return who finds no room, though a place was wished for."""
        placed = zip(self.spots, self.dots, self.labels, strict=True)
        return [spot for spot, dot, label in placed if label is None and dot.wish != "none"]

    @property
    def cut(self) -> int:
        """Return how many are cut."""
        return sum(any(line.endswith(ELLIPSIS) for line in lines) for lines in self.texts)

    @property
    def is_clear(self) -> bool:
        """Whether all find room, and most stand beside their contacts, not apart on leader lines."""
        apart = sum(label is not None and label.leader is not None for label in self.labels)
        return not self.left_over and apart <= max(3, len(self.labels) / 4)

    @property
    def taken(self) -> list[Box]:
        """Return the boxes of names and leader lines."""
        placed = zip(self.dots, self.labels, strict=True)
        return [box for dot, label in placed if label for box in boxes_of(dot, label)]


def name_contacts(
    sheet: Sheet,
    frame: Frame,
    spots: Sequence[Spot],
    keep_clear: Sequence[Box],
    beside_up_to: int = BESIDE_UP_TO,
) -> list[Figure]:
    """Write every name; return the annotations needed for it (Plotly's text can't be turned, those can).

    Up to a number of contacts only names that find no room beside theirs are turned. Only who would go
    without a name else has one that stands nearer to somebody else.
    """
    if len(spots) > beside_up_to:
        spokes = Spokes(sheet, frame, spots, keep_clear)
        spokes.name(spokes.name(spots), anyhow=True)
        return spokes.names
    return _name_beside(sheet, frame, spots, keep_clear)


def _name_beside(
    sheet: Sheet, frame: Frame, spots: Sequence[Spot], keep_clear: Sequence[Box]
) -> list[Figure]:
    clear = (*keep_clear, *(box for spot in spots for box in support_boxes(sheet, spot)))
    written = _best_written(frame, spots, clear)
    spokes = Spokes(sheet, frame, spots, (*keep_clear, *_pieces(written)))
    names = spokes.names
    if unnamed := spokes.name(written.left_over):
        wishes = {spot.contact.id: _wish(spot in unnamed) for spot in written.left_over}
        written = _written(frame, spots, (*clear, *spokes.boxes), written.writing, wishes)
        last = Spokes(sheet, frame, spots, (*keep_clear, *spokes.boxes, *_pieces(written)))
        last.name(written.left_over, anyhow=True)
        names += last.names
    _write(sheet, written)
    return names


def _wish(unnamed: bool) -> Wish:
    """Return what is wished for those who found no room beside: either they are unnamed, or turned by now."""
    return "any" if unnamed else "none"


def _best_written(frame: Frame, spots: Sequence[Spot], keep_clear: tuple[Box, ...]) -> Written:
    """Return the first writing in which all names find room, else the one in which most do, and are whole."""
    tried = []
    for writing in WRITINGS:
        tried.append(_written(frame, spots, keep_clear, writing))
        if tried[-1].is_clear:
            return tried[-1]
    return min(tried, key=lambda written: 2 * len(written.left_over) + written.cut)


def _written(
    frame: Frame,
    spots: Sequence[Spot],
    keep_clear: tuple[Box, ...],
    writing: Writing,
    wishes: Mapping[str, Wish] = NO_WISHES,
) -> Written:
    texts = [_lines(spot, writing) for spot in spots]
    dots = tuple(
        _dot(spot, lines, writing.size, wishes.get(spot.contact.id, "own"))
        for spot, lines in zip(spots, texts, strict=True)
    )
    labels = place_labels(dots, keep_clear, frame.bounds, frame.side / 2)
    return Written(writing, spots, texts, dots, labels)


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


def _dot(spot: Spot, lines: Sequence[str], size: int, wish: Wish) -> Dot:
    wide = max(map(width, lines)) * size + 2 * PAD
    high = size * (1.2 + LEADING * (len(lines) - 1)) + 2 * PAD
    x, y, reach, edge = (round(each, 2) for each in (*spot.at, spot.reach, spot.edge))
    return Dot(x, y, reach, round(wide, 2), round(high, 2), edge, wish)


def _pieces(written: Written) -> list[Box]:
    return [piece for box in written.taken for piece in _tiles(box)]


def _tiles(box: Box) -> Iterator[Box]:
    """Yield a box in small pieces about as wide as high: what stands along a spoke takes each for round."""
    left, bottom, right, top = box
    columns, rows = (max(round(side / TILE), 1) for side in (right - left, top - bottom))
    wide, high = (right - left) / columns, (top - bottom) / rows
    for column, row in product(range(columns), range(rows)):
        x, y = left + column * wide, bottom + row * high
        yield x, y, x + wide, y + high
