"""``supportmap audit``: whether anybody tampered with the record of who did what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import click
from sqlalchemy.orm import Session

from supportmap.cli.files import BAD_INPUT, complain
from supportmap.records.opening import opened, session_on
from supportmap.records.verify import Broken, Head, agencies, verify
from supportmap.settings import read_settings

__all__ = ["audit_command"]

TAMPERED = 1
"""The exit status when an audit isn't whole."""


class HeadText(click.ParamType[Head]):
    """The end of an audit as it was printed: the number of its last row, and the fingerprint."""

    name = "SEQ:FINGERPRINT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Head:
        """Refuse what was never printed."""
        if isinstance(value, Head):
            return value
        seq, _, fingerprint = str(value).strip().lower().partition(":")
        if not (seq.isdecimal() and seq.isascii() and len(seq) < 19 and len(fingerprint) == 16):
            self.fail("give it as it was printed: 120:0123456789abcdef", param, ctx)
        return Head(int(seq), fingerprint)


@click.group("audit")
def audit_command() -> None:
    """Check the record of who did what."""


@audit_command.command("verify")
@click.option("--agency", type=click.UUID, help="The id of one agency; otherwise all are checked.")
@click.option("--expect", type=HeadText(), help="What was printed earlier: the audit must still contain it.")
def verify_command(agency: UUID | None, expect: Head | None) -> None:
    """Check that no row of the audit was altered, added, moved or taken out.

    Note the end that is printed somewhere else: only with it can a tail be missed that was cut off.
    """
    with opened(read_settings()) as (engine, keys), session_on(engine, keys) as session:
        chosen = _chosen(agencies(session), agency, expect)
        whole = [_whole(session, each, expect) for each in chosen]
    if not all(whole):
        raise SystemExit(TAMPERED)


def _chosen(known: list[UUID], agency: UUID | None, expect: Head | None) -> list[UUID]:
    if agency is not None and agency not in known:
        complain("--agency", "there is no agency with this id")
        raise SystemExit(BAD_INPUT)
    chosen = known if agency is None else [agency]
    if expect and len(chosen) != 1:
        raise click.UsageError("--expect is about one agency: say which with --agency")
    if not chosen:
        click.echo("There is no agency yet.", err=True)
    return chosen


def _whole(session: Session, agency_id: UUID, expect: Head | None) -> bool:
    """Print what an audit comes to, and tell whether it is whole."""
    try:
        head = verify(session, agency_id, expect)
    except Broken as broken:
        complain(f"audit of agency {agency_id}", broken)
        return False
    rows = "1 row" if head.seq == 1 else f"{head.seq} rows"
    click.echo(f"agency {agency_id}: {rows}, end {head}")
    return True
