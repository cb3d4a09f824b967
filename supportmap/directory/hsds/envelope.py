"""An object that holds organisations, services and what belongs to them side by side or within each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from supportmap.directory.hsds.pieces import Heap, own_id
from supportmap.directory.hsds.shapes import SHAPES, renamed
from supportmap.directory.hsds.tables import kind_of_table
from supportmap.directory.hsds.values import Notes, as_text

__all__ = ["Envelope", "Found", "kind_of_key"]

_BESIDE = ("phone", "location", "address", "contact")
"""What belongs to the only organisation of an envelope if it names no owner."""
_FIELDS = {"phone": "phones", "location": "locations", "address": "addresses", "contact": "contacts"}


@dataclass(frozen=True, slots=True)
class Found:
    """A service where it was found, and the organisation it belongs to if that is known."""

    place: str
    raw: Any
    owner: dict[str, Any] | None


def kind_of_key(name: str) -> str | None:
    """Return what kind of rows stands under a name, as "services", "organization" or "phones.csv"."""
    return kind_of_table(name.removesuffix(".csv"))


class Envelope:
    """Its organisations, its services and its loose rows, each found by its id."""

    def __init__(self, value: Mapping[str, Any], place: str) -> None:
        """Sort what the object holds; an organisation may be the envelope of its own services."""
        self.heap, self.place = Heap(), place
        self.organizations: list[tuple[str, dict[str, Any]]] = []
        self._services: list[Found] = []
        itself = isinstance(value.get("name"), str)
        if itself:
            self._add_organization(place, dict(value))
        else:
            self._sort(value)

    def _sort(self, value: Mapping[str, Any]) -> None:
        loose: list[tuple[str, dict[str, Any]]] = []
        for name, given in value.items():
            kind = kind_of_key(name)
            for where, item in self._items(name, given if kind else None):
                if kind == "organization" and isinstance(item, dict):
                    self._add_organization(where, item)
                elif kind == "service":
                    self._services.append(Found(where, item, None))
                elif isinstance(item, dict) and kind:
                    row = renamed(kind, item) if kind in SHAPES else item
                    if kind == "location":
                        self._nested(where, row, None, row)
                    if not self.heap.add(kind, row):
                        loose.append((kind, row))
        self._take_in(loose)

    def _items(self, name: str, given: Any) -> Iterator[tuple[str, Any]]:
        at = f"{self.place}, {name}" if self.place else name
        if isinstance(given, list):
            yield from ((f"{at}[{number}]", item) for number, item in enumerate(given))
        elif isinstance(given, dict):
            yield at, given

    def _add_organization(self, place: str, given: dict[str, Any]) -> None:
        organization = renamed("organization", given)
        self.organizations.append((place, organization))
        self.heap.add("organization", organization, owned=False)
        self._nested(place, organization, organization)
        for field in ("locations", "addresses"):
            places = organization.get(field)
            for number, each in enumerate(places if isinstance(places, list) else []):
                if isinstance(each, dict):
                    location = renamed("location", each)
                    self.heap.add("location", location, owned=False)
                    self._nested(f"{place}.{field}[{number}]".removeprefix("."), each, organization, location)

    def _nested(
        self,
        place: str,
        within: dict[str, Any],
        owner: dict[str, Any] | None,
        at: dict[str, Any] | None = None,
    ) -> None:
        """Take the services that stand within an organisation, or within a place."""
        given = within.pop("services", None)
        for number, each in enumerate(given if isinstance(given, list) else []):
            where = f"{place}, services[{number}]" if place else f"services[{number}]"
            if at is not None and isinstance(each, dict) and not each.get("locations"):
                beside = {name: value for name, value in at.items() if name != "services"}
                each = {**each, "locations": [beside]}  # noqa: PLW2901
            self._services.append(Found(where, each, owner))

    def _take_in(self, loose: list[tuple[str, dict[str, Any]]]) -> None:
        """Give what names no owner to the only one it can belong to."""
        named = {own for found in self._services for own in _named_places(found.raw)}
        for kind, row in loose:
            if kind == "location" and own_id(row) in named:
                continue
            if kind in _BESIDE and len(self.organizations) == 1:
                whole = self.organizations[0][1]
                given = whole.get(_FIELDS[kind], [])
                whole[_FIELDS[kind]] = [*(given if isinstance(given, list) else [given]), row]
            elif kind == "schedule" and len(self._services) == 1:
                service = self._services[0].raw
                if isinstance(service, dict) and not service.keys() & {"schedules", "schedule"}:
                    service["schedules"] = [row]

    def services(self) -> Iterator[Found]:
        """Yield the services in their order, each with its organisation as far as that is certain."""
        for found in self._services:
            yield found if found.owner else Found(found.place, found.raw, self._owner(found.raw))

    def _owner(self, raw: Any) -> dict[str, Any] | None:
        named = as_text(raw.get("organization_id")) if isinstance(raw, dict) else None
        if named and (known := self.heap.one("organization", named, Notes())):
            return known
        if len(self.organizations) != 1:
            return None
        sole = self.organizations[0][1]
        return sole if named is None or own_id(sole) is None else None


def _named_places(raw: Any) -> Iterator[str]:
    """Yield the ids of the places that a service names."""
    service = renamed("service", raw) if isinstance(raw, dict) else {}
    for field in ("location_id", "locations"):
        given = service.get(field)
        for each in given if isinstance(given, list) else [given]:
            inner = renamed("location", each).get("id") if isinstance(each, dict) else each
            if named := as_text(inner):
                yield named
