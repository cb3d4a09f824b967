"""The file that a backup is: the dump of a database and a manifest that says what must be in it.

It is a zip without compression. The manifest is signed under the master key and names the digest of the
dump, so that nobody without the key can slip in a dump of their own.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import orjson

from supportmap.records.encryption import Keyring

__all__ = ["BadBackup", "Manifest", "digest_of", "extract", "read_manifest", "write_archive"]

FORMAT = "supportmap backup"
VERSION = 1
MANIFEST, SIGNATURE, DUMP = "manifest.json", "manifest.signature", "database"
LARGEST_MANIFEST = 10_000_000
CHUNK = 1 << 20


class BadBackup(Exception):  # noqa: N818 - it is told to whoever restores
    """A backup that can't be made or restored, and why."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. ``audit`` has for each agency where its audit ends, or what is wrong with it."""

    engine: str
    revision: str
    made_at: str
    rows: Mapping[str, int]
    audit: Mapping[str, str]
    key: str
    """The fingerprint of the master key."""
    dump: str
    """The SHA-256 of the dump."""
    size: int
    """How many bytes the dump has."""
    format: str = FORMAT
    version: int = VERSION


def write_archive(target: Path, manifest: Manifest, dump: Path, keys: Keyring) -> None:
    """Write a backup to a new file that only its owner may read."""
    text = orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2)
    with os.fdopen(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
        with ZipFile(file, "w") as archive:
            archive.writestr(MANIFEST, text)
            archive.writestr(SIGNATURE, _signature(keys, text))
            archive.write(dump, DUMP)
        file.flush()
        os.fsync(file.fileno())


def read_manifest(source: Path, keys: Keyring) -> Manifest:
    """Return what a backup says it holds, or raise BadBackup: it must have been made with these keys."""
    try:
        with ZipFile(source) as archive:
            text, signature = (_small(archive, name) for name in (MANIFEST, SIGNATURE))
        found = orjson.loads(text)
    except (OSError, BadZipFile, KeyError, ValueError, RuntimeError, NotImplementedError, EOFError):
        raise BadBackup("is no backup of supportmap, or was cut short") from None
    manifest = _checked(found)
    if manifest.key != keys.fingerprint:
        raise BadBackup(f"was made with another key: the one with the fingerprint {manifest.key[:16]}")
    if not compare_digest(signature, _signature(keys, text)):
        raise BadBackup("was altered after it was made")
    return manifest


def extract(source: Path, manifest: Manifest, target: Path) -> None:
    """Write the dump of a backup to a file, or raise BadBackup if it isn't the one that was made."""
    try:
        with (
            ZipFile(source) as archive,
            archive.open(_member(archive, DUMP, manifest.size)) as dump,
            target.open("xb") as file,
        ):
            while chunk := dump.read(CHUNK):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except (BadZipFile, KeyError, EOFError, RuntimeError, NotImplementedError):
        raise BadBackup("was damaged after it was made") from None
    if digest_of(target) != manifest.dump:
        raise BadBackup("was altered after it was made")


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _small(archive: ZipFile, name: str) -> bytes:
    return archive.read(_member(archive, name, LARGEST_MANIFEST))


def _member(archive: ZipFile, name: str, most: int) -> ZipInfo:
    """Return a member, or raise BadZipFile where reading it could yield more bytes than there may be."""
    member = archive.getinfo(name)
    if member.compress_type != ZIP_STORED or member.file_size > most:
        raise BadZipFile
    return member


def _checked(found: Any) -> Manifest:
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise BadBackup("is no backup of supportmap")
    if found.get("version") != VERSION:
        raise BadBackup("was made by a newer supportmap: install that one")
    if found.keys() != {field.name for field in fields(Manifest)} or not isinstance(found["key"], str):
        raise BadBackup("was altered after it was made")
    return Manifest(**found)


def _signature(keys: Keyring, text: bytes) -> bytes:
    return keys.digest("backup", text.decode()).hex().encode()
