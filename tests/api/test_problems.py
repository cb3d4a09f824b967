"""One shape for every refusal, on every route; and never a value of the request, nor a word of a driver."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from supportmap.access.replies import AT_ONCE
from supportmap.api.problems import PROBLEMS
from supportmap.casework import clients
from supportmap.records.audit import Reply
from supportmap.records.database import db, writing
from tests.api.conftest import House
from tests.api.people import Program, add

SECRET = "Zebedee"
MEMBERS = {"type", "title", "status", "detail"}


def routes(app: Flask) -> list[tuple[str, str]]:
    """Every method and address of the API, below /api/v1, with ids that nothing has."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1/"):
            with app.test_request_context():
                path = app.url_map.bind("").build(rule.endpoint, {name: uuid4() for name in rule.arguments})
            found += [
                (method, path[7:]) for method in rule.methods or () if method not in {"HEAD", "OPTIONS"}
            ]
    return sorted(found)


def holds(answer: Any, status: int) -> None:
    """Assert that an answer is a problem of this status."""
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    told = answer.json
    assert set(told) >= MEMBERS
    assert told["status"] == status
    assert told["type"].removeprefix("/api/docs#problem-") in PROBLEMS


def test_there_are_all_the_routes(app: Flask) -> None:
    assert len(routes(app)) >= 45


def test_who_isn_t_signed_in_gets_401_everywhere_and_is_told_how(app: Flask, house: House) -> None:
    for method, path in routes(app):
        answer = house.nobody.send(method, path, data=b"{", content_type="application/json")
        holds(answer, 401)
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_that_is_nobody_s_gets_401(app: Flask, house: House) -> None:
    program = Program(app, None)
    program.token = "x" * 43
    holds(program.get("/me"), 401)


def test_what_isn_t_there_and_what_one_may_not_know_of_are_the_same(app: Flask, house: House) -> None:
    there = [house.stranger.get(house.path(rest)) for rest in ("", "/network", "/visits")]
    nowhere = [house.stranger.get(f"/clients/{uuid4()}{rest}") for rest in ("", "/network", "/visits")]
    unknown = house.stranger.get("/nothing/at/all")
    for answer in (*there, *nowhere, unknown):
        holds(answer, 404)
        assert answer.data == unknown.data


def test_another_method_gets_405_and_those_that_are_allowed(house: House) -> None:
    answer = house.alice.send("PUT", "/me")
    holds(answer, 405)
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize(("accepted", "status"), [("text/html", 406), ("*/*", 200), ("application/*", 200)])
def test_an_answer_in_another_format_isn_t_given(house: House, accepted: str, status: int) -> None:
    assert house.alice.get("/me", headers={"Accept": accepted}).status_code == status


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b'{"name": "Zebedee"}', "text/plain", 415),
        (b'{"name": "Zebedee"}', "application/x-www-form-urlencoded", 415),
        (b'{"name": "Zebedee"}', "", 415),
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b'{"name": "Zebedee"} x', "application/json", 400),
        (b'"Zebedee"', "application/json", 422),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b"\xff", "application/json", 400),
        (b'{"name": "Zebedee", "name": "Zebedee"}', "application/json", 400),
        (b'{"name": "Zebedee\\u0000"}', "application/json", 400),
        (b'{"name": "\\ud800"}', "application/json", 400),
        (b'{"name": NaN}', "application/json", 400),
        (b'{"name": 1e999}', "application/json", 400),
        (b'{"circle": 99999999999999999999999}', "application/json", 400),
        (b'{"Zebedee\\u0000": 1}', "application/json", 400),
        (b'{"circle": 9007199254740993}', "application/json", 400),
        (b"[" * 100_000 + b"]" * 100_000, "application/json", 400),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "application/json", 400),
        (b'{"name": "' + b"x" * 5_000_000 + b'"}', "application/json", 413),
        (b"[" + b"0," * 600_000 + b"0]", "application/json", 400),
    ],
)
def test_a_body_that_two_programs_could_read_in_two_ways_is_refused(
    house: House, data: bytes, kind: str, status: int
) -> None:
    answer = house.alice.post(house.path("/contacts"), data=data, content_type=kind)
    holds(answer, status)
    assert SECRET.encode() not in answer.data
    assert house.alice.get(house.path("/network")).json["contacts"] == []


