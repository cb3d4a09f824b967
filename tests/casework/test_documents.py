"""Files into a map and out of it: nothing gets lost, nothing is done twice, and one undo takes it back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import orjson
import pytest
from sqlalchemy.orm import Session

from supportmap.analysis.change import compare
from supportmap.casework import mapping
from supportmap.casework.clients import client_of
from supportmap.casework.documents import Plan, export_document, import_document, plan_import, read_file
from supportmap.casework.outcome import Invalid, Outcome
from supportmap.casework.snapshot import snapshot_network
from supportmap.casework.visits import network_at
from supportmap.exchange.document import write_document
from supportmap.exchange.examples import example
from supportmap.exchange.formats import read_bytes
from supportmap.records.encryption import Unreadable
from supportmap.records.networks import Facts
from tests.casework.acting import Desk, a_colleague, a_desk, count_changes

CSV = b"id,name,emotional,circle,pet\nA,Avery,2,1,cat\nB,Blake,,2,\n"
TIES = b"a,b,strength\nA,B,2\n"
EASYNWK = {
    "ego": {"name": "K."},
    "alteri": [{"id": "x", "name": "Avery", "horizon": 2}, {"id": "y", "name": "Blake"}],
    "connections": [{"id1": "x", "id2": "y"}],
}


def plan_of(desk: Desk, data: bytes, ties: bytes | None = None) -> Plan:
    return plan_import(desk.session, desk.owner, read_file(data, ties))


def taken_in(desk: Desk, data: bytes, ties: bytes | None = None) -> Outcome:
    outcome: Outcome = desk.act(import_document, plan_of(desk, data, ties))
    return outcome


def given_out(desk: Desk, visit: UUID | None = None) -> Facts:
    return normal(export_document(desk.session, desk.owner, visit))


def normal(data: bytes) -> Facts:
    """The document with every field. A tie has no direction: it names first who stands first."""
    document: Facts = orjson.loads(write_document(read_bytes(data).network))
    order = [contact["id"] for contact in document["contacts"]]
    for tie in document["ties"]:
        tie["a"], tie["b"] = sorted((tie["a"], tie["b"]), key=order.index)
    return document


def a_document(*contacts: Facts, **facts: object) -> bytes:
    return orjson.dumps({"format": "supportmap", "version": 1, "contacts": contacts, **facts})


@pytest.mark.parametrize("earlier", [False, True])
def test_the_example_goes_in_and_comes_out_the_same(session: Session, earlier: bool) -> None:
    desk, data = a_desk(session), example(earlier)
    desk.start(date.fromisoformat(orjson.loads(data)["held_on"]))
    outcome = taken_in(desk, data)
    assert given_out(desk) == normal(data)
    assert outcome.network_version == count_changes(desk) == 1
    desk.check_sums()


def test_unknown_keys_and_odd_ids_survive(session: Session) -> None:
    desk = a_desk(session)
    contacts = [
        {"id": "Sister of K.", "name": "Avery", "x_colour": "red", "ended_reason": "moved"},
        {"id": "8", "name": "Blake"},
    ]
    tie = {"a": "8", "b": "Sister of K.", "strength": None, "x_since": [1]}
    client = {"label": "K.", "x_pronoun": "they", "area": "M14", "birth_year": 1987}
    data = a_document(*contacts, ties=[tie], client=client, x_top={"a": 1}, held_on="2026-11-20")
    desk.start(date(2026, 11, 20))
    taken_in(desk, data)
    found, expected = given_out(desk), normal(data)
    assert found == expected


def test_the_same_file_again_changes_nothing(session: Session) -> None:
    desk = a_desk(session)
    taken_in(desk, example())
    before = desk.told
    plan = plan_of(desk, example())
    count = len(before["contacts"])
    assert (plan.added, plan.changed, len(plan.unchanged), plan.network) == ((), (), count, ())
    assert (plan.ties_added, plan.ties_changed, plan.ties_unchanged) == (0, 0, len(before["ties"]))
    taken_in(desk, example())
    assert desk.told == before


def test_a_file_with_another_number_says_nothing_of_when_it_was_checked(session: Session) -> None:
    desk = a_desk(session)
    kept = {"id": "A", "name": "Avery", "phone": "01632 960123", "phone_checked_on": "2026-05-03"}
    taken_in(desk, a_document(kept))
    named = {"id": "A", "name": "Avery"}
    for more, checked in (
        ({"phone": "01632 960123"}, "2026-05-03"),
        ({"phone": "01632 960124"}, None),
        ({"phone": "01632 960125", "phone_checked_on": "2026-05-04"}, "2026-05-04"),
    ):
        taken_in(desk, a_document(named | more))
        assert desk.told["contacts"][0]["phone_checked_on"] == checked


def test_a_later_file_updates_by_id_adds_and_removes_nobody(session: Session) -> None:
    desk = a_desk(session)
    taken_in(desk, example(earlier=True))
    own = desk.add("Only here")
    before = desk.content
    plan = plan_of(desk, example())
    assert desk.content == before, "a plan writes nothing"
    was, now = (read_bytes(example(earlier)).network for earlier in (True, False))
    known = {contact.id for contact in was.contacts}
    assert len(plan.added) == sum(contact.id not in known for contact in now.contacts)
    assert plan.added
    assert plan.changed
    assert all(names and place.startswith("contacts[") for place, names in plan.changed)
    desk.act(import_document, plan)
    network = network_at(session, desk.owner)
    assert network.contact(own).name == "Only here"
    names = {contact.name for contact in network.contacts}
    assert names == {c.name for c in was.contacts} | {c.name for c in now.contacts} | {"Only here"}
    told = {contact["id"]: contact for contact in given_out(desk)["contacts"]}
    assert [told[contact["id"]] for contact in normal(example())["contacts"]] == normal(example())["contacts"]
    desk.undo()
    assert desk.content == before
    desk.redo()
    assert compare(network, network_at(session, desk.owner)) == compare(network, network)
    desk.check_sums()


def test_undoing_an_import_empties_the_map_again(session: Session) -> None:
    desk = a_desk(session)
    before = desk.content
    taken_in(
        desk,
        a_document({"id": "1", "name": "A"}, client={"area": "M14", "x": 1, "needs": {"practical": 0.7}}),
    )
    assert given_out(desk)["client"]["area"] == "M14"
    desk.undo()
    assert desk.content == before
    client = given_out(desk)["client"]
    assert (client["area"], "x" in client) == (None, False)


def test_a_null_of_a_document_takes_an_answer_back_and_an_empty_cell_says_nothing(session: Session) -> None:
    desk = a_desk(session)
    taken_in(desk, CSV, TIES)
    taken_in(desk, b"id,name,practical\nA,Avery,1\n")
    avery = given_out(desk)["contacts"][0]
    assert (avery["emotional"], avery["practical"], avery["circle"]) == (2, 1, 1)
    taken_in(desk, a_document({"id": "A", "name": "Avery", "emotional": None}))
    avery = given_out(desk)["contacts"][0]
    assert (avery["emotional"], avery["practical"]) == (None, 1)


def test_tables_and_easynwk_maps_go_in_too(session: Session) -> None:
    tables, easy = a_desk(session), a_desk(session)
    taken_in(tables, CSV, TIES)
    found = given_out(tables)
    assert [(each["id"], each["name"]) for each in found["contacts"]] == [("A", "Avery"), ("B", "Blake")]
    assert (found["ties"][0]["strength"], found["contacts"][0]["pet"]) == (2, "cat")
    plan = plan_of(easy, orjson.dumps(EASYNWK))
    assert plan.reading.format == "easyNWK"
    assert (len(plan.added), plan.ties_added) == (2, 1)
    easy.act(import_document, plan)
    found = given_out(easy)
    written = orjson.loads(write_document(plan.reading.network))
    assert (found["contacts"], found["ties"]) == (written["contacts"], written["ties"])


def test_what_was_exported_comes_back_to_the_same_contacts(session: Session) -> None:
    desk = a_desk(session)
    avery = desk.add(emotional=1, unsafe=True)
    data = export_document(session, desk.owner)
    assert orjson.loads(data)["contacts"][0]["unsafe"] is True
    desk.change(avery, emotional=2, note="later")
    plan = plan_of(desk, data)
    assert plan.changed == (("contacts[0]", ("emotional", "note")),)
    desk.act(import_document, plan)
    assert (desk.contact(avery)["emotional"], desk.contact(avery)["note"]) == (1, None)


def test_a_finished_visit_is_exported_as_it_stood(session: Session) -> None:
    desk = a_desk(session)
    visit = desk.start(date(2026, 11, 20))
    taken_in(desk, example())
    desk.finish(visit)
    desk.change(desk.told["contacts"][0]["id"], name="Changed")
    assert given_out(desk, visit) == normal(example())


def test_two_who_came_with_one_id_do_not_leave_with_it(session: Session) -> None:
    alice = a_desk(session)
    bob = a_colleague(alice)
    data = a_document({"id": "1", "name": "A"})
    taken_in(alice, data)
    alice.undo()
    taken_in(bob, data)
    alice.redo()
    ids = [contact["id"] for contact in given_out(alice)["contacts"]]
    assert "1" in ids
    assert len(set(ids)) == 2
    read_bytes(export_document(session, alice.owner))


@pytest.mark.parametrize(
    ("data", "place"),
    [(b"", "file"), (b'{"format": "supportmap", "version": 2}', "version"), (b"[1]", "top level")],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(
    session: Session, data: bytes, place: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        plan_of(a_desk(session), data)
    assert refusal.value.reasons[0][0] == place


TWO = ({"id": "a", "name": "A"}, {"id": "b", "name": "B"})


@pytest.mark.parametrize(
    "files",
    [
        (a_document(*TWO, ties=[{"a": "b", "b": "a"}]), None),
        (b"id,name\na,A\nb,B\n", b"a,b\na,b\n"),
        (b"id,name\na,A\nb,B\n", b"a,b,strength,strained\nb,a,,\n"),
    ],
)
def test_a_file_that_is_silent_about_a_tie_leaves_it_as_it_is(
    session: Session, files: tuple[bytes, bytes | None]
) -> None:
    desk = a_desk(session)
    taken_in(desk, a_document(*TWO, ties=[{"a": "a", "b": "b", "strength": 2, "strained": True}]))
    before = desk.content
    assert plan_of(desk, *files).ties_unchanged == 1
    taken_in(desk, *files)
    assert desk.content == before


def test_what_a_file_says_of_a_tie_is_taken(session: Session) -> None:
    desk = a_desk(session)
    taken_in(desk, a_document(*TWO, ties=[{"a": "a", "b": "b", "strength": 2, "strained": True}]))
    taken_in(desk, a_document(*TWO, ties=[{"a": "b", "b": "a", "strength": 1, "strained": False}]))
    assert [(tie["strength"], tie["strained"]) for tie in desk.told["ties"]] == [(1, False)]


def test_who_is_back_by_a_file_has_not_ended(session: Session) -> None:
    desk = a_desk(session)
    taken_in(desk, a_document({"id": "a", "name": "A", "status": "past", "ended_reason": "moved"}))
    taken_in(desk, a_document({"id": "a", "name": "A", "status": "active"}))
    (contact,) = desk.told["contacts"]
    assert (contact["status"], contact["ended_reason"]) == ("active", None)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (b"id,name,kind,status,unsafe\nA,Avery,person,active,false\n", ("person", "active", False)),
        (b"id,name,kind,status,unsafe\nA,Avery,,,\n", ("group", "planned", True)),
    ],
)
def test_a_filled_cell_counts_though_it_says_what_is_usual(
    session: Session, cells: bytes, expected: tuple[str, str, bool]
) -> None:
    desk = a_desk(session)
    taken_in(desk, b"id,name,kind,status,unsafe\nA,Avery,group,planned,true\n")
    taken_in(desk, cells)
    (avery,) = desk.told["contacts"]
    assert (avery["kind"], avery["status"], avery["unsafe"]) == expected


def test_a_filled_cell_of_a_tie_counts_though_it_says_what_is_usual(session: Session) -> None:
    desk = a_desk(session)
    taken_in(desk, CSV, b"a,b,strength,strained\nA,B,2,true\n")
    taken_in(desk, CSV, b"a,b,strength,strained\nB,A,,\n")
    assert [(tie["strength"], tie["strained"]) for tie in desk.told["ties"]] == [(2, True)]
    taken_in(desk, CSV, b"a,b,strength,strained\nB,A,1,false\n")
    assert [(tie["strength"], tie["strained"]) for tie in desk.told["ties"]] == [(1, False)]


def test_a_person_of_easynwk_is_a_person_again(session: Session) -> None:
    desk = a_desk(session)
    for human, kind in ((False, "animal"), (None, "animal"), (True, "person")):
        alter = {"id": "x", "name": "Rex"} | ({} if human is None else {"human": human})
        taken_in(desk, orjson.dumps({"alteri": [alter], "connections": []}))
        assert [each["kind"] for each in desk.told["contacts"]] == [kind]


def test_a_file_of_somebody_else_is_told(session: Session) -> None:
    desk = a_desk(session)
    label = client_of(session, desk.owner)["label"]
    assert not plan_of(desk, a_document(client={"label": f" {label.upper()}"})).another_label
    assert plan_of(desk, a_document(client={"label": "Somebody else"})).another_label
    assert not plan_of(desk, a_document()).another_label


def test_no_key_of_a_file_is_repeated(session: Session) -> None:
    desk = a_desk(session)
    for data in (b'{"format": "supportmap", "Ana": 1, "Ana": 2}', b'{"Ana": {"x": NaN}}'):
        with pytest.raises(Invalid) as refusal:
            plan_of(desk, data)
        assert "Ana" not in str(refusal.value)


def test_a_snapshot_that_cannot_be_read_is_our_fault() -> None:
    with pytest.raises(Unreadable):
        snapshot_network({"document": {"format": "supportmap", "version": 1, "contacts": 1}})


def test_a_file_that_makes_somebody_past_still_has_everybody_who_is_there(session: Session) -> None:
    desk = a_desk(session)
    avery, blake = desk.add(), desk.add("Blake")
    listed = [{"id": avery, "name": "Avery"}, {"id": blake, "name": "Blake", "status": "past"}]
    data = a_document(*listed, ties_asked=True)
    taken_in(desk, data)
    count = count_changes(desk)
    taken_in(desk, data)
    assert (desk.told["ties_asked"], count_changes(desk)) == (True, count)


def test_a_plan_that_says_nothing_changes_is_followed_by_no_change(session: Session) -> None:
    desk = a_desk(session)
    past = desk.add("Past", status="past")
    desk.add()
    desk.act(mapping.change_network, {"ties_asked": True})
    for data in (a_document(elicited=True), a_document({"id": past, "name": "Past"}, ties_asked=True)):
        assert plan_of(desk, data).network == ()
        assert taken_in(desk, data).change is None
