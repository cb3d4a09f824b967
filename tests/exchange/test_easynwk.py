from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from supportmap.analysis.network import Client, Contact, Network, Tie
from supportmap.exchange.easynwk import read_easynwk
from supportmap.exchange.report import Refused


def an_alter(number: int = 1, **facts: Any) -> dict[str, Any]:
    return {"id": number, "name": f"Person {number}", "angle": 10, "distance": 50} | facts


def a_map(*alteri: object, **facts: Any) -> dict[str, Any]:
    return {"alteri": list(alteri), **facts}


def contact_of(**facts: Any) -> Contact:
    network, _ = read_easynwk(a_map(an_alter(**facts)))
    return network.contacts[0]


def told(value: object, outcome: str = "repaired") -> list[str]:
    _, report = read_easynwk(value)
    return [str(reason) for row in report.rows if row.outcome == outcome for reason in row.reasons]


def test_a_whole_file_is_read_and_nothing_of_it_is_lost() -> None:
    ego = {"name": " Kim ", "age": "40", "note": ""}
    alter = an_alter(
        7, role="Aunt", note="Calls on Sundays", age="70", emoji="x", edgeType=1, supportLinking=2
    )
    nwk = a_map(alter, an_alter(8), ego=ego, connections=[{"id1": 7, "id2": 8, "kind": 1}], zoom=2)
    value = {"versions": [{"id": 3, "title": "First", "date": "2025-03-01", "nwk": nwk}], "currentVersion": 3}
    network, report = read_easynwk(value)
    kept = {"age": "70", "emoji": "x", "edgeType": 1, "supportLinking": 2, "distance": 50}
    aunt = Contact(
        "7", "Person 7", relationship="Aunt", sector="family", circle=2, angle=10, note="Calls on Sundays",
        extra={"easynwk": kept},
    )  # fmt: skip
    other = Contact("8", "Person 8", sector="family", circle=2, angle=10, extra={"easynwk": {"distance": 50}})
    assert network == Network(
        (aunt, other),
        (Tie("7", "8", extra={"easynwk": {"kind": 1}}),),
        Client("Kim", extra={"easynwk": {"age": "40", "note": ""}}),
        date(2025, 3, 1),
        ties_asked=False,
        extra={"easynwk": {"zoom": 2, "id": 3, "title": "First"}},
    )
    assert [row.place for row in report.accepted] == [
        "versions[0].nwk.alteri[0]", "versions[0].nwk.alteri[1]", "versions[0].nwk.connections[0]",
    ]  # fmt: skip
    assert report.accepted == report.rows


@pytest.mark.parametrize(
    ("angle", "turned", "sector"),
    [
        (0, 0, "family"),
        (89.9, 89.9, "family"),
        (90, 90, "friends"),
        (180, 180, "friends"),
        (-180, 180, "work"),
        (-90.1, 269.9, "work"),
        (-90, 270, "professionals"),
        (-1e-20, 0, "professionals"),
        (270, 270, "professionals"),
        (-450, 270, "professionals"),
        (450, 90, "friends"),
    ],
)
def test_the_angle_tells_the_sector(angle: float, turned: float, sector: str) -> None:
    contact = contact_of(angle=angle)
    assert contact.angle == pytest.approx(turned)
    assert contact.sector == sector


@pytest.mark.parametrize(
    ("distance", "circle"),
    [(0.1, 1), (33.34, 1), (33.35, 2), (66.67, 2), (66.68, 3), (100, 3), (100.1, None)],
)
def test_the_distance_tells_the_circle(distance: float, circle: int | None) -> None:
    contact = contact_of(distance=distance)
    assert (contact.circle, contact.angle, contact.sector) == (circle, 10, "family")


def test_whoever_was_never_placed_has_no_place() -> None:
    """easyNWK's sectorIndex(): a distance of 0 is in no sector; it is where a new alter starts."""
    contact = contact_of(distance=0, angle=0)
    assert (contact.circle, contact.angle, contact.sector) == (None, None, None)
    assert contact.extra == {"easynwk": {"angle": 0, "distance": 0}}


@pytest.mark.parametrize(
    ("facts", "ratings"),
    [
        ({}, (None, None, None, None)),
        ({"supportEmotional": 0, "supportSocial": None}, (None, None, None, None)),
        ({"supportEmotional": 1}, (None, None, None, 2)),
        ({"supportEmotional": 2}, (2, None, None, None)),
        ({"supportEmotional": 3}, (2, None, None, 2)),
        ({"supportInstrumental": 2, "supportInformational": 0}, (None, 2, None, None)),
        ({"supportInstrumental": 1, "supportInformational": 3}, (None, 2, None, 2)),
        ({"supportSocial": 2}, (None, None, 2, None)),
        ({"supportLinking": 3}, (None, None, None, None)),
    ],
)
def test_a_support_kind_is_an_answer_only_where_it_is_there(
    facts: dict[str, Any], ratings: tuple[int | None, ...]
) -> None:
    contact = contact_of(**facts)
    assert (contact.emotional, contact.practical, contact.belonging, contact.gives_back) == ratings


@pytest.mark.parametrize(
    ("conflict", "strain"), [(True, 2), (1, 2), (False, None), (0, None), (2, None), (None, None)]
)
def test_a_conflict_is_strain(conflict: object, strain: int | None) -> None:
    assert contact_of(conflict=conflict).strain == strain


