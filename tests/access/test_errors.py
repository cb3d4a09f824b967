"""What people and programs are told when something can't be had."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

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


def test_a_refused_form_is_told_on_a_page(alice: Browser) -> None:
    answer = alice.open(
        "/clients", "POST", headers=HTML | {"Sec-Fetch-Site": "cross-site"}, data={"label": "A"}
    )
    assert (answer.status_code, answer.mimetype) == (403, "text/html")
    assert "Refused" in answer.get_data(as_text=True)


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
