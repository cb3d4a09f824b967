"""A service by its pages: found, added, corrected, weighed, verified and reported."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.access.browsers import an_account
from tests.directory.services import a_document, kept
from tests.pages.conftest import HTML, House, Visitor, read

NEW = {
    "name": "Lunch club",
    "organization": "Riverside Hall",
    "phone": "01632 960 001",
    "hours": "Wednesday 12:00-14:00",
    "postal_code": "M14 5XX",
    "address_1": "1 Mill Lane",
    "minimum_age": "55",
    "free": "no",
}


@pytest.fixture
def noor(app: Flask, session: Session, house: House) -> Visitor:
    """Somebody of the referral staff."""
    an_account(session, house.owner.agency_id, "noor@example.org", "referral")
    session.rollback()
    return Visitor(app, "noor@example.org", house.owner)


def added(visitor: Visitor, **facts: str) -> str:
    """Add a service, and return the address of its page."""
    answer = visitor.post("/resources", data=NEW | facts, headers=HTML)
    assert answer.status_code == 302, read(answer)
    return str(answer.headers["Location"])


def fields(visitor: Visitor, address: str) -> dict[str, Any]:
    """What the form of a service holds: of a choice that isn't ticked a browser sends nothing."""
    page = visitor.open(f"{address}/edit").get_data(as_text=True)
    sent = re.sub(r'<input type="checkbox"[^>]*>', lambda box: box[0] if " checked" in box[0] else "", page)
    found = dict(re.findall(r'name="(\w+)" value="([^"]*)"', sent))
    for name, options in re.findall(r'<select[^>]* name="(\w+)">(.*?)</select>', page):
        found[name] = "".join(re.findall(r'value="([^"]*)" selected', options))
    return found | dict(re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>([^<]*)', page))


def version(visitor: Visitor, address: str) -> str:
    return str(fields(visitor, address)["version"])


def test_what_staff_add_is_found_and_shown(noor: Visitor, house: House) -> None:
    address = added(noor)
    page = house.alice.page(address)
    for words in (
        "Lunch club",
        "Riverside Hall",
        "01632 960 001",
        "Wednesdays",
        "1 Mill Lane",
        "from age 55",
    ):
        assert words in page
    assert "Lunch club" in house.alice.page("/resources?words=lunch")
    assert "Nothing fits" in house.alice.page("/resources?words=lunch&age=30")
    assert "Nothing fits" in house.alice.page("/resources?words=choir")
    assert "Correct" not in page


@pytest.mark.parametrize(
    ("free", "fees", "told"),
    [
        *(("yes", "Free.", "Cost free Languages"), ("yes", "Tea is free", "Cost free Tea is free Languages")),
        *(("", "A few pounds", "Cost A few pounds Languages"), ("", "", "Cost not known: ask Languages")),
        *(
            ("no", "£2 each", "Cost costs something £2 each Languages"),
            ("no", "", "Cost costs something Languages"),
        ),
    ],
)
def test_the_cost_is_told_once_and_languages_by_their_names(
    noor: Visitor, free: str, fees: str, told: str
) -> None:
    page = noor.page(added(noor, free=free, fees=fees, languages="en, pl"))
    assert f"{told} English, Polish" in page


def test_sent_twice_it_is_added_once(noor: Visitor) -> None:
    own_id = str(uuid4())
    assert added(noor, id=own_id) == added(noor, id=own_id)
    assert "1 service fits" in noor.page("/resources")


def test_a_correction_changes_what_was_typed_and_nothing_else(noor: Visitor) -> None:
    address = added(noor)
    before = fields(noor, address)
    told = noor.send(f"{address}/edit", **NEW | {"phone": "01632 960 002", "version": before["version"]})
    assert "Saved." in told
    assert "01632 960 002" in told
    after = fields(noor, address)
    assert {name for name in after if after[name] != before[name]} == {"phone", "version"}
    answer = noor.post(f"{address}/edit", data=NEW | {"version": before["version"]})
    assert answer.status_code == 412


def a_hidden_place(number: int, street: str, code: str) -> dict[str, Any]:
    address = {"id": f"a{number}", "address_1": street, "city": "Portsentinel", "postal_code": code}
    location = {"id": f"l{number}", "location_type": "physical", "addresses": [address]}
    return {"id": f"at{number}", "location": location}


HIDDEN: dict[str, Any] = {
    "name": "Refuge",
    "description": "Our second house is in Quay Street, told nobody.",
    "application_process": "Come to 1 Mill Lane.",
    "alert": "Parking behind m145xx.",
    "fees_description": "Nothing.",
    "confidential": True,
    "service_at_locations": [
        a_hidden_place(1, "1 Mill Lane", "M14 5XX"),
        a_hidden_place(2, "27 Quay Street", "M15 6XX"),
    ],
}
TELLING = ("Mill Lane", "Quay Street", "5XX", "5xx", "6XX", "Portsentinel")


@pytest.mark.parametrize("own", [True, False])
def test_where_a_confidential_service_is_stands_on_no_page_and_outlives_its_form(
    noor: Visitor, house: House, session: Session, own: bool
) -> None:
    if own:
        way = added(noor, confidential="1", how_to_join="Come to 1 Mill Lane.", fees="Nothing.")
        where = {"address_1": "1 Mill Lane", "postal_code": "M14 5XX", "how_to_join": "Come to 1 Mill Lane."}
    else:
        way = f"/resources/{kept(session, house.owner.agency_id, a_document(**HIDDEN))}"
        where = {"address_1": "1 Mill Lane", "city": "Portsentinel", "alert": "Parking behind m145xx."}
    session.rollback()
    for path in (way, f"{way}/edit"):
        page = noor.open(path).get_data(as_text=True)
        assert not [words for words in TELLING if words in page], path
    assert noor.page(f"{way}/edit").count("stays if you leave this empty") >= len(where)
    form = fields(noor, way)
    assert [form.get(name) for name in where] == [""] * len(where)
    changed = form | {"fees": "A pound."}
    assert "A pound." in noor.send(f"{way}/edit", **changed)
    noor.send(f"{way}/edit", **fields(noor, way) | {"confidential": "no"})
    assert {name: fields(noor, way)[name] for name in where} == where, "once it may be told"


def test_another_address_of_a_confidential_service_is_kept_where_it_is_typed(noor: Visitor) -> None:
    way = added(noor, confidential="1")
    noor.send(f"{way}/edit", **fields(noor, way) | {"address_1": "9 New Row"})
    assert "New Row" not in noor.open(f"{way}/edit").get_data(as_text=True)
    noor.send(f"{way}/edit", **fields(noor, way) | {"confidential": "no"})
    assert (fields(noor, way)["address_1"], fields(noor, way)["postal_code"]) == ("9 New Row", "M14 5XX")


@pytest.mark.parametrize(("said", "found"), [("yes", "Choir"), ("no", "Rape crisis centre")])
def test_whether_it_may_endanger_is_said_by_staff_and_outlives_imports(
    noor: Visitor, house: House, session: Session, said: str, found: str
) -> None:
    address = f"/resources/{kept(session, house.owner.agency_id, a_document(name=found))}"
    session.rollback()
    warned = "may endanger somebody"
    assert (warned in noor.page(address)) is (said == "no")
    noor.send(f"{address}/edit", **fields(noor, address) | {"sensitive": said})
    assert fields(noor, address)["sensitive"] == said
    assert (warned in noor.page(address)) is (said == "yes")
    session.rollback()
    kept(session, house.owner.agency_id, a_document(name=found, alert="Closed in August."))
    session.rollback()
    page = noor.page(address)
    assert "Closed in August." in page
    assert (warned in page) is (said == "yes")
    noor.send(f"{address}/edit", **fields(noor, address) | {"sensitive": ""})
    assert (warned in noor.page(address)) is (said == "no"), "as found again"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"name": ""}, "expected"),
        ({"name": "x" * 201}, "1 to 200"),
        ({"minimum_age": "young"}, "whole number"),
        ({"minimum_age": "60", "maximum_age": "50"}, "not less than the youngest"),
        ({"free": "perhaps"}, "true or false"),
        ({"where": "moon"}, "in person"),
        ({"phone": "call us"}, "no digit in the phone number"),
        ({"url": "javascript:alert(1)"}, "begins with https://"),
        ({"url": "our page"}, "begins with https://"),
        ({"languages": "Polish, Blorbian"}, "Not every language is known"),
    ],
)
def test_what_cant_be_kept_is_said_and_nothing_is_added(
    noor: Visitor, facts: dict[str, str], words: str
) -> None:
    answer = noor.post("/resources", data=NEW | facts, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert words in read(answer)
    assert "Nothing fits" in noor.page("/resources")


@pytest.mark.parametrize(
    "words",
    [
        {"name": "Shelter of Hope – Refuge from domestic violence"},
        {"name": "The Nest", "description": "A refuge for families."},
        {"name": "Choir", "sensitive": "yes"},
        {"name": "Rape crisis centre", "sensitive": "no"},
    ],
)
def test_whether_the_address_of_a_refuge_must_be_told_nobody_is_asked_once(
    noor: Visitor, words: dict[str, str]
) -> None:
    typed = NEW | words | {"id": str(uuid4())}
    answer = noor.post("/resources", data=typed, headers=HTML)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "must be told nobody?" in page
    assert 'value="1 Mill Lane"' in page, "what was typed is kept"
    assert "Nothing fits" in noor.page("/resources")
    way = added(noor, **typed, confidential="no")
    assert "1 Mill Lane" in noor.page(way)
    assert "Saved." in noor.send(f"{way}/edit", **fields(noor, way) | {"phone": "1"}), "asked once"
    told = noor.post(f"{way}/edit", data=fields(noor, way) | {"confidential": ""}, headers=HTML)
    assert told.status_code == 422
    assert "Mill Lane" not in noor.page(added(noor, **words, confidential="yes"))


def test_a_script_is_told_at_which_field_the_address_is_asked_about(noor: Visitor) -> None:
    headers = {"X-Requested-With": "resend"}
    answer = noor.post("/resources", data=NEW | {"name": "Women’s refuge"}, headers=headers)
    assert (answer.status_code, answer.get_json()["fields"]) == (422, ["confidential"])


def test_without_an_address_or_danger_nothing_is_asked(noor: Visitor) -> None:
    nowhere = {"address_1": "", "postal_code": ""}
    assert "Refuge" in noor.page(added(noor, name="Refuge", **nowhere))
    assert "1 Mill Lane" in noor.page(added(noor, name="Choir"))


def test_what_was_typed_and_refused_is_in_the_form_again(noor: Visitor) -> None:
    answer = noor.post("/resources", data=NEW | {"phone": "call us", "bring": "A mug"}, headers=HTML)
    page = answer.get_data(as_text=True)
    assert all(words in page for words in ('value="call us"', ">A mug<", 'id="phone-error"'))
    way = added(noor)
    answer = noor.post(f"{way}/edit", data=fields(noor, way) | {"languages": "Blorbian"}, headers=HTML)
    assert answer.status_code == 422
    assert 'value="Blorbian"' in answer.get_data(as_text=True)


def test_hours_that_cant_be_read_are_kept_and_said(noor: Visitor) -> None:
    hours = "Wednesday 12:00-14:00\nMonday 99:99-10"
    told = noor.page(way := added(noor, hours=hours))
    assert "“Monday 99:99-10” isn’t read as a time: it is shown as typed." in told
    assert "“Wednesday" not in told
    told = noor.send(f"{way}/edit", **fields(noor, way) | {"hours": f"{hours}\nFoo 99:99"})
    assert "“Foo 99:99” isn’t read" in told
    assert "“Monday 99:99-10” isn’t read" not in told, "that was said before"


def test_the_form_shows_what_is_found_of_the_cost_and_the_ages_in_the_words(noor: Visitor) -> None:
    way = added(noor, free="", fees="Free of charge.", minimum_age="", who_for="Adults aged 18 to 64")
    form = fields(noor, way)
    assert (form["free"], form["minimum_age"], form["maximum_age"]) == ("yes", "18", "64")
    noor.send(f"{way}/edit", **form | {"minimum_age": "21"})
    assert "ages 21 to 64" in noor.page(way)
    told = noor.send(f"{way}/edit", **fields(noor, way) | {"free": "no"})
    assert "Its words say otherwise of the cost" in told


def test_who_adds_a_service_knows_that_it_is_running(noor: Visitor) -> None:
    page = noor.open("/resources/new").get_data(as_text=True)
    assert '<option value="active" selected>' in page


def test_what_it_does_is_said_by_staff_and_left_to_what_was_found_again(noor: Visitor) -> None:
    address = added(noor, name="Befriending")
    assert "Emotional support" in noor.page(address)
    weights = {"emotional": "0", "practical": "0", "belonging": "1"}
    told = noor.send(f"{address}/weigh", version=version(noor, address), **weights)
    assert "Belonging some" in told
    assert "said by your staff" in told
    half = noor.post(f"{address}/weigh", data={"version": version(noor, address), "emotional": "1"})
    assert half.status_code == 422
    assert "Say of all three what it does, or of none." in read(half)
    assert re.findall(r'value="(\d)" selected', half.get_data(as_text=True)) == ["1"], "as it was chosen"
    told = noor.send(f"{address}/weigh", version=version(noor, address))
    assert "Left to what was found." in told
    assert "from words in its name" in told


def test_it_is_right_today_is_noted(noor: Visitor) -> None:
    address = added(noor)
    assert "Nobody has said yet that it is right" in noor.page(address)
    assert "Last verified on" in noor.send(f"{address}/verify", version=version(noor, address))


def test_what_is_reported_is_seen_by_those_who_keep_the_directory_until_it_is_settled(
    noor: Visitor, house: House
) -> None:
    address = added(noor)
    told = house.alice.send(f"{address}/report", words="The number is wrong.")
    assert "Thank you" in told
    assert "The number is wrong" not in house.alice.page(address)
    page = noor.open(address).get_data(as_text=True)
    assert "The number is wrong" in page
    found = re.search(r'name="id" value="([^"]+)"', page)
    assert found
    assert "The number is wrong" not in noor.send(f"{address}/settle", id=found[1])
    assert noor.post(f"{address}/settle", data={"id": str(uuid4())}).status_code == 404
    assert house.alice.post(f"{address}/report", data={"words": ""}).status_code == 422


def test_what_a_source_has_stays_as_it_came_beside_what_was_corrected(
    noor: Visitor, house: House, session: Session
) -> None:
    resource_id = kept(session, house.owner.agency_id, a_document("1"))
    address = f"/resources/{resource_id}"
    facts = {
        "name": "Lunch club",
        "description": "Soup.",
        "organization": "Riverside Hall",
        "status": "active",
    }
    told = noor.send(f"{address}/edit", version=version(noor, address), **facts)
    assert "Soup." in told
    assert "Corrected by your staff" in told


def test_what_isnt_there_is_not_there(noor: Visitor) -> None:
    address = f"/resources/{UUID(int=1)}"
    assert noor.open(address).status_code == 404
    assert noor.open(f"{address}/edit").status_code == 404
    assert noor.post(f"{address}/edit", data=NEW | {"version": "1"}).status_code == 404
    assert noor.post(f"{address}/report", data={"words": "x"}).status_code == 404
    assert noor.post(f"{added(noor)}/dance").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "words=%22&function=moon&within=7&age=-1&weekday=9&mode=x&language=%00&limit=0",
        "words=AND+NOT+NEAR%28&area=%27%3B--&within=5",
        f"words={'x' * 9000}",
        "limit=99999999999&age=99999999999",
    ],
)
def test_no_words_break_the_search(noor: Visitor, query: str) -> None:
    added(noor)
    assert noor.open(f"/resources?{query}").status_code == 200


