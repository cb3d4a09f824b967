"""Where a service is given: addresses in one line, and points that can be true.

A point that can't be where its address is isn't kept: found by its area only, a service is still found. Of a
confidential service nothing is kept but what kind of place it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from supportmap.directory.parts import Document, locations, number, rows, text
from supportmap.directory.safety import confidential
from supportmap.directory.words import fold

__all__ = ["Kind", "Place", "places_of"]

Kind = Literal["physical", "postal", "virtual"]


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a service: latitude -90 to 90 and longitude -180 to 180 in degrees, both or neither."""

    kind: Kind | None = None
    name: str | None = None
    address: str | None = None
    """In one line, without the country and without anybody's name."""
    postal_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None


_Box = tuple[float, float, float, float]
"""South, north, west, east, in degrees."""
_BOXES: dict[str, tuple[_Box, ...]] = {
    "us": ((-15, 72, -180, -64), (13, 55, 144, 180)),
    "ca": ((41, 84, -142, -52),),
    "gb": ((49, 61.5, -9, 2.5),),
    "ie": ((51, 56, -11, -5),),
    "au": ((-44, -9, 112, 155),),
    "nz": ((-53, -28, 165, 180), (-53, -28, -180, -175)),
}
"""About where a country lies, to find signs that are missing and coordinates in the wrong order."""
_COUNTRIES = {
    "us": "us", "usa": "us", "united states": "us", "united states of america": "us", "ca": "ca", "can": "ca",
    "canada": "ca", "gb": "gb", "gbr": "gb", "uk": "gb", "united kingdom": "gb", "england": "gb",
    "scotland": "gb", "wales": "gb", "ie": "ie", "irl": "ie", "ireland": "ie", "au": "au", "aus": "au",
    "australia": "au", "nz": "nz", "nzl": "nz", "new zealand": "nz",
}  # fmt: skip


def places_of(document: Document, hidden: bool | None = None) -> tuple[Place, ...]:
    """Return where a service is given, each place once, in the order of the document.

    ``hidden``: whether it is confidential, where that is known already.
    """
    if confidential(document) if hidden is None else hidden:
        return tuple(dict.fromkeys(Place(kind=_kind(location)) for location in locations(document)))
    found = (_place(location) for location in locations(document))
    return tuple(dict.fromkeys(place for place in found if place != Place()))


def _place(location: Document) -> Place:
    address = _visited(location)
    latitude, longitude = _point(location, fold(text(address, "country") or ""))
    return Place(
        _kind(location),
        text(location, "name"),
        _line(address),
        text(address, "postal_code"),
        latitude,
        longitude,
    )


def _kind(location: Document) -> Kind | None:
    said = (text(location, "location_type") or "").lower()
    return next((kind for kind in get_args(Kind) if kind == said), None)


def _visited(location: Document) -> Document:
    """Return the address that one goes to; the first, where none is said to be that."""
    addresses = (*rows(location, "addresses"), *rows(location, "address"))
    physical = (row for row in addresses if (text(row, "address_type") or "").lower() == "physical")
    return next(physical, next(iter(addresses), {}))


def _line(address: Document) -> str | None:
    region = " ".join(filter(None, (text(address, "state_province"), text(address, "postal_code"))))
    parts = (text(address, name) for name in ("address_1", "address_2", "city"))
    return ", ".join(dict.fromkeys(filter(None, (*parts, region)))) or None


def _point(location: Document, country: str) -> tuple[float, float] | tuple[None, None]:
    latitude, longitude = number(location, "latitude"), number(location, "longitude")
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None, None
    boxes = _BOXES.get(_COUNTRIES.get(country, ""), ((-90, 90, -180, 180),))
    inside = any(_holds(box, latitude, longitude) for box in boxes)
    return (latitude, longitude) if inside else (None, None)


def _holds(box: _Box, latitude: float, longitude: float) -> bool:
    south, north, west, east = box
    return south <= latitude <= north and west <= longitude <= east
