"""The letters of the service: what they say, and how they go out once all is written."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, after_this_request, current_app
from werkzeug.wrappers import Response

from supportmap.mail import MailServer, Undelivered, deliver, mail_server

__all__ = ["EXTENSION", "INVITATION", "letters_go_out", "send_afterwards", "send_by"]

EXTENSION = "supportmap_mail"
SUBJECT = "Your link"
INVITATION = """Hello,

this is the link that you were told about:

{link}

It counts once, within {hours} hours. You need the code, too, that you were told in person.

If you expected nothing, leave it: without the code it does nothing.
"""


def send_by(app: Flask, url: str | None) -> None:
    """Let letters go out by a server, or by none; BadSetting for an address that can't be used."""
    app.extensions[EXTENSION] = mail_server(url) if url else None


def letters_go_out() -> bool:
    """Tell whether a server is set up."""
    return _server() is not None


def send_afterwards(to: str, text: str, otherwise: Callable[[str], Response]) -> None:
    """Send a letter once what this request does is written, for it takes seconds in which nobody may wait.

    Where it doesn't go out, ``otherwise`` is answered: it is called with why.
    """

    def send(response: Response) -> Response:
        server = _server()
        try:
            if server is None:
                raise Undelivered("no mail server is set up: hand the link over")
            deliver(server, to, SUBJECT, text)
        except Undelivered as reason:
            return otherwise(f"It was not sent: {reason}.")
        return response

    after_this_request(send)


def _server() -> MailServer | None:
    server: MailServer | None = current_app.extensions[EXTENSION]
    return server
