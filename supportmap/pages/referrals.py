"""Referrals of a client: made from a gap, led from state to state, and what came of them on the map."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.analysis.referring import ENDING, Act, possible, reasons_now
from supportmap.casework import referral_outcome, referrals
from supportmap.casework.facts import read_id
from supportmap.casework.outcome import Conflict, Invalid, Missing
from supportmap.casework.referral import Referral, events_of, referral_of, referrals_of
from supportmap.casework.referral_back import last_step
from supportmap.directory.shown import shown
from supportmap.pages.doors import CLIENT, Answer, pages
from supportmap.pages.forms import sent_id, sent_text
from supportmap.pages.own_forms import kept_or_again
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
BY_RULES = ("attempts", "ended", "not-from-here")
"""What the rules of referrals refuse, before anything is written."""


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
    return _page(owner, referral_id)


def _page(owner: Owner, referral_id: UUID, refused: str | None = None, wrong: str = "") -> str:
    """Return the page of a referral; ``refused``: the act whose form is shown again as it was typed."""
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
        reasons=_reasons(referral, events),
        refused=refused,
        wrong=wrong,
        word=last_word(owner, referral_id, events),
        staff=names_of(db.session, owner.agency_id, staff),
        me=current_actor().user_id,
        is_left=referral_id in left_ids(db.session, owner, datetime.now(UTC)),
        outcome=None if is_desk() else referral_outcome.then_and_now(db.session, owner, referral),
        awaits_map=_awaits_map(owner, referral),
        tab="referrals",
    )


@pages.post(f"{ONE}/<act>")
@writes("referral.edit")
def lead_referral(owner: Owner, referral_id: UUID, act: str) -> Answer:
    """Do what a form of a referral's page asks for; of an end, what can't be comes back as typed."""
    if act not in ACTS:
        raise Missing("act")
    referral = referral_of(db.session, owner, referral_id)
    if act in ENDING:
        again = kept_or_again(lambda: _closed(owner, referral, act), partial(_page, owner, referral_id, act))
        return again or _to(owner, referral_id)
    flash(ACTS[act](owner, referral), "success")
    if request.form.get("to") == "all":
        return redirect(url_for("pages.referrals_page", client_id=owner.client_id))
    return _to(owner, referral_id)


def _closed(owner: Owner, referral: Referral, act: str) -> None:
    """Close a referral; what its state doesn't allow is told at the form, as what was sent is."""
    try:
        flash(ACTS[act](owner, referral), "success")
    except Conflict as refusal:
        if refusal.code not in BY_RULES:
            raise
        raise Invalid(("", f"{refusal.text[0].upper()}{refusal.text[1:]}.")) from None


def _reasons(referral: Referral, events: Sequence[Facts]) -> dict[Act, tuple[str, ...]]:
    """Return for each end the reasons that can be given as things stand."""
    tries = sum(event["kind"] == "attempt" and event["outcome"] != "reached" for event in events)
    return {act: reasons_now(referral.state, act, tries) for act in ENDING}


def _awaits_map(owner: Owner, referral: Referral) -> bool:
    """Tell whether nobody knows yet if it got better; the desk isn't told whether it was asked since."""
    if not (referral.has_ended and referral.started_on):
        return False
    return is_desk() or referral.id in {each.id for each in referral_outcome.awaiting_map(db.session, owner)}


def _can_look(owner: Owner, referral: Referral) -> bool:
    """Tell whether whoever asks can look for what else fits: the desk only while something waits."""
    return not is_desk() or gap_work(db.session, owner, referral.function)[0]


def _to(owner: Owner, referral_id: UUID) -> Response:
    page = url_for("pages.referral_page", client_id=owner.client_id, referral_id=referral_id, _anchor="now")
    return redirect(page)
