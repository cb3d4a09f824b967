"""A pair of CSV tables, contacts and ties, whose columns are the fields of the supportmap document."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from supportmap.analysis.network import Network
from supportmap.exchange.assembly import Assembly
from supportmap.exchange.field import Table
from supportmap.exchange.fields import CONTACT, MAX_CONTACTS, MAX_TIES, TIE, Place, without_unreadable
from supportmap.exchange.report import Reason, Refused, Report
from supportmap.exchange.strict_json import MAX_BYTES

__all__ = ["NOT_READABLE", "read_tables"]

NOT_READABLE = (
    "not a file that supportmap reads: it reads supportmap documents and easyNWK maps (JSON), "
    "and tables (CSV) whose first row has id and name"
)
MAX_ROWS = 100_000
"""A row may be blank, but five million blank ones are no table."""
MAX_COLUMNS = 200
"""Each name of a column is kept once a row, so their number and length bound what a file can grow to."""
MAX_COLUMN_NAME = 100


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one of the two tables is called and may hold."""

    title: str
    fields: Table
    needed: tuple[str, str]
    most: int


CONTACTS = Sheet("contacts.csv", CONTACT, ("id", "name"), MAX_CONTACTS)
TIES = Sheet("ties.csv", TIE, ("a", "b"), MAX_TIES)


def read_tables(contacts: bytes, ties: bytes | None = None) -> tuple[Network, Report]:
    """Return the network of the good rows; without a table of ties nobody was asked about them."""
    assembly = Assembly(notes_all=True)
    for place, given, faults in _rows(CONTACTS, contacts):
        if faults:
            assembly.leave_out_contact(place, faults, _text(given, "id"), _text(given, "name"))
        else:
            assembly.add_contact(place, *without_unreadable(CONTACT, given, place))
    for place, given, faults in _rows(TIES, ties) if ties is not None else ():
        if faults:
            assembly.leave_out("tie", place.row, faults)
        else:
            assembly.add_tie(place, *without_unreadable(TIE, given, place))
    return _network(assembly, ties is not None), assembly.report


def _text(given: dict[str, object], field: str) -> str | None:
    return str(given[field]) if field in given else None


def _network(assembly: Assembly, has_ties: bool) -> Network:
    # Who stands in a row that was refused must not read as "asked, and they don't know each other".
    all_read = len(assembly.report.of("tie").rows) == len(assembly.ties)
    return assembly.network(elicited=bool(assembly.contacts), ties_asked=has_ties and all_read)


def _rows(sheet: Sheet, data: bytes) -> Iterator[tuple[Place, dict[str, object], list[Reason]]]:
    """Yield each row that isn't blank: its place, its values, and what is wrong with its shape."""
    records = _records(sheet, _decoded(sheet, data))
    _, header = next(records, (1, []))
    columns = _columns(sheet, header)
    filled = (record for record in records if any(map(str.strip, record[1])))
    for count, (number, cells) in enumerate(filled, 1):
        if count > sheet.most:
            raise Refused(sheet.title, f"more than {sheet.most:,} rows")
        place = Place(f"{sheet.title} row {number}", ", ")
        yield place, _given(sheet, columns, cells), _faults(columns, cells, place)


def _decoded(sheet: Sheet, data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise Refused(sheet.title, "larger than 5 MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(sheet.title, 'no text in UTF-8: if it is a table, save it as "CSV UTF-8"') from None
    if "\0" in text:
        raise Refused(sheet.title, "has a NUL character, so it isn't a table")
    return text


def _records(sheet: Sheet, text: str) -> Iterator[tuple[int, list[str]]]:
    delimiter = max(",;\t", key=lambda mark: len(sheet.fields.keys() & set(_header(sheet, text, mark))))
    number = 0
    try:
        for number, record in enumerate(_parsed(text, delimiter), 1):
            if number > MAX_ROWS:
                raise Refused(sheet.title, "more than 100,000 rows, blank ones included")
            yield number, [_plain(cell) for cell in record]
    except csv.Error:
        reason = "a quotation mark that isn't closed, or a cell that is too long"
        raise Refused(f"{sheet.title} row {number + 1}", reason) from None


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    # Strict, because otherwise a quotation mark that isn't closed swallows all rows after it.
    lines = StringIO(text, newline="")
    records = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    # One cell too many is as wrong as five million, and sooner found to be.
    return (record[: MAX_COLUMNS + 1] for record in records)


def _header(sheet: Sheet, text: str, delimiter: str) -> list[str]:
    try:
        return [_column(sheet, cell) for cell in next(_parsed(text, delimiter), [])]
    except csv.Error:
        return []


def _plain(cell: str) -> str:
    # The apostrophe is what keeps a spreadsheet from running the text as a formula.
    return re.sub(r"^'(?=[=+@\t\r-])", "", cell.strip())


def _column(sheet: Sheet, cell: str) -> str:
    name = _plain(cell)
    return name.lower() if name.lower() in sheet.fields else name


def _columns(sheet: Sheet, header: list[str]) -> list[str]:
    columns = [_column(sheet, cell) for cell in header]
    named = [column for column in columns if column]
    if not set(sheet.needed) <= set(named):
        raise _wrong_header(sheet, columns)
    if len(set(named)) < len(named):
        raise Refused(f"{sheet.title} row 1", "two columns have the same name")
    if len(columns) > MAX_COLUMNS or len(max(columns, key=len)) > MAX_COLUMN_NAME:
        raise Refused(f"{sheet.title} row 1", "more than 200 columns, or a name of more than 100 characters")
    return columns


def _wrong_header(sheet: Sheet, columns: list[str]) -> Refused:
    if sheet is TIES:
        return Refused("ties.csv row 1", "expected the columns a and b")
    if set(TIES.needed) <= {column.lower() for column in columns}:
        return Refused("row 1", "a table of ties: give the table of contacts that belongs to it")
    return Refused("row 1", NOT_READABLE)


def _given(sheet: Sheet, columns: list[str], cells: list[str]) -> dict[str, object]:
    pairs = zip(columns, cells, strict=False)  # a short row leaves the last columns empty
    fields = sheet.fields
    return {key: fields[key].cell(cell) if key in fields else cell for key, cell in pairs if key and cell}


def _faults(columns: list[str], cells: list[str], place: Place) -> list[Reason]:
    if len(cells) > len(columns):
        return [Reason(place.row, "more cells than the header has columns")]
    if any(cell and not column for column, cell in zip(columns, cells, strict=False)):
        return [Reason(place.row, "a value in a column without a name")]
    return []
