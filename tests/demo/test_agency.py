"""The fictional agency in a database: what was made up is what is kept, by the acts that keep it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.analysis.coverage import coverages
from supportmap.analysis.network import Contact, Network
from supportmap.casework.visits import network_at, visits_of
from supportmap.casework.work import works_of
from supportmap.demo.agency import STAFF, DemoAgency, found, give_account, take_in
from supportmap.demo.population import NOBODY, NOT_ASKED, Story, population
from supportmap.records.network import ChangeRow, CoverageRow
from supportmap.records.networks import state_of
from supportmap.records.verify import verify
from supportmap.records.work import KINDS, WorkRow

TODAY = date(2026, 11, 20)


@pytest.fixture
def agency(session: Session) -> DemoAgency:
    return found(session)


def a_story(number: int) -> Story:
    return population(1, number + 1, TODAY)[number]


def compared(network: Network) -> tuple[list[Contact], object]:
    """A network without what only the order of acts decides."""
    # Every file and every act keeps a place on the map as it was given: none was.
    ties = {(tie.pair, tie.strength, tie.strained) for tie in network.ties}
    contacts = [replace(contact, angle=None) for contact in network.contacts]
    return contacts, (ties, network.elicited, network.ties_asked, network.client.needs)


@pytest.mark.parametrize("number", [0, 2, NOBODY])
def test_every_visit_keeps_what_was_made_up(session: Session, agency: DemoAgency, number: int) -> None:
    story = a_story(number)
    owner = take_in(session, agency, number, story)
    visits = list(reversed(visits_of(session, owner)))
    assert [visit["held_on"] for visit in visits] == [str(visit.held_on) for visit in story.visits]
    assert all(visit["finished_at"] for visit in visits)
    kept = [network_at(session, owner, UUID(visit["id"])) for visit in visits]
    assert [compared(network) for network in kept] == [compared(network) for network in story.visits]
    assert compared(network_at(session, owner)) == compared(story.visits[-1])


def test_who_was_asked_nothing_has_an_empty_record(session: Session, agency: DemoAgency) -> None:
    owner = take_in(session, agency, NOT_ASKED, a_story(NOT_ASKED))
    state = state_of(session, owner)
    assert (visits_of(session, owner), state.contacts, state.elicited) == ([], {}, False)
    assert state.profile["label"] == a_story(NOT_ASKED).client.label


def test_the_latest_visit_leaves_a_change_for_each_act(session: Session, agency: DemoAgency) -> None:
    story = a_story(9)
    before, after = story.visits[-2:]
    owner = take_in(session, agency, 9, story)
    latest = UUID(visits_of(session, owner)[0]["id"])
    kinds = session.scalars(
        select(ChangeRow.kind).where(ChangeRow.client_id == owner.client_id, ChangeRow.visit_id == latest)
    ).all()
    left = sum(a.status == "past" != b.status for b, a in zip(before.contacts, after.contacts, strict=False))
    assert kinds.count("add") == len(after.contacts) - len(before.contacts) > 0
    assert kinds.count("remove") == left > 0
    assert kinds.count("tie") == len(after.ties) - len(before.ties) > 0


def test_coverage_is_what_the_analysis_says(session: Session, agency: DemoAgency) -> None:
    owner = take_in(session, agency, 0, a_story(0))
    rows = session.scalars(select(CoverageRow).where(CoverageRow.client_id == owner.client_id)).all()
    found = coverages(a_story(0).visits[-1])
    assert {row.function: row.status for row in rows} == {name: each.status for name, each in found.items()}


def test_the_audit_of_the_agency_is_whole(session: Session, agency: DemoAgency) -> None:
    owner = take_in(session, agency, 0, a_story(0))
    give_account(session, agency, owner, datetime.now(UTC).date())
    assert verify(session, agency.agency_id).seq > len(STAFF)


def test_the_client_with_an_account_has_something_of_everything(session: Session, agency: DemoAgency) -> None:
    owner = take_in(session, agency, 0, a_story(0))
    give_account(session, agency, owner, datetime.now(UTC).date())
    kinds = set(session.scalars(select(WorkRow.kind).where(WorkRow.client_id == owner.client_id)))
    assert kinds == {*KINDS} - {"erasure", "reminder"}
    told = works_of(session, agency.clinicians[0], owner, *KINDS)
    assert any(each.kind == "plan" and each.state == "act" for each in told)
    assert sum(each.kind == "entry" for each in told) == 2
