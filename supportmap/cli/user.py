"""``supportmap user``: who can sign in."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy.orm import Session

from supportmap.access.accounts import (
    Account,
    AccountRefused,
    accounts,
    disable,
    enable,
    find_account,
    reset,
)
from supportmap.access.adding import add_user
from supportmap.access.passwords import SHORTEST
from supportmap.analysis.naming import clean
from supportmap.cli.files import FileName, fail
from supportmap.records.agency import ROLES
from supportmap.records.database import writing
from supportmap.records.opening import opened, session_on
from supportmap.settings import read_settings

__all__ = ["user_command"]

LONGEST_FILE = 4096


@click.group("user")
def user_command() -> None:
    """Add, list, disable and enable those who sign in."""


@user_command.command("add")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What they are in the agency.")
@click.option("--agency", type=click.UUID, required=True, help="Its id: see `supportmap agency list`.")
@click.option("--name", help="How colleagues know them.")
@click.option("--client", type=click.UUID, help="Of the role client: the id of the client that they are.")
@click.option("--password-file", type=FileName(), help="A file whose first line is the password.")
@click.option("--generate", is_flag=True, help="Make a password and print it, this once.")
def add_command(
    email: str,
    role: str,
    agency: UUID,
    name: str | None,
    client: UUID | None,
    password_file: Path | None,
    generate: bool,
) -> None:
    """Add somebody who signs in by e-mail and password; the password is asked for unless it is given."""
    password = _password(password_file, generate)
    with _changing() as session:
        add_user(session, agency, email, password, role, name, client)
    _tell("Added", password if generate else None)


@user_command.command("reset")
@click.argument("email")
@click.option("--password-file", type=FileName(), help="A file whose first line is the new password.")
@click.option("--generate", is_flag=True, help="Make a password and print it, this once.")
@click.option("--forget-second-factor", is_flag=True, help="They have lost it: they set up another.")
def reset_command(email: str, password_file: Path | None, generate: bool, forget_second_factor: bool) -> None:
    """Give somebody who can't sign in any more another password, and sign them out everywhere."""
    password = _password(password_file, generate)
    with _changing() as session:
        reset(session, _account(session, email), password, forget_second_factor)
    _tell("Changed", password if generate else None)


@user_command.command("list")
def list_command() -> None:
    """Print a line for each user: agency, role, whether they can sign in, e-mail, name."""
    with opened(read_settings()) as (engine, keys), session_on(engine, keys) as session:
        for account in accounts(session):
            state = "active" if account.active else "disabled"
            name = clean(account.name or "")
            click.echo(f"{account.agency_id}\t{account.role}\t{state}\t{clean(account.email)}\t{name}")


@user_command.command("disable")
@click.argument("email")
def disable_command(email: str) -> None:
    """Keep somebody from signing in, and end wherever they are signed in."""
    _change(email, disable)


@user_command.command("enable")
@click.argument("email")
def enable_command(email: str) -> None:
    """Let somebody sign in again."""
    _change(email, enable)


def _change(email: str, act: Callable[[Session, UUID, UUID], None]) -> None:
    with _changing() as session:
        account = _account(session, email)
        act(session, account.agency_id, account.user_id)


def _account(session: Session, email: str) -> Account:
    account = find_account(session, email)
    if account is None:
        fail("EMAIL", "nobody has this e-mail address: see `supportmap user list`")
    return account


def _password(file: Path | None, generate: bool) -> str:
    if generate and file:
        raise click.UsageError("--generate and --password-file can't both give the password")
    if generate:
        return secrets.token_urlsafe(16)
    if file is None:
        question = f"Password (at least {SHORTEST} characters)"
        return str(click.prompt(question, hide_input=True, confirmation_prompt=True))
    try:
        with file.open(encoding="utf-8") as opened_file:
            return opened_file.readline(LONGEST_FILE).rstrip("\r\n")
    except (OSError, ValueError):
        fail(file, "can't be read")


def _tell(done: str, made: str | None) -> None:
    click.echo(f"{done}. The password, shown this once: {made}" if made else f"{done}.")


@contextmanager
def _changing() -> Iterator[Session]:
    """Hold a session in one transaction; a refusal is told in one line."""
    with opened(read_settings()) as (engine, keys), session_on(engine, keys) as session:
        try:
            with writing(session):
                yield session
        except AccountRefused as refusal:
            fail("user", refusal)
