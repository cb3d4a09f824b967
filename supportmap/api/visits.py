"""Visits: started, finished, reopened as a copy, and read as they were left."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.analysis.network import FUNCTIONS
from supportmap.api.answers import answer, answers, page
from supportmap.api.blueprint import API, api
from supportmap.api.describing import (
    DAY,
    FLAG,
    MOMENT,
    TEXT,
    UUID_TEXT,
    WHOLE,
    Schema,
    an_object,
    listed,
    named,
    nullable,
    paged,
)
from supportmap.api.network import CONTACT_PARTS, MARKS, MARKS_TEXT, NETWORKS, may_see_marks
from supportmap.api.requests import UUID_FIELD, body, query
from supportmap.casework import visits
from supportmap.casework.outcome import Missing
from supportmap.casework.telling import tie_told
from supportmap.exchange.field import Table
from supportmap.exchange.fields import CONTACT, DATE
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.network import ANSWERS
from supportmap.records.networks import Facts

__all__ = ["VISITS"]

TAG = ["Visits"]
ALL = "/clients/<uuid:client_id>/visits"
ONE = f"{ALL}/<uuid:visit_id>"
OWN: Table = {"id": UUID_FIELD}
NEW: Table = {**OWN, "held_on": DATE}
_IN_SNAPSHOT = [name for name in CONTACT_PARTS if name in CONTACT]
_OPEN = an_object(
    {
        "unasked": an_object(dict.fromkeys(ANSWERS, listed(UUID_TEXT))),
        "answered": listed(UUID_TEXT),
        "not_confirmed": listed(UUID_TEXT),
    }
)
_VISIT: dict[str, Schema] = {
    "id": UUID_TEXT,
    "held_on": DAY,
    "started_at": MOMENT,
    "finished_at": nullable(MOMENT),
    "user_id": UUID_TEXT,
    "copy_of": {**nullable(UUID_TEXT), "description": "The visit that it was reopened from."},
    "replaced_by": {**nullable(UUID_TEXT), "description": "The finished copy that stands in its place."},
    "formula": nullable(TEXT),
    "network_version": nullable(WHOLE),
}
_NETWORK = NETWORKS["Network"]["properties"]
VISITS: dict[str, Schema] = {
    "Visit": an_object(_VISIT),
    "VisitNow": an_object({**_VISIT, "still_open": _OPEN}, optional=("still_open",)),
    "Snapshot": an_object(
        {
            "held_on": nullable(DAY),
            "elicited": FLAG,
            "ties_asked": FLAG,
            "needs": _NETWORK["needs"],
            "contacts": listed(
                an_object({name: CONTACT_PARTS[name] for name in _IN_SNAPSHOT}, optional=("unsafe",))
            ),
            "ties": _NETWORK["ties"],
        }
    ),
}
SHOWN = (*_VISIT, "still_open")


@api.route(ALL, tags=TAG)
@answers(200, paged(named("Visit")))
@reads("visit.read")
def list_visits(owner: Owner) -> Response:
    """List all visits, the latest first."""
    return page(visits.visits_of(db.session, owner))


@api.route(ALL, methods=["POST"], tags=TAG)
@body(NEW, needed=False)
@answers(201, named("VisitNow"), "Location")
@writes("visit.edit")
def start_visit(owner: Owner, facts: Facts) -> Response:
    """Start a visit, held today unless told otherwise."""
    held_on = date.fromisoformat(facts["held_on"]) if "held_on" in facts else None
    return _started(owner, visits.start_visit(db.session, current_actor(), owner, held_on, _own_id(facts)))


@api.route(ONE, tags=TAG)
@answers(200, named("VisitNow"))
@reads("visit.read")
def read_visit(owner: Owner, visit_id: UUID) -> Response:
    """Read a visit; of one that is open, also what wasn't asked yet."""
    return answer(_shown(visits.visit_of(db.session, owner, visit_id)))


@api.route(f"{ONE}/network", tags=TAG)
@query(MARKS, marks=MARKS_TEXT)
@answers(200, named("Snapshot"))
@reads("visit.read")
def read_snapshot(owner: Owner, visit_id: UUID, asked: Facts) -> Response:
    """Read the network as it stood at the end of a finished visit."""
    marks = may_see_marks(owner, asked)
    return answer(_snapshot(_kept(owner, visit_id, "document"), marks))


@api.route(f"{ONE}/coverage", tags=TAG)
@answers(200, named("Analysis"))
@reads("visit.read")
def read_kept_coverage(owner: Owner, visit_id: UUID) -> Response:
    """Read the analysis that a finished visit kept, with the formula of that day."""
    return answer(_kept(owner, visit_id, "analysis"))


@api.route(f"{ONE}/finish", methods=["POST"], tags=TAG)
@answers(200, named("VisitNow"))
@writes("visit.edit")
def finish_visit(owner: Owner, visit_id: UUID) -> Response:
    """Finish a visit: what stands on the map is kept with it."""
    return answer(_shown(visits.finish_visit(db.session, current_actor(), owner, visit_id)))


@api.route(ONE, methods=["DELETE"], tags=TAG)
@answers(200, paged(named("Visit")))
@writes("visit.edit")
def cancel_visit(owner: Owner, visit_id: UUID) -> Response:
    """Take back a visit that is open, and list those left; what was learnt meanwhile stays on the map."""
    visits.cancel_visit(db.session, current_actor(), owner, visit_id)
    return page(visits.visits_of(db.session, owner))


@api.route(f"{ONE}/reopen", methods=["POST"], tags=TAG)
@body(OWN, needed=False)
@answers(201, named("VisitNow"), "Location")
@writes("visit.edit")
def reopen_visit(owner: Owner, visit_id: UUID, facts: Facts) -> Response:
    """Open a copy of the last finished visit; that one stays as it is."""
    return _started(owner, visits.reopen_visit(db.session, current_actor(), owner, visit_id, _own_id(facts)))


def _own_id(facts: Facts) -> UUID | None:
    return UUID(facts["id"]) if "id" in facts else None


def _started(owner: Owner, visit: Facts) -> Response:
    return answer(_shown(visit), 201, Location=f"{API}/clients/{owner.client_id}/visits/{visit['id']}")


def _shown(visit: Facts) -> Facts:
    return {name: visit[name] for name in SHOWN if name in visit}


def _kept(owner: Owner, visit_id: UUID, part: str) -> Any:
    visit = visits.visit_of(db.session, owner, visit_id)
    if part not in visit:
        raise Missing("snapshot")
    return visit[part]


def _snapshot(document: Facts, marks: bool) -> Facts:
    names = [name for name in _IN_SNAPSHOT if marks or name != "unsafe"]
    return {
        **{name: document[name] for name in ("held_on", "elicited", "ties_asked")},
        "needs": {function: document["client"]["needs"].get(function) for function in FUNCTIONS},
        "contacts": [{name: contact[name] for name in names} for contact in document["contacts"]],
        "ties": [tie_told(tie) for tie in document["ties"]],
    }
