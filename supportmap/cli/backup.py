"""``supportmap backup``: everything that is kept, in one file."""

from __future__ import annotations

from pathlib import Path

import click

from supportmap.cli.files import FileName, fail, shown
from supportmap.records.archive import BadBackup
from supportmap.records.backup import back_up
from supportmap.settings import read_settings

__all__ = ["backup_command"]


@click.command("backup")
@click.argument("target", metavar="FILE", type=FileName())
def backup_command(target: Path) -> None:
    """Write everything that is kept to FILE, while the service runs.

    The master key is not in it: print it once with `supportmap recovery-kit`, or the backup can't be opened.
    """
    try:
        manifest = back_up(read_settings(), target)
    except BadBackup as error:
        fail(target, error)
    rows = sum(manifest.rows.values())
    click.echo(f"Wrote {shown(target)}: {rows} rows, to be opened with the key {manifest.key}.")
    for agency, audit in manifest.audit.items():
        click.echo(f"agency {agency}: audit ends at {audit}")
