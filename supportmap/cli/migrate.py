"""``supportmap migrate``: the database in this version's form, before another server than ours serves it."""

from __future__ import annotations

import os

import click

from supportmap.running.start import make_ready
from supportmap.settings import read_settings

__all__ = ["migrate_command"]


@click.command("migrate")
def migrate_command() -> None:
    """Bring the database to this version's form, or make it, with its key; `serve --migrate` does so too."""
    os.umask(0o077)
    make_ready(read_settings(), migrate=True)
    click.echo("The database is ready.")
