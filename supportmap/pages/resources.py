"""A service of the directory: shown, added, corrected, verified, and reported to be wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.analysis.network import FUNCTIONS
from supportmap.casework.outcome import Invalid, Missing, Stale
from supportmap.directory import own
from supportmap.directory.showing import resource_of
from supportmap.pages.doors import Answer, pages
from supportmap.pages.forms import sent_id, sent_text, sent_version
from supportmap.pages.resource_forms import form_texts, may_edit, sent_resource, sent_weights
from supportmap.records.database import db
from supportmap.records.days import today

__all__: list[str] = []

RESOURCES = "/resources"
ONE = f"{RESOURCES}/<uuid:resource_id>"
LONGEST_REPORT = 2_000


@pages.get(ONE)
@reads("resource.read")
def resource_page(agency_id: UUID, resource_id: UUID) -> Answer:
    """Show a service with all that is known of it."""
    resource = _resource(agency_id, resource_id)
    reports = own.open_reports(db.session, agency_id, resource_id) if may_edit() else []
    return render_template(
        "resource.html", resource=resource, reports=reports, may_edit=may_edit(), gap=_gap()
    )


def _gap() -> str | None:
    """Return where the gap is from whose page somebody came, to go back to what was found."""
    client, function = request.args.get("client", type=UUID), request.args.get("function")
    if client is None or function not in FUNCTIONS:
        return None
    return url_for("pages.gap_page", client_id=client, function=function, found=1, _anchor="found")


@pages.get(f"{RESOURCES}/new")
@reads("resource.edit")
def new_resource_page(_agency_id: UUID) -> Answer:
    """Show the empty form of a service."""
    return render_template("resource_form.html", resource=None, texts=form_texts({}), new_id=uuid4())


@pages.get(f"{ONE}/edit")
@reads("resource.edit")
def edit_resource_page(agency_id: UUID, resource_id: UUID) -> Answer:
    """Show the form of a service as it stands."""
    resource = _resource(agency_id, resource_id)
    return render_template("resource_form.html", resource=resource, texts=form_texts(resource["facts"]))


@pages.post(RESOURCES)
@writes("resource.edit")
def add_resource(_agency_id: UUID) -> Response:
    """Add a service to the agency's own list."""
    resource_id = own.add_resource(db.session, current_actor(), sent_resource(), sent_id())
    flash("Added. Say below what it does for whom.", "success")
    return _to(resource_id)


@pages.post(f"{ONE}/<act>")
@writes("resource.edit")
def change_resource(_agency_id: UUID, resource_id: UUID, act: str) -> Response:
    """Do what one of the forms of a service's page asks for."""
    if act not in ACTS:
        raise Missing("act")
    try:
        flash(ACTS[act](resource_id), "success")
    except LookupError:
        raise Missing("service") from None
    except own.ChangedMeanwhile:
        raise Stale({}) from None
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
    own.correct_resource(db.session, current_actor(), resource_id, sent_resource(), sent_version())
    return "Saved."


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


def _resource(agency_id: UUID, resource_id: UUID) -> dict[str, Any]:
    resource = resource_of(db.session, agency_id, resource_id)
    if resource is None:
        raise Missing("service")
    return resource


def _to(resource_id: UUID) -> Response:
    return redirect(url_for("pages.resource_page", resource_id=resource_id))
