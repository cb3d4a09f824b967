"""Directories damaged at random: whatever stands where, each object is accounted for and nothing breaks."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from supportmap.directory.hsds.report import NotADirectory
from supportmap.directory.hsds.shape import words
from tests.directory.hsds.directories import reads, service

_NAMES = words(
    "id name status service services organization organizations organization_id locations location"
    " location_id addresses address schedules schedule days times byday freq phones languages contacts"
    " attributes taxonomy_term coordinates latitude longitude service_at_locations eligibility fees metadata"
    " contents data opens_at closes_at week_of_month rrule minimum_age url as_given weekday number"
)
_TABLES = words(
    "services organizations locations services_at_location phones regular_schedules services_taxonomy"
    " taxonomy eligibility contacts physical_addresses"
)
_LEAVES = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6)),
    st.sampled_from(
        ["s1", "o1", "l1", "s1;s2", "active", "Mon-Fri", "9:00", "FREQ=WEEKLY;BYDAY=MO", "\ud800", r"a\nb"]
    ),
)
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=5),
    max_leaves=25,
)


@settings(max_examples=400)
@given(value=_VALUES, more=st.dictionaries(st.sampled_from(_NAMES), _VALUES, max_size=6))
def test_json_of_any_shape_is_read_or_refused(value: Any, more: dict[str, Any]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.json")
        path.write_text(json.dumps([service("sound"), {**service(), **more}, value]), encoding="utf-8")
        found = reads(path)
    assert found[0].outcome in ("accepted", "repaired")
    ids = [read.external_id for read in found if read.document is not None]
    assert len(set(ids)) == len(ids)
    for read in found:
        assert (read.document is None) == (read.outcome in ("refused", "repeated", "without service"))
        assert read.outcome == "accepted" or read.reasons
        orjson.dumps(read.document)


@settings(max_examples=200)
@given(
    st.dictionaries(
        st.sampled_from(_TABLES),
        st.lists(
            st.dictionaries(
                st.sampled_from(_NAMES), st.text(max_size=4) | st.sampled_from(["s1", "o1", "l1"])
            )
        ),
        max_size=5,
    )
)
def test_tables_of_any_cells_are_read_or_refused(tables: dict[str, list[dict[str, str]]]) -> None:
    with TemporaryDirectory() as folder:
        for name, rows in {
            **tables,
            "services": [{"id": "s0", "name": "Lunch"}, *tables.get("services", [])],
        }.items():
            text = io.StringIO()
            writer = csv.DictWriter(text, list(dict.fromkeys(column for row in rows for column in row)))
            writer.writeheader()
            writer.writerows(rows)
            Path(folder, f"{name}.csv").write_bytes(text.getvalue().encode("utf-8", "replace"))
        found = reads(Path(folder))
    assert any(read.external_id is not None for read in found)


@settings(max_examples=200)
@given(st.binary(max_size=60), st.integers(0, 400))
def test_bytes_of_any_kind_are_read_or_refused(junk: bytes, at: int) -> None:
    whole = json.dumps([service("s1"), service("s2")]).encode()
    with TemporaryDirectory() as folder:
        for name in ("a.json", "a.jsonl", "services.csv", "a.zip"):
            path = Path(folder, name)
            path.write_bytes(whole[:at] + junk + whole[at:])
            try:
                reads(path)
            except NotADirectory as refused:
                assert refused.reason  # noqa: PT017 - either answer will do