def test_a_body_where_none_is_taken_is_read_as_strictly(house: House) -> None:
    for path in ("/undo", "/archive", "/tidy"):
        answer = house.alice.post(house.path(path), data=b"[" * 100_000, content_type="application/json")
        holds(answer, 400)


def test_what_a_route_does_not_look_at_is_refused(house: House) -> None:
    holds(house.alice.get(house.path("?marks=true")), 422)
    holds(house.alice.post(house.path("/tidy"), {"contacts": []}), 422)
    assert house.alice.post(house.path("/tidy"), {}).status_code == 200


def test_no_value_of_a_request_comes_back(house: House) -> None:
    bodies: list[Any] = [
        {"name": [SECRET]},
        {"name": "x", "circle": SECRET},
        {"name": "x", SECRET: SECRET},
        {"name": "x", "note": [SECRET]},
    ]
    for body in bodies:
        answer = house.alice.post(house.path("/contacts"), body)
        holds(answer, 422)
        assert SECRET not in answer.text
    assert SECRET not in house.alice.get(house.path(f"/changes?after={SECRET}")).text
    assert SECRET not in house.alice.get(house.path(f"/changes?{SECRET}={SECRET}")).text


def test_a_database_that_can_t_be_had_gets_503_without_its_words(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError(f"SELECT {SECRET}", {}, Exception(SECRET))

    monkeypatch.setattr(clients, "client_of", fail)
    answer = house.alice.get(house.path())
    holds(answer, 503)
    assert answer.headers["Retry-After"] == "1"
    assert SECRET not in answer.text


def test_a_fault_of_ours_gets_500_without_its_words(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(clients, "client_of", fail)
    answer = house.alice.get(house.path())
    holds(answer, 500)
    assert SECRET not in answer.text


def test_a_request_of_another_site_is_refused_as_a_problem(house: House) -> None:
    answer = house.alice.send(
        "POST",
        house.path("/undo"),
        headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    )
    holds(answer, 403)


def test_pages_keep_errors_of_their_own(app: Flask) -> None:
    answer = app.test_client().get("/nothing")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")


def test_the_same_request_twice_has_one_effect_and_one_answer(house: House) -> None:
    facts = {"id": str(uuid4()), "name": "Avery"}
    first, second = (house.alice.post(house.path("/contacts"), facts) for _ in range(2))
    assert (first.status_code, first.data) == (201, second.data)
    assert (first.headers["ETag"], first.headers["Location"]) == (
        second.headers["ETag"],
        second.headers["Location"],
    )
    assert house.alice.get(house.path("/network")).json["network_version"] == 1
    holds(house.alice.post(house.path("/contacts"), {**facts, "name": "Blake"}), 422)


def test_the_same_key_twice_has_one_effect_and_one_answer(house: House) -> None:
    contact = add(house.alice, house.owner)
    path, key = house.path(f"/contacts/{contact['id']}"), {"Idempotency-Key": "k1", "If-Match": '"1"'}
    first, second = (house.alice.send("PATCH", path, {"emotional": 2}, headers=key) for _ in range(2))
    assert (first.status_code, first.data) == (200, second.data)
    other = house.alice.send("PATCH", path, {"emotional": 1}, headers=key)
    holds(other, 422)
    assert other.json["type"].endswith("another-request")


def test_a_refused_request_may_be_sent_again_under_its_key(house: House) -> None:
    key = {"Idempotency-Key": "k2"}
    holds(house.alice.send("POST", house.path("/undo"), headers=key), 409)
    add(house.alice, house.owner)
    assert house.alice.send("POST", house.path("/undo"), headers=key).status_code == 200


def test_what_was_answered_a_week_ago_is_forgotten_bit_by_bit(house: House) -> None:
    keep(house, 25)
    with writing(db.session):
        db.session.execute(update(Reply).values(at=datetime.now(UTC) - timedelta(days=7, minutes=1)))
    keep(house, 1)
    assert kept_replies() == 25 - AT_ONCE + 1
    keep(house, 1)
    assert kept_replies() == 2
    keep(house, 1)
    assert kept_replies() == 3


def keep(house: House, count: int) -> None:
    """Have so many replies kept."""
    for _ in range(count):
        key = {"Idempotency-Key": str(uuid4())}
        assert house.alice.send("POST", house.path("/tidy"), headers=key).status_code == 200


def kept_replies() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Reply)) or 0
