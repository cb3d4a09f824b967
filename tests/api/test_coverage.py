"""Coverage, structure, what-if and figures through the API say what the analysis says."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import orjson
import pytest
from sqlalchemy.orm import Session

from supportmap.analysis.analyse import analyse, as_json
from supportmap.analysis.figures import map_figure
from supportmap.records.networks import network_of, state_of
from tests.api.conftest import House
from tests.api.people import add, tie


@pytest.fixture
def avery(house: House) -> dict[str, Any]:
    """The one who gives most; Blake is unsafe, and Cory knows both."""
    first = add(house.alice, house.owner, emotional=2, circle=1, strain=0, sector="family")
    blake = add(house.alice, house.owner, "Blake", emotional=2, circle=1, strain=0, unsafe=True)
    cory = add(house.alice, house.owner, "Cory", emotional=1, circle=2)
    tie(house.alice, house.owner, first["id"], cory["id"], strength=2)
    tie(house.alice, house.owner, blake["id"], cory["id"])
    return first


def analysed(house: House, session: Session) -> dict[str, Any]:
    """The oracle: the analysis of what the rows hold."""
    told: dict[str, Any] = orjson.loads(
        orjson.dumps(as_json(analyse(network_of(state_of(session, house.owner)))))
    )
    return told


def test_coverage_and_structure_are_those_of_the_analysis(
    house: House, session: Session, avery: dict[str, Any]
) -> None:
    whole = analysed(house, session)
    coverage = house.alice.get(house.path("/coverage")).json
    structure = house.alice.get(house.path("/structure")).json
    assert coverage["functions"] == whole["functions"]
    assert structure["structure"] == whole["structure"]
    assert coverage["undefined"] | structure["undefined"] == whole["undefined"]
    for told in (coverage, structure):
        assert (told["note"], told["formula"], told["network_version"]) == (
            "descriptive, not validated",
            "coverage-1",
            5,
        )


def test_an_unsafe_contact_is_in_no_list_of_people_to_turn_to(house: House, avery: dict[str, Any]) -> None:
    network = house.alice.get(house.path("/network")).json
    blake = next(contact["id"] for contact in network["contacts"] if contact["name"] == "Blake")
    functions = house.alice.get(house.path("/coverage")).json["functions"]
    asked = house.alice.post(house.path("/what-if"), {"leaves": avery["id"]}).json
    for each in (*functions.values(), *asked["after"]["functions"].values()):
        assert blake not in each["dependable"]
        assert blake not in [loss["contact"] for loss in each["depends_on"]]


def test_what_if_somebody_left_writes_nothing(house: House, avery: dict[str, Any], session: Session) -> None:
    before = analysed(house, session)
    asked = house.alice.post(house.path("/what-if"), {"leaves": avery["id"]}).json
    assert asked["before"]["functions"] == before["functions"]
    lost = asked["after"]["functions"]["emotional"]["score"]["low"]
    assert lost < before["functions"]["emotional"]["score"]["low"]
    assert analysed(house, session) == before
    assert len(asked["sentences"]) == 3


def test_what_if_somebody_joined_or_changed(house: House, avery: dict[str, Any]) -> None:
    joined = house.alice.post(house.path("/what-if"), {"joins": {"name": "Drew", "practical": 2}}).json
    assert joined["after"]["size"] == joined["before"]["size"] + 1
    asked = {"changes": {"contact": avery["id"], "emotional": 0}}
    changed = house.alice.post(house.path("/what-if"), asked).json
    assert changed["after"]["functions"] != changed["before"]["functions"]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"leaves": str(uuid4())},
        {"leaves": "x"},
        {"joins": {}},
        {"joins": {"name": "Drew", "version": 1}},
        {"changes": {"contact": str(uuid4()), "emotional": 1}},
        {"changes": {"contact": str(uuid4())}},
        {"changes": {"emotional": 1}},
        {"leaves": str(uuid4()), "joins": {"name": "Drew"}},
    ],
)
def test_a_question_that_makes_no_sense_is_refused(house: House, asked: dict[str, Any]) -> None:
    assert house.alice.post(house.path("/what-if"), asked).status_code == 422


def test_nobody_joins_with_an_id_that_is_taken(house: House, avery: dict[str, Any]) -> None:
    asked = {"joins": {"name": "Drew", "id": avery["id"]}}
    assert house.alice.post(house.path("/what-if"), asked).status_code == 422


def test_the_map_is_the_figure_of_the_analysis(house: House, session: Session, avery: dict[str, Any]) -> None:
    network = network_of(state_of(session, house.owner))
    drawn = house.alice.get(house.path("/figures/map?theme=dark&function=emotional&size=700")).json
    figure = map_figure(network, theme="dark", function="emotional", size=700)
    assert [trace["name"] for trace in drawn["data"]] == [trace["name"] for trace in figure["data"]]
    assert drawn["layout"]["width"] == figure["layout"]["width"]


@pytest.mark.parametrize(
    "query", ["theme=blue", "size=0", "size=1e3", "size=900&size=901", "colour=red", "function="]
)
def test_a_figure_that_can_t_be_drawn_is_refused(house: House, query: str) -> None:
    answer = house.alice.get(house.path(f"/figures/map?{query}"))
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")


def test_trend_and_coverage_are_figures(house: House, avery: dict[str, Any]) -> None:
    for name in ("coverage", "trend", "achievements"):
        assert set(house.alice.get(house.path(f"/figures/{name}")).json) == {"data", "layout"}
