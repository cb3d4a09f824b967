"""A gap's page: it shows and changes nothing; what the community lacks is counted by whoever says so."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supportmap.directory.centroids import import_centroids
from supportmap.records.audit import AuditRow
from supportmap.records.database import db, writing
from supportmap.records.referral import CommunityGapRow
from tests.access.browsers import an_account
from tests.directory.services import a_document, kept
from tests.pages.conftest import HTML, House, Visitor, read
from tests.pages.handing_over import Referring
from tests.pages.test_referral_desk import agrees, lonely

POINTS = ["code,latitude,longitude", "M14 5TQ,53.45,-2.22", "AB1 1AA,57.1,-2.1"]
NOTHING = "Nothing that fits is known to be within 15 km"


@pytest.fixture
def noor(app: Flask, session: Session, house: House) -> Visitor:
    """Somebody of the referral staff; the client lives in M14, where nothing of the directory is."""
    an_account(session, house.owner.agency_id, "noor@example.org", "referral")
    with writing(session):
        import_centroids(session, house.owner.agency_id, POINTS)
    db.session.rollback()
    lonely(house)
    agrees(house)
    address = f"/api/v1{house.alice.of_client()}"
    assert house.alice.open(address, "PATCH", json={"area": "M14 5TQ"}).status_code == 200
    return Visitor(app, "noor@example.org", house.owner)


def counted(session: Session) -> int:
    """How often something was counted as a gap of the community."""
    session.rollback()
    found = session.scalar(select(func.count()).select_from(CommunityGapRow))
    session.rollback()
    return found or 0


def test_to_look_counts_nothing_and_a_button_counts_once_a_day(noor: Visitor, session: Session) -> None:
    page = noor.of_client("/gaps/belonging")
    assert NOTHING in noor.page(page)
    assert NOTHING in noor.page(f"{page}?area=AB1+1AA&within=2")
    assert counted(session) == 0
    assert "Counted" in noor.send(f"{page}/nothing")
    assert "Counted" in noor.send(f"{page}/nothing")
    assert counted(session) == 1
    session.rollback()
    actions = session.scalars(select(AuditRow.action)).all()
    session.rollback()
    assert actions.count("gap.nothing") == 1


def test_what_is_looked_for_stands_in_no_address_and_is_not_counted(noor: Visitor, session: Session) -> None:
    page = noor.of_client("/gaps/belonging")
    answer = noor.post(
        f"{page}/search",
        data={"words": "a choir", "area": "AB1", "within": "2"},
        headers=HTML,
        follow_redirects=True,
    )
    text = answer.get_data(as_text=True)
    assert 'method="get"' not in text
    assert 'value="a choir"' in text
    assert 'value="AB1"' in text
    assert "Count it" not in text
    assert counted(session) == 0


def test_whose_birthday_may_be_to_come_is_not_too_old_for_what_is_for_those_before_it(
    noor: Visitor, house: House, session: Session
) -> None:
    address, year = f"/api/v1{house.alice.of_client()}", datetime.now(UTC).year
    kept(session, house.owner.agency_id, a_document("8", name="Youth club", maximum_age=17))
    session.rollback()
    for age, fits in ((17, True), (18, True), (19, True), (25, False)):
        assert house.alice.open(address, "PATCH", json={"birth_year": year - age}).status_code == 200
        assert ("Youth club" in noor.page(noor.of_client("/gaps/belonging"))) is fits, age


def test_an_area_of_any_length_or_with_a_zero_in_it_is_an_area(noor: Visitor) -> None:
    for area in ("x" * 300, "M14\0 5TQ", "\0"):
        answer = noor.post(
            noor.of_client("/gaps/belonging/search"), data={"area": area}, headers=HTML, follow_redirects=True
        )
        assert answer.status_code == 200
        assert noor.open("/resources", query_string={"area": area}).status_code == 200


def test_what_is_said_to_be_wrong_waits_where_the_directory_is_kept(
    noor: Visitor, house: House, session: Session
) -> None:
    choir = kept(session, house.owner.agency_id, a_document("9", name="Closed choir"))
    session.rollback()
    assert "waits" not in noor.page("/resources")
    noor.send(f"/resources/{choir}/report", words="The hall is gone.")
    for visitor in (noor, house.admin):
        page = visitor.page("/resources")
        assert "One report waits" in page
        assert "The hall is gone." in page
    assert "The hall is gone." not in house.alice.page("/resources")


def test_the_map_leads_from_a_gap_to_what_fits(noor: Visitor, house: House) -> None:
    page = house.alice.open(house.alice.of_client("/map/coverage")).get_data(as_text=True)
    assert house.alice.of_client("/gaps/belonging") in page
    assert noor.open("/").headers["Location"] == "/gaps"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"age": "abc"}, "The age isn’t a number"),
        ({"age": "200"}, "The age isn’t a number"),
        ({"language": "klingon, en"}, "Not every language is known"),
        ({"within": "5"}, "The distance counts only from somewhere"),
        ({"words": '"'}, "There are no letters or digits"),
    ],
)
def test_what_a_search_passes_over_is_said(
    noor: Visitor, house: House, session: Session, asked: dict[str, str], said: str
) -> None:
    kept(session, house.owner.agency_id, a_document("9", name="Found choir"))
    session.rollback()
    page = read(noor.open("/resources", query_string=asked, headers=HTML))
    assert said in page
    assert "Found choir" in page
    assert said not in noor.page("/resources?age=20&language=en&words=choir")


def test_words_without_a_letter_are_passed_over_at_a_gap_too(
    noor: Visitor, house: House, session: Session
) -> None:
    kept(session, house.owner.agency_id, a_document("9", name="Found choir"))
    address = noor.of_client("/gaps/belonging/search")
    page = read(noor.post(address, data={"words": '"!', "area": ""}, headers=HTML, follow_redirects=True))
    assert "There are no letters or digits" in page
    assert "Found choir" in page


@pytest.mark.parametrize(
    ("born", "languages", "said"),
    [
        (70, ["pt"], "Shown for somebody aged 65 or over who speaks Portuguese. Left out is what is known "),
        (70, [], "Shown for somebody aged 65 or over. Left out is what is known to be for other ages."),
        (
            None,
            ["en", "cy"],
            "Shown for somebody who speaks English, Welsh. Left out is what is known to be ",
        ),
        (10, [], "Shown for somebody under 18."),
        (30, [], "Shown for somebody aged 25 to 64."),
    ],
)
def test_what_of_the_client_leaves_services_out_is_said(
    noor: Visitor, house: House, born: int | None, languages: list[str], said: str
) -> None:
    gap = noor.of_client("/gaps/belonging")
    assert "Shown for somebody" not in noor.page(gap)
    year = None if born is None else datetime.now(UTC).year - born
    told = {"birth_year": year, "languages": languages}
    assert house.alice.open(f"/api/v1{house.alice.of_client()}", "PATCH", json=told).status_code == 200
    for visitor in (noor, house.alice):
        assert said in visitor.page(gap)
    # Of a function that is no gap the same services are left out.
    assert said in house.alice.page(house.alice.of_client("/gaps/practical"))


def test_who_is_on_a_gap_is_said_and_the_one_button_follows_from_it(noor: Visitor, house: House) -> None:
    gap = noor.of_client("/gaps/belonging")
    for page in (gap, "/gaps"):
        assert "Take on" in noor.page(page)
    noor.send(f"{gap}/take", version="0")
    for page in (gap, "/gaps"):
        assert "Hand back" in noor.page(page)
        assert "is on it" not in noor.page(page)
    told = house.alice.page(gap)
    assert "A User is on it Take over" in told
    assert "Hand back" not in told
    house.alice.send(f"{gap}/take-over", version="1")
    assert "A User is on it Take over" in noor.page(gap)
    assert "none open A User – Take over" in noor.page("/gaps")


def test_a_row_says_why_it_is_mine(noor: Visitor, house: House, session: Session) -> None:
    """A referral of one's own makes the gap one's own, on which nobody may be yet."""
    referring = Referring(session, house)
    referral, gap = referring.refer(), noor.of_client("/gaps/belonging")
    assert "your referral" not in noor.page("/gaps")
    noor.send(noor.of_client(f"/referrals/{referral}/take"), version="1")
    mine = noor.page("/gaps?view=mine")
    assert "being prepared your referral nobody" in mine
    noor.send(f"{gap}/take", version="0")
    assert "being prepared your referral You" in noor.page("/gaps?view=mine")


def test_what_fits_a_gap_is_narrowed_by_cost_time_and_way(
    noor: Visitor, house: House, session: Session
) -> None:
    """And what isn't known of it leaves nothing out."""
    agency = house.owner.agency_id
    evening = [{"id": "s", "freq": "WEEKLY", "byday": "TU", "opens_at": "18:00", "closes_at": "20:00"}]
    kept(session, agency, a_document("1", name="Late choir", schedules=evening))
    kept(session, agency, a_document("2", name="Choir of no hours"))
    session.rollback()
    address = noor.of_client("/gaps/belonging/search")
    for asked, there in (({"part": "evening"}, True), ({"part": "morning", "weekday": "1"}, False)):
        page = noor.post(address, data=asked, headers=HTML, follow_redirects=True).get_data(as_text=True)
        assert ("Late choir" in page, "Choir of no hours" in page) == (there, True)
        assert f'value="{asked["part"]}" selected' in page


