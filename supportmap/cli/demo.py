"""``supportmap demo``: a fictional agency to try the service on, gone when it ends."""

from __future__ import annotations

import logging
import os
import signal
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask import Flask

from supportmap.app import create_app
from supportmap.cli.serve import close_database, open_port
from supportmap.demo.agency import SignIn, found, give_account, take_in
from supportmap.demo.outcomes import lead_to_outcomes
from supportmap.demo.population import population
from supportmap.demo.referring import refer
from supportmap.demo.town import fill_directory
from supportmap.pages.files import compress_ahead
from supportmap.records.database import db
from supportmap.running.server import ENDING, Server, address
from supportmap.running.start import make_ready
from supportmap.settings import Settings

__all__ = ["demo_command"]


@click.command("demo")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0: a free one.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option("--seed", default=1, show_default=True, help="Another number makes other clients.")
@click.option("--clients", default=40, show_default=True, type=click.IntRange(1, 1000), help="How many.")
def demo_command(port: int, no_browser: bool, seed: int, clients: int) -> None:
    """Serve a fictional agency, with made-up clients and a sign-in for every role, until Ctrl-C.

    Prints the address, then a line for each sign-in: role, e-mail, password, separated by tabs. It runs on
    this machine only, in a temporary folder that is removed at the end.
    """
    os.umask(0o077)
    with (
        open_port("127.0.0.1", port) as listener,
        _ended_by_signals(),
        TemporaryDirectory(prefix="supportmap-demo-") as folder,
    ):
        app = _service(Path(folder))
        try:
            sign_ins = _fill(app, seed, clients)
            _serve(Server(app, listener), address(listener), sign_ins, not no_browser)
        finally:
            # An open file can't be removed everywhere.
            close_database(app)


def _service(folder: Path) -> Flask:
    """Return a service with a database and a key of its own, whatever the environment says."""
    settings = Settings(data=folder / "data", key_file=folder / "keys" / "master.key")
    make_ready(settings)
    # The terminal shows the sign-ins; a line for every request would carry them away.
    logging.getLogger("supportmap.requests").setLevel(logging.WARNING)
    compress_ahead()
    return create_app(settings)


def _fill(app: Flask, seed: int, clients: int) -> list[SignIn]:
    today = datetime.now(UTC).date()
    with app.app_context():
        agency = found(db.session)
        fill_directory(db.session, agency.agency_id, seed)
        stories = enumerate(population(seed, clients, today))
        with click.progressbar(
            stories, length=clients, label="Making up clients", file=sys.stderr
        ) as progress:
            owners = [take_in(db.session, agency, number, story) for number, story in progress]
        refer(db.session, agency, owners)
        lead_to_outcomes(db.session, agency, owners)
        return [*agency.sign_ins, give_account(db.session, agency, owners[0], today)]


def _serve(server: Server, url: str, sign_ins: list[SignIn], in_browser: bool) -> None:
    with server.stopped_by_signals():
        _announce(url, sign_ins)
        if in_browser:
            webbrowser.open(url)
        server.serve()


def _announce(url: str, sign_ins: list[SignIn]) -> None:
    click.echo(url)
    for sign_in in sign_ins:
        click.echo("\t".join(sign_in))
    # Whoever starts this by a program waits for these lines.
    sys.stdout.flush()


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let any signal end the process as Ctrl-C does, so that nothing is left behind."""

    def end(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, end) for number in ENDING if number != signal.SIGINT}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
