"""What a finished visit keeps: the document of the network as it stood, and its analysis."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import orjson

from supportmap.analysis.analyse import analyse, as_json
from supportmap.analysis.network import Network, Tie
from supportmap.exchange.document import read_document, write_document
from supportmap.exchange.report import Refused
from supportmap.records.encryption import Unreadable, Vault
from supportmap.records.networks import Facts, State

__all__ = ["as_given", "document_ids", "opened", "sealed_snapshot", "snapshot_network"]


def sealed_snapshot(state: State, network: Network, visit_id: UUID) -> bytes:
    """Return a network and its analysis sealed for the row of a visit."""
    snapshot = {
        "document": orjson.loads(write_document(network)),
        "analysis": as_json(analyse(network)),
        "document_ids": document_ids(state),
    }
    return state.vault.seal("visit", visit_id, snapshot)


def opened(vault: Vault, visit_id: UUID, sealed: bytes) -> Facts:
    """Return what a visit keeps: document, analysis, and the contacts' ids in the files they came from."""
    return vault.open("visit", visit_id, sealed)


def snapshot_network(snapshot: Facts) -> Network:
    """Return the network as it stood."""
    try:
        return read_document(snapshot["document"])[0]
    except Refused as refusal:
        # Not a fault of whoever asks: what we kept ourselves can't be read.
        raise Unreadable(f"a snapshot of ours, at {refusal.place}") from None


def document_ids(state: State) -> dict[str, str]:
    """Return for each contact who came from a file the id it had there; no two get the same."""
    taken = set(state.contacts)
    ids = {}
    for own_id, facts in state.contacts.items():
        given = facts.get("document_id")
        if given and given not in taken:
            ids[own_id] = given
            taken.add(given)
    return ids


def as_given(network: Network, ids: dict[str, str]) -> Network:
    """Return the network with the ids that its contacts had in the files they came from.

    A tie has no direction: it names first who comes first among the contacts.
    """
    names = {contact.id: ids.get(contact.id, contact.id) for contact in network.contacts}
    order = {own_id: number for number, own_id in enumerate(names)}

    def renamed(tie: Tie) -> Tie:
        a, b = sorted((tie.a, tie.b), key=order.__getitem__)
        return replace(tie, a=names[a], b=names[b])

    contacts = tuple(replace(contact, id=names[contact.id]) for contact in network.contacts)
    return replace(network, contacts=contacts, ties=tuple(map(renamed, network.ties)))
