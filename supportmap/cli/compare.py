"""``supportmap compare``: two networks of one client side by side."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import click

from supportmap.analysis.analyse import Analysis, analyse, as_json
from supportmap.analysis.change import OTHER_CLIENT, Change, compare, doubts
from supportmap.cli import terminal
from supportmap.cli.files import fail, print_json, read, write_page
from supportmap.exchange.page import change_page

__all__ = ["compare_command"]


@click.command("compare")
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option("--json", "as_lines", is_flag=True, help="Print one JSON object instead of the summary.")
@click.option("--html", "page", type=click.Path(path_type=Path), help="Write a page that opens offline.")
@click.option("--open", "open_it", is_flag=True, help="Show the page of --html in the browser.")
@click.option("--force", is_flag=True, help="Compare them though they are labelled differently.")
def compare_command(
    before: Path, after: Path, as_lines: bool, page: Path | None, open_it: bool, force: bool
) -> None:
    """Say what changed between two networks of one client; contacts are matched by their id."""
    was, now = (analyse(read(path).network) for path in (before, after))
    if OTHER_CLIENT in doubts(was.network, now.network) and not force:
        fail(after, f"{OTHER_CLIENT} If so, say --force.")
    change = compare(was.network, now.network)
    if as_lines:
        files = {"before": click.format_filename(before), "after": click.format_filename(after)}
        print_json({"files": files, **_change_as_json(was, now, change)})
    else:
        terminal.show_change(was, now, change)
    if page:
        write_page(change_page(was, now, change), page, (before, after), open_it)


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
