"""Timing that other work on the same machine can't tilt: candidates take turns, and only ratios are read."""

from __future__ import annotations

import gc
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import process_time

Candidates = Mapping[str, Callable[[], object]]
Rounds = dict[str, list[float]]
Clock = Callable[[], float]

ROUNDS, QUICK_ROUNDS = 5, 1
LEAST_SECONDS = 0.05
"""What is faster than this is called several times a round."""


def interleaved(candidates: Candidates, quick: bool, clock: Clock = process_time) -> Rounds:
    """Return the seconds (of CPU, unless told otherwise) that one call of each took in each round."""
    calls = {name: 1 if quick else _calls(candidate, clock) for name, candidate in candidates.items()}
    taken: Rounds = {name: [] for name in candidates}
    for _ in range(QUICK_ROUNDS if quick else ROUNDS):
        for name, candidate in candidates.items():
            taken[name].append(_seconds(candidate, calls[name], clock))
    return taken


def _calls(candidate: Callable[[], object], clock: Clock) -> int:
    """Return how many calls take long enough to be timed; the first call, which warms up, doesn't count."""
    candidate()
    return 1 + int(LEAST_SECONDS / max(_seconds(candidate, 1, clock), 1e-6))


def _seconds(candidate: Callable[[], object], calls: int, clock: Clock) -> float:
    gc.collect()
    start = clock()
    for _ in range(calls):
        candidate()
    return (clock() - start) / calls


def ratio(slow: Sequence[float], fast: Sequence[float], scale: float = 1.0) -> str:
    """Return how many times faster it is: the median over the rounds, with the least and the most."""
    times = [scale * a / b for a, b in zip(slow, fast, strict=True)]
    return f"{_short(median(times))} ({_short(min(times))} to {_short(max(times))})"


def _short(times: float) -> str:
    return f"{times:,.0f}" if times >= 10 else f"{times:.1f}" if times >= 2 else f"{times:.2f}"


def duration(seconds: Iterable[float]) -> str:
    """Return the median of some times in a unit that fits."""
    middle = median(seconds)
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if middle >= size:
            return f"{middle / size:.3g} {unit}"
    return f"{middle / 1e-9:.3g} ns"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def surroundings() -> str:
    """Return the processor and the versions; nothing that tells whose machine it is."""
    packages = ("numpy", "networkx", "plotly", "orjson", "flask", "sqlalchemy")
    versions = [f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in packages)]
    return f"{_processor()}; {', '.join(versions)}."


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()
