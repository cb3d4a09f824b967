"""Search and matching on both engines: the index finds what going through all services finds."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from math import inf
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from supportmap.directory.centroids import import_centroids
from supportmap.directory.distance import Point
from supportmap.directory.renewing import find_by_postcode
from supportmap.directory.searching import Found, find
from supportmap.directory.text_index import text_index
from supportmap.directory.wanted import Ages, Wanted
from supportmap.records.database import writing
from supportmap.records.directory import CentroidRow, ServiceRow
from tests.directory.chance import HERE, any_wanted, anything, locate_postcodes
from tests.directory.shelf import a_service, at, plainly, put
from tests.service import an_agency

TODAY = date(2026, 11, 28)


def ids_of(found: Found) -> list[UUID]:
    return [match.service_id for match in found.matches]


def test_the_search_finds_what_going_through_all_services_finds(session: Session) -> None:
    """On 200 questions; services of which hardly anything is known and those of another agency included."""
    chance = random.Random(7)
    agency, other = an_agency(session, "Ours"), an_agency(session, "Theirs")
    locate_postcodes(session, agency)
    ids = put(session, agency, [anything(chance) for _ in range(400)])
    put(session, other, [anything(chance) for _ in range(50)])
    sizes = []
    for _ in range(200):
        wanted = any_wanted(chance, ids)
        found = find(session, agency, wanted, TODAY)
        expected = plainly(session, agency, wanted)
        assert set(ids_of(found)) == expected
        assert len(found.matches) == len(expected)
        sizes.append(len(expected))
    assert max(sizes) > 100
    assert sum(size > 0 for size in sizes) > 100


@pytest.mark.parametrize("few", [0, 150])
def test_a_short_list_is_the_beginning_of_the_long_one(
    session: Session, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Portions of the index that are left unread never held anything better, nor anything that is near."""
    monkeypatch.setattr("supportmap.directory.searching.FEW", few)
    chance = random.Random(3)
    agency = an_agency(session)
    locate_postcodes(session, agency)
    ids = put(session, agency, [anything(chance) for _ in range(300)])
    shorter = 0
    for _ in range(80):
        wanted = any_wanted(chance, ids)
        whole = find(session, agency, wanted, TODAY)
        for limit in (1, 3, 20):
            short = find(session, agency, replace(wanted, limit=limit), TODAY)
            assert short.matches == whole.matches[:limit]
            assert short.nothing_within == whole.nothing_within
            assert short.may_be_more or len(whole.matches) <= limit
            shorter += len(whole.matches) > limit
    assert shorter > 50


@pytest.fixture(scope="session")
def answers() -> dict[str, list[list[UUID]]]:
    """What the engines answered, by their names."""
    return {}


def test_both_engines_give_the_same_services_in_the_same_order(
    session: Session, engine_name: str, answers: dict[str, list[list[UUID]]]
) -> None:
    chance = random.Random(11)
    agency = an_agency(session)
    locate_postcodes(session, agency)
    made = [{**anything(chance), "id": UUID(int=chance.getrandbits(128))} for _ in range(200)]
    ids = put(session, agency, made)
    wanted = [any_wanted(chance, ids) for _ in range(60)]
    answers[engine_name] = [ids_of(find(session, agency, each, TODAY)) for each in wanted]
    assert all(answer == answers[engine_name] for answer in answers.values())
    assert any(len(found) > 20 for found in answers[engine_name])


def test_what_is_not_known_of_a_service_never_leaves_it_out_and_is_asked(session: Session) -> None:
    agency = an_agency(session)
    put(session, agency, [a_service("Lunch club")])
    wanted = Wanted(
        "lunch",
        point=HERE,
        within_km=1,
        functions={"belonging": 0.4},
        ages=Ages(30, 30),
        languages=("es",),
        free_only=True,
        weekdays=frozenset({2}),
        modality="in person",
    )
    found = find(session, agency, wanted, TODAY)
    (match,) = found.matches
    assert match.checks == (
        "whether it is still running isn't known: check",
        "what it does for belonging isn't known: check",
        "where it is isn't known: check",
        "age limits aren't known: check",
        "languages aren't known: check",
        "what it costs isn't known: check",
        "when it is open isn't known: check",
        "whether one can go there isn't known: check",
    )
    assert match.km is None
    assert found.nothing_within


FORGETTABLE = (
    *("emotional", "practical", "belonging", "minimum_age", "maximum_age", "free", "in_person"),
    *("languages", "hours", "status"),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32), st.sets(st.sampled_from(FORGETTABLE), min_size=1))
def test_knowing_less_of_a_service_never_leaves_it_out(
    session: Session, seed: int, forgotten: set[str]
) -> None:
    """But for a way of using it from home: what is known to be far away is not known to be of use there.

    Limits that contradict each other say nothing, where one of them alone would: both are forgotten.
    """
    chance = random.Random(seed)
    agency = an_agency(session)
    known = anything(chance)
    if (known["minimum_age"] or 0) > (known["maximum_age"] or inf):
        forgotten |= {"minimum_age", "maximum_age"}
    (own,) = put(session, agency, [known])
    wanted = any_wanted(chance, [own, uuid4(), uuid4()])
    before = ids_of(find(session, agency, wanted, TODAY))
    with writing(session):
        session.execute(update(ServiceRow).where(ServiceRow.id == own).values(dict.fromkeys(forgotten)))
        text_index(session).index(agency, [own])
    after = ids_of(find(session, agency, wanted, TODAY))
    assert set(before) <= set(after)


