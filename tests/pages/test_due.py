"""How much is due stands in the bar of the house: for the desk and for clinicians, of whom they may see."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from supportmap.casework.consents import record_consent
from supportmap.casework.worklist import settle_due
from supportmap.records.database import db, writing
from supportmap.records.referral import GapWorkRow, ReferralRow
from tests.pages.conftest import House
from tests.pages.handing_over import Referring, noor_of

TODAY = datetime.now(UTC).date()


@pytest.fixture
def at(session: Session, house: House) -> Referring:
    """Kim lacks belonging, and agrees that the desk looks."""
    referring = Referring(session, house)
    house.alice.add("Avery", emotional=2, practical=2, belonging=0, circle=1, strain=0, reach=2)
    house.alice.wants(emotional=0.3, practical=0.3, belonging=0.7)
    referring.share()
    return referring


def falls_due(session: Session, table: Any, day: date) -> None:
    """Let everything of a kind be due on a day, which may be over."""
    with writing(session):
        session.execute(update(table).values(due_on=day))
    session.rollback()
    db.session.rollback()


def test_what_is_due_is_counted_for_the_desk_as_in_its_list(at: Referring, session: Session) -> None:
    noor = noor_of(at)
    assert "due" not in noor.page("/resources").partition("Outcomes")[0]
    at.act(settle_due, "belonging", TODAY + timedelta(days=1))
    assert "Gaps Resources" in noor.page("/resources")
    falls_due(session, GapWorkRow, TODAY)
    for page in ("/resources", "/gaps", "/effects", noor.of_client("/referrals")):
        assert "Gaps 1 due Resources" in noor.page(page)
    # The referral is of the same gap: it is one line of the list.
    at.refer()
    falls_due(session, ReferralRow, TODAY - timedelta(days=3))
    assert "Gaps 1 due Resources" in noor.page("/resources")
    assert "Due 1" in noor.page("/gaps")
    falls_due(session, GapWorkRow, TODAY + timedelta(days=9))
    assert "Gaps 1 due Resources" in noor.page("/resources")


def test_of_whom_the_desk_may_not_see_nothing_is_counted(at: Referring, session: Session) -> None:
    noor = noor_of(at)
    at.refer()
    at.act(settle_due, "belonging", TODAY)
    falls_due(session, ReferralRow, TODAY)
    assert "Gaps 1 due" in noor.page("/resources")
    at.act(record_consent, {"purpose": "referral", "given": False})
    assert "Gaps Resources" in noor.page("/resources")
    at.share(expires_at=(datetime.now(UTC) - timedelta(minutes=1)).isoformat())
    assert "Gaps Resources" in noor.page("/resources")
    at.share()
    assert "Gaps 1 due" in noor.page("/resources")
    at.house.alice.send(at.house.alice.of_client("/archive"))
    assert "Gaps Resources" in noor.page("/resources")


def test_a_clinician_reads_how_many_referrals_of_their_clients_are_due(
    at: Referring, session: Session
) -> None:
    alice, bob = at.house.alice, at.house.bob
    first, _ = at.refer(), at.refer(name="Choir")
    assert "Clients Resources" in alice.page("/clients")
    falls_due(session, ReferralRow, TODAY)
    for page in ("/clients", "/resources", alice.of_client("/map")):
        assert "Clients 2 due Resources" in alice.page(page)
    assert "K. R. 2 referrals due" in alice.page("/clients")
    assert "Referrals 2 wait for you" in alice.page(alice.of_client("/record"))
    assert "Clients Resources" in bob.page("/resources")
    assert "due" not in bob.page("/clients")
    address = f"{alice.of_client('/referrals')}/{first}"
    alice.send(f"{address}/cancel", version="1", reason="moved")
    assert "Clients 1 due Resources" in alice.page("/resources")
    assert "K. R. 1 referral due" in alice.page("/clients")
    alice.send(alice.of_client("/archive"))
    assert "Clients Resources" in alice.page("/resources")


def test_one_query_counts_it_and_nothing_is_opened(at: Referring, session: Session) -> None:
    at.refer()
    noor, asked = noor_of(at), list[str]()

    def heard(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", heard)
    try:
        noor.page("/resources")
        of_desk = list(asked)
        asked.clear()
        at.house.alice.page("/resources")
    finally:
        event.remove(db.engine, "before_cursor_execute", heard)
    for statements in (of_desk, asked):
        (count,) = (each for each in statements if "referral" in each)
        assert count.startswith("SELECT count(")
        assert "sealed" not in count


def test_nobody_else_has_anything_due(at: Referring, session: Session) -> None:
    at.refer()
    falls_due(session, ReferralRow, TODAY)
    assert " due " not in at.house.admin.page("/resources")
