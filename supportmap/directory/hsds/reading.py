"""Any directory of services, from a file, a folder, an archive or the web, to reads in its order."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from stat import S_ISDIR, S_ISREG
from tempfile import TemporaryDirectory

import orjson

from supportmap.directory.hsds.api import download_or_pages
from supportmap.directory.hsds.archive import ENDINGS, MAX_MEMBERS, unpacked
from supportmap.directory.hsds.csv_source import header_of, stage_table
from supportmap.directory.hsds.fetch import ADDRESS
from supportmap.directory.hsds.identity import Gathering
from supportmap.directory.hsds.joining import add_staged
from supportmap.directory.hsds.json_source import read_json
from supportmap.directory.hsds.progress import Progress, half
from supportmap.directory.hsds.refusals import markup, other_table
from supportmap.directory.hsds.report import TAXONOMY, NotADirectory, Read
from supportmap.directory.hsds.stage import Stage
from supportmap.directory.hsds.tables import kind_of_table
from supportmap.directory.hsds.text_source import opened

__all__ = ["read_path", "read_url"]

_PACKAGE = "datapackage.json"
_TABLES = (".csv", ".tsv")
_NOTHING = "holds no services"
_DEEPER = "was passed over, for it lies deeper than what was read:"
_NAMELESS = "has no service with a name: the column or field “name” is missing or empty"


_Found = list[tuple[PurePosixPath, Path]]
"""The name within the source and the path of each file of it."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the source: what the report calls it, where it is, and which table it is if it is one."""

    place: str
    path: Path
    table: str


def read_path(path: Path, progress: Progress | None = None) -> Iterator[Read]:
    """Yield what became of each object of a file, folder, zip archive or data package, in its order.

    The whole source is read before the first is yielded. NotADirectory is raised, by then at the latest, if
    there is no service and no organisation in it.
    """
    into = Gathering()
    try:
        _gather(path, into, half(progress))
        yield from _reads(into, path.name, half(progress, second=True))
    finally:
        into.close()


def read_url(url: str, allow_private: bool = False, progress: Progress | None = None) -> Iterator[Read]:
    """Yield what became of each service of an HSDS or ORUK API, or of each object of a file on the web.

    As ``read_path``; addresses of private networks are refused unless allowed.
    """
    into = Gathering()
    try:
        with TemporaryDirectory(prefix="supportmap-") as folder:
            file = download_or_pages(url, Path(folder), into, allow_private, half(progress))
            if file:
                _gather(file, into, half(progress))
        yield from _reads(into, ADDRESS, half(progress, second=True))
    except NotADirectory as reason:
        raise NotADirectory(ADDRESS, reason.reason) from None
    finally:
        into.close()


def _reads(into: Gathering, name: str, progress: Progress) -> Iterator[Read]:
    if not into.recognised:
        raise NotADirectory(name, into.first_refused or _NOTHING)
    if into.nameless:
        raise NotADirectory(name, _NAMELESS)
    yield from into.reads(progress)


def _gather(path: Path, into: Gathering, progress: Progress) -> None:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        raise NotADirectory(path.name, "no such file") from None
    if S_ISDIR(mode):
        _read_folder(path, into, progress)
    elif not S_ISREG(mode):
        raise NotADirectory(path.name, "not a file but a device")
    elif zipfile.is_zipfile(path):
        with unpacked(path) as members:
            _read_shallowest(members, into, progress)
    elif path.name == _PACKAGE and (tables := _packaged(path)):
        _read_files(tables, into, progress)
    else:
        _read_single(_File("", path, path.stem), into, progress)


def _read_folder(folder: Path, into: Gathering, progress: Progress) -> None:
    package = folder / _PACKAGE
    if package.is_file() and (tables := _packaged(package)):
        _read_files(tables, into, progress)
    else:
        _read_shallowest(_of_folder(folder), into, progress)


def _of_folder(folder: Path) -> _Found:
    found: _Found = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = [Path(parent, name) for name in sorted(names) if not name.startswith(".")]
        usable = [path for path in paths if path.suffix.lower() in ENDINGS and path.is_file()]
        found += [(PurePosixPath(path.relative_to(folder).as_posix()), path) for path in usable]
        if len(found) > MAX_MEMBERS:
            raise NotADirectory(folder.name, f"has more than {MAX_MEMBERS:,} files")
    return found


