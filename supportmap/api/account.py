"""One's own account; and, of a client's account, one's own record and who looked at it."""

from __future__ import annotations

from uuid import UUID

from flask import Response
from flask_login import current_user

from supportmap.access.acting import current_actor, reads
from supportmap.api.answers import answer, answers
from supportmap.api.blueprint import api
from supportmap.api.consents import told_log
from supportmap.api.describing import DAY, TEXT, UUID_TEXT, Schema, an_object, listed, named, nullable, paged
from supportmap.api.paging import paging
from supportmap.casework.clients import client_of
from supportmap.casework.visits import visits_of
from supportmap.records.agency import ROLES
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts

__all__ = ["ACCOUNTS"]

TAG = ["Own account"]
ACCOUNTS: dict[str, Schema] = {
    "Account": an_object(
        {
            "user_id": UUID_TEXT,
            "agency_id": UUID_TEXT,
            "role": {"type": "string", "enum": list(ROLES)},
            "name": nullable(TEXT),
            "client_id": {**nullable(UUID_TEXT), "description": "Of a client's account: the client."},
        }
    ),
    "OwnRecord": an_object({"label": nullable(TEXT), "visits": listed(DAY)}),
}


@api.route("/me", tags=TAG)
@answers(200, named("Account"))
@reads("account.read")
def read_account(agency_id: UUID) -> Response:
    """Read one's own account."""
    actor = current_actor()
    own = {"user_id": actor.user_id, "agency_id": agency_id, "role": actor.role}
    return answer({**own, "name": getattr(current_user, "name", None), "client_id": actor.client_id})


@api.route("/me/record", tags=TAG)
@answers(200, named("OwnRecord"))
@reads("record.read", own=True)
def read_own_record(owner: Owner) -> Response:
    """Read one's own label and the days of one's visits."""
    days = [visit["held_on"] for visit in visits_of(db.session, owner) if visit["replaced_by"] is None]
    return answer({"label": client_of(db.session, owner)["label"], "visits": days})


@api.route("/me/access-log", tags=TAG)
@paging()
@answers(200, paged(named("LogEntry")))
@reads("log.read", own=True)
def read_own_log(owner: Owner, asked: Facts) -> Response:
    """List who looked at one's own record and what they did there, the latest first."""
    return told_log(owner, asked)
