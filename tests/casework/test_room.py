"""How large a map may become: whatever is kept can be written as a document that is read again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from supportmap.casework import room
from supportmap.casework.documents import export_document
from supportmap.casework.mapping import add_contact
from supportmap.casework.outcome import Invalid
from supportmap.casework.room import check_room
from supportmap.exchange.formats import read_bytes
from supportmap.exchange.strict_json import MAX_BYTES
from supportmap.records.networks import State, state_of
from tests.casework.acting import Desk, a_desk
from tests.casework.test_documents import CSV, a_document, plan_of, taken_in


def test_an_import_that_makes_a_map_too_large_is_refused(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "MAX_CONTACTS", 2)
    desk = a_desk(session)
    desk.add()
    with pytest.raises(Invalid) as refusal:
        plan_of(desk, CSV)
    assert refusal.value.reasons == (("contacts", "at most 2 contacts can be kept"),)


def added_until_refused(desk: Desk) -> None:
    for number in range(20):
        desk.act(add_contact, {"name": f"M{number}", "note": "ä" * 9_999})


def test_a_map_never_outgrows_what_can_be_read_again(session: Session) -> None:
    desk = a_desk(session)
    long = [{"id": f"c{n}", "name": f"N{n}", "note": "ä" * 9_999} for n in range(240)]
    taken_in(desk, a_document(*long))
    more = [{"id": f"d{n}", "name": f"M{n}", "note": "ä" * 9_999} for n in range(20)]
    with pytest.raises(Invalid) as refusal:
        plan_of(desk, a_document(*more))
    assert refusal.value.reasons[0][0] == "notes"
    with pytest.raises(Invalid) as refusal:
        added_until_refused(desk)
    assert refusal.value.reasons[0][0] == "notes"
    assert len(export_document(desk.session, desk.owner)) <= MAX_BYTES


@pytest.mark.parametrize(
    "files",
    [
        [a_document(client={key: "x" * 2_600_000}) for key in "ab"],
        [a_document(**{key: "x" * 2_600_000}) for key in ("x_a", "x_b")],
        [
            a_document(*({"id": f"{part}{n}", "name": "N", "note": "," * 9_999} for n in range(28)))
            for part in "ab"
        ],
    ],
)
def test_nothing_at_all_makes_a_map_that_cannot_be_read_again(session: Session, files: list[bytes]) -> None:
    desk = a_desk(session)
    taken_in(desk, files[0])
    read_bytes(export_document(session, desk.owner))
    with pytest.raises(Invalid) as refusal:
        plan_of(desk, files[1])
    assert refusal.value.reasons[0][0] == "notes"
    read_bytes(export_document(session, desk.owner))


def a_state(desk: Desk, notes: int, ids: str = "") -> State:
    """A network of 200 contacts and 19,900 ties."""
    keys = [f"{number:036}" for number in range(200)]
    plain = {
        "id": "",
        "name": "N",
        "status": "active",
        "document_id": None,
        "note": "n" * notes,
        "version": 1,
        "position": 1,
    }
    contacts = {key: plain | {"id": key, "document_id": ids + key[-3:]} for key in keys}
    pairs = [(a, b) for a in keys for b in keys if a < b]
    tie = {"strength": 1, "strained": False, "extra": {}, "position": 1}
    ties = {(a, b): tie | {"a": a, "b": b} for a, b in pairs}
    return replace(state_of(desk.session, desk.owner), contacts=contacts, ties=ties)


def test_the_ids_that_a_file_gave_take_room_in_every_tie(session: Session) -> None:
    desk = a_desk(session)
    empty = state_of(session, desk.owner)
    check_room(empty, a_state(desk, 0))
    with pytest.raises(Invalid):
        check_room(empty, a_state(desk, 0, ids="\N{GRINNING FACE}" * 61))


def test_what_is_too_large_already_may_be_made_smaller(session: Session) -> None:
    desk = a_desk(session)
    large, smaller = a_state(desk, 40_000), a_state(desk, 39_000)
    check_room(large, smaller)
    with pytest.raises(Invalid):
        check_room(smaller, large)
