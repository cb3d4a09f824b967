"""Rows of real directories, put into documents by hand: what they say is found, and nothing else."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from supportmap.directory.clock import minutes
from supportmap.directory.columns import columns_of
from supportmap.directory.hours import from_text, hours_of, is_open, to_text, told
from tests.directory.documents import service


def table(shared_data: Path, name: str) -> list[dict[str, str]]:
    file = shared_data / "hsds" / "illinois-legal-aid" / name
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture(scope="module")
def pantry_rules(shared_data: Path) -> list[dict[str, Any]]:
    """The schedules of the food pantries that have times, as HSDS has them: the first time of each."""
    file = shared_data / "hsds" / "foodpantries" / "hsds31_llm_aligned.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines()
    return [rule for line in lines for found in rules(json.loads(line)) if (rule := as_hsds(found))]


def rules(value: Any) -> Iterator[dict[str, Any]]:
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, dict) and "freq" in value:
        yield value
    for member in members:
        yield from rules(member)


def as_hsds(rule: dict[str, Any]) -> dict[str, Any] | None:
    spans = rule.get("times") or [rule]
    if not isinstance(spans[0], dict) or not spans[0].get("start_time"):
        return None
    week = rule.get("week_of_month")
    days = [f"{week if isinstance(week, int) else ''}{day}" for day in rule.get("days") or ()]
    return {
        "freq": rule["freq"],
        "byday": ",".join(days) or None,
        "opens_at": spans[0]["start_time"],
        "closes_at": spans[0].get("end_time"),
        "valid_from": rule.get("start_date"),
        "valid_to": rule.get("end_date"),
        "interval": rule.get("interval"),
    }


def test_the_opening_times_of_illinois_are_all_read(shared_data: Path) -> None:
    rows = table(shared_data, "regular_schedules.csv")
    assert len(rows) > 500
    for row in rows:
        (opening,) = hours_of(service(schedules=[row]))
        assert opening.weekday is not None
        assert (opening.opens is None) == (not row["opens_at"])
        assert opening.closes in (minutes(row["closes_at"] or None), None, 1440)


def test_the_fees_of_illinois_are_told_apart(shared_data: Path) -> None:
    free: dict[str, Counter[bool | None]] = {}
    for row in table(shared_data, "services.csv"):
        named = row | {"name": "Legal help"}
        free.setdefault(row["fees"], Counter())[columns_of(named).free] += 1
    assert {fees: set(found) for fees, found in free.items() if fees} == {
        "Free to everyone": {True},
        "Free to eligible persons/entities": {True},
        "Sliding scale based on income": {None},
        "Flat fee regardless of income": {False},
    }


def test_legal_help_of_illinois_is_practical_or_not_known(shared_data: Path) -> None:
    worth = Counter(columns_of(row).practical for row in table(shared_data, "services.csv"))
    assert worth[0] == 0
    assert worth[1] + worth[2] > 0.9 * worth.total()


def test_the_pantries_are_open_when_their_rows_say(pantry_rules: list[dict[str, Any]]) -> None:
    dated = [rule for rule in pantry_rules if rule["valid_from"] and rule["valid_from"] == rule["valid_to"]]
    assert len(dated) > 100
    read = 0
    for rule in dated:
        found = hours_of(service(schedules=[rule]))
        if found[0].weekday is not None:
            begins = datetime.fromisoformat(f"{rule['valid_from']}T{rule['opens_at']}")
            assert is_open(found, begins) in (True, None)
            read += is_open(found, begins) is True
    assert read > 0.8 * len(dated)


def test_the_hours_of_the_pantries_are_told_and_outlive_their_text(
    pantry_rules: list[dict[str, Any]],
) -> None:
    found = hours_of(service(schedules=pantry_rules))
    assert from_text(to_text(found)) == found
    assert all(told((opening,)) for opening in found)
    assert len(told(found)) <= len(found)
