"""The benches run: a smoke run, so that they can't rot. No time is asserted."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from supportmap.analysis.caseload import caseload_of
from tests.bench.__main__ import BEGIN, BENCHES, END, PAGE, renewed, sections
from tests.bench.networks import made_up, networks_of
from tests.bench.rounds import surroundings


@pytest.mark.parametrize("name", BENCHES)
def test_each_bench_runs_and_reports_a_table(name: str) -> None:
    (measured,) = sections([name], quick=True).values()
    assert f"## {BENCHES[name][0]}" in measured
    assert "| --- |" in measured


def test_a_run_replaces_only_what_stands_between_the_marks() -> None:
    old = f"intro\n{BEGIN}\n## A\n\none\n\n## B\n\ntwo\n\n{END}notes\n"
    new = {"## B\n": "## B\n\nthree\n"}
    page = renewed(old, new)
    assert page == f"intro\n{BEGIN}\n## A\n\none\n\n## B\n\nthree\n\n{END}notes\n"
    assert renewed(page, new) == page


def test_each_table_on_the_page_says_on_what_it_was_measured() -> None:
    """They may be renewed one by one, each on another machine."""
    page = PAGE.read_text(encoding="utf-8")
    fake = {"## New\n": f"## New\n\n{surroundings()}\n\nMedians of none\n"}
    for text in (page, renewed(page, fake)):
        tables = text.partition(BEGIN)[2].partition(END)[0].split("\n## ")
        assert len(tables) > 3
        assert tables[0].strip() == ""
        assert all("Medians of " in table and "; Python " in table for table in tables[1:])


def test_the_page_has_both_marks() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.count(BEGIN) == page.count(END) == 1


def test_made_up_arrays_and_networks_are_the_same_clients() -> None:
    arrays = made_up(50)
    back = caseload_of(networks_of(arrays, range(50)))
    for each in dataclasses.fields(arrays):
        np.testing.assert_array_equal(getattr(arrays, each.name), getattr(back, each.name), each.name)
