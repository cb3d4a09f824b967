"""Backups taken while others write, and what is restored from them."""

from __future__ import annotations

import os
import shutil
import stat
import threading
from base64 import b64encode
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import orjson
import pytest
from sqlalchemy import create_engine, inspect, make_url, select, text, update
from sqlalchemy.orm import Session

from supportmap.app import create_app
from supportmap.records import dump as dumping
from supportmap.records.agency import User, agency_vault
from supportmap.records.archive import (
    DUMP,
    LARGEST_MANIFEST,
    MANIFEST,
    SIGNATURE,
    BadBackup,
    Manifest,
    read_manifest,
    write_archive,
)
from supportmap.records.audit import Actor, AuditRow, record
from supportmap.records.backup import back_up
from supportmap.records.client import ClientRow, DataKey, Owner
from supportmap.records.database import db, keyring_of, writing
from supportmap.records.keys import keyring, make_key, read_key
from supportmap.records.network_writing import put_contacts
from supportmap.records.networks import state_of
from supportmap.records.opening import opened, session_on
from supportmap.records.restore import restore
from supportmap.records.verify import agencies, verify
from supportmap.settings import BadSetting, Settings
from tests.databases import without_tables
from tests.records.everything import contents, fill
from tests.records.test_networks import facts_of
from tests.service import LONG_AGO, a_client, a_user, an_agency


