from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from supportmap.analysis.network import Client, Contact, Needs, Network, Tie
from supportmap.exchange.document import read_document
from supportmap.exchange.report import Reason, Refused, Report, Row

AVERY = {"id": "c1", "name": "Avery"}
BO = {"id": "c2", "name": "Bo"}


def a_document(**facts: Any) -> dict[str, Any]:
    return {"format": "supportmap", "version": 1, **facts}


def refusal(**facts: Any) -> str:
    with pytest.raises(Refused) as caught:
        read_document(a_document(**facts))
    return str(caught.value)


def test_what_is_missing_has_its_default() -> None:
    network, report = read_document(a_document(contacts=[AVERY, BO], ties=[{"a": "c1", "b": "c2"}]))
    assert network == Network((Contact("c1", "Avery"), Contact("c2", "Bo")), (Tie("c1", "c2"),))
    assert report == Report(
        (
            Row("contact", "contacts[0]", "accepted", name="Avery"),
            Row("contact", "contacts[1]", "accepted", name="Bo"),
            Row("tie", "ties[0]", "accepted"),
        )
    )


def test_every_field_is_read() -> None:
    client = {"label": "K.", "needs": {"emotional": 0.7, "practical": 0.3}, "birth_year": 1987, "area": "M14",
              "languages": ["en", "de"], "pronoun": "they"}  # fmt: skip
    contact = AVERY | {
        "kind": "group", "relationship": "choir", "sector": "community", "status": "past", "circle": 3,
        "angle": 0, "emotional": 0, "practical": 1, "belonging": 2, "gives_back": 0, "strain": 1, "reach": 2,
        "frequency": 0,
        "unsafe": True, "since": "new", "ended_reason": "moved", "note": "", "phone": "1",
        "phone_checked_on": "2026-02-28", "knows_listed": False, "colour": [1],
    }  # fmt: skip
    tie = {"a": "c1", "b": "c2", "strength": None, "strained": True, "since": 1}
    network, _ = read_document(
        a_document(client=client, contacts=[contact, BO], ties=[tie], held_on="2026-11-20", room=None)
    )
    expected = Contact(
        "c1", "Avery", "group", "choir", "community", "past", 3, 0.0, 0, 1, 2, 0, 1, 2, 0, True, "new",
        "moved", "", "1", date(2026, 2, 28), False, {"colour": [1]},
    )  # fmt: skip
    assert network == Network(
        (expected, Contact("c2", "Bo")),
        (Tie("c1", "c2", None, True, {"since": 1}),),
        Client("K.", Needs(0.7, 0.3, None), 1987, "M14", ("en", "de"), {"pronoun": "they"}),
        date(2026, 11, 20),
        extra={"room": None},
    )


def test_every_text_may_be_as_long_as_its_limit() -> None:
    client = {"label": "l" * 200, "area": "a" * 60, "languages": ["e" * 35] * 20}
    contact: dict[str, Any] = {"id": "i" * 64, "name": "n" * 200, "relationship": "r" * 60}
    contact |= {"note": "n" * 10_000, "phone": "5" * 40}
    network, report = read_document(a_document(client=client, contacts=[contact]))
    assert network.client == Client("l" * 200, area="a" * 60, languages=("e" * 35,) * 20)
    assert network.contacts == (Contact(**contact),)
    assert report.accepted == report.rows


@pytest.mark.parametrize(
    ("facts", "elicited", "ties_asked"),
    [
        ({}, False, False),
        ({"contacts": [AVERY]}, True, False),
        ({"contacts": [], "ties": []}, False, True),
        ({"elicited": True, "ties_asked": False, "ties": []}, True, False),
    ],
)
def test_asked_or_not_is_told_from_what_is_there(
    facts: dict[str, Any], elicited: bool, ties_asked: bool
) -> None:
    network, _ = read_document(a_document(**facts))
    assert (network.elicited, network.ties_asked) == (elicited, ties_asked)


