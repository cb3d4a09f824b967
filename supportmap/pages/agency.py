"""What holds for the whole agency, and the record of who did what in it: for its admins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from uuid import UUID
from zoneinfo import available_timezones

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.casework.agency import agency_of, change_agency
from supportmap.casework.caseload import labels_of
from supportmap.casework.logbook import audit_of
from supportmap.pages.doors import Answer, number_asked, pages
from supportmap.pages.forms import Form, again_or_kept, sent_form, text_or_none
from supportmap.records.agency import lock_agency
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts
from supportmap.records.reading import note_readings
from supportmap.records.verify import Broken, verify

__all__: list[str] = []

PAGE = 100
CHECKED = 20_000
"""Rows that are checked at once: nobody waits for longer than a few seconds."""


@pages.get("/agency")
@reads("agency.read")
def agency_page(agency_id: UUID) -> Answer:
    """Show the settings of the agency."""
    return _settings(Form.fresh(_texts(agency_of(db.session, agency_id))))


@pages.post("/agency")
@writes("agency.edit")
def settle(agency_id: UUID) -> Answer:
    """Settle what was typed anew; what can't be saved is shown again as it was typed."""
    lock_agency(db.session, agency_id)
    form = sent_form(_texts(agency_of(db.session, agency_id)))
    keep = partial(change_agency, db.session, current_actor())
    if again := again_or_kept(form, READERS, keep, _settings):
        return again
    flash("Saved.", "success")
    return redirect(url_for("pages.agency_page"))


def _settings(form: Form, wrong: Mapping[str, str] | None = None, refused: str = "") -> str:
    zones = sorted(available_timezones())
    return render_template("agency.html", form=form, wrong=wrong or {}, refused=refused, zones=zones)


def _texts(known: Facts) -> dict[str, str]:
    """Return the settings as the fields hold them; what is ticked holds 1."""
    texts = {name: known[name] or "" for name in ("name", "time_zone", "crisis_line", "quick_exit")}
    return texts | {"second_factor_required": "1" if known["second_factor_required"] else ""}


READERS: Mapping[str, Callable[[str], object]] = {
    "name": str,
    "time_zone": str,
    "crisis_line": text_or_none,
    "quick_exit": text_or_none,
    "second_factor_required": bool,
}


# Without a number: it would tell how much clients do for nobody but themselves.
WHOLE = (
    f"Whole: none of the latest {CHECKED:,} rows was altered, added, moved or taken out. Whoever runs the "
    "service checks all, and notes where they end, by supportmap audit verify."
)


@pages.get("/audit")
@reads("audit.read")
def audit_page(agency_id: UUID) -> Answer:
    """Show who did what, the latest first: never what was written."""
    entries, more = audit_of(db.session, agency_id, number_asked("after"), PAGE)
    clients = {entry["client_id"] for entry in entries if entry["client_id"]}
    # Who was erased has no label any more, and nothing that could be read.
    labels = labels_of(db.session, agency_id, clients)
    owners = [Owner(agency_id, client) for client in labels]
    note_readings(db.session, current_actor(), owners, "audit.read")
    return render_template("audit.html", entries=entries, more=more, labels=labels)


@pages.post("/audit/check")
@reads("audit.read")
def check_audit(agency_id: UUID) -> Response:
    """Check of the latest rows that none was altered, added, moved or taken out; a command checks all."""
    try:
        verify(db.session, agency_id, last=CHECKED)
    except Broken as broken:
        flash(f"The record is not whole: {broken}. Tell whoever runs the service at once.", "error")
    else:
        flash(WHOLE, "success")
    return redirect(url_for("pages.audit_page"))
