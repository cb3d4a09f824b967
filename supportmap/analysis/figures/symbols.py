"""How contacts, their support, their strain and their ties are drawn, on the map and in its legend alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from supportmap.analysis.figures.shapes import hatches, jagged, outline, shifted
from supportmap.analysis.figures.sheet import Point, Sheet
from supportmap.analysis.figures.theme import KIND_SYMBOLS, SYMBOLS
from supportmap.analysis.network import FUNCTIONS, Contact, Function, Kind

__all__ = [
    "Spot",
    "draw_contact",
    "draw_strain",
    "draw_support",
    "draw_tie",
    "support_boxes",
]

SIZES: dict[Kind, float] = {"person": 1.0, "group": 1.12, "place": 1.12, "animal": 0.95, "service": 0.98}
"""Areas look alike when the radius of each symbol is taken times this."""
RING_GAP, RING, TOOTH = 0.32, 0.42, 0.36
"""Room inside the strain rings, from one to the next, and their teeth, in radii of the symbol."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A contact on the drawing: its place and symbol radius in pixels, a note to its name, an own pen."""

    contact: Contact
    at: Point
    radius: float
    note: str = ""
    pen: str = ""

    @property
    def reach(self) -> float:
        """Return the radius of all that is to be kept clear round the place, in pixels."""
        return max(self.edge, self.radius * 1.25)

    @property
    def edge(self) -> float:
        """Return the radius of what is drawn round the place, the strain ring included, in pixels."""
        strain = self.contact.strain or 0
        ring = 1 + RING_GAP + RING * (strain - 1) + TOOTH if strain else 0
        return self.radius * max(ring, SIZES[self.contact.kind])


def draw_contact(sheet: Sheet, spot: Spot) -> None:
    """Draw a contact's symbol: solid when active, else empty inside its dashed outline."""
    kind, active = spot.contact.kind, spot.contact.is_active
    size = round(2 * spot.radius * SIZES[kind] - (0 if active else 2), 1)
    colour = sheet.theme.contact if active else sheet.theme.background
    sheet.stamp(spot.at, KIND_SYMBOLS[kind], size, colour, 1.5 if active else 0)
    if not active:
        sheet.stroke(
            spot.pen or spot.contact.status, shifted(outline(kind, spot.radius * SIZES[kind]), spot.at)
        )


def draw_strain(sheet: Sheet, spot: Spot) -> None:
    """Draw one jagged ring for strain sometimes, two for almost always."""
    for ring in range(spot.contact.strain or 0):
        inner = spot.radius * (1 + RING_GAP + RING * ring)
        sheet.stroke("strain", shifted(jagged(inner, spot.radius * TOOTH), spot.at))


def draw_support(sheet: Sheet, spot: Spot, functions: Sequence[Function], start: float) -> None:
    """Draw a spoke for each function that is given, from so far off the middle, with its symbol at the end.

    The three run side by side; a function's place among them never changes. Where a function was not
    asked there is a question mark and no spoke (one in all where none was); where it is hardly ever given
    there is nothing.
    """
    x, y = spot.at
    length = hypot(x, y) or 1.0
    ahead = (x / length, y / length)
    end = length - spot.reach - sheet.bead_size * 0.75
    if all(spot.contact.rating(function) is None for function in functions):
        sheet.question(_beside(ahead, end, 0))
        return
    for function in functions:
        slot = FUNCTIONS.index(function) - 1 if len(functions) > 1 else 0
        bead, rating = _beside(ahead, end, slot * (sheet.bead_size + 1.5)), spot.contact.rating(function)
        if rating is None:
            sheet.question(bead)
        elif rating:
            sheet.stroke(f"{function} {rating}", [_beside(ahead, start, slot * 3.2), bead])
            sheet.bead(bead, SYMBOLS[function], sheet.theme.of(function), filled=rating == 2)


def _beside(ahead: Point, along: float, aside: float) -> Point:
    return ahead[0] * along - ahead[1] * aside, ahead[1] * along + ahead[0] * aside


def support_boxes(sheet: Sheet, spot: Spot) -> list[tuple[float, float, float, float]]:
    """Return the boxes kept free for support, given or not: so no name jumps when an answer comes in."""
    x, y = spot.at
    length, half = hypot(x, y) or 1.0, sheet.bead_size / 2 + 2
    end = length - spot.reach - sheet.bead_size * 0.75
    slots = (-1, 0, 1) if spot.contact.is_active else ()
    beads = [_beside((x / length, y / length), end, slot * (sheet.bead_size + 1.5)) for slot in slots]
    return [(x - half, y - half, x + half, y + half) for x, y in beads]


def draw_tie(sheet: Sheet, start: Point, end: Point, strength: int, strained: bool) -> None:
    """Draw a tie: thicker when close, hatched when strained."""
    sheet.stroke("strained tie" if strained else "close tie" if strength == 2 else "tie", [start, end])
    if strained:
        for hatch in hatches(start, end):
            sheet.stroke("strained tie", hatch)
