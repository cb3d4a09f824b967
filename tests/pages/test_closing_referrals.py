"""How a referral is closed at its page: what can be chosen, what stays if it can't be, what is asked then."""

from __future__ import annotations

import html
import re
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from supportmap.casework import referral_acts
from supportmap.casework.referral_ends import end
from supportmap.records.days import today
from tests.pages.conftest import HTML, House
from tests.pages.handing_over import Referring

EXPECTED, MAP_AGAIN = "if all goes as expected", "Go through the map with the client once more"


@pytest.fixture
def at(session: Session, house: House) -> Referring:
    """Alice at work."""
    return Referring(session, house)


def address_of(at: Referring, referral: UUID) -> str:
    return f"/clients/{at.owner.client_id}/referrals/{referral}"


def sent(at: Referring, *, attended: bool = False, tries: int = 0) -> UUID:
    """A referral that was handed over, with tries to reach somebody in vain."""
    referral = at.refer()
    at.act(referral_acts.send, referral, "client")
    for _ in range(tries):
        at.act(referral_acts.attempt, referral, "not reached")
    if attended:
        at.act(referral_acts.start, referral, today(at.session, at.owner.agency_id))
    return referral


def offered(page: str, act: str) -> list[str]:
    """The reasons that the form of an end offers."""
    form = re.search(rf'/{act}" method="post" class="stack">.*?</form>', page, re.S)
    assert form
    return [each for each in re.findall(r'<option value="([^"]*)"', form[0]) if each]


@pytest.mark.parametrize(
    ("attended", "tries", "reasons"),
    [
        (True, 3, ["stopped attending", "poor fit"]),
        (False, 2, ["poor fit"]),
        (False, 3, ["not reached", "poor fit"]),
    ],
)
def test_a_reason_that_can_t_be_is_not_offered(
    at: Referring, attended: bool, tries: int, reasons: list[str]
) -> None:
    referral = sent(at, attended=attended, tries=tries)
    page = at.house.alice.open(address_of(at, referral)).get_data(as_text=True)
    assert offered(page, "not_help") == reasons
    assert ("after three tries in vain" in page) == (not attended and tries < 3)


@pytest.mark.parametrize(("reason", "version", "status"), [("not reached", "3", 422), ("poor fit", "1", 412)])
def test_what_was_typed_stays_where_it_can_t_be_closed(
    at: Referring, reason: str, version: str, status: int
) -> None:
    referral, alice = sent(at, attended=True), at.house.alice
    typed = {"version": version, "reason": reason, "words": "Two buses each way."}
    answer = alice.post(f"{address_of(at, referral)}/not_help", data=typed, headers=HTML)
    assert answer.status_code == status
    page = html.unescape(answer.get_data(as_text=True))
    assert "Nothing was saved" in page
    assert '<details class="asks" open><summary>It didn’t help' in page
    assert ">Two buses each way.</textarea>" in page
    assert ('value="poor fit" selected' in page) == (reason == "poor fit")
    assert f'name="back" value="{address_of(at, referral)}"' in page


def test_what_was_closed_meanwhile_gives_back_what_was_typed(at: Referring) -> None:
    referral, alice = sent(at), at.house.alice
    at.act(end, referral, "cancel", "moved")
    typed = {"version": "3", "reason": "poor fit", "words": "Two buses each way."}
    answer = alice.post(f"{address_of(at, referral)}/not_help", data=typed, headers=HTML)
    assert answer.status_code == 422
    assert 'What you had typed: <span class="words">Two buses each way.' in answer.get_data(as_text=True)


def test_only_where_somebody_was_there_the_map_is_asked_for_again(at: Referring) -> None:
    alice, never, attended = at.house.alice, sent(at), sent(at, attended=True)
    assert EXPECTED in alice.page(address_of(at, never))
    at.act(end, never, "cancel", "not wanted")
    at.act(end, attended, "help", "full")
    for referral, asks in ((never, False), (attended, True)):
        page = alice.page(address_of(at, referral))
        assert EXPECTED not in page
        assert (MAP_AGAIN in page) == asks
        assert ("Whether it got better" in page) == asks
        assert "Closed" not in page
