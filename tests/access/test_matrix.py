"""Every route against the tables of ``matrix.md``: who gets in with which id, and what others are told."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from flask import Flask

from tests.access.calls import call_for, routes_of
from tests.access.houses import API, UNCONFIRMED, Call, digest_of_records
from tests.access.town import DISABLED, ELSEWHERE, IDS, NAMING, NOBODY, OF_AGENCY, ROUTES, Town, told
from tests.access.worlds import table

SIGN_IN = table("Routes of signing in")
STANDING: dict[str, set[tuple[str, str]]] = {
    "the team": {
        ("clinician on the team", "own"),
        ("clinician not on it", "other client's"),
        (f"clinician on the team{ELSEWHERE}", "other agency's"),
    },
    "an admin": {
        ("admin", "own"),
        ("admin", "other client's"),
        (f"admin{ELSEWHERE}", "other agency's"),
    },
    "the desk": {
        *product(("referral", "referral with a consent"), ("own", "other client's")),
        *((f"{who}{ELSEWHERE}", "other agency's") for who in ("referral", "referral with a consent")),
    },
    "invited": {
        (UNCONFIRMED, "own"),
        (f"{UNCONFIRMED}{ELSEWHERE}", "other agency's"),
    },
    "self": {
        ("client", "own"),
        ("other client", "other client's"),
        (f"client{ELSEWHERE}", "other agency's"),
    },
}
"""To which ids the people stand in which relation; to a random id nobody does."""


ONCE = {"POST /clients/<client_id>/referrals"}
"""What one of them did already is told to the next as a conflict."""


def is_about_somebody(route: str) -> bool:
    """Whether a route names somebody, or something of theirs: whoever may be elsewhere may not be there."""
    return any(f"<{name}>" in route for name in NAMING if name not in OF_AGENCY)


def admitted(town: Town, route: str) -> set[tuple[str, str]]:
    """Return the people and ids for which the table opens a route."""
    words = ROUTES[route]
    if "anybody" in words:
        return set(product(town.people, IDS))
    if is_about_somebody(route):
        return set[tuple[str, str]]().union(*(STANDING[word] for word in words))
    people = [who for who in town.people if town.is_signed_in(who) and town.words(who) & set(words)]
    if any(f"<{name}>" in route for name in OF_AGENCY):
        return {
            (who, whose)
            for who in people
            for whose in IDS[:3]
            if who.endswith(ELSEWHERE) == (whose == "other agency's")
        }
    return set(product(people, IDS))


def test_the_tables_name_every_route_and_no_other(service: Flask) -> None:
    assert sorted([*ROUTES, *SIGN_IN]) == sorted(routes_of(service))


@pytest.mark.parametrize("route", sorted(ROUTES))
def test_who_gets_in_is_who_the_table_says(town: Town, route: str) -> None:
    ids = IDS if any(f"<{name}>" in route for name in NAMING) else ("own",)
    lets_in = admitted(town, route)
    answers: set[tuple[object, ...]] = set()
    for whose in ids:
        refused = [who for who in town.people if (who, whose) not in lets_in]
        answers |= refusals(town, town.call(route, whose), refused)
        for who in town.people:
            if (who, whose) in lets_in:
                response = town.send(who, town.call(route, whose))
                got_in = response.status_code // 100 in (2, 3)
                assert got_in or (route in ONCE and response.status_code == 409), (who, whose, response)
    # One answer to all who are signed in, another to all who aren't, whatever the id: nobody learns anything.
    assert len(answers) == len({status for status, *_ in answers})


def refusals(town: Town, call: Call, people: list[str]) -> set[tuple[object, ...]]:
    """Send a request as all who may not; return what they are told, which is nothing."""
    before = digest_of_records(town.app)
    responses = {who: town.send(who, call) for who in people}
    statuses = {who: response.status_code for who, response in responses.items()}
    unknown = 401 if call.path.startswith(("/api/", "/hsds/")) else 302
    assert statuses == {who: 404 if town.is_signed_in(who) else unknown for who in people}
    assert digest_of_records(town.app) == before
    return set(map(told, responses.values()))


# WTForms' own, of a form of Flask-Security.
@pytest.mark.filterwarnings("ignore:Passing SelectField choices")
@pytest.mark.parametrize("route", sorted(SIGN_IN))
def test_the_routes_of_signing_in_let_in_whom_the_table_says(town: Town, route: str) -> None:
    (word,) = SIGN_IN[route]
    call = replace(call_for(town.here, "A", route), body={} if route.startswith("POST") else None)
    before, answers = digest_of_records(town.app), {}
    for who in (NOBODY, DISABLED, "client", "clinician on the team", "referral", "admin"):
        signed_in_again(town, who)
        response = town.send(who, call)
        answers[who] = (response.status_code, response.data)
    assert answers[DISABLED] == answers[NOBODY]
    assert answers[NOBODY][0] in STATUSES[word]
    for who in answers.keys() - {NOBODY, DISABLED}:
        if word == "signed in":
            assert answers[who] != answers[NOBODY]
        else:
            assert answers[who][0] in STATUSES[word]
    if word != "signed in":
        assert digest_of_records(town.app) == before


STATUSES = {"anybody": {200, 400, 404, 422}, "signed in": {400, 401}, "under way": {302, 400}}
"""What nobody is answered; 400: no password, or no sign-in begun; 404 and 422: a link that is none."""


def signed_in_again(town: Town, who: str) -> None:
    """Sign somebody in who was signed out by one of the routes."""
    if town.is_signed_in(who) and town.send(who, Call(f"GET {API}/me")).status_code == 401:
        town.here.sign_in(who)
