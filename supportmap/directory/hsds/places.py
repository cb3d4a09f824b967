"""Where something is: the many ways to write it, as HSDS 3 locations with their addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportmap.directory.hsds.shapes import SHAPES, renamed
from supportmap.directory.hsds.values import Notes, as_number

__all__ = ["location"]

_PARTS = {"address_1", "address_2", "city", "region", "state_province", "postal_code", "country"}
_PLAIN = {alias for alias, name in SHAPES["address"].aliases.items() if name in _PARTS} | _PARTS
_KINDS = ("physical", "postal", "virtual")
_POINT = ("latitude", "longitude")


def location(raw: Mapping[str, Any], notes: Notes) -> dict[str, Any]:
    """Return a location with its addresses in a list, and its point in two numbers if it can be one."""
    place = renamed("location", _with_address(raw))
    addresses = place.get("addresses")
    if addresses is not None:
        addresses = addresses if isinstance(addresses, list) else [addresses]
        place["addresses"] = [_address(each) for each in addresses]
    _point(place, place.pop("coordinates", None))
    for address in place.get("addresses", []):
        if isinstance(address, dict):
            point: dict[str, Any] = {}
            _point(point, address.pop("coordinates", None))
            if not any(name in place for name in _POINT):
                place.update(point)
    _check_point(place, notes)
    _kind(place)
    return place


def _with_address(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Gather an address that is written straight into its location."""
    flat = {name: value for name, value in raw.items() if name in _PLAIN and value not in (None, "", [])}
    if not flat or any(raw.get(name) for name in ("addresses", "address") if name not in flat):
        return dict(raw)
    rest = {name: value for name, value in raw.items() if name not in flat}
    if isinstance(raw.get("address_type"), str):
        flat["address_type"] = rest.pop("address_type")
    return {**rest, "addresses": [flat]}


def _address(given: Any) -> Any:
    if not isinstance(given, dict):
        return given
    address = renamed("address", given)
    if isinstance(street := address.get("address_1"), list) and all(isinstance(line, str) for line in street):
        address["address_1"], *more = street or [""]
        if more:
            address.setdefault("address_2", ", ".join(more))
    return address


def _point(place: dict[str, Any], given: Any) -> None:
    """Take a point given as an object; of a bare pair nobody says which comes first."""
    given = given[0] if isinstance(given, list) and len(given) == 1 else given
    if isinstance(given, dict):
        point = renamed("location", given)
        for name in _POINT:
            if name in point:
                place.setdefault(name, point[name])
    elif given:
        place["coordinates"] = given


def _check_point(place: dict[str, Any], notes: Notes) -> None:
    given = [place.pop(name, None) for name in _POINT]
    if given == [None, None]:
        return
    latitude, longitude = (as_number(each) for each in given)
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        notes.say("coordinates that can't be are left out")
    elif latitude == longitude == 0:
        notes.say("coordinates of zero are left out")
    else:
        place.update(latitude=latitude, longitude=longitude)


def _kind(place: dict[str, Any]) -> None:
    """Tell what kind of location it is where its own words do: those of its address, or a point."""
    said = str(place.get("location_type", "")).lower()
    if said in _KINDS:
        place["location_type"] = said
        return
    if said:
        place["location_type_as_given"] = place.pop("location_type")
    addresses = [each for each in place.get("addresses", []) if isinstance(each, dict)]
    kinds = {str(each.get("address_type", "")).lower() for each in addresses}
    if "physical" in kinds or "latitude" in place:
        place["location_type"] = "physical"
    elif "postal" in kinds:
        place["location_type"] = "postal"
