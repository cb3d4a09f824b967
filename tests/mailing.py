"""A mail server that keeps what it is handed, in a thread of its own."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

SENDER = "clinic@example.org"
NOBODY = "nobody@example.org"
"""Whom the server doesn't know."""
USER, PASSWORD = "clinic", "p@ss word"


@dataclass
class Postbox:
    """What was handed in, and how to reach the server."""

    port: int
    letters: list[EmailMessage] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The setting that names the server."""
        return f"smtp://127.0.0.1:{self.port}?from={SENDER}"

    async def handle_RCPT(  # noqa: N802 - the name that the server looks for
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take letters to everybody but one."""
        if address == NOBODY:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a letter."""
        content = cast(bytes, envelope.content)
        self.letters.append(message_from_bytes(content, policy=policy.default))
        return "250 OK"


@contextmanager
def a_mail_server(**options: Any) -> Iterator[Postbox]:
    """Run a server until the block ends."""
    box = Postbox(_free_port())
    running = Controller(box, hostname="127.0.0.1", port=box.port, **options)
    running.start()
    try:
        yield box
    finally:
        running.stop()


def known(_server: SMTP, _session: Session, _envelope: Envelope, _way: str, given: Any) -> AuthResult:
    """Let in who has the right password."""
    wanted = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=given == wanted, handled=False)


def with_certificate(certificate: str, key: str) -> ssl.SSLContext:
    """What a server encrypts with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
