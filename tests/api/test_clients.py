"""Clients, their care team, consents and log through the API."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supportmap.records.agency import agency_vault
from supportmap.records.audit import AuditRow, Reply
from supportmap.records.client import CarePlace, lock_client
from supportmap.records.database import writing
from supportmap.records.encryption import Unreadable
from tests.api.conftest import House
from tests.api.people import add, uuid_of


def test_whoever_adds_a_client_is_on_the_team(house: House) -> None:
    added = house.bob.post("/clients", {"label": "Z.", "needs": {"emotional": 0.7}, "languages": ["en"]})
    assert added.status_code == 201
    assert added.headers["Location"] == f"/api/v1/clients/{added.json['id']}"
    assert (added.json["label"], added.json["needs"]["emotional"]) == ("Z.", 0.7)
    assert house.bob.get(f"/clients/{added.json['id']}").json == added.json
    assert house.alice.get(f"/clients/{added.json['id']}").status_code == 404


def test_the_list_holds_those_whom_one_may_read_page_by_page(house: House) -> None:
    ids = [house.bob.post("/clients", {"label": f"{number}."}).json["id"] for number in range(5)]
    first = house.bob.get("/clients?limit=3").json
    second = house.bob.get(f"/clients?limit=3&after={first['next']}").json
    assert [client["id"] for client in first["items"] + second["items"]] == ids
    assert second["next"] is None
    assert [client["id"] for client in house.alice.get("/clients").json["items"]] == [
        str(house.owner.client_id)
    ]
    for other in (house.charlie, house.kim, house.desk):
        assert other.get("/clients").status_code == 404


def test_an_admin_learns_whose_records_there_are_and_who_looks_after_them_no_more(house: House) -> None:
    later = house.bob.post("/clients", {"label": "Z."}).json["id"]
    house.bob.post(f"/clients/{later}/archive")
    house.charlie.send("DELETE", f"/clients/{later}/team/{house.bob_id}")
    house.stranger.post("/clients", {"label": "Elsewhere."})
    first = house.charlie.get("/directory?limit=1").json
    second = house.charlie.get(f"/directory?limit=1&after={first['next']}").json
    (ours,), (archived,) = first["items"], second["items"]
    assert ours.keys() == {"id", "label", "created_at", "archived_at", "team"}
    assert (ours["label"], ours["archived_at"], len(ours["team"])) == ("K.", None, 1)
    assert ours["team"][0] in {each["user_id"] for each in house.charlie.get("/staff").json["items"]}
    assert (archived["id"], archived["label"], archived["team"]) == (later, "Z.", [])
    assert archived["archived_at"] is not None
    assert second["next"] is None
    log = house.alice.get(house.path("/access-log")).json["items"]
    assert ("admin", "saw the label in a list of clients") in {
        (entry["role"], entry["what"]) for entry in log
    }
    for other in (house.alice, house.desk, house.kim):
        assert other.get("/directory").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=1.0", "limit=x", "after=%00", "after=!", "after=eA", "limit=1&limit=2"],
)
def test_a_page_that_can_t_be_is_refused(house: House, query: str) -> None:
    for path in ("/clients", house.path("/changes"), house.path("/access-log")):
        answer = house.alice.get(f"{path}?{query}")
        assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")


def test_who_saw_a_client_in_a_list_stands_in_that_client_s_log_once(house: House) -> None:
    for _ in range(2):
        house.alice.get("/clients")
    log = house.alice.get(house.path("/access-log")).json["items"]
    assert [entry["what"] for entry in log].count("saw the label in a list of clients") == 1


def test_what_is_known_of_a_client_is_changed_and_put_away(house: House) -> None:
    changed = house.alice.patch(house.path(), {"label": "Q.", "birth_year": 1987}).json
    assert (changed["label"], changed["birth_year"]) == ("Q.", 1987)
    assert house.alice.post(house.path("/archive")).json["archived_at"] is not None
    assert house.alice.get("/clients").json["items"] == []
    assert len(house.alice.get("/clients?archived=true").json["items"]) == 1
    assert house.alice.post(house.path("/restore")).json["archived_at"] is None


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"label": ""},
        {"label": None},
        {"label": 5},
        {"label": "x" * 201},
        {"label": "Z.", "birth_year": 1},
        {"label": "Z.", "birth_year": 1987.0},
        {"label": "Z.", "needs": {"emotional": 0.4}},
        {"label": "Z.", "needs": {}},
        {"label": "Z.", "languages": "en"},
        {"label": "Z.", "id": "x"},
        {"label": "Z.", "network_version": 3},
        {"label": "Z.", "agency_id": str(uuid4())},
        {"label": "Z.", "archived_at": None},
        {"label": "Z.", "elicited": True},
        {"label": "Z.", "data_key": "x"},
    ],
)
def test_what_a_client_can_t_be_is_refused(house: House, facts: dict[str, Any]) -> None:
    assert house.alice.post("/clients", facts).status_code == 422
    assert len(house.alice.get("/clients").json["items"]) == 1


def test_an_id_that_is_taken_adds_nothing(house: House) -> None:
    facts = {"id": str(house.owner.client_id), "label": "Z."}
    answer = house.alice.post("/clients", facts)
    assert (answer.status_code, answer.json["code"]) == (409, "id-taken")


def test_what_is_sent_eight_times_at_once_is_done_once(app: Flask, house: House) -> None:
    facts, headers = {"id": str(uuid4()), "label": "Z."}, house.alice.headers()

    def send(_: int) -> int:
        return app.test_client().post("/api/v1/clients", json=facts, headers=headers).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = set(pool.map(send, range(8)))
    assert 201 in statuses
    assert statuses <= {201, 409}
    assert house.alice.post("/clients", facts).status_code == 201
    assert len(house.alice.get("/clients").json["items"]) == 2


def test_a_place_on_the_team_opens_and_ends_the_record_at_once(house: House) -> None:
    assert house.bob.get(house.path("/network")).status_code == 404
    places = house.charlie.send("PUT", house.path(f"/team/{house.bob_id}")).json["items"]
    assert [place["confirmed"] for place in places] == [True, True]
    assert house.bob.get(house.path("/network")).status_code == 200
    house.alice.send("DELETE", house.path(f"/team/{house.bob_id}"))
    assert house.bob.get(house.path("/network")).status_code == 404


def test_an_admin_ends_the_last_place_of_a_team_only_by_saying_so(house: House) -> None:
    (place,) = house.alice.get(house.path("/team")).json["items"]
    path = house.path(f"/team/{place['user_id']}")
    for who, query in ((house.charlie, ""), (house.charlie, "?alone=false"), (house.alice, "?alone=true")):
        refused = who.send("DELETE", f"{path}{query}")
        assert (refused.status_code, refused.json["code"]) == (409, "last-on-team")
    ended = house.charlie.send("DELETE", f"{path}?alone=true")
    assert [place["until"] is None for place in ended.json["items"]] == [False]


def test_staff_are_those_of_one_s_own_agency(house: House) -> None:
    listed = house.charlie.get("/staff").json["items"]
    assert {each["role"] for each in listed} == {"clinician", "admin", "referral"}
    assert len(listed) == 4
    assert len(house.stranger.get("/staff").json["items"]) == 1
    for other in (house.kim, house.desk):
        assert other.get("/staff").status_code == 404


def test_consents_are_only_ever_added(house: House) -> None:
    given = {"purpose": "referral", "given": True, "expires_at": "2030-01-01T00:00:00+02:00", "note": "asked"}
    first = house.alice.post(house.path("/consents"), given)
    assert (first.status_code, first.json["expires_at"]) == (201, "2029-12-31T22:00:00+00:00")
    house.alice.post(house.path("/consents"), {"purpose": "referral", "given": False})
    listed = house.alice.get(house.path("/consents")).json["items"]
    assert [consent["given"] for consent in listed] == [False, True]


@pytest.mark.parametrize(
    "facts",
    [
        {"purpose": "referral"},
        {"given": True},
        {"purpose": "anything", "given": True},
        {"purpose": "referral", "given": 1},
        {"purpose": "referral", "given": True, "expires_at": "tomorrow"},
        {"purpose": "referral", "given": True, "expires_at": "2030-01-01"},
        {"purpose": "referral", "given": True, "expires_at": "0000-01-01T00:00:00Z"},
        {"purpose": "referral", "given": True, "expires_at": "0001-01-01T00:00:00+23:59"},
        {"purpose": "referral", "given": True, "user_id": str(uuid4())},
    ],
)
def test_a_consent_that_can_t_be_is_refused(house: House, facts: dict[str, Any]) -> None:
    assert house.alice.post(house.path("/consents"), facts).status_code == 422


def test_everybody_reads_their_own_account(house: House) -> None:
    for who, role in ((house.alice, "clinician"), (house.charlie, "admin"), (house.desk, "referral")):
        told = who.get("/me").json
        assert (told["role"], told["agency_id"], told["client_id"]) == (role, str(house.agency), None)
    assert house.kim.get("/me").json["client_id"] == str(house.owner.client_id)


def test_the_log_is_read_page_by_page(house: House) -> None:
    for path in ("/network", "/consents", "/visits"):
        house.alice.get(house.path(path))
    first = house.alice.get(house.path("/access-log?limit=2")).json
    second = house.alice.get(house.path(f"/access-log?limit=2&after={first['next']}")).json
    assert len(first["items"]) == len(second["items"]) == 2
    assert {entry["who"] for entry in first["items"]} == {"A User"}


def test_what_was_answered_on_adding_a_client_is_kept_under_the_clients_own_key(
    house: House, session: Session
) -> None:
    given = {"id": str(uuid_of(7)), "label": "N.", "name": "Nobody Else"}
    assert house.alice.post("/clients", given).status_code == 201
    kept = session.scalars(select(Reply)).one()
    assert kept.client_id == uuid_of(7)
    with pytest.raises(Unreadable):
        agency_vault(session, house.agency).open("reply", kept.key.hex(), kept.sealed)


def test_whoever_left_the_team_is_not_answered_what_they_were_on_adding_the_client(house: House) -> None:
    given = {"id": str(uuid_of(7)), "label": "N."}
    added = house.alice.post("/clients", given)
    assert house.alice.post("/clients", given).data == added.data
    (place,) = house.charlie.get(f"/clients/{uuid_of(7)}/team").json["items"]
    house.charlie.delete(f"/clients/{uuid_of(7)}/team/{place['user_id']}?alone=true")
    assert house.alice.post("/clients", given).status_code == 404


def test_whoever_loses_their_place_while_they_wait_changes_nothing(house: House, session: Session) -> None:
    def change() -> int:
        with house.alice.app.app_context():
            return int(house.alice.patch(house.path(), {"label": "Too late"}).status_code)

    with ThreadPoolExecutor(1) as pool:
        with writing(session):
            lock_client(session, house.owner)
            session.execute(update(CarePlace).values(until=datetime.now(UTC)))
            answer = pool.submit(change)
            time.sleep(0.5)  # long enough to come to where it waits
        assert answer.result() == 404


def test_what_changes_nothing_or_is_refused_is_noted_as_a_reading_of_what_it_shows(
    house: House, session: Session
) -> None:
    contact = add(house.alice, house.owner)
    assert house.alice.post(house.path("/restore")).status_code == 200
    assert house.alice.patch(house.path(f"/contacts/{contact['id']}"), {"note": "x"}, 99).status_code == 412
    assert house.bob.post(house.path("/restore")).status_code == 404
    found = session.scalars(select(AuditRow.action).where(AuditRow.client_id == house.owner.client_id))
    assert list(found) == ["network.add", "client.read", "network.read"]
