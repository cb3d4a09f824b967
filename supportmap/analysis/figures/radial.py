"""Names written along the spokes, outwards from their contacts: the way to read a map of very many.

Everything is measured along a name's own spoke, in pixels from the middle.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from math import atan2, cos, degrees, hypot, inf, radians, sin
from typing import NamedTuple

from supportmap.analysis.figures.frame import Box, Frame
from supportmap.analysis.figures.sheet import Sheet
from supportmap.analysis.figures.symbols import Spot
from supportmap.analysis.figures.theme import Figure
from supportmap.analysis.figures.wording import escape, fitted, width
from supportmap.analysis.naming import clean

__all__ = ["names_along_spokes"]

FONT_SIZE, SMALL_FONT_SIZE, SMALL_FROM = 11, 10, 90
GAP = 3.0
LEAST_ROOM, ENOUGH_ROOM = 2.6, 7.5
"""Room for a name in em: below the first it is left out (the hover has it), below the second it may turn."""
HALF_HEIGHT = 0.62
"""Half the height of a line of text, in em."""
FARTHEST_START = 26.0
WINDOW = 20.0
"""Degrees to either side beyond which nothing can come near a name."""


class Blocker(NamedTuple):
    """Something on the map: its direction, the stretch of its spoke that it covers, and half its breadth."""

    angle: float
    start: float
    end: float
    half: float


class Surroundings:
    """All blockers, found again by direction."""

    def __init__(self, blockers: Sequence[Blocker]) -> None:
        """Keep the blockers in order, once more a turn back and a turn ahead."""
        turns = [b._replace(angle=b.angle + turn) for turn in (-360, 0, 360) for b in blockers]
        self._sorted = sorted(turns)
        self._angles = [blocker.angle for blocker in self._sorted]

    def near(self, angle: float) -> Iterator[tuple[float, Blocker]]:
        """Yield blockers near a direction, with how far they turn from it, in radians."""
        first = bisect_left(self._angles, angle - WINDOW)
        for blocker in self._sorted[first : bisect_right(self._angles, angle + WINDOW)]:
            yield radians(abs(blocker.angle - angle)), blocker

    def add(self, blocker: Blocker) -> None:
        """Take one more."""
        for turn in (-360, 0, 360):
            shifted = blocker._replace(angle=blocker.angle + turn)
            spot = bisect_left(self._sorted, shifted)
            self._sorted.insert(spot, shifted)
            self._angles.insert(spot, shifted.angle)

    def stretches(self, angle: float, half: float, own: Blocker) -> Iterator[tuple[float, float]]:
        """Yield the stretches of a spoke where text of a half height would touch something."""
        for turn, blocker in self.near(angle):
            close = (blocker.half + half) / sin(turn) if turn > 1e-6 else inf
            if blocker.start < close and blocker != own:
                yield blocker.start * cos(turn), min(blocker.end, close)


def names_along_spokes(
    sheet: Sheet, frame: Frame, spots: Sequence[Spot], keep_clear: Sequence[Box], named: Sequence[Spot] = ()
) -> list[Figure]:
    """Return an annotation for each name there is room for, cut where the next thing begins.

    Those that are ``named`` already have their names in ``keep_clear``, and get none.
    """
    size = FONT_SIZE if len(spots) < SMALL_FROM else SMALL_FONT_SIZE
    blockers = {spot.contact.id: _symbol(sheet, spot) for spot in spots}
    around = Surroundings([*blockers.values(), *map(_box, keep_clear)])
    names = []
    done = {spot.contact.id for spot in named}
    to_name = [spot for spot in spots if spot.contact.id not in done]
    for spot in sorted(to_name, key=lambda spot: -hypot(*spot.at)):
        own = blockers[spot.contact.id]
        full = clean(spot.contact.name) + (f" ({spot.note})" if spot.note else "")
        start, room = _roomiest(frame, around, own, size, min(width(full), ENOUGH_ROOM) * size)
        if room >= LEAST_ROOM * size:
            text = fitted(full, room / size)
            reach = min(width(text) * size, room)
            middle = start + reach / 2 if start >= own.end else start - reach / 2
            around.add(Blocker(own.angle, middle - reach / 2, middle + reach / 2, size * HALF_HEIGHT))
            look = {"text": escape(text), "font": {"size": size, "color": sheet.theme.ink}}
            names.append(_turned(frame, own.angle, middle) | look | {"bgcolor": sheet.theme.plate})
    return names


def _symbol(sheet: Sheet, spot: Spot) -> Blocker:
    length = hypot(*spot.at)
    half = max(spot.reach, sheet.bead_size * 1.5 + 2)
    start = length - spot.reach - sheet.bead_size * 1.5
    return Blocker(degrees(atan2(spot.at[1], spot.at[0])) % 360, start, length + spot.reach, half)


def _box(box: Box) -> Blocker:
    x, y, half = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, hypot(box[2] - box[0], box[3] - box[1]) / 2.4
    length = hypot(x, y)
    return Blocker(degrees(atan2(y, x)) % 360, length - half, length + half, half)


def _roomiest(
    frame: Frame, around: Surroundings, own: Blocker, size: int, enough: float
) -> tuple[float, float]:
    """Return where a name starts and its room: outwards from its contact, or inwards if only that is enough.

    Where neither is, it is inwards if that is far more.
    """
    stretches = list(around.stretches(own.angle, size * HALF_HEIGHT, own))
    edge = frame.edge(own.angle) - size * HALF_HEIGHT
    start, outwards = _first_room(stretches, own.end + GAP, edge, enough)
    inner, least = own.start - GAP, frame.client_radius + 6
    inwards = inner - max([least, *(min(end, inner) for begin, end in stretches if begin < inner)]) - GAP
    turns = outwards < enough and (inwards >= enough or inwards > 1.5 * outwards)
    return (inner, inwards) if turns else (start, outwards)


def _first_room(
    stretches: Sequence[tuple[float, float]], start: float, edge: float, enough: float
) -> tuple[float, float]:
    """Return the nearest start with enough room, a little farther out if need be, else the roomiest."""
    best = (start, -inf)
    here = start
    for first, end in [*sorted(stretches), (edge + GAP, inf)]:
        if end <= here:
            continue
        room = first - GAP - here
        if room > best[1]:
            best = (here, room)
        here = max(here, end + GAP)
        if best[1] >= enough or here >= start + FARTHEST_START:
            break
    return best


def _turned(frame: Frame, angle: float, middle: float) -> Figure:
    """Return an annotation's place on a spoke and its turn, never upside down."""
    turn = -angle if cos(radians(angle)) >= 0 else 180 - angle
    at = frame.paper(frame.polar(middle / frame.unit, angle))
    return {**at, "textangle": round(turn, 2), "borderpad": 0}
