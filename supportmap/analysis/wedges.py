"""The slices of the map: which angles belong to which sector.

The order of sectors never changes, because clinicians learn where to look and visits stay comparable.
Widths follow need (contacts a circle, per unit of its radius) and are equal while the map is small.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from supportmap.analysis.network import NOT_PLACED_RADIUS, SECTORS, Contact, Sector

__all__ = ["Wedge", "wedges_of"]

LEAST_WIDTH = 26.0
SMALL_NEED = 1.0
"""Contacts per unit of radius that any wedge holds in comfort: below it, no wedge asks for more room."""
ROOM = ((LEAST_WIDTH, 4.0), (10.0, 2.0), (2.0, 0.5))
"""Least width and least distance of a stored contact from the boundary, tried in turn (degrees)."""
MOST_STRAYS = 60


@dataclass(frozen=True, slots=True)
class Wedge:
    """One sector's slice, in degrees counter-clockwise: 0 <= start < 360, start < end < start + 360."""

    sector: Sector | None
    start: float
    end: float

    @property
    def middle(self) -> float:
        """Return the angle half-way between both ends, in degrees; it may reach 360 or more."""
        return (self.start + self.end) / 2

    def holds(self, angle: float) -> bool:
        """Whether the angle (degrees) lies in the wedge, its ends included."""
        return (angle - self.start) % 360 <= self.end - self.start


def wedges_of(contacts: Iterable[Contact]) -> tuple[Wedge, ...]:
    """Return every sector's wedge, and a sixth for contacts without a sector when there are such.

    Boundaries move only as far as stored angles need, and those move none of them that lies too far off.
    """
    contacts = tuple(contacts)
    sectors: list[Sector | None] = [*SECTORS]
    if any(contact.sector is None for contact in contacts):
        sectors.append(None)
    widths = _widths([_need(contacts, sector) for sector in sectors])
    starts = [sum(widths[:number]) for number in range(len(widths))]
    stored = [_unrolled(contacts, *slice_) for slice_ in zip(sectors, starts, widths, strict=True)]
    if any(stored):
        starts = _fitted(starts, stored)
    starts = [round(start % 360, 3) % 360 for start in starts]
    ends = [*starts[1:], starts[0]]
    return tuple(_wedge(*slice_) for slice_ in zip(sectors, starts, ends, strict=True))


def _wedge(sector: Sector | None, start: float, end: float) -> Wedge:
    return Wedge(sector, start, round(start + (end - start) % 360, 3))


def _need(contacts: Sequence[Contact], sector: Sector | None) -> float:
    counts = Counter(contact.circle or NOT_PLACED_RADIUS for contact in contacts if contact.sector == sector)
    return max((count / radius for radius, count in counts.items()), default=0.0)


def _widths(needs: Sequence[float]) -> list[float]:
    """Share out 360 degrees by need, giving nobody less than the least width."""
    wants = [max(need, SMALL_NEED) for need in needs]
    least: set[int] = set()
    while True:
        left = 360 - LEAST_WIDTH * len(least)
        total = sum(want for number, want in enumerate(wants) if number not in least)
        widths = [LEAST_WIDTH if n in least else left * want / total for n, want in enumerate(wants)]
        short = {n for n, width in enumerate(widths) if width < LEAST_WIDTH}
        if not short:
            return widths
        least |= short


def _unrolled(contacts: Sequence[Contact], sector: Sector | None, start: float, width: float) -> list[float]:
    """Return the sector's stored angles, sorted, each on the turn nearest to the middle of its wedge."""
    middle = start + width / 2
    angles = (contact.angle for contact in contacts if contact.sector == sector and contact.angle is not None)
    return sorted(middle + (angle - middle + 180) % 360 - 180 for angle in angles)


def _fitted(starts: list[float], stored: list[list[float]]) -> list[float]:
    """Move boundaries to keep stored members inside; where that cannot be, let the worst ones stray."""
    for width, margin in ROOM:
        if fitting := _solved(starts, stored, width, margin):
            return fitting
    for _ in range(MOST_STRAYS):
        stored = min(_without_an_end(stored), key=_conflict)
        if fitting := _solved(starts, stored, *ROOM[-1]):
            return fitting
    return starts


def _without_an_end(stored: list[list[float]]) -> list[list[list[float]]]:
    """Return what is left of the members after each way to leave out one that bounds its sector."""
    return [
        [*stored[:number], rest, *stored[number + 1 :]]
        for number, members in enumerate(stored)
        for rest in (members[1:], members[:-1])
        if members
    ]


def _bounds(stored: list[list[float]], width: float, margin: float) -> tuple[list[float], list[float]]:
    """Return the least and greatest start of each wedge, given all the others' members and widths."""
    count = len(stored)
    before = [stored[number - 1][-1:] or [-inf] for number in range(count)]
    low = [ends[0] + margin - (360 if number == 0 else 0) for number, ends in enumerate(before)]
    high = [(members[:1] or [inf])[0] - margin for members in stored]
    for number in [*range(count)] * 2:
        low[number] = max(low[number], low[number - 1] + width - (360 if number == 0 else 0))
    for number in [*reversed(range(count))] * 2:
        following = (number + 1) % count
        high[number] = min(high[number], high[following] - width + (0 if following else 360))
    return low, high


def _conflict(stored: list[list[float]]) -> float:
    low, high = _bounds(stored, *ROOM[-1])
    return sum(max(0.0, least - most) for least, most in zip(low, high, strict=True))


def _solved(
    starts: list[float], stored: list[list[float]], width: float, margin: float
) -> list[float] | None:
    """Return starts near the wanted ones within all bounds, or None where bounds contradict each other."""
    low, high = _bounds(stored, width, margin)
    if any(least > most for least, most in zip(low, high, strict=True)):
        return None
    fitting = [min(max(starts[0], low[0]), high[0])]
    count = len(starts)
    for number in range(1, count):
        most = min(high[number], fitting[0] + 360 - width * (count - number))
        fitting.append(min(max(starts[number], low[number], fitting[-1] + width), most))
    return fitting
