"""What clients proposed, for the team: taken into the map, merged with whom they mean, or spoken about."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, writes
from supportmap.casework import proposals
from supportmap.casework.work import NOT_FOR, Work
from supportmap.pages.doors import CLIENT, pages
from supportmap.pages.forms import sent_text, sent_version
from supportmap.pages.proposal_words import beside_name, settled_words, taken_words
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts, State

__all__ = ["proposals_shown"]

ONE = f"{CLIENT}/proposals/<uuid:work_id>"
TOLD = 10
"""Of those that are settled, so many are shown."""


def proposals_shown(owner: Owner, state: State) -> dict[str, Any]:
    """Return what is open, each with whom it may be about, and what was settled last."""
    known = proposals.proposals_of(db.session, current_actor(), owner)
    confirmed = proposals.is_confirmed(db.session, owner, (each.user_id for each in known))
    waiting = [each for each in reversed(known) if each.state in proposals.OPEN]
    settled = [each for each in known if each.state not in proposals.OPEN][:TOLD]
    names = {own_id: facts["name"] for own_id, facts in state.contacts.items()}
    return {
        "open": [_open(state, each, each.user_id in confirmed) for each in waiting],
        "settled": [(each, settled_words(each, names)) for each in settled],
        "names": names,
    }


def _open(state: State, proposal: Work, confirmed: bool) -> Facts:
    chosen, given = _chosen(state, proposal), proposal.facts["given"]
    others = [own_id for own_id in proposals.meant(state, proposal) if own_id != chosen]
    contacts = [state.contacts[own_id] for own_id in ([chosen] if chosen else []) + others]
    return {
        "proposal": proposal,
        "confirmed": confirmed,
        "kept": len(proposal.facts.get(NOT_FOR, ())),
        "beside_name": beside_name(proposal.facts),
        "chosen": chosen,
        "meant": [(each, proposals.differing(each, given)) for each in contacts],
        "others": [each for each in state.contacts.values() if each not in contacts],
    }


def _chosen(state: State, proposal: Work) -> str | None:
    """Return the id of whom somebody new is, as the address has it: to be compared before it is settled."""
    contact = request.args.get("contact", "")
    is_asked = request.args.get("proposal") == str(proposal.id) and not proposal.facts["contact"]
    return contact if is_asked and contact in state.contacts else None


@pages.post(f"{ONE}/accept")
@writes("shared.edit")
def accept_proposal(owner: Owner, work_id: UUID) -> Response:
    """Take somebody new into the map."""
    since = request.form.get("since", "")
    proposals.accept(db.session, current_actor(), owner, work_id, since, _said())
    return _done(owner, "They are on the map.")


@pages.post(f"{ONE}/merge")
@writes("shared.edit")
def merge_proposal(owner: Owner, work_id: UUID) -> Response:
    """Take what is said over into somebody who is on the map."""
    contact_id, _, version = request.form.get("contact", "").partition(" ")
    replaced = request.form.getlist("replace")
    read = sent_version(version)
    args = (work_id, contact_id, read, replaced, _said())
    merged = proposals.merge(db.session, current_actor(), owner, *args)
    return _done(owner, taken_words(merged.facts))


@pages.post(f"{ONE}/talk")
@writes("shared.edit")
def talk_about_proposal(owner: Owner, work_id: UUID) -> Response:
    """Leave it open, to speak about it."""
    proposals.talk_about(db.session, current_actor(), owner, work_id, _said())
    return _done(owner, "It stays here, to speak about; the client sees that you want to.")


@pages.post(f"{ONE}/decline")
@writes("shared.edit")
def decline_proposal(owner: Owner, work_id: UUID) -> Response:
    """Leave the map as it is."""
    proposals.decline(db.session, current_actor(), owner, work_id, _said())
    return _done(owner, "The map stays as it is.")


def _said() -> Facts:
    return {"reply": sent_text("reply")}


def _done(owner: Owner, words: str) -> Response:
    flash(words, "success")
    return redirect(url_for("pages.between_page", client_id=owner.client_id, _anchor="proposals-title"))