def _read_shallowest(found: _Found, into: Gathering, progress: Progress) -> None:
    """Read the files that lie least deep, and say that what is below them is not: it is something else."""
    listed = sorted((name, path) for name, path in found if name.name != _PACKAGE)
    depth = min((len(name.parts) for name, _ in listed), default=0)
    files = [_File(name.name, path, name.stem) for name, path in listed if len(name.parts) == depth]
    _read_files(files, into, progress)
    for name, _ in listed:
        if len(name.parts) > depth:
            into.tell(str(name), "refused", f"{_DEEPER} {_named(files)}")


def _named(files: Sequence[_File]) -> str:
    names = ", ".join(file.place for file in files[:3])
    return f"{names} and {len(files) - 3} more" if len(files) > 3 else names


def _packaged(path: Path) -> list[_File]:
    """Return the tables that a data package names, none of them outside of it; nothing if it is none."""
    try:
        resources = orjson.loads(path.read_bytes()[:5_000_000])["resources"]
        named = [(str(each["name"]), str(each["path"])) for each in resources]
    except (OSError, ValueError, TypeError, KeyError):
        return []
    folder = path.parent.resolve()
    files = [(name, (folder / inner).resolve()) for name, inner in named if "\0" not in inner]
    return [
        _File(file.name, file, name) for name, file in files if file.is_file() and file.is_relative_to(folder)
    ]


def _read_files(files: Sequence[_File], into: Gathering, progress: Progress) -> None:
    tables = [file for file in files if file.path.suffix.lower() in _TABLES and kind_of_table(file.table)]
    size, before = sum(file.path.stat().st_size for file in files), 0
    if tables:
        _read_tables(tables, into, progress, size)
        before = sum(file.path.stat().st_size for file in tables)
    for file in files:
        if file.path.suffix.lower() in _TABLES:
            continue
        try:
            _read_single(file, into, progress, before, size)
        except NotADirectory as reason:
            into.tell(file.place, "refused", reason.reason)
        before += file.path.stat().st_size


def _read_tables(files: Sequence[_File], into: Gathering, progress: Progress, size: int) -> None:
    kinds = {kind_of_table(file.table) for file in files}
    if not kinds & {"service", "organization"}:
        for file in files:
            into.tell(file.place, "refused", _instead(kinds))
        return
    stage, before = Stage(), 0
    try:
        for file in files:
            with opened(file.path, half(progress), before, size) as text:
                try:
                    stage_table(text, file.table, kind_of_table(file.table) or "", file.place, stage, into)
                except NotADirectory as reason:
                    into.tell(file.place, "refused", reason.reason)
            before += file.path.stat().st_size
        stage.ready()
        add_staged(stage, into, half(progress, second=True))
    finally:
        stage.close()


def _instead(kinds: set[str | None]) -> str:
    if kinds <= {"taxonomy", "taxonomy_term"}:
        return TAXONOMY
    return "has tables of HSDS, but none of services or organisations"


def _read_single(file: _File, into: Gathering, progress: Progress, before: int = 0, size: int = 0) -> None:
    with opened(file.path, progress, before, size) as text:
        begin = text.file.read(4_096).lstrip()
        text.file.seek(0)
        if begin.startswith(("{", "[")):
            read_json(text, file.place, into, file.path.suffix.lower() in (".jsonl", ".ndjson"))
            return
        if begin.startswith("<"):
            raise NotADirectory(file.path.name, markup(begin))
        if file.path.suffix.lower() in ENDINGS[2:] or not begin:
            raise NotADirectory(file.path.name, "is not JSON" if begin else "is empty")
        columns = header_of(text)
    if kind_of_table(file.table) is None and (other := other_table(columns)):
        raise NotADirectory(file.path.name, other)
    table = file.table if kind_of_table(file.table) else "services"
    _read_tables([_File(file.path.name, file.path, table)], into, progress, size)
