"""Made-up directories for the tests, written to a folder, and what becomes of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from supportmap.directory.hsds.reading import read_path
from supportmap.directory.hsds.report import Read, Tally

__all__ = ["documents", "only", "reads", "service", "tally", "write_json", "write_tables"]

Row = Mapping[str, object]


def write_tables(folder: Path, **tables: Sequence[Row]) -> Path:
    """Write CSV tables, each with the columns of all its rows."""
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
    return folder


def write_json(path: Path, value: object) -> Path:
    """Write a value as JSON, with NaN where it has that."""
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def service(own: object = "s1", **more: object) -> dict[str, Any]:
    """Return a sound service with its organisation nested."""
    whose = {"id": "o1", "name": "Hilltop", "description": "Neighbours"}
    return {"id": own, "name": f"Lunch {own}", "status": "active", "organization": whose, **more}


def reads(path: Path) -> list[Read]:
    """Return what became of each object."""
    return list(read_path(path))


def documents(path: Path) -> list[dict[str, Any]]:
    """Return the documents that were read."""
    return [read.document for read in reads(path) if read.document is not None]


def only(path: Path) -> tuple[Read, dict[str, Any]]:
    """Return the only read of a source, and its document."""
    [read] = reads(path)
    assert read.document is not None, read
    return read, read.document


def tally(path: Path) -> Tally:
    """Return the counted reads."""
    counted = Tally()
    for read in read_path(path):
        counted.add(read)
    return counted
