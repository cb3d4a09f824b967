"""Referrals: who begins one, what leads where, and what needs a reason, a day or a consent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supportmap.casework import referral_acts, referral_ends, referral_work, referrals
from supportmap.casework.clients import archive_client
from supportmap.casework.outcome import Conflict, Invalid, Missing, Stale
from supportmap.casework.referral import referral_of, referrals_of, told, told_event
from supportmap.casework.referrals import Why
from supportmap.records.audit import AuditRow
from supportmap.records.database import writing
from supportmap.records.referral import ReferralEventRow, ReferralRow
from tests.casework.acting import Desk, a_colleague
from tests.casework.referring import a_referral, a_referral_desk, a_service, agree, log, now, on_its_way

TODAY = datetime.now(UTC).date()


def test_a_referral_begins_as_a_draft_from_the_last_finished_visit(alice: Desk) -> None:
    alice.add("Avery")
    visit = alice.start()
    alice.finish(visit)
    alice.add("Blake")
    referral = a_referral(alice)
    assert (referral.state, referral.visit_id, referral.network_version) == ("draft", visit, 1)
    assert referral.due_on == TODAY + timedelta(days=3)
    assert [(each["kind"], each["after"]) for each in log(alice, referral)] == [("made", "draft")]
    assert referrals_of(alice.session, alice.owner) == [referral]


def test_without_a_visit_it_begins_from_the_map_as_it_is(alice: Desk) -> None:
    alice.add("Avery")
    referral = a_referral(alice)
    assert (referral.visit_id, referral.network_version) == (None, 1)


def test_the_same_id_again_is_the_referral_that_is_there(alice: Desk) -> None:
    service, own_id = a_service(alice), uuid4()
    first = a_referral(alice, service, referral_id=own_id)
    assert a_referral(alice, service, referral_id=own_id) == first
    other = {"service_id": str(a_service(alice)), "function": "belonging"}
    alice.refused("id-taken", referrals.make, other, None, own_id)


def test_nobody_is_referred_twice_at_once_nor_to_what_is_no_more(alice: Desk) -> None:
    service = a_service(alice)
    first = a_referral(alice, service)
    given = {"service_id": str(service), "function": "emotional"}
    alice.refused("referred-already", referrals.make, given)
    alice.act(referral_ends.end, first.id, "cancel", "not wanted")
    assert alice.act(referrals.make, given).state == "draft"
    gone = a_service(alice, retired_at=datetime.now(UTC))
    alice.refused("retired", referrals.make, {"service_id": str(gone), "function": "emotional"})
    with pytest.raises(Missing):
        alice.act(referrals.make, {"service_id": str(uuid4()), "function": "emotional"})


@pytest.mark.parametrize("channel", ["letter", "phone", "e-mail"])
def test_the_receiving_group_is_told_only_if_the_client_agrees(alice: Desk, channel: str) -> None:
    agree(alice)
    referral = a_referral(alice)
    alice.refused("consent", referral_acts.send, referral.id, channel)
    alice.act(referral_work.ask_consent, referral.id)
    alice.refused("consent", referral_acts.send, referral.id, channel)
    alice.act(referral_work.note_consent, referral.id, True)
    alice.act(referral_work.note_consent, referral.id, False)
    alice.refused("consent", referral_acts.send, referral.id, channel)
    alice.act(referral_work.note_consent, referral.id, True)
    sent = alice.act(referral_acts.send, referral.id, channel)
    assert (sent.state, sent.channel, sent.sent_on) == ("sent", channel, TODAY)
    kinds = [each["kind"] for each in log(alice, referral)]
    assert kinds == [
        *("made", "consent-asked", "consent-given", "consent-withdrawn", "consent-given", "send"),
    ]


def test_a_consent_that_has_run_out_is_none_and_one_of_another_referral_says_nothing(alice: Desk) -> None:
    first, second = a_referral(alice), a_referral(alice)
    past = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    alice.act(referral_work.note_consent, first.id, True, {"expires_at": past})
    alice.act(referral_work.note_consent, second.id, True)
    alice.refused("consent", referral_acts.send, first.id, "letter")
    assert alice.act(referral_acts.send, second.id, "letter").state == "sent"


def test_what_the_client_takes_there_themselves_needs_no_consent(alice: Desk) -> None:
    assert alice.act(referral_acts.send, a_referral(alice).id, "client").channel == "client"


def test_what_may_endanger_somebody_is_sent_only_once_that_is_confirmed(alice: Desk) -> None:
    referral = a_referral(alice, a_service(alice, sensitive=True))
    alice.refused("sensitive", referral_acts.send, referral.id, "client")
    assert alice.act(referral_acts.send, referral.id, "client", confirmed=True).state == "sent"


def test_answers_lead_on_and_back_and_each_state_has_its_due_day(alice: Desk) -> None:
    referral = on_its_way(alice)
    expected = [
        ("accept", None, "accepted", 14),
        ("waitlist", None, "waitlisted", 30),
        ("need_client", "document", "needs_client", 7),
        ("accept", None, "accepted", 14),
    ]
    for act, reason, state, days in expected:
        referral = alice.act(referral_acts.answer, referral.id, act, None, reason)
        assert (referral.state, referral.reason) == (state, reason)
        assert referral.due_on == TODAY + timedelta(days=days)
    with pytest.raises(Invalid):
        alice.act(referral_acts.answer, referral.id, "need_client", None, "rain")


@pytest.mark.parametrize(
    ("acts", "end", "reasons"),
    [
        (["start"], "help", {"full", "partly", "goes on"}),
        ([], "decline", {"no capacity", "not eligible", "out of area", "closed", "other"}),
        ([], "cancel", {"not wanted", "already met", "moved"}),
        (["start"], "not_help", {"stopped attending", "poor fit"}),
        (["accept"], "not_help", {"poor fit"}),
    ],
)
def test_nothing_ends_without_a_reason_of_its_kind(
    alice: Desk, acts: list[str], end: str, reasons: set[str]
) -> None:
    every = {"full", "partly", "goes on", "no capacity", "not eligible", "out of area", "closed", "other"}
    every |= {"not wanted", "already met", "moved", "not reached", "stopped attending", "poor fit"}
    for reason in [None, "", "because", *sorted(every - reasons - {"not reached"})]:
        referral = on_its_way(alice, *acts)
        with pytest.raises(Invalid) as refusal:
            alice.act(referral_ends.end, referral.id, end, reason)
        assert [place for place, _ in refusal.value.reasons] == ["reason"]
        assert now(alice, referral) == referral
    for reason in sorted(reasons):
        referral = on_its_way(alice, *acts)
        ended = alice.act(referral_ends.end, referral.id, end, reason)
        assert (ended.has_ended, ended.reason, ended.ended_on, ended.due_on) == (True, reason, TODAY, None)
        assert log(alice, referral)[-1]["reason"] == reason


def test_not_reached_takes_three_attempts_in_vain(alice: Desk) -> None:
    referral = on_its_way(alice)
    for outcome, in_vain in (("not reached", 1), ("reached", 1), ("message left", 2)):
        alice.act(referral_acts.attempt, referral.id, outcome)
        refusal = alice.refused("attempts", referral_ends.end, referral.id, "not_help", "not reached")
        assert f"(so far: {in_vain})" in refusal.text
    alice.act(referral_acts.attempt, referral.id, "not reached", words="rang twice")
    assert log(alice, referral)[-1]["words"] == "rang twice"
    assert alice.act(referral_ends.end, referral.id, "not_help", "not reached").state == "not_helped"


def test_who_attended_was_reached_and_who_never_did_stops_nothing(alice: Desk) -> None:
    started, waiting = on_its_way(alice, "start"), on_its_way(alice)
    for _ in range(3):
        alice.act(referral_acts.attempt, started.id, "not reached")
    for referral, reason in ((started, "not reached"), (waiting, "stopped attending")):
        with pytest.raises(Invalid):
            alice.act(referral_ends.end, referral.id, "not_help", reason)


def test_the_first_attendance_has_a_day_that_has_come_and_is_not_before_the_referral(alice: Desk) -> None:
    referral = on_its_way(alice)
    for day in (None, TODAY + timedelta(days=1), TODAY - timedelta(days=1)):
        with pytest.raises(Invalid) as refusal:
            alice.act(referral_acts.start, referral.id, day)
        assert [place for place, _ in refusal.value.reasons] == ["on_day"]
    alice.refused("not-from-here", referral_ends.end, referral.id, "help", "full")
    begun(alice, referral.id, datetime.now(UTC) - timedelta(days=5))
    day = TODAY - timedelta(days=2)
    assert alice.act(referral_acts.start, referral.id, day).started_on == day
    assert log(alice, referral)[-1]["on_day"] == day


def begun(desk: Desk, referral_id: UUID, at: datetime) -> None:
    """Let a referral have been made earlier."""
    with writing(desk.session):
        row = update(ReferralRow).where(ReferralRow.id == referral_id)
        desk.session.execute(row.values(made_at=at))


def test_what_has_ended_stays_so(alice: Desk) -> None:
    referral = on_its_way(alice)
    alice.act(referral_ends.end, referral.id, "decline", "closed")
    acts: list[tuple[Any, ...]] = [
        (referral_acts.send, "client"),
        (referral_acts.answer, "accept"),
        (referral_acts.start, TODAY),
        (referral_ends.end, "cancel", "moved"),
        (referral_work.assign,),
        (referral_work.settle_due, TODAY),
        (referral_work.note_consent, True),
    ]
    for verb, *args in acts:
        alice.refused("ended", verb, referral.id, *args)
    alice.refused("not-from-here", referral_acts.attempt, referral.id, "reached")
    assert alice.act(referral_work.note, referral.id, {"words": "they call back in May"}).state == "declined"


def test_referring_elsewhere_ends_the_one_and_begins_another_that_names_it(alice: Desk) -> None:
    parent, service = on_its_way(alice), a_service(alice, "Choir")
    given = {"service_id": str(service), "function": "belonging"}
    alice.refused("open", referrals.refer_elsewhere, parent.id, given)
    why = Why("decline", "no capacity")
    child = alice.act(referrals.refer_elsewhere, parent.id, given, why, parent.version)
    assert (child.state, child.parent_id, child.service_id) == ("draft", parent.id, service)
    ended = now(alice, parent)
    assert (ended.state, ended.reason) == ("declined", "no capacity")
    assert [each["kind"] for each in log(alice, parent)][-2:] == ["decline", "elsewhere"]


def test_in_the_place_of_what_helped_comes_nothing_and_of_what_ended_something_may(alice: Desk) -> None:
    helped, ended = on_its_way(alice, "start"), on_its_way(alice)
    alice.act(referral_ends.end, helped.id, "help", "partly")
    alice.act(referral_ends.end, ended.id, "decline", "other")
    given = {"service_id": str(a_service(alice)), "function": "belonging"}
    alice.refused("helped", referrals.refer_elsewhere, helped.id, given)
    assert alice.act(referrals.refer_elsewhere, ended.id, given).parent_id == ended.id


def test_whoever_read_another_version_is_told_how_it_stands(alice: Desk) -> None:
    referral = on_its_way(alice)
    bob = a_colleague(alice)
    bob.act(referral_work.assign, referral.id, True, referral.version)
    acts: list[tuple[Any, ...]] = [
        (referral_acts.answer, "accept"),
        (referral_acts.attempt, "reached"),
        (referral_acts.start, TODAY),
        (referral_ends.end, "cancel", "moved"),
        (referral_work.settle_due, TODAY),
        (referral_work.assign, False),
    ]
    for verb, *args in acts:
        with pytest.raises(Stale) as stale:
            alice.act(verb, referral.id, *args, version=referral.version)
        assert stale.value.current["assigned_to"] == str(bob.actor.user_id)


def test_the_client_suggests_and_withdraws_and_the_rest_is_for_the_team(alice: Desk, kim: Desk) -> None:
    referral = a_referral(kim)
    assert (referral.is_suggested, referral.assigned_to, referral.contact_id) == (True, None, None)
    acts: list[tuple[Any, ...]] = [
        (referral_acts.send, "client"),
        (referral_acts.answer, "accept"),
        (referral_acts.attempt, "reached"),
        (referral_acts.start, TODAY),
        (referral_ends.end, "decline", "other"),
        (referral_work.assign,),
        (referral_work.settle_due, TODAY),
        (referral_work.ask_consent,),
        (referral_work.tell_them, {"note": "x"}),
    ]
    for verb, *args in acts:
        kim.refused("not-yours", verb, referral.id, *args)
    kim.act(referral_work.note, referral.id, {"words": "on Mondays I can't"})
    kim.act(referral_work.note_consent, referral.id, True)
    assert alice.act(referral_acts.send, referral.id, "phone").state == "sent"
    assert not now(alice, referral).is_suggested
    assert kim.act(referral_ends.end, referral.id, "cancel", "not wanted").state == "cancelled"


def test_nothing_is_begun_or_changed_on_a_record_that_was_put_away(alice: Desk) -> None:
    referral, service = on_its_way(alice), a_service(alice)
    alice.act(archive_client)
    alice.refused("archived", referrals.make, {"service_id": str(service), "function": "belonging"})
    alice.refused("archived", referral_acts.start, referral.id, TODAY)
    alice.refused("archived", referral_work.note, referral.id, {"words": "x"})


def test_what_is_told_says_nothing_of_the_map_and_clients_are_told_no_notes(alice: Desk) -> None:
    referral = on_its_way(alice)
    facts = told(referral)
    assert {"contact_id", "network_version", "visit_id"}.isdisjoint(facts)
    assert (facts["task_status"], facts["due_on"]) == ("requested", (TODAY + timedelta(days=7)).isoformat())
    alice.act(referral_work.note, referral.id, {"words": "seems tired"})
    event = log(alice, referral)[-1]
    assert told_event(event)["words"] == "seems tired"
    assert {"words", "user_id"}.isdisjoint(told_event(event, for_client=True))


def test_what_was_said_is_sealed_and_every_act_is_in_the_audit(alice: Desk) -> None:
    given = {"service_id": str(a_service(alice)), "function": "belonging"}
    referral = alice.act(referrals.make, given | {"note": "walks slowly", "words": "asked twice"})
    alice.act(referral_acts.send, referral.id, "client", words="third word")
    sealed = [*alice.session.scalars(select(ReferralRow.sealed))]
    sealed += [each for each in alice.session.scalars(select(ReferralEventRow.sealed)) if each]
    assert len(sealed) == 3
    assert not any(word in each for each in sealed for word in (b"walks", b"asked", b"third"))
    assert referral_of(alice.session, alice.owner, referral.id).note == "walks slowly"
    acts = alice.session.scalars(select(AuditRow.action).order_by(AuditRow.seq)).all()
    assert acts[-3:] == ["network.refer", "referral.make", "referral.send"]


def test_what_the_group_is_told_is_said_anew_until_it_is_sent(alice: Desk) -> None:
    referral = a_referral(alice)
    assert alice.act(referral_work.tell_them, referral.id, {"note": "prefers mornings"}).note
    alice.act(referral_acts.send, referral.id, "client")
    alice.refused("sent", referral_work.tell_them, referral.id, {"note": "prefers evenings"})


def test_the_desk_does_for_a_client_who_agrees_what_the_clinician_does(alice: Desk) -> None:
    agree(alice)
    robin = a_referral_desk(alice)
    referral = on_its_way(robin, "accept", "start")
    ended = robin.act(referral_ends.end, referral.id, "help", "full")
    assert (ended.made_by_role, ended.state) == ("referral", "helped")
    assert all(each["user_id"] == robin.actor.user_id for each in log(alice, referral))


def test_somebody_elses_referral_is_not_there(alice: Desk, session: Session) -> None:
    referral = a_referral(alice)
    other = replace(alice, owner=alice.owner._replace(client_id=uuid4()))
    with pytest.raises(Missing):
        referral_of(session, other.owner, referral.id)
    assert referrals_of(session, other.owner) == []


def test_a_day_that_has_passed_is_no_day_to_be_reminded(alice: Desk) -> None:
    referral = a_referral(alice)
    with pytest.raises(Invalid):
        alice.act(referral_work.settle_due, referral.id, date(2020, 1, 1))
    assert alice.act(referral_work.settle_due, referral.id, TODAY).due_on == TODAY
    assert alice.act(referral_work.settle_due, referral.id, None).due_on is None


def test_only_known_words_are_taken(alice: Desk) -> None:
    referral = on_its_way(alice)
    for verb, *args in (
        (referral_acts.attempt, "perhaps"),
        (referral_acts.answer, "start"),
        (referral_ends.end, "accept", "full"),
    ):
        with pytest.raises(Invalid):
            alice.act(verb, referral.id, *args)
    with pytest.raises(Conflict):
        alice.act(referral_acts.send, referral.id, "letter")
