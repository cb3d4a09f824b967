"""Letters by SMTP, where a server is set up: plain, and without a word that tells what the service is for."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from email_validator import EmailNotValidError, validate_email

from supportmap.settings import BadSetting

__all__ = ["ADDRESS", "MailServer", "Undelivered", "address_of", "deliver", "mail_server"]

ADDRESS = "SUPPORTMAP_SMTP_URL"
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
NEAR = {"localhost", "127.0.0.1", "::1"}
SECONDS = 10
"""How long the server may take for each step before it counts as away."""


class Undelivered(Exception):  # noqa: N818 - it is told to whoever sends
    """A letter that didn't go out, and what to do; neither address nor text is in it."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in, and from whom they are."""

    scheme: str
    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)


def mail_server(url: str) -> MailServer:
    """Return the server that ``smtps://user:password@host:465?from=address`` names, or raise BadSetting.

    ``smtp+starttls`` encrypts from the second word on; plain ``smtp`` is for a server on this machine only.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise BadSetting(ADDRESS, "isn't an address: smtps://user:password@host?from=address") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise BadSetting(ADDRESS, f"has to begin with {', '.join(f'{each}://' for each in PORTS)} and a host")
    if parts.scheme == "smtp" and parts.hostname not in NEAR:
        raise BadSetting(ADDRESS, "would send unencrypted: use smtps:// or smtp+starttls://")
    user, password = (each and unquote(each) for each in (parts.username, parts.password))
    return MailServer(parts.scheme, parts.hostname, port, _sender(parts), user, password)


def _sender(parts: SplitResult) -> str:
    address = address_of(parse_qs(parts.query).get("from", [""])[-1])
    if address is None:
        raise BadSetting(ADDRESS, "has to say from whom letters are: ?from=address")
    return address


def address_of(given: str) -> str | None:
    """Return an e-mail address as letters bear it; None for what is none."""
    try:
        return validate_email(given, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def deliver(server: MailServer, to: str, subject: str, text: str) -> None:
    """Hand a letter in, or raise Undelivered. It takes seconds: never do it inside a transaction."""
    letter = _letter(server, to, subject, text)
    try:
        with _connection(server) as connection:
            if server.user is not None:
                connection.login(server.user, server.password or "")
            connection.send_message(letter)
    except smtplib.SMTPRecipientsRefused:
        raise Undelivered("the mail server doesn't take this address: check it") from None
    except (smtplib.SMTPException, OSError):
        raise Undelivered("the mail server can't be reached, or refuses: try again later") from None


def _letter(server: MailServer, to: str, subject: str, text: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = server.sender, to, subject
    letter["Date"] = formatdate(localtime=False)
    letter["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2])
    letter["Auto-Submitted"] = "auto-generated"  # nobody's absence notice comes back
    letter.set_content(text)
    return letter


def _connection(server: MailServer) -> smtplib.SMTP:
    if server.scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    connection = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    if server.scheme == "smtp+starttls":
        connection.starttls(context=ssl.create_default_context())
    return connection
