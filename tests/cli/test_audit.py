"""``supportmap audit verify`` as its users meet it."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from supportmap.records.audit import Actor, AuditHead, AuditRow, record
from supportmap.records.database import writing
from supportmap.settings import Settings
from tests.cli.test_backup import run
from tests.service import an_agency


@pytest.fixture
def agencies(session: Session) -> tuple[UUID, UUID]:
    """Two agencies; the first has five acts in its audit, the second one."""
    first, second = an_agency(session), an_agency(session)
    with writing(session):
        for number in range(4):
            record(session, Actor.operator(first), f"act.{number}")
    return first, second


def test_a_whole_audit_is_told_with_where_it_ends(
    session: Session, agencies: tuple[UUID, UUID], service_settings: Settings
) -> None:
    result = run(service_settings, "audit", "verify")
    assert (result.exit_code, result.stderr) == (0, "")
    ends = {row.agency_id: f"{row.seq}:{row.chain.hex()[:16]}" for row in session.scalars(select(AuditHead))}
    first, second = agencies
    assert result.stdout.splitlines() == [
        f"agency {first}: 5 rows, end {ends[first]}",
        f"agency {second}: 1 row, end {ends[second]}",
    ]
    one = run(service_settings, "audit", "verify", "--agency", first, "--expect", ends[first])
    assert (one.exit_code, one.stdout) == (0, f"agency {first}: 5 rows, end {ends[first]}\n")


def test_the_first_broken_row_is_named_and_the_other_agencies_are_still_checked(
    session: Session, agencies: tuple[UUID, UUID], service_settings: Settings
) -> None:
    first, second = agencies
    with writing(session):
        session.execute(
            update(AuditRow).where(AuditRow.agency_id == first, AuditRow.seq >= 3).values(role="admin")
        )
    result = run(service_settings, "audit", "verify")
    assert (result.exit_code, result.stderr) == (
        1,
        f"audit of agency {first}: row 3 is not as it was written\n",
    )
    assert result.stdout.startswith(f"agency {second}: 1 row")
    assert run(service_settings, "audit", "verify", "--agency", second).exit_code == 0


def test_a_tail_that_was_cut_off_is_found_with_the_end_noted_earlier(
    session: Session, agencies: tuple[UUID, UUID], service_settings: Settings
) -> None:
    first, _ = agencies
    noted = run(service_settings, "audit", "verify", "--agency", first).stdout.split()[-1]
    earlier = session.scalar(select(AuditRow.chain).where(AuditRow.agency_id == first, AuditRow.seq == 3))
    with writing(session):
        session.execute(delete(AuditRow).where(AuditRow.agency_id == first, AuditRow.seq > 3))
        session.execute(update(AuditHead).where(AuditHead.agency_id == first).values(seq=3, chain=earlier))
    assert run(service_settings, "audit", "verify").exit_code == 0
    result = run(service_settings, "audit", "verify", "--agency", first, "--expect", noted)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "row 4 is missing: the audit went further" in result.stderr


def test_bad_input_ends_with_status_2(agencies: tuple[UUID, UUID], service_settings: Settings) -> None:
    for arguments, complaint in (
        (("--agency", uuid4()), "there is no agency with this id"),
        (("--agency", "harbour"), "not a valid UUID"),
        (("--expect", "5:0123456789abcdef"), "say which with --agency"),
        (("--agency", agencies[0], "--expect", "5"), "give it as it was printed"),
        (("--agency", agencies[0], "--expect", "five:0123456789abcdef"), "give it as it was printed"),
    ):
        result = run(service_settings, "audit", "verify", *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert complaint in result.stderr


def test_without_any_agency_it_says_so(session: Session, service_settings: Settings) -> None:
    result = run(service_settings, "audit", "verify")
    assert (result.exit_code, result.stderr) == (0, "There is no agency yet.\n")
