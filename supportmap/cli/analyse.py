"""``supportmap analyse``: what one network means, or many in a line each."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import click

from supportmap.analysis.analyse import Analysis, analyse, as_json
from supportmap.analysis.network import FUNCTIONS, Function
from supportmap.cli import terminal
from supportmap.cli.files import (
    BAD_INPUT,
    FileName,
    announce_page,
    complain,
    print_json,
    read,
    report_as_json,
    shown,
    write_page,
)
from supportmap.exchange.page import analysis_page
from supportmap.exchange.reading import Reading, network_files, read_network
from supportmap.exchange.report import Refused

__all__ = ["analyse_command"]


@click.command("analyse")
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=FileName())
@click.option("--json", "as_lines", is_flag=True, help="Print one JSON object a line instead of the summary.")
@click.option("--html", "page", type=FileName(), help="Write a page that opens offline.")
@click.option("--open", "open_it", is_flag=True, help="Show the page of --html in the browser.")
@click.option("--function", type=click.Choice(FUNCTIONS), help="Look at one function only.")
@click.option("--map", "chosen", help="Which map of a file that holds several: number, id, date or title.")
def analyse_command(
    paths: tuple[Path, ...],
    as_lines: bool,
    page: Path | None,
    open_it: bool,
    function: str | None,
    chosen: str | None,
) -> None:
    """Say how well a network covers emotional, practical and belonging support, and why.

    FILE is a supportmap document, an easyNWK file, or a contacts.csv with its ties.csv beside it. Several
    files, or a folder, get a line each.
    """
    only = cast("Function | None", function)
    if len(paths) > 1 or os.path.isdir(paths[0]):
        if page or chosen or open_it:
            raise click.UsageError("--html, --open and --map take one file")
        _analyse_many(paths, as_lines, only)
        return
    if open_it and not page:
        raise click.UsageError("--open shows the page of --html: say where to write it")
    reading = read(paths[0], chosen)
    analysis = _analyse(reading, only)
    if page:
        write_page(analysis_page(analysis, reading.report, only), page)
    if as_lines:
        print_json(_line(paths[0], reading, analysis))
    else:
        terminal.show_analysis(analysis, reading)
    if page:
        announce_page(page, open_it)
        terminal.warn_of_marks(reading.network)


def _analyse(reading: Reading, function: Function | None) -> Analysis:
    analysis = analyse(reading.network)
    return replace(analysis, functions={function: analysis.functions[function]}) if function else analysis


def _line(path: Path, reading: Reading, analysis: Analysis) -> dict[str, object]:
    """Return the line of one file: its analysis, and what became of its rows."""
    return {
        "file": shown(path),
        **as_json(analysis),
        "report": report_as_json(reading.report),
    }


def _analyse_many(paths: Sequence[Path], as_lines: bool, function: Function | None) -> None:
    """Give every file its line, bad ones too, and a total at the end."""
    totals: Counter[str] = Counter()
    with terminal.progress() as track:
        for path in track(list(_files(paths, totals))):
            try:
                reading = read_network(path)
            except Refused as refusal:
                complain(path, refusal)
                totals["bad"] += 1
                continue
            analysis = _analyse(reading, function)
            totals.update(terminal.tally(analysis))
            if as_lines:
                print_json(_line(path, reading, analysis))
            else:
                terminal.show_line(path, analysis, reading.report)
    if totals["network"] and not as_lines:
        terminal.show_totals(totals)
    if totals["bad"]:
        raise SystemExit(BAD_INPUT)


def _files(paths: Sequence[Path], totals: Counter[str]) -> Iterator[Path]:
    for path in paths:
        try:
            yield from network_files([path])
        except Refused as refusal:
            complain(path, refusal.reason)
            totals["bad"] += 1
