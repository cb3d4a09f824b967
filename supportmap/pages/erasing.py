"""Erasing a client: what goes and what stays, and the act itself, for admins."""

from __future__ import annotations

from flask import after_this_request, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.casework.asking_erasure import asked_among
from supportmap.casework.caseload import named_client
from supportmap.casework.erasing import NO_LABEL, clear_after, erase_client
from supportmap.pages.doors import CLIENT, Answer, pages
from supportmap.records.client import Owner
from supportmap.records.database import db

__all__: list[str] = []

ERASED = (
    "The record is erased. Tell whoever looks after the backups: the list of erasures belongs to the "
    "recovery kit."
)
LEFT = (
    "Traces of it may still be in the database’s files, which somebody was reading: they go when the service "
    "is started anew, or with the next record that is erased."
)


@pages.get(f"{CLIENT}/erase")
@reads("erasure.read")
def erase_page(owner: Owner) -> Answer:
    """Say what erasing takes away and what stays, and ask whether this client is meant."""
    asked = asked_among(db.session, current_actor(), [owner.client_id]).get(owner.client_id)
    client = named_client(db.session, owner)
    return render_template("erase.html", client=client, no_label=NO_LABEL, asked=asked)


@pages.post(f"{CLIENT}/erase")
@writes("client.erase")
def erase(owner: Owner) -> Response:
    """Erase the client."""
    erase_client(db.session, current_actor(), owner, request.form.get("label", ""))
    flash(ERASED, "success")
    # Only when the transaction has ended can anything be taken out of the files.
    after_this_request(_cleared)
    return redirect(url_for("pages.teams_page", show="away"))


def _cleared(response: Response) -> Response:
    if response.status_code < 400 and not clear_after(db.session):
        flash(LEFT, "info")
    return response
