"""``supportmap resources``: the community directory of an agency."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import click
import orjson
from sqlalchemy.orm import Session

from supportmap.access.agencies import agencies_by_name
from supportmap.analysis.naming import clean
from supportmap.cli.directory_report import show_report, steps
from supportmap.cli.files import FileName, complain, fail
from supportmap.directory.centroids import import_centroids
from supportmap.directory.hsds.reading import read_path, read_url
from supportmap.directory.hsds.report import NotADirectory
from supportmap.directory.importing import Order
from supportmap.directory.imports import UnderWay
from supportmap.directory.packaging import write_services
from supportmap.directory.renewing import find_by_postcode, renew_in_parts, renew_outdated
from supportmap.directory.running import Progress, run_import
from supportmap.directory.sources import OWN, sources_of
from supportmap.directory.terms import Vocabulary
from supportmap.directory.weighing import COLUMNS, read_weights, vocabulary_of, weigh_terms, weighed_otherwise
from supportmap.records.audit import Actor
from supportmap.records.database import writing
from supportmap.records.opening import opened, session_on
from supportmap.settings import read_settings

__all__ = ["resources_command"]

LONGEST = {"source": 200, "licence": 500}
agency_option = click.option(
    "--agency", type=click.UUID, help="Its id, where several are served: see `supportmap agency list`."
)


@click.group("resources")
def resources_command() -> None:
    """Import, list and export the community services of an agency."""


@resources_command.command("import")
@click.argument("source_file", metavar="PATH|URL")
@click.option("--source", required=True, help="What the directory is called; again to renew what it has.")
@click.option(
    "--licence", required=True, help="Under which licence it comes, such as CC0: shown and printed."
)
@agency_option
@click.option("--dry-run", is_flag=True, help="Change nothing, and say what would become of each row.")
@click.option("--retire-most", is_flag=True, help="Retire what is missing even if that is most of it.")
@click.option("--allow-private", is_flag=True, help="Read from an address in one's own network.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_command(
    source_file: str,
    source: str,
    licence: str,
    agency: UUID | None,
    dry_run: bool,
    retire_most: bool,
    allow_private: bool,
    as_json: bool,
) -> None:
    """Import an HSDS directory: a folder, zip or data package of CSV, JSON, JSON lines, or an API.

    Again with the same --source it renews what changed and retires what is missing.
    """
    texts = {"source": source.strip(), "licence": licence.strip()}
    for name, text in texts.items():
        if not 0 < len(text) <= LONGEST[name] or clean(text) != text:
            fail(f"--{name}", f"expected 1 to {LONGEST[name]} characters, in one line")
    if texts["source"].casefold() == OWN.casefold():
        fail("--source", "is what the agency's own list is called: choose another name")
    is_url = "://" in source_file
    address = source_file if is_url else None
    order = Order(**texts, address=address, dry_run=dry_run, retire_most=retire_most)
    with _directory(agency) as (session, actor), steps() as shown:
        told = Progress(shown)
        reads = read_url(source_file, allow_private, told) if is_url else read_path(Path(source_file), told)
        try:
            report = run_import(session, actor, order, reads, told)
        except NotADirectory as error:
            # A single file is told once, and not again as the place.
            fail(source_file, error.reason if source_file.endswith(error.place) else error)
        except UnderWay:
            fail("--source", "is being imported at this moment: wait until that is done")
    click.echo(orjson.dumps(report.as_json()).decode()) if as_json else show_report(report)


@resources_command.command("list")
@agency_option
def list_command(agency: UUID | None) -> None:
    """Print a line for each source: services, retired, last import, may be passed on, licence, name."""
    with _directory(agency) as (session, actor):
        for row in sources_of(session, actor.agency_id):
            when = f"{row.imported_at:%Y-%m-%d}" if row.imported_at else "-"
            may = "may be passed on" if row.exportable else "kept here"
            parts = (row.services, row.retired, when, may, clean(row.licence), clean(row.name))
            click.echo("\t".join(map(str, parts)))


@resources_command.command("renew")
@agency_option
def renew_command(agency: UUID | None) -> None:
    """Read all services anew that an older supportmap read otherwise: after an upgrade, without an import."""
    with _directory(agency) as (session, actor):
        click.echo(f"Services read anew: {renew_outdated(session, actor.agency_id)}.")


@resources_command.command("export")
@click.argument("file", type=FileName(), metavar="FILE.zip")
@agency_option
def export_command(file: Path, agency: UUID | None) -> None:
    """Write what the licences allow to a new zip file, as an HSDS 3.0 data package of CSV."""
    if file.suffix.lower() != ".zip":
        fail(file, "a zip is written: choose a name that ends with .zip")
    with _directory(agency) as (session, actor):
        try:
            count = write_services(session, actor.agency_id, file)
        except FileExistsError:
            fail(file, "is there already: choose another name")
        except OSError as error:
            fail(file, f"can't be written ({error.strerror})")
    click.echo(f"Services written: {count}.")


@resources_command.command("centroids")
@click.argument("file", type=FileName())
@agency_option
def centroids_command(file: Path, agency: UUID | None) -> None:
    """Import where postcodes are: CSV with the columns code, latitude and longitude."""
    with _directory(agency) as (session, actor):
        with _text(file) as lines, writing(session):
            try:
                report = import_centroids(session, actor.agency_id, lines)
            except ValueError as error:
                fail(file, error)
        find_by_postcode(session, actor.agency_id)
    for line, reason in report.told:
        complain(file, f"line {line}: {reason}")
    doubled = f"; given more than once, the last counts: {report.doubled}" if report.doubled else ""
    click.echo(f"Postcodes taken over: {report.codes}; rows left out: {report.bad}{doubled}.")


@resources_command.command("weights")
@click.argument("file", type=FileName(), required=False)
@agency_option
def weights_command(file: Path | None, agency: UUID | None) -> None:
    """Print how much services of each kind do for each function, or take it from FILE: CSV, as printed.

    2 is much, 1 something, 0 nothing. What isn't in FILE is as it is proposed; services are read anew.
    """
    with _directory(agency) as (session, actor):
        if file is None:
            _print_weights(vocabulary_of(session, actor.agency_id))
            return
        with _text(file) as lines, writing(session):
            try:
                count = weigh_terms(session, actor, read_weights(lines))
            except ValueError as error:
                fail(file, error)
        done = renew_in_parts(session, actor.agency_id, weighed_otherwise(session, actor.agency_id))
    click.echo(f"Weighed otherwise than proposed: {count}; services read anew: {done}.")


def _print_weights(vocabulary: Vocabulary) -> None:
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow((*COLUMNS, "label"))
    table.writerows((term.id, *term.weights.listed, term.label) for term in vocabulary.terms)


@contextmanager
def _text(file: Path) -> Iterator[Iterator[str]]:
    """Hold the lines of a CSV file; one that can't be read is told of."""
    try:
        with file.open(encoding="utf-8-sig", errors="replace", newline="") as opened_file:
            yield opened_file
    except OSError as error:
        fail(file, f"can't be read ({error.strerror})")


@contextmanager
def _directory(agency: UUID | None) -> Iterator[tuple[Session, Actor]]:
    """Hold the database, and whoever works at the command line of an agency: the only one, or one named."""
    with opened(read_settings()) as (engine, keys), session_on(engine, keys) as session:
        ids = [each.id for each in agencies_by_name(session)]
        if agency is None and len(ids) != 1:
            fail("--agency", "say which: there is more than one" if ids else "there is no agency yet")
        if agency is not None and agency not in ids:
            fail("--agency", "there is no agency with this id: see `supportmap agency list`")
        yield session, Actor.operator(agency or ids[0])
