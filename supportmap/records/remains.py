"""What is left of deleted rows in a database's files, and how it is taken out of them.

SQLite overwrites what is deleted (``secure_delete``), but a page that was once rebuilt may keep a copy
between its rows, and the log that it writes ahead has the pages as they were. So the whole file is written
anew, and the log emptied. PostgreSQL keeps rows until they are vacuumed.
"""

from __future__ import annotations

import logging
import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from supportmap.records.database import turns_of

__all__ = ["clear_if_due", "clear_remains", "note_remains"]

DUE = "PRAGMA user_version"
"""Kept in the file itself: 1 from an erasure until nothing is left of it, whatever comes between."""
_log = logging.getLogger(__name__)


def note_remains(connection: Connection) -> None:
    """Note, in the transaction that deletes, that something may be left of it afterwards."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"{DUE} = 1")


def clear_if_due(engine: Engine) -> None:
    """Take out what an erasure left that was cut off by a crash, or by somebody who was reading."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            due = connection.exec_driver_sql(DUE).scalar()
        if due:
            clear_remains(engine)


def clear_remains(engine: Engine) -> bool:
    """Take what is left of deleted rows out of the files; False where it must be tried again later.

    Others go on reading meanwhile; who writes waits. It takes SQLite some seconds for a gigabyte, and as much
    free space as there is data.
    """
    try:
        if engine.dialect.name == "sqlite":
            with turns_of(engine):
                return _rewrite(engine)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM"))
    except (sqlite3.Error, SQLAlchemyError):
        _log.warning("what an erased client left in the files of the database couldn't be taken out yet")
        return False
    return True


def _rewrite(engine: Engine) -> bool:
    source = engine.raw_connection()
    driver: Any = source.driver_connection
    try:
        driver.execute("VACUUM")
        if _busy(driver):
            return False
        driver.execute(f"{DUE} = 0")
        return True
    finally:
        source.close()


def _busy(driver: Any) -> bool:
    """Empty the log; tell whether somebody still reads from it, who is waited for a few seconds."""
    return bool(driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
