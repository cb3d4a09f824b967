"""``supportmap example``: a fictional network to try things on."""

from __future__ import annotations

from pathlib import Path

import click

from supportmap.cli.files import FileName, fail, shown
from supportmap.exchange.examples import example

__all__ = ["example_command"]


@click.command("example")
@click.argument("target", default="example.json", type=FileName())
@click.option("--earlier", is_flag=True, help="The same fictional client three months before.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def example_command(target: Path, earlier: bool, force: bool) -> None:
    """Write a fictional network as a supportmap document (example.json unless TARGET is given)."""
    try:
        with target.open("wb" if force else "xb") as file:
            file.write(example(earlier))
    except FileExistsError:
        fail(target, "is there already: choose another name, or --force to write over it")
    except OSError as error:
        fail(target, f"can't be written ({error.strerror})")
    click.echo(f"Wrote {shown(target)}. Next: supportmap analyse {shown(target)}")
