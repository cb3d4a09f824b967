"""Every act on the map: what it changes, what it refuses, and the rows that it leaves."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.casework import mapping, room
from supportmap.casework.changes import who
from supportmap.casework.confirming import confirm_contact
from supportmap.casework.mapping import remove_contact
from supportmap.casework.outcome import Invalid, Missing, Outcome, Stale
from supportmap.casework.visits import network_at
from supportmap.exchange.fields import CONTACT
from supportmap.records.audit import Actor, AuditRow
from supportmap.records.network import ChangeRow, CoverageRow
from supportmap.records.networks import network_of, state_of
from tests.casework.acting import Desk, a_colleague, a_desk, count_changes
from tests.service import a_user


def reasons_of(desk_act: Any, *args: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refusal:
        desk_act(*args)
    return list(refusal.value.reasons)


def kinds_of(session: Session) -> list[str]:
    return list(session.scalars(select(ChangeRow.kind).order_by(ChangeRow.number)))


def test_the_first_contact_says_that_contacts_were_asked_for(session: Session) -> None:
    desk = a_desk(session)
    assert desk.told["elicited"] is False
    first: Outcome = desk.act(mapping.add_contact, {"name": " Avery ", "emotional": 2})
    assert (first.network_version, first.network) == (1, {"elicited": True})
    told = dict.fromkeys(CONTACT) | {"id": first.contacts[0]["id"], "name": "Avery", "kind": "person"}
    plain = {"status": "active", "emotional": 2, "version": 1, "confirmed_in": None}
    plain |= {"pseudonym": "Person 1", "expected_of": None}
    del told["unsafe"]  # the mark is told only where it is asked for
    assert first.contacts == (told | plain,)
    second: Outcome = desk.act(mapping.add_contact, {"name": "Blake"})
    assert (second.network_version, second.network) == (2, {})
    assert [each["name"] for each in desk.told["contacts"]] == ["Avery", "Blake"]
    desk.check_sums()


def test_all_fields_of_a_contact_come_back_as_they_were_given(session: Session) -> None:
    desk = a_desk(session)
    facts = {
        "name": "Avery",
        "kind": "group",
        "relationship": "choir",
        "sector": "community",
        "status": "past",
        "circle": 2,
        "angle": 12.5,
        **dict.fromkeys(("emotional", "practical", "belonging", "gives_back", "strain"), 1),
        "reach": 0,
        "frequency": 2,
        "unsafe": True,
        "since": "new",
        "ended_reason": "moved",
        "note": "sings\non Mondays",
        "phone": "+49 30 1",
        "phone_checked_on": "2026-11-20",
        "knows_listed": True,
    }
    own_id = str(uuid4())
    desk.act(mapping.add_contact, facts, own_id)
    own = {"version": 1, "confirmed_in": None, "pseudonym": "Group 1", "expected_of": None}
    assert desk.contact(own_id) == {"id": own_id, **facts, **own}


def test_a_taken_id_is_told_and_an_id_is_a_uuid(session: Session) -> None:
    desk = a_desk(session)
    taken = desk.add()
    desk.refused("id-taken", mapping.add_contact, {"name": "Blake"}, taken.upper())
    assert reasons_of(desk.act, mapping.add_contact, {"name": "Blake"}, "c1") == [("id", "expected a UUID")]
    assert count_changes(desk) == 1


def test_facts_that_cannot_be_kept_are_refused_by_place_and_without_their_values(session: Session) -> None:
    desk = a_desk(session)
    given = {"circle": 9, "note": "a\0b", "emotonal": 2, "phone": "\ud800"}
    found = reasons_of(desk.act, mapping.add_contact, given)
    assert found == [
        ("name", "missing"),
        ("circle", "expected 1, 2 or 3, or nothing"),
        ("note", "text that can't be kept"),
        ("phone", "text that can't be kept"),
        ("emotional", "a field that nothing reads: is emotional meant?"),
    ]
    assert reasons_of(desk.act, mapping.add_contact, []) == [("", "expected an object")]
    assert desk.told["network_version"] == 0


def test_another_number_is_not_the_one_that_was_checked(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add(phone="01632 960123", phone_checked_on="2026-05-03")

    def checked(**facts: object) -> object:
        desk.change(avery, **facts)
        return desk.contact(avery)["phone_checked_on"]

    assert checked(phone="01632 960123", circle=1) == "2026-05-03"
    assert checked(note="sings") == "2026-05-03"
    assert checked(phone="01632 960124") is None
    assert checked(phone="01632 960125", phone_checked_on="2026-05-04") == "2026-05-04"
    assert checked(phone=None) is None
    desk.act(mapping.undo)
    assert desk.contact(avery)["phone_checked_on"] == "2026-05-04"


def test_only_who_is_past_has_a_reason_for_it(session: Session) -> None:
    desk = a_desk(session)
    only_past = [("ended_reason", "only of a contact who is past")]
    assert reasons_of(desk.act, mapping.add_contact, {"name": "A", "ended_reason": "died"}) == only_past
    avery = desk.add()
    assert reasons_of(desk.act, mapping.change_contact, avery, {"ended_reason": "died"}, 1) == only_past
    desk.act(mapping.remove_contact, avery, 1, "fell out")
    assert [desk.contact(avery)[name] for name in ("status", "ended_reason", "version")] == [
        "past",
        "fell out",
        2,
    ]
    desk.change(avery, status="active")
    assert [desk.contact(avery)[name] for name in ("status", "ended_reason", "version")] == [
        "active",
        None,
        3,
    ]


def test_the_kind_of_a_change_tells_what_was_changed(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add()
    desk.change(avery, emotional=1, reach=2)
    desk.change(avery, circle=1, angle=40, sector="family")
    desk.change(avery, note="sings", circle=2)
    desk.change(avery, status="planned")
    desk.change(avery, status="past", ended_reason="moved")
    desk.change(avery, status="active")
    assert kinds_of(session) == ["add", "rate", "move", "edit", "edit", "remove", "return"]


def test_who_read_an_older_version_is_told_how_the_contact_stands(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add(emotional=0)
    desk.change(avery, emotional=2)
    with pytest.raises(Stale) as refusal:
        desk.act(mapping.change_contact, avery, {"emotional": 1}, 1)
    assert refusal.value.current | {"unsafe": False} == desk.contact(avery)
    assert (desk.contact(avery)["emotional"], count_changes(desk)) == (2, 2)


def test_a_change_that_changes_nothing_leaves_no_trace(session: Session) -> None:
    desk = a_desk(session)
    avery, blake = desk.add(emotional=1), desk.add()
    desk.tie(avery, blake, strength=2)
    desk.act(mapping.tidy)
    before = desk.told
    outcome = desk.change(avery, emotional=1, name="Avery")
    assert outcome.network_version == before["network_version"]
    assert [told | {"unsafe": False} for told in outcome.contacts] == [desk.contact(avery)]
    desk.tie(blake, avery, strength=2)
    desk.act(mapping.tidy)
    desk.act(mapping.change_network, {"elicited": True, "needs": {"emotional": None}})
    assert desk.told == before
    desk.check_sums()


def test_a_tie_is_one_in_either_direction_and_says_nothing_of_other_pairs(session: Session) -> None:
    desk = a_desk(session)
    avery, blake = desk.add(), desk.add("Blake")
    made = desk.tie(blake, avery)
    a, b = sorted((avery, blake))
    assert made.ties == ({"a": a, "b": b, "strength": 1, "strained": False},)
    assert (made.network, desk.told["ties_asked"]) == ({}, False)
    desk.tie(avery, blake, strength=None, strained=True)
    assert desk.told["ties"] == [{"a": a, "b": b, "strength": None, "strained": True}]
    gone: Outcome = desk.act(mapping.untie, blake, avery)
    assert (gone.gone_ties, desk.told["ties"], desk.told["ties_asked"]) == (((a, b),), [], False)
    assert [each["version"] for each in desk.told["contacts"]] == [1, 2]
    desk.check_sums()


def test_a_tie_needs_two_contacts_of_this_map(session: Session) -> None:
    desk, other = a_desk(session), a_desk(session)
    avery, stranger = desk.add(), other.add()
    assert reasons_of(desk.act, mapping.put_tie, avery, avery, {}) == [
        ("b", "a tie joins two different contacts")
    ]
    for verb, args in (
        (mapping.put_tie, (avery, stranger, {})),
        (mapping.untie, (avery, stranger)),
        (mapping.change_contact, (stranger, {"note": "x"}, 1)),
        (mapping.remove_contact, (str(uuid4()), 1, None)),
    ):
        with pytest.raises(Missing):
            desk.act(verb, *args)


def test_tidying_gives_everyone_a_place_as_one_change(session: Session) -> None:
    desk = a_desk(session)
    ids = [desk.add(f"C{number}", circle=1 + number % 3, angle=1.0) for number in range(9)]
    outcome: Outcome = desk.act(mapping.tidy)
    angles = [each["angle"] for each in desk.told["contacts"]]
    assert len(set(angles)) > 6
    assert (len(outcome.contacts), outcome.network_version) == (9, 10)
    desk.undo()
    assert [desk.contact(own_id)["angle"] for own_id in ids] == [1.0] * 9


def test_needs_and_what_was_asked_are_changes_too(session: Session) -> None:
    desk = a_desk(session)
    outcome: Outcome = desk.act(mapping.change_network, {"elicited": True, "needs": {"practical": 0.7}})
    needs = {"emotional": None, "practical": 0.7, "belonging": None}
    assert outcome.network == {"elicited": True, "needs": needs}
    found = session.scalars(select(CoverageRow.status).order_by(CoverageRow.function))
    assert list(found) == ["gap"] * 3, "asked, and there is nobody"
    desk.undo()
    assert (desk.told["elicited"], desk.told["needs"]["practical"]) == (False, None)
    refused = reasons_of(desk.act, mapping.change_network, {"needs": {"practical": 0.6}})
    assert refused == [("practical", "expected 0.3, 0.5 or 0.7, or nothing")]
    desk.act(mapping.change_network, {"needs": {"practical": 0.5}})
    assert desk.told["needs"]["practical"] == 0.5
    desk.act(mapping.change_network, {"needs": {"practical": None}})
    assert desk.told["needs"]["practical"] is None
    desk.check_sums()


def test_the_rest_is_answered_as_one_change_and_nothing_is_overwritten(session: Session) -> None:
    desk = a_desk(session)
    avery, blake, chris = (desk.add(name) for name in ("Avery", "Blake", "Chris"))
    desk.change(avery, emotional=2)
    version = desk.told["network_version"]
    desk.act(mapping.answer_rest, "emotional", 0, [avery, blake, chris])
    assert [each["emotional"] for each in desk.told["contacts"]] == [2, 0, 0]
    assert desk.told["network_version"] == version + 1
    assert kinds_of(session)[-1] == "rate-rest"
    desk.undo()
    assert [each["emotional"] for each in desk.told["contacts"]] == [2, None, None]
    with pytest.raises(Missing):
        desk.act(mapping.answer_rest, "emotional", 0, [str(uuid4())])
    desk.check_sums()


def test_who_was_added_by_mistake_is_taken_off_with_all_ties_and_comes_back(session: Session) -> None:
    desk = a_desk(session)
    avery, blake, cleo = (desk.add(name, emotional=2) for name in ("Avery", "Blake", "Cleo"))
    desk.tie(avery, blake, strength=2)
    desk.tie(blake, cleo)
    visit = desk.start()
    desk.finish(visit)
    before = desk.content
    desk.act(mapping.discard_contact, blake, desk.contact(blake)["version"])
    told = desk.told
    assert [each["id"] for each in told["contacts"]] == [avery, cleo]
    assert (told["ties"], told["ties_asked"]) == ([], False)
    assert network_at(session, desk.owner, visit).contact(blake).name == "Blake"
    desk.undo()
    assert desk.content == before
    with pytest.raises(Stale):
        desk.act(mapping.discard_contact, blake, 1)
    desk.check_sums()


def test_a_map_left_empty_by_a_mistake_is_a_map_of_nobody_asked_for(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add()
    desk.act(mapping.discard_contact, avery, 1)
    assert (desk.told["contacts"], desk.told["elicited"]) == ([], False)
    assert kinds_of(session) == ["add", "discard"]


def test_what_was_said_before_outlives_who_was_added_by_mistake(session: Session) -> None:
    desk = a_desk(session)
    desk.act(mapping.change_network, {"elicited": True, "ties_asked": True})
    avery, blake = desk.add(), desk.add("Blake")
    desk.tie(avery, blake)
    desk.act(mapping.discard_contact, avery, desk.contact(avery)["version"])
    assert (desk.told["elicited"], desk.told["ties_asked"]) == (True, False)
    desk.act(mapping.discard_contact, blake, desk.contact(blake)["version"])
    before = desk.content
    assert (before["contacts"], before["elicited"], before["ties_asked"]) == ([], True, True)
    desk.undo()
    desk.redo()
    assert desk.content == before


def test_who_was_added_by_mistake_says_nothing_however_it_is_told_later(session: Session) -> None:
    desk = a_desk(session)
    desk.act(mapping.change_network, {"elicited": True})
    colleague = Desk(session, a_user(session, desk.owner.agency_id), desk.owner)
    blake = colleague.add("Blake")
    colleague.act(mapping.discard_contact, blake, colleague.contact(blake)["version"])
    desk.undo()
    assert desk.told["elicited"] is False
    desk.redo()
    assert desk.told["elicited"] is True


def test_contacts_are_confirmed_at_the_open_visit(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add()
    desk.refused("no-open-visit", confirm_contact, avery)
    visit = desk.start()
    desk.act(confirm_contact, avery)
    assert desk.contact(avery)["confirmed_in"] == str(visit)
    assert desk.contact(desk.add("Blake"))["confirmed_in"] == str(visit), "who is added is there"
    desk.undo()
    desk.undo()
    assert desk.contact(avery)["confirmed_in"] is None
    assert kinds_of(session)[1] == "confirm"


def test_a_map_holds_no_more_contacts_than_a_document(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "MAX_CONTACTS", 2)
    desk = a_desk(session)
    desk.add()
    desk.add()
    assert reasons_of(desk.add) == [("contacts", "at most 2 contacts can be kept")]


def test_every_change_is_audited_without_its_content(session: Session) -> None:
    desk = a_desk(session)
    avery, blake = desk.add("Sentinel"), desk.add("Sentinel")
    desk.tie(avery, blake)
    desk.change(avery, note="Sentinel")
    of_client = AuditRow.client_id == desk.owner.client_id
    rows = session.scalars(select(AuditRow).where(of_client).order_by(AuditRow.seq)).all()
    assert [row.action for row in rows] == ["network.add", "network.add", "network.tie", "network.edit"]
    assert [row.user_id for row in rows] == [desk.actor.user_id] * 4
    assert rows[2].objects.split() == sorted((avery, blake))
    assert "Sentinel" not in repr([vars(row) for row in rows])


def test_nobody_changes_a_map_without_a_name(session: Session) -> None:
    with pytest.raises(ValueError, match="only a user"):
        who(Actor.operator(UUID(int=1)))


def test_what_the_rows_say_is_what_the_analysis_reads(session: Session) -> None:
    desk = a_desk(session)
    avery, blake = desk.add(circle=1, emotional=2), desk.add("Blake", unsafe=True)
    desk.tie(avery, blake)
    network = network_of(state_of(session, desk.owner))
    assert [contact.name for contact in network.supporters] == ["Avery"]
    assert network.to_graph().has_edge(avery, blake)


def test_removing_twice_keeps_the_reason(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add()
    desk.act(remove_contact, avery, 1, "died")
    desk.act(remove_contact, avery, 2, None)
    assert desk.contact(avery)["ended_reason"] == "died"


def test_what_was_answered_was_asked_for(session: Session) -> None:
    desk = a_desk(session)
    avery, blake = desk.add(), desk.add("Blake")
    desk.tie(avery, blake, strength=1)
    with pytest.raises(Invalid) as refusal:
        desk.act(mapping.change_network, {"elicited": False})
    assert refusal.value.reasons[0][0] == "elicited"
    for said in (True, False):
        desk.act(mapping.change_network, {"ties_asked": said})
        assert desk.told["ties_asked"] is said


def test_whoever_is_back_was_not_asked_whom_they_know(session: Session) -> None:
    desk = a_desk(session)
    avery, blake = desk.add(), desk.add("Blake")
    desk.change(blake, status="past")
    desk.act(mapping.change_network, {"ties_asked": True})
    back = desk.change(blake, status="active")
    assert (back.network, desk.told["ties_asked"]) == ({"ties_asked": False}, False)
    desk.undo()
    assert desk.told["ties_asked"] is True
    desk.change(avery, status="past")
    desk.change(avery, status="active")
    assert desk.told["ties_asked"] is True, "asked before Avery was past"


def test_all_ties_are_said_of_those_only_who_were_seen(session: Session) -> None:
    desk = a_desk(session)
    avery, blake = desk.add(), desk.add("Blake")
    a_colleague(desk).add("Cleo")
    desk.act(mapping.change_network, {"ties_asked": True}, [avery, blake])
    assert not desk.told["ties_asked"]
    desk.act(mapping.change_network, {"ties_asked": True})
    count = count_changes(desk)
    desk.act(mapping.change_network, {"ties_asked": True}, [avery, blake])
    assert (desk.told["ties_asked"], count_changes(desk)) == (True, count)


def test_whoever_is_added_again_by_their_old_id_was_not_asked_whom_they_know(session: Session) -> None:
    desk = a_desk(session)
    avery, blake = desk.add(), desk.add("Blake")
    desk.act(mapping.change_network, {"ties_asked": True})
    desk.act(mapping.discard_contact, blake, desk.contact(blake)["version"])
    desk.undo()
    assert desk.told["ties_asked"], "as it was before the mistake"
    desk.act(mapping.discard_contact, blake, desk.contact(blake)["version"])
    added: Outcome = desk.act(mapping.add_contact, {"name": "Blake"}, blake)
    assert (added.network, desk.told["ties_asked"]) == ({"ties_asked": False}, False)
    desk.undo()
    desk.take({"contacts": [{"id": own_id, "name": "B"} for own_id in (avery, blake)]})
    assert desk.told["ties_asked"] is False


def test_a_planned_contact_does_not_unsay_that_all_ties_were_asked_for(session: Session) -> None:
    desk = a_desk(session)
    desk.add()
    desk.act(mapping.change_network, {"ties_asked": True})
    choir = desk.add("Choir", status="planned")
    assert desk.told["ties_asked"] is True
    desk.change(choir, status="active")
    assert desk.told["ties_asked"] is False


def test_what_was_said_is_answered_whether_or_not_it_changed_anything(session: Session) -> None:
    desk = a_desk(session)
    desk.add()
    said: Outcome = desk.act(mapping.change_network, {"ties_asked": True}, [])
    assert (said.network, said.change) == ({"ties_asked": False}, said.network_version)
    desk.act(mapping.change_network, {"ties_asked": True})
    again: Outcome = desk.act(mapping.change_network, {"ties_asked": True})
    assert (again.network["ties_asked"], again.change) == (True, None)
