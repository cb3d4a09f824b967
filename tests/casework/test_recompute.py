"""``supportmap recompute``: coverage rows by today's formula, for every client who needs it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from supportmap.cli import recompute
from supportmap.cli.recompute import recompute_command
from supportmap.records.database import db, writing
from supportmap.records.network import CoverageRow
from supportmap.settings import Settings
from tests.casework.acting import Desk, a_desk
from tests.service import a_client


@pytest.fixture
def environment(service_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of the service as its own commands read them."""
    monkeypatch.setenv("SUPPORTMAP_DATA", str(service_settings.data))
    monkeypatch.setenv("SUPPORTMAP_KEY_FILE", str(service_settings.key_file))
    if service_settings.database_url:
        monkeypatch.setenv("SUPPORTMAP_DATABASE_URL", service_settings.database_url)


def printed(*args: str) -> str:
    outcome = CliRunner().invoke(recompute_command, args, catch_exceptions=False)
    assert outcome.exit_code == 0
    return outcome.stdout


def of_formula(session: Session, formula: str) -> int:
    session.rollback()
    return session.scalar(select(func.count()).where(CoverageRow.formula == formula)) or 0


@pytest.mark.usefixtures("environment")
def test_every_client_of_an_older_formula_or_of_none_is_done(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recompute, "BATCH", 2)
    session = db.session
    desks = [a_desk(session) for _ in range(3)]
    for desk in desks:
        desk.add(emotional=2)
    Desk(session, desks[0].actor, a_client(session, desks[0].owner.agency_id))  # without rows
    with writing(session):
        older = CoverageRow.client_id != desks[2].owner.client_id
        session.execute(update(CoverageRow).where(older).values(formula="coverage-0", status="covered"))
    session.close()
    assert printed() == "Found the coverage of 3 clients anew, by the formula coverage-1.\n"
    assert (of_formula(session, "coverage-0"), of_formula(session, "coverage-1")) == (0, 12)
    for desk in desks:
        desk.check_sums()
    session.close()
    assert printed().startswith("Found the coverage of 0 clients")
    assert printed("--all").startswith("Found the coverage of 4 clients")
