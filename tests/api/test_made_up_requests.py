"""Whatever is sent, by whom: no fault of the service, and no answer outside its specification."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.api.conftest import House
from tests.api.fuzzing import Fuzz, Ids
from tests.api.people import add, tie

FEW = 2
"""Requests for each operation on PostgreSQL, where they differ in nothing but the database."""
OTHERS = ("bob", "charlie", "kim", "desk", "stranger", "nobody")


@pytest.fixture
def ids(house: House) -> Ids:
    """A client with contacts, ties, and visits of which one is finished."""
    first, second, third = (add(house.alice, house.owner, name)["id"] for name in ("Avery", "Blake", "Cory"))
    tie(house.alice, house.owner, first, second)
    tie(house.alice, house.owner, second, third, strength=2)
    for _ in range(2):
        visit = house.alice.post(house.path("/visits")).json["id"]
        house.alice.post(house.path(f"/visits/{visit}/finish"))
    house.alice.post(house.path("/visits"))
    found = Ids(str(house.owner.client_id), str(house.bob_id))
    found.look(house.alice)
    return found


def test_the_team_gets_no_answer_outside_the_specification(
    app: Flask, house: House, ids: Ids, engine_name: str
) -> None:
    fuzz = Fuzz(app, house.alice, ids)
    fuzz.try_all(60 if engine_name == "sqlite" else FEW)
    assert fuzz.answers.total() > (2_500 if engine_name == "sqlite" else 80)
    assert fuzz.answers[200] > fuzz.answers.total() / 4, "most of what is tried should get somewhere"


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_does_either(app: Flask, house: House, ids: Ids, who: str, engine_name: str) -> None:
    fuzz = Fuzz(app, getattr(house, who), ids)
    fuzz.try_all(10 if engine_name == "sqlite" else FEW)
    # With those of the team it is more than 5,000 on SQLite.
    assert fuzz.answers.total() > (420 if engine_name == "sqlite" else 80)
