"""Files that are sent to be imported: kept in the data folder, part by part, until their import ends."""

from __future__ import annotations

import os
import time
from pathlib import Path
from uuid import UUID

from supportmap.settings import Settings

__all__ = ["LARGEST", "PartMissing", "TooLarge", "add_part", "forget_upload", "upload_path"]

LARGEST = 500_000_000
"""Bytes of one file: a national directory has less."""
KEPT_FOR = 24 * 3600
"""Seconds after which a file that nobody imported is deleted."""
ENDINGS = (".zip", ".json", ".jsonl", ".ndjson", ".csv")


class TooLarge(Exception):  # noqa: N818 - it is told to whoever sent it
    """A file that is larger than may be imported by a page."""


class PartMissing(Exception):  # noqa: N818 - it is told to whoever sent it
    """A part that doesn't begin where the file ends; ``size`` is how much of it is here."""

    def __init__(self, size: int) -> None:
        """Keep how much is here."""
        super().__init__(size)
        self.size = size


def upload_path(settings: Settings, agency_id: UUID, upload_id: UUID, name: str) -> Path:
    """Return where a file is kept: its ending tells what it is, and nothing else of its name is used."""
    ending = next((each for each in ENDINGS if name.lower().endswith(each)), ".unknown")
    return settings.data / "uploads" / f"{agency_id.hex}-{upload_id.hex}{ending}"


def add_part(path: Path, start: int, part: bytes) -> int:
    """Add a part to a file and return its size; a part that came before is passed over."""
    if start < 0:
        raise PartMissing(0)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if start == 0:
        _forget_old(path.parent)
    if start + len(part) > LARGEST:
        path.unlink(missing_ok=True)
        raise TooLarge
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        size = file.seek(0, os.SEEK_END)
        if start + len(part) <= size:
            return size
        if start > size:
            raise PartMissing(size)
        file.seek(start)
        file.write(part)
        return file.tell()


def forget_upload(path: Path) -> None:
    """Delete a file whose import has ended."""
    path.unlink(missing_ok=True)


def _forget_old(folder: Path) -> None:
    for each in folder.iterdir():
        if time.time() - each.stat().st_mtime > KEPT_FOR:
            each.unlink(missing_ok=True)
