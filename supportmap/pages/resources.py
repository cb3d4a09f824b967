"""A service of the directory: shown, added, corrected, verified, and reported to be wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.analysis.network import FUNCTIONS
from supportmap.casework.outcome import Invalid, Missing, Stale
from supportmap.directory import own
from supportmap.directory.showing import resource_of
from supportmap.pages.doors import Answer, by_script, pages, reasons_told
from supportmap.pages.forms import sent_id, sent_text, sent_version
from supportmap.pages.resource_forms import (
    form_texts,
    may_edit,
    sent_resource,
    sent_texts,
    sent_weights,
    unread_hours,
)
from supportmap.records.database import db
from supportmap.records.days import today

__all__: list[str] = []

Reasons = Sequence[tuple[str, str]]
"""What is wrong: pairs of a field and why."""
RESOURCES = "/resources"
ONE = f"{RESOURCES}/<uuid:resource_id>"
LONGEST_REPORT = 2_000
MOST_TOLD = 5
"""Lines of which it is told that they aren't read as opening times."""
TOLD_NOBODY = "Is this an address that must be told nobody? Say yes or no here, then save."
COST_UNSURE = "Its words say otherwise of the cost: correct them, too."


@pages.get(ONE)
@reads("resource.read")
def resource_page(agency_id: UUID, resource_id: UUID) -> Answer:
    """Show a service with all that is known of it."""
    return _page(_resource(agency_id, resource_id))


def _page(resource: Mapping[str, Any], weighed: Mapping[str, str] | None = None, wrong: str = "") -> str:
    """Return the page; ``weighed`` is what was said of its functions and couldn't be kept."""
    agency_id = current_actor().agency_id
    reports = own.open_reports(db.session, agency_id, resource["id"]) if may_edit() else []
    said = resource if resource["staff_functions"] else {}
    return render_template(
        "resource.html",
        resource=resource,
        weighed={name: str((weighed or said).get(name, "")) for name in FUNCTIONS},
        wrong=wrong,
        reports=reports,
        may_edit=may_edit(),
        gap=_gap(),
    )


def _gap() -> str | None:
    """Return where the gap is from whose page somebody came, to go back to what was found."""
    client, function = request.args.get("client", type=UUID), request.args.get("function")
    if client is None or function not in FUNCTIONS:
        return None
    instead = request.args.get("instead", type=UUID)
    gap = url_for("pages.gap_page", client_id=client, function=function, instead=instead, found=1)
    return f"{gap}#found"


@pages.get(f"{RESOURCES}/new")
@reads("resource.edit")
def new_resource_page(_agency_id: UUID) -> Answer:
    """Show the empty form of a service: who adds one knows that it is running."""
    return _form(form_texts({"status": "active"}), uuid4())


@pages.get(f"{ONE}/edit")
@reads("resource.edit")
def edit_resource_page(agency_id: UUID, resource_id: UUID) -> Answer:
    """Show the form of a service as it stands."""
    resource = _resource(agency_id, resource_id)
    return _form(form_texts(resource["facts"]), resource=resource)


def _form(
    texts: Mapping[str, str],
    new_id: UUID | None = None,
    resource: Mapping[str, Any] | None = None,
    wrong: Reasons = (),
) -> str:
    told = {place: reasons_told([(place, reason)]) for place, reason in wrong}
    return render_template("resource_form.html", resource=resource, texts=texts, new_id=new_id, wrong=told)


@pages.post(RESOURCES)
@writes("resource.edit")
def add_resource(_agency_id: UUID) -> Answer:
    """Add a service to the agency's own list; what can't be added comes back as it was typed."""
    try:
        facts = sent_resource()
        with _where_asked():
            resource_id = own.add_resource(db.session, current_actor(), facts, sent_id())
    except Invalid as refusal:
        if by_script():
            raise
        return _form(sent_texts(), sent_id() or uuid4(), wrong=refusal.reasons), 422
    _tell_unread(unread_hours())
    _tell_cost(resource_id, facts["free"])
    flash("Added. Say below what it does for whom.", "success")
    return _to(resource_id)


