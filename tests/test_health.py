"""Whether the service says that it lives and that it is ready, and says nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from time import sleep
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text

from supportmap import health
from supportmap.records.database import db
from supportmap.records.encryption import Keyring
from tests.service import an_agency

# What was answered is remembered for a second: each test has a service of its own.
pytestmark = pytest.mark.usefixtures("service_settings")


@pytest.fixture(autouse=True)
def shape(app: Flask) -> Iterator[str]:
    """The revision of the database, put back at the end: the next test has the same database."""
    with db.engine.begin() as connection:
        revision: str = connection.scalar(text("SELECT version_num FROM alembic_version"))
    yield revision
    set_revision(revision)


def set_revision(revision: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})


def readiness(app: Flask) -> tuple[int, str]:
    response = app.test_client().get("/readyz")
    return response.status_code, response.text


READY, NOT_READY = (200, "ready\n"), (503, "not ready\n")


def test_a_service_that_works_is_ready(app: Flask) -> None:
    an_agency(db.session)
    assert readiness(app) == READY


def test_it_lives_without_looking_at_anything(app: Flask) -> None:
    taken: list[Any] = []
    event.listen(db.engine, "checkout", lambda *given: taken.append(given))
    response = app.test_client().get("/livez")
    assert (response.status_code, response.text, taken) == (200, "ok\n", [])


def test_a_database_of_another_shape_is_not_ready(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    set_revision("another")
    assert readiness(app) == NOT_READY
    assert caplog.messages[0] == "not ready: migrations"


def test_data_of_another_key_is_not_ready(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    an_agency(db.session)
    db.session.info["keyring"] = Keyring(bytes(32))
    db.sessionmaker.configure(info={"keyring": Keyring(bytes(32))})
    assert readiness(app) == NOT_READY
    assert caplog.messages[0] == "not ready: key"


def test_a_database_that_only_reads_is_not_ready(
    app: Flask, engine_name: str, caplog: pytest.LogCaptureFixture
) -> None:
    forbidding = {
        "sqlite": "PRAGMA query_only = ON",
        "postgresql": "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
    }[engine_name]
    db.session.close()
    db.engine.dispose()

    @event.listens_for(db.engine, "connect")
    def forbid(connection: Any, _record: object) -> None:
        connection.execute(forbidding)
        connection.commit()

    try:
        assert readiness(app) == NOT_READY
    finally:
        event.remove(db.engine, "connect", forbid)
        db.session.close()
        db.engine.dispose()
    assert caplog.messages[0] == "not ready: database"


def test_a_full_disk_is_not_ready_where_the_database_is_on_it(
    app: Flask, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "LEAST_SPACE", 10**18)
    assert readiness(app) == (NOT_READY if engine_name == "sqlite" else READY)


def test_an_answer_holds_for_a_second(app: Flask) -> None:
    assert readiness(app) == READY
    set_revision("another")
    assert readiness(app) == READY
    sleep(health.FRESH_SECONDS)
    assert readiness(app) == NOT_READY
