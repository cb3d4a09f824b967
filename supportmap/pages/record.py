"""The record of a client beside the map: who they are, who looks after them, and who looked at it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.casework import clients
from supportmap.casework.logbook import access_log_of
from supportmap.casework.outcome import Invalid
from supportmap.casework.team import staff_of, team_of
from supportmap.pages.client_bar import client_bar
from supportmap.pages.doors import CLIENT, Answer, number_asked, pages
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts

__all__: list[str] = []

LOG_PAGE = 100


@pages.get(f"{CLIENT}/record")
@reads("client.read")
def record_page(owner: Owner) -> Answer:
    """Show the particulars and the care team."""
    staff = staff_of(db.session, owner.agency_id)
    team = [place for place in team_of(db.session, owner) if place["until"] is None]
    on_it = {place["user_id"] for place in team}
    return render_template(
        "record.html",
        **client_bar(owner),
        known=clients.client_of(db.session, owner),
        team=team,
        colleagues=[each for each in staff if _can_join(each) and each["user_id"] not in on_it],
    )


def _can_join(member: Facts) -> bool:
    return bool(member["role"] == "clinician" and member["active"])


@pages.post(f"{CLIENT}/record")
@writes("client.edit")
def change_record(owner: Owner) -> Response:
    """Change the particulars to what the form says."""
    clients.change_client(db.session, current_actor(), owner, _particulars())
    flash("Saved.", "success")
    return _back(owner)


def _particulars() -> Facts:
    """Return what the form says; a field that isn't on it stays as it is."""
    facts: Facts = {
        name: request.form[name].strip() or None for name in ("name", "area", "label") if name in request.form
    }
    if "birth_year" in request.form:
        facts["birth_year"] = _year(request.form["birth_year"].strip())
    if "languages" in request.form:
        facts["languages"] = request.form["languages"].replace(",", " ").split()
    return facts


def _year(text: str) -> int | None:
    if not text:
        return None
    if not (text.isdecimal() and len(text) == 4):
        raise Invalid(("Year of birth", "expected a year in four digits"))
    return int(text)


@pages.post(f"{CLIENT}/archive")
@writes("client.edit")
def archive(owner: Owner) -> Response:
    """Put the record away."""
    clients.archive_client(db.session, current_actor(), owner)
    flash("The record is put away: it can be read, and taken out again.", "success")
    return _back(owner)


@pages.post(f"{CLIENT}/restore")
@writes("client.edit")
def restore(owner: Owner) -> Response:
    """Take the record out again."""
    clients.restore_client(db.session, current_actor(), owner)
    return _back(owner)


@pages.get(f"{CLIENT}/log")
@reads("log.read")
def log_page(owner: Owner) -> Answer:
    """Show who looked at the record and what they did there, the latest first."""
    entries, more = access_log_of(db.session, owner, number_asked("after"), LOG_PAGE)
    return render_template("log.html", **client_bar(owner), entries=entries, more=more)


def _back(owner: Owner) -> Response:
    return redirect(url_for("pages.record_page", client_id=owner.client_id))
