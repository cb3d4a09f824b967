"""A client's network: read, its own facts changed, its contacts placed anew."""

from __future__ import annotations

from typing import Any

from flask import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.access.loaders import load_client
from supportmap.analysis.network import FUNCTIONS
from supportmap.api.answers import answers, changed, repeatable
from supportmap.api.blueprint import api
from supportmap.api.describing import (
    FLAG,
    TEXT,
    UUID_TEXT,
    WHOLE,
    Schema,
    an_object,
    listed,
    named,
    nullable,
    properties_of,
)
from supportmap.api.fresh import fresh
from supportmap.api.requests import body, nested, query
from supportmap.casework import mapping
from supportmap.casework.facts import read_id
from supportmap.casework.outcome import Invalid
from supportmap.casework.telling import contacts_told, tie_told
from supportmap.exchange.field import Table, flag, listing
from supportmap.exchange.fields import CONTACT, MAX_CONTACTS, TIE
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts, State

__all__ = ["CONTACT_PARTS", "MARKS", "NEEDS", "NETWORKS", "may_see_marks"]

TAG = ["Network"]
MARKS: Table = {"marks": flag()}
MARKS_TEXT = "Show `unsafe` with each contact. Say so only on a page that the client doesn't look at."
NEEDS = nested(
    mapping.NEEDS, "0.3, 0.5, 0.7 or, where it was not asked, null for emotional, practical and belonging", 1
)
CHANGES: Table = {
    "elicited": flag(),
    "ties_asked": flag(),
    "among": listing(MAX_CONTACTS, UUID_TEXT),
    "needs": NEEDS,
}

CONTACT_PARTS: dict[str, Schema] = {
    **properties_of(CONTACT),
    "id": UUID_TEXT,
    "version": {**WHOLE, "description": "The contact's ETag: send it as If-Match."},
    "confirmed_in": {**nullable(UUID_TEXT), "description": "The last visit at which it was confirmed."},
    "expected_of": {
        **nullable(UUID_TEXT),
        "description": "The referral it stands for until the first attendance: its answers are expected.",
    },
    "pseudonym": {**TEXT, "description": "What to call it where its name must not be seen."},
}
_NEEDS = properties_of(mapping.NEEDS)
_TIE = {**properties_of(TIE), "a": UUID_TEXT, "b": UUID_TEXT}
_OWN = {"elicited": FLAG, "ties_asked": FLAG, "needs": an_object(_NEEDS)}
NETWORKS: dict[str, Schema] = {
    "Contact": an_object(CONTACT_PARTS, optional=("unsafe",)),
    "Tie": an_object(_TIE),
    "Network": an_object(
        {
            "network_version": WHOLE,
            **_OWN,
            "contacts": listed(named("Contact")),
            "ties": listed(named("Tie")),
        }
    ),
    "Changed": an_object(
        {
            "network_version": WHOLE,
            "change": {
                **nullable(WHOLE),
                "description": "The version that it made; null: none.",
            },
            "contacts": listed(named("Contact")),
            "ties": listed(named("Tie")),
            "gone_contacts": listed(UUID_TEXT),
            "gone_ties": listed(an_object({"a": UUID_TEXT, "b": UUID_TEXT})),
            "network": an_object(
                {**_OWN, "needs": an_object(_NEEDS, optional=FUNCTIONS)}, optional=tuple(_OWN)
            ),
        }
    ),
}


def may_see_marks(owner: Owner, asked: Facts) -> bool:
    """Return whether the marks were asked for; whoever may not take the record away gets 404 for asking."""
    if not asked.get("marks"):
        return False
    load_client(db.session, current_actor(), "document.read", owner.client_id)
    return True


@api.route("/clients/<uuid:client_id>/network", tags=TAG)
@query(MARKS, marks=MARKS_TEXT)
@answers(200, named("Network"), "ETag")
@repeatable
@reads("network.read")
def read_network(owner: Owner, asked: Facts) -> Response:
    """Read the whole network: contacts and ties in their order, needs, and what was asked."""
    marks = may_see_marks(owner, asked)
    return fresh(owner, "network.marks" if marks else "network", lambda state: _network(state, marks))


@api.route("/clients/<uuid:client_id>/network", methods=["PATCH"], tags=TAG)
@body(CHANGES, least=1)
@answers(200, named("Changed"))
@writes("network.edit")
def change_network(owner: Owner, facts: Facts) -> Response:
    """Change the needs, or say whether contacts or ties were asked for, these `among` the contacts named."""
    if "among" in facts and not facts.get("ties_asked"):
        raise Invalid(("among", "only together with ties_asked of true"))
    ids = [read_id(each, "among") for each in facts.pop("among")] if "among" in facts else None
    return changed(mapping.change_network(db.session, current_actor(), owner, facts, ids))


@api.route("/clients/<uuid:client_id>/tidy", methods=["POST"], tags=TAG)
@answers(200, named("Changed"))
@writes("network.edit")
def tidy_network(owner: Owner) -> Response:
    """Place all contacts anew, as one change."""
    return changed(mapping.tidy(db.session, current_actor(), owner))


def _network(state: State, marks: bool) -> dict[str, Any]:
    return {
        "network_version": state.version,
        "elicited": state.elicited,
        "ties_asked": state.ties_asked,
        "needs": state.needs,
        "contacts": contacts_told(state, marks=marks),
        "ties": [tie_told(facts) for facts in state.ties.values()],
    }
