"""Pages of services for the client: phone first, in their language, and nothing of them on paper."""

from __future__ import annotations

import html
import re
from datetime import date
from string import Formatter
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from supportmap.directory import own
from supportmap.directory.codes import code_of, resource_by_code
from supportmap.pages.handout_words import CATALOGUES, catalogue_for
from supportmap.records.database import writing
from tests.pages.conftest import HTML, House, Visitor, read
from tests.pages.handing_over import NOTE, Referring, noor_of

PLACE = {"location_type": "physical", "addresses": [{"address_1": "1 Mill Lane", "city": "Port"}]}
CLUB: dict[str, Any] = {
    "phones": [{"number": "01632 960 001"}],
    "contacts": [{"name": "Sam Okoro"}],
    "application_process": "Just come along.",
    "required_documents": [{"document": "A mug"}],
    "fees_description": "Two pounds for lunch.",
    "minimum_age": 55,
    "service_at_locations": [{"location": PLACE}],
    "schedules": [{"freq": "WEEKLY", "byday": "WE", "opens_at": "12:00", "closes_at": "14:00"}],
}
REFUGE: dict[str, Any] = {
    "name": "Women's refuge",
    "description": "For those who flee domestic violence. The address is confidential.",
    "application_process": "Come to 1 Mill Lane.",
    "contacts": [{"name": "Sam Okoro"}],
    "service_at_locations": [{"location": PLACE}],
    "phones": [{"number": "01632 960 002"}],
}


@pytest.fixture
def at(session: Session, house: House) -> Referring:
    """Kim has a name in the record."""
    referring = Referring(session, house)
    referring.call_client(name="Kim Rivers")
    return referring


def leaves(visitor: Visitor, address: str) -> list[str]:
    """Each page of an answer, as it stands on paper."""
    page = visitor.open(address, headers=HTML).get_data(as_text=True)
    return re.findall(r'<article class="leaf".*?</article>', page, re.S)


