"""A whole database in one file: by SQLite's backup API, or by PostgreSQL's own pg_dump and pg_restore.

A copy of SQLite's file alone is damaged whenever somebody writes meanwhile, so it is never copied.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, text
from sqlalchemy.pool import NullPool

from supportmap.records.archive import BadBackup
from supportmap.records.reflecting import reflected

__all__ = ["check_integrity", "dumped", "load_postgresql", "remove_tables", "settle_sqlite"]


@contextmanager
def dumped(engine: Engine, target: Path) -> Iterator[Connection]:
    """Dump a database to a new file, and hold a connection that sees exactly what the dump has."""
    if engine.dialect.name == "sqlite":
        _copy_sqlite(engine, target)
        copy = create_engine(f"sqlite:///{target}", poolclass=NullPool)
        with copy.connect() as connection:
            check_integrity(connection)
            yield connection
        return
    with engine.connect() as connection:
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        options = ("--format=custom", "--compress=0", f"--snapshot={snapshot}", f"--file={target}")
        _run("pg_dump", engine.url, *options)
        yield connection


def load_postgresql(engine: Engine, dump: Path) -> None:
    """Fill an empty PostgreSQL database from a dump, wholly or not at all."""
    _run("pg_restore", engine.url, "--single-transaction", str(dump))


def check_integrity(connection: Connection) -> None:
    """Raise BadBackup if SQLite finds that a database is damaged."""
    if connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
        raise BadBackup("the database is damaged: SQLite's integrity_check finds faults")


def settle_sqlite(file: Path) -> None:
    """Bring all that a SQLite database consists of into its one file."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def remove_tables(engine: Engine) -> None:
    """Empty a database that was filled in vain."""
    with engine.begin() as connection:
        reflected(connection).drop_all(connection)


def _copy_sqlite(engine: Engine, target: Path) -> None:
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    source = engine.raw_connection()
    driver: Any = source.driver_connection
    try:
        # In one step: it holds one state of the database, and writers go on beside it.
        with closing(sqlite3.connect(target)) as copy:
            driver.backup(copy, pages=-1)
    finally:
        source.close()
    settle_sqlite(target)


def _run(program: str, url: URL, *options: str) -> None:
    """Run a program of PostgreSQL on a database. Others on this machine can see its command line."""
    environment = {**os.environ, "LC_MESSAGES": "C"}
    if password := url.password or url.query.get("password"):
        environment["PGPASSWORD"] = str(password)
    command = [
        program,
        "--no-password",
        "--no-owner",
        "--no-privileges",
        f"--dbname={_address(url)}",
        *options,
    ]
    try:
        done = subprocess.run(  # noqa: S603 - the program is one of two, and no shell reads the rest
            command, check=False, env=environment, capture_output=True, text=True, errors="replace"
        )
    except FileNotFoundError:
        raise BadBackup(f"needs {program}: install the client programs of PostgreSQL") from None
    if done.returncode:
        raise BadBackup(f"{program} failed{_told(done.stderr)}")


def _told(output: str) -> str:
    """Return what a program of PostgreSQL complains of, unless it could quote what is kept."""
    if "server version mismatch" in output:
        return ": it is older than the server: install the client programs of the server's version"
    return ""


def _address(url: URL) -> str:
    """Return the address without the password, which may stand in either of two places."""
    query = {name: value for name, value in url.query.items() if name != "password"}
    plain = URL.create("postgresql", url.username, None, url.host, url.port, url.database, query)
    return plain.render_as_string(hide_password=False)
