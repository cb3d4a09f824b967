"""A service that the tests of one module share, because signing everybody in takes a while."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from flask import Flask

from supportmap.app import create_app
from supportmap.records.database import db
from supportmap.records.keys import make_key
from supportmap.settings import Settings
from tests.access.town import Town
from tests.databases import emptied


@pytest.fixture(scope="module")
def service(
    engine_name: str, empty_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The service with a database that is empty when the module begins."""
    folder = tmp_path_factory.mktemp("service")
    data = folder / "data"
    data.mkdir()
    if engine_name == "sqlite":
        shutil.copy(empty_database.removeprefix("sqlite:///"), data / "supportmap.sqlite3")
    else:
        emptied(empty_database)
    url = None if engine_name == "sqlite" else empty_database
    settings = Settings(data=data, key_file=folder / "keys" / "master.key", database_url=url)
    make_key(settings)
    app = create_app(settings)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def town(service: Flask) -> Town:
    """The town of this module."""
    return Town(service)
