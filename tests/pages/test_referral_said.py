"""What a client said of one referral stands in the lists, and is told before anybody asks again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from supportmap.casework.referral_work import note_consent
from supportmap.records.database import db
from tests.pages.conftest import Both, House, Visitor
from tests.pages.handing_over import Referring, noor_of

BACK, NOTED = "the client took consent back", "note from the client"
ONE_BACK, ONE_NOTED = "1 consent taken back", "1 note on a referral"


@pytest.fixture
def at(session: Session, both: Both, house: House) -> Referring:
    """Kim, who has an account, agrees that the desk looks; something is missing on the map."""
    referring = Referring(session, house)
    referring.share()
    house.alice.add("Avery", emotional=2, practical=2, belonging=0, circle=1, strain=0, reach=2)
    return referring


def page_of(at: Referring, referral: UUID) -> str:
    return f"/clients/{at.owner.client_id}/referrals/{referral}"


def act(at: Referring, visitor: Visitor, referral: UUID, name: str, **form: str) -> str:
    """Send a form of the referral's page."""
    db.session.rollback()
    return visitor.send(f"{page_of(at, referral)}/{name}", **form)


def lists(at: Referring, noor: Visitor) -> tuple[str, str, str]:
    """What the clinician's list of referrals, the desk's of gaps, and the caseload say."""
    db.session.rollback()
    alice = at.house.alice
    return alice.page(alice.of_client("/referrals")), noor.page("/gaps"), alice.page("/clients")


def test_a_yes_that_the_client_took_back_stands_in_every_list(at: Referring, both: Both) -> None:
    noor, referral = noor_of(at), at.refer()
    at.refer(name="Choir")
    at.agree(referral)
    assert not any(BACK in page or ONE_BACK in page for page in lists(at, noor))
    assert "Noted" in both.kim.send(f"/my/referrals/{referral}/consent", given="no")
    listed, gaps, caseload = lists(at, noor)
    assert (listed.count(BACK), gaps.count(BACK)) == (1, 1)
    assert ONE_BACK in caseload
    assert "Referrals 1 waits for you" in both.alice.page(both.alice.of_client("/map"))
    act(at, both.alice, referral, "note", words="Rang Kim.")
    listed, gaps, caseload = lists(at, noor)
    assert BACK in listed
    assert BACK in gaps
    assert ONE_BACK not in caseload, "somebody has seen to it"
    at.agree(referral)
    assert not any(BACK in page for page in lists(at, noor))


def test_what_a_clinician_noted_waits_for_nobody_but_their_colleagues(at: Referring, both: Both) -> None:
    noor, referral = noor_of(at), at.refer()
    at.agree(referral)
    at.agree(referral, given=False)
    listed, gaps, caseload = lists(at, noor)
    assert BACK in listed
    assert BACK in gaps
    assert ONE_BACK not in caseload
    at.agree(referral)
    act(at, noor, referral, "agrees-no-more", version="4")
    assert ONE_BACK in lists(at, noor)[2]
    act(at, both.alice, referral, "cancel", version="5", reason="moved")
    assert not any(BACK in page or ONE_BACK in page for page in lists(at, noor))


def test_a_note_of_the_client_stands_there_until_something_else_happens(at: Referring, both: Both) -> None:
    noor, referral = noor_of(at), at.refer()
    act(at, noor, referral, "note", words="Rang them.")
    assert not any(NOTED in page or ONE_NOTED in page for page in lists(at, noor))
    both.kim.send(f"/my/referrals/{referral}/note", words="I cannot on Tuesdays.")
    listed, gaps, caseload = lists(at, noor)
    assert NOTED in listed
    assert NOTED in gaps
    assert ONE_NOTED in caseload
    assert not any("Tuesdays" in page for page in (listed, gaps, caseload))
    act(at, noor, referral, "take", version="3")
    assert not any(NOTED in page or ONE_NOTED in page for page in lists(at, noor))


def test_the_page_says_what_was_said_last_by_whom_and_whether_they_were_asked(
    at: Referring, both: Both
) -> None:
    alice, referral = both.alice, at.refer()

    def told() -> str:
        db.session.rollback()
        return alice.page(page_of(at, referral))

    assert "The client wasn’t asked yet. Before anybody outside is told" in told()
    act(at, alice, referral, "ask-consent", version="1")
    assert "The client was asked on" in told()
    assert "noted by A User, and no answer is noted yet" in told()
    assert "Before anybody" not in told()
    act(at, alice, referral, "agrees-no-more", version="2")
    assert "The client said no on" in told()
    assert "client doesn’t agree that they are told" in told()
    both.kim.send(f"/my/referrals/{referral}/consent", given="yes")
    assert "by their own account" in told()
    assert "The client agrees that Riverside Hall are told: said on" in told()
    both.kim.send(f"/my/referrals/{referral}/consent", given="no")
    assert "The client took their yes back on" in told()
    assert "The client was asked again" in told()
    ended = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    at.act(note_consent, referral, True, {"expires_at": ended})
    assert "The client’s yes ended on" in told()
