"""Made-up visits, held as a clinician would hold them, by the same acts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.orm import Session

from supportmap.analysis.network import Network
from supportmap.casework.documents import import_document, plan_import, read_file
from supportmap.casework.mapping import (
    add_contact,
    change_contact,
    change_network,
    put_tie,
    remove_contact,
)
from supportmap.casework.visits import finish_visit, start_visit
from supportmap.exchange.document import write_document
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.database import writing
from supportmap.records.networks import Facts, state_of

__all__ = ["hold_visits"]


def hold_visits(
    session: Session, clinicians: Sequence[Actor], owner: Owner, visits: Sequence[Network]
) -> None:
    """Hold one visit after the other, the clinicians by turns; the latest leaves a change for each act."""
    for number, network in enumerate(visits):
        clinician = clinicians[number % len(clinicians)]
        with writing(session):
            visit = start_visit(session, clinician, owner, network.held_on)
            if 0 < number == len(visits) - 1:
                _work(session, clinician, owner, visits[number - 1], network)
            else:
                _bring(session, clinician, owner, network)
            finish_visit(session, clinician, owner, UUID(visit["id"]))


def _bring(session: Session, clinician: Actor, owner: Owner, network: Network) -> None:
    # All that a visit changed as one change: a demonstration must not take long to begin.
    import_document(
        session, clinician, owner, plan_import(session, owner, read_file(write_document(network)))
    )


def _work(session: Session, clinician: Actor, owner: Owner, before: Network, after: Network) -> None:
    """Change what is different at this visit, one act at a time."""
    known = {contact["id"]: contact for contact in _document(before)["contacts"]}
    versions = {own_id: facts["version"] for own_id, facts in state_of(session, owner).contacts.items()}
    for contact in _document(after)["contacts"]:
        own_id = contact.pop("id")
        if own_id not in known:
            add_contact(session, clinician, owner, contact, own_id)
        elif contact["status"] == "past" != known[own_id]["status"]:
            remove_contact(session, clinician, owner, own_id, versions[own_id], contact["ended_reason"])
        elif changed := _different(known[own_id], contact):
            change_contact(session, clinician, owner, own_id, changed, versions[own_id])
    for tie in _new_ties(before, after):
        put_tie(session, clinician, owner, **tie)
    if after.ties_asked:
        change_network(session, clinician, owner, {"ties_asked": True})


def _document(network: Network) -> dict[str, Any]:
    document: dict[str, Any] = orjson.loads(write_document(network))
    return document


def _different(before: Facts, after: Facts) -> Facts:
    return {name: value for name, value in after.items() if before[name] != value}


def _new_ties(before: Network, after: Network) -> Iterator[dict[str, Any]]:
    known = set(before.ties)
    for tie in (tie for tie in after.ties if tie not in known):
        yield {"a": tie.a, "b": tie.b, "facts": {"strength": tie.strength, "strained": tie.strained}}
