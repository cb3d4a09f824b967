"""Imports: what is the same stays, what changed is changed, what is missing is retired and not deleted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supportmap.directory import own
from supportmap.directory.hsds.report import CUT_SHORT, Read
from supportmap.directory.importing import Order, import_services
from supportmap.directory.imports import UnderWay, begin_import, import_of, imports_of
from supportmap.directory.keeping import BATCH, renew_services
from supportmap.directory.running import run_import
from supportmap.directory.showing import resource_of
from supportmap.directory.sources import may_be_passed_on, sources_of
from supportmap.records.audit import Actor
from supportmap.records.database import writing
from supportmap.records.directory import ImportRow, ServiceRow, SourceRow
from tests.directory.services import a_document, imported, reads_of
from tests.service import a_user, an_agency


def rows(session: Session, agency_id: UUID) -> dict[str, Any]:
    """The services of an agency by their own ids."""
    found = session.scalars(select(ServiceRow).where(ServiceRow.agency_id == agency_id))
    told = {row.external_id: row for row in found}
    session.rollback()
    return told


def contents(session: Session, agency_id: UUID) -> list[Any]:
    """All that is kept of services, but for when."""
    query = select(*ServiceRow.__table__.c).where(ServiceRow.agency_id == agency_id).order_by(ServiceRow.id)
    found = [tuple(row) for row in session.execute(query)]
    session.rollback()
    return found


def test_the_same_again_changes_nothing(session: Session) -> None:
    agency = an_agency(session)
    documents = [a_document(str(number)) for number in range(3)]
    assert imported(session, agency, documents).kept == {"added": 3, "retired": 0}
    before = contents(session, agency)
    assert imported(session, agency, documents).kept == {"unchanged": 3, "retired": 0}
    assert contents(session, agency) == before


def test_what_changed_is_changed_and_what_is_missing_is_retired_and_comes_back(session: Session) -> None:
    agency = an_agency(session)
    documents = [a_document(str(number)) for number in range(3)]
    imported(session, agency, documents)
    report = imported(session, agency, [documents[0], a_document("1", name="Tea club")])
    assert report.kept == {"unchanged": 1, "changed": 1, "retired": 1}
    kept = rows(session, agency)
    assert kept["1"].name == "Tea club"
    assert [kept[each].retired_at is None for each in "012"] == [True, True, False]
    assert imported(session, agency, documents).kept == {
        "unchanged": 1,
        "changed": 1,
        "returned": 1,
        "retired": 0,
    }
    assert rows(session, agency)["2"].retired_at is None


def test_a_source_leaves_the_others_alone(session: Session) -> None:
    agency, elsewhere = an_agency(session), an_agency(session, "Beacon")
    imported(session, agency, [a_document("1")], "Town")
    imported(session, elsewhere, [a_document("1")], "Town")
    before = contents(session, elsewhere)
    report = imported(session, agency, [a_document("1", name="Other")], "County")
    assert report.kept == {"added": 1, "retired": 0}
    assert imported(session, agency, [], "County", retire_most=True).kept == {"retired": 1}
    assert contents(session, elsewhere) == before
    told = [(row.name, row.services, row.retired) for row in sources_of(session, agency)]
    assert told == [("County", 0, 1), ("Town", 1, 0)]


def test_if_more_than_half_is_missing_nothing_is_retired_until_it_is_said_to_be_right(
    session: Session,
) -> None:
    agency = an_agency(session)
    documents = [a_document(str(number)) for number in range(5)]
    imported(session, agency, documents)
    assert imported(session, agency, documents[:2]).kept == {"unchanged": 2, "missing": 3}
    assert all(row.retired_at is None for row in rows(session, agency).values())
    assert imported(session, agency, documents[:2], retire_most=True).kept == {"unchanged": 2, "retired": 3}


def test_another_file_by_mistake_retires_nothing_however_often_and_trying_says_so(session: Session) -> None:
    agency = an_agency(session)
    imported(session, agency, [a_document(f"town {number}") for number in range(4)])
    other = [a_document(f"county {number}") for number in range(9)]
    assert imported(session, agency, other, dry_run=True).kept == {"added": 9, "missing": 4}
    assert imported(session, agency, other).kept == {"added": 9, "missing": 4}
    tried = imported(session, agency, other, dry_run=True)
    assert tried.kept == imported(session, agency, other).kept == {"unchanged": 9, "missing": 4}
    assert all(row.retired_at is None for row in rows(session, agency).values())
    right = [a_document(f"town {number}") for number in range(3)]
    assert imported(session, agency, right).kept == {"unchanged": 3, "retired": 10}


def test_what_was_left_of_an_import_that_broke_off_hides_no_loss(session: Session) -> None:
    agency = an_agency(session)
    imported(session, agency, [a_document(f"town {number}") for number in range(4)])
    other = [a_document(f"county {number}") for number in range(BATCH + 4)]

    def failing() -> Any:
        yield from reads_of(other[:BATCH])
        raise MemoryError

    with pytest.raises(MemoryError):
        import_services(session, Actor.operator(agency), Order("Town", "CC0"), failing())
    assert imported(session, agency, other).kept == {"unchanged": BATCH, "added": 4, "missing": 4}


@pytest.mark.parametrize("kept", [range(9), range(5), range(4), range(3, 30), range(8, 12), range(40, 49)])
def test_trying_counts_as_the_import_does(session: Session, kept: range) -> None:
    agency = an_agency(session)
    imported(session, agency, [a_document(str(number)) for number in range(12)])
    imported(session, agency, [a_document(str(number)) for number in range(9)])
    documents = [a_document(str(number)) for number in kept]
    tried = imported(session, agency, documents, dry_run=True)
    assert tried.kept == imported(session, agency, documents).kept


def test_a_file_that_breaks_off_retires_nothing(session: Session) -> None:
    agency = an_agency(session)
    documents = [a_document(str(number)) for number in range(5)]
    imported(session, agency, documents)
    reads = [*reads_of(documents[:4]), Read("line 5", "refused", (CUT_SHORT,))]
    told = Order("Town", "CC0", retire_most=True)
    report = import_services(session, Actor.operator(agency), told, reads)
    assert report.kept == {"unchanged": 4, "missing": 1}


def test_trying_tells_what_would_happen_and_changes_nothing(session: Session) -> None:
    agency = an_agency(session)
    assert imported(session, agency, [a_document("1")], dry_run=True).kept == {"added": 1}
    assert session.scalar(select(func.count()).select_from(SourceRow)) == 0
    session.rollback()
    imported(session, agency, [a_document("1"), a_document("2"), a_document("3")])
    before = contents(session, agency)
    report = imported(session, agency, [a_document("1", name="Tea club"), a_document("2")], dry_run=True)
    assert report.kept == {"changed": 1, "unchanged": 1, "retired": 1}
    assert contents(session, agency) == before


def test_what_staff_said_outlives_the_next_import(session: Session) -> None:
    agency = an_agency(session)
    staff = a_user(session, agency, "referral")
    imported(session, agency, [a_document("1")])
    (row,) = rows(session, agency).values()
    shown = resource_of(session, agency, row.id)
    assert shown
    with writing(session):
        own.correct_resource(session, staff, row.id, shown["facts"] | {"phone": "01632 960 001"}, 1)
    imported(session, agency, [a_document("1", description="Lunch, company and songs.")])
    shown = resource_of(session, agency, row.id)
    assert shown
    assert shown["phones"] == ["01632 960 001"]
    assert shown["facts"]["description"] == "Lunch, company and songs."
    assert shown["corrected"] == ["phones"]


def test_more_than_one_batch_is_counted_as_one_import(session: Session) -> None:
    agency = an_agency(session)
    documents = [a_document(str(number)) for number in range(BATCH + 3)]
    report = import_services(session, Actor.operator(agency), Order("Town", "CC0"), reads_of(documents))
    assert report.kept == {"added": BATCH + 3, "retired": 0}
    assert report.as_json()["outcomes"]["accepted"] == BATCH + 3


def test_an_import_is_noted_from_its_beginning_to_its_end(session: Session) -> None:
    agency = an_agency(session)
    actor, order = Actor.operator(agency), Order("Town", "CC0")
    run_import(session, actor, order, reads_of([a_document("1")]))
    (noted,) = imports_of(session, agency)
    assert (noted["state"], noted["report"]["kept"]) == ("done", {"added": 1, "retired": 0})

    def failing() -> Any:
        yield from reads_of([a_document("2")])
        raise MemoryError

    with pytest.raises(MemoryError):
        run_import(session, actor, order, failing())
    assert [each["state"] for each in imports_of(session, agency)] == ["stopped", "done"]


def test_a_source_is_imported_once_at_a_time_and_one_that_fell_silent_was_stopped(session: Session) -> None:
    agency = an_agency(session)
    actor = Actor.operator(agency)
    with writing(session):
        first = begin_import(session, actor, "Town", False)
    with pytest.raises(UnderWay), writing(session):
        begin_import(session, actor, "Town", False)
    with writing(session):
        begin_import(session, actor, "County", False)
        row = session.get_one(ImportRow, (agency, first))
        row.seen_at = row.seen_at.replace(year=2025)
    found = import_of(session, agency, first)
    assert found
    assert found["state"] == "stopped"
    with writing(session):
        begin_import(session, actor, "Town", False)


def test_no_import_takes_the_name_of_the_agencys_own_list(session: Session) -> None:
    agency = an_agency(session)
    with pytest.raises(ValueError, match="own list"):
        imported(session, agency, [a_document("1")], source="our own List")
    assert sources_of(session, agency) == []


def test_only_a_licence_that_is_known_to_allow_it_lets_data_be_passed_on() -> None:
    for licence in (
        "CC0",
        "CC BY-SA 4.0",
        "cc-by 3.0",
        "MIT",
        "Open Government Licence v3.0",
        "ODbL",
        "CC0-1.0",
        "Open Database License",
        "Attribution 4.0 International",
    ):
        assert may_be_passed_on(licence), licence
    for licence in (
        "CC BY-NC 4.0",
        "CC BY-ND",
        "all rights reserved",
        "not CC0",
        "ours",
        "",
        "private",
        "limit",
        "MIT, internal use only",
        "OGL for the index; entries © 211, redistribution prohibited",
        "Agreement with MIT Community Services, confidential",
        "CC BY 4.0; derivatives forbidden",
    ):
        assert not may_be_passed_on(licence), licence


def test_reading_columns_anew_raises_the_version_and_keeps_the_document(session: Session) -> None:
    agency = an_agency(session)
    imported(session, agency, [a_document("1")])
    (row,) = rows(session, agency).values()
    with writing(session):
        renew_services(session, agency, [row.id], row.changed_at, staff_functions=None)
    (again,) = rows(session, agency).values()
    assert (again.version, again.document) == (2, row.document)
