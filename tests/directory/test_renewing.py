"""After an upgrade services are read by the new rules, those too that no import brings again."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from supportmap.directory import columns, comparing
from supportmap.directory.editing import facts_in
from supportmap.directory.importing import Order
from supportmap.directory.keeping import BATCH
from supportmap.directory.own import add_resource, correct_resource
from supportmap.directory.renewing import find_by_postcode, renew_outdated
from supportmap.directory.running import run_import
from supportmap.records.audit import Actor
from supportmap.records.database import writing
from supportmap.records.directory import ServiceRow
from tests.directory.services import a_document, imported, reads_of
from tests.directory.shelf import a_service, at, put
from tests.service import a_user, an_agency


def found(session: Session, agency: UUID) -> dict[str, tuple[bool, int]]:
    """Whether each service may endanger, and its version, by name."""
    rows = session.scalars(select(ServiceRow).where(ServiceRow.agency_id == agency))
    told = {row.name: (row.sensitive, row.version) for row in rows}
    session.rollback()
    return told


@pytest.fixture
def agency(session: Session) -> UUID:
    """An agency whose own list has one service, and a source another; both tell what no rule knows yet."""
    agency = an_agency(session)
    staff = a_user(session, agency, "referral")
    with writing(session):
        add_resource(session, staff, facts_in({}) | {"name": "Own", "description": "For zorblaxians."})
    imported(session, agency, [a_document("1", name="Town", description="For zorblaxians.")])
    return agency


@pytest.fixture
def upgraded(agency: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer supportmap: it knows one word more that endangers."""
    monkeypatch.setattr(comparing, "RULES", b"newer")
    monkeypatch.setattr(columns, "sensitive", lambda document, *_: "zorblax" in str(document))


@pytest.mark.usefixtures("upgraded")
def test_all_that_an_older_one_read_is_read_anew_once(session: Session, agency: UUID) -> None:
    assert found(session, agency) == {"Own": (False, 1), "Town": (False, 1)}
    assert renew_outdated(session, agency) == 2
    assert found(session, agency) == {"Own": (True, 2), "Town": (True, 2)}
    assert renew_outdated(session, agency) == 0
    assert imported(session, agency, [a_document("1", name="Town", description="For zorblaxians.")]).kept == {
        "unchanged": 1,
        "retired": 0,
    }
    assert found(session, agency) == {"Own": (True, 2), "Town": (True, 2)}


@pytest.mark.usefixtures("upgraded")
def test_any_import_reads_the_own_list_anew_and_trying_does_not(session: Session, agency: UUID) -> None:
    actor, reads = Actor.operator(agency), reads_of([a_document("9", name="County")])
    run_import(session, actor, Order("County", "CC0", dry_run=True), reads)
    assert found(session, agency)["Own"] == (False, 1)
    run_import(session, actor, Order("County", "CC0"), reads)
    assert found(session, agency) == {"Own": (True, 2), "Town": (False, 1), "County": (False, 1)}


def test_nothing_is_read_anew_without_an_upgrade_however_it_was_changed(
    session: Session, agency: UUID
) -> None:
    staff = a_user(session, agency, "referral")
    rows = {
        row.name: row for row in session.scalars(select(ServiceRow).where(ServiceRow.agency_id == agency))
    }
    session.rollback()
    with writing(session):
        for name, row in rows.items():
            correct_resource(session, staff, row.id, facts_in(a_document()) | {"name": f"{name} anew"}, 1)
    assert renew_outdated(session, agency) == 0


@pytest.mark.usefixtures("upgraded")
def test_another_agency_is_left_alone_and_more_than_a_batch_is_read(session: Session, agency: UUID) -> None:
    other = an_agency(session, "Beacon")
    with pytest.MonkeyPatch.context() as older:
        older.setattr(comparing, "RULES", b"older")
        imported(session, other, [a_document(str(number)) for number in range(BATCH + 1)])
    assert renew_outdated(session, agency) == 2
    assert renew_outdated(session, other, own_only=True) == 0
    assert renew_outdated(session, other) == BATCH + 1


def test_services_are_found_by_postcode_in_small_transactions(session: Session) -> None:
    agency = an_agency(session)
    place = at(None, None, postal_code="M14 5AB")
    put(session, agency, [a_service(f"Hall {number}", place) for number in range(2 * BATCH + 1)])
    commits: list[object] = []
    engine, note = session.get_bind().engine, commits.append
    event.listen(engine, "commit", note)
    find_by_postcode(session, agency)
    event.remove(engine, "commit", note)
    assert len(commits) == 3
