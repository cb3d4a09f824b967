"""How often a sign-in may fail."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from supportmap.access.limits import limit_sign_in
from supportmap.records.encryption import Keyring
from supportmap.settings import BadSetting
from tests.access.browsers import PASSWORD, Browser, an_account
from tests.service import an_agency

ALICE = "alice@example.org"


@pytest.fixture
def alice(session: Session) -> None:
    agency = an_agency(session)
    an_account(session, agency, ALICE)
    an_account(session, agency, "bob@example.org")


def failures(app: Flask, count: int, email: str = ALICE, address: str = "10.0.0.1") -> list[int]:
    browser = Browser(app, address)
    return [browser.sign_in(email, "a wrong password").status_code for _ in range(count)]


@pytest.mark.usefixtures("alice")
def test_ten_failures_for_an_account_are_enough(app: Flask) -> None:
    assert failures(app, 12) == [400] * 10 + [429] * 2
    answer = Browser(app, "10.0.0.1").sign_in("  ALICE@example.org", PASSWORD)
    assert answer.status_code == 429
    assert answer.mimetype == "application/problem+json"
    assert "/api/docs#problem-too-many" in answer.get_data(as_text=True)
    assert 1 <= int(answer.headers["Retry-After"]) <= 15 * 60
    page = Browser(app, "10.0.0.1").post("/login", data={"email": ALICE, "password": PASSWORD})
    assert (page.status_code, page.mimetype) == (429, "text/html")
    assert "Wait a few minutes" in page.get_data(as_text=True)
    assert 1 <= int(page.headers["Retry-After"]) <= 15 * 60


@pytest.mark.usefixtures("alice")
def test_others_and_the_account_itself_elsewhere_are_not_kept_out(app: Flask) -> None:
    failures(app, 11)
    assert Browser(app, "10.0.0.1").sign_in("bob@example.org").status_code == 200
    assert Browser(app, "10.0.0.2").sign_in(ALICE).status_code == 200


@pytest.mark.usefixtures("alice")
def test_success_is_not_counted(app: Flask) -> None:
    for _ in range(12):
        assert Browser(app).sign_in(ALICE).status_code == 200
        answer = Browser(app).post("/login", data={"email": ALICE, "password": PASSWORD})
        assert answer.status_code == 302


@pytest.mark.usefixtures("alice")
def test_forms_count_like_json(app: Flask) -> None:
    browser = Browser(app)
    sent = {"email": ALICE, "password": "a wrong password"}
    statuses = [browser.post("/login", data=sent).status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]


@pytest.mark.usefixtures("alice")
def test_an_address_that_tries_many_accounts_is_stopped(app: Flask) -> None:
    statuses = [status for number in range(61) for status in failures(app, 1, f"nobody{number}@example.org")]
    assert statuses == [400] * 60 + [429]


@pytest.mark.usefixtures("alice")
def test_asking_for_the_password_again_is_limited_too(app: Flask) -> None:
    browser = Browser(app)
    browser.sign_in(ALICE)
    statuses = [browser.post("/verify", json={"password": "wrong"}).status_code for _ in range(11)]
    assert statuses == [400] * 10 + [429]


@pytest.mark.parametrize("url", ["nowhere://x", "redis+nothing://localhost", "x"])
def test_a_store_of_limits_that_is_none_stops_the_start(url: str) -> None:
    with pytest.raises(BadSetting, match="SUPPORTMAP_LIMITS_URL"):
        limit_sign_in(Flask("nobody"), Keyring(bytes(32)), url)
