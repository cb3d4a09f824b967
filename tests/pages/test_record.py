"""The page of the record: particulars, the care team, handing over, putting away, and who looked."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from supportmap.casework.clients import client_of
from tests.pages.conftest import HTML, House, read

ABOUT = {"label": "K.", "area": "M14", "languages": "English, Welsh", "birth_year": "1987"}


def test_particulars_are_changed(house: House) -> None:
    alice, record = house.alice, house.alice.of_client("/record")
    assert "Saved." in alice.fill(record, **ABOUT)
    assert values(alice.open(record)).items() >= ABOUT.items()


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("Portuguese, welsh", ["pt", "cy"], "Portuguese, Welsh"),
        ("en cy, British Sign Language", ["en", "cy", "bfi"], None),
        ("en-GB, pt-BR", ["en-GB", "pt-BR"], "en-GB, pt-BR"),
        ("pl, Polish,", ["pl"], "Polish"),
    ],
)
def test_languages_are_typed_by_name_or_code(
    house: House, session: Session, typed: str, kept: list[str], shown: str | None
) -> None:
    alice, record = house.alice, house.alice.of_client("/record")
    assert "Saved." in alice.fill(record, **ABOUT | {"languages": typed})
    assert client_of(session, house.owner)["languages"] == kept
    again = values(alice.open(record))["languages"]
    assert shown is None or again == shown
    assert "Saved." in alice.fill(record, **ABOUT | {"languages": again, "area": "M15"})
    assert client_of(session, house.owner)["languages"] == kept


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("birth_year", "soon", "Expected a year in four digits"),
        ("birth_year", "2090", "Expected a year in four digits that has begun"),
        ("languages", "Welsh and English", "Expected English names"),
        ("label", "", "Expected text of 1 to 200 characters"),
        ("label", "   ", "Expected text of 1 to 200 characters"),
        ("area", "x" * 61, "Expected text of at most 60 characters"),
    ],
)
def test_what_cannot_be_saved_is_shown_again_as_it_was_typed(
    house: House, name: str, typed: str, told: str
) -> None:
    alice, record = house.alice, house.alice.of_client("/record")
    alice.fill(record, **ABOUT)
    sent = ABOUT | {"area": "M15", name: typed, "shown": alice.shown(record)}
    answer = alice.post(record, data=sent, headers=HTML)
    assert answer.status_code == 422
    assert told in read(answer)
    assert values(answer).items() >= (ABOUT | {"area": "M15", name: typed.strip()}).items()
    assert values(alice.open(record)).items() >= ABOUT.items()


def test_what_a_colleague_wrote_meanwhile_is_not_overwritten(house: House) -> None:
    alice, bob, record = house.alice, house.bob, house.alice.of_client("/record")
    alice.send(alice.of_client("/team"), user=str(house.bob_id))
    seen = values(alice.open(record))
    bob.send(record, **seen | {"area": "M14", "label": "K. R. (2)"})
    answer = alice.post(record, data=seen | {"area": "M20", "birth_year": "1987"}, headers=HTML)
    assert answer.status_code == 412
    assert "Meanwhile this became “M14”." in read(answer)
    again = values(answer)
    assert again.items() >= {"area": "M20", "birth_year": "1987", "label": "K. R. (2)"}.items()
    assert values(alice.open(record)).items() >= {"area": "M14", "birth_year": ""}.items()
    assert "Saved." in alice.send(record, **again)
    assert (
        values(bob.open(record)).items()
        >= {"area": "M20", "birth_year": "1987", "label": "K. R. (2)"}.items()
    )


def test_what_two_change_of_different_fields_is_all_kept(house: House) -> None:
    alice, bob, record = house.alice, house.bob, house.alice.of_client("/record")
    alice.send(alice.of_client("/team"), user=str(house.bob_id))
    seen = values(alice.open(record))
    bob.send(record, **seen | {"area": "M14"})
    assert "Saved." in alice.send(record, **seen | {"languages": "cy"})
    assert values(bob.open(record)).items() >= {"area": "M14", "languages": "Welsh"}.items()


def test_a_form_without_what_it_was_shown_with_says_so(house: House) -> None:
    record = house.alice.of_client("/record")
    for shown in ("{", "[]", "null", "{}", '{"label": 1}', '{"area": ""}'):
        assert "too old to be saved" in house.alice.send(record, shown=shown, label="L.", back=record)
    answer = house.alice.post(record, data={"label": "L."}, headers=HTML)
    assert (answer.status_code, "too old to be saved" in read(answer)) == (422, True)
    assert values(house.alice.open(record))["label"] == "K. R."


def test_the_name_is_not_in_the_page_while_names_are_off(house: House) -> None:
    alice, record = house.alice, house.alice.of_client("/record")
    alice.fill(record, label="K.", name="Katherine")
    assert "Katherine" in alice.open(record).get_data(as_text=True)
    alice.send("/names", names="off")
    told = alice.open(record)
    assert "Katherine" not in told.get_data(as_text=True)
    alice.send(record, **values(told) | {"area": "M14"})
    alice.send("/names", names="on")
    assert values(alice.open(record)).items() >= {"name": "Katherine", "area": "M14"}.items()


def test_what_was_typed_before_names_went_off_is_kept_out_of_sight(house: House) -> None:
    alice, bob, record = house.alice, house.bob, house.alice.of_client("/record")
    alice.send(alice.of_client("/team"), user=str(house.bob_id))
    seen = values(alice.open(record))
    bob.fill(record, area="M14", name="Kathy")
    alice.send("/names", names="off")
    answer = alice.post(record, data=seen | {"area": "M20", "name": "Katherine"}, headers=HTML)
    assert answer.status_code == 412
    assert "Names are off by now: the name that you typed is kept and hidden" in read(answer)
    assert "Another was saved meanwhile, which yours would replace." in read(answer)
    assert not {"Katherine", "Kathy"} & set(re.findall(r"\w+", read(answer)))
    again = values(answer)
    assert again.items() >= {"area": "M20", "name": "Katherine"}.items()
    assert "Saved." in alice.send(record, **again)
    assert values(bob.open(record)).items() >= {"area": "M20", "name": "Katherine"}.items()


def test_a_name_that_can_not_be_saved_while_names_are_off_is_said(house: House) -> None:
    alice, record = house.alice, house.alice.of_client("/record")
    seen = values(alice.open(record))
    alice.send("/names", names="off")
    answer = alice.post(record, data=seen | {"area": "M20", "name": "k" * 201}, headers=HTML)
    assert answer.status_code == 422
    assert "the name that you typed can’t be saved: expected text of at most 200" in read(answer)
    again = values(answer)
    assert (again["area"], "name" in again) == ("M20", False)
    assert "Saved." in alice.send(record, **again)


def test_a_client_is_handed_over_in_one_step(house: House) -> None:
    alice, bob = house.alice, house.bob
    assert bob.open(bob.of_client("/map")).status_code == 404
    assert "Choose a colleague first." in alice.send(alice.of_client("/hand-over"))
    assert "handed over" in alice.send(alice.of_client("/hand-over"), user=str(house.bob_id))
    assert alice.open(alice.of_client("/map")).status_code == 404
    assert bob.open(bob.of_client("/map")).status_code == 200


def test_a_client_is_not_handed_over_to_oneself(house: House) -> None:
    alice = house.alice
    alice.send(alice.of_client("/team"), user=str(house.bob_id))
    assert "hands a client over to themselves" in alice.send(
        alice.of_client("/hand-over"), user=str(house.alice_id)
    )
    assert alice.open(alice.of_client("/record")).status_code == 200


def test_the_last_place_of_a_team_is_not_given_up(house: House) -> None:
    alice = house.alice
    assert "somebody else has to join" in alice.send(alice.of_client(f"/team/{house.alice_id}/end"))
    alice.send(alice.of_client("/team"), user=str(house.bob_id))
    assert "The place on the care team has ended." in alice.send(
        alice.of_client(f"/team/{house.alice_id}/end")
    )
    assert alice.open(alice.of_client("/record")).status_code == 404


def test_what_ends_a_place_is_asked_once_more_and_says_what_follows(house: House) -> None:
    alice, record = house.alice, house.alice.of_client("/record")
    told = alice.page(record)
    assert "Nobody would look after this client then." in told
    assert "Yes, end" not in told
    assert "They join the care team and your place ends: you no longer see this client." in told
    assert told.index("Hand over…") < told.index("Yes, hand K. R. over")
    alice.send(alice.of_client("/team"), user=str(house.bob_id))
    told = alice.page(record)
    assert "End your place with K. R. …" in told
    assert "You no longer see this client then. A User stays on the care team." in told
    assert "Yes, end your place with K. R." in told
    assert "A User no longer sees this client then." in told


def test_a_record_is_put_away_and_taken_out(house: House) -> None:
    alice = house.alice
    assert "put away" in alice.send(alice.of_client("/archive"))
    assert "K. R." not in alice.page("/clients")
    assert "K. R." in alice.page("/clients?archived=true")
    alice_reads = alice.page(alice.of_client("/map?view=ask"))
    assert "This record was put away" in alice_reads
    assert "Add somebody" not in alice_reads
    assert "nothing more is written in it" in alice.fill(alice.of_client("/record"), area="M1")
    alice.send(alice.of_client("/restore"))
    assert "K. R." in alice.page("/clients")


def test_who_looked_is_listed_where_the_agency_is(house: House) -> None:
    zone = {"name": "Harbour", "time_zone": "Pacific/Kiritimati"}
    before = house.alice.page(house.alice.of_client("/log"))
    assert "began the record" in before
    house.admin.fill("/agency", **zone)
    after = house.alice.page(house.alice.of_client("/log"))
    assert before.split("What ")[-1][:30] != after.split("What ")[-1][:30]
    assert "Who looked at this record" in after


def values(answer: TestResponse) -> dict[str, str]:
    """What the fields of the particulars hold, and what the form carries of how it was shown."""
    form = answer.get_data(as_text=True).split("data-unsaved>")[1].split("</form>")[0]
    inputs = re.findall(r"<input [^>]*>", form)
    found = [dict(re.findall(r'(\w+)="([^"]*)"', each)) for each in inputs]
    return {each["name"]: html.unescape(each["value"]) for each in found}
