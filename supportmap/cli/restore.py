"""``supportmap restore``: an empty service filled from a backup."""

from __future__ import annotations

from pathlib import Path

import click

from supportmap.cli.erase_again import erased_again
from supportmap.cli.files import FileName, complain, fail
from supportmap.records.archive import BadBackup
from supportmap.records.keys import read_key
from supportmap.records.kit import key_in
from supportmap.records.ledger import BadLedger
from supportmap.records.restore import restore
from supportmap.settings import Settings, read_settings

__all__ = ["restore_command"]

NO_LIST = (
    "there is no list of erasures here: if a client was erased since the backup was made, they are back. "
    "`supportmap erase-again --erasures FILE` erases them again"
)


@click.command("restore")
@click.argument("source", metavar="FILE", type=FileName())
@click.option("--key-file", type=FileName(), help="A file with the recovery kit, or with the key.")
@click.option(
    "--erasures", "lists", metavar="FILE", type=FileName(), multiple=True, help="A list of erasures."
)
def restore_command(source: Path, key_file: Path | None, lists: tuple[Path, ...]) -> None:
    """Fill an empty service from the backup FILE.

    Without a key on this machine or --key-file, it asks for the key of the recovery kit. Whoever was erased
    since the backup was made is erased again: by the list of erasures of this machine, and by --erasures.
    """
    settings = read_settings()
    try:
        manifest, erased = restore(settings, source, _key(settings, key_file), lists)
    except BadBackup as error:
        fail(source, error)
    except BadLedger as error:
        fail(error.file, error)
    click.echo(f"Restored {sum(manifest.rows.values())} rows as they were at {manifest.made_at}.")
    if settings.ledger.exists():
        click.echo(erased_again(erased))
    else:
        complain(settings.ledger, NO_LIST)


def _key(settings: Settings, key_file: Path | None) -> bytes:
    """Return the key of this machine, of a file, or the one that is typed in."""
    here = settings.key is not None or settings.key_file.exists()
    if key_file is not None:
        key = _key_of(key_file)
        if here and key != read_key(settings):
            fail(key_file, "isn't the key of this machine: move that one away, if nothing needs it")
        return key
    if here:
        return read_key(settings)
    typed = click.prompt("The key of the recovery kit", hide_input=True, err=True)
    try:
        return key_in(typed)
    except ValueError as error:
        fail("the key that was typed", error)


def _key_of(file: Path) -> bytes:
    try:
        return key_in(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        fail(file, "holds no key")
    except ValueError as error:
        fail(file, error)
    except OSError as error:
        fail(file, f"can't be read ({error.strerror})")
