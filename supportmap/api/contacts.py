"""Contacts and ties: added, changed, confirmed, taken off the map."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.analysis.network import ENDED_REASONS
from supportmap.api.answers import answer, answers, changed
from supportmap.api.blueprint import API, api
from supportmap.api.describing import UUID_TEXT, named
from supportmap.api.network import MARKS, MARKS_TEXT, may_see_marks
from supportmap.api.requests import UUID_FIELD, body, if_match, query, read_version
from supportmap.casework import mapping
from supportmap.casework.confirming import confirm_contact
from supportmap.casework.facts import CONTACT_FACTS, TIE_FACTS, read_id, some_of
from supportmap.casework.outcome import Invalid, Missing
from supportmap.casework.telling import contact_told
from supportmap.exchange.field import Table, choice, flag, listing, optional, required
from supportmap.exchange.fields import CONTACT, MAX_CONTACTS
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.network import ANSWERS
from supportmap.records.networks import Facts, state_of

__all__ = ["CHANGES", "CONTACTS", "NEW"]

TAG, TIES_TAG = ["Contacts"], ["Ties"]
CONTACTS = "/clients/<uuid:client_id>/contacts"
ONE = f"{CONTACTS}/<uuid:contact_id>"
PAIR = "/clients/<uuid:client_id>/ties/<uuid:a>/<uuid:b>"
NEW: Table = {**CONTACT, "id": UUID_FIELD}
CHANGES: Table = some_of(CONTACT_FACTS)
REST: Table = {
    "question": required(choice(*ANSWERS)),
    "answer": required(choice(0, 1, 2)),
    "contacts": required(listing(MAX_CONTACTS, UUID_TEXT)),
}
REASON: Table = {"ended_reason": optional(choice(*ENDED_REASONS)), "mistake": flag()}


@api.route(CONTACTS, methods=["POST"], tags=TAG)
@body(NEW)
@answers(201, named("Changed"), "ETag", "Location")
@writes("network.edit")
def add_contact(owner: Owner, facts: Facts) -> Response:
    """Add a contact; give an `id` of your own, and sending it again does no harm."""
    outcome = mapping.add_contact(db.session, current_actor(), owner, facts, facts.pop("id", None))
    place = f"{API}/clients/{owner.client_id}/contacts/{outcome.contacts[0]['id']}"
    return changed(outcome, 201, Location=place)


@api.route(ONE, tags=TAG)
@query(MARKS, marks=MARKS_TEXT)
@answers(200, named("Contact"), "ETag")
@reads("network.read")
def read_contact(owner: Owner, contact_id: UUID, asked: Facts) -> Response:
    """Read a contact; its ETag is what a change needs."""
    marks = may_see_marks(owner, asked)
    state = state_of(db.session, owner)
    if str(contact_id) not in state.contacts:
        raise Missing("contact")
    told = contact_told(state, str(contact_id), marks)
    return answer(told, ETag=f'"{told["version"]}"')


@api.route(ONE, methods=["PATCH"], tags=TAG)
@body(CHANGES, least=1)
@if_match
@answers(200, named("Changed"), "ETag")
@writes("network.edit")
def change_contact(owner: Owner, contact_id: UUID, facts: Facts) -> Response:
    """Change any of a contact's fields; null says that it isn't known, or wasn't asked."""
    version = read_version()
    return changed(
        mapping.change_contact(db.session, current_actor(), owner, str(contact_id), facts, version)
    )


@api.route(ONE, methods=["DELETE"], tags=TAG)
@body(REASON, needed=False)
@if_match
@answers(200, named("Changed"), "ETag")
@writes("network.edit")
def remove_contact(owner: Owner, contact_id: UUID, facts: Facts) -> Response:
    """Say that a contact is no longer in the client's life: it becomes past, and nothing is erased.

    With `mistake`, it never was: it is taken off the map with its ties, and a reason can't be given.
    All of it stands in the body, because addresses end up in logs.
    """
    actor, version, reason = current_actor(), read_version(), facts.get("ended_reason")
    if not facts.get("mistake"):
        return changed(mapping.remove_contact(db.session, actor, owner, str(contact_id), version, reason))
    if reason:
        raise Invalid(("ended_reason", "only of a contact who is past"))
    return changed(mapping.discard_contact(db.session, actor, owner, str(contact_id), version))


@api.route(f"{ONE}/confirm", methods=["POST"], tags=TAG)
@answers(200, named("Changed"), "ETag")
@writes("network.edit")
def confirm_one(owner: Owner, contact_id: UUID) -> Response:
    """Note at the open visit that a contact is still in the client's life."""
    return changed(confirm_contact(db.session, current_actor(), owner, str(contact_id)))


@api.route(f"{CONTACTS}/answer-rest", methods=["POST"], tags=TAG)
@body(REST)
@answers(200, named("Changed"), "ETag")
@writes("network.edit")
def answer_rest(owner: Owner, facts: Facts) -> Response:
    """Give the same answer about those of the contacts who weren't asked about yet, as one change."""
    ids = [read_id(each, "contacts") for each in facts["contacts"]]
    question, given = facts["question"], facts["answer"]
    return changed(mapping.answer_rest(db.session, current_actor(), owner, question, given, ids))


@api.route(PAIR, methods=["PUT"], tags=TIES_TAG)
@body(TIE_FACTS, needed=False)
@answers(200, named("Changed"))
@writes("network.edit")
def put_tie(owner: Owner, a: UUID, b: UUID, facts: Facts) -> Response:
    """Say that two contacts know each other, and how well; the order of the two doesn't matter."""
    if a == b:
        raise Invalid(("b", "a tie joins two different contacts"))
    return changed(mapping.put_tie(db.session, current_actor(), owner, str(a), str(b), facts))


@api.route(PAIR, methods=["DELETE"], tags=TIES_TAG)
@answers(200, named("Changed"))
@writes("network.edit")
def untie(owner: Owner, a: UUID, b: UUID) -> Response:
    """Take away the tie between two contacts."""
    return changed(mapping.untie(db.session, current_actor(), owner, str(a), str(b)))
