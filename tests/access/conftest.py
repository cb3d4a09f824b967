"""A service that the tests of one module share, because signing everybody in takes a while."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from supportmap.app import create_app
from supportmap.pages import sources
from supportmap.records.database import db
from tests.access.town import Town
from tests.databases import settings_in
from tests.mailing import a_mail_server


@pytest.fixture(scope="module")
def service(
    engine_name: str, empty_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The service with a database that is empty when the module begins."""
    settings = settings_in(tmp_path_factory.mktemp("service"), engine_name, empty_database)
    with a_mail_server() as box, pytest.MonkeyPatch.context() as patch:
        # It would go on writing meanwhile; tests/pages/test_sources.py runs it.
        patch.setattr(sources, "start_import", lambda *_: None)
        app = create_app(replace(settings, smtp_url=box.url))
        yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def town(service: Flask) -> Town:
    """The town of this module."""
    return Town(service)
