"""The map's stage: its measures in pixels, the circles, the sectors and their names.

Pixels count from the client in the middle, x to the right and y upwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import cos, degrees, radians, sin

from supportmap.analysis.figures.sheet import Point, fresh
from supportmap.analysis.figures.theme import BOLD, Figure, Theme, base_layout
from supportmap.analysis.figures.wording import SECTOR_WORDS, width
from supportmap.analysis.layout import Layout, Wedge
from supportmap.analysis.network import CIRCLES, NOT_PLACED_RADIUS

__all__ = ["REACH", "Box", "Frame", "stage"]

REACH = 3.75
"""Both axes run from minus this to plus this, in units of radius."""
RIM = 3.9
NAME_SIZE, RING_SIZE = 13, 11
RING_WORDS = {1: "inner", 2: "middle", 3: "outer", NOT_PLACED_RADIUS: "not placed"}

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in pixels."""


@dataclass(frozen=True)
class Frame:
    """A square map of a width in pixels, with room below it for a legend of a height in pixels."""

    size: int
    below: int = 0

    @cached_property
    def margin(self) -> int:
        """Return the margin left, right and above, in pixels: room for sector names and labels."""
        return max(round(self.size / 11), 30)

    @cached_property
    def side(self) -> int:
        """Return the side of the square that the axes span, in pixels."""
        return self.size - 2 * self.margin

    @cached_property
    def unit(self) -> float:
        """Return how many pixels a unit of radius has."""
        return self.side / (2 * REACH)

    @cached_property
    def height(self) -> int:
        """Return the height of axes, the gap under them and the legend, in pixels."""
        return self.side + (self.margin + self.below if self.below else 0)

    @cached_property
    def client_radius(self) -> float:
        """Return the radius of the client's own disc, in pixels."""
        return min(max(0.34 * self.unit, 16.0), 33.0)

    @cached_property
    def bounds(self) -> Box:
        """Return the box that no name may leave, in pixels."""
        half = self.size / 2 - 4
        return -half, -half, half, half

    def edge(self, angle: float) -> float:
        """Return how far the square's edge is from the middle at an angle (degrees), in pixels."""
        return self.bounds[2] / max(abs(cos(radians(angle))), abs(sin(radians(angle))))

    def polar(self, radius: float, angle: float) -> Point:
        """Return the point at a radius (units) and angle (degrees)."""
        return radius * self.unit * cos(radians(angle)), radius * self.unit * sin(radians(angle))

    def paper(self, at: Point) -> dict[str, object]:
        """Return the point as an annotation's place: Plotly hides those beyond the axes otherwise."""
        x = (at[0] + self.side / 2) / self.side
        y = (at[1] + self.height - self.side / 2) / self.height
        anchors = {"xanchor": "center", "yanchor": "middle", "showarrow": False}
        return {"xref": "paper", "yref": "paper", "x": round(x, 4), "y": round(y, 4), **anchors}

    def layout(self, theme: Theme, wedges: Sequence[Wedge]) -> Figure:
        """Return axes and margins, fixed so that a page can lay its own handles over the drawing.

        ``meta`` has what the page needs for it: the measures in pixels, and which angles are which sector's.
        """
        split = round(1 - self.side / self.height, 5)
        across: Figure = {"range": [-REACH, REACH], "visible": False, "fixedrange": True, "automargin": False}
        under: Figure = {"visible": False, "fixedrange": True, "automargin": False}
        share = round(self.below / self.height, 5)
        legend: Figure = {
            "xaxis2": under | {"range": [0, self.side], "anchor": "y2"},
            "yaxis2": under | {"range": [-self.below, 0], "domain": [0, share], "anchor": "x2"},
        }
        under_all = 12 if self.below else self.margin
        around = {"l": self.margin, "r": self.margin, "t": self.margin, "b": under_all}
        return {
            **base_layout(theme),
            "width": self.size,
            "height": self.height + around["t"] + around["b"],
            "margin": {**around, "pad": 0, "autoexpand": False},
            "xaxis": across,
            "yaxis": across | {"domain": [split, 1]},
            **(legend if self.below else {}),
            "showlegend": False,
            "meta": {
                "reach": REACH,
                "margin": self.margin,
                "side": self.side,
                "wedges": [{"sector": w.sector, "start": w.start, "end": w.end} for w in wedges],
            },
        }


def stage(frame: Frame, theme: Theme, places: Layout) -> tuple[Figure, tuple[Box, ...]]:
    """Return shapes and annotations of circles and sectors, and the boxes that names should keep clear of."""
    radii = sorted({*CIRCLES, *(place.radius for place in places.places.values())})
    quiet = tuple((radius, *_quiet_spot(frame, radius, places)) for radius in radii)
    scene, boxes = _scene(frame, theme, places.wedges, quiet)
    return fresh(scene), boxes


