"""What came of it: told over the agency as page, figure and CSV, and of few people without a number."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from supportmap.analysis.association import FEWEST
from supportmap.casework import referral_acts, referral_ends
from supportmap.casework.community_gaps import nothing_found
from supportmap.records.audit import Actor
from supportmap.records.database import db, writing
from supportmap.records.referral import ReferralRow
from tests.access.browsers import an_account
from tests.casework.acting import Desk
from tests.casework.referring import a_referral, a_service, on_its_way
from tests.pages.conftest import House, Visitor
from tests.service import a_client, an_agency

TODAY = datetime.now(UTC).date()
ALONE = {"emotional": 0, "practical": 0, "belonging": 0, "strain": 0, "frequency": 0, "reach": 0, "circle": 3}
GOOD = {"belonging": 2, "strain": 0, "frequency": 2, "circle": 2}
FEW = f"fewer than {FEWEST}"


@pytest.fixture
def desks(house: House, session: Session) -> Iterator[list[Desk]]:
    """Alice, at work for as many clients as may just be told of, and one more."""
    alice = Actor(house.owner.agency_id, house.alice_id, "clinician")
    owners = [a_client(session, house.owner.agency_id, alice) for _ in range(FEWEST + 1)]
    yield [Desk(session, alice, owner) for owner in owners]
    session.rollback()


def went_to(desk: Desk, service: object) -> None:
    """Let a client have been mapped, referred, at a service, and mapped again when it was better."""
    desk.add("Secret Avery", **ALONE)
    desk.finish(desk.start(TODAY - timedelta(days=9)))
    referral = a_referral(desk, service)  # type: ignore[arg-type]
    with writing(desk.session):
        row = update(ReferralRow).where(ReferralRow.id == referral.id)
        desk.session.execute(row.values(made_at=datetime.now(UTC) - timedelta(days=5)))
    desk.act(referral_acts.send, referral.id, "client")
    desk.act(referral_acts.start, referral.id, TODAY - timedelta(days=2))
    desk.act(referral_ends.end, referral.id, "help", "full")
    desk.add("Secret Blake", **ALONE | GOOD)
    desk.finish(desk.start(TODAY))


def rows(visitor: Visitor, name: str) -> list[dict[str, str]]:
    """A table as a spreadsheet reads it."""
    answer = visitor.open(f"/effects/{name}.csv")
    assert answer.mimetype == "text/csv"
    assert f'filename="{name}.csv"' in answer.headers["Content-Disposition"]
    return list(csv.DictReader(StringIO(answer.get_data().decode("utf-8-sig"), newline="")))


def test_before_anything_was_done_it_says_so(house: House) -> None:
    page = house.alice.page("/effects")
    assert f"No service has had {FEWEST} clients referred to it yet." in page
    assert "Nothing was noted yet." in page
    assert "<script" not in house.alice.open("/effects").get_data(as_text=True).split("<main")[1]
    assert rows(house.alice, "services") == rows(house.alice, "community-gaps") == []


def test_a_service_is_told_of_with_the_words_that_belong_to_it(house: House, desks: list[Desk]) -> None:
    club, choir = a_service(desks[0], "Lunch club"), a_service(desks[0], "Choir")
    for desk in desks[:FEWEST]:
        went_to(desk, club)
    for desk in desks[1:FEWEST]:
        on_its_way(desk, "start", service=choir)
    page = house.alice.page("/effects").lower()
    assert "association, not an effect" in page
    assert "descriptive, not validated" in page
    change = re.search(rf"lunch club {FEWEST} {FEWEST} {FEWEST} {FEWEST} \+(0\.\d)", page)
    assert change
    assert 0.1 < float(change[1]) < 1
    assert "choir" not in page
    told = {row["name"]: row for row in rows(house.alice, "services")}
    assert told["Lunch club"]["referred"] == told["Lunch club"]["compared"] == str(FEWEST)
    assert told["Lunch club"]["change"] == change[1]
    assert [*told] == ["Lunch club"]


def test_several_referrals_of_one_client_are_one_client(house: House, desks: list[Desk]) -> None:
    club = a_service(desks[0], "Lunch club")
    for _ in range(FEWEST):
        referral = on_its_way(desks[0], "start", service=club)
        desks[0].act(referral_ends.end, referral.id, "help", "full")
    assert rows(house.alice, "services") == []


def test_what_is_lacking_is_told_by_area_and_of_few_without_a_number(house: House, desks: list[Desk]) -> None:
    for desk in desks:
        desk.act(nothing_found, {"function": "belonging", "area": "Ancoats"})
    for desk in desks[1:FEWEST]:
        desk.act(nothing_found, {"function": "practical", "area": "Hulme"})
        desk.act(nothing_found, {"function": "emotional"})
    page = house.alice.page("/effects")
    assert re.search(rf"ANCOATS \S* ?belonging {FEWEST + 1} {FEWEST + 1} {TODAY.day} ", page)
    assert re.search(rf"Elsewhere \S* ?practical support {FEW} not told not told", page)
    assert re.search(rf"Elsewhere \S* ?emotional support {FEW} not told", page)
    assert "HULME" not in page
    assert rows(house.alice, "community-gaps")[1:] == [
        {"area": "Elsewhere", "function": "emotional", "clients": FEW, "times": "", "last": ""},
        {"area": "Elsewhere", "function": "practical", "clients": FEW, "times": "", "last": ""},
    ]


def test_the_figure_says_what_the_table_says(house: House, desks: list[Desk]) -> None:
    for desk in desks:
        desk.act(nothing_found, {"function": "belonging", "area": "Ancoats"})
    desks[0].act(nothing_found, {"function": "practical", "area": "Hulme"})
    answer = house.alice.open("/api/v1/figures/community-gaps?theme=dark")
    figure = answer.get_json()
    assert {bar["name"]: bar["text"] for bar in figure["data"]} == {
        "belonging": [str(FEWEST + 1)],
        "practical": [FEW],
    }
    assert [each["text"] for each in figure["layout"]["annotations"]] == ["ANCOATS", "Elsewhere"]


def test_no_cell_is_a_formula(house: House, desks: list[Desk]) -> None:
    service = a_service(desks[0], '=HYPERLINK("http://example.org")')
    for desk in desks:
        on_its_way(desk, service=service)
        desk.act(nothing_found, {"function": "belonging", "area": "+1"})
    cells = [*rows(house.alice, "services"), *rows(house.alice, "community-gaps")]
    assert cells[0]["name"].startswith("'=")
    assert cells[1]["area"] == "'+1"


def test_all_staff_read_the_same_and_nobody_of_another_agency_counts(
    app: Flask, house: House, desks: list[Desk], session: Session
) -> None:
    for name, role in (("robin", "referral"), ("kim", "client")):
        client = house.owner.client_id if role == "client" else None
        an_account(session, house.owner.agency_id, f"{name}@example.org", role, client)
    elsewhere = an_agency(session, "Beacon")
    an_account(session, elsewhere, "zoe@example.org", "admin")
    for desk in desks:
        on_its_way(desk, service=a_service(desks[0]) if desk is desks[0] else None)
        desk.act(nothing_found, {"function": "belonging", "area": "Ancoats"})
    session.rollback()
    robin, kim, zoe = (Visitor(app, f"{name}@example.org", house.owner) for name in ("robin", "kim", "zoe"))
    read = [rows(each, "community-gaps") for each in (house.alice, house.admin, robin)]
    assert read[0] == read[1] == read[2]
    assert len(read[0]) == 1
    assert "Outcomes of referrals" in robin.page("/effects")
    assert rows(zoe, "services") == rows(zoe, "community-gaps") == []
    assert kim.open("/effects").status_code == 404
    assert "Secret" not in robin.page("/effects")


def test_a_client_of_another_clinician_counts_as_well(house: House, desks: list[Desk]) -> None:
    bob = Actor(house.owner.agency_id, house.bob_id, "clinician")
    other = a_client(desks[0].session, house.owner.agency_id, bob)
    db.session.rollback()
    for desk in [*desks[: FEWEST - 1], replace(desks[0], actor=bob, owner=other)]:
        desk.act(nothing_found, {"function": "belonging", "area": "Ancoats"})
    (row,) = rows(house.alice, "community-gaps")
    assert row["clients"] == str(FEWEST)
