"""The pages of visits: all of them, what one still leaves open, and how another was left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.analysis.analyse import analyse
from supportmap.analysis.coverage import coverages
from supportmap.casework import visits
from supportmap.casework.confirming import confirm_at
from supportmap.casework.facts import read_facts
from supportmap.casework.logbook import NO_NAME
from supportmap.casework.outcome import Invalid, Missing
from supportmap.casework.since_last import since_last
from supportmap.casework.still_open import still_open
from supportmap.casework.trend import networks_kept
from supportmap.exchange.fields import DATE
from supportmap.pages.client_bar import client_bar
from supportmap.pages.doors import CLIENT, Answer, inside, pages
from supportmap.pages.names import shown, shown_network
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.days import today
from supportmap.records.networks import Facts, state_of
from supportmap.records.staff import names_of

__all__: list[str] = []

ALL = f"{CLIENT}/visits"
ONE = f"{ALL}/<uuid:visit_id>"
NEW = {"held_on": DATE}
TAKEN_BACK = "The visit is taken back. What was changed on the map stays; who was ticked counts as before."


@pages.get(ALL)
@reads("visit.read")
def visits_page(owner: Owner) -> Answer:
    """Show all visits, the latest first, and how coverage went from one to the next."""
    state, known = state_of(db.session, owner), visits.visits_of(db.session, owner)
    kept = networks_kept(db.session, owner)
    return render_template(
        "visits.html",
        **client_bar(owner, state, known),
        visits=known,
        kept={str(visit): (len(network.active), coverages(network)) for visit, network in kept.items()},
        today=today(db.session, owner.agency_id),
        people=_people(owner, known),
    )


@pages.post(ALL)
@writes("visit.edit")
def start(owner: Owner) -> Response:
    """Start a visit and go on to the map."""
    given = read_facts(NEW, {"held_on": request.form["held_on"]} if request.form.get("held_on") else {})
    held_on = date.fromisoformat(given["held_on"]) if given else None
    visits.start_visit(db.session, current_actor(), owner, held_on)
    return redirect(url_for("pages.network_page", client_id=owner.client_id))


@pages.get(ONE)
@reads("visit.read")
def visit_page(owner: Owner, visit_id: UUID) -> Answer:
    """Show what an open visit still leaves open, or the network as a finished one left it."""
    state, known = state_of(db.session, owner), visits.visits_of(db.session, owner)
    visit = next((each for each in known if each["id"] == str(visit_id)), None)
    if visit is None:
        raise Missing("visit")
    bar = client_bar(owner, state, known)
    if visit["finished_at"] is None:
        return render_template(
            "visit_open.html",
            **bar,
            held=visit,
            open_now=still_open(db.session, state, known, visit["id"]),
            network=shown_network(state),
            is_first=len(known) == 1,
            since=since_last(db.session, current_actor(), owner),
            today=today(db.session, owner.agency_id),
        )
    return render_template(
        "visit.html",
        **bar,
        held=visit,
        holder=_people(owner, [visit])[visit["user_id"]],
        analysis=analyse(shown(visits.network_at(db.session, owner, visit_id))),
        why_not=visits.why_not_reopened(db.session, owner, visit_id),
    )


@pages.post(f"{ONE}/finish")
@writes("visit.edit")
def finish(owner: Owner, visit_id: UUID) -> Response:
    """Finish a visit, with those who are ticked confirmed at it, and show what it keeps."""
    _confirm_ticked(owner, visit_id)
    visits.finish_visit(db.session, current_actor(), owner, visit_id)
    flash("The visit is finished: the map as it stood is kept.", "success")
    return _to(owner, visit_id)


@pages.post(f"{ONE}/cancel")
@writes("visit.edit")
def cancel(owner: Owner, visit_id: UUID) -> Response:
    """Take back a visit that was started by mistake."""
    visits.cancel_visit(db.session, current_actor(), owner, visit_id)
    flash(TAKEN_BACK, "success")
    return redirect(url_for("pages.visits_page", client_id=owner.client_id))


@pages.post(f"{ONE}/reopen")
@writes("visit.edit")
def reopen(owner: Owner, visit_id: UUID) -> Response:
    """Open a copy of the last finished visit and go on to the map."""
    visits.reopen_visit(db.session, current_actor(), owner, visit_id)
    return redirect(url_for("pages.network_page", client_id=owner.client_id))


@pages.post(f"{ONE}/confirm")
@writes("network.edit")
def confirm(owner: Owner, visit_id: UUID) -> Response:
    """Note of those who were ticked that they are still there."""
    if not request.form.getlist("contact"):
        raise Invalid(("", "Tick whoever is still in the client’s life, then save."))
    _confirm_ticked(owner, visit_id)
    return redirect(inside(request.form.get("back")))


def _confirm_ticked(owner: Owner, visit_id: UUID) -> None:
    ticked = request.form.getlist("contact")
    passed_over = confirm_at(db.session, current_actor(), owner, visit_id, ticked) if ticked else 0
    if passed_over:
        them = "One of those ticked is" if passed_over == 1 else f"{passed_over} of those ticked are"
        flash(f"{them} past or off the map by now, and left out.", "info")


def _to(owner: Owner, visit_id: UUID) -> Response:
    return redirect(url_for("pages.visit_page", client_id=owner.client_id, visit_id=visit_id))


def _people(owner: Owner, known: Iterable[Facts]) -> dict[str, str]:
    """Return the names of those who held visits, by id."""
    names = names_of(db.session, owner.agency_id, {UUID(visit["user_id"]) for visit in known})
    return {str(user): name or NO_NAME for user, name in names.items()}
