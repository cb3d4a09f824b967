"""Services on a map with which to be seen may endanger somebody: what a client carries about has them not.

Those are the client's own pages and copy, and what is printed to be taken home. Which services they are, the
directory says as it is now; of a contact whose service it doesn't know, because the map came as a file, a
mark says how it was. Services that the map marks unsafe for this client are offered there no more, either.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from supportmap.analysis.network import Network
from supportmap.records.client import Owner
from supportmap.records.networks import State, state_of
from supportmap.records.referrals import endangering_by_contact, referral_rows

__all__ = ["kept_off", "mark_of", "unsafe_services", "without"]

MARK = "sensitive"
"""The key, unknown to the document, of a contact who stands for such a service."""


def mark_of(service: Row[Any]) -> dict[str, Any]:
    """Return the mark that a service leaves on the contact it becomes."""
    return {MARK: True} if service.sensitive or service.confidential else {}


def kept_off(session: Session, state: State) -> frozenset[str]:
    """Return the ids of the contacts who stand for such services."""
    known = endangering_by_contact(session, state.owner)
    return frozenset(own_id for own_id, facts in state.contacts.items() if known.get(own_id, _marked(facts)))


def unsafe_services(session: Session, owner: Owner) -> frozenset[UUID]:
    """Return the ids of the services that stand on a client's map by a referral and are marked unsafe there.

    Nothing that referral staff are told may depend on it.
    """
    on_map = {row.contact_id: row.service_id for row in referral_rows(session, owner) if row.contact_id}
    contacts = state_of(session, owner).contacts if on_map else {}
    marked = (on_map[own_id] for own_id in on_map.keys() & contacts.keys() if contacts[own_id]["unsafe"])
    return frozenset(marked)


def without(network: Network, ids: Collection[str]) -> Network:
    """Return a network without some contacts and their ties."""
    contacts = tuple(each for each in network.contacts if each.id not in ids)
    ties = tuple(tie for tie in network.ties if not {tie.a, tie.b} & set(ids))
    return replace(network, contacts=contacts, ties=ties)


def _marked(facts: Mapping[str, Any]) -> bool:
    return (facts.get("extra") or {}).get(MARK) is True
