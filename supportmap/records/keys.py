"""The master key: made at the first start, kept apart from the data, and refused where others can read it."""

from __future__ import annotations

import os
import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from pathlib import Path

from supportmap.records.encryption import KEY_BYTES, Keyring
from supportmap.settings import BadSetting, Settings

__all__ = ["keyring", "make_key"]

FILE = "SUPPORTMAP_KEY_FILE"


def keyring(settings: Settings) -> Keyring:
    """Return the keys of this service, or raise BadSetting."""
    if settings.key is not None:
        return Keyring(_decoded(settings.key, "SUPPORTMAP_KEY"))
    _refuse_inside(settings.key_file, settings.data)
    return Keyring(_decoded(_content(settings.key_file), FILE))


def make_key(settings: Settings) -> None:
    """Make the master key if there is none yet; only its owner may read the file."""
    if settings.key is not None or settings.key_file.exists():
        return
    _refuse_inside(settings.key_file, settings.data)
    settings.key_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(settings.key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _refuse_inside(file: Path, data: Path) -> None:
    if file.resolve().is_relative_to(data.resolve()):
        raise BadSetting(FILE, "lies in the data folder: a copy of the folder would hold the key as well")


def _content(file: Path) -> str:
    try:
        if os.name == "posix" and file.stat().st_mode & 0o077:
            raise BadSetting(FILE, "others can read it: take their rights away (chmod 600)")
        return file.read_text(encoding="ascii")
    except FileNotFoundError:
        raise BadSetting(FILE, "there is no key: restore it, or start anew with `supportmap serve`") from None
    except (OSError, ValueError):
        raise BadSetting(FILE, "can't be read") from None


def _decoded(text: str, name: str) -> bytes:
    try:
        key = b64decode(text.strip(), validate=True)
    except (NotBase64, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise BadSetting(name, "is no key of 32 bytes in base64")
    return key
