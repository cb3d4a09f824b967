"""Contacts and ties through the API: versions, what is refused, and what a map needs to stay in step."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.api.conftest import House
from tests.api.people import add, tie


def one(house: House, contact: dict[str, Any]) -> str:
    """The address of a contact."""
    return house.path(f"/contacts/{contact['id']}")


def test_adding_answers_with_the_contact_its_place_and_its_version(house: House) -> None:
    answer = house.alice.post(house.path("/contacts"), {"name": "  Avery ", "circle": 1})
    contact = answer.json["contacts"][0]
    assert answer.status_code == 201
    assert (contact["name"], contact["circle"], contact["status"], contact["kind"]) == (
        "Avery",
        1,
        "active",
        "person",
    )
    assert answer.headers["Location"] == f"/api/v1{one(house, contact)}"
    assert answer.headers["ETag"] == f'"{contact["version"]}"'
    assert answer.json["network"] == {"elicited": True}
    assert house.alice.get(one(house, contact)).json == contact


def test_a_change_needs_the_version_that_was_read(house: House) -> None:
    contact = add(house.alice, house.owner)
    without = house.alice.patch(one(house, contact), {"emotional": 2})
    assert (without.status_code, without.json["type"]) == (428, "/api/docs#problem-which-version")
    done = house.alice.patch(one(house, contact), {"emotional": 2}, version=1)
    assert (done.status_code, done.headers["ETag"]) == (200, '"2"')
    stale = house.alice.patch(one(house, contact), {"emotional": 0}, version=1)
    assert stale.status_code == 412
    assert (stale.json["current"]["emotional"], stale.json["current"]["version"]) == (2, 2)
    assert stale.headers["ETag"] == '"2"'


@pytest.mark.parametrize("tag", ["*", "", "   ", "1", "W/1", "one", '"1', '"*', "\x80"])
def test_what_is_no_tag_names_no_version(house: House, tag: str) -> None:
    contact = add(house.alice, house.owner)
    answer = house.alice.send("PATCH", one(house, contact), {"emotional": 2}, headers={"If-Match": tag})
    assert answer.status_code == 428
    assert "quotation marks" in answer.json["detail"]


@pytest.mark.parametrize("tag", ['W/"1"', '"1", "2"', '"x"', '"99999999999999999999"', '"*"'])
def test_a_tag_of_another_kind_is_stale(house: House, tag: str) -> None:
    contact = add(house.alice, house.owner)
    answer = house.alice.send("PATCH", one(house, contact), {"emotional": 2}, headers={"If-Match": tag})
    assert answer.status_code == 412


def test_the_state_told_to_who_comes_late_lacks_the_mark(house: House) -> None:
    contact = add(house.alice, house.owner, unsafe=True)
    stale = house.alice.patch(one(house, contact), {"emotional": 0}, version=7)
    assert stale.status_code == 412
    assert b"unsafe" not in stale.data


def test_removing_says_that_somebody_is_past_and_why(house: House) -> None:
    contact = add(house.alice, house.owner)
    gone = house.alice.delete(one(house, contact), {"ended_reason": "moved"}, version=1).json["contacts"][0]
    assert (gone["status"], gone["ended_reason"]) == ("past", "moved")
    assert house.alice.get(one(house, contact)).json["status"] == "past"


def test_who_was_added_by_mistake_goes_off_the_map(house: House) -> None:
    contact, other = add(house.alice, house.owner), add(house.alice, house.owner, "Blake")
    house.alice.send("PUT", house.path(f"/ties/{contact['id']}/{other['id']}"))
    refused = house.alice.delete(one(house, contact), {"mistake": True, "ended_reason": "moved"}, version=1)
    assert (refused.status_code, refused.json["errors"][0]["place"]) == (422, "ended_reason")
    gone = house.alice.delete(one(house, contact), {"mistake": True}, version=1).json
    assert (gone["gone_contacts"], len(gone["gone_ties"])) == ([contact["id"]], 1)
    assert house.alice.get(one(house, contact)).status_code == 404
    house.alice.post(house.path("/undo"))
    assert house.alice.get(one(house, contact)).json["name"] == "Avery"


def test_no_reason_needs_to_be_given(house: House) -> None:
    contact = add(house.alice, house.owner)
    assert house.alice.delete(one(house, contact), version=1).json["contacts"][0]["ended_reason"] is None


def test_confirming_needs_an_open_visit(house: House) -> None:
    contact = add(house.alice, house.owner)
    refused = house.alice.post(f"{one(house, contact)}/confirm")
    assert (refused.status_code, refused.json["code"]) == (409, "no-open-visit")
    visit = house.alice.post(house.path("/visits")).json["id"]
    confirmed = house.alice.post(f"{one(house, contact)}/confirm").json["contacts"][0]
    assert confirmed["confirmed_in"] == visit


def test_a_tie_is_made_changed_and_taken_away_in_either_order(house: House) -> None:
    avery, blake = (add(house.alice, house.owner, name)["id"] for name in ("Avery", "Blake"))
    assert tie(house.alice, house.owner, avery, blake).json["ties"][0]["strength"] is not None
    assert tie(house.alice, house.owner, blake, avery, strained=True).json["ties"][0]["strained"] is True
    gone = house.alice.send("DELETE", house.path(f"/ties/{blake}/{avery}"))
    assert gone.json["gone_ties"] == [dict(zip("ab", sorted((avery, blake)), strict=True))]
    assert house.alice.send("DELETE", house.path(f"/ties/{blake}/{avery}")).status_code == 404


def test_nobody_is_tied_to_themselves_or_to_nobody(house: House) -> None:
    avery = add(house.alice, house.owner)["id"]
    assert tie(house.alice, house.owner, avery, avery).status_code == 422
    assert tie(house.alice, house.owner, avery, str(uuid4())).status_code in {404, 422}


def test_a_contact_of_another_client_is_nobody_here(house: House) -> None:
    contact = add(house.alice, house.owner)
    other = house.alice.post("/clients", {"label": "Z."}).json["id"]
    path = f"/clients/{other}/contacts/{contact['id']}"
    assert house.alice.get(path).status_code == 404
    assert house.alice.patch(path, {"emotional": 0}, version=1).status_code == 404


@pytest.mark.parametrize(
    ("facts", "place"),
    [
        ({"emotional": True}, "emotional"),
        ({"emotional": "1"}, "emotional"),
        ({"emotional": 1.0}, "emotional"),
        ({"emotional": 3}, "emotional"),
        ({"emotional": -1}, "emotional"),
        ({"emotional": [1]}, "emotional"),
        ({"emotional": 2**53}, "emotional"),
        ({"circle": 0}, "circle"),
        ({"angle": 360}, "angle"),
        ({"angle": "40"}, "angle"),
        ({"name": ""}, "name"),
        ({"name": " "}, "name"),
        ({"name": None}, "name"),
        ({"name": {"x": 1}}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"note": "x" * 10_001}, "note"),
        ({"status": "gone"}, "status"),
        ({"unsafe": 1}, "unsafe"),
        ({"phone_checked_on": "20261120"}, "phone_checked_on"),
        ({"id": "not-a-uuid"}, "id"),
        ({"id": None}, "id"),
        ({"version": 9}, "top level"),
        ({"position": 1}, "top level"),
        ({"document_id": "x"}, "top level"),
        ({"agency_id": str(uuid4())}, "top level"),
        ({"client_id": str(uuid4())}, "top level"),
        ({"extra": {}}, "top level"),
        ({"confirmed_in": None}, "top level"),
    ],
)
def test_what_a_contact_can_t_be_is_refused_by_its_place(
    house: House, facts: dict[str, Any], place: str
) -> None:
    answer = house.alice.post(house.path("/contacts"), {"name": "Avery", **facts})
    assert (answer.status_code, answer.json["type"]) == (422, "/api/docs#problem-invalid")
    assert place in {error["place"] for error in answer.json["errors"]}
    assert house.alice.get(house.path("/network")).json["contacts"] == []


def test_a_misspelt_field_is_told_by_what_was_meant(house: House) -> None:
    answer = house.alice.post(house.path("/contacts"), {"name": "Avery", "emotonal": 1})
    assert answer.json["errors"] == [
        {"place": "top level", "reason": "has a field that isn't known here: is emotional meant?"}
    ]


def test_a_change_of_nothing_is_refused(house: House) -> None:
    contact = add(house.alice, house.owner)
    assert house.alice.patch(one(house, contact), {}, version=1).status_code == 422


def test_undo_and_redo_answer_what_the_map_needs(house: House) -> None:
    contact = add(house.alice, house.owner)
    undone = house.alice.post(house.path("/undo")).json
    assert undone["gone_contacts"] == [contact["id"]]
    assert house.alice.get(house.path("/undoable")).json["redo"]["contacts"] == [contact["id"]]
    assert house.alice.post(house.path("/redo")).json["contacts"][0]["name"] == "Avery"
    nothing = house.alice.post(house.path("/redo"))
    assert (nothing.status_code, nothing.json["code"]) == (409, "nothing-to-redo")


def test_undo_is_refused_with_both_values_but_never_the_mark(house: House) -> None:
    house.charlie.send("PUT", house.path(f"/team/{house.bob_id}"))
    contact = add(house.alice, house.owner)
    house.alice.patch(one(house, contact), {"emotional": 2}, version=1)
    house.bob.patch(one(house, contact), {"emotional": 0, "unsafe": True}, version=2)
    refused = house.alice.post(house.path("/undo"))
    assert (refused.status_code, refused.json["code"]) == (409, "changed-since")
    place = f"contacts.{contact['id']}.emotional"
    assert refused.json["values"] == [{"place": place, "yours": 2, "theirs": 0}]


def test_changes_are_listed_page_by_page_without_content(house: House) -> None:
    for name in ("Avery", "Blake", "Cory"):
        add(house.alice, house.owner, name)
    first = house.alice.get(house.path("/changes?limit=2")).json
    assert [change["number"] for change in first["items"]] == [3, 2]
    second = house.alice.get(house.path(f"/changes?limit=2&after={first['next']}")).json
    assert ([change["number"] for change in second["items"]], second["next"]) == ([1], None)
    assert b"Avery" not in house.alice.get(house.path("/changes")).data
