"""What referral staff may not know changes nothing that they read, by whatever route, and not by a byte.

One record is given other secrets again and again (``kept_from``), and what referral staff are answered before
and after is compared: 300 pairs of databases, of which the clinician sees at a glance that they differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import orjson
import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from supportmap.access.policy import scope
from supportmap.analysis.association import FEWEST
from supportmap.analysis.network import FUNCTIONS
from supportmap.analysis.referring import OPEN
from supportmap.casework import referral_acts, referral_ends
from supportmap.casework.community_gaps import nothing_found
from supportmap.casework.referral_effects import effects_of_agency
from supportmap.casework.worklist import worklist_of
from supportmap.pages.referral_acts import ACTS as REFERRAL_ACTS
from supportmap.pages.referral_desk import ACTS as GAP_ACTS
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.database import db, writing
from supportmap.records.networks import network_of, state_of
from supportmap.records.referral import ReferralRow
from tests.access.calls import call_for
from tests.access.filling import filled
from tests.access.houses import API, IN_CHARGE, OWN, Call, House, a_house
from tests.access.kept_from import Known, Ratings, alike, known_of, put_secrets
from tests.access.town import ROUTES, told
from tests.casework.acting import Desk
from tests.casework.referring import a_referral, agree
from tests.service import a_client

PAIRS, IN_A_ROW = 300, 15
ACTED = 12
"""So many records that are alike to the desk are acted upon."""
DESK = {"the desk", "referral"}
WRITTEN = [
    route
    for route, words in ROUTES.items()
    if route.startswith("POST") and "<client_id>" in route and DESK & set(words)
]
"""All that referral staff may do about a client by a page; by the API they do nothing."""
READ = [route for route, words in ROUTES.items() if route.startswith("GET") and DESK & set(words)]
"""Every page and answer that referral staff may read."""
ABOUT_ONE, ABOUT_MANY = ("gap.", "referral.", "worklist."), ("effects.",)
"""How an action begins that tells of the clients of the desk, and of those who were at a service.

