"""``supportmap compare``: two networks of one client side by side."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import click

from supportmap.analysis.analyse import Analysis, analyse, as_json
from supportmap.analysis.change import OTHER_CLIENT, Change, compare, doubts
from supportmap.cli import terminal
from supportmap.cli.files import (
    FileName,
    announce_page,
    fail,
    print_json,
    read,
    report_as_json,
    shown,
    write_page,
)
from supportmap.exchange.page import change_page

__all__ = ["compare_command"]

LEFT_OUT = "A contact left out would seem to have gone: mend the file, or say --force"


@click.command("compare")
@click.argument("before", type=FileName())
@click.argument("after", type=FileName())
@click.option("--json", "as_lines", is_flag=True, help="Print one JSON object instead of the summary.")
@click.option("--html", "page", type=FileName(), help="Write a page that opens offline.")
@click.option("--open", "open_it", is_flag=True, help="Show the page of --html in the browser.")
@click.option("--force", is_flag=True, help="Compare them though labels differ or contacts were left out.")
def compare_command(
    before: Path, after: Path, as_lines: bool, page: Path | None, open_it: bool, force: bool
) -> None:
    """Say what changed between two networks of one client; contacts are matched by their id."""
    readings = [read(path) for path in (before, after)]
    for path, reading in zip((before, after), readings, strict=True):
        left_out = reading.report.of("contact").refused
        if left_out and not force:
            fail(path, f"{left_out[0].reasons[0]}. {LEFT_OUT}")
    was, now = (analyse(reading.network) for reading in readings)
    reports = [reading.report for reading in readings]
    if OTHER_CLIENT in doubts(was.network, now.network) and not force:
        fail(after, f"{OTHER_CLIENT} If so, say --force.")
    change = compare(was.network, now.network)
    if page:
        write_page(change_page(was, now, change, reports), page)
    if as_lines:
        files = {"before": shown(before), "after": shown(after)}
        told = [report_as_json(report) for report in reports]
        print_json({"files": files, "reports": told, **_change_as_json(was, now, change)})
    else:
        terminal.show_change(was, now, change, reports)
    if page:
        announce_page(page, open_it)
        terminal.warn_of_marks(was.network, now.network)


def _change_as_json(was: Analysis, now: Analysis, change: Change) -> dict[str, object]:
    parts = {field.name: getattr(change, field.name) for field in fields(change)}
    shifts = ("left", "shifts")
    listed = {name: [item._asdict() for item in parts[name]] for name in shifts}
    return {
        "doubts": doubts(was.network, now.network),
        "change": {**parts, **listed},
        "before": as_json(was),
        "after": as_json(now),
    }
