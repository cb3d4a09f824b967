"""What the receiving group is told: never more than the client agreed to, and never why."""

from __future__ import annotations

import html
import re
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from supportmap.casework.referral_ends import end
from supportmap.casework.referral_texts import (
    BY_HAND,
    SUBJECT,
    ToldThem,
    email_text,
    letter_text,
    phone_script,
)
from tests.pages.conftest import HTML, House, Visitor
from tests.pages.handing_over import NOTE, Referring, noor_of

FORMS = ("letter", "e-mail", "phone")
NAME = "Kim Rivers"


@pytest.fixture
def at(session: Session, house: House) -> Referring:
    """Kim has a name in the record, and answers on the map that no letter may tell."""
    referring = Referring(session, house)
    referring.call_client(name=NAME)
    house.alice.wants(emotional=0.7, belonging=0.3)
    house.alice.add("Wanda Secret", note="diagnosis: depression", strain=2)
    return referring


def text_of(visitor: Visitor, address: str) -> str:
    """What stands in the field to copy from."""
    page = visitor.open(address, headers=HTML).get_data(as_text=True)
    found = re.search(r'<textarea id="text"[^>]*>(.*?)</textarea>', page, re.S)
    assert found
    return html.unescape(found[1])


def unsent(at: Referring, referral: UUID, form: str) -> str:
    """The page of a letter of which nothing is there: nothing to read, to copy or to print."""
    page = at.house.alice.open(at.letter(referral, form), headers=HTML).get_data(as_text=True)
    form_of_it = ("<textarea", "data-print", "data-copy", "told-paper", "tel:", "@example.org")
    for held_back in (*form_of_it, BY_HAND, NAME, NOTE):
        assert held_back not in page, held_back
    return page


@pytest.mark.parametrize("form", FORMS)
def test_before_the_client_agreed_there_is_nothing_to_send(at: Referring, form: str) -> None:
    referral = at.refer(phones=[{"number": "01632 960 001"}], email="club@example.org")
    page = unsent(at, referral, form)
    assert "hasn’t agreed that this group is told" in page
    at.agree(referral)
    at.agree(referral, given=False)
    assert "no longer agrees" in unsent(at, referral, form)


@pytest.mark.parametrize("form", FORMS)
def test_of_a_referral_that_was_taken_back_nobody_is_named_any_more(at: Referring, form: str) -> None:
    referral = at.refer()
    at.agree(referral)
    at.act(end, referral, "cancel", "not wanted")
    assert "This referral has ended, so nothing is shown here" in unsent(at, referral, form)


@pytest.mark.parametrize("form", FORMS)
def test_who_agreed_is_named_with_the_note_for_them(at: Referring, form: str) -> None:
    referral = at.refer()
    at.agree(referral)
    text = text_of(at.house.alice, at.letter(referral, form))
    assert NAME in text
    assert NOTE in text
    for words in ("A User", "Harbour", "Lunch club"):
        assert words in text
    assert f"What we would like you to know:{' ' if form == 'phone' else chr(10)}{NOTE}" in text
    assert "\nwe " not in text
    assert "hasn’t agreed" not in at.house.alice.page(at.letter(referral, form))


def test_a_consent_to_another_group_or_taken_back_names_nobody(at: Referring) -> None:
    first, second = at.refer(), at.refer(name="Choir")
    at.agree(first)
    assert NAME not in at.house.alice.page(at.letter(second))
    at.agree(first, given=False)
    assert NAME not in at.house.alice.page(at.letter(first))


@pytest.mark.parametrize("form", FORMS)
def test_neither_answers_nor_contacts_nor_the_gap_are_told(at: Referring, form: str) -> None:
    referral = at.refer()
    at.agree(referral)
    page, text = (
        at.house.alice.page(at.letter(referral, form)),
        text_of(at.house.alice, at.letter(referral, form)),
    )
    for words in ("Wanda", "depression"):
        assert words not in page
    for words in ("0.7", "0.3", "gap", "emotional", "belonging", "referral"):
        assert words not in text.lower()


def test_while_names_are_off_the_label_stands_for_the_name(at: Referring) -> None:
    referral = at.refer()
    at.agree(referral)
    at.house.alice.send("/names", names="off")
    for form in FORMS:
        page = at.house.alice.page(at.letter(referral, form))
        assert NAME not in page
        assert NOTE not in page
        assert "K. R." in text_of(at.house.alice, at.letter(referral, form))
        assert "Names are off: the label stands for the name" in page


def test_the_desk_reads_the_name_only_where_the_client_shares_it(at: Referring) -> None:
    referral, noor = at.refer(), noor_of(at)
    assert noor.open(at.letter(referral), headers=HTML).status_code == 404, "no consent to referral"
    at.share()
    at.agree(referral)
    page = noor.page(at.letter(referral))
    assert NAME not in page
    assert "You don’t see their name" in page
    assert BY_HAND in text_of(noor, at.letter(referral))
    at.share(shares=["name"])
    assert NAME in text_of(noor, at.letter(referral))
    at.agree(referral, given=False)
    held_back = noor.open(at.letter(referral), headers=HTML).get_data(as_text=True)
    assert "<textarea" not in held_back, "the desk may know it, and they may not"


def test_the_subject_of_the_e_mail_tells_nothing(at: Referring) -> None:
    referral = at.refer(name="Depression support group", email="club@example.org")
    at.agree(referral)
    page = at.house.alice.open(at.letter(referral, "e-mail")).get_data(as_text=True)
    found = re.search(r'id="subject" value="([^"]*)"', page)
    assert found
    assert found[1] == SUBJECT
    assert "club@example.org" in page
    assert "Depression" not in SUBJECT


