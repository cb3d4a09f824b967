"""The database that is meant and no other, and turns in writing to it."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session

from supportmap.app import create_app
from supportmap.records.agency import found_agency
from supportmap.records.database import Turns, connected, database_url, turns_of, writing
from supportmap.records.keys import make_key
from supportmap.records.verify import agencies
from supportmap.settings import BadSetting, Settings
from tests.databases import NAME, require
from tests.service import an_agency

WRONG = [
    "",
    "nonsense",
    "mysql://user:sentinel@host/name",
    "postgres://user:sentinel@host/name",
    "postgresql+psycopg2://user:sentinel@host/name",
    "sqlite+aiosqlite:///file",
    "sqlite://",
    "sqlite:///:memory:",
    "postgresql+psycopg://user:sentinel@host:port/name",
]


@pytest.mark.parametrize("url", WRONG)
def test_an_address_that_names_no_known_database_is_refused_and_not_told(url: str) -> None:
    with pytest.raises(BadSetting, match="SUPPORTMAP_DATABASE_URL") as refusal:
        database_url(url)
    assert "sentinel" not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgresql+psycopg://user:sentinel@127.0.0.1:1/name", "nothing answers there"),
        ("postgresql+psycopg://user:sentinel@host.invalid/name", "the host isn't known"),
        ("sqlite:////nowhere/at/all/file", "the folder of the database isn't there"),
    ],
)
def test_a_database_that_cannot_be_reached_is_refused_and_nothing_else_used(
    url: str, reason: str, tmp_path: Path
) -> None:
    settings = Settings(data=tmp_path / "data", key_file=tmp_path / "keys" / "key", database_url=url)
    settings.data.mkdir()
    make_key(settings)
    with pytest.raises(BadSetting, match=reason) as refusal:
        create_app(settings)
    assert "sentinel" not in str(refusal.value)
    assert list(settings.data.iterdir()) == []


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"no database " * 1000)
    with pytest.raises(BadSetting, match="no SQLite database"), connected(f"sqlite:///{file}"):
        pass
    assert file.read_bytes() == b"no database " * 1000


def test_a_postgresql_database_that_could_lose_a_letter_is_refused() -> None:
    require("postgresql")
    given = make_url(os.environ[NAME])
    own = given.set(database=f"{given.database}_latin")
    admin = create_engine(given, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{own.database}"'))
        connection.execute(
            text(f"CREATE DATABASE \"{own.database}\" ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
        )
        url = own.render_as_string(hide_password=False)
        with pytest.raises(BadSetting, match="must have the encoding UTF8"), connected(url):
            pass
        connection.execute(text(f'DROP DATABASE "{own.database}"'))
    admin.dispose()


def test_sqlite_keeps_what_it_said_it_kept(session: Session, engine_name: str) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 5000,
    }
    if engine_name == "postgresql":
        assert session.scalar(text("SHOW transaction_isolation")) == "repeatable read"
        return
    assert {name: session.scalar(text(f"PRAGMA {name}")) for name in wanted} == wanted


def test_what_fails_in_a_turn_leaves_nothing_and_lets_the_next_one_in(session: Session) -> None:
    for error in (ValueError, KeyboardInterrupt):
        with pytest.raises(error):
            _fail(session, error)
    assert agencies(session) == []
    kept = an_agency(session)
    assert agencies(session) == [kept]


def _fail(session: Session, error: type[BaseException]) -> None:
    with writing(session):
        found_agency(session, "Never")
        raise error


def test_a_writer_of_another_process_is_waited_for(session: Session, engine_name: str) -> None:
    if engine_name == "postgresql":
        an_agency(session)
        return
    file = session.get_bind().engine.url.database
    with closing(sqlite3.connect(str(file), isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(0.3, other.execute, ["COMMIT"]).start()
        began = time.monotonic()
        an_agency(session)
        assert time.monotonic() - began > 0.2


def waiting(turns: Turns, count: int) -> None:
    """Wait until so many stand in the queue."""
    deadline = time.monotonic() + 10
    while len(turns._waiting) != count:
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_turns_come_in_the_order_they_were_asked_for() -> None:
    turns, order, inside = Turns(), list[int](), list[int]()

    def take(number: int) -> None:
        with turns:
            inside.append(number)
            assert inside == [number]
            order.append(number)
            inside.remove(number)

    threads = [threading.Thread(target=take, args=(number,)) for number in range(30)]
    with turns:
        for number, thread in enumerate(threads):
            thread.start()
            waiting(turns, number + 1)
    for thread in threads:
        thread.join(10)
    assert order == list(range(30))


def test_a_turn_that_fails_goes_on_to_the_next_one() -> None:
    turns = Turns()
    for _ in range(3):
        with pytest.raises(ValueError, match="inside"), turns:
            raise ValueError("inside")
    with turns:
        pass


class Interrupted(threading.Event):
    """A wait that ends as one on which Ctrl-C was pressed."""

    def __init__(self, turns: Turns, already: bool) -> None:
        super().__init__()
        self.turns, self.already = turns, already

    def wait(self, timeout: float | None = None) -> bool:
        if self.already:
            self.turns.__exit__()
        raise KeyboardInterrupt


@pytest.mark.parametrize("already", [False, True])
def test_whoever_is_interrupted_while_waiting_gives_the_turn_away(
    already: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the turn has come, and in the moment in which it comes."""
    turns = Turns()
    turns.__enter__()
    with monkeypatch.context() as patch:
        patch.setattr(threading, "Event", lambda: Interrupted(turns, already))
        with pytest.raises(KeyboardInterrupt):
            turns.__enter__()
    if not already:
        turns.__exit__()
    taken = threading.Thread(target=turns.__enter__, daemon=True)
    taken.start()
    taken.join(5)
    assert not taken.is_alive()


def test_every_engine_has_turns_of_its_own(tmp_path: Path) -> None:
    with (
        connected(f"sqlite:///{tmp_path / 'a'}") as first,
        connected(f"sqlite:///{tmp_path / 'b'}") as second,
    ):
        assert turns_of(first) is turns_of(first)
        assert turns_of(first) is not turns_of(second)


def test_the_address_of_the_data_folder_may_hold_blanks_and_signs(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "a b#ü&=", key_file=tmp_path / "key")
    settings.data.mkdir()
    with connected(settings.url) as engine:
        assert engine.url.database == str(settings.data / "supportmap.sqlite3")
    assert (settings.data / "supportmap.sqlite3").exists()
    assert replace(settings, database_url="sqlite:///x").url == "sqlite:///x"


def test_a_file_that_others_could_read_is_kept_from_them(tmp_path: Path) -> None:
    file = tmp_path / "kept.db"
    file.touch(0o644)
    with connected(f"sqlite:///{file}") as engine, engine.begin() as connection:
        connection.execute(text("CREATE TABLE one (id INTEGER)"))
        rights = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
    assert set(rights.values()) == {0o600}
    assert {"kept.db", "kept.db-wal"} <= rights.keys()
