"""Mutation fuzz of every format: whatever the bytes, they are soon refused, or read and analysed.

``python -m tests.fuzz_documents --count 20000 --seed 1`` ends with status 1 where it found a fault.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from time import thread_time
from typing import TypeVar

import orjson

from supportmap.analysis.analyse import analyse, as_json
from supportmap.analysis.network import Network
from supportmap.exchange.document import read_document, write_document
from supportmap.exchange.formats import Reading, read_bytes
from supportmap.exchange.report import Refused
from supportmap.exchange.strict_json import decode
from tests.exchange.hugeness import HUGE
from tests.exchange.mutations import CONTACTS, SECRET, mutated

T = TypeVar("T")

MAX_SECONDS = 2.0
MAX_MEGABYTES = 300.0
HUGE_EVERY = 100
PROCESS = Path("/proc/self/status")


def mutants(count: int, seed: int) -> Iterator[bytes]:
    """Yield the same damaged inputs for the same seed; every hundredth is one of the very large ones."""
    chance = Random(seed)
    for number in range(1, count + 1):
        turn, left = divmod(number, HUGE_EVERY)
        yield mutated(chance) if left else HUGE[turn % len(HUGE)]()


def printed(network: Network) -> bytes:
    """Return the analysis of a network as ``supportmap analyse --json`` prints it."""
    return orjson.dumps(as_json(analyse(network)))


def survives(data: bytes, use: Callable[[Network], object] = printed) -> Reading | Refused:
    """Read the bytes as a file of any kind and as the ties beside a good table of contacts.

    Returns what became of the file. Any exception but Refused is the fault looked for; so is an
    AssertionError, which says that it was slow, spoke of a value, or took in what can't be written.
    ``use`` is what is done with every network that is accepted.
    """
    outcomes = [_outcome(data, None), _outcome(CONTACTS, data)]
    for outcome in outcomes:
        if isinstance(outcome, Reading):
            assert read_document(decode(write_document(outcome.network)))[0] == outcome.network
            _in_time(partial(use, outcome.network))
    return outcomes[0]


def _in_time(step: Callable[[], T]) -> T:
    result, took = _timed(step)
    # On a busy machine anything is slow once; what is too slow by itself is so again.
    assert took < MAX_SECONDS or _timed(step)[1] < MAX_SECONDS, "it took too long"
    return result


def _timed(step: Callable[[], T]) -> tuple[T, float]:
    start = thread_time()  # not the clock on the wall: it also runs while others do something
    return step(), thread_time() - start


def _outcome(data: bytes, ties: bytes | None) -> Reading | Refused:
    outcome = _in_time(lambda: _read(data, ties))
    for line in _lines(outcome):
        assert SECRET not in line, "a value of the file is told"
        assert line.isprintable(), "a line break or an invisible character is told"
    return outcome


def _read(data: bytes, ties: bytes | None) -> Reading | Refused:
    try:
        return read_bytes(data, ties)
    except Refused as refusal:
        return refusal


def _lines(outcome: Reading | Refused) -> list[str]:
    if isinstance(outcome, Refused):
        return [str(outcome)]
    return [str(reason) for row in outcome.report.rows for reason in row.reasons]


def peak_megabytes() -> float:
    """Return the most memory this process has held, or 0 where the platform does not tell."""
    if sys.platform == "win32":
        return 0.0
    # Under Linux getrusage begins with the memory of the process that started this one.
    told = PROCESS.exists() and re.search(r"VmHWM:\s*(\d+) kB", PROCESS.read_text())
    if told:
        return int(told[1]) / 1e3
    import resource  # noqa: PLC0415 - Windows has none

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def faults(count: int, seed: int) -> Iterator[str]:
    """Yield what went wrong, with the number of the mutant that shows it."""
    accepted = 0
    for number, data in enumerate(mutants(count, seed), 1):
        try:
            accepted += isinstance(survives(data), Reading)
        except Exception:  # noqa: BLE001 - every kind of exception is a finding here
            yield f"mutant {number} of seed {seed}: {data[:300]!r}\n{traceback.format_exc()}"
        if number % 1_000 == 0:
            print(f"{number:,} read, {accepted:,} accepted, {peak_megabytes():.0f} MB", file=sys.stderr)
    if peak_megabytes() > MAX_MEGABYTES:
        yield f"{peak_megabytes():.0f} MB of memory, {MAX_MEGABYTES:.0f} allowed"


def main(arguments: list[str] | None = None) -> int:
    """Run the fuzz and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    found = 0
    for fault in faults(options.count, options.seed):
        found += 1
        print(fault, file=sys.stderr)
    print(json.dumps({"read": options.count, "seed": options.seed, "faults": found}))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
