"""Signing in and out: who gets in, how long it lasts, and what ends it."""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from supportmap.access.accounts import disable, enable
from supportmap.access.people import People, Person
from supportmap.records.agency import SignIn, User
from supportmap.records.audit import AuditRow
from supportmap.records.client import Owner
from supportmap.records.database import writing
from supportmap.records.verify import verify
from tests.access.browsers import JSON, PASSWORD, Browser, Program, a_program, an_account
from tests.service import a_client, an_agency

ALICE = "alice@example.org"


@pytest.fixture
def agency(session: Session) -> UUID:
    return an_agency(session)


@pytest.fixture
def alice(session: Session, agency: UUID) -> UUID:
    return an_account(session, agency, ALICE)


def rows(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(SignIn)) or 0


def acts(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(AuditRow.action).order_by(AuditRow.seq)))


def age(session: Session, seen: timedelta | None = None, made: timedelta | None = None) -> None:
    """Make every sign-in older than it is."""
    now, values = datetime.now(UTC), {}
    if seen is not None:
        values["seen_at"] = now - seen
    if made is not None:
        values["created_at"] = now - made
    with writing(session):
        session.execute(update(SignIn).values(values))


@pytest.mark.usefixtures("alice")
def test_a_user_signs_in_and_out_again(
    app: Flask, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    browser = Browser(app)
    assert not browser.is_signed_in()
    answer = browser.sign_in("Alice@Example.ORG")
    assert answer.status_code == 200
    assert answer.json["response"]["user"]["role"] == "clinician"  # type: ignore[index]
    assert browser.is_signed_in()
    assert browser.post("/logout").status_code == 302
    assert not browser.is_signed_in()
    assert acts(session)[-2:] == ["sign-in", "sign-out"]
    told = [
        record.getMessage().split(":")[0] for record in caplog.records if record.name == "supportmap.access"
    ]
    assert told == ["sign-in", "sign-out"]
    assert "alice" not in caplog.text.lower()


@pytest.mark.usefixtures("alice")
def test_a_form_leads_on_to_the_first_page(app: Flask) -> None:
    browser = Browser(app)
    answer = browser.post("/login", data={"email": ALICE, "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert browser.open("/").headers["Location"] == "/clients"
    assert "A User" in browser.open("/clients").get_data(as_text=True)
    assert "Sign out" in browser.open("/account").get_data(as_text=True)


@pytest.mark.usefixtures("alice")
def test_a_kept_cookie_is_worth_nothing_after_signing_out(app: Flask) -> None:
    browser, thief = Browser(app), Browser(app)
    browser.sign_in(ALICE)
    thief.client.set_cookie("supportmap", browser.cookie or "", domain="localhost")
    assert thief.is_signed_in()
    browser.post("/logout")
    assert not thief.is_signed_in()


@pytest.mark.usefixtures("alice")
def test_signing_out_of_one_browser_leaves_the_other(app: Flask) -> None:
    one, other = Browser(app), Browser(app)
    one.sign_in(ALICE)
    other.sign_in(ALICE)
    assert one.cookie != other.cookie
    one.post("/logout")
    assert (one.is_signed_in(), other.is_signed_in()) == (False, True)


def test_disabling_ends_every_sign_in_at_once(
    app: Flask, session: Session, agency: UUID, alice: UUID
) -> None:
    browser = Browser(app)
    browser.sign_in(ALICE)
    program = a_program(app, ALICE)
    assert program.is_signed_in()
    with writing(session):
        disable(session, agency, alice)
    assert not browser.is_signed_in()
    assert not program.is_signed_in()
    assert rows(session) == 0
    assert browser.sign_in(ALICE).status_code == 400
    with writing(session):
        enable(session, agency, alice)
    assert browser.sign_in(ALICE).status_code == 200
    assert acts(session)[-4:] == ["user.disable", "sign-in.refused", "user.enable", "sign-in"]


@pytest.mark.usefixtures("alice")
def test_a_user_who_is_disabled_beside_the_functions_is_out_as_well(app: Flask, session: Session) -> None:
    browser = Browser(app)
    browser.sign_in(ALICE)
    with writing(session):
        session.execute(update(User).values(active=False))
    assert not browser.is_signed_in()


@pytest.mark.usefixtures("alice")
def test_changing_the_password_signs_out_everywhere_else(app: Flask, session: Session) -> None:
    browser, other = Browser(app), Browser(app)
    browser.sign_in(ALICE)
    other.sign_in(ALICE)
    program, before = a_program(app, ALICE), browser.cookie
    new = "another long password"
    sent = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    assert browser.post("/change", json=sent).status_code == 200
    assert browser.is_signed_in()
    assert browser.cookie != before
    assert not other.is_signed_in()
    assert not program.is_signed_in()
    assert "account.password" in acts(session)
    fresh = Browser(app)
    assert fresh.sign_in(ALICE).status_code == 400
    assert fresh.sign_in(ALICE, new).status_code == 200


@pytest.mark.usefixtures("alice")
@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ("too short", "at least 12"),
        ("x" * 129, "at most 128"),
        ("ALICE@example.org", "e-mail"),
        (PASSWORD, "different"),
    ],
)
def test_a_bad_new_password_is_refused(app: Flask, new: str, reason: str) -> None:
    browser = Browser(app)
    browser.sign_in(ALICE)
    sent = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    answer = browser.post("/change", json=sent)
    assert answer.status_code == 400
    assert reason in answer.get_data(as_text=True)


@pytest.mark.usefixtures("alice")
def test_a_password_of_128_characters_works(app: Flask) -> None:
    browser, long = Browser(app), "wörter " * 16
    browser.sign_in(ALICE)
    sent = {"password": PASSWORD, "new_password": long, "new_password_confirm": long}
    assert browser.post("/change", json=sent).status_code == 200
    assert Browser(app).sign_in(ALICE, long).status_code == 200


@pytest.mark.parametrize(
    ("role", "idle", "lasts"),
    [("clinician", 14, True), ("clinician", 15, False), ("client", 9, True), ("client", 10, False)],
)
def test_a_browser_left_alone_is_signed_out(
    app: Flask, session: Session, agency: UUID, role: str, idle: int, lasts: bool
) -> None:
    client: Owner | None = a_client(session, agency) if role == "client" else None
    an_account(session, agency, ALICE, role, client.client_id if client else None)
    browser = Browser(app)
    browser.sign_in(ALICE)
    age(session, seen=timedelta(minutes=idle))
    assert browser.is_signed_in() is lasts


@pytest.mark.usefixtures("alice")
def test_whoever_works_on_stays_signed_in_for_eight_hours(app: Flask, session: Session) -> None:
    browser = Browser(app)
    browser.sign_in(ALICE)
    age(session, seen=timedelta(minutes=2), made=timedelta(hours=7, minutes=59))
    assert browser.is_signed_in()
    session.rollback()
    seen = session.scalars(select(SignIn.seen_at)).one()
    assert datetime.now(UTC) - seen < timedelta(minutes=1)
    age(session, made=timedelta(hours=8))
    assert not browser.is_signed_in()


@pytest.mark.usefixtures("alice")
def test_reading_writes_nothing_within_a_minute(app: Flask, session: Session) -> None:
    browser = Browser(app)
    browser.sign_in(ALICE)
    age(session, seen=timedelta(seconds=50))
    session.rollback()
    before = session.scalars(select(SignIn.seen_at)).one()
    assert browser.is_signed_in()
    session.rollback()
    assert session.scalars(select(SignIn.seen_at)).one() == before


@pytest.mark.usefixtures("alice")
def test_old_rows_go_when_somebody_signs_in(app: Flask, session: Session) -> None:
    Browser(app).sign_in(ALICE)
    a_program(app, ALICE)
    age(session, seen=timedelta(hours=9), made=timedelta(hours=9))
    Browser(app).sign_in(ALICE)
    assert rows(session) == 1


@pytest.mark.usefixtures("alice")
def test_nobody_gets_a_row_by_looking(app: Flask, session: Session) -> None:
    browser = Browser(app)
    for path in ("/", "/login", "/change", "/tf-setup", "/mf-recovery", "/nowhere"):
        assert "Set-Cookie" not in browser.open(path).headers
        assert "Set-Cookie" not in browser.open(path, headers=JSON).headers
    browser.sign_in(ALICE, "a wrong password")
    assert rows(session) == 0


@pytest.mark.usefixtures("alice")
def test_signing_in_gives_another_token_than_the_one_before(app: Flask, session: Session) -> None:
    browser = Browser(app)
    browser.client.set_cookie("supportmap", "chosen by somebody else", domain="localhost")
    browser.sign_in(ALICE)
    first = browser.cookie
    browser.post("/logout")
    browser.sign_in(ALICE)
    assert len({first, browser.cookie, "chosen by somebody else"}) == 3
    session.rollback()
    digest = session.scalars(select(SignIn.digest)).one()
    assert (browser.cookie or "").encode() not in digest


def test_a_refusal_tells_nothing_about_the_account(app: Flask, session: Session, agency: UUID) -> None:
    an_account(session, agency, ALICE)
    gone = an_account(session, agency, "bob@example.org")
    with writing(session):
        disable(session, agency, gone)
    for accept in ({}, JSON):
        answers = [
            Browser(app).post(
                "/login",
                data={"email": "x@example.org", "password": password} | {"email": email},
                headers=accept,
            )
            for email, password in (
                (ALICE, "a wrong password"),
                ("nobody@example.org", "a wrong password"),
                ("bob@example.org", "a wrong password"),
                ("bob@example.org", PASSWORD),
            )
        ]
        bodies = {
            answer.get_data(as_text=True)
            .replace(ALICE, "-")
            .replace("nobody@example.org", "-")
            .replace("bob@example.org", "-")
            for answer in answers
        }
        assert len(bodies) == 1
        assert len({answer.status_code for answer in answers}) == 1


@pytest.mark.usefixtures("alice")
def test_a_refusal_takes_as_long_for_nobody_as_for_somebody(app: Flask) -> None:
    """The medians of both, whatever this machine does: a missing hash would make them differ many times."""
    times: dict[str, list[float]] = {ALICE: [], "nobody@example.org": []}
    for turn in range(8):
        for email, taken in times.items():
            browser = Browser(app, address=f"10.0.0.{turn}")
            begun = time.perf_counter()
            assert browser.sign_in(email, "a wrong password").status_code == 400
            taken.append(time.perf_counter() - begun)
    known, unknown = (statistics.median(taken) for taken in times.values())
    assert 1 / 3 < known / unknown < 3


@pytest.mark.usefixtures("alice")
def test_a_refusal_is_noted_without_the_address(
    app: Flask, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Browser(app)
    browser.sign_in(ALICE, "a wrong password")
    browser.sign_in("nobody@example.org", "a wrong password")
    assert acts(session)[-1:] == ["sign-in.refused"]
    told = [record.getMessage() for record in caplog.records if record.name == "supportmap.access"]
    assert [line.startswith("sign-in refused: user ") for line in told] == [True, True]
    assert "unknown" in told[1]
    for word in ("alice", "nobody", "wrong password"):
        assert word not in caplog.text


def test_the_audit_stays_whole(app: Flask, session: Session, agency: UUID, alice: UUID) -> None:
    browser = Browser(app)
    browser.sign_in(ALICE, "a wrong password")
    browser.sign_in(ALICE)
    browser.post("/logout")
    session.rollback()
    assert verify(session, agency).seq == len(acts(session))
    session.rollback()
    last = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc())).first()
    assert last is not None
    assert (last.user_id, last.role) == (alice, "clinician")
    assert UUID(last.request_id or "").version == 4


