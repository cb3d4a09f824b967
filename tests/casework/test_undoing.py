"""Undo and redo: one's own, in order, across restarts, never over what somebody else did since."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.app import create_app
from supportmap.casework import mapping, room
from supportmap.casework.outcome import Invalid
from supportmap.casework.undoing import changes_of, undoable
from supportmap.casework.visits import reopen_visit
from supportmap.records.audit import AuditRow
from supportmap.records.database import db
from supportmap.settings import Settings
from tests.casework.acting import Desk, a_colleague, a_desk


def test_everything_can_be_undone_and_done_again_in_order(session: Session) -> None:
    desk = a_desk(session)
    states = [desk.content]
    avery = desk.add(emotional=1)
    states.append(desk.content)
    blake = desk.add("Blake")
    states.append(desk.content)
    for act in (
        lambda: desk.tie(avery, blake, strength=2),
        lambda: desk.change(avery, emotional=2, note="sings"),
        lambda: desk.tie(avery, blake, strained=True),
        lambda: desk.act(mapping.tidy),
        lambda: desk.act(mapping.untie, avery, blake),
        lambda: desk.change(blake, status="past", ended_reason="moved"),
        lambda: desk.act(mapping.change_network, {"needs": {"emotional": 0.7}}),
    ):
        act()
        states.append(desk.content)
    for state in reversed(states[:-1]):
        desk.undo()
        assert desk.content == state
        desk.check_sums()
    desk.refused("nothing-to-undo", mapping.undo)
    for state in states[1:]:
        desk.redo()
        assert desk.content == state
        desk.check_sums()
    desk.refused("nothing-to-redo", mapping.redo)


def test_undoing_the_adding_of_a_contact_deletes_it_altogether(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add()
    assert desk.undo().gone_contacts == (avery,)
    assert (desk.told["contacts"], desk.told["elicited"]) == ([], False)
    again = desk.redo().contacts[0]
    assert (again["id"], again["version"]) == (avery, 3), "a version that it had before would hide a change"


def test_a_new_change_drops_what_could_be_redone(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add()
    desk.change(avery, emotional=1)
    desk.change(avery, emotional=2)
    desk.undo()
    desk.undo()
    desk.change(avery, practical=2)
    desk.refused("nothing-to-redo", mapping.redo)
    desk.undo()
    desk.redo()
    desk.refused("nothing-to-redo", mapping.redo)
    desk.undo()
    desk.undo()
    assert desk.told["contacts"] == []
    desk.refused("nothing-to-undo", mapping.undo)


def test_each_undoes_their_own_last_change(session: Session) -> None:
    alice = a_desk(session)
    bob = a_colleague(alice)
    avery = alice.add()
    alice.change(avery, emotional=1)
    bob.change(avery, practical=2)
    alice.undo()
    assert (alice.contact(avery)["emotional"], alice.contact(avery)["practical"]) == (None, 2)
    bob.undo()
    bob.refused("nothing-to-undo", mapping.undo)
    assert alice.contact(avery)["practical"] is None
    alice.redo()
    assert alice.contact(avery)["emotional"] == 1
    alice.check_sums()


def test_what_somebody_else_changed_since_is_told_and_kept(session: Session) -> None:
    alice = a_desk(session)
    bob = a_colleague(alice)
    avery = alice.add()
    alice.change(avery, emotional=1, note="mine")
    bob.change(avery, emotional=2)
    before = alice.told
    conflict = alice.refused("changed-since", mapping.undo)
    assert conflict.values == ({"place": f"contacts.{avery}.emotional", "yours": 1, "theirs": 2},)
    assert alice.told == before
    bob.undo()
    alice.undo()
    assert alice.contact(avery)["note"] is None


def test_an_answer_of_0_is_not_the_same_as_none(session: Session) -> None:
    alice = a_desk(session)
    bob = a_colleague(alice)
    avery = alice.add(emotional=1)
    alice.change(avery, emotional=None)
    bob.change(avery, emotional=0)
    conflict = alice.refused("changed-since", mapping.undo)
    assert conflict.values == ({"place": f"contacts.{avery}.emotional", "yours": None, "theirs": 0},)


def test_a_redo_is_refused_where_somebody_changed_the_thing(session: Session) -> None:
    alice = a_desk(session)
    bob = a_colleague(alice)
    avery = alice.add()
    alice.change(avery, circle=1)
    alice.undo()
    bob.change(avery, circle=3)
    conflict = alice.refused("changed-since", mapping.redo)
    assert conflict.values == ({"place": f"contacts.{avery}.circle", "yours": None, "theirs": 3},)


def test_an_added_contact_whom_somebody_else_touched_stays(session: Session) -> None:
    alice = a_desk(session)
    bob = a_colleague(alice)
    avery = alice.add()
    bob.change(avery, note="theirs")
    conflict = alice.refused("changed-since", mapping.undo)
    assert conflict.values == ({"place": f"contacts.{avery}.note", "yours": None, "theirs": "theirs"},)
    bob.undo()
    blake = bob.add("Blake")
    bob.tie(avery, blake)
    conflict = alice.refused("changed-since", mapping.undo)
    a, b = sorted((avery, blake))
    assert [value["place"] for value in conflict.values] == [f"ties.{a}.{b}"]
    assert conflict.values[0]["theirs"]["strength"] == 1
    bob.undo()
    alice.undo()
    assert [each["id"] for each in alice.told["contacts"]] == [blake]
    assert alice.told["elicited"] is True, "somebody was asked: Bob's contact is there"


def test_a_tie_is_not_brought_back_to_somebody_who_is_gone(session: Session) -> None:
    alice = a_desk(session)
    bob = a_colleague(alice)
    avery, blake = bob.add(), alice.add("Blake")
    bob.tie(avery, blake)
    bob.act(mapping.untie, avery, blake)
    alice.undo()
    conflict = bob.refused("changed-since", mapping.undo)
    assert [value["place"] for value in conflict.values] == [f"contacts.{blake}"]


def test_undo_and_redo_do_not_reach_into_a_finished_visit_nor_out_of_an_open_one(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add()
    visit = desk.start()
    desk.refused("nothing-to-undo", mapping.undo)
    desk.change(avery, emotional=1)
    desk.change(avery, emotional=2)
    desk.undo()
    desk.finish(visit)
    desk.refused("nothing-to-undo", mapping.undo)
    desk.refused("nothing-to-redo", mapping.redo)
    copy = UUID(desk.act(reopen_visit, visit)["id"])
    desk.refused("nothing-to-undo", mapping.undo)
    desk.refused("nothing-to-redo", mapping.redo)
    desk.change(avery, belonging=1)
    desk.undo()
    desk.refused("nothing-to-undo", mapping.undo)
    desk.finish(copy)


def test_undo_works_after_a_restart(app: Flask, service_settings: Settings) -> None:
    desk = a_desk(db.session)
    avery = desk.add()
    desk.change(avery, emotional=2)
    db.session.close()
    with create_app(service_settings).app_context():
        again = Desk(db.session, desk.actor, desk.owner)
        again.undo()
        assert again.contact(avery)["emotional"] is None
        again.redo()
        again.undo()
        db.session.close()
        db.engine.dispose()
    desk.undo()
    assert desk.told["contacts"] == []


def test_it_is_told_what_would_be_undone_and_redone(session: Session) -> None:
    desk = a_desk(session)
    look = (desk.session, desk.actor, desk.owner)
    assert undoable(*look) == {"undo": None, "redo": None}
    avery = desk.add()
    desk.change(avery, emotional=2)
    desk.undo()
    whom = {"contacts": [avery], "contact_count": 1}
    found = {"undo": {"number": 1, "kind": "add", **whom}, "redo": {"number": 2, "kind": "rate", **whom}}
    assert undoable(*look) == found


def test_changes_are_listed_without_content_a_page_at_a_time(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add("Sentinel")
    desk.change(avery, note="Sentinel")
    desk.undo()
    first, after = changes_of(session, desk.owner, limit=2)
    assert [(each["number"], each["kind"], each["of"], each["undone"]) for each in first] == [
        (3, "undo", 2, False),
        (2, "edit", None, True),
    ]
    rest, end = changes_of(session, desk.owner, after, limit=2)
    assert ([each["number"] for each in rest], end) == ([1], None)
    assert "Sentinel" not in repr((first, rest))


def test_what_was_asked_is_unsaid_again_unless_others_are_there(session: Session) -> None:
    alice = a_desk(session)
    bob = a_colleague(alice)
    alice.add()
    alice.undo()
    assert alice.told["elicited"] is False
    alice.redo()
    bob.add()
    alice.undo()
    assert (alice.told["elicited"], len(alice.told["contacts"])) == (True, 1)
    alice.redo()
    assert (alice.told["elicited"], len(alice.told["contacts"])) == (True, 2)


def test_whom_somebody_new_knows_was_not_asked(session: Session) -> None:
    alice = a_desk(session)
    bob = a_colleague(alice)
    alice.tie(alice.add(), alice.add("Blake"))
    bob.act(mapping.change_network, {"ties_asked": True})
    said = []
    for act in (lambda: alice.add("Cleo"), alice.undo, alice.redo):
        act()
        said.append(alice.told["ties_asked"])
    assert said == [False, True, False]


def test_nothing_comes_back_into_a_map_that_is_full(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = a_desk(session)
    bob = a_colleague(desk)
    monkeypatch.setattr(room, "MAX_CONTACTS", 2)
    desk.add()
    desk.add("Blake")
    desk.undo()
    bob.add("Cleo")
    with pytest.raises(Invalid):
        desk.redo()
    assert len(desk.told["contacts"]) == 2


def test_two_who_add_and_undo_leave_it_unsaid_that_there_is_nobody(session: Session) -> None:
    alice = a_desk(session)
    bob = a_colleague(alice)
    alice.add()
    bob.add("Blake")
    alice.undo()
    assert alice.told["elicited"] is True
    bob.undo()
    assert (alice.told["elicited"], alice.told["contacts"]) == (False, [])
    bob.redo()
    assert alice.told["elicited"] is True


def test_what_was_said_in_so_many_words_outlives_an_undo(session: Session) -> None:
    alice = a_desk(session)
    bob = a_colleague(alice)
    bob.act(mapping.change_network, {"elicited": True, "ties_asked": True})
    alice.add()
    alice.undo()
    assert (alice.told["elicited"], alice.told["ties_asked"]) == (True, True)
    bob.undo()
    assert (alice.told["elicited"], alice.told["ties_asked"]) == (False, False)


def test_that_all_ties_were_asked_for_outlives_each_of_them(session: Session) -> None:
    alice = a_desk(session)
    bob = a_colleague(alice)
    avery, blake = alice.add(), alice.add("Blake")
    alice.tie(avery, blake, strength=1)
    alice.act(mapping.change_network, {"ties_asked": True})
    alice.act(mapping.untie, avery, blake)
    bob.tie(avery, blake, strength=2)
    bob.undo()
    assert (alice.told["ties"], alice.told["ties_asked"]) == ([], True)


def test_what_somebody_else_said_of_all_ties_since_is_not_undone(session: Session) -> None:
    alice = a_desk(session)
    bob = a_colleague(alice)
    alice.add()
    alice.act(mapping.change_network, {"ties_asked": True})
    bob.act(mapping.change_network, {"ties_asked": False})
    clash = alice.refused("changed-since", mapping.undo)
    assert clash.values == ({"place": "ties_asked", "yours": True, "theirs": False},)
    assert alice.told["ties_asked"] is False


def test_undo_of_another_change_leaves_what_a_file_said_of_all_ties(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add()
    desk.take(
        {"ties_asked": True, "contacts": [{"id": avery, "name": "Avery"}, {"id": "b", "name": "Blake"}]}
    )
    desk.change(avery, emotional=2)
    desk.undo()
    assert desk.told["ties_asked"] is True
    desk.undo()
    assert desk.told["ties_asked"] is False


def test_undo_passes_over_the_mark_of_who_is_not_safe_to_turn_to(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add()
    desk.change(avery, emotional=1)
    desk.change(avery, emotional=2)
    desk.undo()
    desk.change(avery, unsafe=True)
    desk.redo()
    told = desk.contact(avery)
    assert (told["emotional"], told["unsafe"]) == (2, True)
    for _ in range(2):
        desk.undo()
    told = desk.contact(avery)
    assert (told["emotional"], told["unsafe"]) == (None, True)
    actions = session.scalars(select(AuditRow.action).where(AuditRow.action.contains("mark")))
    assert list(actions) == [], "clients read the audit"
