"""The form in which a clinician notes what the client says of referral."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from supportmap.casework.consents import consents_of
from tests.pages.conftest import HTML, House
from tests.pages.handing_over import Referring, noor_of
from tests.pages.test_left_by_desk import on_desk

YESTERDAY = (datetime.now(UTC).date() - timedelta(days=2)).isoformat()
TYPED = {"phone": "01632 960 001", "email": "kim@example.org", "until": "2999-01-01"}


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"shares": ["phone", "name"]}, "Choose whether the client says yes or no."),
        ({"given": "yes", "shares": ["name", "phone"], "phone": " "}, "Which number is safe?"),
        ({"given": "yes", "shares": ["email"], "email": ""}, "Which address is safe?"),
        ({"given": "yes", "until": YESTERDAY}, "The last day has to be from today on"),
        ({"given": "yes", "until": "soon"}, "expected a day"),
        ({"given": "no", "shares": ["name"], "until": "soon"}, ""),
    ],
)
def test_what_was_typed_stays_where_it_can_t_be_noted(
    house: House, session: Session, sent: dict[str, str | list[str]], wrong: str
) -> None:
    alice, way = house.alice, house.alice.of_client("/referral-consent")
    answer = alice.post(way, data={"back": alice.of_client("/record"), **TYPED, **sent}, headers=HTML)
    if not wrong:
        assert answer.status_code == 302
        return
    assert answer.status_code == 422
    page = html.unescape(answer.get_data(as_text=True))
    assert wrong in page
    assert "?." not in page
    form = page[page.index('id="referral-title"') :]
    assert '<details class="asks" open>' in form
    for name, text in (TYPED | sent).items():
        if name in TYPED:
            assert re.search(rf'name="{name}" value="{text}"', form), name
    ticked = re.findall(r'name="shares" value="(\w+)" checked', form)
    assert sorted(ticked) == sorted(sent.get("shares", []))
    assert re.findall(r'name="given" value="(\w+)" required checked', form) == (
        [sent["given"]] if "given" in sent else []
    )
    assert consents_of(session, house.owner) == []
    session.rollback()
    assert '<details class="asks" open>' not in alice.open(alice.of_client("/record")).get_data(as_text=True)


def test_whoever_notes_that_it_is_taken_back_is_told_at_once_what_the_desk_leaves(
    session: Session, house: House
) -> None:
    at, alice = Referring(session, house), house.alice
    noor, way = noor_of(at), alice.of_client("/referral-consent")
    at.share()
    assert "Noted. " in alice.send(way, given="no")
    assert "can no longer follow" not in alice.send(way, given="no")
    at.share()
    on_desk(at, noor)
    told = alice.send(way, given="no")
    assert "The referral desk can no longer follow 1 referral: take it over on the page Referrals." in told
    at.share()
    on_desk(at, noor, "Walks")
    assert "can no longer follow 2 referrals: take them over" in alice.send(way, given="no")
