"""Browsers and programs as tests need them: each request in a context of its own, as a server gives it."""

from __future__ import annotations

import hmac
import struct
import time
from base64 import b32decode
from contextvars import Context
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from supportmap.access.adding import add_user
from supportmap.records.database import writing

PASSWORD = "correct horse battery"
HERE = {"Sec-Fetch-Site": "same-origin"}
JSON = {"Accept": "application/json"}


class Browser:
    """A client that keeps its cookies and never shares what Flask keeps for one request."""

    def __init__(self, app: Flask, address: str = "127.0.0.1", https: bool = False) -> None:
        self.client: FlaskClient = app.test_client()
        self.base = "https://supportmap.example.org" if https else "http://localhost"
        self.address = address

    def open(self, path: str, method: str = "GET", **more: Any) -> TestResponse:
        more["headers"] = HERE | more.get("headers", {})
        environ = {"REMOTE_ADDR": self.address}
        call = lambda: self.client.open(  # noqa: E731 - it is called in another context
            path, method=method, base_url=self.base, environ_base=environ, buffered=True, **more
        )
        return Context().run(call)

    def post(self, path: str, **more: Any) -> TestResponse:
        return self.open(path, "POST", **more)

    def sign_in(self, email: str, password: str = PASSWORD) -> TestResponse:
        return self.post("/login", json={"email": email, "password": password})

    def is_signed_in(self) -> bool:
        return self.open("/verify", headers=JSON).status_code == 200

    @property
    def cookie(self) -> str | None:
        for name in ("supportmap", "__Host-supportmap"):
            if cookie := self.client.get_cookie(name, domain=self.base.split("//")[1]):
                return cookie.value
        return None


class Program(Browser):
    """A client with a bearer token and no cookies."""

    def __init__(self, app: Flask, token: str) -> None:
        super().__init__(app)
        self.token = token

    def open(self, path: str, method: str = "GET", **more: Any) -> TestResponse:
        more["headers"] = {"Authorization": f"Bearer {self.token}"} | more.get("headers", {})
        more["headers"] |= {"Sec-Fetch-Site": "none"}
        return super().open(path, method, **more)


def an_account(
    session: Session, agency_id: UUID, email: str, role: str = "clinician", client: UUID | None = None
) -> UUID:
    """Somebody who signs in with the password of all tests."""
    with writing(session):
        return add_user(session, agency_id, email, PASSWORD, role, "A User", client)


def a_program(app: Flask, email: str) -> Program:
    """A program that signed in as this user."""
    answer = Browser(app).post("/login?include_auth_token", json={"email": email, "password": PASSWORD})
    return Program(app, answer.json["response"]["user"]["authentication_token"])  # type: ignore[index]


def code_of(key: str, at: float | None = None) -> str:
    """The code that an authenticator shows (RFC 6238, computed here and not by the library under test)."""
    secret = b32decode(key + "=" * (-len(key) % 8))
    counter = struct.pack(">Q", int(time.time() if at is None else at) // 30)
    digest = hmac.digest(secret, counter, "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