def test_a_reason_says_why_and_the_best_for_the_widest_gap_comes_first(session: Session) -> None:
    agency = an_agency(session)
    near = at(HERE[0] + 0.01, HERE[1], address="1 High Street")
    put(
        session,
        agency,
        [
            a_service("Walking group", near, description="Lunch afterwards.", belonging=1, emotional=2),
            a_service("Lunch club", at(HERE[0] + 0.1, HERE[1]), belonging=2, practical=0, emotional=0),
            a_service(
                "Lunch and talk",
                near,
                status="active",
                belonging=2,
                hours="[[2,null,600,720,null,null,null]]",
                verified_on=date(2026, 10, 3),
            ),
        ],
    )
    wanted = Wanted(
        "lunches",
        point=HERE,
        within_km=15,
        functions={"belonging": 0.4, "emotional": 0.1},
        weekdays=frozenset({2}),
    )
    found = find(session, agency, wanted, TODAY)
    assert [match.shown.name for match in found.matches] == ["Lunch and talk", "Lunch club", "Walking group"]
    assert found.matches[0].reasons == (
        "does a lot for belonging, where the gap is 0.4",
        "its name says what you look for",
        "1.1 km away",
        "open on Wednesdays",
        "verified in October 2026",
    )
    assert found.matches[2].reasons[:3] == (
        "does something for belonging, where the gap is 0.4",
        "does a lot for emotional support, where the gap is 0.1",
        "its description says what you look for",
    )
    assert found.matches[0].shown.addresses == ("1 High Street",)
    assert not found.nothing_within


def test_nothing_within_reach_is_said_though_something_can_be_used_from_home(session: Session) -> None:
    agency = an_agency(session)
    put(session, agency, [a_service("Far", at(50.0)), a_service("Far, and by phone", at(50.0), online=True)])
    found = find(session, agency, Wanted(point=HERE, within_km=15), TODAY)
    assert [match.shown.name for match in found.matches] == ["Far, and by phone"]
    assert found.nothing_within
    assert len(find(session, agency, Wanted(point=HERE), TODAY).matches) == 2


def test_where_a_confidential_service_is_comes_out_in_no_way(session: Session) -> None:
    """Nor by its distance, nor by being found near one point and not near another, nor by its address."""
    agency = an_agency(session)
    place = at(*HERE, address="7 Hidden Lane", name="Hidden House")
    put(session, agency, [a_service("Refuge", place, confidential=True, status="active")])
    told = [find(session, agency, Wanted(point=point, within_km=5), TODAY) for point in (HERE, Point(0, 0))]
    assert told[0] == told[1]
    (match,) = told[0].matches
    assert (match.km, match.shown.addresses) == (None, ())
    assert match.checks == ("where it is must be told nobody: ask how far it is to go",)
    assert len(find(session, agency, Wanted("hidden"), TODAY).matches) == 0


def test_an_area_is_as_good_as_a_point_and_one_that_is_unknown_is_said_to_be(session: Session) -> None:
    agency = an_agency(session)
    put(session, agency, [a_service("Near", at(*HERE)), a_service("Far", at(50.0))])
    with writing(session):
        session.add(CentroidRow(agency_id=agency, code="M14", latitude=HERE[0] + 0.02, longitude=HERE[1]))
    found = find(session, agency, Wanted(area="m14 5ab", within_km=15), TODAY)
    assert [match.shown.name for match in found.matches] == ["Near"]
    assert "about 2.2 km away" in found.matches[0].reasons
    unknown = find(session, agency, Wanted(area="ZZ1", within_km=15), TODAY)
    assert (unknown.area_unknown, len(unknown.matches), unknown.nothing_within) == (True, 2, False)


def test_a_service_of_which_only_the_postcode_is_known_is_near_its_middle_and_never_too_far(
    session: Session,
) -> None:
    """It comes before those of which nothing is known, and what can't be sure isn't said to be."""
    agency, other = an_agency(session, "Ours"), an_agency(session, "Theirs")
    near, far = (at(None, None, postal_code=code) for code in ("M14 5AB", "N1 1AA"))
    told = [a_service("By code", near), a_service("Nowhere", at(None, None)), a_service("Far by code", far)]
    put(session, agency, told)
    put(session, other, [a_service("Of others", near)])
    wanted = Wanted(point=HERE, within_km=15)
    assert find(session, agency, wanted, TODAY).nothing_within
    for degrees, first in ((0.02, "about 2.2 km away"), (0.03, "about 3.3 km away")):
        lines = ["code,latitude,longitude", f"M14,{HERE[0] + degrees},{HERE[1]}", "N1,51.5,-0.1"]
        with writing(session):
            import_centroids(session, agency, lines)
        find_by_postcode(session, agency)
        found = find(session, agency, wanted, TODAY)
        assert [match.shown.name for match in found.matches] == ["By code", "Far by code", "Nowhere"]
        assert first in found.matches[0].reasons
        assert "where it is is known only by its postcode: check" in found.matches[0].checks
        assert not found.nothing_within
    assert find(session, other, wanted, TODAY).matches[0].km is None


def test_a_search_asks_the_database_three_times(session: Session) -> None:
    agency = an_agency(session)
    put(session, agency, [a_service("Lunch club", at(*HERE)) for _ in range(30)])
    asked: list[str] = []

    def note(*told: Any) -> None:
        asked.append(told[2])

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    found = find(session, agency, Wanted("lunch", point=HERE, within_km=5), TODAY)
    event.remove(engine, "before_cursor_execute", note)
    assert len(found.matches) == 20
    assert len([each for each in asked if each.startswith("SELECT")]) == 3, asked
