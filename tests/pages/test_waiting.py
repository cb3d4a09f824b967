"""What waits for the care team is told where they look: in the caseload and over every page of the client."""

from __future__ import annotations

import re

from sqlalchemy import update
from sqlalchemy.orm import Session

from supportmap.records.agency import User
from tests.pages.conftest import Both, House


def test_proposals_and_the_wish_to_be_erased_are_told_until_they_are_settled(both: Both) -> None:
    alice, kim = both.alice, both.kim
    caseload, tab = "/clients", alice.of_client("/record")
    assert "wait" not in alice.page(caseload)
    assert "Between wait" not in re.sub(r"\d ", "", alice.page(tab))
    kim.send("/my/circle", name="Robin")
    assert "K. R. 1 proposal waits" in alice.page(caseload)
    assert "Between 1 waits for you" in alice.page(tab)
    kim.send("/my/circle", name="Sam")
    kim.send("/my/data/erasure")
    assert "K. R. 2 proposals wait asks to be erased" in alice.page(caseload)
    assert "Between 3 wait for you" in alice.page(tab)
    html = alice.open(alice.of_client("/between")).get_data(as_text=True)
    for way in re.findall(r'"(/clients/[0-9a-f-]+/proposals/[0-9a-f-]+/decline)"', html):
        alice.send(way)
    kim.send("/my/data/erasure/take-back")
    assert "wait" not in alice.page(caseload)


def test_what_is_kept_from_somebody_does_not_wait_for_them(both: Both, house: House) -> None:
    alice, bob = both.alice, house.bob
    alice.send(alice.of_client("/team"), user=str(house.bob_id))
    both.kim.send("/my/circle", name="Robin", not_for=str(house.bob_id))
    assert "1 proposal waits" in alice.page("/clients")
    assert "K. R." in bob.page("/clients")
    assert "wait" not in bob.page("/clients")
    assert "waits for you" not in bob.page(alice.of_client("/map"))


def test_an_account_to_be_confirmed_is_told(both: Both, session: Session, house: House) -> None:
    kim = User.client_id == house.owner.client_id
    session.execute(update(User).where(kim).values(confirmed_at=None))
    session.commit()
    assert "K. R. account to confirm" in both.alice.page("/clients")
    assert "Record 1 waits for you" in both.alice.page(both.alice.of_client("/map"))
    both.alice.send(both.alice.of_client("/archive"))
    assert "to confirm" not in both.alice.page("/clients?archived=true")
