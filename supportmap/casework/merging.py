"""A file's network laid over the one that is kept: who is who, and what would become different.

What a file doesn't say changes nothing, and nobody is removed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from supportmap.analysis.network import FUNCTIONS, Client, Contact, Network, Tie
from supportmap.casework.changes import network_facts, positions
from supportmap.casework.edits import Edit
from supportmap.casework.mapping import new_contact, unchecked
from supportmap.casework.tying import new_tie, no_longer_asked, pair_of, ties_among
from supportmap.exchange.fields import CONTACT
from supportmap.exchange.formats import Reading
from supportmap.exchange.report import NEEDS, Given
from supportmap.records.networks import Facts, State

__all__ = ["Merge", "merged"]


@dataclass(frozen=True, slots=True)
class Merge:
    """An edit for each contact of the file by its id there, for each tie, and for the network itself."""

    contacts: dict[str, Edit]
    ties: tuple[Edit, ...]
    network: Edit

    @property
    def edits(self) -> list[Edit]:
        """Return all of them as one change."""
        return [*self.contacts.values(), *self.ties, self.network]


def merged(state: State, reading: Reading) -> Merge:
    """Return what a file would change about a network: no more than it gives."""
    network, stated = reading.network, reading.report.given
    who = _who_is_who(state, network)
    contacts = _contacts(state, network, who, stated)
    ties = _ties(state, network, who, stated)
    wanted = _network(state, network, stated.get(NEEDS, frozenset()))
    wanted |= _asked(state, network, contacts.values())
    return Merge(contacts, ties, Edit.between("network", "", network_facts(state), wanted))


def _who_is_who(state: State, network: Network) -> dict[str, str]:
    """Return for each id of the file the contact whom it means: by an earlier file's id, or our own."""
    known = {facts["document_id"]: own for own, facts in state.contacts.items() if facts.get("document_id")}
    who = {each.id: known[each.id] for each in network.contacts if each.id in known}
    claimed = set(who.values())
    for contact in network.contacts:
        if contact.id not in who:
            own = _own_id(contact.id)
            free = own is not None and own not in claimed
            who[contact.id] = own if free and own else str(uuid4())
            claimed.add(who[contact.id])
    return who


def _own_id(given: str) -> str | None:
    try:
        return given if str(UUID(given)) == given else None
    except ValueError:
        return None


def _contacts(state: State, network: Network, who: Mapping[str, str], stated: Given) -> dict[str, Edit]:
    first, edits = positions(state.contacts), {}
    for number, contact in enumerate(network.contacts):
        own_id, given = who[contact.id], _facts(contact)
        known = state.contacts.get(own_id)
        if known is None:
            named = {} if contact.id == own_id else {"document_id": contact.id}
            added = new_contact(own_id, first + number, given | named)
            edits[contact.id] = Edit("contact", own_id, None, added)
        else:
            said = {name: given[name] for name in given if name in stated[contact.id]}
            if said.get("status", "past") != "past":
                said.setdefault("ended_reason", None)  # who is back has not ended, as in ``change_contact``
            said |= unchecked(known, said)
            extra = {**known.get("extra", {}), **contact.extra}
            edits[contact.id] = Edit.between(
                "contact", own_id, known, said | ({"extra": extra} if extra else {})
            )
    return edits


def _facts(contact: Contact) -> Facts:
    """Return a contact's facts as JSON has them, without the id."""
    facts: Facts = {name: getattr(contact, name) for name in CONTACT if name != "id"}
    if isinstance(facts["phone_checked_on"], date):
        facts["phone_checked_on"] = facts["phone_checked_on"].isoformat()
    return facts | ({"extra": dict(contact.extra)} if contact.extra else {})


def _ties(state: State, network: Network, who: Mapping[str, str], stated: Given) -> tuple[Edit, ...]:
    first, edits = positions(state.ties), []
    for number, tie in enumerate(network.ties):
        pair = pair_of(who[tie.a], who[tie.b])
        given = _tie_facts(tie)
        known = state.ties.get(pair)
        if known is None:
            edits.append(Edit("tie", pair, None, new_tie(pair, first + number, given)))
        else:
            said = {name: given[name] for name in stated[pair_of(tie.a, tie.b)] & given.keys()}
            extra = known["extra"] | given["extra"]
            edits.append(Edit.between("tie", pair, known, said | {"extra": extra}))
    return tuple(edits)


def _tie_facts(tie: Tie) -> Facts:
    return {"strength": tie.strength, "strained": tie.strained, "extra": dict(tie.extra)}


def _asked(state: State, network: Network, contacts: Collection[Edit]) -> Facts:
    """Return what a file asked for, as ``network_facts``: all ties, where it has all who are active then.

    That it asked for contacts needs no saying where there are any.
    """
    asked: Facts = {"elicited_said": True} if network.elicited and not (contacts or state.elicited) else {}
    statuses = {own_id: facts["status"] for own_id, facts in state.contacts.items()}
    told = {str(edit.key): edit.after["status"] for edit in contacts if edit.after and "status" in edit.after}
    statuses |= told
    active = {own_id for own_id, status in statuses.items() if status == "active"}
    if network.ties_asked and active <= {str(edit.key) for edit in contacts}:
        return asked | {"ties_among": ties_among(state, active)}
    return asked | no_longer_asked(state, [str(edit.key) for edit in contacts if edit.before is None])


def _network(state: State, network: Network, needs: frozenset[str]) -> Facts:
    """Return what becomes of the network itself: what was asked stays asked, particulars are filled in."""
    now = network_facts(state)
    wanted: Facts = {f"needs.{each}": network.client.needs.of(each) for each in FUNCTIONS if each in needs}
    wanted |= {name: value for name, value in _particulars(network.client).items() if not now[name]}
    extras = {"extra": network.client.extra, "network_extra": network.extra}
    return wanted | {name: {**(now[name] or {}), **extra} for name, extra in extras.items() if extra}


def _particulars(client: Client) -> Facts:
    given = {"birth_year": client.birth_year, "area": client.area, "languages": list(client.languages)}
    return {name: value for name, value in given.items() if value}
