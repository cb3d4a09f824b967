"""One map of an easyNWK file: its people, its connections and what is kept of the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supportmap.analysis.network import Client, Network
from supportmap.exchange.assembly import Assembly
from supportmap.exchange.easynwk.alter import ALTER, ID, TEXT, changes, contact_of
from supportmap.exchange.easynwk.maps import Map, choose, maps
from supportmap.exchange.field import Field, Table, listing, optional, required
from supportmap.exchange.fields import MAX_CONTACTS, MAX_TIES, Place, read_fields, rest, without_unreadable
from supportmap.exchange.report import Outcome, Reason, Refused, Report, Row

__all__ = ["KEYS", "read_easynwk"]

NETWORK: Table = {
    "alteri": required(listing(MAX_CONTACTS)),
    "connections": listing(MAX_TIES),
    "ego": Field("anything", lambda ego: ego),  # a bad one is left out; the map goes on without it
}
EGO: Table = {"name": optional(TEXT)}
CONNECTION: Table = {"id1": ID, "id2": ID}
LONGEST_LABEL = 200
KEYS = frozenset({"versions", "nwk", *NETWORK, *EGO, *CONNECTION, *ALTER})
"""All that is read by name."""


def read_easynwk(value: object, chosen: str | None = None) -> tuple[Network, Report]:
    """Return one map of a decoded file: the latest, or the ``chosen`` number, id, date or title."""
    if not isinstance(value, dict):
        raise Refused("top level", "expected an object")
    found = maps(value)
    one = choose(found, chosen)
    parts, reasons = read_fields(NETWORK, one.network, Place(one.place))
    if reasons:
        raise Refused(reasons[0].place, reasons[0].text, more=len(reasons) - 1)
    assembly = Assembly()
    assembly.rows += _row_of_map(one, len(found))
    client = _client(parts.get("ego"), Place(one.place).of("ego"), assembly)
    _add_contacts(parts["alteri"], one.place, assembly)
    _add_ties(parts.get("connections", []), one.place, assembly)
    return _network(one, client, assembly), assembly.report


def _row_of_map(one: Map, count: int) -> list[Row]:
    place, reasons = Place(one.around), []
    if count > 1:
        reasons.append(Reason(place.row, f"the map read is number {one.number} of {count}"))
    undated = bool(one.about.get("date")) and one.held_on is None
    if undated:
        reasons.append(Reason(place.of("date"), "expected a date as yyyy-mm-dd: the map is read as undated"))
    outcome: Outcome = "repaired" if undated else "accepted"
    return [Row("map", place.row, outcome, tuple(reasons))] if reasons else []


def _client(ego: object, place: str, assembly: Assembly) -> Client:
    if ego is None:
        return Client()
    facts, reasons = read_fields(EGO, ego, Place(place))
    if reasons or not isinstance(ego, dict):
        assembly.leave_out("client", place, reasons)
        return Client(extra=_kept({"ego": ego}))
    name = (facts.get("name") or "").strip()
    if len(name) <= LONGEST_LABEL:
        return Client(label=name or None, extra=_kept(rest(EGO, ego)))
    assembly.note("client", place, [Reason(f"{place}.name", "cut to 200 characters")])
    return Client(label=name[:LONGEST_LABEL], extra=_kept(ego))


def _add_contacts(alteri: list[Any], place: str, assembly: Assembly) -> None:
    for number, alter in enumerate(alteri):
        row = Place(Place(place).of(f"alteri[{number}]"))
        readable, repairs = without_unreadable(ALTER, alter, row) if isinstance(alter, dict) else (alter, [])
        facts, reasons = read_fields(ALTER, readable, row)
        if reasons:
            assembly.leave_out_contact(row, reasons, facts.get("id"), facts.get("name"))
        else:
            assembly.add_contact(row, contact_of(facts, alter), [*repairs, *changes(facts, row)])


def _add_ties(connections: list[Any], place: str, assembly: Assembly) -> None:
    for number, connection in enumerate(connections):
        row = Place(Place(place).of(f"connections[{number}]"), names={"a": "id1", "b": "id2"})
        facts, reasons = read_fields(CONNECTION, connection, row)
        if reasons:
            assembly.leave_out("tie", row.row, reasons)
        else:
            kept = _kept(rest(CONNECTION, connection))
            assembly.add_tie(row, {"a": facts["id1"], "b": facts["id2"], **kept})


def _network(one: Map, client: Client, assembly: Assembly) -> Network:
    about = {key: value for key, value in one.about.items() if key != "date" or not one.held_on}
    return assembly.network(
        client=client,
        held_on=one.held_on,
        elicited=bool(assembly.contacts),
        # easyNWK keeps who knows whom, and nowhere that all pairs were asked about.
        ties_asked=False,
        extra=_kept({**rest(NETWORK, one.network), **about}),
    )


def _kept(unknown: Mapping[str, Any]) -> dict[str, Any]:
    return {"easynwk": dict(unknown)} if unknown else {}
