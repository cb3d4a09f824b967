"""A sheet of drawing: strokes, symbols and words in pixels, collected by style, as few Plotly traces.

The map and its legend are two sheets drawn by the same functions, so the legend cannot say anything else
than the map. Pixels count from the sheet's own origin, x to the right and y upwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar, cast

from supportmap.analysis.figures.theme import BOLD, FONT_SIZE, PENS, PLAIN, Figure, Theme

__all__ = ["Point", "Sheet", "fresh"]

Point = tuple[float, float]
Copied = TypeVar("Copied")
Coordinates = list[float | None]


def fresh(drawn: Copied) -> Copied:
    """Return a copy of remembered JSON-like drawing, so that nobody can change what is remembered."""
    if isinstance(drawn, dict):
        return cast(Copied, {name: fresh(part) for name, part in drawn.items()})
    if isinstance(drawn, list):
        has_parts = drawn and isinstance(drawn[0], dict)
        return cast(Copied, [fresh(part) for part in drawn] if has_parts else drawn.copy())
    return drawn


@dataclass(slots=True)
class Sheet:
    """What is drawn on one pair of axes, ``unit`` pixels to one unit of the axes."""

    theme: Theme
    unit: float = 1.0
    axes: str = ""
    opacity: dict[str, float] = field(default_factory=dict)
    strokes: defaultdict[str, list[Sequence[Point]]] = field(default_factory=lambda: defaultdict(list))
    beads: list[tuple[float, float, str, str, str]] = field(default_factory=list)
    bead_size: float = 7.0
    questions: list[Point] = field(default_factory=list)
    stamps: list[tuple[float, float, str, float, str, float]] = field(default_factory=list)
    said: Figure = field(default_factory=dict)
    client: list[Figure] = field(default_factory=list)
    plates: list[Sequence[Point]] = field(default_factory=list)
    words: list[tuple[float, float, str, str, int]] = field(default_factory=list)
    word_size: int = FONT_SIZE

    def stroke(self, pen: str, points: Sequence[Point]) -> None:
        """Draw a line through points with one of the pens."""
        self.strokes[pen].append(points)

    def bead(self, at: Point, symbol: str, colour: str, filled: bool) -> None:
        """Draw a small symbol, filled or open."""
        self.beads.append((*at, symbol, colour if filled else self.theme.background, colour))

    def stamp(self, at: Point, symbol: str, size: float, colour: str, edge: float) -> None:
        """Draw a contact's symbol; ``edge`` is the width of the rim that parts it from lines behind it."""
        self.stamps.append((*at, symbol, size, colour, edge))

    def question(self, at: Point) -> None:
        """Draw the mark of what was not asked."""
        self.questions.append(at)

    def word(self, at: Point, text: str, position: str = "middle center", weight: int = PLAIN) -> None:
        """Write Plotly text, already escaped."""
        self.words.append((*at, position, text, weight))

    def plate(self, at: Point, width: float, height: float) -> None:
        """Lay a faint plate under words, so that they stay legible over lines."""
        x, y, right, up = *at, width / 2, height / 2
        corners = ((x - right, y - up), (x + right, y - up), (x + right, y + up), (x - right, y + up))
        self.plates.append((*corners, corners[0]))

    def traces(self) -> list[Figure]:
        """Return everything drawn, lowest first."""
        drawn = [self._lines(pen) for pen in PENS if pen in self.strokes]
        drawn += [self._beads()] if self.beads else []
        drawn += [self._questions()] if self.questions else []
        drawn += [self._stamps()] if self.stamps else []
        drawn += self.client
        drawn += [self._plates()] if self.plates else []
        return drawn + ([self._words()] if self.words else [])

    def trace(self, name: str, points: Iterable[Point], **more: object) -> Figure:
        """Return a silent trace through points."""
        x, y = self.scaled([points])
        about = {"type": "scatter", "name": name, "hoverinfo": "skip", "showlegend": False}
        axes = {"xaxis": f"x{self.axes}", "yaxis": f"y{self.axes}"} if self.axes else {}
        return about | axes | {"cliponaxis": False, "x": x, "y": y} | more

    def scaled(self, paths: Iterable[Iterable[Point]]) -> tuple[Coordinates, Coordinates]:
        """Return the paths' coordinates in units of the axes, with a gap between one path and the next."""
        share = 1 / self.unit
        points = [point for path in paths for point in (*path, None)][:-1]
        x: Coordinates = [None if point is None else round(point[0] * share, 3) for point in points]
        y: Coordinates = [None if point is None else round(point[1] * share, 3) for point in points]
        return x, y

    def _paths(self, name: str, paths: Sequence[Sequence[Point]], **more: object) -> Figure:
        x, y = self.scaled(paths)
        return self.trace(name, (), **more) | {"x": x, "y": y}

    def _lines(self, name: str) -> Figure:
        pen = PENS[name]
        line = {"color": getattr(self.theme, pen.colour), "width": pen.width, "dash": pen.dash}
        faded = {"opacity": self.opacity[name]} if name in self.opacity else {}
        return self._paths(name, self.strokes[name], mode="lines", line=line, **faded)

    def _beads(self) -> Figure:
        x, y, symbols, fills, edges = zip(*self.beads, strict=True)
        edge = {"color": [*edges], "width": 1.6}
        marker = {"symbol": [*symbols], "size": self.bead_size, "color": [*fills], "line": edge, "opacity": 1}
        return self.trace("support", zip(x, y, strict=True), mode="markers", marker=marker)

    def _questions(self) -> Figure:
        font = {"color": self.theme.muted, "size": self.bead_size + 4, "weight": BOLD}
        text = ["?"] * len(self.questions)
        return self.trace("not asked", self.questions, mode="text", text=text, textfont=font)

    def _stamps(self) -> Figure:
        x, y, symbols, sizes, fills, edges = zip(*self.stamps, strict=True)
        edge = {"color": self.theme.background, "width": [*edges]}
        marker = {"symbol": [*symbols], "size": [*sizes], "color": [*fills], "line": edge, "opacity": 1}
        return self.trace("contacts", zip(x, y, strict=True), mode="markers", marker=marker, **self.said)

    def _plates(self) -> Figure:
        look = {"fill": "toself", "fillcolor": self.theme.plate, "line": {"width": 0}}
        return self._paths("plates", self.plates, mode="lines", **look)

    def _words(self) -> Figure:
        x, y, places, text, weights = zip(*self.words, strict=True)
        heavy = {"weight": [*weights]} if BOLD in weights else {}
        font = {"color": self.theme.ink, "size": self.word_size, **heavy}
        more = {"mode": "text", "text": [*text], "textposition": [*places], "textfont": font}
        return self.trace("words", zip(x, y, strict=True), **more)