@pytest.fixture
def elsewhere(engine_name: str, spare_url: str, tmp_path: Path) -> Settings:
    """Another machine: nothing there yet, not even a key."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    url = spare_url if engine_name == "postgresql" else None
    return Settings(data=folder / "data", key_file=folder / "keys" / "master.key", database_url=url)


def everything(settings: Settings) -> dict[str, object]:
    with opened(settings) as (engine, _), engine.connect() as connection:
        return dict(contents(connection))


def is_empty(settings: Settings) -> bool:
    """Tell whether nothing at all is left of an attempt."""
    if settings.database_url is None:
        return not settings.data.exists() and not settings.key_file.exists()
    engine = create_engine(settings.database_url)
    tables = inspect(engine).get_table_names()
    engine.dispose()
    return not tables and not settings.key_file.exists()


def made(session: Session, settings: Settings, folder: Path) -> tuple[Path, Manifest]:
    """A backup of a service with something in every table."""
    fill(session)
    session.close()
    return folder / "backup", back_up(settings, folder / "backup")


def test_what_is_restored_is_what_was_backed_up(
    session: Session, service_settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    backup, manifest = made(session, service_settings, tmp_path)
    assert restore(elsewhere, backup, read_key(service_settings)) == (manifest, 0)
    assert everything(elsewhere) == everything(service_settings)
    assert read_key(elsewhere) == read_key(service_settings)
    assert all(manifest.rows.values())
    app = create_app(elsewhere)
    with app.app_context():
        agency = agencies(db.session)[0]
        assert str(verify(db.session, agency)) == manifest.audit[str(agency)]
        client = db.session.scalars(select(ClientRow)).first()
        assert client
        assert len(state_of(db.session, Owner(client.agency_id, client.id)).contacts) == 2
        db.session.close()
        db.engine.dispose()


def test_a_backup_is_one_file_for_its_owner_and_never_written_over(
    session: Session, service_settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "backups").mkdir()
    backup, manifest = made(session, service_settings, tmp_path / "backups")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert list(backup.parent.iterdir()) == [backup]
    before = backup.read_bytes()
    with pytest.raises(BadBackup, match="is there already"):
        back_up(service_settings, backup)
    assert backup.read_bytes() == before
    assert read_manifest(backup, keyring(service_settings)) == manifest
    with pytest.raises(BadBackup, match="can't be written"):
        back_up(service_settings, tmp_path / "nowhere" / "backup")


def test_backups_under_write_load_are_whole_and_hold_all_that_came_before(
    session: Session, service_settings: Settings, elsewhere: Settings, tmp_path: Path, engine_name: str
) -> None:
    agency = an_agency(session)
    owners = [a_client(session, agency) for _ in range(4)]
    engine, keys = session.get_bind().engine, keyring_of(session)
    session.close()
    stop, written = threading.Event(), [0, 0, 0, 0]
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            with session_on(engine, keys) as own:
                while not stop.is_set():
                    with writing(own):
                        key = ClientRow.id == owners[number].client_id
                        own.execute(update(ClientRow).where(key).values(network_version=written[number] + 1))
                        record(own, Actor.operator(agency), "load", owners[number].client_id)
                    written[number] += 1
        except BaseException as failure:  # noqa: BLE001 - the main thread looks at it
            failures.append(failure)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    try:
        taken = [_taken(service_settings, tmp_path / f"backup{n}", written) for n in range(6)]
    finally:
        stop.set()
        for thread in threads:
            thread.join(30)
    assert failures == []
    for before, after, backup, manifest in taken:
        assert sum(after) > sum(before), "nobody wrote while the backup was taken"
        restore(elsewhere, backup, read_key(service_settings))
        _check(elsewhere, manifest, before, [owner.client_id for owner in owners])
        _clear(elsewhere)


def _taken(
    settings: Settings, target: Path, written: list[int]
) -> tuple[list[int], list[int], Path, Manifest]:
    before = list(written)
    manifest = back_up(settings, target)
    return before, list(written), target, manifest


def _check(settings: Settings, manifest: Manifest, before: list[int], clients: list[UUID]) -> None:
    with opened(settings) as (engine, keys), session_on(engine, keys) as session:
        (agency,) = agencies(session)
        assert str(verify(session, agency)) == manifest.audit[str(agency)]
        query = select(ClientRow.id, ClientRow.network_version)
        versions = {row.id: row.network_version for row in session.execute(query)}
        now = [versions[client] for client in clients]
        assert all(kept >= noted for kept, noted in zip(now, before, strict=True))
        # Changes and audit go together: an act is in the backup wholly or not at all.
        rows = list(session.scalars(select(AuditRow.client_id).where(AuditRow.action == "load")))
        assert [rows.count(client) for client in clients] == now
        assert manifest.rows["audit"] == len(rows) + 1
        if engine.dialect.name == "sqlite":
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"


def _clear(settings: Settings) -> None:
    settings.key_file.unlink()
    if settings.database_url is None:
        shutil.rmtree(settings.data)
    else:
        without_tables(settings.database_url)


def sentinels(session: Session) -> list[str]:
    """1,000 sentinels wherever somebody could have written something about somebody."""
    made_up = [f"Sentinel{number:04}Q" for number in range(1000)]
    left = iter(made_up)
    agency = an_agency(session, next(left))
    alice = a_user(session, agency)
    for _ in range(3):
        owner = a_client(session, agency, alice, label=next(left))
        with writing(session):
            facts = [
                facts_of(
                    number,
                    name=next(left),
                    note=f"about {next(left)}",
                    phone=next(left),
                    relationship=next(left),
                    document_id=next(left),
                    extra={"said": next(left)},
                )
                for number in range(55)
            ]
            put_contacts(session, state_of(session, owner), facts)
    fill(session, next(left))
    _users(session, agency, list(left))
    return made_up


def _users(session: Session, agency: UUID, texts: list[str]) -> None:
    with writing(session):
        vault = agency_vault(session, agency)
        for name in texts:
            user_id, email = uuid4(), f"{name}@example.org"
            user = User(agency_id=agency, id=user_id, role="clinician", created_at=LONG_AGO)
            user.email_digest = keyring_of(session).digest("email", email)
            user.sealed = vault.seal("user", user_id, {"name": name, "email": email})
            user.password, user.fs_uniquifier = "no password", uuid4().hex
            session.add(user)


def test_no_sentinel_stands_in_plain_in_any_file_and_no_way_leads_in_without_the_key(
    session: Session, service_settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    made_up = sentinels(session)
    copies = tmp_path / "stolen"
    # While the service runs: with what is in the log that SQLite writes ahead.
    shutil.copytree(service_settings.data, copies / "data")
    backup = copies / "backup"
    back_up(service_settings, backup)
    session.close()
    files = [file for file in copies.rglob("*") if file.is_file()]
    if service_settings.database_url is None:
        assert {file.name for file in files} >= {"supportmap.sqlite3", "supportmap.sqlite3-wal", "backup"}
    found = [(file.name, each) for file in files for each in made_up if each.encode() in file.read_bytes()]
    assert found == []
    # The dump is stored as it is, so that looking for plain text in it means something.
    assert b"no password" in backup.read_bytes()
    stolen = replace(service_settings, data=copies / "data", key_file=tmp_path / "none" / "key")
    with pytest.raises(BadSetting, match="there is no key"):
        create_app(stolen)
    make_key(stolen)
    with pytest.raises(BadSetting, match="is not the key of this database"):
        create_app(stolen)
    with pytest.raises(BadBackup, match="was made with another key"):
        restore(elsewhere, backup, read_key(stolen))
    assert is_empty(elsewhere)


def test_the_key_is_not_in_the_backup(session: Session, service_settings: Settings, tmp_path: Path) -> None:
    backup, _ = made(session, service_settings, tmp_path)
    key, content = read_key(service_settings), backup.read_bytes()
    for form in (key, key.hex().encode(), b64encode(key)[:-1]):
        assert form not in content


def rewritten(backup: Path, **members: bytes) -> bytes:
    """A backup with some of its members replaced."""
    content = BytesIO()
    with ZipFile(backup) as old, ZipFile(content, "w") as new:
        for name in old.namelist():
            new.writestr(name, members.get(name.replace(".", "_"), old.read(name)))
    return content.getvalue()


def test_a_member_that_would_grow_beyond_what_it_may_be_is_not_written(
    session: Session, service_settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    backup, manifest = made(session, service_settings, tmp_path)
    key, bad = read_key(service_settings), tmp_path / "bad"
    with ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in (MANIFEST, SIGNATURE, DUMP)}
    for name, content, compression, reason in (
        (DUMP, bytes(manifest.size), ZIP_DEFLATED, "was damaged"),
        (DUMP, members[DUMP] + b"\0", ZIP_STORED, "was damaged"),
        (MANIFEST, members[MANIFEST] + b" " * LARGEST_MANIFEST, ZIP_STORED, "is no backup"),
        (SIGNATURE, members[SIGNATURE], ZIP_DEFLATED, "is no backup"),
    ):
        with ZipFile(bad, "w") as archive:
            for each, kept in members.items():
                archive.writestr(
                    each, content if each == name else kept, compression if each == name else None
                )
        # Once it is written, what isn't the dump that was made is told to be altered.
        with pytest.raises(BadBackup, match=reason):
            restore(elsewhere, bad, key)
        assert is_empty(elsewhere)


def test_a_backup_that_was_altered_or_cut_short_is_refused_and_leaves_nothing(
    session: Session, service_settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    backup, _ = made(session, service_settings, tmp_path)
    key, altered = read_key(service_settings), tmp_path / "altered"
    with ZipFile(backup) as archive:
        manifest, dump = orjson.loads(archive.read(MANIFEST)), archive.read(DUMP)
        signature = archive.read(SIGNATURE)
    fewer = orjson.dumps(manifest | {"rows": manifest["rows"] | {"tie": 0}})
    later = orjson.dumps(manifest | {"version": 2})
    more = orjson.dumps(manifest | {"more": 1})
    raw, flipped = backup.read_bytes(), dump[:-100] + bytes([dump[-100] ^ 1]) + dump[-99:]
    for content, reason in (
        (rewritten(backup, manifest_json=fewer), "was altered"),
        (rewritten(backup, manifest_json=more), "was altered"),
        (rewritten(backup, database=flipped), "was altered"),
        (rewritten(backup, database=b""), "was altered"),
        (rewritten(backup, manifest_signature=signature[::-1]), "was altered"),
        (rewritten(backup, manifest_json=later), "newer supportmap"),
        (rewritten(backup, manifest_json=b"{}"), "is no backup"),
        (rewritten(backup, manifest_json=b"[" * 100_000), "is no backup"),
        (raw.replace(dump, flipped), "was damaged"),
        (raw[:-50], "is no backup"),
        (b"something else", "is no backup"),
        (b"", "is no backup"),
    ):
        altered.write_bytes(content)
        with pytest.raises(BadBackup, match=reason):
            restore(elsewhere, altered, key)
        assert is_empty(elsewhere), reason
    for nothing in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(BadBackup, match="is no backup"):
            restore(elsewhere, nothing, key)
    restore(elsewhere, backup, key)


def test_a_backup_that_does_not_hold_what_it_says_leaves_nothing(
    session: Session, service_settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    """Whoever has the key could sign anything: what is restored is counted and walked all the same."""
    backup, manifest = made(session, service_settings, tmp_path)
    keys, dump = keyring(service_settings), tmp_path / "dump"
    with ZipFile(backup) as archive:
        dump.write_bytes(archive.read(DUMP))
    other = "sqlite" if manifest.engine == "postgresql" else "postgresql"
    for number, (false, reason) in enumerate(
        (
            (replace(manifest, rows={**manifest.rows, "tie": 2}), "doesn't hold what it says"),
            (replace(manifest, rows={**manifest.rows, "more": 0}), "doesn't hold what it says"),
            (replace(manifest, audit={}), "doesn't hold the audit"),
            (replace(manifest, audit=dict.fromkeys(manifest.audit, "1:00")), "doesn't hold the audit"),
            (replace(manifest, revision="r9999_later"), "newer supportmap"),
            (replace(manifest, engine=other), f"holds a database of {other}"),
        )
    ):
        write_archive(tmp_path / str(number), false, dump, keys)
        with pytest.raises(BadBackup, match=reason):
            restore(elsewhere, tmp_path / str(number), read_key(service_settings))
        assert is_empty(elsewhere), reason


def test_a_backup_is_restored_only_where_nothing_is_kept(
    session: Session, service_settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    backup, _ = made(session, service_settings, tmp_path)
    before = everything(service_settings)
    with pytest.raises(BadBackup, match=r"empty (database|data folder) only"):
        restore(service_settings, backup, read_key(service_settings))
    assert everything(service_settings) == before
    if elsewhere.database_url is None:
        elsewhere.data.mkdir()
        (elsewhere.data / "an export").write_text("mine")
        with pytest.raises(BadBackup, match="empty data folder only"):
            restore(elsewhere, backup, read_key(service_settings))
        assert [file.name for file in elsewhere.data.iterdir()] == ["an export"]


def test_a_key_that_does_not_open_what_was_sealed_is_found_out(
    session: Session, service_settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    fill(session)
    with writing(session):
        session.execute(update(DataKey).values(wrapped=os.urandom(77)))
    session.close()
    back_up(service_settings, tmp_path / "backup")
    with pytest.raises(BadSetting, match="is not the key of this database"):
        restore(elsewhere, tmp_path / "backup", read_key(service_settings))
    assert is_empty(elsewhere)


def test_an_audit_that_was_tampered_with_is_backed_up_and_said_to_be(
    session: Session, service_settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    """The rest of what is kept must not be lost because of it."""
    fill(session)
    with writing(session):
        session.execute(update(AuditRow).where(AuditRow.seq == 2).values(action="nothing"))
    session.close()
    manifest = back_up(service_settings, tmp_path / "backup")
    assert list(manifest.audit.values()) == ["tampered with: row 2 is not as it was written"]
    assert restore(elsewhere, tmp_path / "backup", read_key(service_settings)) == (manifest, 0)


def test_there_is_no_backup_of_nothing(elsewhere: Settings, tmp_path: Path) -> None:
    make_key(elsewhere)
    with pytest.raises(BadSetting, match=r"holds no database|is empty"):
        back_up(elsewhere, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()
    assert not elsewhere.data.exists()


def test_the_programs_of_postgresql_never_get_the_password_where_others_see_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "pg_dump"
    script.write_text('#!/bin/sh\nprintf "%s\\n" "$@" "$PGPASSWORD" > "$0.seen"\nexit 1\n')
    script.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    url = make_url("postgresql+psycopg://alice:sent%20inel@host:5/name?password=sentinel&sslmode=require")
    with pytest.raises(BadBackup, match=r"^pg_dump failed$"):
        dumping._run("pg_dump", url, "--file=x")
    *arguments, password = (tmp_path / "pg_dump.seen").read_text().splitlines()
    assert password == "sent inel"
    assert "--dbname=postgresql://alice@host:5/name?sslmode=require" in arguments
    assert not any("sent" in argument for argument in arguments)
    with pytest.raises(BadBackup, match=r"^pg_dump failed$"):
        dumping._run("pg_dump", make_url("postgresql+psycopg://alice@host/name?password=sentinel"))
    *arguments, password = (tmp_path / "pg_dump.seen").read_text().splitlines()
    assert (password, "sentinel" in " ".join(arguments)) == ("sentinel", False)
    with pytest.raises(BadBackup, match="needs pg_restore: install the client programs"):
        dumping._run("pg_restore", url)