@pytest.mark.parametrize("name", ["  Zoe\u0308 ", "Zo\u00eb\n"])
def test_a_name_put_in_order_is_a_repair(name: str) -> None:
    network, report = read_document(a_document(contacts=[{"id": "c1", "name": name}]))
    assert network.contacts[0].name == "Zo\u00eb"
    text = "blanks around the name taken away, or its letters put in their usual form"
    assert report.rows == (
        Row("contact", "contacts[0]", "repaired", (Reason("contacts[0].name", text),), "Zo\u00eb"),
    )


RATINGS = ["emotional", "practical", "belonging", "gives_back", "strain", "reach", "frequency"]
RATING = "expected 0, 1 or 2, or nothing"
KIND = "expected person, group, place, animal or service"
SECTOR = "expected family, friends, work, community or professionals, or nothing"
DATE = "expected a date as yyyy-mm-dd, or nothing"
LANGUAGES = "client.languages: expected a list of at most 20 texts of at most 35 characters"
ANGLE = "expected a number from 0 to below 360, or nothing"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        *((field, value, RATING) for field in RATINGS for value in (3, -1, True, "1", 1.0)),
        *(("circle", value, "expected 1, 2 or 3, or nothing") for value in (0, 4, True, "1", 1.0)),
        *(("angle", value, ANGLE) for value in (360, -0.1, True, "4", 1e300)),
        *(("kind", kind, KIND) for kind in (None, "Person", "", 1)),
        *(("status", value, "expected proposed, active, planned or past") for value in (None, "gone")),
        ("sector", "neighbours", SECTOR),
        ("since", "old", "expected new or not mentioned before, or nothing"),
        ("ended_reason", "tired",
         "expected died, lost touch, moved, fell out, referral ended or other, or nothing"),
        *(("unsafe", value, "expected true or false") for value in (None, 0, "true")),
        ("knows_listed", 1, "expected true or false, or nothing"),
        ("relationship", "r" * 61, "expected text of at most 60 characters, or nothing"),
        ("note", "n" * 10_001, "expected text of at most 10,000 characters, or nothing"),
        ("phone", "5" * 41, "expected text of at most 40 characters, or nothing"),
        *(("phone_checked_on", value, DATE) for value in ("20261120", "2026-W47-5", "2026-02-30", 5, "")),
        *(("id", value, "expected text of 1 to 64 characters") for value in ("", "i" * 65, 1, None)),
        *(("name", value, "expected text of 1 to 200 characters") for value in (" ", "n" * 201, 1, None)),
    ],
)  # fmt: skip
def test_a_bad_value_of_a_contact_is_refused(field: str, value: object, reason: str) -> None:
    assert refusal(contacts=[BO, AVERY | {field: value}]) == f"contacts[1].{field}: {reason}"


def test_a_name_whose_accents_would_take_hours_to_sort_is_refused() -> None:
    message = "contacts[0].name: expected text of 1 to 200 characters"
    assert refusal(contacts=[{"id": "c1", "name": "a" + "\u0301\u0323" * 400_000}]) == message


@pytest.mark.parametrize(
    ("client", "message"),
    [
        ({"label": "l" * 201}, "client.label: expected text of at most 200 characters, or nothing"),
        ({"area": "a" * 61}, "client.area: expected text of at most 60 characters, or nothing"),
        ({"birth_year": 1849}, "client.birth_year: expected a year from 1850 to 2200, or nothing"),
        ({"birth_year": 1987.0}, "client.birth_year: expected a year from 1850 to 2200, or nothing"),
        ({"needs": {"practical": 1}}, "client.needs.practical: expected 0.3, 0.5 or 0.7, or nothing"),
        ({"needs": {"money": 0.3}}, "client.needs: expected emotional, practical and belonging only"),
        ({"needs": None}, "client.needs: expected an object"),
        *(({"languages": value}, LANGUAGES) for value in (None, "en", ["e"] * 21, ["e" * 36], [1])),
        (None, "client: expected an object"),
    ],
)  # fmt: skip
def test_a_bad_value_of_the_client_is_refused(client: object, message: str) -> None:
    assert refusal(client=client) == message