@pytest.mark.usefixtures("alice")
def test_a_program_works_with_a_token_and_without_a_cookie(app: Flask, session: Session) -> None:
    browser = Browser(app)
    answer = browser.post("/login?include_auth_token", json={"email": ALICE, "password": PASSWORD})
    assert "Set-Cookie" not in answer.headers
    token = answer.json["response"]["user"]["authentication_token"]  # type: ignore[index]
    assert rows(session) == 1
    program = Program(app, token)
    assert program.is_signed_in()
    assert "sign-in.program" in acts(session)
    age(session, seen=timedelta(hours=7))
    assert program.is_signed_in()
    age(session, made=timedelta(hours=8))
    assert not program.is_signed_in()


@pytest.mark.usefixtures("alice")
def test_a_program_signs_out_with_its_token(app: Flask, session: Session) -> None:
    program, other = a_program(app, ALICE), a_program(app, ALICE)
    assert program.post("/logout", json={}).status_code == 200
    assert (program.is_signed_in(), other.is_signed_in()) == (False, True)
    assert acts(session)[-1] == "sign-out"


@pytest.mark.usefixtures("alice")
def test_asking_for_a_form_ends_no_token(app: Flask) -> None:
    program = a_program(app, ALICE)
    program.open("/tf-validate")
    assert program.is_signed_in()


