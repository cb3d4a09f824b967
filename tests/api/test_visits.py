"""Visits through the API: started, finished, read as they were left, compared."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.api.conftest import House
from tests.api.people import add


@pytest.fixture
def visit(house: House) -> str:
    """A finished visit with one contact on the map, who is unsafe."""
    add(house.alice, house.owner, emotional=2, unsafe=True)
    started = house.alice.post(house.path("/visits"), {"held_on": "2026-01-05"})
    assert (started.status_code, started.json["held_on"]) == (201, "2026-01-05")
    assert started.headers["Location"].endswith(started.json["id"])
    assert set(started.json["still_open"]) == {"unasked", "answered", "not_confirmed"}
    finished = house.alice.post(house.path(f"/visits/{started.json['id']}/finish")).json
    assert (finished["formula"], finished["network_version"]) == ("coverage-1", 1)
    found: str = finished["id"]
    return found


def test_a_visit_is_read_as_it_was_left(house: House, visit: str) -> None:
    add(house.alice, house.owner, "Blake")
    then = house.alice.get(house.path(f"/visits/{visit}/network")).json
    assert [contact["name"] for contact in then["contacts"]] == ["Avery"]
    assert then["held_on"] == "2026-01-05"
    coverage = house.alice.get(house.path(f"/visits/{visit}/coverage")).json
    assert (coverage["size"], coverage["formula"]) == (1, "coverage-1")


def test_a_snapshot_shows_the_mark_only_when_it_is_asked_for(house: House, visit: str) -> None:
    path = house.path(f"/visits/{visit}/network")
    assert b"unsafe" not in house.alice.get(path).data
    assert b"unsafe" not in house.alice.get(house.path(f"/visits/{visit}")).data
    assert house.alice.get(f"{path}?marks=true").json["contacts"][0]["unsafe"] is True


def test_a_visit_that_is_open_has_no_snapshot(house: House) -> None:
    visit = house.alice.post(house.path("/visits")).json["id"]
    for part in ("network", "coverage"):
        assert house.alice.get(house.path(f"/visits/{visit}/{part}")).status_code == 404


def test_only_one_visit_is_open(house: House) -> None:
    house.alice.post(house.path("/visits"))
    second = house.alice.post(house.path("/visits"))
    assert (second.status_code, second.json["code"]) == (409, "visit-open")


def test_a_visit_started_by_mistake_is_taken_back(house: House, visit: str) -> None:
    again = house.alice.post(house.path("/visits")).json["id"]
    left = house.alice.send("DELETE", house.path(f"/visits/{again}"))
    assert [each["id"] for each in left.json["items"]] == [visit]
    assert house.alice.get(house.path(f"/visits/{again}")).status_code == 404
    kept = house.alice.send("DELETE", house.path(f"/visits/{visit}"))
    assert (kept.status_code, kept.json["code"]) == (409, "visit-finished")


def test_a_finished_visit_is_reopened_as_a_copy(house: House, visit: str) -> None:
    copy = house.alice.post(house.path(f"/visits/{visit}/reopen"))
    assert (copy.status_code, copy.json["copy_of"]) == (201, visit)
    listed = house.alice.get(house.path("/visits")).json
    assert {each["id"] for each in listed["items"]} == {visit, copy.json["id"]}


def test_a_visit_is_compared_with_the_network_now_and_with_another(house: House, visit: str) -> None:
    joined = add(house.alice, house.owner, "Blake", since="new")
    now = house.alice.get(house.path(f"/compare?from={visit}")).json
    assert now["change"]["joined"] == now["change"]["new_in_life"] == [joined["id"]]
    assert "1 contact is new in the client's life." in now["sentences"]
    same = house.alice.get(house.path(f"/compare?from={visit}&to={visit}")).json
    assert same["change"]["joined"] == []
    assert house.alice.get(house.path(f"/figures/change?from={visit}")).status_code == 200


@pytest.mark.parametrize(
    "path", ["/compare?from={}", "/figures/change?from={}", "/visits/{}", "/visits/{}/network"]
)
def test_a_visit_that_is_not_there_is_404(house: House, path: str) -> None:
    assert house.alice.get(house.path(path.format(uuid4()))).status_code == 404


def test_a_comparison_needs_to_know_from_where(house: House) -> None:
    answer = house.alice.get(house.path("/compare"))
    assert answer.json["errors"] == [{"place": "query.from", "reason": "missing"}]


@pytest.mark.parametrize("facts", [{"held_on": "2999-01-01"}, {"held_on": 5}, {"id": 5}, {"user_id": "x"}])
def test_a_visit_that_can_t_be_is_refused(house: House, facts: dict[str, Any]) -> None:
    assert house.alice.post(house.path("/visits"), facts).status_code == 422


def test_the_client_reads_their_own_label_and_days_and_nothing_else(house: House, visit: str) -> None:
    assert house.kim.get("/me/record").json == {"label": "K.", "visits": ["2026-01-05"]}
    assert house.kim.get(house.path("/visits")).status_code == 404
    log = house.kim.get("/me/access-log").json["items"]
    assert {"looked at their own record", "finished a visit"} <= {entry["what"] for entry in log}
    for other in (house.alice, house.charlie, house.desk):
        assert other.get("/me/record").status_code == 404
        assert other.get("/me/access-log").status_code == 404
