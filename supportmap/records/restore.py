"""Restoring a backup: only where nothing is kept yet, and only if everything in it proves right.

Whoever was erased since the backup was made is erased again, before anybody can open what was restored.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine, inspect

from supportmap.records.archive import BadBackup, Manifest, extract, read_manifest
from supportmap.records.backup import audits_on, sync_folder, workplace
from supportmap.records.database import connected, database_url
from supportmap.records.dump import check_integrity, load_postgresql, remove_tables, settle_sqlite
from supportmap.records.encryption import Keyring
from supportmap.records.erasure import erase_again
from supportmap.records.keys import check_key, save_key
from supportmap.records.ledger import Erasure, Ledger, known_erasures, own_ledger
from supportmap.records.migrate import count_rows, knows, revision_on, upgrade
from supportmap.settings import Settings

__all__ = ["Restored", "restore"]


class Restored(NamedTuple):
    """What was restored: what the backup says of itself, and how many clients were erased again."""

    manifest: Manifest
    erased: int


def restore(settings: Settings, source: Path, key: bytes, lists: Iterable[Path] = ()) -> Restored:
    """Fill an empty service from a backup, or raise BadBackup, BadLedger or BadSetting and leave it empty.

    The key is put into the key file if there is none. An older backup is brought up to date. Whoever stands
    in the service's own list of erasures, or in one of ``lists``, is erased again; those lists go on in it.
    """
    keys = Keyring(key)
    manifest = read_manifest(source, keys)
    engine = database_url(settings.url).get_backend_name()
    if manifest.engine != engine:
        raise BadBackup(f"holds a database of {manifest.engine}, and SUPPORTMAP_DATABASE_URL names {engine}")
    if not knows(manifest.revision):
        raise BadBackup("was made by a newer supportmap: install that one")
    erasures = known_erasures(own_ledger(settings, keys), [Ledger(file, keys) for file in lists])
    fill = _fill_sqlite if engine == "sqlite" else _fill_postgresql
    with _key_in_place(settings, key):
        return Restored(manifest, fill(settings, source, manifest, keys, erasures))


def _fill_sqlite(
    settings: Settings, source: Path, manifest: Manifest, keys: Keyring, erasures: Iterable[Erasure]
) -> int:
    target = Path(str(database_url(settings.url).database))
    _refuse_used(target, settings.data)
    with _folder(target.parent), workplace(target.parent) as folder:
        dump = folder / "database"
        extract(source, manifest, dump)
        dump.chmod(0o600)
        with connected(f"sqlite:///{dump}") as engine:
            _prove(engine, manifest, keys)
            erased = erase_again(engine, keys, erasures)
        settle_sqlite(dump)
        dump.rename(target)
        sync_folder(target.parent)
    return erased


def _fill_postgresql(
    settings: Settings, source: Path, manifest: Manifest, keys: Keyring, erasures: Iterable[Erasure]
) -> int:
    with connected(settings.url) as engine, workplace(Path(tempfile.gettempdir())) as folder:
        if inspect(engine).get_table_names():
            raise BadBackup("is restored into an empty database only: this one has tables")
        dump = folder / "database"
        extract(source, manifest, dump)
        try:
            load_postgresql(engine, dump)
            _prove(engine, manifest, keys)
            return erase_again(engine, keys, erasures)
        except BaseException:
            remove_tables(engine)
            raise


def _prove(engine: Engine, manifest: Manifest, keys: Keyring) -> None:
    """Raise BadBackup or BadSetting unless all that was backed up is here, and can be opened."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            check_integrity(connection)
        if revision_on(connection) != manifest.revision or count_rows(connection) != manifest.rows:
            raise BadBackup("doesn't hold what it says")
    upgrade(engine)
    with engine.connect() as connection:
        if audits_on(connection, keys) != manifest.audit:
            raise BadBackup("doesn't hold the audit that it says")
    check_key(engine, keys, thoroughly=True)


def _refuse_used(target: Path, data: Path) -> None:
    if target.exists() or (data.is_dir() and any(data.iterdir())):
        raise BadBackup("is restored into an empty data folder only: this one (SUPPORTMAP_DATA) has files")


@contextmanager
def _folder(folder: Path) -> Iterator[None]:
    """Make the data folder if need be, and take it away again if nothing comes into it."""
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        yield
    except BaseException:
        if made:
            folder.rmdir()
        raise


@contextmanager
def _key_in_place(settings: Settings, key: bytes) -> Iterator[None]:
    """Put the key where the service looks for it, unless it is there; take it away if all was in vain."""
    made = settings.key is None and not settings.key_file.exists()
    if made:
        save_key(settings, key)
    try:
        yield
    except BaseException:
        if made:
            os.unlink(settings.key_file)
        raise
