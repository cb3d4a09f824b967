"""Care teams, and the staff who can be on one."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.api.answers import answers, page
from supportmap.api.blueprint import api
from supportmap.api.describing import (
    FLAG,
    MOMENT,
    TEXT,
    UUID_TEXT,
    Schema,
    an_object,
    named,
    nullable,
    paged,
)
from supportmap.api.requests import query
from supportmap.casework import team
from supportmap.exchange.field import flag
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts

__all__ = ["TEAMS"]

TAG = ["Care team"]
ALL = "/clients/<uuid:client_id>/team"
ONE = f"{ALL}/<uuid:user_id>"
_PERSON: dict[str, Schema] = {"user_id": UUID_TEXT, "name": nullable(TEXT), "role": TEXT}
_PLACE = {**_PERSON, "since": MOMENT, "until": nullable(MOMENT), "confirmed": FLAG}
_MEMBER = {**_PERSON, "active": FLAG}
TEAMS: dict[str, Schema] = {"Place": an_object(_PLACE), "Staff": an_object(_MEMBER)}


@api.route(ALL, tags=TAG)
@answers(200, paged(named("Place")))
@reads("team.read")
def read_team(owner: Owner) -> Response:
    """List all places on the care team, ended ones too."""
    return _places(team.team_of(db.session, owner))


@api.route(ONE, methods=["PUT"], tags=TAG)
@answers(200, paged(named("Place")))
@writes("team.edit")
def join_team(owner: Owner, user_id: UUID) -> Response:
    """Give a clinician a place on the care team."""
    return _places(team.join_team(db.session, current_actor(), owner, user_id))


@api.route(ONE, methods=["DELETE"], tags=TAG)
@query({"alone": flag()}, alone="That nobody shall look after the client then; only an admin may say so.")
@answers(200, paged(named("Place")))
@writes("team.edit")
def leave_team(owner: Owner, user_id: UUID, asked: Facts) -> Response:
    """End a place on the care team; it counts no longer from now on.

    The last place of a team is refused (409, `last-on-team`) unless an admin says `alone`, or ends it on a
    record that was put away.
    """
    alone = asked.get("alone", False)
    return _places(team.leave_team(db.session, current_actor(), owner, user_id, alone))


@api.route("/staff", tags=TAG)
@answers(200, paged(named("Staff")))
@reads("staff.read")
def list_staff(agency_id: UUID) -> Response:
    """List the staff of one's agency."""
    return page({name: each[name] for name in _MEMBER} for each in team.staff_of(db.session, agency_id))


def _places(places: list[Facts]) -> Response:
    return page({name: place[name] for name in _PLACE} for place in places)
