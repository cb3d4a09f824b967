"""The shape of the database, step by step: Alembic's revisions, all that are due in one transaction.

A revision may say ``rows_change = ("table",)`` of tables that it fills or empties on purpose; every other
table must have as many rows afterwards as before. On SQLite a table that is rebuilt takes the rows that
point at it along if references are on, and a check of the references afterwards finds nothing wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, func, select, table, text

from supportmap.records.base import Base
from supportmap.records.database import WRITES, turns_of
from supportmap.records.reasons import ADDRESS
from supportmap.records.reflecting import table_names
from supportmap.settings import BadSetting

__all__ = [
    "SCRIPTS",
    "check_current",
    "count_rows",
    "current",
    "downgrade",
    "is_current",
    "knows",
    "revision_on",
    "upgrade",
]

SCRIPTS = ScriptDirectory(str(Path(__file__).parent / "migrations"))
VERSIONS = "alembic_version"
LOCK = 0x5355_5050_4D41_5021
"""Any number, as long as it is always the same: who migrates on PostgreSQL holds it."""
WAIT_SECONDS = 600
"""How long somebody waits for another process to finish migrating SQLite."""

_Steps = Callable[[Any, MigrationContext], Iterable[RevisionStep]]


def upgrade(engine: Engine, to: str = "head", scripts: ScriptDirectory = SCRIPTS) -> None:
    """Bring a database to a revision; it may be empty or there already. It is done wholly or not at all."""
    _migrate(engine, scripts, lambda revision, _context: scripts._upgrade_revs(to, revision))


def downgrade(engine: Engine, to: str, scripts: ScriptDirectory = SCRIPTS) -> None:
    """Take a database back to an earlier revision, or to ``base``: with no tables at all."""
    _migrate(engine, scripts, lambda revision, _context: scripts._downgrade_revs(to, revision))


def current(engine: Engine) -> str | None:
    """Return the revision of a database; None if it has no tables of supportmap."""
    with engine.connect() as connection:
        return revision_on(connection)


def revision_on(connection: Connection) -> str | None:
    """Return the revision of a database as this connection sees it."""
    return MigrationContext.configure(connection).get_current_revision()


def is_current(engine: Engine) -> bool:
    """Tell whether a database has the shape that this program needs."""
    return current(engine) == SCRIPTS.get_current_head()


def check_current(engine: Engine, older: bool = False) -> None:
    """Raise BadSetting unless a database has the shape that this program needs, or may have ``older``."""
    with engine.connect() as connection:
        revision = _known(connection, SCRIPTS)
    if revision is None:
        raise BadSetting(ADDRESS, "the database is empty: start with `supportmap serve`")
    if revision != SCRIPTS.get_current_head() and not older:
        raise BadSetting(ADDRESS, "the database was made by an older supportmap: it has to be migrated first")


def knows(revision: str, scripts: ScriptDirectory = SCRIPTS) -> bool:
    """Tell whether this program can go on from a revision."""
    try:
        return scripts.get_revision(revision) is not None
    except CommandError:
        return False


def count_rows(connection: Connection) -> dict[str, int]:
    """Return how many rows each table holds."""
    names = sorted(set(table_names(connection)) - {VERSIONS})
    return {
        name: connection.execute(select(func.count()).select_from(table(name))).scalar_one() for name in names
    }


def _migrate(engine: Engine, scripts: ScriptDirectory, steps: _Steps) -> None:
    with _alone(engine) as connection:
        _known(connection, scripts)
        before = count_rows(connection)
        taken = _run(connection, steps)
        _check_references(connection)
        _check_counts(before, count_rows(connection), taken)


def _run(connection: Connection, steps: _Steps) -> list[RevisionStep]:
    """Take the steps, and return them."""
    taken: list[RevisionStep] = []

    def due(revision: Any, context: MigrationContext) -> Iterable[RevisionStep]:
        taken.extend(steps(revision, context))
        return taken

    options = {"fn": due, "target_metadata": Base.metadata}
    context = MigrationContext.configure(connection, opts=options)
    with Operations.context(context):
        context.run_migrations()
    return taken


def _known(connection: Connection, scripts: ScriptDirectory) -> str | None:
    """Return the revision of a database, or raise BadSetting if this program can't have made it."""
    revision = revision_on(connection)
    if revision is None:
        if set(table_names(connection)) - {VERSIONS}:
            raise BadSetting(ADDRESS, "the database holds tables that supportmap did not make")
        return None
    if not knows(revision, scripts):
        raise BadSetting(ADDRESS, "the database was made by a newer supportmap: install that one")
    return revision


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """Hold a transaction in which nobody else migrates this database."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            with turns_of(engine), _without_references(connection):
                yield connection
        else:
            # Whoever waited for the lock must see what its holder did.
            with connection.execution_options(isolation_level="READ COMMITTED").begin():
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
                yield connection


@contextmanager
def _without_references(connection: Connection) -> Iterator[None]:
    # Nobody gets this connection afterwards: it is not as the others are.
    connection.detach()
    driver: Any = connection.connection.dbapi_connection
    # This has no effect once a transaction has begun.
    driver.execute("PRAGMA foreign_keys = OFF")
    driver.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
    with connection.execution_options(**{WRITES: True}).begin():
        yield


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise RuntimeError(f"a migration left a row of {broken[0]} pointing at nothing: nothing was kept")


def _check_counts(before: dict[str, int], after: dict[str, int], taken: Iterable[RevisionStep]) -> None:
    """Refuse a migration that lost rows, or made them, where it didn't say so."""
    declared = {name for step in taken for name in _rows_change(step)}
    for name in before.keys() & after.keys() - declared:
        if before[name] != after[name]:
            raise RuntimeError(f"a migration changed how many rows {name} has: nothing was kept")


def _rows_change(step: RevisionStep) -> tuple[str, ...]:
    revision: Any = getattr(step, "revision", None)
    names: tuple[str, ...] = getattr(revision.module, "rows_change", ()) if revision else ()
    return names