@contextmanager
def _where_asked() -> Iterator[None]:
    """Ask at the form what nobody has said of the address."""
    try:
        yield
    except own.WhereUnsaid:
        raise Invalid(("confidential", TOLD_NOBODY)) from None


def _tell_unread(lines: Sequence[str]) -> None:
    for line in lines[:MOST_TOLD]:
        flash(f"“{line}” isn’t read as a time: it is shown as typed.", "info")


@pages.post(f"{ONE}/<act>")
@writes("resource.edit")
def change_resource(agency_id: UUID, resource_id: UUID, act: str) -> Answer:
    """Do what one of the forms of a service asks for; what can't be kept comes back as it was typed."""
    if act not in ACTS:
        raise Missing("act")
    try:
        with _where_asked():
            flash(ACTS[act](resource_id), "success")
    except LookupError:
        raise Missing("service") from None
    except own.ChangedMeanwhile:
        raise Stale({}) from None
    except Invalid as refusal:
        if by_script() or act not in AGAIN:
            raise
        return AGAIN[act](_resource(agency_id, resource_id), refusal.reasons), 422
    return _to(resource_id)


@pages.post(f"{ONE}/report")
@writes("resource.read")
def report_resource(_agency_id: UUID, resource_id: UUID) -> Response:
    """Keep what somebody found to be wrong."""
    words = sent_text("words") or ""
    if not 0 < len(words) <= LONGEST_REPORT:
        raise Invalid(("words", f"expected 1 to {LONGEST_REPORT:,} characters"))
    try:
        own.report_wrong(db.session, current_actor(), resource_id, words)
    except LookupError:
        raise Missing("service") from None
    flash("Thank you: whoever keeps the directory will look at it.", "success")
    return _to(resource_id)


def _edit(resource_id: UUID) -> str:
    known = _resource(current_actor().agency_id, resource_id)["facts"]
    facts, version = sent_resource(known), sent_version()
    own.correct_resource(db.session, current_actor(), resource_id, facts, version)
    _tell_unread(unread_hours(known))
    _tell_cost(resource_id, facts["free"], known["free"])
    return "Saved."


def _tell_cost(resource_id: UUID, said: bool | None, before: bool | None = None) -> None:
    """Tell where what was said anew of the cost doesn't count: the words of the service say otherwise."""
    if said is not before and _resource(current_actor().agency_id, resource_id)["free"] is not said:
        flash(COST_UNSURE, "info")


def _verify(resource_id: UUID) -> str:
    day = today(db.session, current_actor().agency_id)
    own.verify_resource(db.session, current_actor(), resource_id, day, sent_version())
    return "Noted that it is right as of today."


def _weigh(resource_id: UUID) -> str:
    worth = sent_weights()
    own.weigh_resource(db.session, current_actor(), resource_id, worth, sent_version())
    return "Saved." if worth else "Left to what was found."


def _settle(resource_id: UUID) -> str:
    own.settle_report(db.session, current_actor(), resource_id, sent_id() or UUID(int=0))
    return "Settled."


ACTS: dict[str, Callable[[UUID], str]] = {
    "edit": _edit,
    "verify": _verify,
    "weigh": _weigh,
    "settle": _settle,
}
AGAIN: dict[str, Callable[[dict[str, Any], Reasons], str]] = {
    "edit": lambda resource, wrong: _form(sent_texts(), resource=resource, wrong=wrong),
    "weigh": lambda resource, wrong: _page(resource, request.form, reasons_told(wrong)),
}
"""The forms that come back as they were typed, with what is wrong."""


def _resource(agency_id: UUID, resource_id: UUID) -> dict[str, Any]:
    resource = resource_of(db.session, agency_id, resource_id)
    if resource is None:
        raise Missing("service")
    return resource


def _to(resource_id: UUID) -> Response:
    return redirect(url_for("pages.resource_page", resource_id=resource_id))
