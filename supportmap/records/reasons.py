"""Why a database can't be reached, and what to do about it, in words that hold nothing of its address.

What a driver or a server says itself may quote the address, so it is never passed on.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from sqlalchemy import URL

from supportmap.settings import BadSetting

__all__ = ["ADDRESS", "unreachable"]

ADDRESS = "SUPPORTMAP_DATABASE_URL"
FOLDER_OR_ADDRESS = f"SUPPORTMAP_DATA or {ADDRESS}"
"""A SQLite file is named by either."""

SERVER = (
    (
        "password authentication failed",
        "the server refuses this user and password: correct them in the address",
    ),
    ("no password supplied", "the server wants a password: user:password@host in the address"),
    (
        "no pg_hba.conf entry|authentication failed|not permitted to log in|permission denied for database",
        "the server doesn't let this user in from here: allow it there (pg_hba.conf, LOGIN, CONNECT)",
    ),
    ('role ".*" does not exist', "the server knows no user of this name: make it first (createuser)"),
    (
        'database ".*" does not exist',
        "the server has no database of this name: make it first (createdb, encoding UTF8)",
    ),
    ("starting up|shutting down|recovery mode", "the server is starting or stopping: try again in a moment"),
    (
        "too many (clients|connections)|connection slots",
        "the server takes no more connections: raise its max_connections, or end some",
    ),
    ("translate host name|resolve host|idna", "the host isn't known: correct its name in the address"),
    (
        "Connection refused|No such file or directory",
        "nothing answers there: start the server, or correct host and port in the address",
    ),
    (
        "timeout|timed out|No route to host|unreachable",
        "the server doesn't answer: is the host right, and does a firewall stand between?",
    ),
    ("SSL|certificate", "no encrypted connection comes about: see sslmode and the server's certificate"),
    (
        "invalid (connection option|port|integer value|\\S+ value)",
        "the address has a port or an option that can't be: correct what stands after the host",
    ),
)
"""What the server or its driver says, the most telling first, and what that means."""
OTHERWISE = "the database can't be reached: is the server running, and the address right?"


def unreachable(url: URL, error: Exception) -> BadSetting:
    """Return what to tell whoever starts the service, given what the driver said."""
    said = str(getattr(error, "orig", error))
    if url.get_backend_name() == "sqlite":
        return BadSetting(FOLDER_OR_ADDRESS, _of_file(Path(str(url.database)), said))
    return BadSetting(ADDRESS, _of_server(said))


def _of_server(said: str) -> str:
    return next((meaning for words, meaning in SERVER if re.search(words, said)), OTHERWISE)


def _of_file(file: Path, said: str) -> str:
    """SQLite says no more than that it can't open a file: the rest is looked up."""
    # Path's own questions raise where one may not look.
    there, enters = os.path.isdir(file.parent), os.access(file.parent, os.W_OK | os.X_OK)
    reads = not os.path.exists(file) or os.access(file, os.R_OK | os.W_OK)
    faults = (
        (not there, "the folder of the database isn't there, or can't be entered: make it, or name another"),
        (not enters, "this user may not write in the folder of the database: give it to them (chown)"),
        (os.path.isdir(file), "names a folder in place of the database: name a file in it"),
        (not reads, "this user may not read and write the database: give it to them (chown)"),
        ("not a database" in said, "the file is no SQLite database: name another"),
        ("malformed" in said, "the database is damaged: restore a backup"),
        ("locked" in said, "another program holds the database: end it first"),
    )
    return next(
        (meaning for holds, meaning in faults if holds), "the database can't be opened: is its disk full?"
    )
