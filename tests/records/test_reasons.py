"""Why a database can't be reached: each reason by itself, with what to do, and nothing of the address."""

from __future__ import annotations

import os
import socket
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import make_url

from supportmap.records.database import connected
from supportmap.settings import BadSetting
from tests.databases import NAME, require


def reason(url: str) -> str:
    """What is told of a database that can't be reached."""
    with pytest.raises(BadSetting) as refusal, connected(url):
        pass
    assert "sentinel" not in str(refusal.value)
    return str(refusal.value)


@contextmanager
def refusing(words: str) -> Iterator[int]:
    """The port of a server that refuses whoever comes, in these words, as PostgreSQL does."""
    fields = b"".join(kind + text.encode() + b"\0" for kind, text in ((b"S", "FATAL"), (b"M", words)))
    answer = b"E" + (len(fields) + 5).to_bytes(4, "big") + fields + b"\0"

    def serve(listener: socket.socket) -> None:
        while True:
            try:
                taken, _ = listener.accept()
            except OSError:
                return
            with taken:
                taken.recv(4096)
                taken.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=serve, args=(listener,), daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ('password authentication failed for user "sentinel"', "refuses this user and password"),
        ('no pg_hba.conf entry for host "::1", user "sentinel", database "d", no encryption', "pg_hba.conf"),
        ('Peer authentication failed for user "sentinel"', "doesn't let this user in"),
        ('permission denied for database "sentinel"', "doesn't let this user in"),
        ('role "sentinel" does not exist', "knows no user of this name"),
        ('database "sentinel" does not exist', "no database of this name"),
        ("the database system is starting up", "try again in a moment"),
        ("sorry, too many clients already", "takes no more connections"),
        ("sentinel of a server in another language", "can't be reached: is the server running"),
    ],
)
def test_what_a_server_refuses_is_told_apart(words: str, told: str) -> None:
    with refusing(words) as port:
        # The driver would ask for encryption first, which this server doesn't speak.
        url = f"postgresql+psycopg://user:sentinel@127.0.0.1:{port}/name?sslmode=disable&gssencmode=disable"
        assert told in reason(url)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"database": "not_there"}, "no database of this name"),
        ({"username": "nobody_of_this_name"}, "knows no user"),
        ({"query": {"sslmode": "require"}}, "no encrypted connection"),
    ],
)
def test_what_a_real_server_refuses_is_told_apart(change: dict[str, Any], told: str) -> None:
    require("postgresql")
    url = make_url(os.environ[NAME]).set(**change)
    assert told in reason(url.render_as_string(hide_password=False))


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("127.0.0.1:1/name", "nothing answers there"),
        ("/name?host=/nowhere", "nothing answers there"),
        ("nowhere.invalid/name", "the host isn't known"),
        (f"{'x' * 300}/name", "the host isn't known"),
        ("127.0.0.1:99999/name", "a port or an option"),
        ("127.0.0.1:1/name?sslmode=sentinel", "a port or an option"),
        ("127.0.0.1:1/name?sentinel=1", "a port or an option"),
    ],
)
def test_where_there_is_no_server_it_is_told_apart(place: str, told: str) -> None:
    assert told in reason(f"postgresql+psycopg://user:sentinel@{place}")


def test_what_is_wrong_with_a_file_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"no database " * 1000)
    for place, told in (
        ("nowhere/file", "the folder of the database isn't there"),
        ("text/file", "the folder of the database isn't there"),
        (".", "names a folder in place of the database"),
        ("text", "is no SQLite database"),
    ):
        found = reason(f"sqlite:///{tmp_path / place}")
        assert told in found
        assert found.startswith("SUPPORTMAP_DATA or SUPPORTMAP_DATABASE_URL: ")


@contextmanager
def another_user() -> Iterator[None]:
    """Be somebody who may not do everything; whoever runs the tests without such rights is that already."""
    if os.geteuid() != 0:
        yield
        return
    nobody = 65534
    os.setresuid(nobody, nobody, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.mark.skipif(os.name != "posix", reason="rights are those of POSIX")
def test_a_file_or_folder_of_somebody_else_is_told_apart() -> None:
    # Not in pytest's own folder, which nobody else may enter.
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        file = folder / "file"
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("CREATE TABLE one (id INTEGER)")
        file.chmod(0o400)
        folder.chmod(0o777)
        with another_user():
            assert "may not read and write the database" in reason(f"sqlite:///{file}")
        folder.chmod(0o555)
        with another_user():
            assert "may not write in the folder" in reason(f"sqlite:///{file}")
            assert "may not write in the folder" in reason(f"sqlite:///{folder / 'new'}")
        folder.chmod(0o000)
        with another_user():
            assert "this user may not write in the folder" in reason(f"sqlite:///{file}")
        folder.chmod(0o755)
