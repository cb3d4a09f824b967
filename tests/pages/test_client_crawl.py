"""A client walks through everything that they can reach: none of what they may not know is there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from supportmap.casework import mapping
from supportmap.casework.consents import record_consent
from supportmap.casework.portal import settle_release
from supportmap.casework.work import add_work
from supportmap.records.audit import Actor
from supportmap.records.database import db
from tests.access.worlds import table
from tests.casework.acting import Desk
from tests.pages.conftest import Both, House

NOTES, PAST, HIDDEN, PHONES, STAFFS, CONSENTS = 60, 30, 30, 30, 30, 20
UNSAFE = re.compile(r"unsafe|safe to turn|not safe", re.IGNORECASE)
WRITTEN: dict[str, dict[str, object]] = {
    "sign": {},
    "trigger": {"wants": None},
    "strategy": {"triggers": [], "helpers": []},
}
"""What clinicians write for themselves, and what each says besides."""


def sentinels(kind: str, count: int) -> list[str]:
    """Words that nothing else has."""
    return [f"{kind}{number:03}sentinel" for number in range(count)]


def write(session: Session, house: House) -> set[str]:
    """Fill the record with what a client may not know, and release all there is to release but strain."""
    desk = Desk(session, Actor(house.owner.agency_id, house.alice_id, "clinician"), house.owner)
    notes, past, hidden = sentinels("note", NOTES), sentinels("past", PAST), sentinels("hidden", HIDDEN)
    phones = sentinels("phone", PHONES)
    for number, note in enumerate(notes):
        facts = {"name": f"Seen {number}", "note": note, "circle": 1 + number % 3, "strain": 2}
        answers = {"emotional": number % 3, "unsafe": number % 5 == 0}
        phone = {"phone": phones[number]} if number < PHONES else {}
        desk.act(mapping.add_contact, {**facts, **answers, **phone})
    for name in past:
        desk.act(mapping.add_contact, {"name": name, "status": "past", "ended_reason": "fell out"})
    ids = [desk.act(mapping.add_contact, {"name": name}).contacts[0]["id"] for name in hidden]
    shown = {"people": True, "gives": True, "coverage": True, "hidden": ids}
    desk.act(settle_release, shown, 0)
    return {*notes, *past, *hidden, *phones, *_of_staff(desk)}


def _of_staff(desk: Desk) -> list[str]:
    """What clinicians wrote for themselves."""
    texts, asked = sentinels("staff", STAFFS), sentinels("consent", CONSENTS)
    for number, text in enumerate(texts):
        kind = list(WRITTEN)[number % len(WRITTEN)]
        desk.act(add_work, kind, {"what": text, "not_for": [], **WRITTEN[kind]}, shared=False)
    for text in asked:
        facts = {"purpose": "referral", "given": True, "recipient": text, "note": text}
        desk.act(record_consent, facts)
    return [*texts, *asked]


def addresses(both: Both) -> Iterator[tuple[str, str]]:
    """Everything that links lead to, and every address without an id, each with its text."""
    waiting = ["/", *plain_addresses()]
    known = set(waiting)
    while waiting:
        answer = both.kim.open(waiting.pop(0), headers={"Accept": "text/html"}, follow_redirects=True)
        text = answer.get_data(as_text=True)
        yield answer.request.path, text
        found = re.findall(r'(?:href|action|data-[a-z]+|src)="(/[^"#]*)"', text)
        new = [way.replace("&amp;", "&") for way in found if not way.startswith("/static")]
        fresh = [way for way in dict.fromkeys(new) if way not in known and "logout" not in way]
        known.update(fresh)
        waiting += fresh


def plain_addresses() -> list[str]:
    """Every address of the service that is read and has no id in it."""
    routes = [route.removeprefix("GET ") for route in table("Routes") if route.startswith("GET ")]
    return [route for route in routes if "<" not in route]


@pytest.fixture
def secrets(session: Session, house: House) -> set[str]:
    """What the client may not know."""
    found = write(session, house)
    session.rollback()
    db.session.rollback()
    return found


def test_a_client_who_walks_everywhere_finds_nothing_that_is_not_theirs_to_know(
    both: Both, secrets: set[str]
) -> None:
    assert len(secrets) == 200
    both.kim.send("/my/circle", name="Robin")
    seen = dict(addresses(both))
    assert {"/my/circle", "/my/data", "/my/data/copy.json", "/my/data/copy.html"} <= seen.keys()
    assert sum("Seen 1" in text for text in seen.values()) >= 4
    for path, text in seen.items():
        assert not [word for word in secrets if word in text], path
        # What the API is, is told to everybody, and says nothing of anyone.
        assert path in {"/api/docs", "/api/openapi.json"} or not UNSAFE.search(text), path


def test_staff_find_what_the_walk_looks_for(both: Both, secrets: set[str]) -> None:
    """So that the test above could find something."""
    alice = both.alice
    told = [alice.open(f"/api/v1{alice.of_client(way)}").text for way in ("/network", "/consents")]
    told.append(alice.open(alice.of_client("/between")).get_data(as_text=True))
    found = {word for word in secrets if any(word in text for text in told)}
    assert len(found) == 200


def test_a_mark_changes_nothing_of_what_a_client_sees_of_the_map(
    session: Session, both: Both, house: House, secrets: set[str]
) -> None:
    assert secrets
    pages = ("/my/circle", "/my/data/copy.json")
    before = [covered_apart(both.kim.open(page).get_data(as_text=True)) for page in pages]
    desk = Desk(session, Actor(house.owner.agency_id, house.alice_id, "clinician"), house.owner)
    for contact in desk.told["contacts"][1:4]:
        desk.change(contact["id"], unsafe=True)
    session.rollback()
    db.session.rollback()
    after = [covered_apart(both.kim.open(page).get_data(as_text=True)) for page in pages]
    assert after == before


def covered_apart(text: str) -> str:
    """A page without the coverage, in which nobody who is marked counts, and without moments."""
    text = re.sub(r'<section aria-labelledby="covered-title">.*?</section>', "", text, flags=re.S)
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.+]+", "", text)
