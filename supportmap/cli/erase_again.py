"""``supportmap erase-again``: what was restored by other means than ours is brought up to the erasures."""

from __future__ import annotations

from pathlib import Path

import click

from supportmap.cli.files import FileName, fail
from supportmap.records.erasure import erase_again
from supportmap.records.ledger import BadLedger, Ledger, known_erasures, own_ledger
from supportmap.records.opening import opened
from supportmap.settings import read_settings

__all__ = ["erase_again_command", "erased_again"]


@click.command("erase-again")
@click.option("--erasures", "lists", metavar="FILE", type=FileName(), multiple=True, help="Another list.")
def erase_again_command(lists: tuple[Path, ...]) -> None:
    """Erase again whoever stands in the list of erasures and is back, as after a restore by PostgreSQL.

    It goes by the list of this machine, which those of --erasures are taken over into. `supportmap restore`
    does all of this by itself.
    """
    settings = read_settings()
    with opened(settings) as (engine, keys):
        try:
            others = [Ledger(file, keys) for file in lists]
            erasures = known_erasures(own_ledger(settings, keys), others, must_be_there=not others)
        except BadLedger as error:
            fail(error.file, error)
        click.echo(erased_again(erase_again(engine, keys, erasures)))


def erased_again(count: int) -> str:
    """Return how many clients were erased again, in words."""
    return f"Erased again: {count} {'client' if count == 1 else 'clients'}."
