"""What is searched of a service comes from its document, and what isn't known of it is null."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from supportmap.directory.columns import UNNAMED, Columns, columns_of
from supportmap.directory.functions import assignments_from_text
from supportmap.directory.hours import from_text, told
from supportmap.directory.places import Place
from supportmap.directory.terms import Weights
from supportmap.records.directory import PlaceRow, ServiceRow
from tests.directory.documents import at, hostile, service

PANTRY = service(
    name="Harbour Pantry",
    description="Food pantry for residents of the harbour. Free of charge.",
    eligibility_description="Adults 18 and older",
    assured_date="2026-03-01",
    organization={"id": "o1", "name": "Harbour Neighbours"},
    languages=[{"name": "English"}, {"code": "es"}],
    schedules=[{"freq": "WEEKLY", "byday": "WE", "opens_at": "17:00", "closes_at": "18:00"}],
    service_at_locations=[
        {
            "id": "sal1",
            "location": {
                "id": "l1",
                "location_type": "physical",
                "name": "Harbour Hall",
                "latitude": 40.1,
                "longitude": "-82.5",
                "addresses": [
                    {
                        "address_1": "1 Made-up Street",
                        "city": "Harbour",
                        "state_province": "OH",
                        "postal_code": "43000",
                        "country": "US",
                        "address_type": "physical",
                    }
                ],
            },
        }
    ],
)


def test_a_whole_document_fills_every_column() -> None:
    found = columns_of(PANTRY)
    expected = {
        "name": "Harbour Pantry",
        "organization": "Harbour Neighbours",
        "status": "active",
        "verified_on": date(2026, 3, 1),
        "minimum_age": 18.0,
        "maximum_age": None,
        "free": True,
        "in_person": True,
        "online": None,
        "languages": "en es",
        "confidential": False,
        "sensitive": False,
        "emotional": 0,
        "practical": 2,
        "belonging": 0,
    }
    assert {name: found.row[name] for name in expected} == expected
    assert told(from_text(found.hours)) == ["Wednesdays 17:00 to 18:00"]
    assert [a.term for a in assignments_from_text(found.assignments)] == ["oe:1130"]
    assert found.places == (
        Place("physical", "Harbour Hall", "1 Made-up Street, Harbour, OH 43000", "43000", 40.1, -82.5),
    )


def test_the_columns_are_those_of_the_tables() -> None:
    found = columns_of(PANTRY)
    assert set(found.row) <= set(ServiceRow.__table__.columns.keys())
    assert {field.name for field in fields(Place)} <= set(PlaceRow.__table__.columns.keys())


def test_of_an_empty_document_nothing_is_known() -> None:
    found = columns_of({})
    nothing = dict.fromkeys(found.row)
    assert found.row == {**nothing, "name": UNNAMED, "confidential": False, "sensitive": False}
    assert found.places == ()


def test_what_staff_say_of_its_functions_replaces_what_was_found() -> None:
    found = columns_of(PANTRY, staff=Weights(1, 1, 1))
    assert (found.emotional, found.practical, found.belonging) == (1, 1, 1)
    assert found.assignments == columns_of(PANTRY).assignments


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("active", "active"),
        ("Inactive", "inactive"),
        ("temporarily_closed", "temporarily closed"),
        ("", None),
        (1, None),
        (None, None),
        ("open", None),
    ],
)
def test_a_status_is_one_of_hsds_or_not_known(said: object, status: str | None) -> None:
    assert columns_of(service(status=said)).status == status


def test_verified_is_the_latest_day_on_which_it_was_verified_not_changed() -> None:
    metadata = [
        {"last_action_type": "verified", "last_action_date": "2026-04-02"},
        {"last_action_type": "update", "last_action_date": "2026-05-02"},
    ]
    found = columns_of(service(assured_date="2026-01-01T10:00:00Z", metadata=metadata))
    assert found.verified_on == date(2026, 4, 2)
    assert columns_of(service(assured_date="soon", last_modified="2026-05-02")).verified_on is None


def test_a_service_without_a_name_is_called_by_what_else_there_is() -> None:
    assert columns_of({"alternate_name": "The Shed"}).name == "The Shed"
    assert columns_of({"organization": {"name": "Shed Group"}}).name == "Shed Group"


def test_of_a_confidential_service_no_place_is_kept() -> None:
    document = at(
        location_type="physical",
        name="Safe rooms",
        latitude=40.1,
        longitude=-82.5,
        addresses=[{"address_1": "Confidential", "city": "Harbour", "postal_code": "43000"}],
    )
    found = columns_of(document)
    assert found.confidential
    assert found.places == (Place("physical"),)


@given(hostile)
def test_any_document_has_columns_within_their_ranges_and_always_the_same(document: dict[str, Any]) -> None:
    found = columns_of(document)
    assert found.name
    assert found.minimum_age is None or 0 <= found.minimum_age <= 120
    assert found.maximum_age is None or 0 < found.maximum_age < 99
    for place in found.places:
        assert (place.latitude is None) == (place.longitude is None)
        assert place.latitude is None or -90 <= place.latitude <= 90
        assert place.longitude is None or -180 <= place.longitude <= 180
    assert (found.emotional is None) == (found.assignments is None)
    assert all(re.fullmatch("[a-z]{2,3}", code) for code in (found.languages or "en").split())
    assert columns_of(json.loads(json.dumps(document))) == found


def test_the_example_of_the_specification_is_read(shared_data: Path) -> None:
    file = shared_data / "hsds" / "spec-3.0-examples" / "service_full.json"
    found: Columns = columns_of(json.loads(file.read_text(encoding="utf-8")))
    assert (found.minimum_age, found.maximum_age) == (12, None)
    assert (found.free, found.in_person, found.online) == (False, True, True)
    assert found.languages is not None
    assert "ur" in found.languages.split()
    assert (found.emotional, found.practical, found.belonging) == (2, 0, 0)
    # Its point is at latitude 100.
    assert [place.latitude for place in found.places] == [None]


def test_a_name_that_tells_where_a_confidential_service_is_is_not_kept() -> None:
    address = {"address_1": "12 Rose Lane", "postal_code": "M14 5AB", "city": "Manchester"}
    place = {"location": {"location_type": "physical", "addresses": [address]}}
    told = {"name": "Rosewood, 12 Rose Lane", "service_at_locations": [place]}
    for organization, called in (("Safe Homes", "Safe Homes"), ("Rose Lane Trust", UNNAMED)):
        document = {**told, "organization": {"name": organization}}
        assert columns_of(document).name == "Rosewood, 12 Rose Lane"
        hidden = columns_of({**document, "alert": "Confidential address: call first."})
        assert (hidden.confidential, hidden.name) == (True, called)
        assert hidden.organization == (organization if called == organization else None)
