"""The ``supportmap`` command. Bad input ends with exit status 2 and one line: file, place and reason."""

from __future__ import annotations

import sys
from errno import EPIPE
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from supportmap.cli.files import fail
from supportmap.settings import BadSetting

__all__ = ["main"]

MODULES = {
    "agency": "agency",
    "analyse": "analyse",
    "audit": "audit",
    "backup": "backup",
    "compare": "compare",
    "demo": "demo",
    "erase-again": "erase_again",
    "example": "example",
    "migrate": "migrate",
    "recompute": "recompute",
    "recovery-kit": "recovery_kit",
    "remind": "remind",
    "resources": "resources",
    "restore": "restore",
    "serve": "serve",
    "user": "user",
}
"""Where each command stands. It is imported when it is asked for: the service's libraries take four times as
long to import as an analysis needs."""


class OneLine(click.Group):
    """A command whose every failure is told in one line, that of its own output too."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's interface
        """Return all names."""
        return sorted(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command, imported if need be."""
        if cmd_name not in MODULES:
            return None
        module = import_module(f"supportmap.cli.{MODULES[cmd_name]}")
        command: click.Command = vars(module)[f"{cmd_name.replace('-', '_')}_command"]
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a pipe that was closed is click's own affair."""
        try:
            return super().invoke(ctx)
        except BadSetting as error:
            fail(error.name, error.reason)
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
