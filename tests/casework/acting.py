"""Builders for tests of casework: somebody at work on a client's map, each act in its own transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supportmap.analysis.coverage import coverages
from supportmap.casework import documents, mapping, visits
from supportmap.casework.outcome import Conflict, Outcome
from supportmap.casework.telling import contacts_told, tie_told
from supportmap.records.audit import Actor
from supportmap.records.client import Owner, lock_client
from supportmap.records.database import writing
from supportmap.records.network import ChangeRow, CoverageRow
from supportmap.records.networks import Facts, network_of, state_of
from tests.service import a_client, a_user, an_agency


@dataclass(frozen=True)
class Desk:
    """One user at work on one client."""

    session: Session
    actor: Actor
    owner: Owner

    def act(self, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Do something as a route does it: in a write transaction of its own that holds the client."""
        with writing(self.session):
            lock_client(self.session, self.owner)
            return verb(self.session, self.actor, self.owner, *args, **kwargs)

    def refused(self, code: str, verb: Callable[..., Any], *args: Any) -> Conflict:
        """Do something that the state of the record doesn't allow; return the refusal."""
        with pytest.raises(Conflict) as refusal:
            self.act(verb, *args)
        assert refusal.value.code == code
        return refusal.value

    def add(self, name: str = "Avery", **facts: object) -> str:
        """Add a contact and return its id."""
        outcome: Outcome = self.act(mapping.add_contact, {"name": name, **facts})
        return str(outcome.contacts[0]["id"])

    def change(self, contact_id: str, **facts: object) -> Outcome:
        """Change a contact as it is now."""
        version = state_of(self.session, self.owner).contacts[contact_id]["version"]
        outcome: Outcome = self.act(mapping.change_contact, contact_id, facts, version)
        return outcome

    def tie(self, a: str, b: str, **facts: object) -> Outcome:
        """Tie two contacts."""
        outcome: Outcome = self.act(mapping.put_tie, a, b, facts)
        return outcome

    def take(self, document: Facts) -> Outcome:
        """Take a document in."""
        data = orjson.dumps({"format": "supportmap", "version": 1, **document})
        plan = documents.plan_import(self.session, self.owner, documents.read_file(data))
        outcome: Outcome = self.act(documents.import_document, plan)
        return outcome

    def undo(self) -> Outcome:
        """Undo one's last change."""
        outcome: Outcome = self.act(mapping.undo)
        return outcome

    def redo(self) -> Outcome:
        """Do again what was undone last."""
        outcome: Outcome = self.act(mapping.redo)
        return outcome

    def start(self, held_on: date | None = None) -> UUID:
        """Start a visit and return its id."""
        return UUID(self.act(visits.start_visit, held_on)["id"])

    def finish(self, visit_id: UUID) -> Facts:
        """Finish a visit."""
        told: Facts = self.act(visits.finish_visit, visit_id)
        return told

    @property
    def told(self) -> Facts:
        """The whole network as it is told now."""
        state = state_of(self.session, self.owner)
        return {
            "network_version": state.version,
            "elicited": state.elicited,
            "ties_asked": state.ties_asked,
            "needs": state.needs,
            "contacts": contacts_told(state, marks=True),
            "ties": [tie_told(facts) for facts in state.ties.values()],
        }

    @property
    def content(self) -> Facts:
        """The network as it is told, without the versions, which only ever grow."""
        told = self.told
        contacts = [{n: v for n, v in each.items() if n != "version"} for each in told["contacts"]]
        return {**told, "contacts": contacts, "network_version": None}

    def contact(self, contact_id: str) -> Facts:
        """One contact as it is told now."""
        return next(each for each in self.told["contacts"] if each["id"] == contact_id)

    def check_sums(self) -> None:
        """Check that versions, change rows and coverage rows add up."""
        state = state_of(self.session, self.owner)
        of_client = ChangeRow.agency_id == self.owner.agency_id, ChangeRow.client_id == self.owner.client_id
        numbers = self.session.scalars(select(ChangeRow.number).where(*of_client).order_by(ChangeRow.number))
        assert list(numbers) == list(range(1, state.version + 1))
        rows = select(CoverageRow.function, CoverageRow.network_version, CoverageRow.status).where(
            CoverageRow.client_id == self.owner.client_id
        )
        found = coverages(network_of(state)).values()
        if state.version:
            kept = sorted(tuple(row) for row in self.session.execute(rows))
            assert kept == sorted((each.function, state.version, each.status) for each in found)


def a_desk(session: Session) -> Desk:
    """A clinician, Alice, at work on a client of hers, whose map is empty."""
    agency = an_agency(session)
    alice = a_user(session, agency)
    return Desk(session, alice, a_client(session, agency, alice))


def a_colleague(desk: Desk) -> Desk:
    """Bob, at work on the same client."""
    return Desk(desk.session, a_user(desk.session, desk.owner.agency_id), desk.owner)


def count_changes(desk: Desk) -> int:
    """How many changes the client's network has had."""
    query = select(func.count()).select_from(ChangeRow).where(ChangeRow.client_id == desk.owner.client_id)
    return desk.session.scalar(query) or 0
