"""The second factor: set up, asked for, no code taken twice, and nothing without it where it is a must."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.records.agency import User, settle_second_factor
from supportmap.records.audit import Actor, AuditRow
from supportmap.records.database import writing
from tests.access.browsers import JSON, PASSWORD, Browser, Program, a_program, an_account, code_of
from tests.service import a_client, an_agency

ALICE = "alice@example.org"


@pytest.fixture
def agency(session: Session) -> UUID:
    return an_agency(session)


@pytest.fixture
def strict(session: Session, agency: UUID) -> UUID:
    """An agency whose staff must have a second factor."""
    with writing(session):
        assert settle_second_factor(session, Actor.operator(agency), True)
    return agency


@pytest.fixture
def alice(session: Session, agency: UUID) -> UUID:
    return an_account(session, agency, ALICE)


@pytest.fixture(autouse=True)
def _calm() -> None:
    """Begin well within a half minute, so that a code doesn't change under a test."""
    if time.time() % 30 > 24:
        time.sleep(30 - time.time() % 30)


def set_up(browser: Browser) -> str:
    """Set up an authenticator and return its key."""
    asked = browser.post("/tf-setup", json={"setup": "authenticator"}).json["response"]  # type: ignore[index]
    key: str = asked["tf_authr_b32key"]
    way = f"/tf-setup/{asked['tf_state_token']}" if asked["tf_state_token"] else "/tf-validate"
    assert browser.post(way, json={"code": code_of(key, time.time() - 30)}).status_code == 200
    return key


def actions(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(AuditRow.action).order_by(AuditRow.seq)))


@pytest.mark.usefixtures("alice")
def test_whoever_has_an_authenticator_is_asked_for_its_code(app: Flask, session: Session) -> None:
    browser = Browser(app)
    browser.sign_in(ALICE)
    key = set_up(browser)
    assert "account.second_factor" in actions(session)
    again = Browser(app)
    answer = again.sign_in(ALICE).json["response"]  # type: ignore[index]
    assert (answer["tf_required"], answer["tf_state"]) == (True, "ready")
    assert not again.is_signed_in()
    pending = again.cookie
    assert again.post("/tf-validate", json={"code": "000000"}).status_code == 400
    assert again.post("/tf-validate", json={"code": code_of(key)}).status_code == 200
    assert again.is_signed_in()
    assert again.cookie != pending
    assert actions(session)[-2:] == ["sign-in.refused", "sign-in"]


@pytest.mark.usefixtures("alice")
def test_a_code_is_taken_once(app: Flask) -> None:
    browser = Browser(app)
    browser.sign_in(ALICE)
    code = code_of(set_up(browser))
    one, other = Browser(app), Browser(app)
    one.sign_in(ALICE)
    other.sign_in(ALICE)
    assert one.post("/tf-validate", json={"code": code}).status_code == 200
    assert other.post("/tf-validate", json={"code": code}).status_code == 400
    assert (one.is_signed_in(), other.is_signed_in()) == (True, False)


@pytest.mark.usefixtures("alice")
def test_of_many_who_send_a_code_at_once_one_gets_in(app: Flask) -> None:
    browser = Browser(app)
    browser.sign_in(ALICE)
    code = code_of(set_up(browser))
    thieves = [Browser(app, address=f"10.0.0.{number}") for number in range(6)]
    for thief in thieves:
        thief.sign_in(ALICE)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda thief: thief.post("/tf-validate", json={"code": code}), thieves))
    assert [thief.is_signed_in() for thief in thieves].count(True) == 1


@pytest.mark.usefixtures("alice")
def test_a_recovery_code_is_taken_once(app: Flask, session: Session) -> None:
    browser = Browser(app)
    browser.sign_in(ALICE)
    set_up(browser)
    made = browser.post("/mf-recovery-codes", json={"generate_new_codes": "1"}).json
    codes = made["response"]["recovery_codes"]  # type: ignore[index]
    assert len(set(codes)) == 10
    session.rollback()
    kept = session.scalars(select(User.mf_recovery_codes)).one()
    assert not any(code in str(kept) for code in codes)
    one, other = Browser(app), Browser(app)
    for each in (one, other):
        each.sign_in(ALICE)
    assert one.post("/mf-recovery", json={"code": codes[3].upper()}).status_code == 200
    assert other.post("/mf-recovery", json={"code": codes[3]}).status_code == 400
    assert other.post("/mf-recovery", json={"code": codes[4]}).status_code == 200
    assert other.is_signed_in()
    left = browser.open("/mf-recovery-codes", headers=JSON).json
    assert len(left["response"]["recovery_codes"]) == 8  # type: ignore[index]
    assert "account.recovery" in actions(session)


@pytest.mark.usefixtures("alice")
def test_a_program_gives_the_code_as_well(app: Flask) -> None:
    browser = Browser(app)
    browser.sign_in(ALICE)
    key = set_up(browser)
    program = Browser(app)
    sent = {"email": ALICE, "password": PASSWORD}
    first = program.post("/login?include_auth_token", json=sent).json
    assert "authentication_token" not in str(first)
    answer = program.post("/tf-validate?include_auth_token", json={"code": code_of(key)})
    token = answer.json["response"]["user"]["authentication_token"]  # type: ignore[index]
    assert Program(app, token).is_signed_in()
    assert program.cookie is None


