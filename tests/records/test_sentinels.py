"""A thousand words that people entered: none may stand in the database's files, the log or an address."""

from __future__ import annotations

import io
import logging
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from supportmap.app import create_app
from supportmap.logs import JsonLines, Lines
from supportmap.records.database import db
from supportmap.settings import Settings
from tests.access.calls import call_for
from tests.access.worlds import table
from tests.records.sentinels import MARK, WHO, WORD, Entered, enter_all, read_all

MAY_READ = {
    # Of the map, who is released; in their copy their own particulars, and what they said of referrals.
    "client": {"label", "staff", "area", "name", "relation", "own"},
    "other client": {"label", "staff"},
    "admin": {"label", "staff"},
    # On the worklist, of those who agreed to it, with how to reach them; and all that a referral holds.
    "referral": {"label", "area", "safe", "told", "work", "own"},
}
"""Which kinds of words the answers to others than the care team may hold."""


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Whatever any logger says, in both forms that the service writes; nothing is kept back."""
    stream, root = io.StringIO(), logging.getLogger()
    handlers = [logging.StreamHandler(stream) for _ in range(3)]
    for handler, form in zip(handlers, (Lines(), JsonLines(), logging.Formatter()), strict=True):
        handler.setFormatter(form)
        root.addHandler(handler)
    names = ["", "sqlalchemy.engine", "sqlalchemy.pool", "sqlalchemy.orm", *logging.root.manager.loggerDict]
    levels = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield stream
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    for handler in handlers:
        root.removeHandler(handler)


def test_no_word_of_a_thousand_stands_where_it_should_not(
    service_settings: Settings, log: io.StringIO
) -> None:
    app = create_app(service_settings)
    entered = Entered(app)
    enter_all(entered)
    read_all(entered)
    assert len(set(entered.words)) > 1_000
    with app.app_context():
        check_database(service_settings)
        check_answers(entered)
        db.engine.dispose()
    assert len(log.getvalue()) > 100_000
    assert "INSERT INTO contact" in log.getvalue()
    assert WORD.findall(log.getvalue()) == []


def check_database(settings: Settings) -> None:
    """Look through all that is kept, as whoever steals the disk would."""
    if db.engine.dialect.name == "postgresql":
        assert_without_words(dumped())
        return
    files = files_of(settings)
    assert any(file.name.endswith("-wal") and file.stat().st_size > 100_000 for file in files)
    assert_without_words(b"".join(file.read_bytes() for file in files))
    with db.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    assert_without_words(b"".join(file.read_bytes() for file in files_of(settings)))


def files_of(settings: Settings) -> list[Path]:
    return sorted(file for file in settings.data.rglob("*") if file.is_file())


def dumped() -> bytes:
    """Return every table of a PostgreSQL database as text, and every sealed value as the bytes that it is."""
    parts = []
    with db.engine.connect() as connection:
        names = connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ).scalars()
        for name in names.all():
            rows = connection.execute(text(f'SELECT * FROM "{name}"')).all()
            parts += [
                value if isinstance(value, bytes) else repr(value).encode() for row in rows for value in row
            ]
    return b"\n".join(parts)


def assert_without_words(data: bytes) -> None:
    """Look for what all words begin with: as it is, in base64, in hexadecimal and in two bytes a letter."""
    assert len(data) > 100_000
    lower = data.lower()
    assert MARK.encode() not in lower
    # Without its first letter, which is a capital in the words.
    assert MARK[1:].encode().hex().encode() not in lower
    assert MARK.encode("utf-16-le") not in lower
    assert not [each for each in in_base64(MARK.capitalize().encode()) if each in data]


def in_base64(word: bytes) -> list[bytes]:
    """Return what there surely is of a word in base64, wherever it begins."""
    encoded = [(shift, b64encode(bytes(shift) + word)) for shift in range(3)]
    return [text[4 * -(-shift // 3) : 4 * ((shift + len(word)) // 3)] for shift, text in encoded]


def test_a_word_would_be_found_in_every_writing() -> None:
    word = f"{MARK.capitalize()}name0001"
    noise = bytes(200_000)
    for data in (word.encode(), word.encode("utf-16-le"), word.encode().hex().encode()):
        with pytest.raises(AssertionError):
            assert_without_words(noise + data)
    for before in ("", "a", "ab"):
        with pytest.raises(AssertionError):
            assert_without_words(noise + b64encode(f"{before}{word}".encode()))


def check_answers(entered: Entered) -> None:
    """Look through the headers and addresses of all answers, and through what refusals say."""
    for response in entered.responses:
        assert WORD.findall(str(response.headers)) == []
        if response.status_code >= 400:
            assert WORD.findall(response.text) == [], response.request.path


def test_others_than_the_team_read_only_the_words_that_are_theirs(service_settings: Settings) -> None:
    app = create_app(service_settings)
    entered = Entered(app)
    enter_all(entered)
    found = {who: kinds_read(entered, who) for who in (WHO, *MAY_READ)}
    assert found.pop(WHO) > {
        "label",
        "client",
        "name",
        "note",
        "phone",
        "odd",
        "key",
        "id",
        "consent",
        "work",
    }
    assert {who: kinds - MAY_READ[who] for who, kinds in found.items()} == {who: set() for who in MAY_READ}
    assert "label" in found["client"]
    assert found["referral"] >= {"label", "safe", "work"}
    with app.app_context():
        db.engine.dispose()


def kinds_read(entered: Entered, who: str) -> set[str]:
    """Return the kinds of words in all that somebody can read, whichever id they ask for."""
    routes = [route for route in table("Routes") if route.startswith("GET")]
    calls = [call_for(entered.house, client, route) for route in routes for client in ("A", "B")]
    calls += entered.of_referral
    return {kind for call in calls for kind in WORD.findall(read_as_text(entered.house.send(who, call)))}


def read_as_text(response: TestResponse) -> str:
    """Return what an answer says, with every file in it where it is an archive."""
    if response.mimetype != "application/zip":
        return response.text
    with ZipFile(io.BytesIO(response.data)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())
