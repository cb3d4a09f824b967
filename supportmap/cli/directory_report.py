"""What an import prints: how far it is, and what became of the file and of the source's services."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from supportmap.analysis.naming import clean
from supportmap.directory.importing import Report
from supportmap.pages.directory_words import KEPT_WORDS

__all__ = ["show_report", "steps"]

LINES = 20
"""Rows that are told one by one; the JSON has more."""
CUT_SHORT = (
    "More than half of what the source had is missing: the file may have been cut short. If it is right, "
    "import it again with --retire-most."
)


@contextmanager
def steps() -> Iterator[Callable[[int, int | None], None]]:
    """Show on a terminal how far an import is."""
    bar = Progress(
        TextColumn("Importing"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not (sys.stderr and sys.stderr.isatty()),
    )
    with bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def show_report(report: Report) -> None:
    """Print what became of everything: the numbers add up to the objects in the file."""
    tally = report.tally
    click.echo(f"In the file: {tally.objects}. {_joined(tally.outcomes)}.")
    click.echo(f"{'Would be' if report.dry_run else 'Services'}: {_joined(_worded(report))}.")
    rows = tally.rows
    for row in rows[:LINES]:
        click.echo(clean(f"  {row['place']}: {row['outcome']}: {'; '.join(row['reasons'])}"))
    if len(rows) > LINES:
        click.echo(f"  … and {len(rows) - LINES} more: --json has them.")
    if report.kept["missing"]:
        click.echo(CUT_SHORT, err=True)


def _worded(report: Report) -> dict[str, int]:
    return {words: report.kept[name] for name, words in KEPT_WORDS.items()}


def _joined(counts: dict[str, int]) -> str:
    parts = [f"{number} {words}" for words, number in counts.items() if number]
    return ", ".join(parts) or "nothing"