@pytest.mark.usefixtures("strict", "alice")
def test_where_it_is_a_must_nothing_but_setting_it_up_can_be_reached(app: Flask) -> None:
    browser = Browser(app)
    answer = browser.sign_in(ALICE).json["response"]  # type: ignore[index]
    assert answer["tf_state"] == "setup_from_login"
    for path in ("/verify", "/change", "/mf-recovery-codes"):
        assert browser.open(path, headers=JSON).status_code == 401
    assert browser.open("/").headers["Location"] == "/login"
    set_up(browser)
    assert browser.is_signed_in()
    assert browser.post("/tf-setup", json={"setup": "disable"}).status_code == 400


def test_whoever_was_signed_in_when_it_became_a_must_has_to_set_it_up(
    app: Flask, session: Session, agency: UUID
) -> None:
    an_account(session, agency, ALICE)
    client = a_client(session, agency)
    an_account(session, agency, "kim@example.org", "client", client.client_id)
    browser, theirs = Browser(app), Browser(app)
    browser.sign_in(ALICE)
    theirs.sign_in("kim@example.org")
    program = a_program(app, ALICE)
    with writing(session):
        settle_second_factor(session, Actor.operator(agency), True)
    assert not browser.is_signed_in()
    assert not program.is_signed_in()
    assert theirs.is_signed_in()
    assert Browser(app).sign_in("kim@example.org").json["response"]["tf_required"] is False  # type: ignore[index]


@pytest.mark.usefixtures("alice")
def test_it_can_be_turned_off_where_it_is_no_must(app: Flask) -> None:
    browser = Browser(app)
    browser.sign_in(ALICE)
    set_up(browser)
    assert browser.post("/tf-setup", json={"setup": "disable"}).status_code == 200
    assert Browser(app).sign_in(ALICE).json["response"]["tf_required"] is False  # type: ignore[index]


@pytest.mark.usefixtures("alice")
def test_the_secret_is_kept_encrypted(app: Flask, session: Session) -> None:
    browser = Browser(app)
    browser.sign_in(ALICE)
    key = set_up(browser)
    session.rollback()
    kept = session.scalars(select(User.tf_totp_secret)).one() or ""
    assert kept
    assert key not in kept.replace("-", "")


@pytest.mark.parametrize("path", ["/tf-validate", "/mf-recovery", "/tf-setup", "/tf-select"])
def test_no_step_can_be_taken_before_the_password(app: Flask, path: str) -> None:
    answer = Browser(app).post(path, json={"code": "123456", "setup": "authenticator"})
    assert answer.status_code == 400
    assert "tf_authr" not in answer.get_data(as_text=True)


@pytest.mark.usefixtures("strict", "alice")
def test_the_pages_lead_through_it(app: Flask) -> None:
    browser = Browser(app)
    answer = browser.post("/login", data={"email": ALICE, "password": PASSWORD})
    assert answer.headers["Location"] == "/tf-setup"
    assert "Your agency asks" in browser.open("/tf-setup").get_data(as_text=True)
    page = browser.post("/tf-setup", data={"setup": "authenticator"}).get_data(as_text=True)
    key = page.split("type this key: <code>")[1].split("<")[0].replace("-", "")
    wrong = browser.post("/tf-validate", data={"code": "000000"}).get_data(as_text=True)
    again = browser.open("/tf-validate").get_data(as_text=True)
    assert page.split("<form")[0] == wrong.split("<form")[0] == again.split("<form")[0]
    assert 'aria-invalid="true"' in wrong
    assert "shows now" in wrong
    answer = browser.post("/tf-validate", data={"code": code_of(key, time.time() - 30)})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/mf-recovery-codes")
    assert "Make new codes" in browser.open("/mf-recovery-codes").get_data(as_text=True)
    browser.post("/logout")
    answer = browser.post("/login", data={"email": ALICE, "password": PASSWORD})
    assert answer.headers["Location"].startswith("/tf-validate")
    assert "authenticator shows now" in browser.open(answer.headers["Location"]).get_data(as_text=True)
    answer = browser.post("/tf-validate", data={"code": code_of(key)})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


@pytest.mark.usefixtures("alice")
def test_a_wrong_code_leaves_the_picture_in_place_and_the_right_one_leads_on(app: Flask) -> None:
    browser = Browser(app)
    browser.sign_in(ALICE)
    page = browser.post("/tf-setup", data={"setup": "authenticator"}).get_data(as_text=True)
    key, way = re.search(r"<code>([^<]+)</code>", page), re.search(r'action="(/tf-setup/[^"]+)"', page)
    assert key
    assert way
    wrong = browser.post(way[1], data={"code": "000000"})
    again = wrong.get_data(as_text=True)
    assert wrong.status_code == 200
    assert key[1] in again
    assert 'class="qr"' in again
    assert "notice bad" in again
    assert "shows now" in again
    right = browser.post(way[1], data={"code": code_of(re.sub(r"\W", "", key[1]))})
    assert (right.status_code, right.headers["Location"]) == (302, "/mf-recovery-codes")
    sent_twice = browser.post(way[1], data={"code": code_of(re.sub(r"\W", "", key[1]))})
    assert sent_twice.headers["Location"] == "/mf-recovery-codes"


@pytest.mark.usefixtures("alice")
def test_turning_it_off_leads_to_no_recovery_codes(app: Flask) -> None:
    browser = Browser(app)
    browser.sign_in(ALICE)
    set_up(browser)
    answer = browser.post("/tf-setup", data={"setup": "disable"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/tf-setup")
