"""``supportmap remind``: a neutral letter to each client who wants one and has a step due."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session

from supportmap.access.accounts import account_of
from supportmap.casework.reminding import DueLetter, due_letters, note_sent
from supportmap.cli.files import BAD_INPUT, complain, fail
from supportmap.mail import ADDRESS, MailServer, Undelivered, deliver, mail_server
from supportmap.records.database import writing
from supportmap.records.opening import opened, session_on
from supportmap.settings import Settings, read_settings

__all__ = ["remind_command"]

SUBJECT = "A note for you"
LETTER = "Hello,\n\nthere is something for you to look at. Sign in when it suits you{where}\n"


@click.command("remind")
def remind_command() -> None:
    """Send a letter to each client who wants to be reminded and has a step due: for a timer, once a day.

    The service may run meanwhile. Nobody gets a second letter on the same day.
    """
    settings = read_settings()
    if settings.smtp_url is None:
        fail(ADDRESS, "is not set: reminders need a mail server to go out by")
    server, text = mail_server(settings.smtp_url), _text(settings)
    with opened(settings) as (engine, keys), session_on(engine, keys) as session:
        letters = due_letters(session, datetime.now(UTC))
        sent = [_send(session, server, letter, text) for letter in letters]
    click.echo(f"Reminders sent: {sum(sent)}.")
    if not all(sent):
        raise SystemExit(BAD_INPUT)


def _text(settings: Settings) -> str:
    """Return what every letter says; a name that begins with a dot stands for several, and is no address."""
    host = next((name for name in settings.hosts if not name.startswith(".")), None)
    return LETTER.format(where=f": https://{host}/" if host else ".")


def _send(session: Session, server: MailServer, letter: DueLetter, text: str) -> bool:
    """Send one letter and remember it; what doesn't go out is tried again next time."""
    account = account_of(session, letter.owner.agency_id, letter.user_id)
    session.rollback()  # A letter takes seconds, in which nothing may be held.
    try:
        if account is None:
            raise Undelivered("it isn't there any more")
        deliver(server, account.email, SUBJECT, text)
    except Undelivered as reason:
        complain(f"account {letter.user_id}", reason)
        return False
    with writing(session):
        note_sent(session, letter)
    return True
