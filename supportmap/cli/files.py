"""What every command does with files: read a network, write a page, and say in one line what is wrong."""

from __future__ import annotations

import webbrowser
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click
import orjson

from supportmap.exchange.reading import Reading, read_network
from supportmap.exchange.report import Refused, Report

__all__ = ["BAD_INPUT", "complain", "fail", "print_json", "read", "report_as_json", "write_page"]

PAGE_START = b"<!doctype html>"
BAD_INPUT = 2
"""The exit status when anything that was given could not be used."""


def complain(path: Path | str, reason: object) -> None:
    """Say in one line which file can't be used, where and why."""
    click.echo(f"{click.format_filename(path)}: {reason}", err=True)


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


def write_page(page: str, target: Path, sources: Iterable[Path], open_it: bool) -> None:
    """Write a page and, if asked, show it in the browser; never over anything but an earlier page."""
    if any(target.exists() and source.exists() and target.samefile(source) for source in sources):
        fail(target, "this is a file that was read: choose another name for the page")
    try:
        if target.is_file() and not _is_page(target):
            fail(target, "is there already and is not a page: choose another name")
        target.write_text(page, encoding="utf-8")
    except OSError as error:
        fail(target, f"can't be written ({error.strerror})")
    click.echo(f"Wrote {click.format_filename(target)}.", err=True)
    if open_it and not webbrowser.open(target.resolve().as_uri()):
        click.echo(f"No browser was found: open {click.format_filename(target)} yourself.", err=True)


def _is_page(path: Path) -> bool:
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
