"""Files on disk to networks: the only module of this package that opens what a user names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from stat import S_ISREG

from supportmap.exchange.formats import Reading, is_json, read_bytes
from supportmap.exchange.report import Refused
from supportmap.exchange.strict_json import MAX_BYTES

__all__ = ["Reading", "network_files", "read_network"]

TABLE_NAME = "contacts"
"""What the name of a table in a folder must have in it: other tables have ids and names too."""


def read_network(path: Path, chosen: str | None = None) -> Reading:
    """Return what a file holds, whatever its name; the ties of a table of contacts are found beside it."""
    data = _content(path, "file")
    beside = None if is_json(data) else _ties_of(path)
    return read_bytes(data, _content(beside, "ties file") if beside else None, chosen)


def _content(path: Path, place: str) -> bytes:
    try:
        return _bytes_of(path, place)
    except FileNotFoundError:
        raise Refused(place, "no such file") from None
    except (OSError, ValueError):
        raise Refused(place, "can't be opened") from None


def _bytes_of(path: Path, place: str) -> bytes:
    # Asked before it is opened, because opening a pipe waits for its other end.
    if not S_ISREG(path.stat().st_mode):
        raise Refused(place, "not a file but a folder or a device")
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Refused(place, "larger than 5 MB")
    return data


def _ties_of(path: Path) -> Path | None:
    """Return the table of ties that lies beside a table of contacts, if there is one."""
    at = path.name.lower().find(TABLE_NAME)
    if at < 0:
        return None
    before, after = path.name[:at], path.name[at + len(TABLE_NAME) :]
    names = (path.with_name(f"{before}{ties}{after}") for ties in ("ties", "Ties", "TIES"))
    return next((name for name in names if name.is_file()), None)


def network_files(paths: Iterable[Path]) -> list[Path]:
    """Return the paths, each folder replaced by its .json files and tables of contacts, sorted."""
    return [file for path in paths for file in (_networks_in(path) if os.path.isdir(path) else [path])]


def _networks_in(folder: Path) -> list[Path]:
    try:
        found = set(_files_in(folder))
    except OSError:
        raise Refused(str(folder), "can't be opened") from None
    if not found:
        raise Refused(str(folder), "no .json file and no contacts.csv in this folder")
    return sorted(found)


def _files_in(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if _may_be_network(name.lower()):
                yield Path(parent, name)


def _may_be_network(name: str) -> bool:
    is_table = name.endswith(".csv") and TABLE_NAME in name
    return not name.startswith(".") and (is_table or name.endswith(".json"))


def _raise(error: OSError) -> None:
    raise error
