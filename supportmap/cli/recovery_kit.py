"""``supportmap recovery-kit``: the master key, to be printed and kept apart."""

from __future__ import annotations

import click

from supportmap.records.keys import read_key
from supportmap.records.kit import kit
from supportmap.settings import read_settings

__all__ = ["recovery_kit_command"]


@click.command("recovery-kit")
def recovery_kit_command() -> None:
    """Print the page with the master key that has to be kept apart from the backups."""
    click.echo(kit(read_key(read_settings())), nl=False)
