"""The dated maps of one easyNWK file, and which of them is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from supportmap.exchange.fields import DATE
from supportmap.exchange.report import Refused

__all__ = ["Map", "choose", "maps"]

MAX_LISTED = 20


@dataclass(frozen=True, slots=True)
class Map:
    """One network of the file, its number counted from 1, and where it stands.

    ``about`` is the id, title and date around it; older files hold one map with nothing around it.
    """

    number: int
    place: str
    network: Mapping[str, Any]
    about: Mapping[str, Any]

    @property
    def held_on(self) -> date | None:
        """Return the date, or None where there is none that can be read."""
        try:
            day: date = DATE.take(self.about.get("date"))
        except ValueError:
            return None
        return day

    @property
    def around(self) -> str:
        """Return where that which is around the map stands."""
        return self.place.removesuffix(".nwk")


def maps(value: Mapping[str, Any]) -> tuple[Map, ...]:
    """Return every map of a decoded file, or raise Refused where its frame is damaged."""
    if "versions" not in value:
        return (Map(1, "", value, {}),)
    versions = value["versions"]
    if not isinstance(versions, list) or not versions:
        raise Refused("versions", "expected a list of at least one map")
    return tuple(_map(number, version) for number, version in enumerate(versions, 1))


def _map(number: int, version: object) -> Map:
    place = f"versions[{number - 1}]"
    if not isinstance(version, dict):
        raise Refused(place, "expected an object")
    if not isinstance(version.get("nwk"), dict):
        raise Refused(f"{place}.nwk", "expected an object")
    about = {key: value for key, value in version.items() if key != "nwk"}
    return Map(number, f"{place}.nwk", version["nwk"], about)


def choose(found: Sequence[Map], chosen: str | None) -> Map:
    """Return the latest map, or the one with the chosen number, id, date or title: tried in this order."""
    if chosen is None:
        return max(found, key=lambda one: (one.held_on or date.min, one.number))
    for name in _NAMES:
        fitting = [one for one in found if name(one) == chosen]
        if fitting:
            return fitting[-1]
    raise Refused("versions", f"no such map: choose one of {_listed(found)}")


def _id(one: Map) -> str | None:
    number = one.about.get("id")
    return str(number) if type(number) in (int, str) else None


_NAMES: tuple[Callable[[Map], object], ...] = (
    lambda one: str(one.number),
    _id,
    lambda one: one.about.get("date"),
    lambda one: one.about.get("title"),
)


def _listed(found: Sequence[Map]) -> str:
    names = [f"{one.number} ({one.held_on or 'no date'})" for one in found[:MAX_LISTED]]
    more = len(found) - MAX_LISTED
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")