def test_the_phone_script_comes_with_the_number(at: Referring) -> None:
    referral = at.refer(phones=[{"number": "01632 960 001"}])
    at.agree(referral)
    page = at.house.alice.open(at.letter(referral, "phone")).get_data(as_text=True)
    assert 'href="tel:01632960001"' in page
    assert "01632 960 001" not in at.house.alice.page(at.letter(referral))


def test_a_form_that_nobody_knows_is_the_letter(at: Referring) -> None:
    referral = at.refer()
    at.agree(referral)
    assert text_of(at.house.alice, at.letter(referral, "fax")) == text_of(at.house.alice, at.letter(referral))


@pytest.mark.parametrize("form", [*FORMS, "fax"])
def test_what_may_endanger_is_shown_in_no_form_before_somebody_says_it_is_safe(
    at: Referring, form: str
) -> None:
    said: dict[str, Any] = {"email": "refuge@example.org", "phones": [{"number": "01632 960 002"}]}
    referral = at.refer(name="Harbour refuge", description="For survivors of domestic violence.", **said)
    at.agree(referral)
    at.share(shares=["name"])
    for visitor in (at.house.alice, noor_of(at)):
        for confirmed in ("", "&confirmed=", "&confirmed=0", "&confirmed=yes"):
            asked = visitor.open(at.letter(referral, form) + confirmed, headers=HTML).get_data(as_text=True)
            assert "Is it safe to tell them?" in asked
            for held_back in ("<textarea", "data-print", "data-copy", NOTE, "refuge@", "01632"):
                assert held_back not in asked, held_back
        assert NAME in text_of(visitor, at.letter(referral, form) + "&confirmed=1")


def test_what_was_confirmed_holds_for_the_other_forms(at: Referring) -> None:
    referral = at.refer(name="Harbour refuge", description="For survivors of domestic violence.")
    page = at.house.alice.open(at.letter(referral) + "&confirmed=1").get_data(as_text=True)
    ways = re.findall(r'href="([^"]*/letter[?][^"]*)"', page)
    assert len(ways) == len(FORMS)
    assert all("confirmed=1" in way for way in ways)
    asked = at.house.alice.open(at.letter(referral, "phone")).get_data(as_text=True)
    assert re.search(r'name="as" value="phone"', asked), "what was asked for is shown then"
    club = at.refer()
    assert "confirmed" not in at.house.alice.open(at.letter(club)).get_data(as_text=True)


def test_a_referral_that_isn_t_there_has_no_letter(at: Referring) -> None:
    answer = at.house.alice.open(at.letter(at.owner.client_id), headers=HTML)
    assert answer.status_code == 404


def test_markup_in_what_was_typed_stays_text(at: Referring) -> None:
    referral = at.refer(name="<b>Club</b>")
    at.agree(referral)
    page = at.house.alice.open(at.letter(referral)).get_data(as_text=True)
    assert "<b>Club" not in page
    assert "<b>Club</b>" in text_of(at.house.alice, at.letter(referral))


@pytest.mark.parametrize("write", [letter_text, email_text, phone_script])
def test_what_isn_t_known_is_a_line_or_left_out_and_never_none(write: object) -> None:
    assert callable(write)
    bare = write(ToldThem("Harbour", "3 May 2026", "Lunch club"))
    assert "None" not in bare
    assert "What we would like you to know" not in bare
    whole = write(ToldThem("Harbour", "3 May 2026", "Lunch club", "Hall", "Alice", "Kim", "Comes by bus."))
    for words in ("Harbour", "Lunch club", "Alice", "Kim", "Comes by bus."):
        assert words in whole


STREET = "1 Mill Lane, Port"


def places(*kinds: str, streets: tuple[str, ...] = ("1 Mill Lane", "27 Quay Street")) -> dict[str, Any]:
    """Where a service is given, one street after the other."""
    told = [
        {"location": {"location_type": kind, "addresses": [{"address_1": street, "city": "Port"}]}}
        for kind, street in zip(kinds, streets, strict=False)
    ]
    return {"service_at_locations": told}


def test_the_letter_alone_says_where_it_goes(at: Referring) -> None:
    referral = at.refer(**places("physical"))
    at.agree(referral)
    assert f"Riverside Hall\nLunch club\n{STREET}\n" in text_of(at.house.alice, at.letter(referral))
    assert "several places" not in at.house.alice.page(at.letter(referral))
    for form in ("e-mail", "phone"):
        assert "Mill Lane" not in at.house.alice.page(at.letter(referral, form))


def test_a_letter_goes_to_the_postal_address_and_of_several_places_to_none(at: Referring) -> None:
    postal = at.refer(**places("physical", "postal", streets=("27 Quay Street", "1 Mill Lane")))
    at.agree(postal)
    assert f"Lunch club\n{STREET}\n" in text_of(at.house.alice, at.letter(postal))
    several = at.refer(name="Walks", **places("physical", "physical"))
    at.agree(several)
    page = at.house.alice.page(at.letter(several))
    assert "It is given at several places" in page
    assert "Mill Lane" not in page
    assert "It is given at several places" not in at.house.alice.page(at.letter(several, "phone"))


@pytest.mark.parametrize(
    "said", ["For survivors of domestic violence.", "Meals for all. The address is confidential."]
)
def test_where_a_service_is_that_may_endanger_stands_in_no_letter(at: Referring, said: str) -> None:
    referral = at.refer(name="Harbour house", description=said, **places("physical"))
    at.agree(referral)
    address = at.letter(referral) + "&confirmed=1"
    page = at.house.alice.page(address)
    assert "Mill Lane" not in page
    assert "several places" not in page
    assert "Harbour house" in text_of(at.house.alice, address)
