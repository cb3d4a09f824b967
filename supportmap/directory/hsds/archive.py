"""Zip archives, unpacked without trust: under our own names, and never more than they may hold."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from supportmap.directory.hsds.report import NotADirectory

__all__ = ["ENDINGS", "MAX_UNPACKED", "unpacked"]

ENDINGS = (".csv", ".tsv", ".json", ".jsonl", ".ndjson")
"""The names that are read; whatever else an archive or a folder holds is left alone."""
MAX_UNPACKED = 1_000_000_000
MAX_MEMBERS = 1_000
MAX_RATIO = 200
_HARMLESS = 10_000_000
"""Up to so many bytes no ratio is too much."""
_MAX_LISTING = 1_000_000
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError),
    *(OSError, ValueError, RuntimeError, struct.error),
)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What directories are packed with: other ways take far more memory to unpack."""


@contextmanager
def unpacked(path: Path) -> Iterator[list[tuple[PurePosixPath, Path]]]:
    """Yield the name within the archive and the temporary file of each member that may be read.

    Raise NotADirectory if it is damaged, locked, leads out of itself or unpacks to too much.
    """
    _check_listing(path)
    with TemporaryDirectory(prefix="supportmap-") as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                files = list(_unpack(archive, path.name, Path(folder)))
        except _DAMAGED:
            raise NotADirectory(path.name, "is a damaged archive") from None
        yield files


def _check_listing(path: Path) -> None:
    """Look at how long the list of members is before anything reads it whole."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - 66_000, 0))
        end = file.read()
    at = end.rfind(b"PK\5\6")
    listed = struct.unpack("<L", end[at + 12 : at + 16])[0] if 0 <= at <= len(end) - 22 else 0
    # The large form of a listing, which stands for the small one, is needed by nothing that may be read.
    if listed > _MAX_LISTING or end.rfind(b"PK\6\7", 0, max(at, 0)) >= 0:
        raise NotADirectory(path.name, f"has more than {MAX_MEMBERS:,} files")


def _unpack(archive: zipfile.ZipFile, name: str, folder: Path) -> Iterator[tuple[PurePosixPath, Path]]:
    members = [member for member in archive.infolist() if member.filename and not member.is_dir()]
    if len(members) > MAX_MEMBERS:
        raise NotADirectory(name, f"has more than {MAX_MEMBERS:,} files")
    left = MAX_UNPACKED
    for number, member in enumerate(members):
        inner = PurePosixPath(member.filename)
        if not inner.parts:
            continue
        if inner.is_absolute() or ".." in inner.parts or "\\" in member.filename or ":" in inner.parts[0]:
            raise NotADirectory(name, "has a file whose name leads out of the archive")
        if member.flag_bits & 1:
            raise NotADirectory(name, "is locked with a password")
        if inner.suffix.lower() in ENDINGS and not any(part.startswith((".", "__")) for part in inner.parts):
            if member.compress_type not in _METHODS:
                raise NotADirectory(name, "is packed in a way that isn't read: pack it as an ordinary zip")
            target = folder / f"{number}{inner.suffix.lower()}"
            left -= _copy(archive, member, target, left, name)
            yield inner, target


def _copy(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, most: int, name: str) -> int:
    """Copy a member and return its size, counted as it comes: what the archive says of it may be wrong."""
    most = min(most, max(_HARMLESS, member.compress_size * MAX_RATIO))
    written = 0
    with archive.open(member) as source, target.open("wb") as file:
        while block := source.read(1 << 18):
            written += len(block)
            if written > most:
                raise NotADirectory(name, "unpacks to far more than a directory of services")
            file.write(block)
    return written
