"""Clients: listed, added, changed, put away and taken out again."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.access.policy import scope
from supportmap.access.replies import made
from supportmap.analysis.network import FUNCTIONS
from supportmap.api.answers import answer, answers, page
from supportmap.api.blueprint import API, api
from supportmap.api.describing import (
    DAY,
    FLAG,
    MOMENT,
    UUID_TEXT,
    WHOLE,
    Schema,
    an_object,
    listed,
    named,
    nullable,
    paged,
    properties_of,
)
from supportmap.api.measures import STATUS
from supportmap.api.network import NEEDS, NETWORKS
from supportmap.api.paging import limit_of, paging, place_after
from supportmap.api.requests import UUID_FIELD, body
from supportmap.casework import clients
from supportmap.casework.caseload import directory_of
from supportmap.casework.clients import CLIENT_FACTS, NEW_CLIENT_FACTS
from supportmap.exchange.field import Table, flag
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts
from supportmap.records.reading import note_readings

__all__ = ["CLIENTS"]

TAG = ["Clients"]
ALL = "/clients"
ONE = f"{ALL}/<uuid:client_id>"
CHANGES: Table = CLIENT_FACTS
NEW: Table = {**NEW_CLIENT_FACTS, "id": UUID_FIELD, "needs": NEEDS}
_CLIENT: dict[str, Schema] = {
    "id": UUID_TEXT,
    **properties_of(CHANGES),
    "needs": NETWORKS["Network"]["properties"]["needs"],
    "elicited": FLAG,
    "ties_asked": FLAG,
    "network_version": WHOLE,
    "created_at": MOMENT,
    "archived_at": nullable(MOMENT),
}
_COVERED = an_object(
    {
        "status": STATUS,
        "status_at_best": STATUS,
        **dict.fromkeys(("score", "backup", "gap_to_need"), named("Interval")),
        "missing_answers": WHOLE,
    }
)
_LISTED: dict[str, Schema] = {
    "id": UUID_TEXT,
    "label": _CLIENT["label"],
    "created_at": MOMENT,
    "archived_at": nullable(MOMENT),
    "network_version": WHOLE,
    "size": WHOLE,
    "functions": an_object(dict.fromkeys(FUNCTIONS, _COVERED)),
    "last_visit": nullable(DAY),
    "open_visit": nullable(DAY),
    "changes_since": {
        **nullable(WHOLE),
        "description": "How often the network was changed since the last visit that is finished.",
    },
}
_NAMED: dict[str, Schema] = {
    **{name: _LISTED[name] for name in ("id", "label", "created_at", "archived_at")},
    "team": {**listed(UUID_TEXT), "description": "Who is on the care team now: ids of the staff."},
}
CLIENTS: dict[str, Schema] = {
    "Client": an_object(_CLIENT),
    "ListedClient": an_object(_LISTED),
    "NamedClient": an_object(_NAMED),
}


@api.route(ALL, tags=TAG)
@paging(archived=(flag(), "List those that were put away instead."))
@answers(200, paged(named("ListedClient")))
@reads("client.list")
def list_clients(agency_id: UUID, asked: Facts) -> Response:
    """List the clients on whose care team one is."""
    actor = current_actor()
    theirs = scope(actor, "client.read", datetime.now(UTC))
    after, limit = place_after(asked), limit_of(asked)
    items, place = clients.clients_of(db.session, theirs, after, limit, asked.get("archived", False))
    owners = [Owner(agency_id, UUID(item["id"])) for item in items]
    note_readings(db.session, actor, owners, "client.list")
    return page(({name: item[name] for name in _LISTED} for item in items), place)


@api.route("/directory", tags=TAG)
@paging()
@answers(200, paged(named("NamedClient")))
@reads("directory.read")
def list_directory(agency_id: UUID, asked: Facts) -> Response:
    """List all clients of the agency, to settle care teams: label, team and since when, nothing else."""
    items, place = directory_of(db.session, agency_id, place_after(asked), limit_of(asked))
    owners = [Owner(agency_id, UUID(item["id"])) for item in items]
    note_readings(db.session, current_actor(), owners, "client.list")
    return page(items, place)


@api.route(ALL, methods=["POST"], tags=TAG)
@body(NEW)
@answers(201, named("Client"), "Location")
@writes("client.add")
def add_client(agency_id: UUID, facts: Facts) -> Response:
    """Add a client; whoever adds one is on the care team."""
    client_id = UUID(facts.pop("id")) if "id" in facts else None
    owner = clients.add_client(db.session, current_actor(), agency_id, facts, client_id)
    made(owner)
    place = f"{API}/clients/{owner.client_id}"
    return answer(_shown(clients.client_of(db.session, owner)), 201, Location=place)


@api.route(ONE, tags=TAG)
@answers(200, named("Client"))
@reads("client.read")
def read_client(owner: Owner) -> Response:
    """Read a client."""
    return answer(_shown(clients.client_of(db.session, owner)))


@api.route(ONE, methods=["PATCH"], tags=TAG)
@body(CHANGES, least=1)
@answers(200, named("Client"))
@writes("client.edit")
def change_client(owner: Owner, facts: Facts) -> Response:
    """Change what is known of a client; the needs are changed with the network."""
    return answer(_shown(clients.change_client(db.session, current_actor(), owner, facts)))


@api.route(f"{ONE}/archive", methods=["POST"], tags=TAG)
@answers(200, named("Client"))
@writes("client.edit")
def archive_client(owner: Owner) -> Response:
    """Put a client's record away; it stays readable."""
    return answer(_shown(clients.archive_client(db.session, current_actor(), owner)))


@api.route(f"{ONE}/restore", methods=["POST"], tags=TAG)
@answers(200, named("Client"))
@writes("client.edit")
def restore_client(owner: Owner) -> Response:
    """Take a client's record out of the archive."""
    return answer(_shown(clients.restore_client(db.session, current_actor(), owner)))


def _shown(client: Facts) -> Facts:
    return {name: client[name] for name in _CLIENT}
