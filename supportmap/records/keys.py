"""The master key: made at the first start, kept apart from the data, and refused where others can read it."""

from __future__ import annotations

import os
import secrets
import stat
from base64 import b64encode
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session

from supportmap.records.agency import Agency
from supportmap.records.client import DataKey
from supportmap.records.encryption import KEY_BYTES, Keyring, Unreadable
from supportmap.records.kit import key_in
from supportmap.settings import BadSetting, Settings

__all__ = ["check_key", "keyring", "make_key", "read_key", "refuse_inside", "save_key"]

FILE = "SUPPORTMAP_KEY_FILE"
MISSING = (
    "there is no key, and nothing opens the data without it: put the key file back, or write the key of the "
    "recovery kit into a new file in its place (chmod 600)"
)
WITH_THE_DATA = "a copy of the folder would hold the key as well"
LONGEST = 4096
"""No key file is longer, and one may be named that never ends."""


def keyring(settings: Settings) -> Keyring:
    """Return the keys of this service, or raise BadSetting."""
    return Keyring(read_key(settings))


def read_key(settings: Settings) -> bytes:
    """Return the master key itself, or raise BadSetting."""
    if settings.key is not None:
        return _decoded(settings.key, "SUPPORTMAP_KEY")
    refuse_inside(FILE, settings.key_file, settings.data, WITH_THE_DATA)
    return _decoded(_content(settings.key_file), FILE)


def make_key(settings: Settings, engine: Engine | None = None) -> None:
    """Make the master key if there is none yet; only its owner may read the file.

    Given the database, it refuses where data is kept already: a new key would never open it.
    """
    if settings.key is not None or settings.key_file.exists():
        return
    if engine is not None and _holds_data(engine):
        raise BadSetting(FILE, MISSING)
    # Whoever starts at the same time may have been faster: that key is as good.
    with suppress(FileExistsError):
        save_key(settings, secrets.token_bytes(KEY_BYTES))


def save_key(settings: Settings, key: bytes) -> None:
    """Write a key to the key file, whole or not at all; raise FileExistsError if there is one."""
    file = settings.key_file
    refuse_inside(FILE, file, settings.data, WITH_THE_DATA)
    written = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(written, b64encode(key) + b"\n")
        # Others find a whole key or none.
        os.link(written, file)
    except FileExistsError:
        raise
    except OSError as error:
        raise BadSetting(FILE, f"can't be written ({error.strerror})") from None
    finally:
        with suppress(OSError):
            written.unlink()


def check_key(engine: Engine, keys: Keyring, thoroughly: bool = False) -> None:
    """Raise BadSetting unless the keys open what is kept: the key of each agency, or every key there is."""
    queries: list[Any] = [select(Agency.data_key, Agency.id)]
    if thoroughly:
        queries.append(select(DataKey.wrapped, DataKey.agency_id, DataKey.client_id))
    with Session(engine) as session:
        for query in queries:
            with session.execute(query.execution_options(yield_per=1000)) as rows:
                _open_all(keys, rows)


def refuse_inside(name: str, file: Path, data: Path, why: str) -> None:
    """Raise BadSetting where a file would lie in the data folder, with what comes of that."""
    if file.resolve().is_relative_to(data.resolve()):
        raise BadSetting(name, f"lies in the data folder: {why}")


def _open_all(keys: Keyring, rows: Iterable[Any]) -> None:
    for row in rows:
        try:
            keys.vault(*row)
        except Unreadable:
            reason = "is not the key of this database: put back the one it was made with"
            raise BadSetting(FILE, reason) from None


def _holds_data(engine: Engine) -> bool:
    with Session(engine) as session:
        return inspect(engine).has_table(Agency.__tablename__) and bool(
            session.scalar(select(Agency.id).limit(1))
        )


def _write(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _content(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            if os.name == "posix" and stat.S_IMODE(os.fstat(opened.fileno()).st_mode) & 0o077:
                raise BadSetting(FILE, "others can read it: take their rights away (chmod 600)")
            # What an editor puts around the text of a kit is no part of the key.
            return opened.read(LONGEST).decode("utf-8-sig", errors="replace")
    except FileNotFoundError:
        raise BadSetting(FILE, MISSING) from None
    except OSError:
        raise BadSetting(FILE, "can't be read") from None


def _decoded(text: str, name: str) -> bytes:
    try:
        return key_in(text)
    except ValueError:
        raise BadSetting(
            name,
            "holds no key, neither as a key file nor as a recovery kit does: is a letter wrong or missing?",
        ) from None