def test_what_a_contact_no_longer_says_as_easynwk_did_is_told() -> None:
    alter = an_alter(human=False, deceased=True, distance=103, role="r" * 61, note="n" * 10_001)
    assert told(a_map(alter, an_alter(2, distance=0, name=" B"))) == [
        "alteri[0].role: cut to 60 characters",
        "alteri[0].note: cut to 10,000 characters",
        "alteri[0].human: not a person: read as an animal",
        "alteri[0].deceased: read as a contact of the past, who died",
        "alteri[0].distance: outside the circles: not placed",
        "alteri[1].distance: at the centre, where easyNWK has those not placed yet",
        "alteri[1].name: blanks around the name taken away, or its letters put in their usual form",
    ]
    contact = contact_of(**alter)
    assert (contact.kind, contact.status, contact.ended_reason) == ("animal", "past", "died")
    assert (contact.relationship, contact.extra["easynwk"]["role"]) == ("r" * 60, "r" * 61)
    assert (contact.note, contact.extra["easynwk"]["note"]) == ("n" * 10_000, "n" * 10_001)


def test_an_older_file_lacks_most_keys() -> None:
    network, report = read_easynwk({"alteri": [{"id": "x", "name": "A"}]})
    assert network == Network((Contact("x", "A"),), ties_asked=False)
    assert len(report.accepted) == 1


@pytest.mark.parametrize("value", [a_map(), a_map({"id": 1}, 5)])
def test_a_map_without_a_person_does_not_say_there_is_nobody(value: dict[str, Any]) -> None:
    network, _ = read_easynwk(value)
    assert (network.elicited, network.ties_asked) == (False, False)


@pytest.mark.parametrize(
    ("alter", "reason"),
    [
        (5, "alteri[1]: expected an object"),
        ({"name": "A"}, "alteri[1].id: missing"),
        ({"id": 2}, "alteri[1].name: missing"),
        (an_alter(2, name=" "), "alteri[1].name: expected text of 1 to 200 characters"),
        (an_alter(2, id=True), "alteri[1].id: expected a whole number or text"),
        (an_alter(2, id=2.0), "alteri[1].id: expected a whole number or text"),
        (an_alter(2, id="1"), "alteri[1].id: another contact has this id"),
        (an_alter(2, human="yes"), "alteri[1].human: expected true or false, or nothing"),
        (an_alter(2, deceased="no"), "alteri[1].deceased: expected true or false, or nothing"),
    ],
)
def test_a_bad_person_is_left_out_and_the_rest_goes_on(alter: object, reason: str) -> None:
    value = a_map(an_alter(1), alter, an_alter(3))
    network, _ = read_easynwk(value)
    assert [contact.id for contact in network.contacts] == ["1", "3"]
    assert told(value, "refused") == [reason]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"angle": "10"}, "angle: expected a number of degrees, or nothing"),
        ({"angle": float("nan")}, "angle: expected a number of degrees, or nothing"),
        ({"distance": -1}, "distance: expected a number from 0, or nothing"),
        ({"conflict": "yes"}, "conflict: expected true, false or a whole number, or nothing"),
        ({"supportSocial": 4}, "supportSocial: expected 0, 1, 2 or 3, or nothing"),
        ({"supportLinking": True}, "supportLinking: expected 0, 1, 2 or 3, or nothing"),
    ],
)
def test_an_answer_that_cannot_be_read_is_not_known_and_its_person_stays(
    answer: dict[str, Any], reason: str
) -> None:
    value = a_map(an_alter(1, **answer))
    network, _ = read_easynwk(value)
    assert [contact.id for contact in network.contacts] == ["1"]
    assert f"alteri[0].{reason}: read as not known" in told(value, "repaired")


def test_a_bad_connection_is_left_out_and_the_rest_goes_on() -> None:
    pairs = [(1, 2), (2, 1), (1, 1), (1, 9), (3, 1), (1, None)]
    connections = [{"id1": a, "id2": b} for a, b in pairs] + [{}]
    value = a_map(an_alter(1), an_alter(2), an_alter(3, human="x"), connections=connections)
    network, _ = read_easynwk(value)
    assert (network.ties, network.ties_asked) == ((Tie("1", "2"),), False)
    assert told(value, "refused") == [
        "alteri[2].human: expected true or false, or nothing",
        "connections[1]: these two are tied already",
        "connections[2].id2: a tie joins two different contacts",
        "connections[3].id2: no contact has this id",
        "connections[4].id1: its contact was left out",
        "connections[5].id2: expected a whole number or text",
        "connections[6].id1: missing",
        "connections[6].id2: missing",
    ]


@pytest.mark.parametrize(
    ("ego", "label", "extra"),
    [
        (None, None, {}),
        ({"name": " "}, None, {}),
        ({"name": "n" * 201}, "n" * 200, {"easynwk": {"name": "n" * 201}}),
        ({"name": 5}, None, {"easynwk": {"ego": {"name": 5}}}),
        ("Kim", None, {"easynwk": {"ego": "Kim"}}),
    ],
)
def test_an_odd_ego_does_not_cost_the_map(ego: object, label: str | None, extra: dict[str, Any]) -> None:
    network, _ = read_easynwk(a_map(ego=ego))
    assert network.client == Client(label, extra=extra)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "top level: expected an object"),
        ({}, "alteri: missing"),
        ({"alteri": {}}, "alteri: expected a list of at most 2,000"),
        ({"alteri": [1] * 2_001}, "alteri: expected a list of at most 2,000"),
        (
            {"versions": [{"nwk": {"alteri": [], "connections": [1] * 20_001}}]},
            "versions[0].nwk.connections: expected a list of at most 20,000",
        ),
    ],
)
def test_a_damaged_frame_is_refused(value: object, message: str) -> None:
    with pytest.raises(Refused) as caught:
        read_easynwk(value)
    assert str(caught.value) == message
