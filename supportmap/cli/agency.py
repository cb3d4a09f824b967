"""``supportmap agency``: the organisations that are served."""

from __future__ import annotations

import os
from typing import Any
from uuid import UUID

import click

from supportmap.access.agencies import agencies_by_name
from supportmap.analysis.naming import clean
from supportmap.cli.files import fail
from supportmap.records.agency import found_agency, settle_second_factor
from supportmap.records.audit import Actor
from supportmap.records.database import writing
from supportmap.records.days import zone_name
from supportmap.records.opening import opened, session_on
from supportmap.running.start import make_ready
from supportmap.settings import read_settings

__all__ = ["agency_command"]

LONGEST_NAME = 200


class ZoneName(click.ParamType[str]):
    """The name of a time zone, such as Europe/London."""

    name = "ZONE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse a zone that isn't one."""
        try:
            return zone_name(str(value))
        except ValueError:
            self.fail("no such time zone: give one like Europe/London", param, ctx)


@click.group("agency")
def agency_command() -> None:
    """Add and list agencies: each sees nothing of the others."""


@agency_command.command("add")
@click.argument("name")
@click.option("--time-zone", type=ZoneName(), default="UTC", show_default=True, help="Where its days begin.")
@click.option("--second-factor", is_flag=True, help="Its staff must use an authenticator as well.")
@click.option("--again", is_flag=True, help="Add it though there is one of this name already.")
def add_command(name: str, time_zone: str, second_factor: bool, again: bool) -> None:
    """Add an agency and print its id. The first one makes the database and the key."""
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME or clean(name) != name:
        fail("NAME", f"an agency's name has 1 to {LONGEST_NAME} characters, in one line")
    settings = read_settings()
    os.umask(0o077)
    make_ready(settings)
    with opened(settings) as (engine, keys), session_on(engine, keys) as session, writing(session):
        if not again and name.casefold() in {each.name.casefold() for each in agencies_by_name(session)}:
            fail(
                "NAME",
                "there is an agency of this name: see `supportmap agency list`, or add it with --again",
            )
        agency_id = found_agency(session, name, time_zone)
        if second_factor:
            settle_second_factor(session, Actor.operator(agency_id), True)
    click.echo(agency_id)


@agency_command.command("list")
def list_command() -> None:
    """Print a line for each agency: id, time zone, second factor, name."""
    with opened(read_settings()) as (engine, keys), session_on(engine, keys) as session:
        for agency in agencies_by_name(session):
            factor = "required" if agency.second_factor_required else "optional"
            click.echo(f"{agency.id}\t{agency.time_zone}\t{factor}\t{clean(agency.name)}")


@agency_command.command("second-factor")
@click.argument("agency", type=click.UUID)
@click.argument("demand", type=click.Choice(["required", "optional"]))
def second_factor_command(agency: UUID, demand: str) -> None:
    """Ask a second factor of an agency's staff, or leave it to them."""
    with opened(read_settings()) as (engine, keys), session_on(engine, keys) as session, writing(session):
        if not settle_second_factor(session, Actor.operator(agency), demand == "required"):
            fail("AGENCY", "there is no agency with this id: see `supportmap agency list`")
