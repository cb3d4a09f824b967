"""Points on the earth and how far they are from each other, in kilometres."""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, cos, isfinite, radians, sin, sqrt
from typing import NamedTuple

__all__ = ["RADIUS_KM", "Point", "distance_km", "point_of"]

RADIUS_KM = 6371.0088
"""The earth's mean radius (IUGG)."""


class Point(NamedTuple):
    """Degrees north from -90 to 90, and degrees east from -180 to 180."""

    latitude: float
    longitude: float


def point_of(latitude: float | None, longitude: float | None) -> Point | None:
    """Return the point of two numbers; None where one is missing or none of the earth's."""
    if latitude is None or longitude is None or not (isfinite(latitude) and isfinite(longitude)):
        return None
    return Point(latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def distance_km(a: Sequence[float], b: Sequence[float]) -> float:
    """Return how far two points are from each other along the earth's surface, by the haversine formula."""
    north, south = radians(a[0]), radians(b[0])
    high = sin((south - north) / 2) ** 2
    wide = sin(radians(b[1] - a[1]) / 2) ** 2
    return 2 * RADIUS_KM * asin(min(1.0, sqrt(high + cos(north) * cos(south) * wide)))
