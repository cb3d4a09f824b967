"""The worklist in parts: each gap stands in one of them, and only the clients of the part are opened."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.casework.clients import add_client
from supportmap.casework.consents import record_consent
from supportmap.casework.mapping import add_contact
from supportmap.pages.referral_desk import PAGE
from supportmap.records.audit import Actor, Reading
from supportmap.records.database import db, writing
from tests.access.browsers import an_account
from tests.pages.conftest import House, Visitor

CLIENTS = 20
GAPS = 3 * CLIENTS
LAST = GAPS - PAGE


@pytest.fixture
def noor(house: House, session: Session) -> Visitor:
    """Referral staff who see twenty clients, of whom everything is missing."""
    agency = house.owner.agency_id
    clinician = Actor(agency, house.alice_id, "clinician")
    with writing(session):
        for number in range(CLIENTS):
            owner = add_client(session, clinician, agency, {"label": f"Label {number}."})
            lacks = dict.fromkeys(("emotional", "practical", "belonging"), 0)
            add_contact(session, clinician, owner, {"name": "Avery", "strain": 0, **lacks})
            record_consent(session, clinician, owner, {"purpose": "referral", "given": True})
    an_account(session, agency, "noor@example.org", "referral")
    session.rollback()
    db.session.rollback()
    return Visitor(house.app, "noor@example.org", house.owner)


def rows(visitor: Visitor, address: str) -> list[str]:
    """The gaps of a page, in order."""
    return re.findall(r'<tr id="([a-z]+-[0-9a-f-]+)"', visitor.open(address).get_data(as_text=True))


def test_each_gap_stands_in_one_part_in_one_order(noor: Visitor) -> None:
    first, second = rows(noor, "/gaps"), rows(noor, "/gaps?page=2")
    assert (len(first), len(second)) == (PAGE, LAST)
    assert len({*first, *second}) == GAPS
    assert rows(noor, "/gaps?page=1") == first
    for page in ("0", "x", "-1", ""):
        assert rows(noor, f"/gaps?page={page}") == first
    for page in ("3", "999999999"):
        assert rows(noor, f"/gaps?page={page}") == second


def test_ways_lead_on_and_back_within_the_view_and_all_are_counted(noor: Visitor) -> None:
    page = noor.open("/gaps?view=free").get_data(as_text=True)
    assert 'href="/gaps?view=free&amp;page=2" rel="next"' in page
    assert 'rel="prev"' not in page
    last = noor.open("/gaps?view=free&page=2").get_data(as_text=True)
    assert 'href="/gaps?view=free" rel="prev"' in last
    assert 'rel="next"' not in last
    for text in (noor.page("/gaps"), noor.page("/gaps?view=free&page=2")):
        assert f"All {GAPS} Mine 0 Nobody’s {GAPS} Due 0" in text
    assert f"{PAGE + 1} to {GAPS} of {GAPS}" in noor.page("/gaps?page=2")
    assert " of " not in noor.page("/gaps?view=mine")


def test_what_is_done_in_a_part_leads_back_to_it(noor: Visitor) -> None:
    function, _, client = rows(noor, "/gaps?page=2")[0].partition("-")
    take = f"/clients/{client}/gaps/{function}/take"
    answer = noor.post(take, data={"version": "0", "page": "2", "view": "all"})
    assert answer.headers["Location"] == f"/gaps?page=2#{function}-{client}"
    assert f"{function}-{client}" in rows(noor, "/gaps?page=2")
    assert rows(noor, "/gaps?view=mine") == [f"{function}-{client}"]
    for page in ("x", "-3"):
        answer = noor.post(take, data={"page": page})
        assert answer.headers["Location"] == f"/gaps#{function}-{client}"


def test_only_those_who_are_shown_are_noted_as_seen(noor: Visitor, session: Session) -> None:
    shown = {UUID(row.partition("-")[2]) for row in rows(noor, "/gaps?page=2")}
    assert len(shown) < CLIENTS
    seen = session.scalars(select(Reading.client_id).where(Reading.kind == "worklist.read")).all()
    session.rollback()
    assert set(seen) == shown
