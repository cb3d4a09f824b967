"""An import that takes long says that it goes on, before anything of it is kept and without a step back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from sqlalchemy.orm import Session

from supportmap.directory import imports, running
from supportmap.directory.hsds.reading import read_path
from supportmap.directory.hsds.report import Read
from supportmap.directory.importing import Order
from supportmap.directory.imports import UnderWay, begin_import, imports_of
from supportmap.directory.running import PARTS, Progress, run_import
from supportmap.records.audit import Actor
from supportmap.records.database import writing
from tests.directory.hsds.directories import service, write_tables
from tests.directory.services import a_document, reads_of
from tests.service import an_agency

ORDER = Order("Town", "CC0")


def test_while_a_long_file_is_read_the_import_goes_on_and_no_other_of_its_source_begins(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "NOTED_EVERY", 0.02)
    monkeypatch.setattr(imports, "STILL", timedelta(seconds=0.5))
    agency = an_agency(session)
    actor, at, noted = Actor.operator(agency), Progress(), []

    def slowly() -> Iterator[Read]:
        with Session(session.get_bind(), info=session.info) as other:
            for done in range(1, 5):
                at(done, 8)
                sleep(0.4)
                (found,) = imports_of(other, agency)
                noted.append((found["state"], found["done"], found["total"]))
                with pytest.raises(UnderWay), writing(other):
                    begin_import(other, actor, "Town", False)
        yield from reads_of([a_document("1")])

    assert run_import(session, actor, ORDER, slowly(), at).kept == {"added": 1, "retired": 0}
    assert noted == [("running", done * PARTS // 8, PARTS) for done in range(1, 5)]
    (found,) = imports_of(session, agency)
    assert found["state"] == "done"


def test_an_import_that_failed_stays_as_it_was_noted(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "NOTED_EVERY", 0.001)
    agency = an_agency(session)

    def failing() -> Iterator[Read]:
        sleep(0.1)
        yield from reads_of([a_document("1")])
        raise MemoryError

    with pytest.raises(MemoryError):
        run_import(session, Actor.operator(agency), ORDER, failing())
    (found,) = imports_of(session, agency)
    ended = found["seen_at"]
    sleep(0.1)
    (found,) = imports_of(session, agency)
    assert (found["state"], found["seen_at"]) == ("stopped", ended)


@pytest.mark.parametrize(
    ("done", "total", "noted"),
    [
        *((0, None, (0, None)), (7, None, (7, None)), (0, 0, (0, None))),
        *((2**40, 2**41, (PARTS // 2, PARTS)), (12, 10, (PARTS, PARTS))),
    ],
)
def test_what_is_noted_of_any_size_is_a_small_number(done: int, total: int | None, noted: Any) -> None:
    at = Progress()
    assert at.noted == (0, None)
    at(done, total)
    assert at.noted == noted


def test_what_is_shown_is_told_at_once_but_not_of_every_row(monkeypatch: pytest.MonkeyPatch) -> None:
    now, told = iter(range(1_000)), list[int]()
    monkeypatch.setattr(running, "monotonic", lambda: next(now) / 1_000)
    at = Progress(lambda done, _: told.append(done))
    for row in range(500):
        at(row, 500)
    assert 2 <= len(told) <= 6
    monkeypatch.undo()
    first = list[int]()
    Progress(lambda done, _: first.append(done))(1, 2)
    assert first == [1]


def tables(folder: Path) -> Path:
    services: list[dict[str, Any]] = [{"id": n, "name": f"Lunch {n}", "status": "active"} for n in range(700)]
    return write_tables(folder / "tables", services=services, phones=[{"service_id": 1, "number": "555"}])


def lines(folder: Path) -> Path:
    path = folder / "lines.jsonl"
    path.write_text("\n".join(json.dumps(service(n)) for n in range(300)), encoding="utf-8")
    return path


@pytest.mark.parametrize("source", [tables, lines])
def test_reading_joining_and_keeping_move_one_bar_from_its_beginning_to_its_end(
    source: Any, tmp_path: Path
) -> None:
    told: list[float] = []
    for _ in read_path(source(tmp_path), lambda done, total: told.append(done / (total or 0))):
        pass
    assert told == sorted(told)
    assert told[0] < 0.3
    assert told[-1] == 1
    # No step takes the bar further than a third at once.
    assert max(b - a for a, b in zip([0.0, *told], told, strict=False)) < 0.34
