"""What contacts are called where their names must not be seen: what they are, and a number of their own.

The number is the contact's place in the network's order, so nobody's changes when somebody else is added,
moved or ended, and nothing of a name goes into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from supportmap.analysis.network import Client, Contact, Kind, Network, Sector
from supportmap.analysis.projecting import EXPECTED, is_expected
from supportmap.casework.snapshot import as_given

__all__ = ["both_called", "called", "nameless", "pseudonyms_of"]

_PEOPLE: Mapping[Sector | None, str] = {
    "family": "Relative",
    "friends": "Friend",
    "work": "Colleague",
    "community": "Neighbour",
    "professionals": "Professional",
    None: "Person",
}


def pseudonym(kind: Kind, sector: Sector | None, number: int) -> str:
    """Return what the contact is called that stands so many-th (from 1) in the network."""
    word = _PEOPLE[sector] if kind == "person" else kind.capitalize()
    return f"{word} {number}"


def pseudonyms(contacts: Iterable[Contact], first: int = 1) -> dict[str, str]:
    """Return what each contact of a network is called, by id; ``contacts`` are all of it, in order."""
    return _numbered(((each.id, each.kind, each.sector) for each in contacts), first)


def pseudonyms_of(facts: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return the same for facts by id."""
    return _numbered((own_id, each["kind"], each.get("sector")) for own_id, each in facts.items())


def _numbered(known: Iterable[tuple[str, Kind, Sector | None]], first: int = 1) -> dict[str, str]:
    return {own_id: pseudonym(kind, sector, n) for n, (own_id, kind, sector) in enumerate(known, first)}


def called(network: Network) -> Network:
    """Return the network with a pseudonym for every name, and without what else may hold one."""
    return _with(network, pseudonyms(network.contacts))


def nameless(network: Network) -> Network:
    """Return the network of nobody that can be told: pseudonyms, numbers for ids, of the client the needs."""
    ids = {contact.id: str(number) for number, contact in enumerate(network.contacts, 1)}
    return as_given(replace(called(network), client=Client(needs=network.client.needs)), ids)


def both_called(earlier: Network, later: Network) -> tuple[Network, Network]:
    """Return two networks of one client in which each contact is called the same, as in the later one."""
    known = pseudonyms(later.contacts)
    gone = [contact for contact in earlier.contacts if contact.id not in known]
    return _with(earlier, known | pseudonyms(gone, len(known) + 1)), _with(later, known)


def _mark(contact: Contact) -> dict[str, Any]:
    """Return what tells only that nobody was asked about it: the map would count it as named without."""
    return {EXPECTED: True} if is_expected(contact.status, contact.extra) else {}


def _with(network: Network, names: Mapping[str, str]) -> Network:
    contacts = (
        replace(each, name=names[each.id], relationship=None, note=None, phone=None, extra=_mark(each))
        for each in network.contacts
    )
    ties = (replace(tie, extra={}) for tie in network.ties)
    client = replace(network.client, label=None, extra={})
    return replace(network, contacts=tuple(contacts), ties=tuple(ties), client=client, extra={})
