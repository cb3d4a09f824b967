"""Names written along the spokes, outwards from their contacts: the way to read a map of very many.

Everything is measured along a name's own spoke, in pixels from the middle.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import atan2, cos, degrees, hypot, inf, radians, sin, sqrt
from typing import NamedTuple

from supportmap.analysis.figures.frame import Box, Frame
from supportmap.analysis.figures.sheet import Sheet
from supportmap.analysis.figures.symbols import Spot
from supportmap.analysis.figures.theme import Figure
from supportmap.analysis.figures.wording import escape, fitted, width
from supportmap.analysis.naming import clean

__all__ = ["Spokes"]

FONT_SIZE, SMALL_FONT_SIZE, SMALL_FROM = 11, 10, 90
GAP = 3.0
LEAST_ROOM, ENOUGH_ROOM = 2.6, 7.5
"""Room for a name in em: below the first it is left out (the hover has it), below the second it may turn."""
HALF_HEIGHT = 0.62
"""Half the height of a line of text, in em."""
FARTHEST_START = 26.0
NEARER = 1.0
"""A name is its contact's if it is nearer to it than to any other by so many pixels."""
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


class Spokes:
    """Names along the spokes of a map, and all that they keep clear of."""

    def __init__(self, sheet: Sheet, frame: Frame, spots: Sequence[Spot], keep_clear: Sequence[Box]) -> None:
        """Take all contacts, named already or not, and the boxes of what else is on the map."""
        self._sheet, self._frame = sheet, frame
        self._size = FONT_SIZE if len(spots) < SMALL_FROM else SMALL_FONT_SIZE
        self._half = self._size * HALF_HEIGHT
        self._blockers = {spot.contact.id: _symbol(sheet, spot) for spot in spots}
        self._around = Surroundings([*self._blockers.values(), *map(_box, keep_clear)])
        self._signs = Surroundings([_sign(spot) for spot in spots])
        self.names: list[Figure] = []
        self.boxes: list[Box] = []

    def name(self, spots: Sequence[Spot], anyhow: bool = False) -> list[Spot]:
        """Write the names there is room for, cut where the next thing begins; return who goes without.

        No name stands nearer to another contact than to its own, unless they are to be written ``anyhow``.
        """
        outermost = sorted(spots, key=lambda spot: -hypot(*spot.at))
        return [spot for spot in outermost if not self._write(spot, anyhow)]

    def _write(self, spot: Spot, anyhow: bool) -> bool:
        own, size = self._blockers[spot.contact.id], self._size
        full = clean(spot.contact.name) + (f" ({spot.note})" if spot.note else "")
        enough = min(width(full), ENOUGH_ROOM) * size
        start, room = self._roomiest(own, enough, None if anyhow else _sign(spot))
        if room < LEAST_ROOM * size:
            return False
        text = fitted(full, room / size)
        reach = min(width(text) * size, room)
        self._put(own.angle, start if start >= own.end else start - reach, reach, text)
        return True

    def _put(self, angle: float, start: float, reach: float, text: str) -> None:
        self._around.add(Blocker(angle, start, start + reach, self._half))
        self.boxes += _tiles(angle, start, reach, self._half)
        look = {"text": escape(text), "font": {"size": self._size, "color": self._sheet.theme.ink}}
        turned = _turned(self._frame, angle, start + reach / 2)
        self.names.append(turned | look | {"bgcolor": self._sheet.theme.plate})

    def _roomiest(self, own: Blocker, enough: float, sign: Blocker | None) -> tuple[float, float]:
        """Return where a name starts and its room: outwards, or inwards if only that is enough.

        Where neither is, it is inwards if that is far more. With its contact's ``sign`` given, it
        stays nearest to that.
        """
        stretches = list(self._around.stretches(own.angle, self._half, own))
        others = [_beside(*near, self._half) for near in self._signs.near(own.angle) if near[1] != sign]

        def kept(start: float, room: float) -> float:
            return min(room, _own_room(others, sign, start)) if sign else room

        edge = self._frame.edge(own.angle) - self._half
        start, outwards = _first_room(stretches, own.end + GAP, edge, enough, kept)
        inner, least = own.start - GAP, self._frame.client_radius + 6
        end = max([least, *(min(end, inner) for begin, end in stretches if begin < inner)])
        inwards = kept(inner, inner - end - GAP)
        turns = outwards < enough and (inwards >= enough or inwards > 1.5 * outwards)
        return (inner, inwards) if turns else (start, outwards)


def _symbol(sheet: Sheet, spot: Spot) -> Blocker:
    length = hypot(*spot.at)
    half = max(spot.reach, sheet.bead_size * 1.5 + 2)
    start = length - spot.reach - sheet.bead_size * 1.5
    return Blocker(degrees(atan2(spot.at[1], spot.at[0])) % 360, start, length + spot.reach, half)


def _box(box: Box) -> Blocker:
    x, y, half = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, hypot(box[2] - box[0], box[3] - box[1]) / 2.4
    length = hypot(x, y)
    return Blocker(degrees(atan2(y, x)) % 360, length - half, length + half, half)


def _sign(spot: Spot) -> Blocker:
    """Return what is drawn of a contact, without the room to be kept round it."""
    length = hypot(*spot.at)
    angle = degrees(atan2(spot.at[1], spot.at[0])) % 360
    return Blocker(angle, length - spot.edge, length + spot.edge, spot.edge)


def _tiles(angle: float, start: float, reach: float, half: float) -> Iterator[Box]:
    """Yield boxes that together cover a name along its spoke."""
    across, up = cos(radians(angle)), sin(radians(angle))
    for step in range(int(reach / half) + 2):
        along = start + min(step * half, reach)
        yield along * across - half, along * up - half, along * across + half, along * up + half


def _beside(turn: float, other: Blocker, half: float) -> tuple[float, float, float]:
    """Return another sign's place along a name's spoke, its distance aside from the name, and its radius."""
    length = (other.start + other.end) / 2
    return length * cos(turn), max(length * sin(turn) - half, 0.0), other.half


def _own_room(others: Iterable[tuple[float, float, float]], own: Blocker, start: float) -> float:
    """Return how far a name may run from a start on and still be nearer to its own sign than to others."""
    away = max(start - own.end, own.start - start) + NEARER
    ahead = 1 if start > own.end else -1
    room = inf
    for along, aside, radius in others:
        least = radius + away
        if aside < least:
            stretch = sqrt(least**2 - aside**2)
            begins = ahead * (along - start) - stretch
            if begins < room and begins + 2 * stretch > 0:
                room = begins
    return room


def _first_room(
    stretches: Sequence[tuple[float, float]],
    start: float,
    edge: float,
    enough: float,
    kept: Callable[[float, float], float],
) -> tuple[float, float]:
    """Return the nearest start with enough room, a little farther out if need be, else the roomiest."""
    best = (start, -inf)
    here = start
    for first, end in [*sorted(stretches), (edge + GAP, inf)]:
        if end <= here:
            continue
        room = kept(here, first - GAP - here)
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
