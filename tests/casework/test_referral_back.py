"""What was noted of a referral by mistake is taken back: the state, the log, and the map with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from supportmap.analysis.referring import steps_that_hold
from supportmap.casework import mapping, referral_acts, referral_ends, referrals
from supportmap.casework.referral_back import last_step, take_back
from supportmap.casework.referral_outcome import awaiting_map
from supportmap.casework.referrals import Why
from tests.casework.acting import Desk
from tests.casework.referring import a_referral, a_referral_desk, a_service, contact_of, log, now, on_its_way
from tests.service import a_user

TODAY = datetime.now(UTC).date()


def test_an_attendance_noted_by_mistake_counts_no_more(alice: Desk) -> None:
    referral = on_its_way(alice, "accept")
    planned = contact_of(alice, referral)
    alice.act(referral_acts.start, referral.id, TODAY)
    back = alice.act(take_back, referral.id, words="It was somebody else.")
    assert (back.state, back.started_on, back.ended_on) == ("accepted", None, None)
    contact = contact_of(alice, referral)
    assert contact
    assert planned
    assert {name: contact[name] for name in planned if name != "version"} == {
        name: value for name, value in planned.items() if name != "version"
    }
    last = log(alice, referral)[-1]
    assert (last["kind"], last["before"], last["after"]) == ("take_back", "started", "accepted")
    assert last["words"] == "It was somebody else."
    alice.act(referral_acts.start, referral.id, TODAY)
    assert now(alice, referral).state == "started"


def test_what_the_client_said_of_it_meanwhile_stays_and_does_not_count(alice: Desk) -> None:
    referral = on_its_way(alice, "start")
    own_id = str(now(alice, referral).contact_id)
    alice.change(own_id, belonging=2)
    alice.act(take_back, referral.id)
    contact = contact_of(alice, referral)
    assert contact
    assert (contact["status"], contact["belonging"]) == ("planned", 2)
    alice.act(referral_acts.start, referral.id, TODAY)
    again = contact_of(alice, referral)
    assert again
    assert (again["status"], again["belonging"]) == ("active", 2)


def test_an_end_noted_by_mistake_is_none(alice: Desk) -> None:
    attended = on_its_way(alice, "start")
    alice.act(referral_ends.end, attended.id, "help", "full")
    assert awaiting_map(alice.session, alice.owner)
    assert alice.act(take_back, attended.id).state == "started"
    contact = contact_of(alice, attended)
    assert contact
    assert (contact["status"], contact["ended_reason"]) == ("active", None)
    assert awaiting_map(alice.session, alice.owner) == []
    declined = on_its_way(alice, "accept", service=a_service(alice, "Choir"))
    alice.act(referral_ends.end, declined.id, "decline", "no capacity")
    assert contact_of(alice, declined) is None
    back = alice.act(take_back, declined.id)
    assert (back.state, back.reason) == ("accepted", None)
    planned = contact_of(alice, declined)
    assert planned
    assert planned["extra"]["referral"] == str(declined.id)


def test_what_was_taken_off_by_mistake_comes_back_with_what_a_clinician_noted_of_it(alice: Desk) -> None:
    """It is nowhere else: neither undo nor anything on the map brings it back."""
    referral = on_its_way(alice, "accept")
    own_id, avery, blake = str(now(alice, referral).contact_id), alice.add("Avery"), alice.add("Blake")
    alice.change(own_id, note="Ask for Sam", phone="01632 960 001")
    for other in (avery, blake):
        alice.tie(own_id, other, strength=2)
    before = alice.contact(own_id)
    alice.act(referral_ends.end, referral.id, "decline", "no capacity")
    assert contact_of(alice, referral) is None
    alice.act(mapping.discard_contact, blake, alice.contact(blake)["version"])
    alice.act(take_back, referral.id)
    assert now(alice, referral).contact_id == own_id
    assert alice.contact(own_id) == before | {"version": alice.contact(own_id)["version"]}
    assert [{each["a"], each["b"]} for each in alice.told["ties"]] == [{own_id, avery}]
    alice.check_sums()


def test_what_the_client_said_of_it_outlives_an_end_that_is_taken_back(alice: Desk) -> None:
    """Also after an attendance that was none: from then on it has no mark of what was expected any more."""
    referral = on_its_way(alice, "start")
    own_id = str(now(alice, referral).contact_id)
    alice.change(own_id, note="Ask for Sam", belonging=2)
    alice.act(take_back, referral.id)
    before = alice.contact(own_id)
    assert (before["status"], before["belonging"]) == ("planned", 2)
    alice.act(referral_ends.end, referral.id, "decline", "closed")
    assert contact_of(alice, referral) is None
    alice.act(take_back, referral.id)
    assert now(alice, referral).contact_id == own_id
    assert alice.contact(own_id) == before | {"version": alice.contact(own_id)["version"]}
    alice.check_sums()


def test_what_a_clinician_noted_as_past_stays_past_until_it_is_attended_again(alice: Desk) -> None:
    referral = on_its_way(alice, "start")
    own_id = str(now(alice, referral).contact_id)
    alice.change(own_id, status="past", ended_reason="moved", note="Twice there")

    def stands() -> tuple[object, object]:
        contact = contact_of(alice, referral)
        assert contact
        return contact["status"], contact.get("ended_reason")

    alice.act(take_back, referral.id)
    assert stands() == ("past", "moved")
    alice.act(referral_ends.end, referral.id, "decline", "closed")
    assert stands() == ("past", "moved")
    alice.act(take_back, referral.id)
    alice.act(referral_acts.start, referral.id, TODAY)
    assert stands() == ("active", None)
    assert alice.contact(own_id)["note"] == "Twice there"


def test_step_by_step_it_leads_back_to_the_draft_and_no_further(alice: Desk) -> None:
    referral = on_its_way(alice, "waitlist", "accept")
    states = [alice.act(take_back, referral.id).state for _ in range(3)]
    assert states == ["waitlisted", "sent", "draft"]
    draft = now(alice, referral)
    assert (draft.channel, draft.sent_on) == (None, None)
    assert last_step(log(alice, referral)) is None
    assert len(steps_that_hold(log(alice, referral))) == 1
    alice.refused("nothing-to-take-back", take_back, referral.id)


def test_where_another_referral_stands_in_its_place_it_stays_ended(alice: Desk) -> None:
    club = a_service(alice, "Lunch club")
    first = a_referral(alice, club)
    alice.act(referral_ends.end, first.id, "cancel", "moved")
    a_referral(alice, club)
    alice.refused("referred-already", take_back, first.id)
    other = on_its_way(alice, service=a_service(alice, "Choir"))
    given = {"service_id": str(a_service(alice, "Walks")), "function": "belonging"}
    alice.act(referrals.refer_elsewhere, other.id, given, Why("decline", "closed"))
    alice.refused("referred-elsewhere", take_back, other.id)


def test_what_the_client_took_back_only_they_ask_for_again(alice: Desk) -> None:
    kim = replace(alice, actor=a_user(alice.session, alice.owner.agency_id, "client", alice.owner))
    referral = a_referral(alice)
    kim.act(referral_ends.end, referral.id, "cancel", "not wanted")
    alice.refused("not-yours", take_back, referral.id)
    kim.refused("not-yours", take_back, referral.id)


@pytest.mark.parametrize("acts", [("start",), ("accept", "start")])
def test_referral_staff_take_back_as_well(alice: Desk, acts: tuple[str, ...]) -> None:
    robin = a_referral_desk(alice)
    referral = on_its_way(alice, *acts)
    assert robin.act(take_back, referral.id).started_on is None
