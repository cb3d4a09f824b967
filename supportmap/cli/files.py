"""What every command does with files: read a network, write a page, and say in one line what is wrong."""

from __future__ import annotations

import os
import webbrowser
from pathlib import Path
from typing import Any, NoReturn

import click
import orjson

from supportmap.analysis.naming import clean
from supportmap.exchange.reading import Reading, read_network
from supportmap.exchange.report import Refused, Report

__all__ = [
    "BAD_INPUT",
    "FileName",
    "announce_page",
    "complain",
    "fail",
    "print_json",
    "read",
    "report_as_json",
    "shown",
    "write_page",
]

PAGE_START = b"<!doctype html>"
BAD_INPUT = 2
"""The exit status when anything that was given could not be used."""


class FileName(click.Path):
    """The name of a file, which may turn out to be anything: what is wrong with it is said in one line."""

    def __init__(self) -> None:
        """Leave all checks to whoever opens the file."""
        super().__init__(path_type=Path, readable=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse an empty name, which would stand for the whole current folder."""
        return super().convert(value, param, ctx) if value != "" else self.fail("an empty name", param, ctx)


def shown(path: Path | str) -> str:
    """Return a file's name as it can be printed in one line."""
    return clean(click.format_filename(path))


def complain(path: Path | str, reason: object) -> None:
    """Say in one line which file can't be used, where and why."""
    click.echo(f"{shown(path)}: {reason}", err=True)


def fail(path: Path | str, reason: object) -> NoReturn:
    """Say in one line what is wrong with a file, and end."""
    complain(path, reason)
    raise SystemExit(BAD_INPUT)


def read(path: Path, chosen: str | None = None) -> Reading:
    """Return what a file holds, or end with the reason why it can't be read."""
    try:
        return read_network(path, chosen)
    except Refused as refusal:
        fail(path, refusal)


def write_page(page: str, target: Path) -> None:
    """Write a page, never over anything but an earlier page.

    This comes before anything is printed: whoever reads that may stop listening, and wants the page still.
    """
    try:
        if os.path.lexists(target) and not _is_page(target):
            fail(target, "is there already and is not a page: choose another name")
        target.write_text(page, encoding="utf-8")
    except OSError as error:
        fail(target, f"can't be written ({error.strerror})")


def announce_page(target: Path, open_it: bool) -> None:
    """Say that a page was written and, if asked, show it in the browser."""
    click.echo(f"Wrote {shown(target)}.", err=True)
    if open_it and not webbrowser.open(target.resolve().as_uri()):
        click.echo(f"No browser was found: open {shown(target)} yourself.", err=True)


def _is_page(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(PAGE_START)).lower() == PAGE_START


def report_as_json(report: Report) -> dict[str, object]:
    """Return what became of the rows of a file, with every reason where something was changed or left out."""
    changed = {"notes": report.notes, "repaired": report.repaired, "refused": report.refused}
    reasons = {
        outcome: [str(reason) for row in rows for reason in row.reasons] for outcome, rows in changed.items()
    }
    return {"accepted": len(report.accepted), **reasons}


def print_json(value: object) -> None:
    """Print one JSON object as one line of UTF-8, whatever the terminal's own encoding is."""
    click.echo(orjson.dumps(value))
