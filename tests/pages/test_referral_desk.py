"""From a gap to a referral and back to the map: the desk, the clinician, and what each of them sees."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from supportmap.records.database import db
from tests.access.browsers import an_account
from tests.directory.services import a_document, kept
from tests.pages.conftest import HTML, House, Visitor, read

CHOIR = "Harbour choir"


@pytest.fixture
def noor(app: Flask, session: Session, house: House) -> Visitor:
    """Somebody of the referral staff, and a choir in the directory."""
    an_account(session, house.owner.agency_id, "noor@example.org", "referral")
    kept(session, house.owner.agency_id, a_document("1", name=CHOIR, description="Singing in a choir."))
    session.rollback()
    db.session.rollback()
    return Visitor(app, "noor@example.org", house.owner)


def lonely(house: House) -> None:
    """Kim has somebody to rely on, and nobody to belong to, and wants to."""
    house.alice.add("Avery Secretname", emotional=2, practical=2, belonging=0, circle=1, strain=0, reach=2)
    house.alice.wants(emotional=0.3, practical=0.3, belonging=0.7)


def agrees(house: House, given: bool = True, **more: object) -> None:
    """Kim says yes to referral, or takes it back."""
    said = {"id": str(uuid4()), "purpose": "referral", "given": given, **more}
    answer = house.alice.post(f"/api/v1{house.alice.of_client('/consents')}", json=said)
    assert answer.status_code == 201, answer.text


def prepared(noor: Visitor) -> str:
    """Prepare a referral to the choir, and return the address of its page."""
    page = noor.open(noor.of_client("/gaps/belonging")).get_data(as_text=True)
    names = ("id", "service_id", "function")
    form = {name: re.search(rf'name="{name}" value="([^"]+)"', page) for name in names}
    data = {name: found[1] for name, found in form.items() if found}
    answer = noor.post(noor.of_client("/referrals"), data=data, headers=HTML)
    assert answer.status_code == 302, read(answer)
    return str(answer.headers["Location"]).partition("#")[0]


def does(visitor: Visitor, address: str, act: str, **form: str) -> str:
    """Do something on the page of a referral."""
    page = visitor.open(address).get_data(as_text=True)
    version = re.search(r'name="version" value="(\d+)"', page)
    return visitor.send(f"{address}/{act}", version=version[1] if version else "", **form)


def test_only_whoever_agrees_is_seen_and_never_their_map(house: House, noor: Visitor) -> None:
    lonely(house)
    assert noor.open("/").headers["Location"] == "/gaps"
    assert "No gap waits" in noor.page("/gaps")
    assert noor.open(noor.of_client("/gaps/belonging")).status_code == 404
    agrees(house)
    told = noor.page("/gaps")
    assert "K. R." in told
    assert re.search(r"Belonging gap 0\.\d a lot", told)
    page = noor.page(noor.of_client("/gaps/belonging"))
    assert CHOIR in page
    for text in (told, page, noor.page(noor.of_client("/referrals"))):
        assert "Secretname" not in text
    assert noor.open(noor.of_client("/map")).status_code == 404
    agrees(house, given=False)
    assert "No gap waits" in noor.page("/gaps")
    assert noor.open(noor.of_client("/gaps/belonging")).status_code == 404


def test_a_gap_is_taken_on_and_handed_back(house: House, noor: Visitor) -> None:
    lonely(house)
    agrees(house)
    gap = noor.of_client("/gaps/belonging")
    assert "You have taken it on" in noor.send(f"{gap}/take", version="0")
    assert "Mine 1" in noor.page("/gaps?view=mine")
    assert "view=mine#belonging-" in noor.post(f"{gap}/take", data={"view": "mine"}).headers["Location"]
    assert "?" not in noor.post(f"{gap}/take", data={"view": "//example.org"}).headers["Location"]
    day = datetime.now(UTC).date().isoformat()
    assert "Saved" in noor.send(f"{gap}/due", due_on=day, to="gap")
    assert "K. R." in noor.page("/gaps?view=due")
    assert house.alice.post(f"{gap}/take", data={"version": "4"}).status_code == 409
    assert "Handed back" in noor.send(f"{gap}/hand-back")
    assert noor.post(f"{gap}/dance").status_code == 404


def test_from_gap_to_attendance_and_to_its_end_the_map_follows(house: House, noor: Visitor) -> None:
    lonely(house)
    agrees(house)
    address = prepared(noor)
    assert "being prepared" in noor.page(address)
    contacts = house.alice.open(f"/api/v1{house.alice.of_client('/network')}").get_json()["contacts"]
    assert {each["name"]: each["status"] for each in contacts}[CHOIR] == "planned"
    refused = noor.post(f"{address}/send", data={"version": "1", "channel": "letter"}, headers=HTML)
    assert refused.status_code == 409
    assert "agree" in read(refused)
    assert "agrees" in does(noor, address, "agrees")
    assert "Noted as sent" in does(noor, address, "send", channel="letter")
    assert "accepted" in does(noor, address, "accept")
    day = datetime.now(UTC).date().isoformat()
    assert "counts on the map" in does(noor, address, "start", on_day=day)
    contacts = house.alice.open(f"/api/v1{house.alice.of_client('/network')}").get_json()["contacts"]
    choir = next(each for each in contacts if each["name"] == CHOIR)
    assert (choir["status"], choir["belonging"], choir["circle"]) == ("active", None, None)
    assert noor.post(f"{address}/help", data={"version": "6"}, headers=HTML).status_code in (409, 412, 422)
    assert "Closed" in does(noor, address, "help", reason="full")
    seen = house.alice.page(address)
    assert "On the map" in seen
    assert "Go through the map with the client once more" in seen
    assert "map it again" in house.alice.page(house.alice.of_client("/referrals"))
    assert "On the map" not in noor.page(address)


def test_the_clinician_is_told_who_on_the_map_could_do_it_and_the_desk_is_not(
    house: House, noor: Visitor
) -> None:
    house.alice.add("Robin Near", emotional=2, practical=2, circle=1, strain=0, reach=2, frequency=2)
    house.alice.add("Sam Other", belonging=0, emotional=0, practical=0, circle=3, strain=0)
    house.alice.wants(belonging=0.7)
    agrees(house)
    gap = house.alice.of_client("/gaps/belonging")
    told = house.alice.page(gap)
    assert "Someone on the map could do this Robin Near" in " ".join(
        told.replace(
            "A proposal to talk about with the client, before anybody is looked for elsewhere.", ""
        ).split()
    )
    answer = noor.open(gap)
    assert answer.status_code in (200, 404)
    assert "Robin" not in read(answer)
    house.alice.send("/names", names="off")
    assert "Robin" not in house.alice.page(gap)


def test_what_the_client_shares_is_seen_and_nothing_else(house: House, noor: Visitor) -> None:
    lonely(house)
    agrees(house, shares=["phone"], phone="01632 960 007")
    assert "01632 960 007" in noor.page("/gaps")
    assert "01632 960 007" in noor.page(noor.of_client("/gaps/belonging"))


def test_a_referral_is_noted_due_taken_on_and_suggested_words_are_kept(house: House, noor: Visitor) -> None:
    lonely(house)
    agrees(house)
    address = prepared(noor)
    assert "Saved" in does(noor, address, "tell", note="Kim likes singing.")
    assert "Kim likes singing." in house.alice.open(address).get_data(as_text=True)
    assert "Noted" in does(noor, address, "note", words="Called once.")
    assert "Called once." in noor.page(address)
    assert "Handed back" in does(noor, address, "hand-back")
    assert "You have taken it on" in does(noor, address, "take")
    assert "Noted that the client was asked" in does(noor, address, "ask-consent")
    assert noor.post(f"{address}/dance", data={"version": "1"}).status_code == 404
    assert noor.open(f"{noor.of_client('/referrals')}/{uuid4()}").status_code == 404


def test_from_what_they_declined_it_leads_to_another_in_its_place(
    house: House, noor: Visitor, session: Session
) -> None:
    lonely(house)
    agrees(house)
    address = prepared(noor)
    does(noor, address, "send", channel="client")
    assert "can’t be noted" not in does(noor, address, "attempt", outcome="not reached")
    day = (datetime.now(UTC) - timedelta(days=9)).date().isoformat()
    assert "before it was sent" in does(noor, address, "attempt", outcome="not reached", on_day=day)
    assert 'for="hold-reason"' in noor.open(address).get_data(as_text=True)
    does(noor, address, "decline", reason="no capacity")
    page = noor.open(address).get_data(as_text=True)
    link = re.search(r'href="([^"]+instead=[^"]+)"', page)
    assert link
    kept(
        session, house.owner.agency_id, a_document("2", name="Quay choir", description="Singing in a choir.")
    )
    session.rollback()
    found = noor.open(html.unescape(link[1])).get_data(as_text=True)
    form = {
        name: re.search(rf'name="{name}" value="([^"]+)"', found) for name in ("id", "service_id", "instead")
    }
    data = {name: value[1] for name, value in form.items() if value} | {"function": "belonging"}
    assert data["instead"] in link[1]
    second = noor.post(noor.of_client("/referrals"), data=data, headers=HTML)
    assert second.status_code == 302
    assert "referred elsewhere" in noor.page(address)
    assert "Noted by mistake" in noor.page(address)
    assert "go on with that referral" in does(noor, address, "take-back")
