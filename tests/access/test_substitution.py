"""Valid requests with somebody else's ids in path, query and body: nothing is shown, and nothing changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from tests.access.calls import call_for
from tests.access.filling import filled
from tests.access.houses import (
    ACCOUNTS,
    API,
    IN_CHARGE,
    SPARE,
    STAFF,
    Call,
    House,
    a_house,
    digest_of_records,
)
from tests.access.worlds import table

WHO = "clinician on the team"
ROUTES = sorted(route for route in table("Routes") if route.split()[1].startswith(f"{API}/clients"))
MADE_BY = {
    f"POST {API}/clients": "client",
    f"POST {API}/clients/<client_id>/contacts": "contact",
    f"POST {API}/clients/<client_id>/visits": "visit",
    f"POST {API}/clients/<client_id>/consents": "consent",
    f"POST {API}/clients/<client_id>/visits/<visit_id>/reopen": "visit",
}
"""What a route makes, with an id that the sender chooses."""
ITEMS = {"contact": ("network", "contacts"), "visit": ("visits", "items"), "consent": ("consents", "items")}
"""Where the ids of a client's things are told."""
IS_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Place = tuple[str, ...]
"""Where an id stands in a request: ``ids``, ``query`` or ``body``, and the names within."""


class Street:
    """Two agencies; one clinician sends, and all but their own client is somebody else's."""

    def __init__(self, app: Flask) -> None:
        """Fill both, and learn every id that there is."""
        self.app = app
        self.here, self.there = (filled(a_house(app, word, word)) for word in ("Oak", "Elm"))
        self.foreign = {
            kind: list(self._ids(kind)) for kind in ("client", "contact", "visit", "consent", "user")
        }
        self.everything = [each for ids in self.foreign.values() for each in ids]
        self.near = {kind: {*self._items(self.here, "B", kind)} for kind in ITEMS}
        self.near["client"] = {self.here.id("B")}
        self.made: set[tuple[str, str]] = set()
        self.owners = [self.here.owner("B"), self.there.owner("A"), self.there.owner("B")]
        self.sent = 0

    def _ids(self, kind: str) -> Iterator[str]:
        for house, client in ((self.here, "B"), (self.there, "A"), (self.there, "B")):
            if kind == "client":
                yield house.id(client)
            if kind in ITEMS:
                yield from self._items(house, client, kind)
        if kind == "user":
            yield from (self.there.id(name) for name in (*STAFF, *ACCOUNTS, SPARE))
            yield from (self.here.id(name) for name in (*STAFF, *ACCOUNTS) if STAFF.get(name) != "clinician")

    def _items(self, house: House, client: str, kind: str) -> list[str]:
        path, name = ITEMS[kind]
        call = Call(f"GET {API}/clients/<client_id>/{path}", {"client_id": house.id(client)})
        ids = [item["id"] for item in house.send(IN_CHARGE[client], call).get_json()[name]]
        assert ids
        return ids

    def digest(self) -> str:
        """Return what changes whenever anything of somebody else's does."""
        return digest_of_records(self.app, self.owners)

    def answer(self, call: Call) -> tuple[int, bytes]:
        """Return what the clinician is answered, which holds nothing of anybody else's."""
        response = self.here.send(WHO, call)
        self.sent += 1
        everything = f"{response.headers} {response.text}".lower()
        assert "oak b" not in everything
        assert "elm" not in everything
        assert response.status_code < 500
        return response.status_code, response.data


@pytest.fixture(scope="module")
def street(service: Flask) -> Street:
    """The street of this module."""
    return Street(service)


def places(call: Call) -> Iterator[Place]:
    """Return where ids stand in a request."""
    for part in ("ids", "query", "body"):
        yield from ((part, *place) for place in within(getattr(call, part)))


def within(facts: object) -> Iterator[Place]:
    """Return where ids stand among facts: they are the only text that is a UUID."""
    for name, value in facts.items() if isinstance(facts, Mapping) else ():
        if isinstance(value, Mapping):
            yield from ((name, *place) for place in within(value))
        elif isinstance(value, str) and IS_ID.fullmatch(value):
            yield (name,)


def with_another(call: Call, place: Place, value: str) -> Call:
    """Return the request with another id in one place."""
    part, *names = place
    changed: dict[str, Any] = {part: put(getattr(call, part), names, value)}
    return replace(call, **changed)


def put(facts: Mapping[str, Any], names: list[str], value: str) -> dict[str, Any]:
    """Return facts with one value changed."""
    first, *rest = names
    return {**facts, first: put(facts[first], rest, value) if rest else value}


def requests(street: Street, route: str) -> Iterator[Call]:
    """Return valid requests of a route, whose ids are all the clinician's client's."""
    call = call_for(street.here, "A", route)
    yield call
    contact, visit = (street.here.id(f"A {thing}") for thing in ("contact 1", "first visit"))
    if route.endswith("/what-if"):
        yield replace(call, body={"changes": {"contact": contact, "emotional": 0}})
        yield replace(call, body={"joins": {"id": str(uuid4()), "name": "Avery"}})
    if route.endswith(("/compare", "/figures/change")):
        yield replace(call, query={"from": visit, "to": visit})
    if route == f"GET {API}/clients/<client_id>/document":
        yield replace(call, query={"visit": visit})
    if route.endswith("/reopen"):
        yield replace(call, body={"id": str(uuid4())})


def test_somebody_elses_id_is_answered_like_one_that_nobody_has(street: Street) -> None:
    before = street.digest()
    told_apart = [place for route in ROUTES for place in betrayals(street, route)]
    assert told_apart == []
    assert street.sent > 2_000
    assert street.digest() == before
    call = call_for(street.here, "A", f"GET {API}/clients/<client_id>/network")
    assert street.answer(call)[0] == 200, "the clinician may still do what they might before"


def betrayals(street: Street, route: str) -> Iterator[tuple[str, Place, str]]:
    """Return where somebody else's id is answered otherwise than one that nobody has."""
    for call in requests(street, route):
        for place in (each for each in places(call) if each[-1] != "id"):
            unknown = street.answer(with_another(call, place, str(uuid4())))
            assert unknown[0] in (404, 422), (route, place)
            for theirs in street.everything:
                if street.answer(with_another(call, place, theirs)) != unknown:
                    yield route, place, theirs


OWN = ("body", "id")
"""Where the sender chooses the id of what is made."""


@pytest.mark.parametrize("route", [route for route in ROUTES if MADE_BY.get(route)])
def test_what_is_made_with_somebody_elses_id_is_ones_own(street: Street, route: str) -> None:
    """An id of another agency is as good as any; within one's agency it may be refused, and tells no more."""
    before, made = street.digest(), MADE_BY[route]
    others = [ids[0] for kind, ids in street.foreign.items() if kind != made]
    for theirs in [*street.foreign[made], *others]:
        call = with_another(list(requests(street, route))[-1], OWN, theirs)
        is_taken = (made, theirs) in street.made or (made != "contact" and theirs in street.near[made])
        status, data = street.answer(call)
        assert status == (409 if is_taken else 201), data
        street.made.add((made, theirs))
    assert street.digest() == before
