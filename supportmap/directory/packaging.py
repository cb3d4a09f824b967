"""What may be passed on as a data package: a zip of CSV tables, and the descriptor that names them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson
from sqlalchemy.orm import Session

from supportmap.directory.exporting import exported
from supportmap.directory.flattening import COLUMNS, FILES, rows_of
from supportmap.exchange.spreadsheet import harmless

__all__ = ["write_services"]


def write_services(session: Session, agency_id: UUID, target: Path) -> int:
    """Write a zip of CSV tables and their datapackage.json to a new file; return how many services.

    Raises FileExistsError.
    """
    count, sources = 0, set[tuple[str, str]]()
    with TemporaryDirectory() as folder, target.open("xb") as file:
        tables = _Tables(Path(folder))
        for document in exported(session, agency_id):
            count += 1
            sources.add((document["source"]["name"], document["source"]["licence"]))
            for table, row in rows_of(document):
                tables.add(table, row)
        tables.close()
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            for name in tables.written:
                _put(archive, FILES[name], Path(folder, FILES[name]).read_bytes())
            _put(archive, "datapackage.json", _package(tables.written, sorted(sources)))
    return count


def _put(archive: ZipFile, name: str, data: bytes) -> None:
    """Write a file that says nothing of when: the same directory is the same export."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    archive.writestr(entry, data)


class _Tables:
    """The CSV files of an export; a row that stands in several documents is written once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, io.TextIOWrapper] = {}
        self._writers: dict[str, csv.DictWriter[str]] = {}
        self._seen: dict[str, set[bytes]] = {}

    @property
    def written(self) -> list[str]:
        """The tables that have a row, in the order of the specification."""
        return [name for name in FILES if name in self._files]

    def add(self, table: str, row: dict[str, Any]) -> None:
        """Write a row, unless one with its id was written."""
        if table not in self._files:
            self._begin(table)
        key = UUID(row["id"]).bytes
        if key not in self._seen[table]:
            self._seen[table].add(key)
            self._writers[table].writerow({name: harmless(value) for name, value in row.items()})

    def close(self) -> None:
        """Close the files."""
        for file in self._files.values():
            file.close()

    def _begin(self, table: str) -> None:
        file = Path(self._folder, FILES[table]).open("w", encoding="utf-8", newline="")  # noqa: SIM115
        writer = csv.DictWriter(file, COLUMNS[table], extrasaction="ignore")
        writer.writeheader()
        self._files[table], self._writers[table], self._seen[table] = file, writer, set()


def _package(tables: list[str], sources: list[tuple[str, str]]) -> bytes:
    """Return the descriptor of the package: its tables, their columns, whence they are and under what."""
    resources = [
        {
            "name": name,
            "path": FILES[name],
            "schema": {"fields": [{"name": column} for column in COLUMNS[name]], "primaryKey": "id"},
        }
        for name in tables
    ]
    package = {
        "name": "supportmap-export",
        "profile": "tabular-data-package",
        "licenses": [{"title": licence} for licence in dict.fromkeys(licence for _, licence in sources)],
        "sources": [{"title": f"{name} ({licence})"} for name, licence in sources],
        "resources": resources,
    }
    return orjson.dumps(package, option=orjson.OPT_INDENT_2)
