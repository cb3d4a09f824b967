"""The network: read whole, answered 304 while unchanged, and without the marks unless they are asked for."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from supportmap.records import reading
from supportmap.records.client import ClientRow
from supportmap.records.database import db, writing
from tests.api.conftest import House
from tests.api.people import Answer, add, tie

REPEATED = ("/network", "/network?marks=true", "/coverage", "/structure", "/figures/map", "/figures/coverage")


def again(house: House, path: str, answer: Answer) -> Answer:
    """Read once more, with the tag of the answer before."""
    return house.alice.get(house.path(path), headers={"If-None-Match": answer.headers["ETag"]})


def test_what_was_added_is_read_with_its_ties_and_versions(house: House) -> None:
    avery = add(house.alice, house.owner, emotional=2, circle=1, note="sings")
    blake = add(house.alice, house.owner, "Blake")
    tie(house.alice, house.owner, blake["id"], avery["id"], strength=2)
    network = house.alice.get(house.path("/network")).json
    assert [contact["name"] for contact in network["contacts"]] == ["Avery", "Blake"]
    assert network["contacts"][0] == avery
    a, b = sorted((avery["id"], blake["id"]))
    assert network["ties"] == [{"a": a, "b": b, "strength": 2, "strained": False}]
    assert (network["network_version"], network["elicited"], network["ties_asked"]) == (3, True, False)


@pytest.mark.parametrize("path", REPEATED)
def test_an_unchanged_network_is_answered_304_and_a_changed_one_anew(house: House, path: str) -> None:
    add(house.alice, house.owner, emotional=2)
    first = house.alice.get(house.path(path))
    assert first.headers["Cache-Control"] == "no-store"
    second = again(house, path, first)
    assert (second.status_code, second.data, second.headers["ETag"]) == (304, b"", first.headers["ETag"])
    add(house.alice, house.owner, "Blake")
    third = again(house, path, first)
    assert third.status_code == 200
    assert third.data != first.data


@pytest.mark.usefixtures("service_settings")
@pytest.mark.parametrize("path", REPEATED)
def test_neither_304_nor_a_second_reading_looks_at_the_contacts(house: House, path: str) -> None:
    add(house.alice, house.owner)
    first = house.alice.get(house.path(path))
    statements: list[str] = []
    event.listen(
        db.engine, "before_cursor_execute", lambda *given: statements.append(str(given[2])), named=False
    )
    assert again(house, path, first).status_code == 304
    # The right to read and what tells that nothing has changed are asked for at once.
    assert sum("FROM client" in statement for statement in statements) == (2 if "marks" in path else 1)
    assert house.alice.get(house.path(path)).data == first.data
    assert not [statement for statement in statements if "contact" in statement]


def test_the_mark_is_looked_up_anew_once_the_reading_is_in_the_audit(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Writing the audit ends the transaction: somebody may change the network in that very moment."""
    first = house.alice.get(house.path("/network"))
    reading._noted.clear()
    noting = reading.note_reading

    def meanwhile(*args: Any) -> bool:
        was_looked_up = noting(*args)
        monkeypatch.setattr("supportmap.access.acting.note_reading", noting)
        with writing(db.session):
            db.session.execute(update(ClientRow).values(network_version=ClientRow.network_version + 1))
        return was_looked_up

    monkeypatch.setattr("supportmap.access.acting.note_reading", meanwhile)
    second = again(house, "/network", first)
    assert second.status_code == 200
    assert second.get_json()["network_version"] == first.get_json()["network_version"] + 1
    assert second.headers["ETag"] != first.headers["ETag"]


def test_another_label_is_another_map(house: House) -> None:
    first = house.alice.get(house.path("/figures/map"))
    house.alice.patch(house.path(), {"label": "Zed"})
    second = again(house, "/figures/map", first)
    assert second.status_code == 200
    assert b"Zed" in second.data


def test_what_was_written_for_one_is_shown_to_nobody_else(house: House) -> None:
    first = house.alice.get(house.path("/network"))
    for other in (house.bob, house.charlie, house.kim, house.desk, house.stranger):
        answer = other.get(house.path("/network"), headers={"If-None-Match": first.headers["ETag"]})
        assert answer.status_code == 404


def test_each_reading_is_in_the_audit_a_cached_one_too(house: House) -> None:
    house.charlie.send("PUT", house.path(f"/team/{house.bob_id}"))
    house.alice.get(house.path("/network"))
    house.bob.get(house.path("/network"))
    log = house.alice.get(house.path("/access-log")).json["items"]
    assert [entry["what"] for entry in log].count("looked at the map") == 2


def test_the_mark_is_shown_only_when_it_is_asked_for(house: House) -> None:
    contact = add(house.alice, house.owner, unsafe=True, emotional=2)
    assert "unsafe" not in contact
    one = house.path(f"/contacts/{contact['id']}")
    for path in (house.path("/network"), one, house.path("/network?marks=false"), house.path("/figures/map")):
        assert b"unsafe" not in house.alice.get(path).data
    assert house.alice.get(house.path("/network?marks=true")).json["contacts"][0]["unsafe"] is True
    assert house.alice.get(f"{one}?marks=true").json["unsafe"] is True


def test_needs_and_what_was_asked_are_changed(house: House) -> None:
    changed = house.alice.patch(house.path("/network"), {"needs": {"emotional": 0.7}, "elicited": True}).json
    assert changed["network"]["elicited"] is True
    assert changed["network"]["needs"]["emotional"] == 0.7
    network = house.alice.get(house.path("/network")).json
    assert network["needs"] == {"emotional": 0.7, "practical": None, "belonging": None}


def test_tidying_gives_everyone_a_place_as_one_change(house: House) -> None:
    for name in ("Avery", "Blake"):
        add(house.alice, house.owner, name)
    changed = house.alice.post(house.path("/tidy")).json
    assert len(changed["contacts"]) == 2
    assert all(contact["angle"] is not None for contact in changed["contacts"])
    assert changed["network_version"] == 3


def test_version_and_contents_come_from_one_state_of_the_database(house: House, session: Session) -> None:
    contact = add(house.alice, house.owner)
    for number in range(5):
        answer = house.alice.get(house.path("/network"))
        version = int(answer.headers["ETag"].strip('"').partition(".")[0])
        assert version == answer.json["network_version"] == number + 1
        house.alice.patch(house.path(f"/contacts/{contact['id']}"), {"note": str(number)}, version=number + 1)


def test_whoever_is_not_among_those_named_was_not_asked_about(house: House) -> None:
    avery, blake = add(house.alice, house.owner), add(house.alice, house.owner, "Blake")
    add(house.alice, house.owner, "Cleo")
    said = {"ties_asked": True, "among": [avery["id"], blake["id"]]}
    answer = house.alice.patch(house.path("/network"), json=said)
    assert (answer.status_code, answer.json["network"]) == (200, {"ties_asked": False})
    assert house.alice.get(house.path("/network")).json["ties_asked"] is False
    for wrong in (said | {"among": ["Avery"]}, {"among": said["among"]}, said | {"ties_asked": False}):
        assert house.alice.patch(house.path("/network"), json=wrong).status_code == 422
