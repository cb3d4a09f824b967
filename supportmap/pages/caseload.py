"""The caseload: a clinician's clients, and the door to each; a client is added in one line."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.access.policy import scope
from supportmap.casework.caseload import MOST
from supportmap.casework.clients import add_client, clients_of
from supportmap.casework.labels import by_label, mark_alike
from supportmap.casework.waiting import waiting_among
from supportmap.pages.client_bar import warn_of_namesakes
from supportmap.pages.doors import Answer, pages
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts
from supportmap.records.reading import note_readings

__all__ = ["ALL"]

PAGE = 500
ALL = "/clients"


@pages.get(ALL)
@reads("client.list")
def caseload(agency_id: UUID) -> Answer:
    """Show the clients on whose care team one is; with ``archived``, those that were put away."""
    archived = request.args.get("archived") == "true"
    clients = _clients(archived)
    owners = [Owner(agency_id, UUID(client["id"])) for client in clients]
    note_readings(db.session, current_actor(), owners, "client.list")
    among = waiting_among(
        db.session, current_actor(), [] if archived else [owner.client_id for owner in owners]
    )
    waiting = {str(client_id): waits for client_id, waits in among.items()}
    return render_template("caseload.html", clients=clients, archived=archived, waiting=waiting)


@pages.post(ALL)
@writes("client.add")
def add_to_caseload(agency_id: UUID) -> Response:
    """Add a client by a label, and go on to their map."""
    owner = add_client(
        db.session, current_actor(), agency_id, {"label": request.form.get("label", "").strip()}
    )
    warn_of_namesakes(owner)
    return redirect(url_for("pages.network_page", client_id=owner.client_id))


def _clients(archived: bool) -> list[Facts]:
    theirs = scope(current_actor(), "client.read", datetime.now(UTC))
    found: list[Facts] = []
    place: str | None = None
    while len(found) < MOST:
        items, place = clients_of(db.session, theirs, place, PAGE, archived)
        found += items
        if place is None:
            break
    return mark_alike(by_label(found))
