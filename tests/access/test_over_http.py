"""Signing in as the README says, over a real connection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from supportmap.running.server import Server, address, listen
from tests.access.browsers import PASSWORD, an_account
from tests.processes import ask
from tests.service import an_agency

ALICE = "alice@example.org"
SENT = {"email": ALICE, "password": PASSWORD}


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of the service on a port of its own."""
    listener = listen("127.0.0.1", 0)
    server = Server(app, listener)
    thread = Thread(target=server.serve)
    thread.start()
    try:
        yield address(listener)
    finally:
        server.stop()
        thread.join(30)


@pytest.fixture
def url(app: Flask, session: Session) -> Iterator[str]:
    an_account(session, an_agency(session), ALICE)
    session.rollback()
    with serving(app) as url:
        yield url


def test_a_program_signs_in_for_a_bearer_token(url: str) -> None:
    answer = ask(url, "/login?include_auth_token", "POST", body=SENT)
    assert answer.status == 200
    token = answer.json["response"]["user"]["authentication_token"]
    bearer = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    assert ask(url, "/verify", headers=bearer).status == 200
    assert ask(url, "/logout", "POST", headers=bearer).status in {200, 302}
    assert ask(url, "/verify", headers=bearer).status == 401


def test_a_cookie_jar_needs_the_origin_to_change_anything(url: str) -> None:
    answer = ask(url, "/login", "POST", body=SENT)
    cookie = {"Cookie": str(answer.headers["Set-Cookie"]).split(";")[0], "Accept": "application/json"}
    assert ask(url, "/verify", headers=cookie).status == 200
    sent = {"password": PASSWORD}
    assert ask(url, "/verify", "POST", headers=cookie, body=sent).status == 403
    origin = cookie | {"Origin": url.rstrip("/")}
    assert ask(url, "/verify", "POST", headers=origin, body=sent).status == 200
    assert ask(url, "/logout", "POST", headers=origin).status in {200, 302}
    assert ask(url, "/verify", headers=cookie).status == 401
