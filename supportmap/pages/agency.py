"""What holds for the whole agency, and the record of who did what in it: for its admins."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import available_timezones

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.casework.agency import agency_of, change_agency
from supportmap.casework.caseload import labels_of
from supportmap.casework.logbook import audit_of
from supportmap.pages.doors import Answer, number_asked, pages
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.reading import note_readings
from supportmap.records.verify import Broken, verify

__all__: list[str] = []

PAGE = 100


@pages.get("/agency")
@reads("agency.read")
def agency_page(agency_id: UUID) -> Answer:
    """Show the settings of the agency."""
    known = agency_of(db.session, agency_id)
    return render_template("agency.html", known=known, zones=sorted(available_timezones()))


@pages.post("/agency")
@writes("agency.edit")
def settle(_agency_id: UUID) -> Response:
    """Settle all of it anew."""
    form = request.form
    facts = {name: form.get(name, "").strip() for name in ("name", "time_zone")}
    others = {name: form.get(name, "").strip() or None for name in ("crisis_line", "quick_exit")}
    required = "second_factor_required" in form
    change_agency(db.session, current_actor(), {**facts, **others, "second_factor_required": required})
    flash("Saved.", "success")
    return redirect(url_for("pages.agency_page"))


@pages.get("/audit")
@reads("audit.read")
def audit_page(agency_id: UUID) -> Answer:
    """Show who did what, the latest first: never what was written."""
    entries, more = audit_of(db.session, agency_id, number_asked("before"), PAGE)
    clients = {entry["client_id"] for entry in entries if entry["client_id"]}
    owners = [Owner(agency_id, client) for client in clients]
    note_readings(db.session, current_actor(), owners, "audit.read")
    return render_template(
        "audit.html", entries=entries, more=more, labels=labels_of(db.session, agency_id, clients)
    )


@pages.post("/audit/check")
@reads("audit.read")
def check_audit(agency_id: UUID) -> Response:
    """Check that no row was altered, added, moved or taken out."""
    try:
        head = verify(db.session, agency_id)
    except Broken as broken:
        flash(f"The record is not whole: {broken}. Tell whoever runs the service at once.", "error")
    else:
        rows = "1 row" if head.seq == 1 else f"{head.seq:,} rows"
        flash(f"Whole: {rows}, none altered, added, moved or taken out. Its end is {head}.", "success")
    return redirect(url_for("pages.audit_page"))
