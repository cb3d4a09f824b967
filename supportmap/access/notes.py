"""What is noted of signing in and out: a line in the log and, of a known user, a row in the audit."""

from __future__ import annotations

import logging
from contextlib import suppress

from flask import Flask, Response, after_this_request, current_app, g
from sqlalchemy import select, text

from supportmap.records.agency import Agency
from supportmap.records.audit import Actor, record
from supportmap.records.database import db, writing

__all__ = ["note", "note_refusal"]

_log = logging.getLogger("supportmap.access")


def note(actor: Actor, action: str) -> None:
    """Note what somebody did about their own account, in the open transaction that does it."""
    _log.info("%s: user %s, request %s", action, actor.user_id, actor.request_id)
    record(db.session, actor, action, objects=[actor.user_id])


def _write_in_vain() -> None:
    """Do all that a row in the audit takes, up to the disk, and leave everything as it was."""
    agency_id = db.session.scalar(select(Agency.id).limit(1))
    if agency_id:
        with suppress(_Enough), db.session.begin_nested():
            record(db.session, Actor.operator(agency_id), "sign-in.refused", objects=[agency_id])
            raise _Enough
    db.session.execute(text("UPDATE alembic_version SET version_num = version_num"))


class _Enough(Exception):  # noqa: N818 - it ends what was done in vain
    """What was done is to be taken back."""


def note_refusal(actor: Actor | None) -> None:
    """Note that somebody was refused; None: nobody has that account.

    The row is written when the answer has been sent, so that the answer doesn't take longer for an account
    that there is. For one that there isn't as much is written, and nothing kept: what is sent next over the
    same connection waits for it.
    """
    _log.warning(
        "sign-in refused: user %s, request %s", actor.user_id if actor else "unknown", g.get("request_id")
    )
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def write() -> None:
        with app.app_context(), writing(db.session):
            if actor:
                record(db.session, actor, "sign-in.refused", objects=[actor.user_id])
            else:
                _write_in_vain()

    @after_this_request
    def later(response: Response) -> Response:
        response.call_on_close(write)
        return response
