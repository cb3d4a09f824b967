"""The databases that tests run on: SQLite always, PostgreSQL where SUPPORTMAP_TEST_DATABASE_URL names one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, create_engine, delete, make_url, text

from supportmap.records.base import Base
from supportmap.records.database import prepare
from supportmap.records.dump import remove_tables
from supportmap.records.keys import make_key
from supportmap.records.migrate import upgrade
from supportmap.settings import Settings

NAME = "SUPPORTMAP_TEST_DATABASE_URL"
ENGINES = ("sqlite", "postgresql")


def require(engine: str) -> None:
    """Skip what needs PostgreSQL where there is none, and fail in CI: it must not pass by not running."""
    if engine == "postgresql" and not os.environ.get(NAME):
        if os.environ.get("CI"):
            pytest.fail(f"{NAME} is not set, so the tests on PostgreSQL would not run")
        pytest.skip(f"not run on PostgreSQL: set {NAME}")


@contextmanager
def a_database(engine: str, folder: Path, worker: str) -> Iterator[str]:
    """The address of an empty database of one's own, for as long as it is needed."""
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'supportmap.sqlite3'}"
        return
    given = make_url(os.environ[NAME])
    own = given.set(database=f"{given.database}_{worker}")
    _administer(given, f'DROP DATABASE IF EXISTS "{own.database}" WITH (FORCE)')
    _administer(given, f"CREATE DATABASE \"{own.database}\" ENCODING 'UTF8' TEMPLATE template0")
    # Nobody needs what a test wrote to outlive this machine.
    _administer(given, f'ALTER DATABASE "{own.database}" SET synchronous_commit = off')
    yield own.render_as_string(hide_password=False)
    _administer(given, f'DROP DATABASE IF EXISTS "{own.database}" WITH (FORCE)')


def _administer(url: URL, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def emptied(url: str) -> None:
    """Empty every table of a PostgreSQL database."""
    engine = create_engine(url)
    with engine.begin() as connection:
        # Of the few rows that a test writes, deleting is a hundred times as fast as truncating.
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(delete(table))
    engine.dispose()


def without_tables(url: str) -> None:
    """Take every table out of a database."""
    engine = create_engine(url)
    remove_tables(engine)
    engine.dispose()


def migrate(engine: Engine) -> None:
    """Give a database its tables, as the service does."""
    prepare(engine)
    upgrade(engine)


def settings_in(folder: Path, engine_name: str, empty_database: str) -> Settings:
    """The settings of a service in this folder: an empty database with all its tables, and a key."""
    url = None if engine_name == "sqlite" else empty_database
    settings = Settings(data=folder / "data", key_file=folder / "keys" / "master.key", database_url=url)
    make_key(settings)
    renew(settings, empty_database)
    return settings


def renew(settings: Settings, empty_database: str) -> None:
    """Leave nothing in the folders of a service but its key and an empty database with all its tables."""
    settings.data.mkdir(exist_ok=True)
    for each in {*settings.data.iterdir(), *settings.key_file.parent.iterdir()} - {settings.key_file}:
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    if settings.database_url:
        emptied(settings.database_url)
    else:
        shutil.copy(empty_database.removeprefix("sqlite:///"), settings.data / "supportmap.sqlite3")