@pytest.mark.usefixtures("alice")
def test_a_token_counts_in_its_header_only(app: Flask) -> None:
    program, browser = a_program(app, ALICE), Browser(app)
    token = program.token
    for path in (f"/verify?auth_token={token}", f"/verify?access_token={token}"):
        assert browser.open(path, headers=JSON).status_code == 401
    assert browser.post("/verify", json={"auth_token": token, "password": PASSWORD}).status_code == 401
    for headers in ({"Authentication-Token": token}, {"Authorization": f"Basic {token}"}):
        assert browser.open("/verify", headers=JSON | headers).status_code == 401


@pytest.mark.usefixtures("alice")
def test_neither_kind_of_token_passes_for_the_other(app: Flask) -> None:
    browser = Browser(app)
    browser.sign_in(ALICE)
    assert not Program(app, browser.cookie or "").is_signed_in()
    thief = Browser(app)
    thief.client.set_cookie("supportmap", a_program(app, ALICE).token, domain="localhost")
    assert not thief.is_signed_in()


@pytest.mark.usefixtures("alice")
def test_a_made_up_token_beside_a_cookie_is_nobody(app: Flask) -> None:
    browser = Browser(app)
    browser.sign_in(ALICE)
    answer = browser.open("/verify", headers=JSON | {"Authorization": "Bearer made-up"})
    assert answer.status_code == 401
    assert browser.is_signed_in()


