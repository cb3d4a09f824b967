"""What the command prints: summaries for people, in words as well as in colours."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

import click
from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from supportmap.analysis.analyse import Analysis
from supportmap.analysis.change import Change
from supportmap.analysis.coverage import Coverage, CoverageStatus
from supportmap.analysis.dependability import Interval
from supportmap.analysis.explain import (
    PLAIN,
    change_sentences,
    coverage_sentences,
    difference_sentences,
    function_name,
    hundredths,
    load_sentences,
    status_name,
    status_words,
    structure_sentences,
)
from supportmap.analysis.figures.wording import clean
from supportmap.analysis.formula import CAVEAT, FORMULA
from supportmap.analysis.network import FUNCTIONS, Network
from supportmap.exchange.reading import Reading
from supportmap.exchange.report import Report

__all__ = ["progress", "show_analysis", "show_change", "show_line", "show_totals", "tally"]

STATUSES: tuple[CoverageStatus, ...] = get_args(CoverageStatus)
_COLUMNS = ("", "status", "score", "backup", "circle", "informal", "missing")
_COLOURS: dict[CoverageStatus, str] = {
    "gap": "red",
    "uncertain": "magenta",
    "thin": "yellow",
    "covered": "green",
    "not assessed": "dim",
}


def show_analysis(analysis: Analysis, reading: Reading) -> None:
    """Print what one network means, from the overview to the sentences behind it."""
    console = _console()
    network = analysis.network
    console.print(Text(_title(network), style="bold"))
    _show_report(console, reading)
    console.print(_overview(analysis.functions.values()))
    for coverage in analysis.functions.values():
        _show_sentences(console, function_name(coverage.function), coverage_sentences(network, coverage))
    structure = structure_sentences(network, analysis.structure) + load_sentences(network, analysis.load)
    _show_sentences(console, "the network", structure)
    _show_caveat(console)


def show_change(was: Analysis, now: Analysis, change: Change) -> None:
    """Print what changed between two networks."""
    console = _console()
    console.print(Text(f"{_title(was.network)}  →  {_title(now.network)}", style="bold"))
    for note in _doubts(was.network, now.network):
        console.print(Text(note, style="yellow"))
    sentences = change_sentences(was.network, now.network, change)
    _show_sentences(console, "what changed", sentences or ["Nothing changed."])
    _show_sentences(console, "coverage", difference_sentences(was.functions, now.functions))
    _show_caveat(console)


def show_line(path: Path, analysis: Analysis, report: Report) -> None:
    """Print one network in one line: file, size and the status of every function."""
    parts = [f"{_count(analysis.structure.size, 'contact')}"]
    parts += [f"{function_name(c.function)}: {status_words(c)}" for c in analysis.functions.values()]
    parts += [f"{_count(len(report.refused), 'row')} left out"] if report.refused else []
    click.echo(f"{click.format_filename(path)}: {'; '.join(parts)}")


def tally(analysis: Analysis) -> Counter[str]:
    """Return what one network adds to the totals."""
    statuses = [f"{function} {coverage.status}" for function, coverage in analysis.functions.items()]
    ties = len(analysis.network.ties)
    return Counter(statuses) + Counter(network=1, contact=len(analysis.network.contacts), tie=ties)


def show_totals(totals: Counter[str]) -> None:
    """Print what all networks have together."""
    counts = [_count(totals[what], what) for what in ("network", "contact", "tie")]
    bad = f"; {_count(totals['bad'], 'file')} not read" if totals["bad"] else ""
    click.echo(f"Total: {', '.join(counts)}{bad}. {CAVEAT.capitalize()} ({FORMULA.version}).")
    for function in FUNCTIONS:
        known = [(status, totals[f"{function} {status}"]) for status in STATUSES]
        parts = [f"{number} {status_name(status)}" for status, number in known if number]
        if parts:
            click.echo(f"  {function_name(function)}: {', '.join(parts)}")


@contextmanager
def progress() -> Iterator[Callable[[Sequence[Path]], Iterable[Path]]]:
    """Show on a terminal how far a list of files has got; the lines it prints go above the bar."""
    bar = Progress(
        TextColumn("Reading"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    with bar:
        yield bar.track


def _console() -> Console:
    return Console(highlight=False, markup=False, emoji=False)


def _title(network: Network) -> str:
    label = clean(network.client.label or "A network")
    day = [network.held_on.isoformat()] if network.held_on else []
    return " · ".join([label, *day, _count(len(network.active), "contact"), _count(len(network.ties), "tie")])


def _count(number: int, noun: str) -> str:
    return PLAIN.count("{number} {noun}", "{number} {noun}s", number, noun=noun)


def _show_report(console: Console, reading: Reading) -> None:
    """Say what was changed or left out on the way in; nothing where all was read as it stood."""
    report = reading.report
    for heading, rows in (("Changed on reading", report.repaired), ("LEFT OUT", report.refused)):
        for row in rows:
            name = f" ({clean(row.name)})" if row.name else ""
            for reason in row.reasons:
                console.print(Text(f"{heading}: {reason.place}{name}: {reason.text}", style="yellow"))
    if report.refused:
        console.print(Text("What was left out is missing from every number below.", style="bold red"))


def _overview(coverages: Iterable[Coverage]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in _COLUMNS:
        table.add_column(heading, no_wrap=True)
    for coverage in coverages:
        numbers = (coverage.score, coverage.backup, coverage.circle_backup, coverage.informal)
        table.add_row(
            coverage.function,
            Text(status_words(coverage), style=_COLOURS[coverage.status]),
            *(_cell(number) for number in numbers),
            f"{coverage.missing_answers}/{coverage.answers}",
        )
    return table


def _cell(interval: Interval | None) -> str:
    if interval is None:
        return "–"
    low, high = hundredths(interval.low), hundredths(interval.high)
    return str(low) if low == high else f"{low}–{high}"


def _show_sentences(console: Console, heading: str, sentences: Iterable[str]) -> None:
    console.print(Text(heading.capitalize(), style="bold"))
    for sentence in sentences:
        console.print(Padding(Text(clean(sentence)), (0, 0, 0, 2)))
    console.print()


def _doubts(was: Network, now: Network) -> Iterator[str]:
    """Say what makes a comparison doubtful."""
    if was.client.label and now.client.label and was.client.label != now.client.label:
        yield "The two files are labelled differently: are they of the same client?"
    if was.held_on and now.held_on and was.held_on > now.held_on:
        yield "The first file is dated later than the second: are they in order?"


def _show_caveat(console: Console) -> None:
    mark = hundredths(FORMULA.threshold)
    marks = f"Numbers are out of 100; from {mark} on a function counts as met."
    console.print(Text(f"{marks} {CAVEAT.capitalize()} ({FORMULA.version}).", style="dim"))
