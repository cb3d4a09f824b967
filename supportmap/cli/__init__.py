"""The ``supportmap`` command. Bad input ends with exit status 2 and one line: file, place and reason."""

from __future__ import annotations

import sys
from errno import EPIPE
from io import TextIOWrapper
from typing import Any

import click

from supportmap.cli.analyse import analyse_command
from supportmap.cli.compare import compare_command
from supportmap.cli.example import example_command
from supportmap.cli.files import fail

__all__ = ["main"]


class OneLine(click.Group):
    """A command whose every failure is told in one line, that of its own output too."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a pipe that was closed is click's own affair."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == EPIPE:
                raise
            fail("output", f"can't be written ({error.strerror})")


@click.group(cls=OneLine, context_settings={"help_option_names": ["-h", "--help"]})
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
