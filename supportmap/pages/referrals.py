"""Referrals of a client: made from a gap, led from state to state, and what came of them on the map."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.analysis.referring import possible
from supportmap.casework import referral_outcome, referrals
from supportmap.casework.facts import read_id
from supportmap.casework.outcome import Missing
from supportmap.casework.referral import Referral, events_of, referral_of, referrals_of
from supportmap.casework.referral_back import last_step
from supportmap.directory.shown import shown
from supportmap.pages.doors import CLIENT, Answer, pages
from supportmap.pages.forms import sent_id, sent_text
from supportmap.pages.referral_acts import ACTS
from supportmap.pages.referral_agreed import last_word
from supportmap.pages.referral_frame import is_desk, referral_frame
from supportmap.pages.referred import frequency_of_service, referral_and_resource
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts
from supportmap.records.referrals import left_ids, said_of_open
from supportmap.records.staff import names_of
from supportmap.records.worklist import gap_work

__all__: list[str] = []

REFERRALS = f"{CLIENT}/referrals"
ONE = f"{REFERRALS}/<uuid:referral_id>"


@pages.get(REFERRALS)
@reads("referral.read")
def referrals_page(owner: Owner) -> Answer:
    """Show all referrals of a client, those that are open first."""
    known = referrals_of(db.session, owner)
    services = shown(db.session, owner.agency_id, [each.service_id for each in known])
    found = [(each, services[each.service_id]) for each in known]
    awaited = [] if is_desk() else referral_outcome.awaiting_map(db.session, owner)
    return render_template(
        "referrals.html",
        **referral_frame(owner),
        open_ones=[pair for pair in found if not pair[0].has_ended],
        ended=[pair for pair in found if pair[0].has_ended],
        awaiting={each.id for each in awaited},
        left=left_ids(db.session, owner, datetime.now(UTC)),
        said=said_of_open(db.session, owner),
        tab="referrals",
    )


@pages.post(REFERRALS)
@writes("referral.edit")
def make_referral(owner: Owner) -> Response:
    """Begin a referral to a service, from a gap."""
    names = ("service_id", "function", "note", "words")
    given = {name: text for name in names if (text := sent_text(name)) is not None}
    service_id = UUID(read_id(given.get("service_id"), "service_id"))
    frequency = frequency_of_service(owner, service_id)
    made = _begun(owner, given, frequency)
    flash("The referral is being prepared: nobody outside was told yet.", "success")
    return _to(owner, made.id)


def _begun(owner: Owner, given: Facts, frequency: int | None) -> Referral:
    """Begin a referral, in the place of another that ended where the form says of which."""
    doer, own_id = (db.session, current_actor(), owner), sent_id()
    if parent := sent_text("instead"):
        parent_id = UUID(read_id(parent, "instead"))
        return referrals.refer_elsewhere(*doer, parent_id, given, frequency=frequency, referral_id=own_id)
    return referrals.make(*doer, given, frequency, own_id)


@pages.get(ONE)
@reads("referral.read")
def referral_page(owner: Owner, referral_id: UUID) -> Answer:
    """Show a referral: how far it is, what can be done next, and what happened."""
    referral, resource = referral_and_resource(owner, referral_id)
    events = events_of(db.session, owner, referral_id)
    staff = {event["user_id"] for event in events}
    staff |= {referral.assigned_to} if referral.assigned_to else set()
    return render_template(
        "referral.html",
        **referral_frame(owner),
        referral=referral,
        resource=resource,
        events=events,
        last_step=last_step(events),
        elsewhere=referral.has_ended and referral.state != "helped" and _can_look(owner, referral),
        possible=possible(referral.state),
        word=last_word(owner, referral_id, events),
        staff=names_of(db.session, owner.agency_id, staff),
        me=current_actor().user_id,
        is_left=referral_id in left_ids(db.session, owner, datetime.now(UTC)),
        outcome=None if is_desk() else referral_outcome.then_and_now(db.session, owner, referral),
        tab="referrals",
    )


@pages.post(f"{ONE}/<act>")
@writes("referral.edit")
def lead_referral(owner: Owner, referral_id: UUID, act: str) -> Response:
    """Do what one of the forms of a referral's page asks for."""
    if act not in ACTS:
        raise Missing("act")
    referral = referral_of(db.session, owner, referral_id)
    flash(ACTS[act](owner, referral), "success")
    if request.form.get("to") == "all":
        return redirect(url_for("pages.referrals_page", client_id=owner.client_id))
    return _to(owner, referral_id)


def _can_look(owner: Owner, referral: Referral) -> bool:
    """Tell whether whoever asks can look for what else fits: the desk only while something waits."""
    return not is_desk() or gap_work(db.session, owner, referral.function)[0]


def _to(owner: Owner, referral_id: UUID) -> Response:
    page = url_for("pages.referral_page", client_id=owner.client_id, referral_id=referral_id, _anchor="now")
    return redirect(page)
