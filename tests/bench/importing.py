"""An import of a whole directory in one go, through the database, in a process of its own.

The objects are those of real food pantries where they are at hand, else made-up ones: repeated, each time
with other ids.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.orm import Session

from supportmap.directory.hsds.reading import read_path
from supportmap.directory.importing import Order
from supportmap.directory.running import run_import
from supportmap.records.agency import found_agency
from supportmap.records.audit import Actor
from supportmap.records.database import writing
from supportmap.records.opening import opened, session_on
from supportmap.running.start import make_ready
from supportmap.settings import Settings
from tests.bench.rounds import table

COUNT, QUICK_COUNT = 75_500, 300
"""So many are told; some more than once, so that a twelfth fewer are kept: over 70,000."""
SHARED = Path(os.environ.get("SUPPORTMAP_SHARED_DATA") or Path(__file__).parents[2] / "shared" / "data")
PANTRIES = SHARED / "hsds" / "foodpantries" / "hsds31_llm_aligned.jsonl"
_OWN_ID = re.compile(r'"((?:org|svc|loc|sched|phone)_[^"]*)"')
MADE_UP = (
    '{"id": "svc_%d", "name": "Food pantry %d", "description": "Food and company.", "status": "active",'
    ' "organization": {"id": "org_%d", "name": "Hall"}}'
)


def run(quick: bool = False) -> str:
    """Return how fast it is, and what memory it takes, as a Markdown table."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "services.jsonl"
        with file.open("w", encoding="utf-8") as lines:
            lines.writelines(f"{line}\n" for line in _lines(QUICK_COUNT if quick else COUNT))
        command = [sys.executable, "-m", __name__, folder, str(file)]
        told = orjson.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert told["first"]["kept"]["added"] == told["again"]["kept"]["unchanged"] > 0
    head = ("services", "import: each second, of CPU", "of the clock", "the same again: each second, of CPU")
    goal = "MiB at its peak above an idle process", "to reach, at most"
    return table((*head, *goal), [(f"{told['first']['kept']['added']:,}", *_rates(told), "256")])


def _rates(told: dict[str, Any]) -> tuple[str, ...]:
    first, again = told["first"], told["again"]
    rates = (
        first["kept"]["added"] / first["cpu"],
        first["kept"]["added"] / first["clock"],
        again["kept"]["unchanged"] / again["cpu"],
    )
    return *(f"{rate:,.0f}" for rate in rates), f"{(told['peak'] - told['idle']) / 1024:.0f}"


def _lines(services: int) -> Iterator[str]:
    """Yield lines of JSON that hold about so many services."""
    made_up = [MADE_UP % (number, number, number) for number in range(100)]
    known = PANTRIES.read_text(encoding="utf-8").splitlines() if PANTRIES.is_file() else made_up
    told = 0
    for turn in count():
        for line in known:
            anew = _OWN_ID.sub(rf'"\g<1>x{turn}"', line)
            told += max(1, anew.count('"id": "svc_'))
            yield anew
            if told >= services:
                return


def main(folder: Path, file: Path) -> None:
    """Import a file twice, and print how long each took and the most memory that this process took."""
    settings = Settings(data=folder / "data", key_file=folder / "keys" / "master.key", database_url=None)
    make_ready(settings)
    with opened(settings) as opens, session_on(*opens) as session:
        with writing(session):
            agency = found_agency(session, "Measured")
        idle = _peak()
        first, again = _imported(session, agency, file), _imported(session, agency, file)
    told = {"first": first, "again": again, "idle": idle, "peak": _peak()}
    sys.stdout.buffer.write(orjson.dumps(told))


def _peak() -> int:
    """Return the most memory that this process had so far, in KiB, as Linux tells it."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0])


def _imported(session: Session, agency: UUID, file: Path) -> dict[str, Any]:
    clock, cpu = perf_counter(), process_time()
    report = run_import(session, Actor.operator(agency), Order("Measured", "CC0"), read_path(file))
    return {"clock": perf_counter() - clock, "cpu": process_time() - cpu, "kept": report.kept}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
