"""Where a confidential service is: no text tells it, however its address is written, and no word finds it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from supportmap.directory.hiding import tells_where
from supportmap.directory.published import Asked, published
from supportmap.directory.searching import find
from supportmap.directory.wanted import Wanted
from tests.directory.services import a_document, kept
from tests.service import an_agency


def in_(street: str, **more: Any) -> dict[str, Any]:
    """A service at this line of an address."""
    address = {"address_1": street, "city": "Port", **more}
    return {"service_at_locations": [{"location": {"location_type": "physical", "addresses": [address]}}]}


@pytest.mark.parametrize(
    "street",
    [
        *("12 Rose Lane", "12B Rose Lane", "12-14 Rose Lane", "Rose Lane 12", "12 N Rose Ln."),
        *(
            "Flat 3, 12 Rose Lane",
            "12 Rose Lane, Suite 4",
            "12 Rose Lane Apt 4",
            "The Old Vicarage, Rose Lane",
        ),
    ],
)
@pytest.mark.parametrize("said", ["Come to Rose Lane.", "We are at 12, Rose Ln", "ROSE LANE, by the church"])
def test_a_street_is_known_however_its_line_is_written(street: str, said: str) -> None:
    assert tells_where(in_(street), said)


@pytest.mark.parametrize(
    "street", ["12 Rose Lane", "12 Broadway", "12", "Unit 4", "5th Avenue", "Flat 3, 12 Broad St"]
)
def test_other_words_and_numbers_say_nothing_of_where_it_is(street: str) -> None:
    for said in (
        "We help 12 women a week.",
        "Choir and roses",
        "No cost. Floor exercises.",
        "Broadway musicals",
    ):
        assert not tells_where(in_(street), said)


@pytest.mark.parametrize(
    ("street", "said"), [("12 Broadway", "Ring at 12, Broadway"), ("120 5th Ave", "on 5th Avenue")]
)
def test_a_name_of_one_word_is_known_by_its_number(street: str, said: str) -> None:
    assert tells_where(in_(street), said)


def test_a_postcode_is_known_with_and_without_its_blank() -> None:
    assert tells_where(in_("12 Rose Lane", postal_code="M14 5XX"), "Near M145XX")


def test_no_word_finds_where_a_refuge_is(session: Session) -> None:
    """Whoever guesses a street would read off the answer that it is there."""
    agency = an_agency(session)
    told = {
        "description": "Ring at 12 Rose Lane.",
        "alternate_name": "House in Rose Lane",
        **in_("12 Rose Lane"),
    }
    kept(session, agency, a_document("1", name="Quiet house", confidential=True, **told))
    kept(session, agency, a_document("2", name="Choir", **told))

    def found(words: str) -> list[str]:
        return [each.shown.name for each in find(session, agency, Wanted(words), date(2026, 11, 28)).matches]

    assert found("rose lane") == found("ring") == ["Choir"]
    assert found("quiet") == ["Quiet house"]
    (only,) = published(session, agency, Asked(words="rose")).documents
    assert only["name"] == "Choir"
