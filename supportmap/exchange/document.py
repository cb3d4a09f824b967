"""The supportmap document, format version 1, both ways: nothing that stands in it gets lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from supportmap.analysis.network import FUNCTIONS, Client, Contact, Needs, Network, Tie
from supportmap.exchange.assembly import LEFT_OUT, Assembly
from supportmap.exchange.field import Table, optional
from supportmap.exchange.fields import CLIENT, CONTACT, DOCUMENT, NEED, TIE, Place, read_fields, rest
from supportmap.exchange.report import NEEDS, Reason, Refused, Report
from supportmap.exchange.strict_json import MAX_BYTES

__all__ = ["read_document", "write_document"]


def read_document(value: object) -> tuple[Network, Report]:
    """Return the network of a decoded document, or raise Refused: it is read whole or not at all."""
    if not isinstance(value, dict):
        raise Refused("top level", "expected an object")
    facts, reasons = _top(value)
    client, problems = _client(facts.get("client", {}))
    assembly = _assembled(facts)
    _refuse_any([*reasons, *problems, *_problems(assembly.report)])
    needs = facts.get("client", {}).get("needs", {})
    assembly.given[NEEDS] = frozenset(each for each in needs if needs[each] is not None)
    facts.setdefault("elicited", bool(assembly.contacts))
    facts.setdefault("ties_asked", "ties" in value)
    kept = {name: facts.get(name) for name in ("held_on", "elicited", "ties_asked")}
    return assembly.network(client=client, extra=rest(DOCUMENT, value), **kept), assembly.report


def _top(value: dict[str, Any]) -> tuple[dict[str, Any], list[Reason]]:
    version = value.get("version")
    if value.get("format") == "supportmap" and type(version) is int and version > 1:
        raise Refused("version", "made by a newer supportmap")
    facts, reasons = read_fields(DOCUMENT, value, Place(""))
    if value.keys() & {"contacts", "ties"} - facts.keys():
        _refuse_any(reasons)  # without both lists every tie would seem wrong
    return facts, reasons


def _client(given: dict[str, Any]) -> tuple[Client, list[Reason]]:
    facts, reasons = read_fields(CLIENT, given, Place("client"))
    needs, problems = _needs(facts.get("needs", {}))
    return Client(**{**facts, "needs": needs}, extra=rest(CLIENT, given)), reasons + problems


def _needs(given: dict[str, Any]) -> tuple[Needs, list[Reason]]:
    place = Place("client.needs")
    facts, reasons = read_fields(dict.fromkeys(FUNCTIONS, optional(NEED)), given, place)
    if given.keys() - set(FUNCTIONS):
        reasons.append(Reason(place.row, "expected emotional, practical and belonging only"))
    return Needs(**facts), reasons


def _assembled(facts: dict[str, Any]) -> Assembly:
    assembly = Assembly(nothing_says=True)
    for number, contact in enumerate(facts.get("contacts", ())):
        assembly.add_contact(Place(f"contacts[{number}]"), contact)
    for number, tie in enumerate(facts.get("ties", ())):
        assembly.add_tie(Place(f"ties[{number}]"), tie)
    return assembly


def _problems(report: Report) -> list[Reason]:
    # A tie that fails only because its contact did is not another problem to solve.
    return [reason for row in report.refused for reason in row.reasons if reason.text != LEFT_OUT]


def _refuse_any(reasons: Sequence[Reason]) -> None:
    if reasons:
        raise Refused(reasons[0].place, reasons[0].text, more=len(reasons) - 1)


def write_document(network: Network) -> bytes:
    """Return the document of a network as JSON with every field, but no need that was not asked.

    It is indented where that leaves it readable.
    """
    document = _written(DOCUMENT, network) | {
        "format": "supportmap",
        "version": 1,
        "client": _written_client(network.client),
        "contacts": [_written_contact(contact) for contact in network.contacts],
        "ties": [_written(TIE, tie) for tie in network.ties],
    }
    written = orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    # The largest network would outgrow the limit by its indentation alone.
    return written if len(written) <= MAX_BYTES else orjson.dumps(document)


def _written_client(client: Client) -> dict[str, Any]:
    # Left out rather than null: an older supportmap reads that too.
    needs = {function: client.needs.of(function) for function in FUNCTIONS}
    asked = {function: need for function, need in needs.items() if need is not None}
    return _written(CLIENT, client) | {"needs": asked}


def _written_contact(contact: Contact) -> dict[str, Any]:
    angle = None if contact.angle is None else float(contact.angle)
    return _written(CONTACT, contact) | {"angle": angle}


def _written(table: Table, thing: Network | Client | Contact | Tie) -> dict[str, Any]:
    known = {name: getattr(thing, name, None) for name in table}
    unknown: Mapping[str, Any] = thing.extra
    return known | {key: value for key, value in unknown.items() if key not in table}
