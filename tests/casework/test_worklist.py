"""The worklist: which gaps are on it, what it tells, in which order, and what it may never tell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select, true
from sqlalchemy.orm import Session

from supportmap.access.policy import scope
from supportmap.analysis.referring import GOES_ON
from supportmap.casework import referral_acts, referral_ends, worklist
from supportmap.casework.clients import add_client, archive_client, change_client
from supportmap.casework.consents import record_consent
from supportmap.casework.mapping import change_network
from supportmap.casework.outcome import Conflict, Invalid, Missing, Stale
from supportmap.records.audit import Actor
from supportmap.records.client import ClientRow, Owner
from supportmap.records.database import writing
from supportmap.records.network import CoverageRow
from supportmap.records.networks import Facts
from tests.casework.acting import Desk, a_colleague, a_desk
from tests.casework.referring import a_referral, a_referral_desk, a_service, agree, on_its_way
from tests.service import a_user, an_agency

TODAY = datetime.now(UTC).date()
ASKED = {"relationship": "sister", "strain": 0, "frequency": 2, "reach": 2, "circle": 1}


def seen(desk: Desk, action: str = "gap.read") -> list[Facts]:
    """The worklist as somebody may see it."""
    condition = scope(desk.actor, action, datetime.now(UTC))
    return worklist.worklist_of(desk.session, desk.owner.agency_id, condition)


@pytest.fixture
def robin(alice: Desk) -> Desk:
    """Robin of the referral staff."""
    return a_referral_desk(alice)


def needs(desk: Desk, **wanted: float) -> None:
    desk.act(change_network, {"needs": wanted})


def test_a_gap_of_a_client_who_agrees_is_on_it_and_of_nobody_else(alice: Desk, robin: Desk) -> None:
    alice.add("Avery", **ASKED, emotional=2, practical=0, belonging=0)
    assert seen(robin) == []
    agree(alice)
    assert {(gap["function"], gap["status"]) for gap in seen(robin)} >= {
        ("practical", "gap"),
        ("belonging", "gap"),
    }
    agree(alice, given=False)
    assert seen(robin) == []
    assert len(seen(alice)) >= 2


def test_a_gap_is_told_in_these_words_and_no_others(alice: Desk, robin: Desk) -> None:
    profile = {"name": "Kim Long", "birth_year": TODAY.year - 30, "area": "M14", "languages": ["en", "cy"]}
    alice.act(change_client, profile)
    alice.add("Avery", **ASKED, emotional=2, practical=0, belonging=2, note="secret")
    needs(alice, practical=0.7, emotional=0.3, belonging=0.3)
    agree(alice)
    gap = next(each for each in seen(robin) if each["function"] == "practical")
    assert gap == {
        "client_id": str(alice.owner.client_id),
        "label": "K.",
        "function": "practical",
        "status": "gap",
        "size": 0.7,
        "need": 0.7,
        "area": "M14",
        "age_group": "25-64",
        "languages": ["en", "cy"],
        "referrals": [],
        "assigned_to": None,
        "due_on": None,
        "version": 0,
    }


def test_how_to_reach_the_client_is_told_as_far_as_they_say(alice: Desk, robin: Desk) -> None:
    alice.act(change_client, {"name": "Kim Long"})
    alice.add("Avery", **ASKED, emotional=0, practical=2, belonging=2)
    agree(alice, shares=["phone"], phone="020 7946 0000", email="kim@example.org")
    (first, *_) = seen(robin)
    assert (first["phone"], {"name", "email"} & first.keys()) == ("020 7946 0000", set())
    agree(alice, shares=["name", "email"], email="kim@example.org")
    (first, *_) = seen(robin)
    assert (first["name"], first["email"], "phone" in first) == ("Kim Long", "kim@example.org", False)
    agree(alice)
    assert {"name", "phone", "email"}.isdisjoint(seen(robin)[0])


def test_what_is_shared_belongs_to_a_consent_to_referral_and_says_how(alice: Desk) -> None:
    for facts in (
        {"purpose": "record", "given": True, "shares": ["name"]},
        {"purpose": "referral", "given": False, "shares": ["name"]},
        {"purpose": "referral", "given": True, "shares": ["phone"]},
        {"purpose": "referral", "given": True, "shares": ["diary"]},
        {"purpose": "referral", "given": True, "shares": "name"},
    ):
        with pytest.raises(Invalid):
            alice.act(record_consent, facts)


def test_the_largest_gap_comes_first_and_of_one_size_it_goes_by_the_client_s_id(session: Session) -> None:
    agency = an_agency(session)
    alice, robin = a_user(session, agency), a_user(session, agency, "referral")
    clients = {}
    for label, need in (("B.", 0.5), ("A.", 0.5), ("C.", 0.7), ("D.", 0.5), ("E.", 0.5)):
        desk = Desk(session, alice, a_new_client(session, alice, label))
        desk.add("Avery", **ASKED, emotional=2, practical=2, belonging=0)
        desk.add("Blake", **ASKED, emotional=2, practical=2, belonging=0)
        needs(desk, belonging=need, emotional=0.3, practical=0.3)
        agree(desk)
        clients[label] = str(desk.owner.client_id)
    gaps = [
        each for each in seen(Desk(session, robin, Owner(agency, agency))) if each["function"] == "belonging"
    ]
    largest = clients.pop("C.")
    assert [(gap["client_id"], gap["size"]) for gap in gaps] == [
        (largest, 0.7),
        *((own_id, 0.5) for own_id in sorted(clients.values())),
    ]


def a_new_client(session: Session, alice: Actor, label: str) -> Owner:
    with writing(session):
        return add_client(session, alice, alice.agency_id, {"label": label})


@pytest.mark.parametrize(
    ("high", "size"), [(None, 0.1), (0.0, 0.1), (0.04, 0.1), (0.26, 0.3), (0.449, 0.4), (0.7, 0.7)]
)
def test_a_gap_is_rounded_and_never_nothing(high: float | None, size: float) -> None:
    assert worklist.gap_size(high) == size


@pytest.mark.parametrize(
    ("age", "group"),
    [(None, None), (17, "under 18"), (18, "18-24"), (24, "18-24"), (25, "25-64"), (65, "65+"), (99, "65+")],
)
def test_of_the_age_only_the_group_is_told(age: int | None, group: str | None) -> None:
    assert worklist.age_group(None if age is None else 2026 - age, 2026) == group


def test_whatever_is_covered_or_was_not_asked_is_on_no_list(alice: Desk, robin: Desk) -> None:
    agree(alice)
    assert seen(robin) == []
    for name in ("Avery", "Blake", "Cleo"):
        alice.add(name, **ASKED, emotional=2, practical=2, belonging=2)
    statuses = {row for (row,) in alice.session.execute(select(CoverageRow.status))}
    assert statuses == {"covered"}
    assert seen(robin) == []


def test_a_gap_tells_which_referrals_are_open(alice: Desk, robin: Desk) -> None:
    alice.add("Avery", **ASKED, emotional=2, practical=2, belonging=0)
    agree(alice)
    first, second = on_its_way(robin), a_referral(alice)
    robin.act(referral_ends.end, second.id, "cancel", "moved")
    (gap,) = (each for each in seen(robin) if each["function"] == "belonging")
    assert [(each["id"], each["state"]) for each in gap["referrals"]] == [(str(first.id), "sent")]
    robin.act(referral_acts.answer, first.id, "waitlist")
    (gap,) = (each for each in seen(robin) if each["function"] == "belonging")
    due = (TODAY + timedelta(days=30)).isoformat()
    told = {"id": str(first.id), "state": "waitlisted", "due_on": due, "taken_back": False, "noted": False}
    assert gap["referrals"] == [told | {"assigned_to": str(first.assigned_to)}]


def test_a_gap_is_taken_on_by_one_handed_back_and_due(alice: Desk, robin: Desk) -> None:
    alice.add("Avery", **ASKED, emotional=2, practical=2, belonging=0)
    agree(alice)
    taken = robin.act(worklist.take_on, "belonging", 0)
    assert taken == {"assigned_to": str(robin.actor.user_id), "due_on": None, "version": 1}
    other = replace(robin, actor=a_user(robin.session, robin.owner.agency_id, "referral"))
    other.refused("taken", worklist.take_on, "belonging")
    other.refused("not-yours", worklist.hand_back, "belonging")
    with pytest.raises(Stale):
        robin.act(worklist.settle_due, "belonging", TODAY, 0)
    robin.act(worklist.settle_due, "belonging", TODAY + timedelta(days=2), 1)
    (gap,) = (each for each in seen(robin) if each["function"] == "belonging")
    assert (gap["due_on"], gap["version"]) == ((TODAY + timedelta(days=2)).isoformat(), 2)
    handed = robin.act(worklist.hand_back, "belonging", 2)
    assert handed == {"assigned_to": None, "due_on": None, "version": 3}
    assert other.act(worklist.take_on, "belonging", 3)["assigned_to"] == str(other.actor.user_id)


def test_where_there_is_no_gap_nobody_works_on_one(alice: Desk, robin: Desk) -> None:
    agree(alice)
    with pytest.raises(Missing):
        robin.act(worklist.take_on, "belonging")
    alice.add("Avery", **ASKED, emotional=2, practical=2, belonging=0)
    with pytest.raises(Invalid):
        robin.act(worklist.settle_due, "belonging", date(2020, 1, 1))
    alice.act(archive_client)
    with pytest.raises(Conflict):
        robin.act(worklist.take_on, "belonging")
    assert seen(robin) == []


NEVER = ("contact", "tie", "change", "visit", "work", "audit", "snapshot", "reading")


@contextmanager
def asked_of(session: Session) -> Iterator[list[str]]:
    """Every statement that the database is asked meanwhile."""
    asked: list[str] = []
    engine = session.get_bind().engine

    def heard(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", heard)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", heard)


def test_the_worklist_asks_no_table_of_the_map_and_no_version_of_it(alice: Desk, robin: Desk) -> None:
    alice.add("Avery", **ASKED, emotional=2, practical=2, belonging=0)
    agree(alice)
    on_its_way(alice)
    with asked_of(alice.session) as asked:
        assert seen(robin)
    words = {word.strip('(),"').split(".")[0] for statement in asked for word in statement.split()}
    assert words.isdisjoint(NEVER)
    assert "coverage" in words
    assert not any("network_version" in statement for statement in asked)


def test_which_gaps_wait_is_found_without_opening_anything_and_each_client_is_opened_once(
    alice: Desk, robin: Desk
) -> None:
    alice.add("Avery", **ASKED, emotional=0, practical=0, belonging=0)
    agree(alice)
    on_its_way(alice)
    condition = scope(robin.actor, "gap.read", datetime.now(UTC))
    with asked_of(alice.session) as statements:
        gaps = worklist.gaps_waiting(alice.session, condition)
    assert {gap["function"] for gap in gaps} == {"emotional", "practical", "belonging"}
    assert not [each for each in statements if "sealed" in each or "wrapped" in each]
    assert all({"label", "area", "age_group", "name"}.isdisjoint(gap) for gap in gaps)
    with asked_of(alice.session) as statements:
        told = worklist.tell_clients(alice.session, alice.owner.agency_id, condition, gaps)
    assert len([each for each in statements if "sealed" in each]) == 1
    assert told == seen(robin)


def test_whoever_takes_it_back_between_is_left_out(alice: Desk, robin: Desk) -> None:
    alice.add("Avery", **ASKED, emotional=0, practical=0, belonging=0)
    agree(alice)
    condition = scope(robin.actor, "gap.read", datetime.now(UTC))
    gaps = worklist.gaps_waiting(alice.session, condition)
    assert gaps
    agree(alice, given=False)
    assert worklist.tell_clients(alice.session, alice.owner.agency_id, condition, gaps) == []


NAMES = st.sampled_from(["Avery", "Blake", "Cleo", "Dana O'Neill"])
SECRETS = st.fixed_dictionaries(
    {
        "name": NAMES,
        "note": st.sampled_from([None, "hits me", "kind"]),
        "phone": st.sampled_from([None, "020 7946 0000"]),
        "relationship": st.sampled_from([None, "partner", "neighbour"]),
        "sector": st.sampled_from([None, "family", "friends"]),
        "gives_back": st.sampled_from([None, 0, 2]),
        "angle": st.sampled_from([None, 40.0]),
    }
)


@given(ours=SECRETS, theirs=SECRETS, edits=st.integers(0, 3), seed=st.integers(1, 2**32))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_two_records_that_differ_in_secrets_only_answer_alike(
    session: Session, ours: Facts, theirs: Facts, edits: int, seed: int
) -> None:
    """Names, notes and all that no coverage depends on, how often it was edited, and an unsafe somebody."""
    answers = []
    for secrets, more in ((ours, 0), (theirs, edits)):
        desk = a_desk(session)
        plain: Facts = {"strain": 0, "frequency": 2, "circle": 1, "belonging": 1}
        own_id = desk.add(**plain | secrets)
        desk.add("Eve", unsafe=bool(more), belonging=0, emotional=0, practical=0, strain=0)
        for number in range(more):
            desk.change(own_id, note=f"note {seed} {number}")
        agree(desk)
        robin = a_referral_desk(desk)
        answers.append(told_without_ids(seen(robin)))
    assert answers[0] == answers[1]


def told_without_ids(gaps: list[Facts]) -> bytes:
    return orjson.dumps([gap | {"client_id": None} for gap in gaps])


def test_of_another_agency_nothing_is_ever_seen(alice: Desk) -> None:
    alice.add("Avery", **ASKED, emotional=2, practical=2, belonging=0)
    agree(alice)
    elsewhere = an_agency(alice.session, "Beacon")
    stranger = Desk(alice.session, a_user(alice.session, elsewhere, "referral"), Owner(elsewhere, elsewhere))
    assert seen(stranger) == []
    everywhere = worklist.worklist_of(alice.session, alice.owner.agency_id, true())
    assert {UUID(gap["client_id"]) for gap in everywhere} == {alice.owner.client_id}


def test_a_client_s_last_word_counts_and_the_clinician_keeps_sight(alice: Desk, robin: Desk) -> None:
    alice.add("Avery", **ASKED, emotional=2, practical=2, belonging=0)
    agree(alice, expires_at=(datetime.now(UTC) - timedelta(minutes=1)).isoformat())
    referral = a_referral(alice)
    assert seen(robin) == []
    bob = a_colleague(alice)
    condition = scope(robin.actor, "referral.read", datetime.now(UTC))
    assert alice.session.scalars(select(ClientRow.id).where(condition)).all() == []
    condition = scope(alice.actor, "referral.read", datetime.now(UTC))
    assert alice.session.scalars(select(ClientRow.id).where(condition)).all() == [alice.owner.client_id]
    condition = scope(bob.actor, "referral.read", datetime.now(UTC))
    assert alice.session.scalars(select(ClientRow.id).where(condition)).all() == []
    assert a_service(alice) != referral.service_id


def test_what_is_worked_on_stays_on_it_after_the_first_attendance(alice: Desk, robin: Desk) -> None:
    alice.add("Avery", **ASKED, emotional=0, practical=0, belonging=0)
    agree(alice)
    before = {gap["function"] for gap in seen(robin)}
    referral = on_its_way(robin, "start")
    (known,) = (gap for gap in seen(robin) if gap["function"] == "belonging")
    assert {gap["function"] for gap in seen(robin)} == before
    assert (known["status"], known["size"]) == (None, None)
    assert [each["id"] for each in known["referrals"]] == [str(referral.id)]
    assert robin.act(worklist.take_on, "belonging")["version"] == 1
    robin.act(referral_ends.end, referral.id, "not_help", "poor fit")
    assert {(gap["function"], gap["status"]) for gap in seen(robin)} == {(each, "gap") for each in before}


def test_what_goes_on_stays_on_it_until_what_it_does_was_asked(alice: Desk, robin: Desk) -> None:
    alice.add("Avery", **ASKED, emotional=0, practical=0, belonging=0)
    agree(alice)
    before = {gap["function"] for gap in seen(robin)}
    referral = on_its_way(robin, "start")
    robin.act(referral_ends.end, referral.id, "help", GOES_ON)
    (known,) = (gap for gap in seen(robin) if gap["function"] == "belonging")
    assert {gap["function"] for gap in seen(robin)} == before
    assert (known["status"], known["size"], known["referrals"]) == (None, None, [])


def test_of_a_function_that_is_no_gap_the_referral_stands_on_it_and_nothing_else(
    alice: Desk, robin: Desk
) -> None:
    alice.add("Avery", **ASKED, emotional=2, practical=2, belonging=2)
    alice.add("Blake", **ASKED, emotional=2, practical=2, belonging=2)
    agree(alice)
    assert seen(robin) == []
    referral = a_referral(robin)
    (known,) = seen(robin)
    assert (known["function"], known["status"], known["size"]) == ("belonging", None, None)
    robin.act(referral_ends.end, referral.id, "cancel", "moved")
    assert seen(robin) == []


def test_the_gap_of_a_colleague_is_taken_over_and_not_handed_back(alice: Desk, robin: Desk) -> None:
    alice.add("Avery", **ASKED, emotional=0, practical=0, belonging=0)
    agree(alice)
    robin.act(worklist.take_on, "belonging")
    noor = a_referral_desk(alice)
    noor.refused("taken", worklist.take_on, "belonging")
    noor.refused("not-yours", worklist.hand_back, "belonging")
    noor.act(worklist.take_over, "belonging", 1)
    (known,) = (gap for gap in seen(robin) if gap["function"] == "belonging")
    assert known["assigned_to"] == str(noor.actor.user_id)
