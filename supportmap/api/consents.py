"""What a client consented to, and took back; and who looked at the record."""

from __future__ import annotations

from flask import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.api.answers import answer, answers, page
from supportmap.api.blueprint import api
from supportmap.api.describing import (
    FLAG,
    MOMENT,
    TEXT,
    UUID_TEXT,
    WHOLE,
    Schema,
    an_object,
    named,
    nullable,
    paged,
)
from supportmap.api.paging import limit_of, number_after, paging
from supportmap.api.requests import MOMENT_FIELD, UUID_FIELD, body
from supportmap.casework.consents import CONSENT_FACTS, consents_of, record_consent
from supportmap.casework.logbook import access_log_of
from supportmap.exchange.field import Table, optional
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts

__all__ = ["CONSENTS", "told_log"]

TAG = ["Consent and log"]
ALL = "/clients/<uuid:client_id>/consents"
SAID = ("recipient", "scope", "note")
NEW: Table = {**CONSENT_FACTS, "id": UUID_FIELD, "expires_at": optional(MOMENT_FIELD)}
_CONSENT: dict[str, Schema] = {
    "id": UUID_TEXT,
    "at": MOMENT,
    "user_id": UUID_TEXT,
    "purpose": TEXT,
    "given": FLAG,
    "expires_at": nullable(MOMENT),
    **dict.fromkeys(SAID, nullable(TEXT)),
}
_ENTRY: dict[str, Schema] = {
    "at": MOMENT,
    "who": TEXT,
    "role": TEXT,
    "what": TEXT,
    "count": WHOLE,
}
CONSENTS: dict[str, Schema] = {"Consent": an_object(_CONSENT), "LogEntry": an_object(_ENTRY)}


@api.route(ALL, tags=TAG)
@answers(200, paged(named("Consent")))
@reads("consent.read")
def list_consents(owner: Owner) -> Response:
    """List what the client said, the latest first; nothing of it is ever altered."""
    return page(map(_shown, consents_of(db.session, owner)))


@api.route(ALL, methods=["POST"], tags=TAG)
@body(NEW)
@answers(201, named("Consent"))
@writes("consent.edit")
def add_consent(owner: Owner, facts: Facts) -> Response:
    """Note that the client consents to something, or takes it back."""
    return answer(_shown(record_consent(db.session, current_actor(), owner, facts)), 201)


@api.route("/clients/<uuid:client_id>/access-log", tags=TAG)
@paging()
@answers(200, paged(named("LogEntry")))
@reads("log.read")
def read_access_log(owner: Owner, asked: Facts) -> Response:
    """List who looked at the record and what they did there, the latest first."""
    return told_log(owner, asked)


def told_log(owner: Owner, asked: Facts) -> Response:
    """Return a page of the log of a client's record."""
    items, place = access_log_of(db.session, current_actor(), owner, number_after(asked), limit_of(asked))
    return page(({name: each[name] for name in _ENTRY} for each in items), place)


def _shown(consent: Facts) -> Facts:
    return {name: consent.get(name) for name in _CONSENT}