def words(leaf: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", leaf)).split())


def test_a_page_says_how_to_get_there_and_nothing_of_the_client(at: Referring) -> None:
    referral = at.refer(**CLUB)
    (leaf,) = leaves(at.house.alice, at.handout(referral))
    told = words(leaf)
    for part in (
        *("Lunch club", "Riverside Hall", "01632 960 001", "Sam Okoro", "Just come along.", "A mug"),
        *("Wednesdays", "1 Mill Lane", "Two pounds for lunch.", "From age 55", "Source: Town (CC0)"),
        *("Nobody has verified this yet.", "Something wrong? Tell us: Harbour"),
    ):
        assert part in told, part
    for part in ("Kim", "K. R.", NOTE, "belonging", "referral"):
        assert part not in told, part


def test_the_phone_stands_before_all_the_rest(at: Referring) -> None:
    (leaf,) = leaves(at.house.alice, at.handout(at.refer(**CLUB)))
    told = words(leaf)
    assert told.index("Call first 01632 960 001 Ask for") < told.index("How to join")


def test_several_are_a_page_each_and_one_service_only_once(at: Referring) -> None:
    first, second = at.refer(), at.refer(name="Choir")
    assert len(leaves(at.house.alice, at.handout(first, second, first))) == 2
    assert len(leaves(at.house.alice, at.handout())) == 2, "without any, all that are open"


def test_without_a_referral_there_is_nothing_to_hand_over(at: Referring) -> None:
    assert "there is nothing to hand over" in at.house.alice.page(at.handout())


@pytest.mark.parametrize("asked", ["nonsense", str(UUID(int=1))])
def test_a_referral_that_isn_t_there_has_no_page(at: Referring, asked: str) -> None:
    at.refer()
    answer = at.house.alice.open(f"{at.handout()}referral={asked}", headers=HTML)
    assert answer.status_code == 404


def test_what_isn_t_known_is_to_be_asked_and_not_denied(at: Referring) -> None:
    (leaf,) = leaves(at.house.alice, at.handout(at.refer()))
    told = words(leaf)
    assert "No phone number is known." in told
    for label in ("How to join", "When", "Where", "What to bring", "What it costs"):
        assert f"{label} Not known: ask when you call." in told, label
    assert "free" not in told


def test_the_labels_are_in_the_first_language_that_has_a_catalogue(at: Referring) -> None:
    at.call_client(languages=["Somali", "Polish", "Spanish"])
    (leaf,) = leaves(at.house.alice, at.handout(at.refer(**CLUB)))
    assert leaf.startswith('<article class="leaf" lang="pl"')
    assert "Najpierw proszę zadzwonić" in leaf
    assert re.search(r'lang="en">Wednesdays', leaf), "hours are told in English"
    assert re.search(r'lang="">Just come along\.', leaf), "nobody knows in which language that is"
    (chosen,) = leaves(at.house.alice, at.handout(language="cy"))
    assert "Ffoniwch yn gyntaf" in chosen


def test_the_desk_hands_over_in_the_language_of_the_client(at: Referring) -> None:
    referral, noor = at.refer(**CLUB), noor_of(at)
    at.call_client(languages=["es"])
    at.share()
    (leaf,) = leaves(noor, at.handout(referral))
    assert "Llame primero" in leaf


def test_a_confidential_address_is_told_nowhere(at: Referring) -> None:
    referral = at.refer(**REFUGE)
    page = at.house.alice.page(at.handout(referral, confirmed="1"))
    assert "The address is not given out. Call first." in page
    assert "01632 960 002" in page
    assert "Mill Lane" not in page
    assert "Sam Okoro" not in page


def test_the_street_of_another_place_of_a_confidential_service_is_told_nowhere(at: Referring) -> None:
    second = {"location_type": "physical", "addresses": [{"address_1": "27 Quay Street", "city": "Port"}]}
    told = {
        "application_process": "Ring at the blue door in Quay Street.",
        "service_at_locations": [{"location": PLACE}, {"location": second}],
        "alert": "Closed in August.",
    }
    referral = at.refer(**REFUGE | told)
    page = at.house.alice.page(at.handout(referral, confirmed="1"))
    assert "Closed in August." in page
    assert "Quay Street" not in page


def test_what_may_endanger_is_shown_once_somebody_says_it_is_safe(at: Referring) -> None:
    club, refuge = at.refer(**CLUB), at.refer(**REFUGE)
    answer = at.house.alice.open(at.handout(club, refuge), headers=HTML)
    assert not re.findall('class="leaf"', answer.get_data(as_text=True))
    asked = read(answer)
    assert "Is it safe to carry this home?" in asked
    assert "Women's refuge" in asked
    assert "Lunch club" not in asked
    assert len(leaves(at.house.alice, at.handout(club))) == 1
    assert len(leaves(at.house.alice, at.handout(club, refuge, confirmed="1"))) == 2


def test_a_refuge_of_a_harmless_name_is_asked_about_too(at: Referring) -> None:
    referral = at.refer(**CLUB | {"name": "Rosewood House", "confidential": True})
    for way in (at.handout(referral), at.letter(referral)):
        assert "Is it safe to" in at.house.alice.page(way)


def test_who_reports_what_is_wrong_says_a_code_that_staff_find(at: Referring, session: Session) -> None:
    service = at.service(**CLUB)
    (leaf,) = leaves(at.house.alice, at.handout(at.refer(service)))
    code = code_of(service)
    assert f"code {code}" in words(leaf)
    found = at.house.alice.open(f"/resources?words={code.upper()}")
    assert found.headers["Location"].endswith(f"/resources/{service}")
    assert f"/resources/{service}" in at.house.alice.open(at.handout()).get_data(as_text=True)
    assert resource_by_code(session, at.owner.agency_id, code) == service
    assert resource_by_code(session, UUID(int=1), code) is None
    assert resource_by_code(session, at.owner.agency_id, "0000-0000-0000") is None


def test_the_day_it_was_verified_is_in_the_language_of_the_labels(at: Referring, session: Session) -> None:
    service = at.service(**CLUB)
    with writing(session):
        own.verify_resource(session, at.actor, service, date(2026, 5, 3), 1)
    session.rollback()
    at.refer(service)
    for language, day in (("en", "3 May 2026"), ("es", "3 de mayo de 2026"), ("pl", "3 maja 2026")):
        (leaf,) = leaves(at.house.alice, at.handout(language=language))
        assert day in leaf


def test_a_long_text_is_cut_so_that_a_page_is_enough(at: Referring) -> None:
    (leaf,) = leaves(at.house.alice, at.handout(at.refer(application_process="word " * 400)))
    assert 80 < leaf.count("word") < 110
    assert "word …" in leaf


def test_every_catalogue_has_every_label_and_fills_in_the_same() -> None:
    def filled_in(text: str) -> set[str | None]:
        return {field for _, field, _, _ in Formatter().parse(text) if field}

    english = CATALOGUES["en"].words
    for code, catalogue in CATALOGUES.items():
        assert catalogue.words.keys() == english.keys(), code
        assert len(catalogue.months) == 12
        for name, text in catalogue.words.items():
            assert text.strip()
            assert filled_in(text) == filled_in(english[name]), (code, name)


@pytest.mark.parametrize(
    ("languages", "code"),
    [([], "en"), (["Somali"], "en"), (["Español"], "es"), (["pl-PL", "es"], "pl"), (["Welsh"], "cy")],
)
def test_the_catalogue_goes_by_names_and_codes(languages: list[str], code: str) -> None:
    assert catalogue_for(languages).code == code
