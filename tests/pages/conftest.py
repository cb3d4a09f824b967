"""Two clinicians and an admin, each at a browser of their own, and the client of one of them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from supportmap.casework.clients import add_client
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.database import db, writing
from tests.access.browsers import Browser, an_account
from tests.service import an_agency

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Visitor(Browser):
    """A browser that somebody is signed in at; it follows where a form leads."""

    def __init__(self, app: Flask, email: str, owner: Owner) -> None:
        super().__init__(app)
        self.owner = owner
        assert self.sign_in(email).status_code == 200

    def page(self, path: str) -> str:
        """The text of a page: all that is read, in one line."""
        return read(self.open(path, headers=HTML))

    def of_client(self, rest: str = "") -> str:
        """The address of a page of the client."""
        return f"/clients/{self.owner.client_id}{rest}"

    def send(self, path: str, **form: Any) -> str:
        """Send a form, and read the page that it leads to."""
        answer = self.post(path, data={"back": "/account"} | form, headers=HTML)
        if answer.status_code == 302:
            return self.page(answer.headers["Location"])
        return read(answer)

    def fill(self, path: str, **form: Any) -> str:
        """Open a page, fill in the fields of its form, and read where that leads."""
        return self.send(path, shown=self.shown(path), **form)

    def shown(self, path: str) -> str:
        """What the form of a page carries of how its fields were shown."""
        found = re.search(r'name="shown" value="([^"]*)"', self.open(path).get_data(as_text=True))
        assert found
        return html.unescape(found[1])

    def add(self, name: str, **facts: Any) -> str:
        """Add a contact by the API, and return the id."""
        answer = self.post(f"/api/v1{self.of_client('/contacts')}", json={"name": name, **facts})
        assert answer.json
        return str(answer.json["contacts"][0]["id"])

    def wants(self, **needs: float) -> None:
        """Say by the API how much of each function the client wants."""
        answer = self.open(f"/api/v1{self.of_client('/network')}", "PATCH", json={"needs": needs})
        assert answer.status_code == 200


def read(answer: TestResponse) -> str:
    """What somebody reads of an answer: not what waits hidden for names that go off in another tab."""
    body = re.sub(r"<(script|style|template)\b.*?</\1>", " ", answer.get_data(as_text=True), flags=re.S)
    body = re.sub(r'<div class="curtain"[^>]* hidden.*?</div>', " ", body, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


@dataclass
class House:
    """Everybody, and the client that Alice works with."""

    app: Flask
    owner: Owner
    alice: Visitor
    bob: Visitor
    admin: Visitor
    alice_id: UUID
    bob_id: UUID
    admin_id: UUID


@pytest.fixture
def house(app: Flask, session: Session) -> House:
    """The agency that the tests of the pages act in."""
    agency = an_agency(session)
    alice, bob = (an_account(session, agency, f"{name}@example.org") for name in ("alice", "bob"))
    admin = an_account(session, agency, "admin@example.org", "admin")
    with writing(session):
        owner = add_client(session, Actor(agency, alice, "clinician"), agency, {"label": "K. R."})
    session.rollback()
    db.session.rollback()
    at = {name: Visitor(app, f"{name}@example.org", owner) for name in ("alice", "bob", "admin")}
    return House(app, owner, at["alice"], at["bob"], at["admin"], alice, bob, admin)


@dataclass
class Both:
    """Alice, who looks after Kim, and Kim at their own account."""

    alice: Visitor
    kim: Visitor


@pytest.fixture
def both(app: Flask, session: Session, house: House) -> Both:
    """Kim has an account that is confirmed."""
    an_account(session, house.owner.agency_id, "kim@example.org", "client", house.owner.client_id)
    session.rollback()
    return Both(house.alice, Visitor(app, "kim@example.org", house.owner))


def release(both: Both, *parts: str, **more: object) -> str:
    """Let Kim see parts of the map."""
    page = both.alice.of_client("/between")
    found = re.search(r'name="version" value="(\d+)"', both.alice.open(page).get_data(as_text=True))
    assert found
    return both.alice.send(f"{page}/release", version=found[1], **dict.fromkeys(parts, "1"), **more)
