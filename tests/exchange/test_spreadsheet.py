"""CSV for spreadsheets: every cell comes back as it was, and none is run."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportmap.exchange.spreadsheet import harmless, table_text

CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_numbers_stay_numbers() -> None:
    assert [harmless(value) for value in (-0.2, 5, None, "5")] == [-0.2, 5, None, "5"]


@given(st.lists(st.fixed_dictionaries({"a": CELL, "b": CELL}), max_size=5))
def test_a_table_is_read_back_as_it_was_written(rows: list[dict[str, str]]) -> None:
    told = list(csv.DictReader(StringIO(table_text(("a", "b"), rows), newline="")))
    assert told == [{name: harmless(text) for name, text in row.items()} for row in rows]


def test_what_is_unknown_is_an_empty_cell() -> None:
    assert table_text(("a", "b"), [{"b": None}]) == "a,b\r\n,\r\n"