@lru_cache(maxsize=128)
def _scene(
    frame: Frame, theme: Theme, wedges: tuple[Wedge, ...], circles: tuple[tuple[float, float, float], ...]
) -> tuple[Figure, tuple[Box, ...]]:
    """Draw the stage; ``circles`` are radii, each with the place (radius and angle) of the circle's name."""
    words = [_sector_name(frame, theme, wedge) for wedge in wedges]
    words += [_ring_name(frame, theme, radius, spot) for radius, *spot in circles]
    shapes = [_circle(theme, radius) for radius, *_ in reversed(circles)] + [_dividers(theme, wedges)]
    boxes = [box for wedge in wedges for box in _sector_boxes(frame, wedge)]
    boxes += [_ring_box(frame, radius, spot) for radius, *spot in circles]
    client = frame.client_radius
    return {"shapes": shapes, "annotations": words}, (*boxes, (-client, -client, client, client))


def _circle(theme: Theme, radius: float) -> Figure:
    placed = radius in CIRCLES
    return {
        "type": "circle",
        "layer": "below",
        "x0": -radius,
        "y0": -radius,
        "x1": radius,
        "y1": radius,
        "fillcolor": theme.disc if placed else "rgba(0,0,0,0)",
        "line": {"color": theme.ring, "width": 1, "dash": "solid" if placed else "dot"},
    }


def _dividers(theme: Theme, wedges: Sequence[Wedge]) -> Figure:
    ends = [(cos(radians(wedge.start)), sin(radians(wedge.start))) for wedge in wedges]
    rays = [f"M{0.5 * x:.3f},{0.5 * y:.3f}L{3.62 * x:.3f},{3.62 * y:.3f}" for x, y in ends]
    line = {"color": theme.divider, "width": 1, "dash": "1px,4px"}
    return {"type": "path", "layer": "below", "path": "".join(rays), "line": line}


def _sector_name(frame: Frame, theme: Theme, wedge: Wedge) -> Figure:
    angle = wedge.middle % 360
    font = {"size": NAME_SIZE, "color": theme.muted, "weight": BOLD}
    text = SECTOR_WORDS[wedge.sector]
    at = frame.paper(frame.polar(RIM, angle))
    return {**at, "text": text, "textangle": _along_rim(angle), "font": font}


def _along_rim(angle: float) -> float:
    """Return the turn (degrees, clockwise) of text along a circle, never upside down."""
    return round(90 - angle if angle <= 180 else 270 - angle, 1)


def _sector_boxes(frame: Frame, wedge: Wedge) -> Iterable[Box]:
    half = degrees(width(SECTOR_WORDS[wedge.sector]) * NAME_SIZE * 0.6 / (RIM * frame.unit))
    for share in range(-6, 7):
        x, y = frame.polar(RIM, wedge.middle + half * share / 6)
        yield x - 10, y - 10, x + 10, y + 10


def _quiet_spot(frame: Frame, radius: float, places: Layout) -> tuple[float, float]:
    """Return radius and angle of a circle's name: on a boundary if there is room, else near by."""
    turns = [place.angle for place in places.places.values() if place.radius == radius]
    need = degrees((width(RING_WORDS[radius]) * RING_SIZE / 2 + 18) / (radius * frame.unit))

    def room(angle: float) -> float:
        return min((abs((turn - angle + 180) % 360 - 180) for turn in turns), default=180.0)

    starts = [wedge.start for wedge in places.wedges]
    roomy = next((angle for angle in (*starts, *range(0, 360, 5)) if room(angle) >= need), None)
    # A circle with no room on its line is named just inside it.
    return (radius - 0.45, max(starts, key=room)) if roomy is None else (radius, roomy)


def _ring_name(frame: Frame, theme: Theme, radius: float, spot: Sequence[float]) -> Figure:
    font = {"size": RING_SIZE, "color": theme.muted}
    words = {"text": RING_WORDS[radius], "textangle": _along_rim(spot[1] + 0.001), "font": font}
    return {**frame.paper(frame.polar(spot[0], spot[1])), **words, "bgcolor": theme.plate, "borderpad": 0}


def _ring_box(frame: Frame, radius: float, spot: Sequence[float]) -> Box:
    x, y = frame.polar(spot[0], spot[1])
    turn, half = radians(spot[1]), width(RING_WORDS[radius]) * RING_SIZE / 2 + 2
    right, up = abs(sin(turn)) * half + abs(cos(turn)) * 9, abs(cos(turn)) * half + abs(sin(turn)) * 9
    return x - right, y - up, x + right, y + up
