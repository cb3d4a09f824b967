"""The desk of referral staff: which gaps wait, of the clients who agree to it, and who is on them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.access.policy import scope
from supportmap.analysis.network import FUNCTIONS
from supportmap.casework import worklist
from supportmap.casework.outcome import Missing
from supportmap.pages.doors import CLIENT, Answer, pages
from supportmap.pages.forms import sent_day, sent_version
from supportmap.pages.referral_words import REFERRAL_WORDS
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.days import today
from supportmap.records.networks import Facts
from supportmap.records.reading import note_readings
from supportmap.records.staff import names_of

__all__ = ["GAP"]

GAP = f"{CLIENT}/gaps/<function>"
VIEWS = ("all", "mine", "free", "due")


@pages.get("/gaps")
@reads("worklist.read")
def gaps_page(agency_id: UUID) -> Answer:
    """Show the gaps that wait, the largest first; ``view``: one's own, those nobody is on, what is due."""
    condition = scope(current_actor(), "gap.read", datetime.now(UTC))
    gaps = worklist.worklist_of(db.session, agency_id, condition)
    day = today(db.session, agency_id)
    views = {name: [gap for gap in gaps if _stands_in(name, gap, day.isoformat())] for name in VIEWS}
    view = request.args.get("view", VIEWS[0])
    shown = views.get(view, gaps)
    owners = [Owner(agency_id, UUID(client)) for client in dict.fromkeys(gap["client_id"] for gap in shown)]
    staff = {UUID(gap["assigned_to"]) for gap in shown if gap["assigned_to"]}
    names = {str(own_id): name for own_id, name in names_of(db.session, agency_id, staff).items()}
    note_readings(db.session, current_actor(), owners, "worklist.read")
    counts = {name: len(each) for name, each in views.items()}
    return render_template(
        "gaps.html",
        gaps=shown,
        counts=counts,
        view=view if view in views else VIEWS[0],
        staff=names,
        today_iso=day.isoformat(),
        **REFERRAL_WORDS,
    )


def _stands_in(view: str, gap: Facts, day: str) -> bool:
    on_it = {gap["assigned_to"], *(each["assigned_to"] for each in gap["referrals"])} - {None}
    if view == "mine":
        return str(current_actor().user_id) in on_it
    if view == "free":
        return not on_it
    dues = [gap["due_on"], *(each["due_on"] for each in gap["referrals"])]
    return view == "all" or any(due and due <= day for due in dues)


@pages.post(f"{GAP}/<act>")
@writes("gap.edit")
def work_on_gap(owner: Owner, function: str, act: str) -> Response:
    """Take a gap on, hand it back, or say when it is to be looked at again."""
    if act not in ACTS or function not in FUNCTIONS:
        raise Missing("act")
    flash(ACTS[act](owner, function), "success")
    if request.form.get("to") == "gap":
        return redirect(url_for("pages.gap_page", client_id=owner.client_id, function=function))
    view = request.form.get("view")
    row = f"{function}-{owner.client_id}"
    return redirect(url_for("pages.gaps_page", view=view if view in VIEWS[1:] else None, _anchor=row))


def _version() -> int | None:
    """Return the version that the form was shown with, if it says one."""
    return sent_version() if "version" in request.form else None


def _take(owner: Owner, function: str) -> str:
    worklist.take_on(db.session, current_actor(), owner, function, _version())
    return "You have taken it on."


def _take_over(owner: Owner, function: str) -> str:
    worklist.take_over(db.session, current_actor(), owner, function, _version())
    return "You have taken it over."


def _hand_back(owner: Owner, function: str) -> str:
    worklist.hand_back(db.session, current_actor(), owner, function, _version())
    return "Handed back: anybody can take it on."


def _due(owner: Owner, function: str) -> str:
    worklist.settle_due(db.session, current_actor(), owner, function, sent_day("due_on"), _version())
    return "Saved."


ACTS: dict[str, Callable[[Owner, str], str]] = {
    "take": _take,
    "take-over": _take_over,
    "hand-back": _hand_back,
    "due": _due,
}