@pytest.mark.usefixtures("alice")
@pytest.mark.parametrize(
    "way", ["/\t/evil.com", "//evil.com", "/\\evil.com", "https://evil.com", "evil.com", "/ok\n"]
)
def test_signing_in_never_leads_elsewhere(app: Flask, way: str) -> None:
    browser = Browser(app)
    sent = {"email": ALICE, "password": PASSWORD}
    answer = browser.post("/login", data=sent, query_string={"next": way})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    browser.post("/logout")
    answer = browser.post("/login", data=sent | {"next": way})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


@pytest.mark.usefixtures("alice")
def test_signing_in_leads_back_to_the_page_that_was_asked_for(app: Flask) -> None:
    browser = Browser(app)
    asked = browser.open("/change")
    assert asked.headers["Location"] == "/login?next=/change"
    answer = browser.post(asked.headers["Location"], data={"email": ALICE, "password": PASSWORD})
    assert answer.headers["Location"] == "/change"


@pytest.mark.usefixtures("alice")
def test_many_sign_in_change_and_sign_out_at_once(app: Flask, session: Session, agency: UUID) -> None:
    def come_and_go(number: int) -> set[int]:
        statuses = set()
        for turn in range(4):
            browser = Browser(app, address=f"10.0.{number}.{turn}")
            statuses.add(browser.sign_in(ALICE).status_code)
            a_program(app, ALICE)
            statuses.add(browser.open("/verify", headers=JSON).status_code)
            statuses.add(browser.post("/logout", json={}).status_code)
        return statuses

    age(session, seen=timedelta(hours=9), made=timedelta(hours=9))
    with ThreadPoolExecutor(6) as pool:
        assert set().union(*pool.map(come_and_go, range(6))) == {200}
    assert rows(session) == 24
    assert acts(session).count("sign-out") == 24
    assert verify(session, agency).seq == len(acts(session))


ODD = [
    b"[1]",
    b'"a"',
    b"5",
    b"{",
    b"[" * 5000,
    b'{"a":' * 900 + b"1" + b"}" * 900,
    b'{"email": {"a": 1}}',
    b'{"email": ["a"]}',
    b'{"email": "\\ud800", "password": "x"}',
    b'{"email": "a\\u0000b@example.org", "password": "x"}',
    b'{"email": "\xff", "password": "x"}',
    b'{"email": 5, "password": true}',
    b'{"next": "//evil.com"}',
    b"{}",
    b"",
]


@pytest.mark.parametrize("body", ODD)
def test_an_odd_body_is_refused(app: Flask, body: bytes) -> None:
    answer = Browser(app).post("/login", data=body, content_type="application/json")
    assert answer.status_code == 400


def test_a_person_is_no_entity_and_opens_nothing_by_itself(app: Flask, session: Session, alice: UUID) -> None:
    person = People().find_user(email=ALICE)
    assert isinstance(person, Person)
    assert person.id == alice
    assert ALICE not in repr(vars(person))
    assert person.email == ALICE
