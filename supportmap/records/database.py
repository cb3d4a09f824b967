"""The database behind the service: SQLite or PostgreSQL, and how each reads and writes without loss."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from supportmap.records.encryption import Keyring
from supportmap.records.reasons import ADDRESS, unreachable
from supportmap.settings import BadSetting

__all__ = [
    "Database",
    "Turns",
    "check_reachable",
    "connected",
    "database_url",
    "db",
    "keyring_of",
    "prepare",
    "turns_of",
    "writing",
]

WRITES = "supportmap_writes"
"""The execution option of a connection whose transaction is about to write."""
ENGINES = {"sqlite": "pysqlite", "postgresql": "psycopg"}
BUSY_SECONDS = 5
PAGES_KEPT = 16_384
"""KiB of the file that a connection to SQLite may keep: by default a large directory has no room."""

Database = SQLAlchemy
_turns: WeakKeyDictionary[Engine, Turns] = WeakKeyDictionary()
db = SQLAlchemy(engine_options={"hide_parameters": True}, session_options={"expire_on_commit": False})


def database_url(url: str) -> URL:
    """Return the address of a database that supportmap knows, or raise BadSetting: it never falls back."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise BadSetting(ADDRESS, "is no database address: postgresql+psycopg://user@host/name") from None
    engine = parsed.get_backend_name()
    if engine not in ENGINES or parsed.get_driver_name() != ENGINES[engine]:
        raise BadSetting(ADDRESS, "names another database: use sqlite:/// or postgresql+psycopg://")
    if engine == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise BadSetting(ADDRESS, "names no file to keep the data in")
    return parsed


def engine_options(url: URL) -> dict[str, Any]:
    """Return how connections to this database are made.

    A request that reads sees one state of the database, however many tables it reads.
    """
    if url.get_backend_name() == "sqlite":
        return {"url": url, "connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False}}
    options = {"url": url, "isolation_level": "REPEATABLE READ", "pool_pre_ping": True, "pool_size": 16}
    # A server with another encoding must be able to say so.
    connect_args = {"connect_timeout": 10, "client_encoding": "utf8"}
    return {**options, "max_overflow": 32, "connect_args": connect_args}


def prepare(engine: Engine) -> None:
    """Make an engine behave: SQLite begins its transactions when it is told to, and checks references."""
    if engine.dialect.name == "sqlite":
        _turns[engine] = Turns()
        _keep_private(Path(str(engine.url.database)))
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def _keep_private(file: Path) -> None:
    """Let nobody else read the file; what SQLite puts beside it takes over its rights."""
    with suppress(OSError):  # whether the file can be opened is asked when it is
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        if file.stat().st_mode & 0o077:
            file.chmod(0o600)


def turns_of(engine: Engine) -> Turns:
    """Return the lock that whoever writes to this SQLite database holds, within this process."""
    return _turns[engine]


@contextmanager
def connected(url: str) -> Iterator[Engine]:
    """Hold an engine for work outside the service, or raise BadSetting if the database can't be reached."""
    engine = create_engine(**engine_options(database_url(url)), hide_parameters=True)
    prepare(engine)
    try:
        check_reachable(engine)
        yield engine
    finally:
        engine.dispose()


def check_reachable(engine: Engine) -> None:
    """Raise BadSetting if the database can't be reached or could lose a letter."""
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                _check_encoding(connection)
    except (SQLAlchemyError, UnicodeError) as error:  # the latter for the name of a host that can't be one
        raise unreachable(engine.url, error) from None


def _check_encoding(connection: Connection) -> None:
    if connection.scalar(text("SHOW server_encoding")) != "UTF8":
        raise BadSetting(ADDRESS, "the database must have the encoding UTF8")


def _configure_sqlite(connection: Any, _record: object) -> None:
    # Otherwise Python begins transactions by itself, too late and always as readers.
    connection.isolation_level = None
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute(f"PRAGMA cache_size = -{PAGES_KEPT}")


def _begin_sqlite(connection: Connection) -> None:
    # A reader that turns writer fails at once when somebody wrote meanwhile, whatever the timeout.
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class Turns:
    """A lock that is given to threads in the order they asked for it: SQLite's own lets some wait seconds."""

    def __init__(self) -> None:
        """Begin with nobody inside."""
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    def __enter__(self) -> None:
        """Wait for one's turn."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        try:
            turn.wait()
        except BaseException:
            self._give_up(turn)
            raise

    def __exit__(self, *_: object) -> None:
        """Let the next one in."""
        with self._guard:
            self._pass_on()

    def _give_up(self, turn: threading.Event) -> None:
        """Leave the queue; a turn that came in the meantime goes to the next one."""
        with self._guard:
            if turn in self._waiting:
                self._waiting.remove(turn)
            else:
                self._pass_on()

    def _pass_on(self) -> None:
        if self._waiting:
            self._waiting.popleft().set()
        else:
            self._taken = False


@contextmanager
def writing(session: Session) -> Iterator[Session]:
    """Run one transaction that writes; it is committed at the end, or leaves nothing.

    Whatever was read before is forgotten: what a change depends on is to be read again within.
    """
    session.rollback()
    engine = session.get_bind().engine
    if engine.dialect.name == "sqlite":
        with _turns[engine]:
            yield from _committing(session, {WRITES: True})
    else:
        # Who waited for a lock must see what its holder wrote.
        yield from _committing(session, {"isolation_level": "READ COMMITTED"})


def _committing(session: Session, options: dict[str, Any]) -> Iterator[Session]:
    try:
        session.connection(execution_options=options)
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


def keyring_of(session: Session) -> Keyring:
    """Return the keys that this session seals and opens with."""
    keyring: Keyring = session.info["keyring"]
    return keyring
