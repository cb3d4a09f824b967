"""Two agencies whose clients, contacts, visits and people all have the same ids, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from supportmap.access.accounts import disable
from supportmap.records.database import db, writing
from supportmap.records.visit import VisitRow
from tests.access.calls import call_for
from tests.access.filling import filled
from tests.access.houses import ACCOUNTS, API, STAFF, Call, House, a_house, digest_of_records
from tests.access.worlds import table

ROUTES = sorted(route for route in table("Routes") if route.split()[1].startswith(API))
READING = [route for route in ROUTES if route.startswith("GET")]
WRITING = [route for route in ROUTES if not route.startswith("GET")]
NETWORK = f"GET {API}/clients/<client_id>/network"
CLINICIAN = "clinician on the team"

Twins = tuple[House, House]


@pytest.fixture(scope="module")
def twins(service: Flask) -> Twins:
    """Two houses with the same ids; the second one's were taken in the first when it was filled."""
    oak, elm = (filled(a_house(service, word, "the same ids")) for word in ("Oak", "Elm"))
    return oak, elm


def both_ways(twins: Twins) -> Iterator[tuple[House, House]]:
    """Return each house with the other."""
    yield twins
    yield twins[1], twins[0]


def tells_of(response: TestResponse, house: House) -> bool:
    """Tell whether an answer, its headers included, has the word of a house."""
    return house.word.lower() in f"{response.headers} {response.text}".lower()


def digest_of(house: House) -> str:
    """Return what changes whenever a record of a house does."""
    return digest_of_records(house.app, [house.owner(client) for client in ("A", "B")])


@pytest.mark.parametrize("route", READING)
def test_what_one_agency_reads_has_nothing_of_the_other(twins: Twins, route: str) -> None:
    for house, other in both_ways(twins):
        for who in (*STAFF, *ACCOUNTS):
            response = house.send(who, call_for(house, "A", route))
            assert not tells_of(response, other), who
            assert str(other.agency_id) not in response.text


def test_what_one_agency_reads_has_its_own(twins: Twins) -> None:
    """So that the test above finds what there is to be found."""
    for house, _ in both_ways(twins):
        told = [r for r in READING if tells_of(house.send(CLINICIAN, call_for(house, "A", r)), house)]
        assert len(told) > 12


@pytest.mark.parametrize("route", WRITING)
def test_what_one_agency_changes_stays_as_it_is_in_the_other(twins: Twins, route: str) -> None:
    for house, other in both_ways(twins):
        before = digest_of(other)
        response = house.send(CLINICIAN, call_for(house, "A", route))
        assert response.status_code < 300
        assert not tells_of(response, other)
        assert digest_of(other) == before


def test_what_happens_in_one_agency_changes_no_answer_of_the_other(twins: Twins) -> None:
    """Not even a number."""
    for house, other in both_ways(twins):
        before = answers(house)
        for route in WRITING:
            assert other.send(CLINICIAN, call_for(other, "A", route)).status_code < 300
        start_later_visit(other)
        assert answers(house) == before


def start_later_visit(house: House) -> None:
    """Start a visit and let it be on a day on which no other visit is: lists tell the latest day."""
    call = call_for(house, "A", f"POST {API}/clients/<client_id>/visits")
    assert house.send(CLINICIAN, call).status_code == 201
    with house.app.app_context(), writing(db.session):
        visit = db.session.get_one(VisitRow, (house.agency_id, UUID(call.body["id"])))
        visit.held_on = (datetime.now(UTC) + timedelta(days=2)).date()


def answers(house: House) -> dict[str, object]:
    """Return what the clinician reads by every route."""
    calls = {route: call_for(house, "A", route) for route in READING}
    for route in [route for route in READING if route.endswith("access-log")]:
        # All of it on one page, which the readings that are noted meanwhile can't move.
        calls[route] = replace(calls[route], query={"limit": "200"})
    return {route: what_is_done(house.send(CLINICIAN, call)) for route, call in calls.items()}


