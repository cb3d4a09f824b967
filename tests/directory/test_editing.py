"""What staff type goes into the document and comes out again; what the form doesn't hold stays."""

from __future__ import annotations

from typing import Any

import pytest

from supportmap.directory.editing import RESOURCE_FACTS, edited, facts_in
from supportmap.directory.editing_hours import lines_of, schedules_of
from tests.directory.services import a_document

TYPED: dict[str, Any] = {
    "name": "Lunch club",
    "organization": "Riverside Hall",
    "description": "A warm lunch.",
    "url": "https://example.org",
    "email": "lunch@example.org",
    "phone": "01632 960 001",
    "how_to_join": "Come along.",
    "bring": "A mug\nA friend",
    "fees": "Two pounds if you can",
    "free": False,
    "who_for": "Anybody nearby",
    "minimum_age": 18,
    "maximum_age": 99,
    "languages": "English\nPolish",
    "hours": "Wednesday 12:00-14:00\nfirst Tuesday 10:00-11:30\nclosed in August",
    "where": "both",
    "address_1": "1 Mill Lane",
    "city": "Harbour",
    "postal_code": "M14 5XX",
    "confidential": False,
    "sensitive": False,
    "alert": "The lift is broken.",
    "status": "active",
}


def test_every_fact_that_is_typed_comes_out_of_the_document_as_it_was_typed() -> None:
    assert TYPED.keys() == RESOURCE_FACTS.keys()
    assert facts_in(edited({"id": "1"}, TYPED)) == TYPED


@pytest.mark.parametrize("name", sorted(RESOURCE_FACTS))
def test_each_fact_is_changed_alone(name: str) -> None:
    others = TYPED | {"name": "Other"} if name == "name" else TYPED | {name: None}
    if name in ("confidential", "free"):
        others = TYPED | {name: True}
    before, after = edited({"id": "1"}, TYPED), edited(edited({"id": "1"}, TYPED), others)
    told = facts_in(after)
    if name in ("address_1", "city", "postal_code", "where"):
        told, others = ({**each, "where": None} for each in (told, others))
    assert told == others
    assert facts_in(before) == TYPED


def test_what_isnt_known_is_none_and_not_no() -> None:
    facts = facts_in({"id": "1", "name": "Club"})
    assert [facts[name] for name in ("free", "where", "minimum_age", "hours", "status", "phone")] == [
        None
    ] * 6


def test_what_the_form_does_not_hold_stays() -> None:
    document = a_document(
        odd={"kept": True},
        phones=[{"id": "p1", "number": "1", "extension": "7"}, {"id": "p2", "number": "2"}],
        attributes=[{"id": "a", "taxonomy_term": {"name": "Peer Support"}}],
    )
    after = edited(document, facts_in(document) | {"phone": "3", "description": "Soup."})
    assert after["phones"] == [{"id": "p1", "number": "3", "extension": "7"}, {"id": "p2", "number": "2"}]
    assert {name: after[name] for name in after if name not in ("phones", "description")} == {
        name: document[name] for name in document if name not in ("phones", "description")
    }


def test_a_form_that_is_sent_as_it_was_shown_changes_nothing() -> None:
    document = a_document(schedules=[{"id": "s", "freq": "WEEKLY", "byday": "MO,WE"}], fees="old")
    assert edited(document, facts_in(document)) == document


@pytest.mark.parametrize(
    ("line", "schedule"),
    [
        ("Wednesday 17:00-18:30", ("WEEKLY", "WE", "17:00", "18:30")),
        ("wed 9-12", ("WEEKLY", "WE", "09:00", "12:00")),
        ("First Tuesday 10 to 12:15", ("MONTHLY", "1TU", "10:00", "12:15")),
        ("last Sunday 20:00–01:00", ("MONTHLY", "-1SU", "20:00", "01:00")),
    ],
)
def test_lines_say_when_it_is_open(line: str, schedule: tuple[str, str, str, str]) -> None:
    (found,) = schedules_of(line)
    assert tuple(found[name] for name in ("freq", "byday", "opens_at", "closes_at")) == schedule
    assert schedules_of(lines_of([found])) == [found]


@pytest.mark.parametrize("line", ["by arrangement", "Wednesday 25:00-26:00", "Wednesday 9:75-10", "each day"])
def test_what_no_line_can_say_is_kept_as_words(line: str) -> None:
    (found,) = schedules_of(line)
    assert found.keys() == {"id", "description"}
    assert lines_of([found]) == line


def test_another_address_leaves_the_other_places_alone_and_forgets_where_the_first_was() -> None:
    at = [
        {
            "id": f"at {n}",
            "location": {
                "id": f"place {n}",
                "location_type": "physical",
                "latitude": 53.4,
                "longitude": -2.2,
                "addresses": [{"id": f"a{n}", "address_1": f"{n} Mill Lane", "country": "GB"}],
            },
        }
        for n in (1, 2)
    ]
    document = a_document(service_at_locations=at)
    first, second = edited(document, facts_in(document) | {"address_1": "9 Quay"})["service_at_locations"]
    assert second == at[1]
    assert first["location"].keys() == {"id", "location_type", "addresses"}
    assert first["location"]["addresses"] == [{"id": "a1", "address_1": "9 Quay", "country": "GB"}]
