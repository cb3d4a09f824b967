"""The report counts everything and keeps only so much."""

from __future__ import annotations

import json

from supportmap.directory.hsds.report import CUT_SHORT, MOST_ROWS, Read, Tally


def test_a_tally_counts_all_and_keeps_the_first_rows_that_were_not_accepted() -> None:
    tally = Tally()
    for number in range(3_000):
        tally.add(
            Read(f"line {number}", "accepted" if number % 2 else "refused", () if number % 2 else ("why",))
        )
    assert (tally.objects, len(tally.rows)) == (3_000, MOST_ROWS)
    assert tally.reasons == {"why": 1_500}
    assert {row["outcome"] for row in tally.rows} == {"refused"}


def test_a_tally_comes_back_from_json_as_it_was() -> None:
    tally = Tally()
    tally.add(Read("line 1", "repaired", ("a", "b"), "s1", {}))
    tally.add(Read("line 2", "refused", (CUT_SHORT,)))
    again = Tally.from_json(json.loads(json.dumps(tally.as_json())))
    assert again.as_json() == tally.as_json()
    assert (again.objects, again.complete, dict(again.outcomes)) == (2, False, {"repaired": 1, "refused": 1})