def test_what_was_looked_for_stands_in_no_address_and_is_there_to_go_back_to(
    noor: Visitor, house: House, session: Session
) -> None:
    """Whoever looked at a service comes back to what was found; a gap's own address begins anew."""
    choir = kept(session, house.owner.agency_id, a_document("1", name="Harbour choir"))
    kept(session, house.owner.agency_id, a_document("2", name="Walking group"))
    session.rollback()
    gap = noor.of_client("/gaps/belonging")
    answer = noor.post(f"{gap}/search", data={"words": "choir", "area": ""}, headers=HTML)
    there = answer.headers["Location"]
    assert (answer.status_code, "choir" in there) == (302, False)
    for _ in range(2):
        page = noor.page(there)
        assert ("Harbour choir" in page, "Walking group" in page) == (True, False)
    link = f"/resources/{choir}?client={house.owner.client_id}&function=belonging"
    assert link in noor.open(there).get_data(as_text=True).replace("&amp;", "&")
    assert f"{gap}?found=1#found" in noor.open(link).get_data(as_text=True)
    assert "Walking group" in noor.page(gap)
    assert "Back to what fits" not in noor.page(f"/resources/{choir}?client=x&function=belonging")
    assert "Walking group" in house.alice.page(f"{gap}?found=1")


def test_how_many_fit_is_said_and_more_are_shown_of_the_same_search(
    noor: Visitor, house: House, session: Session
) -> None:
    for number in range(25):
        kept(session, house.owner.agency_id, a_document(f"{number}", name=f"Walking group {number}"))
    kept(session, house.owner.agency_id, a_document("other", name="Choir"))
    session.rollback()
    page = noor.of_client("/gaps/belonging")
    told = noor.send(f"{page}/search", words="walking", area="", within="")
    assert "The best 20" in told
    assert told.count("Prepare a referral") == 20
    shown = noor.open(f"{page}?found=1").get_data(as_text=True)
    way = re.search(r'href="([^"]*limit=60[^"]*)">Show more', shown)
    assert way
    told = noor.page(html.unescape(way[1]))
    assert "25 services fit" in told
    assert "Choir" not in told
    assert "Show more" not in told