@pytest.mark.parametrize(
    ("tie", "message"),
    [
        ({"a": "c1"}, "ties[1].b: missing"),
        ({"a": "c1", "b": 2}, "ties[1].b: expected text of 1 to 64 characters"),
        ({"a": "c1", "b": "c1"}, "ties[1].b: a tie joins two different contacts"),
        ({"a": "c9", "b": "c1"}, "ties[1].a: no contact has this id"),
        ({"a": "c8", "b": "c9"}, "ties[1].a: no contact has this id (and 1 more)"),
        ({"a": "c2", "b": "c1"}, "ties[1]: these two are tied already"),
        ({"a": "c1", "b": "c2", "strength": 3}, "ties[1].strength: expected 1 or 2, or nothing"),
        ({"a": "c1", "b": "c2", "strained": None}, "ties[1].strained: expected true or false"),
        ("c1-c2", "ties[1]: expected an object"),
    ],
)
def test_a_bad_tie_is_refused(tie: object, message: str) -> None:
    assert refusal(contacts=[AVERY, BO], ties=[{"a": "c1", "b": "c2"}, tie]) == message


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"format": "other"}, "format: expected supportmap"),
        ({"version": 2}, "version: made by a newer supportmap"),
        *(({"version": value}, "version: expected 1") for value in (0, True, 1.0, "2", None)),
        *(({key: None}, f"{key}: expected true or false") for key in ("elicited", "ties_asked")),
        ({"held_on": "20.11.2026"}, "held_on: expected a date as yyyy-mm-dd, or nothing"),
        ({"contacts": None}, "contacts: expected a list of at most 2,000"),
        ({"contacts": [{}] * 2_001}, "contacts: expected a list of at most 2,000"),
        ({"contacts": {}, "ties": [{"a": "c1", "b": "c2"}]}, "contacts: expected a list of at most 2,000"),
        ({"ties": [{}] * 20_001}, "ties: expected a list of at most 20,000"),
        ({"contacts": ["Avery"]}, "contacts[0]: expected an object"),
        ({"contacts": [{}]}, "contacts[0].id: missing (and 1 more)"),
        ({"contacts": [AVERY, BO | {"id": "c1"}]}, "contacts[1].id: another contact has this id"),
    ],
)
def test_a_bad_frame_is_refused(facts: dict[str, Any], message: str) -> None:
    assert refusal(**facts) == message


@pytest.mark.parametrize("value", [None, [], "supportmap", 1])
def test_what_is_no_object_is_refused(value: object) -> None:
    with pytest.raises(Refused, match="expected an object"):
        read_document(value)


def test_the_format_and_the_version_are_required() -> None:
    with pytest.raises(Refused) as caught:
        read_document({})
    assert str(caught.value) == "format: missing (and 1 more)"


def test_all_problems_are_counted_and_none_twice() -> None:
    bad = AVERY | {"circle": 9, "reach": 9}
    facts = {"elicited": 1, "client": {"area": 1}, "contacts": [bad, {"id": 5, "name": "X"}, BO]}
    ties = [{"a": "c1", "b": "c2"}, {"a": "c2", "b": "c2"}]
    assert refusal(**facts, ties=ties) == "elicited: expected true or false (and 5 more)"


def test_two_contacts_without_an_id_are_not_told_that_they_share_it() -> None:
    assert refusal(contacts=[{"name": "X"}, {"name": "Y"}]) == "contacts[0].id: missing (and 1 more)"


def test_a_need_of_null_was_not_asked_and_changes_nothing() -> None:
    value = {"format": "supportmap", "version": 1, "contacts": []}
    client = {"needs": {"emotional": None, "practical": 0.7}}
    network, report = read_document(value | {"client": client})
    assert (network.client.needs.emotional, network.client.needs.practical) == (None, 0.7)
    assert report.given[""] == {"practical"}
