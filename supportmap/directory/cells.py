"""The earth in cells, of three sizes: a point lies in one of each, and few of a fitting size cover a circle.

A row is a band of latitudes; it has as many cells as are about as wide as high where it is widest. Cells are
counted from the south pole and from 180 degrees west, so neither poles nor the date line are special.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import asin, cos, degrees, floor, pi, radians, sin

from supportmap.directory.distance import RADIUS_KM, Point

__all__ = ["MOST_CELLS", "SIZES", "cell_tokens", "cells_around"]

SIZES = (0.3, 1.2, 4.8)
"""The heights of a row in degrees: about 33, 133 and 534 km."""
MOST_CELLS = 12
"""Of a size that needs more cells to cover a circle the next one is taken."""
_SLACK = 1e-6
"""Degrees by which a circle is taken wider, so that rounding never leaves out what lies on its rim."""


def cell_tokens(point: Point) -> tuple[str, ...]:
    """Return the tokens of the cells in which a point lies, one of each size."""
    found = []
    for level, size in enumerate(SIZES):
        row = _row(point.latitude, size)
        found.append(_token(level, row, _column(point.longitude, _columns(row, size))))
    return tuple(found)


def cells_around(point: Point, km: float) -> tuple[str, ...] | None:
    """Return tokens of cells in which all within so many kilometres lies; None: there are too many."""
    reach = degrees(km / RADIUS_KM) + _SLACK
    for level, size in enumerate(SIZES):
        rows = range(_row(max(-90.0, point.latitude - reach), size), _row(point.latitude + reach, size) + 1)
        if len(rows) > MOST_CELLS:
            continue
        wide = _half_width(point.latitude, reach)
        found = [_token(level, row, column) for row in rows for column in _across(row, size, point, wide)]
        if len(found) <= MOST_CELLS:
            return tuple(found)
    return None


def _across(row: int, size: float, point: Point, wide: float) -> Iterator[int]:
    """Yield the columns of a row from so many degrees west of a point to as many east of it."""
    columns = _columns(row, size)
    if wide >= 180:
        yield from range(columns)
        return
    first, last = (floor((point.longitude + end + 180) / 360 * columns) for end in (-wide, wide))
    for column in range(first, min(last, first + columns - 1) + 1):
        yield column % columns


def _half_width(latitude: float, reach: float) -> float:
    """Return by how many degrees of longitude a circle reaches east and west; 180: it holds a pole."""
    if abs(latitude) + reach >= 90:
        return 180.0
    return degrees(asin(min(1.0, sin(radians(reach)) / cos(radians(latitude))))) + _SLACK


def _row(latitude: float, size: float) -> int:
    return min(floor((latitude + 90) / size), floor(180 / size))


@lru_cache(maxsize=4096)
def _columns(row: int, size: float) -> int:
    """Return how many cells a row has."""
    south = -90 + row * size
    nearest = max(south, -(south + size), 0.0)
    return max(1, floor(2 * pi * cos(radians(min(90.0, nearest))) / radians(size)))


def _column(longitude: float, columns: int) -> int:
    return floor((longitude + 180) / 360 * columns) % columns


def _token(level: int, row: int, column: int) -> str:
    return f"C{level}r{row}c{column}"
