"""The names on a map: beside their contacts while these are few, along the spokes when they are many."""

from __future__ import annotations

from collections.abc import Sequence

from supportmap.analysis.figures.frame import Box, Frame
from supportmap.analysis.figures.labels import Dot, place_labels
from supportmap.analysis.figures.radial import names_along_spokes
from supportmap.analysis.figures.sheet import Sheet
from supportmap.analysis.figures.symbols import Spot, support_boxes
from supportmap.analysis.figures.theme import FONT_SIZE, Figure
from supportmap.analysis.figures.wording import escape, width, wrap

__all__ = ["name_contacts"]

BESIDE_UP_TO = 40
"""More names than this are written along the spokes: so they still read at 150 contacts."""
LEADING = 1.3
PAD = 2.0
POSITIONS = {-1: "middle left", 0: "middle center", 1: "middle right"}
UNNAMED = "no name"


def name_contacts(
    sheet: Sheet, frame: Frame, spots: Sequence[Spot], keep_clear: Sequence[Box]
) -> list[Figure]:
    """Write every name; return the annotations needed for it (Plotly's text can't be turned, those can)."""
    if len(spots) <= BESIDE_UP_TO and _name_beside(sheet, frame, spots, keep_clear):
        return []
    return names_along_spokes(sheet, frame, spots, keep_clear)


def _name_beside(sheet: Sheet, frame: Frame, spots: Sequence[Spot], keep_clear: Sequence[Box]) -> bool:
    """Write every name beside its contact, if they find room there."""
    texts = [_lines(spot) for spot in spots]
    dots = tuple(_dot(spot, lines) for spot, lines in zip(spots, texts, strict=True))
    support = [box for spot in spots for box in support_boxes(sheet, spot)]
    labels = place_labels(dots, (*keep_clear, *support), frame.bounds, frame.side / 2)
    for lines, dot, label in zip(texts, dots, labels, strict=False):
        if label.leader:
            sheet.stroke("leader", label.leader)
        sheet.plate((label.x, label.y), dot.width, dot.height)
        aside = label.side * (PAD - dot.width / 2)
        sheet.word((label.x + aside, label.y), _written(lines), POSITIONS[label.side])
    return len(labels) == len(spots)


def _lines(spot: Spot) -> tuple[tuple[str, ...], str]:
    return wrap(spot.contact.name) or (UNNAMED,), spot.note


def _dot(spot: Spot, lines: tuple[tuple[str, ...], str]) -> Dot:
    shown = [*lines[0], *([f"({lines[1]})"] if lines[1] else [])]
    wide = max(map(width, shown)) * FONT_SIZE + 2 * PAD
    high = FONT_SIZE * (1.2 + LEADING * (len(shown) - 1)) + 2 * PAD
    return Dot(*(round(size, 2) for size in (*spot.at, spot.reach, wide, high)))


def _written(lines: tuple[tuple[str, ...], str]) -> str:
    note = [f"({escape(lines[1])})"] if lines[1] else []
    return "<br>".join([*map(escape, lines[0]), *note])
