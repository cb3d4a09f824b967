"""The master key: where it may lie, who may read it, and that it is the right one."""

from __future__ import annotations

import stat
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supportmap.app import create_app
from supportmap.records.client import DataKey
from supportmap.records.database import connected, db
from supportmap.records.encryption import Keyring
from supportmap.records.keys import check_key, keyring, make_key, read_key, save_key
from supportmap.records.kit import kit
from supportmap.settings import BadSetting, Settings
from tests.service import a_client, an_agency


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a service that was never started."""
    return Settings(data=tmp_path / "data", key_file=tmp_path / "keys" / "master.key")


def test_the_key_is_made_once_for_its_owner_only(settings: Settings) -> None:
    make_key(settings)
    made = read_key(settings)
    assert stat.S_IMODE(settings.key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.key_file.parent.stat().st_mode) == 0o700
    make_key(settings)
    assert read_key(settings) == made
    assert list(settings.key_file.parent.iterdir()) == [settings.key_file]


def test_no_two_keys_are_alike(settings: Settings, tmp_path: Path) -> None:
    made = set()
    for number in range(20):
        own = replace(settings, key_file=tmp_path / str(number) / "master.key")
        make_key(own)
        made.add(read_key(own))
    assert len(made) == 20


def test_whoever_starts_at_the_same_time_gets_the_same_key(settings: Settings) -> None:
    def start(_: int) -> bytes:
        make_key(settings)
        return read_key(settings)

    with ThreadPoolExecutor(16) as threads:
        assert len(set(threads.map(start, range(64)))) == 1


def test_a_key_is_never_written_over(settings: Settings) -> None:
    save_key(settings, bytes(32))
    with pytest.raises(FileExistsError):
        save_key(settings, bytes([1]) * 32)
    assert read_key(settings) == bytes(32)


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o644, 0o660, 0o666, 0o601, 0o610])
def test_a_key_that_others_can_reach_is_refused(settings: Settings, mode: int) -> None:
    make_key(settings)
    settings.key_file.chmod(mode)
    with pytest.raises(BadSetting, match="others can read it"):
        keyring(settings)
    settings.key_file.chmod(0o400)
    keyring(settings)


def test_a_key_in_the_data_folder_is_neither_made_nor_read(settings: Settings, tmp_path: Path) -> None:
    settings.data.mkdir()
    (tmp_path / "link").symlink_to(settings.data)
    for file in (settings.data / "key", settings.data / "a" / "key", tmp_path / "link" / "key"):
        inside = replace(settings, key_file=file)
        for act in (make_key, keyring):
            with pytest.raises(BadSetting, match="lies in the data folder"):
                act(inside)
        assert not file.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"sentinel",
        b64encode(bytes(31)),
        b64encode(bytes(33)),
        b64encode(bytes(32))[:-1],
        b"\xff" * 44,
        "ключ".encode(),
        b64encode(bytes(32)) + b"\nsentinel",
        b"\0" * 10_000,
    ],
)
def test_what_is_no_key_is_refused_and_never_told(settings: Settings, content: bytes) -> None:
    make_key(settings)
    settings.key_file.write_bytes(content)
    with pytest.raises(BadSetting, match="SUPPORTMAP_KEY_FILE: ") as refusal:
        keyring(settings)
    assert "sentinel" not in str(refusal.value)


@pytest.mark.parametrize("key", ["sentinel", "", "ключ", b64encode(bytes(31)).decode()])
def test_what_is_no_key_in_the_environment_is_refused_and_never_told(settings: Settings, key: str) -> None:
    with pytest.raises(BadSetting, match="SUPPORTMAP_KEY: holds no key") as refusal:
        keyring(replace(settings, key=key))
    assert "sentinel" not in str(refusal.value)


def test_a_key_may_come_from_the_environment(settings: Settings) -> None:
    given = replace(settings, key=b64encode(bytes(range(32))).decode())
    make_key(given)
    assert not given.key_file.exists()
    assert read_key(given) == bytes(range(32))


def test_a_missing_or_unreadable_key_file_is_refused(settings: Settings) -> None:
    with pytest.raises(BadSetting, match="there is no key"):
        keyring(settings)
    settings.key_file.mkdir(parents=True)
    with pytest.raises(BadSetting, match="can't be read"):
        keyring(settings)


def test_a_key_file_that_cannot_be_written_is_refused(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadSetting, match="can't be written"):
        make_key(replace(settings, key_file=tmp_path / "file" / "folder" / "master.key"))


def test_the_key_of_another_database_is_refused_at_the_start(
    app: Flask, session: Session, service_settings: Settings, tmp_path: Path
) -> None:
    a_client(session, an_agency(session))
    session.close()
    with create_app(service_settings).app_context():
        db.engine.dispose()
    other = replace(service_settings, key_file=tmp_path / "other" / "master.key")
    make_key(other)
    with pytest.raises(BadSetting, match="is not the key of this database"):
        create_app(other)


def test_no_key_is_made_for_data_that_it_could_not_open(
    session: Session, service_settings: Settings, tmp_path: Path
) -> None:
    other = replace(service_settings, key_file=tmp_path / "other" / "master.key")
    with connected(service_settings.url) as engine:
        make_key(other, engine)
        other.key_file.unlink()
        an_agency(session)
        session.close()
        with pytest.raises(BadSetting, match="there is no key"):
            make_key(other, engine)
    assert not other.key_file.exists()


def test_a_thorough_check_tries_the_key_of_every_client(session: Session, service_settings: Settings) -> None:
    agency = an_agency(session)
    for _ in range(3):
        a_client(session, agency)
    session.close()
    keys = keyring(service_settings)
    with connected(service_settings.url) as engine:
        check_key(engine, keys, thoroughly=True)
        with engine.begin() as connection:
            taken = connection.scalar(select(DataKey.wrapped).limit(1))
            connection.execute(update(DataKey).values(wrapped=taken))
        check_key(engine, keys)
        with pytest.raises(BadSetting, match="is not the key"):
            check_key(engine, keys, thoroughly=True)


def test_a_fingerprint_tells_keys_apart_and_nothing_else() -> None:
    prints = {Keyring(bytes([number]) * 32).fingerprint for number in range(100)}
    assert len(prints) == 100
    assert all(len(each) == 16 for each in prints)
    assert Keyring(bytes(32)).fingerprint == Keyring(bytes(32)).fingerprint


def test_the_key_of_the_recovery_kit_may_stand_in_the_key_file(settings: Settings) -> None:
    make_key(settings)
    key = read_key(settings)
    page = kit(key)
    for text in (page, page.replace("\n", "\r\n"), f"\ufeff{page}", f"Kopie für den Tresor\n{page}"):
        settings.key_file.write_text(text, encoding="utf-8", newline="")
        assert read_key(settings) == key
    assert read_key(replace(settings, key=page)) == key
