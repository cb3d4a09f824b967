"""Who sits where within one circle of one sector: contacts who know each other end up near each other.

Barycentre sweeps after Sugiyama, Tagawa and Toda 1981 (doi:10.1109/TSMC.1981.4308636), on circles.
"""

from __future__ import annotations

from cmath import phase, rect
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import radians

from supportmap.analysis.network import Network
from supportmap.analysis.wedges import Wedge

__all__ = ["Cell", "seat"]

SWEEPS = 12
SWAP_UP_TO = 60
"""Adjacent swaps take a share of the time that grows with the square: above this many, sweeps must do."""
SWAP_ROUNDS = 4
LEAST_GAIN = 1e-9


@dataclass(slots=True)
class Cell:
    """The contacts (by number) to be seated in one circle of one wedge, and their slots in degrees."""

    wedge: Wedge
    radius: float
    members: list[int]
    slots: list[float] = field(default_factory=list)

    def points(self) -> list[complex]:
        """Return the slots as points of the plane, in units of radius."""
        return [rect(self.radius, radians(slot)) for slot in self.slots]


class Table:
    """Everyone's current point, and whom each contact is tied to and how strongly."""

    def __init__(self, network: Network, points: Sequence[complex]) -> None:
        """Start from these points, in the order of the network's contacts."""
        self.points = list(points)
        self.neighbours: list[list[tuple[int, int]]] = [[] for _ in points]
        number = {contact.id: position for position, contact in enumerate(network.contacts)}
        for tie in network.ties:
            a, b = number[tie.a], number[tie.b]
            self.neighbours[a].append((b, tie.weight))
            self.neighbours[b].append((a, tie.weight))

    def pull(self, member: int) -> complex:
        """Return the weighted sum of the points of those tied to a contact; its own when nobody is."""
        points = self.points
        tied = self.neighbours[member]
        return sum((points[other] * weight for other, weight in tied), 0j) if tied else points[member]

    def strain(self, member: int, at: complex) -> float:
        """Return the weighted length of a contact's ties if it sat at a point."""
        points = self.points
        return sum(weight * abs(at - points[other]) for other, weight in self.neighbours[member])

    def length(self) -> float:
        """Return the weighted length of all ties, each counted from both ends."""
        return sum(self.strain(member, point) for member, point in enumerate(self.points))


def seat(network: Network, cells: Sequence[Cell], points: Sequence[complex]) -> None:
    """Order the members of every cell so that the sum of tie lengths is small; the slots stay.

    ``points`` are everyone's first places, units of radius; those of no cell never move.
    """
    cells = [cell for cell in cells if len(cell.members) > 1]
    if not cells or not network.ties:
        return
    table = Table(network, points)
    best, least = [list(cell.members) for cell in cells], table.length()
    for _ in range(SWEEPS):
        _sweep(cells, table)
        if (length := table.length()) < least - LEAST_GAIN:
            best, least = [list(cell.members) for cell in cells], length
    for cell, members in zip(cells, best, strict=True):
        _sit(cell, members, table)
    if len(points) <= SWAP_UP_TO:
        _swap_while_it_helps(cells, table)


def _sit(cell: Cell, members: list[int], table: Table) -> None:
    cell.members = members
    for member, point in zip(members, cell.points(), strict=True):
        table.points[member] = point


def _sweep(cells: Sequence[Cell], table: Table) -> None:
    """Sort every cell by the direction its members are pulled to, seen from the middle of the wedge."""
    for cell in cells:
        turn = rect(1, -radians(cell.wedge.middle))
        _sit(cell, sorted(cell.members, key=lambda member: phase(table.pull(member) * turn)), table)


def _swap_while_it_helps(cells: Sequence[Cell], table: Table) -> None:
    for _ in range(SWAP_ROUNDS):
        if not sum(_swapped(cell, place, table) for cell in cells for place in range(1, len(cell.members))):
            return


def _swapped(cell: Cell, place: int, table: Table) -> bool:
    """Exchange two neighbours in a cell if that shortens their ties."""
    left, right = cell.members[place - 1 : place + 1]
    a, b = table.points[left], table.points[right]
    gain = table.strain(left, a) + table.strain(right, b) - table.strain(left, b) - table.strain(right, a)
    if gain <= LEAST_GAIN:
        return False
    cell.members[place - 1 : place + 1] = right, left
    table.points[left], table.points[right] = b, a
    return True