def what_is_done(response: TestResponse) -> object:
    """Return what an answer tells; of a log only what isn't reading, which the answers themselves add."""
    if response.request.path.endswith("access-log") and response.status_code == 200:
        items = response.get_json()["items"]
        assert len(items) < 200
        return [item for item in items if not item["what"].startswith(("looked", "took the record out"))]
    return response.status_code, response.data, response.headers.get("ETag")


@pytest.mark.parametrize("route", ROUTES)
def test_no_refusal_of_one_agency_has_anything_of_the_other(twins: Twins, route: str) -> None:
    for house, other in both_ways(twins):
        before = digest_of(other)
        for spoilt in spoilt_calls(call_for(house, "A", route)):
            response = house.send(CLINICIAN, spoilt)
            assert not tells_of(response, other)
            assert response.status_code < 500
        assert digest_of(other) == before


def spoilt_calls(call: Call) -> Iterator[Call]:
    """Return ways to send a request wrongly, each with the ids that both houses have."""
    yield replace(call, body={"unknown": 1})
    yield replace(call, body=b"{", headers={"Content-Type": "application/json"})
    yield replace(call, body=b"<xml/>", headers={"Content-Type": "text/xml"})
    yield replace(call, headers={"If-Match": '"99"'})
    yield replace(call, headers={"If-Match": "*"})
    yield replace(call, query={"unknown": "1"})
    yield replace(call, query={"from": str(uuid4()), "visit": str(uuid4())})
    for name in call.ids:
        yield replace(call, ids={**call.ids, name: str(uuid4())})
        yield replace(call, ids={**call.ids, name: "none"})


MAKING = (
    "clients",
    "clients/<client_id>/contacts",
    "clients/<client_id>/visits",
    "clients/<client_id>/consents",
)


@pytest.mark.parametrize("path", MAKING)
def test_an_id_that_is_taken_in_the_other_agency_is_free(twins: Twins, path: str) -> None:
    own_id = str(uuid4())
    told = []
    for house, _ in both_ways(twins):
        call = call_for(house, "A", f"POST {API}/{path}")
        response = house.send(CLINICIAN, replace(call, body={**call.body, "id": own_id}))
        assert response.status_code == 201
        told.append(response.get_json().keys())
    assert told[0] == told[1]


def test_a_key_of_a_request_says_nothing_in_the_other_agency(twins: Twins) -> None:
    """The same user id, client id and key: each agency has its own effect and its own reply."""
    for house, other in both_ways(twins):
        call = call_for(house, "A", f"POST {API}/clients/<client_id>/contacts")
        named = replace(call, body={**call.body, "id": str(uuid4())}, headers={"Idempotency-Key": "the same"})
        first, again = house.send(CLINICIAN, named), house.send(CLINICIAN, named)
        assert (first.status_code, first.data) == (201, again.data)
        assert tells_of(first, house)
        assert not tells_of(first, other)


def test_a_tag_of_one_agency_is_not_fresh_in_the_other(twins: Twins) -> None:
    oak, elm = twins
    tag = oak.send(CLINICIAN, call_for(oak, "A", NETWORK)).headers["ETag"]
    assert oak.send(CLINICIAN, call_for(oak, "A", NETWORK), **{"If-None-Match": tag}).status_code == 304
    assert elm.send(CLINICIAN, call_for(elm, "A", NETWORK), **{"If-None-Match": tag}).status_code == 200


def test_a_place_on_a_team_counts_in_one_agency_only(twins: Twins) -> None:
    """The member of one agency has the user id of the other's, and the client has the same id too."""
    oak, elm = twins
    ids = {"client_id": oak.id("A"), "user_id": oak.id("former member")}
    oak.act("admin", f"PUT {API}/clients/<client_id>/team/<user_id>", **ids)
    assert oak.send("former member", call_for(oak, "A", NETWORK)).status_code == 200
    assert elm.send("former member", call_for(elm, "A", NETWORK)).status_code == 404


def test_disabling_somebody_leaves_their_namesake_elsewhere_signed_in(twins: Twins) -> None:
    oak, elm = twins
    me, who = Call(f"GET {API}/me"), "referral"
    with oak.app.app_context(), writing(db.session):
        disable(db.session, oak.agency_id, UUID(oak.id(who)))
    assert oak.send(who, me).status_code == 401
    assert elm.send(who, me).status_code == 200
