"""What all tests share: how far Hypothesis searches, and the real data that is never committed.

``pytest --hypothesis-profile=explore`` searches from new seeds instead of the same ones every time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from supportmap.app import create_app
from supportmap.records.database import db
from supportmap.settings import Settings
from tests.databases import ENGINES, a_database, migrate, renew, require, settings_in, without_tables

# A slow machine must not fail what a fast one passes.
_STEADY = settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("supportmap", _STEADY, derandomize=True)
settings.register_profile("explore", _STEADY, max_examples=5000)
settings.load_profile("supportmap")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data, at SUPPORTMAP_SHARED_DATA or beside the repository."""
    given = os.environ.get("SUPPORTMAP_SHARED_DATA")
    folder = Path(given) if given else Path(__file__).parents[2] / "shared" / "data"
    if given and not folder.is_dir():
        pytest.fail("SUPPORTMAP_SHARED_DATA names no folder")
    if not folder.is_dir() and os.environ.get("CI"):
        pytest.fail("the shared data isn't there, so the tests on real networks would not run")
    if not folder.is_dir():
        pytest.skip("the shared data isn't there: set SUPPORTMAP_SHARED_DATA")
    return folder


@pytest.fixture(scope="session", params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each engine in turn; every test of the service runs on all of them."""
    engine: str = request.param
    require(engine)
    return engine


@pytest.fixture(scope="session")
def empty_database(
    engine_name: str, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[str]:
    """The address of a database with all its tables and nothing in them."""
    with a_database(engine_name, tmp_path_factory.mktemp("database"), worker_id) as url:
        engine = create_engine(url)
        migrate(engine)
        engine.dispose()
        yield url


@pytest.fixture(scope="session")
def spare_postgresql(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """The address of a second PostgreSQL database; use it through ``spare_url``."""
    with a_database("postgresql", tmp_path_factory.mktemp("spare"), f"{worker_id}_spare") as url:
        yield url


@pytest.fixture
def spare_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database without any tables."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path / 'spare.sqlite3'}"
        return
    url: str = request.getfixturevalue("spare_postgresql")
    yield url
    without_tables(url)


@pytest.fixture
def service_settings(engine_name: str, empty_database: str, tmp_path: Path) -> Settings:
    """The settings of a service with an empty database and a key of its own."""
    return settings_in(tmp_path, engine_name, empty_database)


@pytest.fixture(scope="session")
def one_service(
    engine_name: str, empty_database: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Settings, Flask]:
    """The service that all tests have in common which don't ask for its settings: making one takes long."""
    settings = settings_in(tmp_path_factory.mktemp("service"), engine_name, empty_database)
    return settings, create_app(settings)


@pytest.fixture
def app(request: pytest.FixtureRequest, empty_database: str) -> Iterator[Flask]:
    """The service with an empty database.

    Whoever asks for ``service_settings``, too, has a service of their own, to change it or to listen to it.
    """
    if "service_settings" in request.fixturenames:
        app = create_app(request.getfixturevalue("service_settings"))
    else:
        settings, app = request.getfixturevalue("one_service")
        renew(settings, empty_database)
        for limiter in app.extensions["limiter"]:
            limiter.reset()
    with app.app_context():
        # What making the service left open is the file before this one, which nobody else sees.
        db.engine.dispose()
        yield app
        db.session.close()
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Session:
    """A database session of the service; write within ``writing(session)``."""
    return db.session
