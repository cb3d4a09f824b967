"""What is kept, opened for work at the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from supportmap.records.database import connected, database_url
from supportmap.records.encryption import Keyring
from supportmap.records.keys import check_key, keyring
from supportmap.records.migrate import check_current
from supportmap.settings import BadSetting, Settings

__all__ = ["opened", "session_on"]


@contextmanager
def opened(settings: Settings, older: bool = False) -> Iterator[tuple[Engine, Keyring]]:
    """Hold the database and its keys, or raise BadSetting: it must be there, current, and open to this key.

    With ``older`` it may also be one that waits to be brought up to date.
    """
    _refuse_absent(settings.url)
    with connected(settings.url) as engine:
        check_current(engine, older)
        keys = keyring(settings)
        check_key(engine, keys)
        yield engine, keys


def session_on(engine: Engine | Connection, keys: Keyring) -> Session:
    """Return a database session that seals and opens with these keys."""
    return Session(engine, info={"keyring": keys}, expire_on_commit=False)


def _refuse_absent(url: str) -> None:
    # SQLite would make the file, and what was missing would look empty.
    parsed = database_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(str(parsed.database)).is_file():
        raise BadSetting("SUPPORTMAP_DATA", "holds no database: start with `supportmap serve`")
