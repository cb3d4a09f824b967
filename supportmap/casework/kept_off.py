"""Services on a map with which to be seen may endanger somebody: what a client carries about has them not.

Those are the client's own pages and copy, and what is printed to be taken home. Which services they are, the
directory says as it is now; of a contact whose service it doesn't know, because the map came as a file, a
mark says how it was.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from supportmap.analysis.network import Network
from supportmap.records.networks import State
from supportmap.records.referrals import endangering_by_contact

__all__ = ["kept_off", "mark_of", "without"]

MARK = "sensitive"
"""The key, unknown to the document, of a contact who stands for such a service."""


def mark_of(service: Row[Any]) -> dict[str, Any]:
    """Return the mark that a service leaves on the contact it becomes."""
    return {MARK: True} if service.sensitive or service.confidential else {}


def kept_off(session: Session, state: State) -> frozenset[str]:
    """Return the ids of the contacts who stand for such services."""
    known = endangering_by_contact(session, state.owner)
    return frozenset(own_id for own_id, facts in state.contacts.items() if known.get(own_id, _marked(facts)))


def without(network: Network, ids: Collection[str]) -> Network:
    """Return a network without some contacts and their ties."""
    contacts = tuple(each for each in network.contacts if each.id not in ids)
    ties = tuple(tie for tie in network.ties if not {tie.a, tie.b} & set(ids))
    return replace(network, contacts=contacts, ties=ties)


def _marked(facts: Mapping[str, Any]) -> bool:
    return (facts.get("extra") or {}).get(MARK) is True
