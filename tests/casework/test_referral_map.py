"""A referral on the map: planned and marked as expected, active and not asked, past; and nobody undoes it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from supportmap.analysis.analyse import analyse
from supportmap.analysis.coverage import coverages
from supportmap.analysis.network import FUNCTIONS
from supportmap.analysis.projecting import projected
from supportmap.casework import documents, mapping, referral_acts, referral_back, referral_ends
from supportmap.casework.changes import change
from supportmap.casework.edits import Edit
from supportmap.casework.visits import network_at
from supportmap.exchange.document import write_document
from supportmap.exchange.fields import MAX_CONTACTS
from supportmap.records.network import ChangeRow, CoverageRow
from supportmap.records.networks import Facts, network_of, state_of
from tests.casework.acting import Desk
from tests.casework.referring import (
    a_referral,
    a_referral_desk,
    a_service,
    agree,
    contact_of,
    now,
    on_its_way,
)

TODAY = datetime.now(UTC).date()
ANSWERS = ("circle", *FUNCTIONS, "strain", "reach", "frequency", "gives_back")


def on_map(desk: Desk, referral: Any) -> Facts:
    contact = contact_of(desk, referral)
    assert contact
    return contact


def scores(desk: Desk) -> list[tuple[Any, ...]]:
    """The coverage that is kept, but for the version of the network."""
    columns = [each for each in CoverageRow.__table__.c if each.name != "network_version"]
    rows = select(*columns).where(CoverageRow.client_id == desk.owner.client_id)
    return [tuple(row) for row in desk.session.execute(rows.order_by(CoverageRow.function))]


def test_until_it_is_attended_it_is_planned_with_what_is_expected_of_it(alice: Desk) -> None:
    alice.add("Avery")
    referral = a_referral(alice, a_service(alice, "  Lunch club "), frequency=2)
    contact = on_map(alice, referral)
    assert (contact["name"], contact["kind"], contact["status"]) == ("Lunch club", "service", "planned")
    expected = {"circle": 3, "emotional": 1, "practical": None, "belonging": 2}
    expected |= {"strain": 0, "reach": 1, "frequency": 2, "gives_back": None}
    assert {name: contact[name] for name in ANSWERS} == expected
    assert contact["extra"] == {"expected": True, "referral": str(referral.id)}
    assert contact["confirmed_in"] is None


def test_what_is_planned_changes_no_number_of_the_coverage(alice: Desk) -> None:
    alice.add("Avery", belonging=1, frequency=1, strain=0)
    before, analysed = scores(alice), analyse(network_at(alice.session, alice.owner))
    referral = on_its_way(alice, "accept", "waitlist")
    assert on_map(alice, referral)["status"] == "planned"
    assert scores(alice) == before
    assert analyse(network_at(alice.session, alice.owner)).functions == analysed.functions


def test_a_referral_says_of_nobody_that_they_were_asked_for(alice: Desk) -> None:
    """Of a map that nobody began it must not become one on which there is nobody."""
    referral = a_referral(alice)
    assert not alice.told["elicited"]
    assert [row.count("not assessed") for row in scores(alice)] == [2, 2, 2]
    found = coverages(network_of(state_of(alice.session, alice.owner)))
    assert {each.status for each in found.values()} == {"not assessed"}
    alice.act(mapping.change_network, {"elicited": False})
    alice.act(referral_acts.send, referral.id, "client")
    alice.act(referral_acts.start, referral.id, TODAY)
    assert alice.told["elicited"]


def test_at_the_first_attendance_it_is_active_and_not_asked_about(alice: Desk) -> None:
    alice.add("Avery", belonging=1, frequency=1, strain=0)
    before = scores(alice)
    contact = on_map(alice, on_its_way(alice, "start"))
    assert (contact["status"], contact["since"], contact.get("extra") or {}) == ("active", "new", {})
    assert {contact[name] for name in ANSWERS} == {None}
    assert scores(alice) != before
    (belonging,) = (row for row in scores(alice) if "belonging" in row)
    found = coverages(network_of(state_of(alice.session, alice.owner)))["belonging"]
    assert found.missing_answers > 0
    assert found.status in belonging


def test_at_its_end_it_is_past_because_the_referral_ended(alice: Desk) -> None:
    referral = on_its_way(alice, "start")
    alice.act(referral_ends.end, referral.id, "help", "full")
    contact = on_map(alice, referral)
    assert (contact["status"], contact["ended_reason"]) == ("past", "referral ended")


def test_where_the_client_goes_on_going_there_its_end_changes_nothing_on_the_map(alice: Desk) -> None:
    referral = on_its_way(alice, "start")
    alice.change(on_map(alice, referral)["id"], belonging=2, strain=0, frequency=2, circle=2)
    before = on_map(alice, referral)
    ended = alice.act(referral_ends.end, referral.id, "help", "goes on")
    assert (ended.has_ended, ended.state) == (True, "helped")
    assert on_map(alice, referral) == before
    assert before["status"] == "active"
    alice.act(referral_back.take_back, referral.id)
    assert on_map(alice, referral) == before
    alice.act(referral_ends.end, referral.id, "help", "full")
    assert on_map(alice, referral)["status"] == "past"


def test_whom_a_clinician_noted_as_past_stays_so_at_such_an_end(alice: Desk) -> None:
    referral = on_its_way(alice, "start")
    alice.change(on_map(alice, referral)["id"], status="past", ended_reason="moved")
    alice.act(referral_ends.end, referral.id, "help", "goes on")
    assert on_map(alice, referral)["status"] == "past"


@pytest.mark.parametrize(("end", "reason"), [("decline", "closed"), ("cancel", "not wanted")])
def test_what_was_never_attended_is_taken_off_with_its_ties(alice: Desk, end: str, reason: str) -> None:
    avery, referral = alice.add("Avery"), on_its_way(alice)
    alice.tie(avery, on_map(alice, referral)["id"])
    alice.act(referral_ends.end, referral.id, end, reason)
    assert now(alice, referral).contact_id is None
    told = alice.told
    assert ([each["name"] for each in told["contacts"]], told["ties"]) == (["Avery"], [])
    alice.check_sums()


def test_a_finished_visit_keeps_what_was_planned_then(alice: Desk) -> None:
    visit = alice.start()
    referral = on_its_way(alice)
    alice.finish(visit)
    alice.act(referral_ends.end, referral.id, "cancel", "moved")
    (contact,) = network_at(alice.session, alice.owner, visit).contacts
    assert (contact.status, dict(contact.extra)) == (
        "planned",
        {"expected": True, "referral": str(referral.id)},
    )


def test_a_client_s_suggestion_is_on_the_map_once_it_is_sent(alice: Desk, kim: Desk) -> None:
    referral = a_referral(kim)
    assert contact_of(alice, referral) is None
    assert alice.told["contacts"] == []
    alice.act(referral_acts.send, referral.id, "client", frequency=1)
    assert (on_map(alice, referral)["status"], on_map(alice, referral)["frequency"]) == ("planned", 1)


def test_nobody_says_by_hand_that_what_is_planned_is_there_or_gone(alice: Desk) -> None:
    contact = on_map(alice, on_its_way(alice))
    for status in ("active", "past", "proposed"):
        alice.refused(
            "of-a-referral", mapping.change_contact, contact["id"], {"status": status}, contact["version"]
        )
    alice.refused("of-a-referral", mapping.discard_contact, contact["id"], contact["version"])
    alice.change(contact["id"], note="ask for Jo", belonging=1)
    assert on_map(alice, on_its_way(alice))["status"] == "planned"


def test_a_file_can_t_say_it_either(alice: Desk) -> None:
    contact = on_map(alice, on_its_way(alice))
    document = {"contacts": [{"id": contact["id"], "name": "Lunch club", "status": "active"}]}
    with pytest.raises(Exception, match="stands for a referral"):
        alice.take(document)
    assert contact_of(alice, on_its_way(alice, service=a_service(alice)))


def test_who_is_planned_without_a_referral_is_changed_as_ever(alice: Desk) -> None:
    own_id = alice.add("Choir", status="planned", kind="group")
    alice.change(own_id, status="active")
    assert alice.contact(own_id)["status"] == "active"
    assert alice.told["elicited"]


def test_undo_and_redo_pass_over_what_follows_from_a_referral(alice: Desk) -> None:
    avery = alice.add("Avery")
    alice.change(avery, belonging=2)
    referral = on_its_way(alice, "start")
    assert {each["id"] for each in alice.told["contacts"]} == {avery, on_map(alice, referral)["id"]}
    alice.undo()
    assert alice.contact(avery)["belonging"] is None
    alice.undo()
    alice.refused("nothing-to-undo", mapping.undo)
    assert on_map(alice, referral)["status"] == "active"
    alice.redo()
    alice.redo()
    assert alice.contact(avery)["belonging"] == 2
    kinds = alice.session.scalars(select(ChangeRow.kind).order_by(ChangeRow.number)).all()
    assert kinds == ["add", "rate", "refer", "refer", "undo", "undo", "redo", "redo"]
    alice.check_sums()


def test_whom_a_clinician_noted_as_past_or_took_off_stays_so_at_the_end(alice: Desk) -> None:
    first, second = on_its_way(alice, "start"), on_its_way(alice, "start")
    alice.change(on_map(alice, first)["id"], status="past", ended_reason="moved")
    gone = on_map(alice, second)
    alice.act(mapping.discard_contact, gone["id"], gone["version"])
    for referral in (first, second):
        alice.act(referral_ends.end, referral.id, "not_help", "stopped attending")
    assert on_map(alice, first)["ended_reason"] == "moved"
    assert contact_of(alice, second) is None


def test_a_full_map_stands_in_no_referral_s_way(alice: Desk) -> None:
    """Referral staff would learn of the map by what is refused."""
    contacts = [{"id": str(number), "name": "A"} for number in range(MAX_CONTACTS)]
    alice.take({"contacts": contacts})
    agree(alice)
    robin = a_referral_desk(alice)
    referral = on_its_way(robin)
    assert (referral.state, referral.contact_id) == ("sent", None)
    gone = next(iter(state_of(alice.session, alice.owner).contacts.values()))
    alice.act(mapping.discard_contact, gone["id"], gone["version"])
    robin.act(referral_acts.start, referral.id, TODAY)
    contact = on_map(alice, referral)
    assert (contact["status"], contact["belonging"]) == ("active", None)


def test_projected_is_the_map_with_what_is_expected_of_each_referral_that_waits(alice: Desk) -> None:
    alice.add("Avery", belonging=1, frequency=1, strain=0)
    alice.add("Choir", status="planned", belonging=2)
    on_its_way(alice)
    network = network_of(state_of(alice.session, alice.owner))
    then = projected(network)
    assert [each.status for each in then.contacts] == ["active", "planned", "active"]
    assert not any(each.extra for each in then.contacts)
    best = coverages(network)["belonging"].score, coverages(then)["belonging"].score
    assert best[0]
    assert best[1]
    assert best[1][0] >= best[0][0]
    assert best[1][1] > best[0][1]


def test_the_mark_outlives_a_file(alice: Desk) -> None:
    on_its_way(alice)
    network = network_of(state_of(alice.session, alice.owner))
    again = documents.read_file(write_document(network)).network
    assert again.contacts == network.contacts
    assert again.elicited == network.elicited is False


def test_only_referrals_change_whom_they_hold(alice: Desk) -> None:
    """Whatever the kind of a change: the guard stands where all changes pass."""
    contact = on_map(alice, on_its_way(alice))
    state = state_of(alice.session, alice.owner)
    edit = Edit.between("contact", contact["id"], contact, {"status": "active"})

    def changed(session: Any, actor: Any, _owner: Any) -> None:
        change(session, actor, state, "edit", [edit])

    alice.refused("of-a-referral", changed)
