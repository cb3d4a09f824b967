"""Figures drawn by Plotly's own script in a page, and what a reader would see of them, measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import hypot
from pathlib import Path
from typing import Any

import orjson
import plotly  # type: ignore[import-untyped]
from playwright.sync_api import Page

from supportmap.analysis.figures import THEMES, ThemeName

__all__ = ["Board", "Picture", "Shape", "contrast", "overlaps"]

SCRIPT = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
Corner = tuple[float, float]

DRAW = """async ([figure, background]) => {
  document.body.style.background = background;
  Plotly.purge("picture");
  const options = {displayModeBar: false, responsive: true};
  await Plotly.newPlot("picture", figure.data, figure.layout, options);
  const corners = element => {
    const box = element.getBBox(), to = element.getScreenCTM();
    const at = (x, y) => [to.a * x + to.c * y + to.e, to.b * x + to.d * y + to.f];
    const right = box.x + box.width, bottom = box.y + box.height;
    return [at(box.x, box.y), at(right, box.y), at(right, bottom), at(box.x, bottom)];
  };
  const seen = element => element.getBoundingClientRect().width > 0;
  const all = selector => [...document.querySelectorAll(".main-svg " + selector)].filter(seen);
  const edge = document.querySelector(".main-svg").getBoundingClientRect();
  return {
    words: all("text").filter(text => text.textContent.trim()).map(text => ({
      text: text.textContent, corners: corners(text), fill: getComputedStyle(text).fill,
    })),
    symbols: all("path.point").map(path => ({text: "", corners: corners(path), fill: ""})),
    edge: [edge.left, edge.top, edge.right, edge.bottom],
  };
}"""


@dataclass(frozen=True)
class Shape:
    """A text or symbol as drawn: its box, turned as it is, in pixels, and its colour."""

    text: str
    corners: tuple[Corner, ...]
    fill: str

    @property
    def middle(self) -> Corner:
        """The middle of the box."""
        return sum(x for x, _ in self.corners) / 4, sum(y for _, y in self.corners) / 4

    @property
    def breadth(self) -> float:
        """The breadth of the box, from left to right, in pixels."""
        return max(x for x, _ in self.corners) - min(x for x, _ in self.corners)

    def rim(self) -> Iterator[Corner]:
        """Yield the corners of the box and points close to each other between them."""
        for (x, y), (x2, y2) in zip(self.corners, (*self.corners[1:], self.corners[0]), strict=True):
            yield from ((x + (x2 - x) * step / 8, y + (y2 - y) * step / 8) for step in range(8))

    def meets(self, other: Shape, slack: float = 0.5) -> bool:
        """Whether two turned boxes overlap by more than half a pixel (separating axes)."""
        for corners in (self.corners, other.corners):
            for (x, y), (x2, y2) in zip(corners, (*corners[1:], corners[0]), strict=True):
                length = ((x2 - x) ** 2 + (y2 - y) ** 2) ** 0.5 or 1.0
                across, down = (y - y2) / length, (x2 - x) / length
                mine = [px * across + py * down for px, py in self.corners]
                theirs = [px * across + py * down for px, py in other.corners]
                if max(mine) <= min(theirs) + slack or max(theirs) <= min(mine) + slack:
                    return False
        return True


@dataclass(frozen=True)
class Picture:
    """What was drawn; ``edge`` is left, top, right, bottom of the drawing."""

    words: tuple[Shape, ...]
    symbols: tuple[Shape, ...]
    edge: tuple[float, float, float, float]

    def outside(self) -> list[str]:
        """Return the texts that are cut off at the edge."""
        left, top, right, bottom = self.edge
        return [
            word.text
            for word in self.words
            if any(not (left <= x <= right and top <= y <= bottom) for x, y in word.corners)
        ]


class Board:
    """A page that figures are drawn on, one after the other: Plotly's script takes a second to load."""

    def __init__(self, page: Page, folder: Path) -> None:
        """Load the script."""
        self.page = page
        file = folder / "board.html"
        file.write_text(
            '<!doctype html><meta charset="utf-8"><title>board</title><style>body { margin: 0 }</style>'
            f'<div id="picture"></div><script src="{SCRIPT.as_uri()}"></script>',
            "utf-8",
        )
        page.goto(file.as_uri())

    def draw(self, figure: dict[str, Any], theme: ThemeName = "light", width: int = 1280) -> Picture:
        """Draw a figure on its theme's background, in a window of a width, and measure it."""
        self.page.set_viewport_size({"width": width, "height": 900})
        drawn = orjson.loads(orjson.dumps(figure))
        found = self.page.evaluate(DRAW, [drawn, THEMES[theme].background])
        return Picture(_shapes(found["words"]), _shapes(found["symbols"]), tuple(found["edge"]))


def _shapes(found: list[dict[str, Any]]) -> tuple[Shape, ...]:
    return tuple(Shape(f["text"], tuple((x, y) for x, y in f["corners"]), f["fill"]) for f in found)


def overlaps(picture: Picture) -> list[tuple[str, str]]:
    """Return each text that covers another text or a symbol; the client's disc is written on."""
    labels = [word for word in picture.words if word.text != "?"]
    marks = [*picture.symbols, *(word for word in picture.words if word.text == "?")]
    found = [(a.text, b.text) for a, b in combinations(labels, 2) if a.meets(b)]
    return found + [
        (label.text, mark.text or "a symbol")
        for label in labels
        for mark in marks
        if label.meets(mark) and not _is_written_on(mark, label)
    ]


def _is_written_on(disc: Shape, label: Shape) -> bool:
    """Whether a mark is the client's disc, with a label in its middle or one that only touches its square."""
    (x, y), (x2, y2) = disc.middle, label.middle
    beside = all(hypot(x - x3, y - y3) > disc.breadth / 2 for x3, y3 in label.rim())
    return disc.breadth > 40 and (beside or (abs(x - x2) < 3 and abs(y - y2) < 6))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two opaque colours, by WCAG 2.2: 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in _parts(colour)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> list[float]:
    if colour.startswith("#"):
        return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
    return [float(part) for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
