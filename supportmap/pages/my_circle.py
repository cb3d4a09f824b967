"""A client's own page: who is in their circle, as far as it was released, and what they propose for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.analysis.analyse import analyse
from supportmap.casework import proposals
from supportmap.casework.outcome import Missing
from supportmap.casework.portal import released
from supportmap.pages.doors import Answer, pages
from supportmap.pages.forms import number_or_text, sent_id, sent_text, text_or_none
from supportmap.pages.plan_shown import steps_due
from supportmap.pages.proposal_words import beside_name, outcome
from supportmap.pages.sharing import kept_from, team_members
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts

__all__: list[str] = []

CIRCLE = "/my/circle"
ONE = f"{CIRCLE}/<uuid:contact_id>"
NUMBERS = frozenset({"circle", "emotional", "practical", "belonging", "gives_back", "reach", "frequency"})
YES_NO: Mapping[str, bool] = {"yes": True, "no": False}


@pages.get(CIRCLE)
@reads("proposal.read", own=True)
def circle_page(owner: Owner) -> Answer:
    """Show who is there, and what became of what was proposed."""
    seen = released(db.session, current_actor(), owner)
    known = proposals.proposals_of(db.session, current_actor(), owner)
    names = {each["id"]: each["name"] for each in seen.people}
    sent = [(each, outcome(each, names, seen.gives), beside_name(each.facts)) for each in known]
    covered = analyse(seen.network).functions if seen.coverage else {}
    return render_template(
        "my_circle.html", seen=seen, sent=sent, names=names, covered=covered, due=steps_due(owner)
    )


@pages.get(f"{CIRCLE}/add")
@reads("proposal.read", own=True)
def propose_page(owner: Owner) -> Answer:
    """Ask about somebody new."""
    return render_template("my_circle_add.html", contact=None, id=uuid4(), team=team_members(owner))


@pages.post(CIRCLE)
@writes("proposal.edit", own=True)
def propose(owner: Owner) -> Response:
    """Send what is said of somebody new to the clinician."""
    given = {name: value for name, value in _given(proposals.PROPOSED).items() if value is not None}
    proposals.propose(db.session, current_actor(), owner, given, _said(owner), work_id=sent_id())
    return _done("It is with your clinician now.")


@pages.get(ONE)
@reads("own.read", own=True)
def correct_page(owner: Owner, contact_id: UUID) -> Answer:
    """Ask what is different about somebody who is on the map."""
    contact = _contact(owner, contact_id)
    return render_template("my_circle_add.html", contact=contact, id=uuid4(), team=team_members(owner))


@pages.post(ONE)
@writes("own.edit", own=True)
def correct(owner: Owner, contact_id: UUID) -> Response:
    """Send what is different to the clinician."""
    known = _contact(owner, contact_id)
    given = _given({name: field for name, field in proposals.CORRECTED.items() if name in known})
    said = {name: value for name, value in given.items() if value != known[name] and value is not None}
    if request.form.get("gone"):
        said |= {"status": "past"}
    proposals.propose(
        db.session, current_actor(), owner, said, _said(owner), str(contact_id), work_id=sent_id()
    )
    return _done("It is with your clinician now.")


@pages.post(f"{CIRCLE}/proposals/<uuid:work_id>/withdraw")
@writes("proposal.edit", own=True)
def withdraw_proposal(owner: Owner, work_id: UUID) -> Response:
    """Take a proposal back."""
    proposals.withdraw(db.session, current_actor(), owner, work_id)
    return _done("It is taken back.")


def _contact(owner: Owner, contact_id: UUID) -> Facts:
    people = released(db.session, current_actor(), owner).people
    contact = next((each for each in people if each["id"] == str(contact_id)), None)
    if contact is None:
        raise Missing("contact")
    return contact


def _given(table: Mapping[str, Any]) -> Facts:
    return {name: _value(name, request.form[name].strip()) for name in table if name in request.form}


def _value(name: str, text: str) -> Any:
    if name == "knows_listed":
        return YES_NO.get(text)
    return number_or_text(text) if name in NUMBERS else text_or_none(text)


def _said(owner: Owner) -> Facts:
    return {"words": sent_text("words"), **kept_from(owner)}


def _done(words: str) -> Response:
    flash(words, "success")
    return redirect(url_for("pages.circle_page"))
