"""Whether the service lives, and whether it is ready for requests: two addresses for whoever watches it.

Both are open to anybody and tell nothing but yes or no; the log says what isn't ready.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from time import monotonic

from flask import Blueprint, Response
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from supportmap.access.acting import public
from supportmap.records.agency import Agency, agency_vault
from supportmap.records.database import db, writing
from supportmap.records.encryption import Unreadable
from supportmap.records.migrate import is_current

__all__ = ["CHECKS", "LEAST_SPACE", "health"]

LEAST_SPACE = 100 * 1024**2
"""Bytes that must be free where SQLite keeps its file."""
FRESH_SECONDS = 1.0

_log = logging.getLogger("supportmap.health")


def health() -> Blueprint:
    """Return the routes, which remember for a second what they answered."""
    routes, latest = Blueprint("health", __name__), Latest()

    @routes.get("/livez")
    @public
    def livez() -> Response:
        """Answer that the process serves; nothing is looked at."""
        return Response("ok\n", mimetype="text/plain")

    @routes.get("/readyz")
    @public
    def readyz() -> Response:
        """Answer whether requests can be served."""
        if latest.is_ready():
            return Response("ready\n", mimetype="text/plain")
        return Response("not ready\n", 503, mimetype="text/plain")

    return routes


def _writes() -> bool:
    # A row becomes what it was: that takes all that a change takes, up to the disk.
    with writing(db.session):
        db.session.execute(text("UPDATE alembic_version SET version_num = version_num"))
    return True


def _opens() -> bool:
    agency = db.session.execute(select(Agency.id, Agency.sealed).limit(1)).one_or_none()
    if agency is not None:
        agency_vault(db.session, agency.id).open("agency", agency.id, agency.sealed)
    return True


def _has_shape() -> bool:
    return is_current(db.engine)


def _has_space() -> bool:
    if db.engine.dialect.name != "sqlite":
        return True
    return shutil.disk_usage(Path(str(db.engine.url.database)).parent).free >= LEAST_SPACE


CHECKS: Mapping[str, Callable[[], bool]] = {
    "migrations": _has_shape,
    "key": _opens,
    "space": _has_space,
    "database": _writes,
}


class Latest:
    """The latest answer, kept for a second: whoever asks all the time must not keep others from writing."""

    def __init__(self) -> None:
        """Begin without an answer."""
        self._guard = Lock()
        self._until = 0.0
        self._ready = False

    def is_ready(self) -> bool:
        """Return the answer, looked up anew where it is old."""
        with self._guard:
            if monotonic() >= self._until:
                self._ready = not (failing := _failing())
                self._until = monotonic() + FRESH_SECONDS
                if failing:
                    _log.warning("not ready: %s", ", ".join(failing))
            return self._ready


def _failing() -> list[str]:
    return [name for name, check in CHECKS.items() if not _passes(check)]


def _passes(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (SQLAlchemyError, Unreadable, OSError):
        db.session.rollback()
        return False