def test_services_are_looked_for_by_the_part_of_the_day(house: House, session: Session) -> None:
    agency = house.owner.agency_id
    evening = [{"id": "s", "freq": "WEEKLY", "byday": "TU", "opens_at": "18:00", "closes_at": "20:00"}]
    morning = [{"id": "s", "freq": "WEEKLY", "byday": "TU", "opens_at": "09:00", "closes_at": "11:00"}]
    kept(session, agency, a_document("1", name="Late choir", schedules=evening))
    kept(session, agency, a_document("2", name="Early choir", schedules=morning))
    kept(session, agency, a_document("3", name="Choir of no hours"))
    session.rollback()
    page = house.alice.page("/resources?part=evening")
    assert ("Late choir" in page, "Early choir" in page, "Choir of no hours" in page) == (True, False, True)
    assert "Open on Tuesdays in the evening" in page
    assert "Late choir" not in house.alice.page("/resources?part=evening&weekday=0")


def test_the_languages_of_a_service_stand_in_one_line_with_commas_between(
    house: House, session: Session
) -> None:
    """A browser takes line breaks out of such a field: saved as it is shown, "en" and "so" were one word."""
    spoken = [{"id": "1", "name": "en"}, {"id": "2", "name": "so"}]
    own_id = kept(session, house.owner.agency_id, a_document("1", languages=spoken))
    session.rollback()
    form = house.admin.open(f"/resources/{own_id}/edit").get_data(as_text=True)
    assert re.search(r'name="languages"[^>]* value="en, so"|value="en, so"[^>]* name="languages"', form)