These are read after each change, and all others once in a row.
"""
NETWORK = f"GET {API}/clients/<client_id>/network"
ANY_ID = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TIME = re.compile(rb"\b\d\d:\d\d\b")
VERSION = re.compile(rb'name="version" value="\d+"')
FRESH = re.compile(rb'name="id" value="[0-9a-f-]{36}"')
"""The id that a form has ready for what is made of it: another whenever it is shown."""


@dataclass(frozen=True)
class Somebody:
    """A client whose record is given other secrets: who writes it, and what the desk may ask about them."""

    owner: Owner
    clinician: str
    client: str | None
    calls: list[Call]


@dataclass(frozen=True)
class Scene:
    """A house with clients who agree to referral, and as many who were at one service as are told of."""

    house: House
    people: list[Somebody]
    in_general: list[Call]
    """What is asked that names no client."""

    def actor(self, who: str, role: str, client: Owner | None = None) -> Actor:
        """Somebody of the house, as who acts."""
        account = (UUID(self.house.id(who)), role, client.client_id if client else None)
        return Actor(self.house.agency_id, *account)

    def put(self, who: Somebody, now: Ratings, then: Ratings) -> None:
        """Give a record other secrets."""
        client = self.actor(who.client, "client", who.owner) if who.client else None
        with self.house.app.app_context():
            clinician = self.actor(who.clinician, "clinician")
            put_secrets(db.session, clinician, client, who.owner, now, then)

    def read(self, who: Somebody, everything: bool = False) -> dict[Any, object]:
        """What referral staff are told of a client and in general, and what it is made of."""
        about = ABOUT_ONE if who.client else ABOUT_ONE + ABOUT_MANY
        general = [call for call in self.in_general if everything or self.action_of(call).startswith(about)]
        answers = {call.path: _answer(self.house, call) for call in (*general, *who.calls)}
        return {**answers, **self.worklist()}

    def action_of(self, call: Call) -> str:
        """What the policy calls what a request does; empty: anybody may do it."""
        endpoint, _ = self.house.app.url_map.bind("").match(call.path, method="GET")
        return getattr(self.house.app.view_functions[endpoint], "action", None) or ""

    def someone(self, row: int) -> Somebody:
        """Whose record is changed in a row: each of the two of the desk's clients, then one who attended."""
        first, second, *attenders = self.people
        return (first, second, attenders[row // 3 % len(attenders)])[row % 3]

    def worklist(self) -> dict[str, object]:
        """The worklist of referral staff before any page is made of it."""
        with self.house.app.app_context():
            condition = scope(self.actor("referral", "referral"), "gap.read", datetime.now(UTC))
            gaps = worklist_of(db.session, self.house.agency_id, condition)
            return {"worklist": orjson.dumps(gaps)}

    def seen_by_the_team(self, who: Somebody) -> bytes:
        """What the clinician reads of the map."""
        ids = {"client_id": str(who.owner.client_id)}
        data: bytes = self.house.send(who.clinician, Call(NETWORK, ids)).data
        return data


def _answer(house: House, call: Call) -> object:
    response = house.send("referral", call)
    assert response.status_code == 200 or "<function>" in call.route, (call.path, response.status_code)
    return _without_fresh_ids(response)


def _without_fresh_ids(response: TestResponse) -> object:
    *rest, data = told(response)
    length = ("Content-Length", str(len(response.data)))
    assert isinstance(data, bytes)
    return *rest, FRESH.sub(b"", data), length


@pytest.fixture(scope="module")
def scene(service: Flask, ratings: dict[Known, list[Ratings]]) -> Scene:
    """A house at work."""
    house = filled(a_house(service, "Oak", "Oak"))
    people = [
        Somebody(house.owner(client), IN_CHARGE[client], OWN[client], _asked(house, client))
        for client in "AB"
    ]
    in_general = [call_for(house, "A", route) for route in READ if "<client_id>" not in route]
    clinician = IN_CHARGE["A"]
    with service.app_context():
        actor = Actor(house.agency_id, UUID(house.id(clinician)), "clinician")
        owners = [a_client(db.session, house.agency_id, actor, label=f"{n}.") for n in range(FEWEST)]
        for owner in owners:
            _was_there(Desk(db.session, actor, owner), UUID(house.resource_id))
        # How much is due stands on every page of the desk.
        with writing(db.session):
            is_open = ReferralRow.state.in_(OPEN)
            db.session.execute(update(ReferralRow).where(is_open).values(due_on=datetime.now(UTC).date()))
    attenders = [Somebody(owner, clinician, None, []) for owner in owners]
    scene = Scene(house, [*people, *attenders], in_general)
    assert b" due</span>" in house.send("referral", Call("GET /resources")).data
    for somebody in attenders:
        # From now on it is told of them how coverage changed.
        scene.put(somebody, *[_of_size(ratings, largest) for largest in (False, True)])
    return scene


def _asked(house: House, client: str) -> list[Call]:
    """What the desk may ask about a client, of each function."""
    calls = [call_for(house, client, route) for route in READ if "<client_id>" in route]
    return [each for call in calls for each in _of_each_function(call)]


def _of_each_function(call: Call) -> Iterator[Call]:
    if "<function>" not in call.route:
        yield call
    else:
        yield from (replace(call, ids={**call.ids, "function": function}) for function in FUNCTIONS)


def _was_there(desk: Desk, service: UUID) -> None:
    """Let a client be mapped, go to a service, and be mapped again."""
    today = datetime.now(UTC).date()
    agree(desk)
    desk.add("Avery")
    desk.finish(desk.start(today - timedelta(days=9)))
    referral = a_referral(desk, service)
    with writing(desk.session):
        made = update(ReferralRow).where(ReferralRow.id == referral.id)
        desk.session.execute(made.values(made_at=datetime.now(UTC) - timedelta(days=5)))
    desk.act(referral_acts.send, referral.id, "client")
    desk.act(referral_acts.start, referral.id, today - timedelta(days=2))
    desk.act(referral_ends.end, referral.id, "help", "full")
    desk.act(nothing_found, {"function": "belonging", "area": "Ancoats"})
    desk.finish(desk.start(today))


@pytest.fixture(scope="module")
def ratings() -> dict[Known, list[Ratings]]:
    """Ratings that are told apart by nothing that referral staff may know, always the same ones."""
    return alike(Random(6))


def test_referral_staff_may_read_pages_of_each_kind() -> None:
    assert {"GET /gaps", "GET /effects", "GET /resources", "GET /hsds/services"} <= set(READ)
    assert any("<function>" in route for route in READ)
    assert any("<referral_id>" in route for route in READ)


def test_what_the_desk_may_not_know_changes_no_answer_to_it(
    scene: Scene, ratings: dict[Known, list[Ratings]]
) -> None:
    chance, pairs, met = Random(7), 0, set()
    for row in range(PAIRS // IN_A_ROW):
        who = scene.someone(row)
        now, then = (chance.choice(sorted(ratings)) for _ in range(2))
        met.add(now)
        scene.put(who, *(chance.choice(ratings[known]) for known in (now, then)))
        before, seen = scene.read(who, everything=True), scene.seen_by_the_team(who)
        for number in range(IN_A_ROW):
            scene.put(who, *(chance.choice(ratings[known]) for known in (now, then)))
            after, is_last = scene.read(who, everything=number == IN_A_ROW - 1), number == IN_A_ROW - 1
            _check_same({path: before[path] for path in after}, after)
            assert is_last == (after.keys() == before.keys())
            pairs += 1
            seen, earlier = scene.seen_by_the_team(who), seen
            assert seen != earlier
        with scene.house.app.app_context():
            assert known_of(network_of(state_of(db.session, who.owner))) == now
            (service,) = effects_of_agency(db.session, scene.house.agency_id)
        assert service["change"] is not None
    assert pairs == PAIRS
    assert len(met) > PAIRS // IN_A_ROW // 2


def test_what_the_desk_may_not_know_changes_nothing_that_it_is_answered_when_it_acts(
    scene: Scene, ratings: dict[Known, list[Ratings]]
) -> None:
    """Whatever it does, done or refused, but for going there: what a service adds then depends on the map."""
    chance, who = Random(8), scene.people[0]
    known = [chance.choice(sorted(ratings)) for _ in range(2)]
    # What was done once is refused from then on, whoever is on the map.
    first = dict(_answers_to_acts(scene.house, "A"))
    assert {status for (status, *_) in first.values()} >= {302, 422}
    answers = []
    for _ in range(ACTED):
        scene.put(who, *(chance.choice(ratings[each]) for each in known))
        answers.append(dict(_answers_to_acts(scene.house, "A")))
    for again in answers[1:]:
        _check_same(answers[0], again)


def _answers_to_acts(house: House, client: str) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    for route in WRITTEN:
        for act in _acts_of(route):
            call = call_for(house, client, route)
            call = replace(call, ids={**call.ids, "act": act}) if act else call
            status, *rest = told(house.send("referral", call))
            yield (route, act), (status, _without_ids(rest[-1]))


def _acts_of(route: str) -> list[str]:
    if "<act>" not in route:
        return [""]
    return sorted(REFERRAL_ACTS.keys() - {"start"} if "<referral_id>" in route else GAP_ACTS)


def _without_ids(told: object) -> bytes:
    """What was made is another one each time, a moment later, and has been changed once more."""
    data = told if isinstance(told, bytes) else str(told).encode()
    return VERSION.sub(b"", TIME.sub(b"", ANY_ID.sub(b"", data)))


def _check_same(before: Mapping[Any, object], after: Mapping[Any, object]) -> None:
    differ = [path for path in after if before[path] != after[path]]
    assert not differ, differ


def test_what_the_desk_may_know_does_change_what_it_reads(
    scene: Scene, ratings: dict[Known, list[Ratings]]
) -> None:
    """So that the test above would find what leaks: a gap of another size, and a change in coverage."""
    who, attender = scene.people[0], scene.people[-1]
    open_, shut = _of_size(ratings, largest=True), _of_size(ratings, largest=False)
    for somebody, page in ((who, "/gaps"), (attender, "/effects"), (attender, "/effects/services.csv")):
        scene.put(somebody, open_, open_)
        before = scene.read(somebody)
        scene.put(somebody, shut, open_)
        after = scene.read(somebody)
        assert before[page] != after[page], page
        assert before["worklist"] != after["worklist"]


def _of_size(ratings: dict[Known, list[Ratings]], largest: bool) -> Ratings:
    """Ratings of which belonging is lacked most, or not at all."""
    by_size = sorted(ratings, key=lambda known: (known[2][2], known[2][1], known))
    return ratings[by_size[-1 if largest else 0]][0]
