"""Backups: one file with everything that is kept, taken while others write, and checked before it counts."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from supportmap.records.archive import BadBackup, Manifest, digest_of, write_archive
from supportmap.records.dump import dumped
from supportmap.records.encryption import Keyring
from supportmap.records.migrate import count_rows, revision_on
from supportmap.records.opening import opened, session_on
from supportmap.records.verify import Broken, agencies, verify
from supportmap.settings import Settings

__all__ = ["audits_on", "back_up", "sync_folder", "workplace"]


def back_up(settings: Settings, target: Path) -> Manifest:
    """Write everything that is kept to a new file and return what is in it, or raise BadBackup or BadSetting.

    The master key isn't in it.
    """
    _refuse_existing(target)
    with opened(settings, older=True) as (engine, keys), workplace(target.absolute().parent) as folder:
        dump, archive = folder / "dump", folder / "archive"
        with dumped(engine, dump) as connection:
            manifest = _manifest(connection, dump, keys)
        write_archive(archive, manifest, dump, keys)
        _refuse_existing(target)
        archive.rename(target)
        sync_folder(target.absolute().parent)
    return manifest


def audits_on(connection: Connection, keys: Keyring) -> dict[str, str]:
    """Return for each agency where its audit ends, or what is wrong with it."""
    with session_on(connection, keys) as session:
        found = {}
        for agency_id in agencies(session):
            try:
                found[str(agency_id)] = str(verify(session, agency_id))
            except Broken as broken:
                found[str(agency_id)] = f"tampered with: {broken}"
    return found


@contextmanager
def workplace(parent: Path) -> Iterator[Path]:
    """Hold a folder that nobody else may enter, and leave nothing of it."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=".supportmap-", dir=parent))
    except OSError as error:
        raise BadBackup(f"can't be written ({error.strerror})") from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _manifest(connection: Connection, dump: Path, keys: Keyring) -> Manifest:
    return Manifest(
        engine=connection.dialect.name,
        revision=str(revision_on(connection)),
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        rows=count_rows(connection),
        audit=audits_on(connection, keys),
        key=keys.fingerprint,
        dump=digest_of(dump),
        size=dump.stat().st_size,
    )


def _refuse_existing(target: Path) -> None:
    if os.path.lexists(target):
        raise BadBackup("is there already: choose another name")


def sync_folder(folder: Path) -> None:
    """Make sure that a file's new name in this folder outlives a loss of power."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
