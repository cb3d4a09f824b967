"""The ``supportmap`` command. Bad input ends with exit status 2 and one line: file, place and reason."""

from __future__ import annotations

import sys
from io import TextIOWrapper

import click

from supportmap.cli.analyse import analyse_command
from supportmap.cli.compare import compare_command
from supportmap.cli.example import example_command

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="supportmap")
def main() -> None:
    """Map a support network, see what it covers, and follow it over visits."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal or a file that can't hold a character gets a question mark, and not a traceback.
            stream.reconfigure(errors="replace")


main.add_command(analyse_command)
main.add_command(compare_command)
main.add_command(example_command)
