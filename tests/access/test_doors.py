"""What the matrix leaves out: other ways to ask, what ends while it is used, and how much is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import update

from supportmap.records.agency import User
from supportmap.records.client import CarePlace
from supportmap.records.database import db, writing
from tests.access.houses import API, Call, digest_of_records
from tests.access.town import NOBODY, ROUTES, Town, told

CONTACT = f"{API}/clients/<client_id>/contacts/<contact_id>"
BY_ID = [route for route in sorted(ROUTES) if "<client_id>" in route]


@pytest.mark.parametrize("route", BY_ID)
def test_no_other_way_to_write_a_route_opens_it(town: Town, route: str) -> None:
    """As a clinician who isn't on the team: the other methods, a slash too many, and headers of proxies."""
    call, who = town.call(route, "own"), "clinician not on it"
    before = digest_of_records(town.app)
    written = [replace(call, ids={}, route=f"{how} {way}") for how in METHODS for way in ways(call.path)]
    headers = [
        {name: call.method} for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")
    ]
    headers += [{name: call.path} for name in ("X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix")]
    responses = [town.send(who, each) for each in written]
    responses += [town.send(who, written[place], **header) for place in (1, 2) for header in headers]
    assert not [each for each in responses if each.status_code < 300 or each.status_code >= 500]
    assert not [each for each in responses if town.here.word.encode() in each.data]
    assert digest_of_records(town.app) == before


METHODS = ("HEAD", "GET", "POST", "PUT", "PATCH", "DELETE", "TRACE")


def ways(path: str) -> Iterator[str]:
    """Return ways to write a path that a router might take for the same."""
    yield from (path, f"{path}/", f"{path}//", f"{path}.json", f"{path}%2f", f"{path};a=b", path.upper())
    yield from (path.replace("/api/v1", "/api/v1/."), path.replace("/v1/", "/v1//"))


def test_options_tell_the_same_of_every_id(town: Town) -> None:
    for route in BY_ID:
        known, unknown = (
            town.send(
                NOBODY, replace(town.call(route, whose), route=route.replace(route.split()[0], "OPTIONS"))
            )
            for whose in ("own", "random")
        )
        assert known.status_code == 200
        assert told(known) == told(unknown)
        assert known.data == b""


def test_the_method_in_a_header_is_not_the_method(town: Town) -> None:
    """As a clinician on the team, who could delete the contact by asking so."""
    call = town.call(f"DELETE {CONTACT}", "own")
    before = digest_of_records(town.app)
    asking = replace(call, route=f"GET {CONTACT}", body=None)
    response = town.send("clinician on the team", asking, **{"X-HTTP-Method-Override": "DELETE"})
    assert response.get_json()["status"] == "active"
    assert digest_of_records(town.app) == before


def test_the_list_of_clients_holds_those_whom_one_may_read(town: Town) -> None:
    known = {house.id(client) for house in (town.here, town.there) for client in ("A", "B")}
    for who in (who for who in town.people if town.is_signed_in(who) and town.roles(who) == "clinician"):
        may_read = {each for each in known if reads(town, who, each)}
        assert len(may_read) == (1 if " on " in who else 0)
        assert listed(town, who) & known == may_read


def reads(town: Town, who: str, client_id: str) -> bool:
    """Tell whether somebody may read a client."""
    call = Call(f"GET {API}/clients/<client_id>", {"client_id": client_id})
    return town.send(who, call).status_code == 200


def listed(town: Town, who: str) -> set[str]:
    """Return the clients on somebody's list, those that were put away too."""
    queries = [{"limit": "200"}, {"limit": "200", "archived": "true"}]
    pages = [town.send(who, Call(f"GET {API}/clients", query=query)).get_json() for query in queries]
    return {item["id"] for page in pages for item in page["items"]}


TOLD = {
    ("client", f"GET {API}/me/record"): {"label", "visits"},
    ("client", f"GET {API}/me/access-log"): {"at", "who", "role", "what", "count"},
    ("client", f"GET {API}/clients/<client_id>/access-log"): {"at", "who", "role", "what", "count"},
    ("admin", f"GET {API}/clients/<client_id>/team"): {
        "user_id",
        "name",
        "role",
        "since",
        "until",
        "confirmed",
    },
    ("admin", f"GET {API}/staff"): {"user_id", "name", "role", "active"},
    ("referral", f"GET {API}/me"): {"user_id", "agency_id", "role", "name", "client_id"},
}


@pytest.mark.parametrize(("who", "route"), TOLD)
def test_who_may_read_little_reads_no_more_than_that(town: Town, who: str, route: str) -> None:
    told = town.send(who, town.call(route, "own")).get_json()
    for item in told.get("items", [told]):
        assert item.keys() == TOLD[who, route]


def test_a_place_that_ends_counts_no_longer_at_the_next_request(town: Town) -> None:
    route, who = f"GET {API}/clients/<client_id>/network", "former member"
    team, ids = f"{API}/clients/<client_id>/team/<user_id>", {"client_id": town.here.id("A")}
    ids["user_id"] = town.here.id(who)
    for verb, status in (("PUT", 200), ("DELETE", 404), ("PUT", 200), ("DELETE", 404)):
        town.here.act("admin", f"{verb} {team}", **ids)
        assert town.send(who, town.call(route, "own")).status_code == status


def test_an_account_that_is_no_longer_active_is_nobodys_at_the_next_request(town: Town) -> None:
    """Whatever became of its sign-ins: it is looked up each time."""
    me, who = Call(f"GET {API}/me"), "former member"
    for active, status in ((False, 401), (True, 200)):
        with town.app.app_context(), writing(db.session):
            user = (User.agency_id == town.here.agency_id, User.id == UUID(town.here.id(who)))
            db.session.execute(update(User).where(*user).values(active=active))
        assert town.send(who, me).status_code == status


def test_what_was_answered_once_is_not_answered_again_to_who_left(town: Town) -> None:
    """The reply that is kept for a resend is kept from whoever may not see the client any more."""
    who, team = "former member", f"{API}/clients/<client_id>/team/<user_id>"
    ids = {"client_id": town.here.id("A"), "user_id": town.here.id(who)}
    call = town.call(f"POST {API}/clients/<client_id>/contacts", "own")
    town.here.act("admin", f"PUT {team}", **ids)
    first, again = town.send(who, call), town.send(who, call)
    assert (first.status_code, first.data) == (201, again.data)
    town.here.act("admin", f"DELETE {team}", **ids)
    assert town.send(who, call).status_code == 404


def test_confirming_a_place_is_what_opens_the_record(town: Town) -> None:
    call = town.call(f"GET {API}/clients/<client_id>", "own")
    assert town.send("unconfirmed member", call).status_code == 404
    for moment, status in ((CarePlace.since, 200), (None, 404)):
        with town.app.app_context(), writing(db.session):
            place = UUID(town.here.id("unconfirmed place"))
            key = (CarePlace.agency_id == town.here.agency_id, CarePlace.id == place)
            db.session.execute(update(CarePlace).where(*key).values(confirmed_at=moment))
        assert town.send("unconfirmed member", call).status_code == status
