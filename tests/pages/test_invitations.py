"""A client's way to an account: a link that looking doesn't use, a code told in person, a confirmation."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from supportmap.access import invitations
from supportmap.records.agency import User
from supportmap.records.invitation import Invitation
from tests.access.browsers import Browser
from tests.pages.conftest import HTML, House, Visitor, read

EMAIL, WORDS = "kim@example.org", "several words of mine"
MANY = 50


class Handed(NamedTuple):
    """What the clinician handed over."""

    link: str
    code: str


def invite(alice: Visitor) -> Handed:
    """Make an invitation, and read link and code off the page."""
    answer = alice.post(alice.of_client("/invitation"), headers=HTML)
    assert answer.status_code == 200
    told = answer.get_data(as_text=True)
    link = re.search(r'value="http://localhost(/join/[^"]+)"', told)
    code = re.search(r'class="code"[^>]*>(\d{3}) (\d{3})<', told)
    assert link
    assert code
    return Handed(link[1], code[1] + code[2])


def send(app: Flask, link: str, code: str, email: str = EMAIL, **more: str) -> TestResponse:
    """Send the form behind the link."""
    form = {"code": code, "email": email, "password": WORDS, "again": WORDS}
    return Browser(app).post(link, data=form | more, headers=HTML)


def test_a_client_sets_up_an_account_and_is_nobody_until_it_is_confirmed(house: House, app: Flask) -> None:
    alice = house.alice
    link, code = invite(alice)
    assert "wasn’t used yet" in alice.page(alice.of_client("/record"))
    assert "It is set up" in read(send(app, link, f"{code[:3]} {code[3:]}"))
    client = Browser(app)
    assert client.sign_in(EMAIL, WORDS).status_code == 200
    assert "Not confirmed yet" in read(client.open("/account", headers=HTML))
    for path in (alice.of_client("/log"), "/api/v1/me/record", alice.of_client("/record")):
        assert client.open(path, headers=HTML).status_code == 404
    waiting = alice.open(alice.of_client("/record")).get_data(as_text=True)
    confirm = re.search(r'action="([^"]+/confirm)"', waiting)
    assert confirm
    assert "The account is the client’s from now on." in alice.send(confirm[1])
    assert "Who looked at it" in read(client.open("/account", headers=HTML))
    assert client.open(alice.of_client("/log"), headers=HTML).status_code == 200
    assert "confirmed that an account is the client's" in read(client.open(alice.of_client("/log")))
    assert alice.post(confirm[1]).status_code == 404, "once"


def test_an_account_that_somebody_else_set_up_ends_at_once(house: House, app: Flask) -> None:
    alice = house.alice
    link, code = invite(alice)
    send(app, link, code)
    thief = Browser(app)
    thief.sign_in(EMAIL, WORDS)
    refuse = re.search(
        r'action="([^"]+/refuse)"', alice.open(alice.of_client("/record")).get_data(as_text=True)
    )
    assert refuse
    assert "The account has ended" in alice.send(refuse[1])
    assert not thief.is_signed_in()
    assert Browser(app).sign_in(EMAIL, WORDS).status_code != 200
    invite(alice)


def test_looking_uses_nothing_and_tells_nothing(house: House, app: Flask, session: Session) -> None:
    link, code = invite(house.alice)
    looks = {Browser(app).open(link).get_data() for _ in range(100)}
    assert len(looks) == 1
    nothing = Browser(app).open("/join/nothing")
    assert (nothing.status_code, nothing.get_data().replace(b"/join/nothing", link.encode())) == (200, *looks)
    assert session.scalar(select(func.count()).where(Invitation.ended_at.is_(None))) == 1
    assert "It is set up" in read(send(app, link, code))


def test_whatever_is_wrong_is_answered_alike(
    house: House, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = house.alice
    replaced, used_up = invite(alice), invite(alice)
    for _ in range(invitations.WRONG_CODES):
        send(app, used_up.link, "000000" if used_up.code != "000000" else "111111")
    monkeypatch.setattr(invitations, "VALID_HOURS", -1)
    expired = invite(alice)
    monkeypatch.undo()
    withdrawn = invite(alice)
    assert "no longer counts" in alice.send(alice.of_client("/invitation/withdraw"))
    good = invite(alice)
    wrong = "000000" if good.code != "000000" else "111111"
    tried = [replaced, used_up, expired, withdrawn, Handed(good.link, wrong), Handed("/join/none", good.code)]
    answers = [send(app, each.link, each.code) for each in tried]
    assert {answer.status_code for answer in answers} == {422}
    bodies = {
        answer.get_data(as_text=True).replace(each.link, "").replace(each.code, "")
        for answer, each in zip(answers, tried, strict=True)
    }
    assert len(bodies) == 1
    assert "the link or the code isn’t right" in bodies.pop()
    assert "It is set up" in read(send(app, *good))
    assert read(send(app, *good)) == read(answers[0])


def test_of_many_who_send_the_form_at_once_one_gets_an_account(
    house: House, app: Flask, session: Session
) -> None:
    link, code = invite(house.alice)
    with ThreadPoolExecutor(10) as pool:
        told = list(pool.map(lambda n: send(app, link, code, f"kim{n}@example.org"), range(MANY)))
    assert sorted(answer.status_code for answer in told) == [200] + [422] * (MANY - 1)
    accounts = select(func.count()).where(User.client_id == house.owner.client_id)
    assert session.scalar(accounts) == 1


def test_what_cannot_be_taken_is_said_and_leaves_the_invitation_as_it_was(house: House, app: Flask) -> None:
    link, code = invite(house.alice)
    for wrong, words in (
        ({"password": "short", "again": "short"}, "at least 12"),
        ({"again": "other words"}, "aren’t the same"),
        ({"email": "alice@example.org"}, "This e-mail address can't be used"),
        ({"email": "nobody"}, "This e-mail address can't be used"),
    ):
        answer = send(app, link, code, **wrong)
        assert answer.status_code == 422
        assert words in read(answer)
        assert f'value="{code}"' in answer.get_data(as_text=True)
        assert WORDS not in answer.get_data(as_text=True)
    assert "It is set up" in read(send(app, link, code))


def test_who_has_an_account_is_not_invited_and_neither_is_who_was_put_away(house: House, app: Flask) -> None:
    alice = house.alice
    send(app, *invite(alice))
    assert "has an account already" in alice.send(
        alice.of_client("/invitation"), back=alice.of_client("/record")
    )
    house.alice.send(alice.of_client("/archive"))
    assert "put away" in alice.send(alice.of_client("/invitation"), back=alice.of_client("/record"))


def test_neither_page_nor_title_says_what_it_is_about(house: House, app: Flask) -> None:
    link, code = invite(house.alice)
    told = read(Browser(app).open(link)) + read(send(app, link, code))
    for word in ("client", "clinic", "health", "therap", "patient", "K. R."):
        assert word not in told.lower()
