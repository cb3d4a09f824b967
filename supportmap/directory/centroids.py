"""The middles of postcodes, which an agency may import: where somebody lives who gives no more than that."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from supportmap.analysis.postcodes import LONGEST_CODE, larger_parts, written_plainly
from supportmap.directory.distance import Point, point_of
from supportmap.records.directory import CentroidRow

__all__ = ["CentroidReport", "import_centroids", "locate", "middles"]

COLUMNS = ("code", "latitude", "longitude")
BATCH = 2000
MOST_TOLD = 100
"""Bad rows that are told one by one; the rest are only counted."""


@dataclass
class CentroidReport:
    """What became of a file: how many codes it has, and how many of its rows were passed over."""

    codes: int = 0
    """Different codes that are known now with their point."""
    doubled: int = 0
    """Rows whose code stands in the file once more, further down: that row counts."""
    bad: int = 0
    told: list[tuple[int, str]] = field(default_factory=list)
    """The line of a bad row, and what is wrong with it; it never holds a value of the file."""

    def refuse(self, line: int, reason: str) -> None:
        """Note a bad row."""
        self.bad += 1
        if len(self.told) < MOST_TOLD:
            self.told.append((line, reason))


def import_centroids(session: Session, agency_id: UUID, lines: Iterable[str]) -> CentroidReport:
    """Take over the rows of a CSV file with the columns code, latitude and longitude; bad ones are told.

    A code that is known already gets its new point. It runs inside ``writing(session)``. Raises ValueError,
    with a sentence for whoever chose the file, if a column is missing.
    """
    report, seen = CentroidReport(), set[str]()
    rows = _rows(csv.reader(lines), report)
    while batch := list(islice(rows, BATCH)):
        points = dict(batch)
        known = CentroidRow.agency_id == agency_id, CentroidRow.code.in_(points)
        session.execute(delete(CentroidRow).where(*known))
        values = [{"agency_id": agency_id, "code": code, **point._asdict()} for code, point in points.items()]
        session.execute(insert(CentroidRow), values)
        seen.update(points)
        report.doubled += len(batch)
    report.codes = len(seen)
    report.doubled -= report.codes
    return report


def locate(session: Session, agency_id: UUID, area: str) -> Point | None:
    """Return the middle of a postcode, or of the part of it that is known; None where there is none."""
    return middles(session, agency_id, [area]).get(area)


def middles(session: Session, agency_id: UUID, areas: Iterable[str]) -> dict[str, Point]:
    """Return the middles of those of some postcodes that are known, or of which a larger part is."""
    parts = {area: larger_parts(area) for area in areas}
    own = (
        CentroidRow.agency_id == agency_id,
        CentroidRow.code.in_({code for each in parts.values() for code in each}),
    )
    columns = CentroidRow.code, CentroidRow.latitude, CentroidRow.longitude
    known = {code: Point(*point) for code, *point in session.execute(select(*columns).where(*own))}
    found = {
        area: next((known[code] for code in codes if code in known), None) for area, codes in parts.items()
    }
    return {area: point for area, point in found.items() if point}


def _rows(reader: Iterator[list[str]], report: CentroidReport) -> Iterator[tuple[str, Point]]:
    """Yield each good row; rows without anything in them are passed over."""
    where = _columns(reader)
    number = 1
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error:
            report.refuse(number, "can't be read as CSV")
            continue
        if cells is None:
            return
        if any(map(str.strip, cells)):
            yield from _row(cells, where, number, report)


def _columns(reader: Iterator[list[str]]) -> tuple[int, ...]:
    header = [name.strip().lower().removeprefix("\ufeff") for name in next(reader, [])]
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise ValueError(f"the first row lacks the column {missing[0]}: it needs {', '.join(COLUMNS)}")
    return tuple(header.index(name) for name in COLUMNS)


def _row(
    cells: list[str], where: tuple[int, ...], number: int, report: CentroidReport
) -> Iterator[tuple[str, Point]]:
    if len(cells) <= max(where):
        report.refuse(number, "has too few cells")
        return
    code, point = written_plainly(cells[where[0]]), _point(cells[where[1]], cells[where[2]])
    if not code or len(code) > LONGEST_CODE or "\0" in code:
        report.refuse(number, f"the code must have 1 to {LONGEST_CODE} letters and digits")
    elif point is None:
        report.refuse(number, "latitude and longitude must be degrees: -90 to 90, and -180 to 180")
    else:
        yield code, point


def _point(latitude: str, longitude: str) -> Point | None:
    try:
        return point_of(float(latitude), float(longitude))
    except ValueError:
        return None
