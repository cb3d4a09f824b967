"""Referrals of the desk once it sees the client no more: who is told, and how they are taken over."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from supportmap.casework.consents import record_consent
from supportmap.records.database import db
from tests.pages.conftest import HTML, House, Visitor
from tests.pages.handing_over import Referring, noor_of

LEFT = "with the referral desk, which no longer sees this client"


@pytest.fixture
def at(session: Session, house: House) -> Referring:
    """Kim agrees that the desk looks."""
    referring = Referring(session, house)
    referring.share()
    return referring


def no_longer(at: Referring) -> None:
    """Kim takes it back."""
    at.act(record_consent, {"purpose": "referral", "given": False})


def page_of(at: Referring, referral: UUID) -> str:
    return f"/clients/{at.owner.client_id}/referrals/{referral}"


def take(visitor: Visitor, address: str, **form: str) -> str:
    """Take a referral on at its page."""
    version = re.search(r'name="version" value="(\d+)"', visitor.open(address).get_data(as_text=True))
    assert version
    return visitor.send(f"{address}/take", version=version[1], **form)


def on_desk(at: Referring, noor: Visitor, name: str = "Lunch club") -> UUID:
    """A referral that Noor of the desk took on."""
    referral = at.refer(name=name)
    assert "You have taken it on" in take(noor, page_of(at, referral))
    return referral


def test_what_the_desk_can_no_longer_follow_is_told_and_taken_over(at: Referring) -> None:
    alice, noor = at.house.alice, noor_of(at)
    mine, first, second = at.refer(name="Choir"), on_desk(at, noor), on_desk(at, noor, "Walks")
    listed = alice.of_client("/referrals")
    for page in (listed, page_of(at, first), "/clients"):
        assert "no longer sees" not in alice.page(page)
        assert "left by the desk" not in alice.page(page)
    no_longer(at)
    assert noor.open(page_of(at, first), headers=HTML).status_code == 404
    told = alice.page(listed)
    assert f"2 referrals were {LEFT}" in told
    assert "Take over : Lunch club" in told
    assert "Take over : Choir" not in told
    assert "2 referrals left by the desk" in alice.page("/clients")
    assert "Referrals 2 wait for you" in alice.page(alice.of_client("/map"))
    assert "nobody follows it" in alice.page(page_of(at, first))
    assert "nobody follows it" not in alice.page(page_of(at, mine))
    assert f"1 referral was {LEFT}" in take(alice, page_of(at, first), to="all")
    assert "no longer sees" not in take(alice, page_of(at, second))
    assert "left by the desk" not in alice.page("/clients")


def test_it_holds_too_when_the_consent_runs_out_and_not_when_it_is_given_again(at: Referring) -> None:
    alice, noor = at.house.alice, noor_of(at)
    on_desk(at, noor)
    at.share(expires_at=(datetime.now(UTC) - timedelta(minutes=1)).isoformat())
    assert f"1 referral was {LEFT}" in alice.page(alice.of_client("/referrals"))
    at.share()
    assert LEFT not in alice.page(alice.of_client("/referrals"))
    assert "left by the desk" not in alice.page("/clients")


def test_what_has_ended_was_put_away_or_is_of_others_is_not_told(at: Referring) -> None:
    alice, noor = at.house.alice, noor_of(at)
    referral = on_desk(at, noor)
    no_longer(at)
    assert "left by the desk" in alice.page("/clients")
    assert "left by the desk" not in at.house.bob.page("/clients")
    alice.send(alice.of_client("/archive"))
    assert LEFT not in alice.page(alice.of_client("/referrals"))
    assert "nobody follows it" not in alice.page(page_of(at, referral))
    alice.send(alice.of_client("/restore"))
    address = page_of(at, referral)
    version = re.search(r'name="version" value="(\d+)"', alice.open(address).get_data(as_text=True))
    assert version
    alice.send(f"{address}/cancel", version=version[1], reason="moved")
    assert LEFT not in alice.page(alice.of_client("/referrals"))
    db.session.rollback()


def test_a_gap_that_the_desk_was_on_is_told_too(at: Referring) -> None:
    alice, noor = at.house.alice, noor_of(at)
    alice.add("Avery", emotional=2, practical=2, belonging=0, circle=1, strain=0, reach=2)
    gap = alice.of_client("/gaps/belonging")
    noor.send(f"{gap}/take", version="0")
    assert "no longer sees" not in alice.page(gap)
    no_longer(at)
    assert "no longer sees this client, so nobody works on it" in alice.page(gap)
    assert "no longer sees" not in alice.page(alice.of_client("/gaps/practical"))
    alice.send(f"{gap}/take-over", version="1")
    assert "no longer sees" not in alice.page(gap)
