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
from supportmap.analysis.change import Change, doubts
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
    specialist_sentences,
    status_name,
    status_words,
    structure_sentences,
)
from supportmap.analysis.formula import CAVEAT, FORMULA
from supportmap.analysis.naming import clean
from supportmap.analysis.network import FUNCTIONS, Network
from supportmap.cli.files import shown
from supportmap.exchange.reading import Reading
from supportmap.exchange.report import Report

__all__ = ["progress", "show_analysis", "show_change", "show_line", "show_totals", "tally", "warn_of_marks"]

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
    _show_report(console, reading.report)
    console.print(_overview(analysis.functions.values()))
    for coverage in analysis.functions.values():
        _show_sentences(console, function_name(coverage.function), coverage_sentences(network, coverage))
    structure = structure_sentences(network, analysis.structure) + load_sentences(network, analysis.load)
    _show_sentences(console, "the network", structure)
    _show_sentences(console, "for specialists", specialist_sentences(analysis.structure))
    _show_caveat(console)


def show_change(was: Analysis, now: Analysis, change: Change, reports: Iterable[Report]) -> None:
    """Print what changed between two networks, and what became of their files."""
    console = _console()
    console.print(Text(f"{_title(was.network)}  →  {_title(now.network)}", style="bold"))
    for report in reports:
        _show_report(console, report)
    for note in doubts(was.network, now.network):
        console.print(Text(note, style="yellow"))
    sentences = change_sentences(was.network, now.network, change)
    _show_sentences(console, "what changed", sentences)
    _show_sentences(console, "coverage", difference_sentences(was.functions, now.functions))
    _show_caveat(console)


def show_line(path: Path, analysis: Analysis, report: Report) -> None:
    """Print one network in one line: file, size and the status of every function."""
    parts = [_contacts(analysis.network)]
    parts += [f"{function_name(c.function)}: {status_words(c)}" for c in analysis.functions.values()]
    parts += [f"{_count(len(report.refused), 'row')} left out"] if report.refused else []
    click.echo(f"{shown(path)}: {'; '.join(parts)}")


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


def warn_of_marks(*networks: Network) -> None:
    """Say what a page can't hide of somebody marked unsafe: on the terminal only, never on the page."""
    if any(contact.unsafe for network in networks for contact in network.active):
        click.echo(
            "Somebody on this map is marked unsafe. The page does not say so, but its numbers and sentences "
            "leave that contact out: don't let it get into the wrong hands.",
            err=True,
        )


@contextmanager
def progress() -> Iterator[Callable[[Sequence[Path]], Iterable[Path]]]:
    """Show on a terminal how far a list of files has got; the lines it prints go above the bar."""
    bar = Progress(
        TextColumn("Reading"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not (sys.stderr and sys.stderr.isatty()),
    )
    with bar:
        yield bar.track


def _console() -> Console:
    return Console(highlight=False, markup=False, emoji=False)


def _title(network: Network) -> str:
    label = clean(network.client.label or "A network")
    day = [network.held_on.isoformat()] if network.held_on else []
    return " · ".join([label, *day, _contacts(network), _ties(network)])


def _ties(network: Network) -> str:
    """Return how many ties there are, and whether all were asked for."""
    if not network.ties and network.pairs_unasked:
        return "ties not asked"
    return _count(len(network.ties), "tie") + (" (not all asked)" if network.pairs_unasked else "")


def _contacts(network: Network) -> str:
    """Return how many contacts are on the map, and how many of them don't count now."""
    others = len(network.contacts) - len(network.active)
    return _count(len(network.contacts), "contact") + (f" ({others} not active)" if others else "")


def _count(number: int, noun: str) -> str:
    return PLAIN.count("{number} {noun}", "{number} {noun}s", number, noun=noun)


def _show_report(console: Console, report: Report) -> None:
    """Say what was changed or left out on the way in; nothing where all was read as it stood."""
    groups = (("Note", report.notes), ("Changed on reading", report.repaired), ("LEFT OUT", report.refused))
    for heading, rows in groups:
        for row in rows:
            name = f" ({clean(row.name)})" if row.name else ""
            for reason in row.reasons:
                console.print(Text(f"{heading}: {reason.place}{name}: {reason.text}", style="yellow"))
    if report.refused:
        console.print(Text("What was left out is missing from every number below.", style="bold red"))


def _overview(coverages: Iterable[Coverage]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in _COLUMNS:
        table.add_column(heading, no_wrap=heading != "status")
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


def _show_sentences(console: Console, heading: str, sentences: Sequence[str]) -> None:
    if not sentences:
        return
    console.print(Text(heading.capitalize(), style="bold"))
    for sentence in sentences:
        console.print(Padding(Text(sentence), (0, 0, 0, 2)))
    console.print()


def _show_caveat(console: Console) -> None:
    mark = hundredths(FORMULA.threshold)
    marks = f"Numbers are out of 100; from {mark} on a function counts as met."
    console.print(Text(f"{marks} {CAVEAT.capitalize()} ({FORMULA.version}).", style="dim"))
