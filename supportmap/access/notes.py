"""What is noted of signing in and out: a line in the log and, of a known user, a row in the audit."""

from __future__ import annotations

import logging

from flask import Flask, Response, after_this_request, current_app, g

from supportmap.records.audit import Actor, record
from supportmap.records.database import db, writing

__all__ = ["note", "note_refusal"]

_log = logging.getLogger("supportmap.access")


def note(actor: Actor, action: str) -> None:
    """Note what somebody did about their own account, in the open transaction that does it."""
    _log.info("%s: user %s, request %s", action, actor.user_id, actor.request_id)
    record(db.session, actor, action, objects=[actor.user_id])


def note_refusal(actor: Actor | None) -> None:
    """Note that somebody was refused; None: nobody has that account.

    The row is written when the answer has been sent, so that the answer doesn't take longer for an account
    that there is.
    """
    _log.warning(
        "sign-in refused: user %s, request %s", actor.user_id if actor else "unknown", g.get("request_id")
    )
    if actor is None:
        return
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def write() -> None:
        with app.app_context(), writing(db.session):
            record(db.session, actor, "sign-in.refused", objects=[actor.user_id])

    @after_this_request
    def later(response: Response) -> Response:
        response.call_on_close(write)
        return response
