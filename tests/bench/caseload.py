"""Very many networks at once against networkx, one network after the other."""

from __future__ import annotations

import tracemalloc
from math import isclose

import numpy as np

from supportmap.analysis.caseload import STRUCTURE_COLUMNS, Caseload, measure
from tests.bench.networks import made_up, networks_of
from tests.bench.peers import Graphs, graphs_of, structure_columns
from tests.bench.rounds import Rounds, duration, interleaved, ratio, table

COUNTS, QUICK_COUNTS = (1_000, 10_000, 100_000), (100,)
SAMPLE, QUICK_SAMPLE = 30, 3
BLOCK = 2000


def run(quick: bool = False) -> str:
    """Return the times for each number of networks, and the memory, as Markdown."""
    counts = QUICK_COUNTS if quick else COUNTS
    rows = [row for count in counts for row in _rows(count, quick)]
    header = ("networks", "columns", "networkx, each", "in blocks, each", "times faster", "to reach")
    caseload = made_up(min(counts[-1], 5 * BLOCK))
    return "\n\n".join((table(header, rows), _sizes(caseload), _memory(caseload)))


def _rows(count: int, quick: bool) -> list[tuple[str, ...]]:
    caseload = made_up(count)
    sample = _sample(caseload, QUICK_SAMPLE if quick else SAMPLE)
    graphs = [graphs_of(network) for network in networks_of(caseload, sample)]
    check(caseload, sample, graphs)
    taken = interleaved(
        {
            "networkx": lambda: [structure_columns(each) for each in graphs],
            "structure": lambda: measure(caseload, "structure", BLOCK),
            "all": lambda: measure(caseload, "all", BLOCK),
        },
        quick,
    )
    return [
        _row(taken, "structure", "4,000", count, len(sample)),
        _row(taken, "all", "500", count, len(sample)),
    ]


def _sample(caseload: Caseload, size: int) -> list[int]:
    """Return networks taken evenly over the sizes: networkx takes most of its time for the biggest."""
    by_size = np.argsort(np.diff(caseload.contact_offsets), kind="stable")
    chosen: list[int] = by_size[(2 * np.arange(size) + 1) * len(by_size) // (2 * size)].tolist()
    return chosen


def check(caseload: Caseload, sample: list[int], graphs: list[Graphs]) -> None:
    """Raise AssertionError unless both say the same, wherever the measure is defined."""
    columns = measure(caseload, "structure", BLOCK)
    for number, each in zip(sample, graphs, strict=True):
        theirs = structure_columns(each)
        for name, least in STRUCTURE_COLUMNS.items():
            if len(each.contacts) >= least:
                assert isclose(columns[name][number], theirs[name], abs_tol=1e-9), name


def _row(taken: Rounds, what: str, goal: str, count: int, sample: int) -> tuple[str, ...]:
    theirs = [seconds / sample for seconds in taken["networkx"]]
    ours = [seconds / count for seconds in taken[what]]
    return f"{count:,}", what, duration(theirs), duration(ours), ratio(theirs, ours), goal


def _sizes(caseload: Caseload) -> str:
    contacts, ties = np.diff(caseload.contact_offsets), np.diff(caseload.tie_offsets)
    return (
        f"These networks have {contacts.mean():.1f} contacts (0 to {contacts.max()}) and {ties.mean():.1f} "
        f"ties on average. networkx measures {SAMPLE} of them, taken evenly over the sizes."
    )


def _memory(caseload: Caseload) -> str:
    """Return what is taken besides the columns that are handed back."""
    tracemalloc.start()
    columns = measure(caseload, "all", BLOCK)
    peak = tracemalloc.get_traced_memory()[1] - sum(column.nbytes for column in columns.values())
    tracemalloc.stop()
    return (
        f"Extra memory at its peak, for all columns of {len(caseload):,} networks in blocks of {BLOCK:,}: "
        f"{peak / 2**20:.1f} MiB, {peak / min(BLOCK, len(caseload)) / 1024:.1f} KiB a network of the block."
    )
