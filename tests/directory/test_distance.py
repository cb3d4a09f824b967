"""Distances, cells and postcodes, at the poles and the date line too."""

from __future__ import annotations

from math import isclose

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supportmap.directory.cells import MOST_CELLS, cell_tokens, cells_around
from supportmap.directory.centroids import import_centroids, locate
from supportmap.directory.distance import Point, distance_km, point_of
from supportmap.records.database import writing
from supportmap.records.directory import CentroidRow
from tests.service import an_agency

POINTS = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


def test_known_distances_come_out() -> None:
    """Manchester to London by their town halls; a quarter of the earth; across the date line."""
    assert isclose(distance_km(Point(53.4794, -2.2446), Point(51.5074, -0.1278)), 262, abs_tol=1)
    assert isclose(distance_km(Point(0, 0), Point(0, 90)), 10_007.5, abs_tol=0.1)
    assert isclose(distance_km(Point(0, 179.9), Point(0, -179.9)), 22.24, abs_tol=0.01)
    assert isclose(distance_km(Point(90, 10), Point(90, -170)), 0, abs_tol=1e-6)


@given(POINTS, POINTS)
def test_a_distance_is_the_same_both_ways_and_never_more_than_half_round(a: Point, b: Point) -> None:
    assert isclose(distance_km(a, b), distance_km(b, a), abs_tol=1e-6)
    assert 0 <= distance_km(a, b) <= 20_015.2
    assert distance_km(a, a) == 0


@given(POINTS, st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 3000))
@example(Point(90, 0), -0.1, 1, 15)
@example(Point(89.95, 10), 0.0, 1, 15)
@example(Point(0, 180), 0.0, 0.001, 15)
@example(Point(-90, 0), 0, 0, 0)
def test_whatever_is_within_reach_lies_in_a_cell_that_is_asked_for(
    point: Point, north: float, east: float, km: float
) -> None:
    """The other point is drawn near, so that it is often within."""
    size = km / 111
    latitude = max(-90.0, min(90.0, point.latitude + north * size))
    longitude = (point.longitude + east * size * 4 + 180) % 360 - 180
    cells = cells_around(point, km)
    if cells is not None and distance_km(point, Point(latitude, longitude)) <= km:
        assert set(cell_tokens(Point(latitude, longitude))) & set(cells)


@given(st.builds(Point, st.floats(-80, 80), st.floats(-180, 180)))
def test_fifteen_kilometres_touch_few_cells(point: Point) -> None:
    cells = cells_around(point, 15)
    assert cells
    assert len(cells) <= 8
    assert len(cells_around(point, 100) or ()) in range(1, MOST_CELLS + 1)
    assert cells_around(point, 20_000) is None


@pytest.mark.parametrize("wrong", [(91, 0), (0, 181), (None, 0), (float("nan"), 0), (0, float("inf"))])
def test_what_is_no_point_of_the_earth_is_none(wrong: tuple[float | None, float]) -> None:
    assert point_of(*wrong) is None


CSV = (
    "\ufeffCode , longitude,Latitude,more\n",
    "m14,-2.21,53.45,x\n",
    "M14 5AB,-2.22,53.46,\n",
    "43050,-82.46,40.39\n",
    "\n",
    "Z1,far,1\n",
    "Z2,200,1\n",
    ",1,1\n",
    "Z3\n",
    "M14,-2.20,53.44\n",
)


def test_centroids_come_from_a_table_whose_bad_rows_are_told_one_by_one(session: Session) -> None:
    agency = an_agency(session)
    with writing(session):
        report = import_centroids(session, agency, CSV)
    assert (report.codes, report.doubled, report.bad) == (3, 1, 4)
    assert [line for line, _ in report.told] == [6, 7, 8, 9]
    assert not any("far" in reason or "Z1" in reason for _, reason in report.told)
    assert session.scalar(select(func.count()).select_from(CentroidRow)) == 3
    with writing(session):
        assert import_centroids(session, agency, CSV).codes == 3
    assert session.scalar(select(func.count()).select_from(CentroidRow)) == 3
    with pytest.raises(ValueError, match="lacks the column latitude"), writing(session):
        import_centroids(session, agency, ["code,longitude\n"])


def test_a_postcode_is_found_whole_or_by_the_part_before(session: Session) -> None:
    agency, other = an_agency(session, "Ours"), an_agency(session, "Theirs")
    with writing(session):
        import_centroids(session, agency, [*CSV, "M1,0,0\n"])
    assert locate(session, agency, "m14 5ab") == Point(53.46, -2.22)
    assert locate(session, agency, "M14 5XY") == locate(session, agency, "m14") == Point(53.44, -2.20)
    assert (
        locate(session, agency, "43050-1234") == locate(session, agency, "430501234") == Point(40.39, -82.46)
    )
    for unknown in ("M15 5AB", "99999", "", "   ", "-", "x" * 10_000, "'"):
        assert locate(session, agency, unknown) is None
    assert locate(session, other, "M14") is None
