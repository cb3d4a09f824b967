"""A place keeps an address in one line, and a point only if it can be true."""

from __future__ import annotations

from typing import Any

import pytest

from supportmap.directory.places import Place, places_of
from tests.directory.documents import at, service

OHIO = {"address_1": "1 Made-up Street", "country": "US"}


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        (0, 0),
        (91, 10),
        (10, -181),
        (40.1, None),
        (None, -82.5),
        ("north", "west"),
        (float("nan"), -82.5),
        (40.1, 82.5),
        (-40.1, -82.5),
        (-82.5, 40.1),
        (True, False),
    ],
)
def test_a_point_that_can_not_be_true_is_not_kept(latitude: Any, longitude: Any) -> None:
    (place,) = places_of(at(latitude=latitude, longitude=longitude, addresses=[OHIO]))
    assert (place.latitude, place.longitude) == (None, None)
    assert place.address == "1 Made-up Street"


@pytest.mark.parametrize(
    ("country", "point"),
    [
        ("US", (40.1, -82.5)),
        ("USA", (13.4, 144.8)),
        ("GB", (51.5, 0.0)),
        ("NZ", (-41.3, 174.8)),
        ("FR", (48.9, 2.4)),
        (None, (-1.3, 36.8)),
    ],
)
def test_a_point_in_its_country_is_kept(country: str | None, point: tuple[float, float]) -> None:
    address = {"address_1": "1 Made-up Street", "country": country}
    (place,) = places_of(at(latitude=str(point[0]), longitude=point[1], addresses=[address]))
    assert (place.latitude, place.longitude) == point


def test_the_address_to_go_to_comes_before_the_one_to_write_to() -> None:
    postal = {"address_1": "PO Box 1", "address_type": "postal"}
    physical = {"address_1": "1 Made-up Street", "address_type": "physical", "attention": "Somebody"}
    (place,) = places_of(at(addresses=[postal, physical]))
    assert place.address == "1 Made-up Street"


def test_a_line_repeats_nothing_and_leaves_out_what_is_missing() -> None:
    address = {"address_1": "Harbour", "address_2": None, "city": "Harbour", "postal_code": "AB1 2CD"}
    (place,) = places_of(at(addresses=[address]))
    assert (place.address, place.postal_code) == ("Harbour, AB1 2CD", "AB1 2CD")


def test_each_location_is_a_place_once() -> None:
    location = {"id": "l1", "name": "Hall"}
    placed = [{"location": location}, {"location": location}, {"location": {"id": "l2", "name": "Barn"}}]
    found = places_of(service(service_at_locations=placed, locations=[location]))
    assert [place.name for place in found] == ["Hall", "Barn"]


def test_a_kind_that_hsds_lacks_is_not_known() -> None:
    assert places_of(at(location_type="Physical", name="Hall")) == (Place("physical", "Hall"),)
    assert places_of(at(location_type="bus", name="Bus")) == (Place(None, "Bus"),)


def test_a_location_that_says_nothing_is_no_place() -> None:
    assert places_of(at()) == places_of(service()) == ()
