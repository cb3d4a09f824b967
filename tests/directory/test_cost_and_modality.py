"""What a service costs and how one attends it, as far as it is said."""

from __future__ import annotations

from typing import Any

import pytest

from supportmap.directory.cost import free_of
from supportmap.directory.modality import modality_of
from tests.directory.documents import at, service


@pytest.mark.parametrize(
    ("said", "free"),
    [
        ("Free", True),
        ("Free to everyone", True),
        ("Free to eligible persons/entities", True),
        ("No charge", True),
        ("Free for all", True),
        ("Free, donations welcome", True),
        ("0.00", True),
        ("$25 per visit", False),
        ("Flat fee regardless of income", False),
        ("Not free", False),
        ("Fees apply", False),
        ("Sliding scale based on income", None),
        ("Suggested donation $5", None),
        ("Free for members", None),
        ("Free for children; adults $5", None),
        ("First session is free", None),
        ("Medicaid accepted", None),
        ("Smoke-free building", None),
        ("Call for fees", None),
        ("None", None),
        ("", None),
    ],
)
def test_a_fee_is_said_or_not_known(said: str, free: bool | None) -> None:
    assert free_of(service(fees_description=said)) is free
    assert free_of(service(fees=said)) is free


@pytest.mark.parametrize(
    ("amounts", "said", "free"),
    [
        ([0], None, True),
        ([35], None, False),
        (["12.50"], None, False),
        ([0, 35], None, None),
        ([0, 35], "Free", None),
        ([35], "Free", None),
        ([35], "£35", False),
        ([None, "some"], None, None),
    ],
)
def test_amounts_and_words_must_agree(amounts: list[Any], said: str | None, free: bool | None) -> None:
    options = [{"amount": amount} for amount in amounts]
    assert free_of(service(cost_options=options, fees_description=said)) is free


@pytest.mark.parametrize(
    ("options", "free"),
    [
        ([{"option": "paid"}], False),
        ([{"option": "Paid", "amount": 5}], False),
        ([{"option": "paid"}, {"option": "free", "amount": 0}], None),
        ([{"option": "prepaid"}], None),
    ],
)
def test_an_option_that_is_paid_costs_something(options: list[dict[str, Any]], free: bool | None) -> None:
    assert free_of(service(cost_options=options)) is free


@pytest.mark.parametrize(
    ("fields", "free"),
    [
        ({"name": "Free legal help"}, True),
        ({"description": "Meals at no cost."}, True),
        ({"name": "Free-standing clinic"}, None),
        ({"description": "A drug-free place. Feel free to come."}, None),
    ],
)
def test_a_service_may_say_of_itself_that_it_is_free(fields: dict[str, str], free: bool | None) -> None:
    assert free_of(service(**fields)) is free


def test_of_fees_that_take_long_to_tell_nothing_is_known() -> None:
    fees = "The first hour is free of charge. " * 200
    assert free_of(service(fees_description=fees)) is None


@pytest.mark.parametrize(
    ("document", "modality"),
    [
        (service(), (None, None)),
        (at(location_type="physical"), (True, None)),
        (at(location_type="virtual"), (False, True)),
        (at(location_type="postal"), (None, None)),
        (
            service(schedules=[{"attending_type": "You can attend in-person or remotely by video"}]),
            (True, True),
        ),
        (service(schedules=[{"attending_type": "phone"}]), (None, True)),
        (service(schedules=[{"attending_type": "venue"}]), (True, None)),
        (service(name="Online support group"), (None, True)),
        (service(name="Night Helpline"), (None, True)),
        (service(description="A group that meets online only."), (False, True)),
        (
            at(location_type="physical", description="Hall") | {"description": "In person only."},
            (True, False),
        ),
        (service(description="Weekly virtual meetings for carers"), (None, True)),
        (service(description="Apply online. Registration is online only."), (None, None)),
        (service(description="Counselling by telephone"), (None, True)),
        (service(description="See us online"), (None, None)),
    ],
)
def test_how_it_is_attended_is_said_or_not_known(document: dict[str, Any], modality: object) -> None:
    assert modality_of(document) == modality
