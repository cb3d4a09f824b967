"""CSV tables of any size, row by row: a row that can't be read is refused and the next is read."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any, TextIO

from supportmap.directory.hsds.identity import Gathering
from supportmap.directory.hsds.report import NotADirectory
from supportmap.directory.hsds.stage import GUESSED, Stage
from supportmap.directory.hsds.tables import row_of_table
from supportmap.directory.hsds.text_source import Text, drop_line

__all__ = ["MAX_COLUMNS", "MAX_ROW", "header_of", "stage_table"]

MAX_COLUMNS = 2_000
MAX_ROWS = 3_000_000
MAX_ROW = 1_000_000
"""How many characters a row may have."""
_BLANKS = ("", "NULL", "null", r"\N")
_LONG = "a row longer than 1,000,000 characters"


class _Lines:
    """The lines of a file; ``long`` is set once one was dropped because its row grew too long."""

    def __init__(self, file: TextIO) -> None:
        self.file, self.long = file, False
        self.size = self.quotes = 0
        """Characters since the last row ended: quotes may hold a row together over many lines."""

    def __iter__(self) -> Iterator[str]:
        while line := self.file.readline(MAX_ROW):
            if len(line) == MAX_ROW and not line.endswith(("\n", "\r")):
                self.long = True
                drop_line(self.file)
                yield "\n"
                continue
            self.size += len(line)
            self.quotes += line.count('"')
            if self.size > MAX_ROW:
                self.long = True
                if self.quotes % 2 == 0:
                    # The row ends here. Its reader, who asked for more, is still within quotes.
                    yield '"\n'
                continue
            yield line.replace("\0", "")


def header_of(text: Text) -> list[str]:
    """Return the names of the columns of a table, of which there are no more than may be."""
    return [name for name, _ in zip(_header(text)[1], range(MAX_COLUMNS), strict=False)]


def _header(text: Text) -> tuple[str, list[str]]:
    line = text.file.readline(MAX_ROW)
    mark = max(",;\t", key=line.count)
    try:
        columns = next(csv.reader([line.replace("\0", "")], delimiter=mark), [])
    except csv.Error:
        columns = []
    return mark, [" ".join(column.split()).strip("\ufeff").lower().replace(" ", "_") for column in columns]


def stage_table(text: Text, name: str, kind: str, place: str, stage: Stage, into: Gathering) -> None:
    """Stage the rows of a table; ``place`` is what it is called in the report.

    Raise NotADirectory if it has more columns than any table can have.
    """
    mark, columns = _header(text)
    if len(columns) > MAX_COLUMNS:
        raise NotADirectory(place, f"has more than {MAX_COLUMNS:,} columns")
    for number, cells in enumerate(_rows(text, mark), 2):
        if number > MAX_ROWS:
            raise NotADirectory(place, f"has more than {MAX_ROWS:,} rows")
        where = f"{place}, row {number}"
        if isinstance(cells, str):
            into.tell(where, "refused", cells)
        elif row := _row(columns, cells):
            if text.guessed and not "".join(row.values()).isascii():
                row[GUESSED] = True
            stage.add(*_placed(row_of_table(name, kind, row), where))
        if number % 500 == 0:
            text.tell()
    text.tell()


def _placed(row: tuple[str, dict[str, Any]], where: str) -> tuple[str, str, dict[str, Any]]:
    return row[0], where, row[1]


def _rows(text: Text, mark: str) -> Iterator[list[str] | str]:
    """Yield the cells of each row, or the reason why it can't be read."""
    lines = _Lines(text.file)
    reader = csv.reader(lines, delimiter=mark)
    while True:
        try:
            cells: list[str] | str = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = "a row that is no CSV"
        if lines.long:
            lines.long, cells = False, _LONG
        lines.size = lines.quotes = 0
        yield cells


def _unquoted(text: str) -> str:
    """Return a text without the apostrophe that kept a spreadsheet from running it."""
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@", "\t", "\r") else text


def _row(columns: list[str], cells: list[str]) -> dict[str, Any]:
    """Return the cells that say something, by their columns; what a formula is elsewhere is text here."""
    row: dict[str, Any] = {}
    for column, cell in zip(columns, cells, strict=False):
        text = _unquoted(cell.strip())
        if column and column not in row and text not in _BLANKS:
            row[column] = text
    return row
