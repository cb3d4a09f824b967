"""Somebody with a program of their own: a client for tests that sends a bearer token."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import Context
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient

from supportmap.access.people import People
from supportmap.access.sign_ins import USER, SignIns, new_token
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.database import db, keyring_of, writing

Answer = Any
"""What comes back: Werkzeug's response, whose JSON is whatever it is."""


class Program:
    """A program that acts for one user; addresses are those below /api/v1."""

    def __init__(self, app: Flask, actor: Actor | None) -> None:
        """Sign the user in; None: nobody."""
        self.browser: FlaskClient = app.test_client()
        self.token = a_token(actor) if actor else None
        self.app = app

    def headers(self) -> dict[str, str]:
        """What proves who it is."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def send(
        self, method: str, path: str, json: object = None, below: str = "/api/v1", **options: Any
    ) -> Answer:
        """Send a request as if nothing of the test were there: with a context and a session of its own."""
        db.session.rollback()
        headers = {**self.headers(), **options.pop("headers", {})}
        given: dict[str, Any] = {"json": json} if json is not None else {}
        options |= {"method": method, "headers": headers}
        return Context().run(self.browser.open, f"{below}{path}", **given, **options)

    def get(self, path: str, **options: Any) -> Answer:
        """Read."""
        return self.send("GET", path, **options)

    def post(self, path: str, json: object = None, **options: Any) -> Answer:
        """Add or do."""
        return self.send("POST", path, json, **options)

    def patch(self, path: str, json: object = None, version: int | None = None) -> Answer:
        """Change, of the version that was read."""
        return self.send("PATCH", path, json, headers=if_match(version))

    def delete(self, path: str, json: object = None, version: int | None = None) -> Answer:
        """Remove, of the version that was read."""
        return self.send("DELETE", path, json, headers=if_match(version))


def if_match(version: int | None) -> Mapping[str, str]:
    """The header that says which version was read."""
    return {} if version is None else {"If-Match": f'"{version}"'}


def a_token(actor: Actor) -> str:
    """A token that a program of this user holds."""
    person, token = People().find_user(id=actor.user_id), new_token()
    assert person is not None
    with writing(db.session):
        values = {USER: person.fs_uniquifier}
        SignIns(keyring_of(db.session)).keep(db.session, "program", token, values, person)
    return token


def at(owner: Owner, rest: str = "") -> str:
    """The address of a client, or of something of theirs."""
    return f"/clients/{owner.client_id}{rest}"


def add(program: Program, owner: Owner, name: str = "Avery", **facts: Any) -> dict[str, Any]:
    """Add a contact and return it."""
    answer = program.post(at(owner, "/contacts"), {"name": name, **facts})
    assert answer.status_code == 201, answer.json
    contact: dict[str, Any] = answer.json["contacts"][0]
    return contact


def tie(program: Program, owner: Owner, a: str, b: str, **facts: Any) -> Answer:
    """Say that two know each other."""
    return program.send("PUT", at(owner, f"/ties/{a}/{b}"), facts or None)


def uuid_of(number: int) -> UUID:
    """An id that nothing has."""
    return UUID(int=number, version=4)
