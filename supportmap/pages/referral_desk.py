"""The desk of referral staff: which gaps wait, of the clients who agree to it, and who is on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.access.policy import scope
from supportmap.analysis.network import FUNCTIONS
from supportmap.casework import worklist
from supportmap.casework.outcome import Missing
from supportmap.pages.doors import CLIENT, Answer, number_asked, pages
from supportmap.pages.forms import sent_day, sent_version, whole_number
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
PAGE = 50
"""Gaps that a page shows."""


@pages.get("/gaps")
@reads("worklist.read")
def gaps_page(agency_id: UUID) -> Answer:
    """Show a page of the gaps that wait, the largest first, and how many there are in each view.

    ``view``: one's own, those nobody is on, what is due. ``page`` counts from 1; beyond the last is the last.
    """
    condition = scope(current_actor(), "gap.read", datetime.now(UTC))
    day = today(db.session, agency_id).isoformat()
    views = _by_view(worklist.gaps_waiting(db.session, condition), str(current_actor().user_id), day)
    view = asked if (asked := request.args.get("view")) in views else VIEWS[0]
    cut, part = _part_of(views[view])
    shown = worklist.tell_clients(db.session, agency_id, condition, cut)
    _note_seen(agency_id, shown)
    return render_template(
        "gaps.html",
        gaps=shown,
        counts={name: len(each) for name, each in views.items()},
        view=view,
        part=part,
        staff=_on_them(agency_id, shown),
        today_iso=day,
        **REFERRAL_WORDS,
    )


def _part_of(gaps: Sequence[Facts]) -> tuple[Sequence[Facts], Facts]:
    """Return the gaps of the page that is asked for, its number, that of the last, and where it begins."""
    last = max(1, -(-len(gaps) // PAGE))
    page = min(max(1, number_asked("page") or 1), last)
    before = (page - 1) * PAGE
    return gaps[before : before + PAGE], {"page": page, "last": last, "first": before + 1}


def _note_seen(agency_id: UUID, gaps: Sequence[Facts]) -> None:
    owners = [Owner(agency_id, UUID(client)) for client in dict.fromkeys(gap["client_id"] for gap in gaps)]
    note_readings(db.session, current_actor(), owners, "worklist.read")


def _on_them(agency_id: UUID, gaps: Sequence[Facts]) -> dict[str, str | None]:
    """Return the names of those who are on these gaps, by their ids."""
    staff = {UUID(gap["assigned_to"]) for gap in gaps if gap["assigned_to"]}
    return {str(own_id): name for own_id, name in names_of(db.session, agency_id, staff).items()}


def _by_view(gaps: Sequence[Facts], me: str, day: str) -> dict[str, list[Facts]]:
    views: dict[str, list[Facts]] = {name: [] for name in VIEWS}
    for gap in gaps:
        on_it = {gap["assigned_to"], *(each["assigned_to"] for each in gap["referrals"])} - {None}
        dues = [gap["due_on"], *(each["due_on"] for each in gap["referrals"])]
        is_due = any(due and due <= day for due in dues)
        for name, stands in zip(VIEWS, (True, me in on_it, not on_it, is_due), strict=True):
            if stands:
                views[name].append(gap)
    return views


@pages.post(f"{GAP}/<act>")
@writes("gap.edit")
def work_on_gap(owner: Owner, function: str, act: str) -> Response:
    """Take a gap on, hand it back, or say when it is to be looked at again."""
    if act not in ACTS or function not in FUNCTIONS:
        raise Missing("act")
    flash(ACTS[act](owner, function), "success")
    if request.form.get("to") == "gap":
        return redirect(url_for("pages.gap_page", client_id=owner.client_id, function=function))
    asked, page = request.form.get("view"), whole_number(request.form.get("page", "")) or 1
    view = asked if asked in VIEWS[1:] else None
    row = f"{function}-{owner.client_id}"
    return redirect(url_for("pages.gaps_page", view=view, page=page if page > 1 else None, _anchor=row))


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
