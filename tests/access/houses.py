"""An agency as its people know it over HTTP: staff and clients who sign in, and records that the API wrote.

What a house writes holds its word, so that an answer tells whose it is; its ids come from its seed, so that
two houses can have the same ids.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Row
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from supportmap.access.passwords import hashed
from supportmap.records.agency import User, agency_vault, found_agency
from supportmap.records.base import Base
from supportmap.records.client import Owner
from supportmap.records.database import db, keyring_of, writing

__all__ = [
    "ACCOUNTS",
    "API",
    "IN_CHARGE",
    "OWN",
    "SPARE",
    "STAFF",
    "UNCONFIRMED",
    "Call",
    "Form",
    "House",
    "a_house",
    "admit",
    "an_id",
    "digest_of_records",
]

API = "/api/v1"
PASSWORD = "correct horse battery"
JSON_ONLY = {"Accept": "application/json"}
NOT_RECORDS = {"audit", "audit_head", "reading", "reply", "sign_in"}
"""Tables that say who came, which a refused request may write to."""
STAFF = {
    "clinician on the team": "clinician",
    "clinician not on it": "clinician",
    "former member": "clinician",
    "unconfirmed member": "clinician",
    "disabled member": "clinician",
    "referral": "referral",
    "referral with a consent": "referral",
    "admin": "admin",
}
SPARE = "spare clinician"
"""Somebody to be put on teams, who never comes."""
UNCONFIRMED = "client not confirmed"
"""Somebody who set up an account by an invitation of A, and may be anybody."""
ACCOUNTS = {"client": "A", "other client": "B", UNCONFIRMED: "A"}
OWN = {"A": "client", "B": "other client"}
"""The account of each client."""
IN_CHARGE = {"A": "clinician on the team", "B": "clinician not on it"}


def an_id(seed: str, name: str) -> str:
    """Return an id that the same seed and name always give."""
    return str(UUID(bytes=sha256(f"{seed} {name}".encode()).digest()[:16], version=4))


class Form(dict[str, str]):
    """What a form of a page sends."""


@dataclass(frozen=True)
class Call:
    """A request: its route as ``GET /path/<id>``, what stands in the path, and what is sent with it."""

    route: str
    ids: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def method(self) -> str:
        """Return the method."""
        return self.route.split()[0]

    @property
    def path(self) -> str:
        """Return the path with its ids."""
        path = self.route.split()[1]
        for name, value in self.ids.items():
            path = path.replace(f"<{name}>", value)
        return path


class House:
    """One agency; ``tokens`` are what its people send."""

    def __init__(self, app: Flask, word: str, seed: str, agency_id: UUID) -> None:
        """Take an agency that is there, and nobody in it."""
        self.app, self.word, self.seed, self.agency_id = app, word, seed, agency_id
        self.web: FlaskClient = app.test_client(use_cookies=False)
        self.tokens: dict[str, str] = {}
        self.emails: dict[str, str] = {}
        self.resource_id = ""
        """The id of the one service in its directory."""
        self.sent: list[tuple[str, Call]] = []
        """Who sent what while the house was filled, and was answered well."""

    def id(self, name: str) -> str:
        """Return the id of something of this house."""
        return an_id(self.seed, name)

    def send(self, who: str | None, call: Call, **more: str) -> TestResponse:
        """Send a request as somebody, or as nobody."""
        headers = {**JSON_ONLY, **call.headers, **more}
        if who is not None:
            headers["Authorization"] = f"Bearer {self.tokens[who]}"
        sent = {"data": call.body} if isinstance(call.body, bytes | Form) else {"json": call.body}
        return self.web.open(
            call.path,
            method=call.method,
            headers=headers,
            query_string=call.query,
            buffered=True,
            **(sent if call.body is not None else {}),
        )

    def act(self, who: str, route: str, body: Any = None, *, headers: Any = None, **ids: str) -> TestResponse:
        """Send a request that is answered well, and remember it."""
        call = Call(route, ids, body, headers or {})
        response = self.send(who, call)
        assert response.status_code < 300, (route, response.status_code, response.text)
        self.sent.append((who, call))
        return response

    def if_match(self, client: str, contact_id: str) -> dict[str, str]:
        """Return the header by which a contact may be changed as it stands now."""
        ids = {"client_id": self.id(client), "contact_id": contact_id}
        call = Call(f"GET {API}/clients/<client_id>/contacts/<contact_id>", ids)
        return {"If-Match": self.send(IN_CHARGE[client], call).headers["ETag"]}

    def owner(self, client: str) -> Owner:
        """Return the key of one of the clients."""
        return Owner(self.agency_id, UUID(self.id(client)))

    def sign_in(self, who: str) -> None:
        """Sign somebody in as a program does."""
        body = {"email": self.emails[who], "password": PASSWORD}
        response = self.web.post("/login?include_auth_token", json=body, headers=JSON_ONLY)
        assert response.status_code == 200, response.text
        self.tokens[who] = response.get_json()["response"]["user"]["authentication_token"]


def a_house(app: Flask, word: str, seed: str) -> House:
    """Add an agency whose staff can sign in; nobody has a client yet."""
    with app.app_context(), writing(db.session):
        agency_id = found_agency(db.session, f"{word} agency")
    house = House(app, word, seed, agency_id)
    admit(house, {SPARE: ("clinician", None)}, signed_in=False)
    admit(house, {name: (role, None) for name, role in STAFF.items()})
    return house


def admit(house: House, people: Mapping[str, tuple[str, Owner | None]], signed_in: bool = True) -> None:
    """Give people accounts, by their names: a role, and the client whom an account belongs to."""
    with house.app.app_context(), writing(db.session):
        for name, (role, client) in people.items():
            house.emails[name] = f"{house.word}.{name.replace(' ', '.')}@example.org".lower()
            db.session.add(_user(db.session, house, name, role, client))
    for name in people if signed_in else ():
        house.sign_in(name)


def _user(session: Session, house: House, name: str, role: str, client: Owner | None) -> User:
    user_id, email = UUID(house.id(name)), house.emails[name]
    sealed = {"name": f"{house.word} {name}", "email": email}
    return User(
        agency_id=house.agency_id,
        id=user_id,
        role=role,
        client_id=client.client_id if client else None,
        created_at=datetime.now(UTC),
        confirmed_at=datetime.now(UTC) if client and name != UNCONFIRMED else None,
        email_digest=keyring_of(session).digest("email", email),
        sealed=agency_vault(session, house.agency_id).seal("user", user_id, sealed),
        password=_password(house.app),
        fs_uniquifier=uuid4().hex,
    )


@cache
def _password(_app: Flask) -> str:
    """Return the hash of the one password, made once: it is made to be slow."""
    return hashed(db.session, PASSWORD)


def digest_of_records(app: Flask, of: Collection[Owner] | None = None) -> str:
    """Return what changes whenever any record does, whoever came; ``of``: those of these clients only."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in NOT_RECORDS]
    with app.app_context(), db.engine.connect() as connection:
        rows = {table.name: connection.execute(table.select()).all() for table in tables}
    kept = {
        name: sorted(repr(row) for row in of_table if _is_of(name, row, of))
        for name, of_table in rows.items()
    }
    return sha256(repr(kept).encode()).hexdigest()


def _is_of(table: str, row: Row[Any], of: Collection[Owner] | None) -> bool:
    if of is None or table in {"agency", "user"}:
        return True
    if table != "client" and "client_id" not in row._fields:
        # Of the agency, and about no client: the directory.
        return row.agency_id in {owner.agency_id for owner in of}
    return Owner(row.agency_id, row.id if table == "client" else row.client_id) in of
