"""``supportmap recompute``: what the caseload reads is found anew, as a new formula needs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from uuid import UUID

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from sqlalchemy.orm import Session

from supportmap.analysis.formula import FORMULA
from supportmap.app import create_app
from supportmap.casework.coverage import renew_coverage
from supportmap.cli.serve import close_database
from supportmap.records.caseload import count_stale, stale_clients
from supportmap.records.client import Owner, lock_client
from supportmap.records.database import db, writing
from supportmap.records.networks import state_of

__all__ = ["recompute_command"]

BATCH = 50


@click.command("recompute")
@click.option("--all", "every", is_flag=True, help="Also those that are of today's formula already.")
def recompute_command(every: bool) -> None:
    """Find the coverage of every client anew, where it isn't by today's formula. Snapshots stay as they are.

    The service may run meanwhile; it can be stopped and begun again at any time.
    """
    app = create_app()
    try:
        with app.app_context():
            done = _recompute(db.session, every)
    finally:
        close_database(app)
    click.echo(f"Found the coverage of {done} clients anew, by the formula {FORMULA.version}.")


def _recompute(session: Session, every: bool) -> int:
    """Renew the coverage of all who need it, and return how many they were."""
    total, done = count_stale(session, FORMULA.version, every), 0
    with _progress(total) as bar:
        task = bar.add_task("", total=total)
        for number in _batches(session, every):
            done += number
            bar.update(task, completed=done)
    return done


def _batches(session: Session, every: bool) -> Iterator[int]:
    """Renew a batch of clients in each transaction, so that nobody waits long; yield how many."""
    last: tuple[UUID, UUID] | None = None
    while True:
        with writing(session):
            ids = stale_clients(session, FORMULA.version, every, last, BATCH)
            for agency_id, client_id in ids:
                lock_client(session, Owner(agency_id, client_id))
                renew_coverage(session, state_of(session, Owner(agency_id, client_id)))
        if not ids:
            return
        last = ids[-1]
        yield len(ids)


def _progress(total: int) -> Progress:
    columns = (TextColumn("Clients"), BarColumn(), MofNCompleteColumn())
    shown = bool(total and sys.stderr and sys.stderr.isatty())
    return Progress(*columns, console=Console(stderr=True), transient=True, disable=not shown)
