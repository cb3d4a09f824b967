"""What people and programs are told when something can't be had."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from supportmap.app import create_app
from supportmap.pages import caseload
from supportmap.records.database import db
from supportmap.settings import Settings
from tests.access.browsers import Browser, an_account
from tests.service import an_agency

ALICE = "alice@example.org"
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def alice(app: Flask, session: Session) -> Browser:
    an_account(session, an_agency(session), ALICE)
    session.rollback()
    browser = Browser(app)
    browser.sign_in(ALICE)
    return browser


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/nowhere", 404, "Nothing here"),
        ("GET", "/clients/2b0f3a57-6d1c-4a7e-9b43-000000000000/map", 404, "Nothing here"),
        ("DELETE", "/clients", 405, "Not possible here"),
    ],
)
def test_people_are_told_in_our_own_words(
    alice: Browser, method: str, path: str, status: int, words: str
) -> None:
    answer = alice.open(path, method, headers=HTML)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert words in page
    assert "Go to the first page" in page


def test_a_database_that_is_busy_asks_people_to_try_again(
    alice: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OperationalError("SELECT name", {}, Exception("locked"))

    monkeypatch.setattr(caseload, "render_template", fail)
    answer = alice.open("/clients", headers=HTML)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert "Nothing was changed. Try again in a moment." in page
    assert "SELECT" not in page


def test_a_refused_form_is_told_on_a_page(alice: Browser) -> None:
    answer = alice.open(
        "/clients", "POST", headers=HTML | {"Sec-Fetch-Site": "cross-site"}, data={"label": "A"}
    )
    assert (answer.status_code, answer.mimetype) == (403, "text/html")
    assert "Refused" in answer.get_data(as_text=True)


def test_what_can_not_be_taken_is_told_on_a_page(app: Flask) -> None:
    nobody = Browser(app)
    odd = nobody.post("/login", data={"email": "a\0b", "password": "x"}, headers=HTML)
    large = nobody.post("/login", data={"email": "x" * 20_000, "password": "x"}, headers=HTML)
    for answer, status, words in ((odd, 400, "understood"), (large, 413, "Too large")):
        assert (answer.status_code, answer.mimetype) == (status, "text/html")
        assert words in answer.get_data(as_text=True)
    led = nobody.open("/clients", headers=HTML)
    assert (led.status_code, led.headers["Location"]) == (302, "/login?next=/clients")


def test_a_fault_of_ours_is_told_without_its_words(alice: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("sentinel")

    monkeypatch.setattr(caseload, "clients_of", fail)
    answer = alice.open("/clients", headers=HTML)
    assert (answer.status_code, answer.mimetype) == (500, "text/html")
    page = answer.get_data(as_text=True)
    assert "A fault of ours" in page
    assert "sentinel" not in page


def test_an_error_page_has_nothing_that_its_own_policy_forbids(alice: Browser) -> None:
    page = alice.open("/nowhere", headers=HTML).get_data(as_text=True)
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", page)


def test_another_name_of_the_service_is_refused_on_a_page(service_settings: Settings) -> None:
    app = create_app(replace(service_settings, hosts=("map.example.org",)))
    for path in ("/", "/login", "/nowhere"):
        answer = app.test_client().get(path, base_url="http://evil.example.org", headers=HTML)
        assert (answer.status_code, answer.mimetype) == (400, "text/html")
        assert "understood" in answer.get_data(as_text=True)
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("how", [{"json": {"email": "x" * 20_000}}, {"data": {"email": "x" * 20_000}}])
def test_a_program_is_told_in_json_what_is_too_large(app: Flask, how: dict[str, Any]) -> None:
    answer = Browser(app).post("/login", headers={"Accept": "application/json"}, **how)
    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")


def test_programs_at_the_sign_in_are_answered_json(app: Flask) -> None:
    answer = Browser(app).post("/login", json={"email": [1], "password": "x"})
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    answer = Browser(app).open("/login", "DELETE", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")


def test_a_client_without_a_label_is_not_added_and_the_page_says_so(alice: Browser) -> None:
    answer = alice.post("/clients", data={"label": "", "back": "/clients"}, headers=HTML)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/clients")
    assert 'role="alert"' in alice.open("/clients").get_data(as_text=True)
    away = alice.post("/clients", data={"label": "", "back": "//evil.example"}, headers=HTML)
    assert away.headers["Location"] == "/"
