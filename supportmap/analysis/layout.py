"""Where everyone stands on the map: circle and sector give the place, ties give the order.

Stored angles are kept to the digit and only contacts without one are placed, because a map that
rearranges itself after each edit loses the client.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from cmath import rect
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import pairwise
from math import cos, inf, radians, sin

from supportmap.analysis.network import NOT_PLACED_RADIUS, Contact, Network
from supportmap.analysis.seating import Cell, seat
from supportmap.analysis.wedges import Wedge, wedges_of

__all__ = ["Layout", "Place", "Wedge", "layout"]

PHASES = (0.0, 0.12, -0.12, 0.24, -0.24, 0.36, -0.36)
"""How far slots may turn, as a share of the distance between two of them; calmest first."""
CLEAR = 0.33
"""Distance between a contact and another's spoke (units of radius) beyond which more gains nothing."""


@dataclass(frozen=True, slots=True)
class Place:
    """A contact's place: radius 1, 2, 3 (3.5: no circle yet); angle in degrees, 0 <= angle < 360."""

    radius: float
    angle: float

    @property
    def point(self) -> tuple[float, float]:
        """Return x to the right and y upwards, in units of radius."""
        return self.radius * cos(radians(self.angle)), self.radius * sin(radians(self.angle))


@dataclass(frozen=True, slots=True)
class Layout:
    """The place of every contact by id, and the sectors' wedges in their fixed order."""

    places: Mapping[str, Place] = field(hash=False)
    wedges: tuple[Wedge, ...]


def layout(network: Network) -> Layout:
    """Return a place for every contact, past and planned ones too, and the wedges; it is deterministic."""
    wedges = wedges_of(network.contacts)
    cells = _cells(network.contacts, wedges)
    taken = Taken(network.contacts)
    for cell in sorted(cells, key=lambda cell: (-len(cell.members), cell.radius)):
        cell.slots = sorted(taken.take(cell), key=lambda slot: (slot - cell.wedge.start) % 360)
    angles = [contact.angle or 0.0 for contact in network.contacts]
    _fill(angles, cells)
    points = [rect(_radius(c), radians(angle)) for c, angle in zip(network.contacts, angles, strict=True)]
    seat(network, cells, points)
    _fill(angles, cells)
    seated = zip(network.contacts, angles, strict=True)
    return Layout({contact.id: Place(_radius(contact), angle) for contact, angle in seated}, wedges)


def _radius(contact: Contact) -> float:
    return contact.circle or NOT_PLACED_RADIUS


def _cells(contacts: Iterable[Contact], wedges: Iterable[Wedge]) -> list[Cell]:
    """Group the contacts that have no stored angle by wedge and circle, in the order of the document."""
    of_sector = {wedge.sector: wedge for wedge in wedges}
    cells: dict[tuple[object, float], Cell] = {}
    for number, contact in enumerate(contacts):
        if contact.angle is None:
            empty = Cell(of_sector[contact.sector], _radius(contact), [])
            cells.setdefault((contact.sector, _radius(contact)), empty).members.append(number)
    return list(cells.values())


def _fill(angles: list[float], cells: Iterable[Cell]) -> None:
    for cell in cells:
        for member, slot in zip(cell.members, cell.slots, strict=True):
            angles[member] = slot


class Taken:
    """The angles taken on each circle, sorted, in degrees."""

    def __init__(self, contacts: Iterable[Contact]) -> None:
        """Take every stored angle."""
        self._circles: defaultdict[float, list[float]] = defaultdict(list)
        for contact in contacts:
            if contact.angle is not None:
                self._circles[_radius(contact)].append(contact.angle)
        for angles in self._circles.values():
            angles.sort()

    def take(self, cell: Cell) -> list[float]:
        """Take and return a slot for each member: evenly spread, or in the widest gaps among stored ones."""
        there = self._inside(cell)
        return self._from_gaps(cell, there) if there else self._evenly(cell)

    def _inside(self, cell: Cell) -> list[float]:
        """Return the angles taken on the cell's circle inside its wedge, as turns from the wedge's start."""
        turns = ((angle - cell.wedge.start) % 360 for angle in self._circles[cell.radius])
        return sorted(turn for turn in turns if turn <= cell.wedge.end - cell.wedge.start)

    def _clearance(self, radius: float, angle: float) -> float:
        """Return the least distance to a contact, or between a contact and a farther one's spoke."""
        nearest = ((min(radius, other), _nearest(angles, angle)) for other, angles in self._circles.items())
        clear = min((inner * sin(radians(min(gap, 90))) for inner, gap in nearest), default=inf)
        return min(clear, CLEAR)

    def _evenly(self, cell: Cell) -> list[float]:
        """Spread slots over the wedge, turned so that no spoke runs through a contact of another circle."""
        start, count = cell.wedge.start, len(cell.members)
        step = (cell.wedge.end - start) / count
        turned = [[_tidy(start + step * (n + 0.5 + turn)) for n in range(count)] for turn in PHASES]
        slots = max(turned, key=lambda slots: min(self._clearance(cell.radius, slot) for slot in slots))
        self._circles[cell.radius] = sorted(self._circles[cell.radius] + slots)
        return slots

    def _from_gaps(self, cell: Cell, there: Sequence[float]) -> list[float]:
        """Halve the widest gap once for each member."""
        ends = [0.0, *there, cell.wedge.end - cell.wedge.start]
        gaps = [_gap(*pair, ends[-1]) for pair in pairwise(ends)]
        heapify(gaps)
        return [self._halve(gaps, cell) for _ in cell.members]

    def _halve(self, gaps: list[tuple[float, float, float]], cell: Cell) -> float:
        room, before, after = heappop(gaps)
        end = cell.wedge.end - cell.wedge.start
        # The wedge's own ends count half: next to them stands, as a rule, a contact of the next sector.
        middle = before - room * (0.5 if before == 0 else 1)
        turns = (middle - room * turn for turn in PHASES)
        turn = max(turns, key=lambda turn: self._clearance(cell.radius, _tidy(cell.wedge.start + turn)))
        heappush(gaps, _gap(before, turn, end))
        heappush(gaps, _gap(turn, after, end))
        slot = _tidy(cell.wedge.start + turn)
        insort(self._circles[cell.radius], slot)
        return slot


def _gap(before: float, after: float, end: float) -> tuple[float, float, float]:
    """Return a gap, the widest first in a heap: minus the room beside its middle, and both ends."""
    return -(after - before) / ((0.5 if before == 0 else 1) + (0.5 if after == end else 1)), before, after


def _tidy(angle: float) -> float:
    return round(angle % 360, 3) % 360


def _nearest(angles: Sequence[float], angle: float) -> float:
    """Return how far the nearest of the sorted angles is, in degrees up to 180."""
    if not angles:
        return 180.0
    spot = bisect_left(angles, angle)
    before, after = (angle - angles[spot - 1]) % 360, (angles[spot % len(angles)] - angle) % 360
    return min(before, after, 360 - before, 360 - after)
