"""Care teams: who is taken in, whose place ends, and to whom a client is handed over."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.access.loaders import NotThere
from supportmap.casework import team
from supportmap.casework.caseload import directory_of, named_client
from supportmap.casework.facts import read_id
from supportmap.casework.outcome import Invalid
from supportmap.pages.doors import CLIENT, Answer, inside, pages
from supportmap.pages.places import care_team
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.reading import note_readings

__all__: list[str] = []

PAGE = 100


@pages.get("/teams")
@reads("directory.read")
def teams_page(agency_id: UUID) -> Answer:
    """Show every client by label with the care team, for an admin to settle; nothing else of them."""
    clients, more = directory_of(db.session, agency_id, request.args.get("after"), PAGE)
    owners = [Owner(agency_id, UUID(client["id"])) for client in clients]
    note_readings(db.session, current_actor(), owners, "client.list")
    staff = {each["user_id"]: each for each in team.staff_of(db.session, agency_id)}
    return render_template("teams.html", clients=clients, staff=staff, more=more)


@pages.get(f"{CLIENT}/team")
@reads("team.read")
def team_page(owner: Owner) -> Answer:
    """Show the care team of one client, to take somebody in and to end places."""
    return render_template("care_team.html", client=named_client(db.session, owner), **care_team(owner))


@pages.post(f"{CLIENT}/team")
@writes("team.edit")
def join(owner: Owner) -> Response:
    """Take a colleague into the care team."""
    team.join_team(db.session, current_actor(), owner, _chosen())
    flash("The care team has one more.", "success")
    return _on()


@pages.post(f"{CLIENT}/team/<uuid:user_id>/end")
@writes("team.edit")
def leave(owner: Owner, user_id: UUID) -> Response:
    """End a place on the care team."""
    alone = request.form.get("alone") == "1"
    left = team.leave_team(db.session, current_actor(), owner, user_id, alone)
    nobody = "" if team.staying(left, user_id) else " Nobody looks after this client now."
    flash(f"The place on the care team has ended.{nobody}", "success")
    return _on(gone=user_id)


@pages.post(f"{CLIENT}/hand-over")
@writes("team.edit")
def hand_over(owner: Owner) -> Response:
    """Take a colleague into the care team and end one's own place, in one step."""
    actor = current_actor()
    if actor.role != "clinician":
        # An admin settles teams, and has no place of their own to give.
        raise NotThere
    team.hand_over(db.session, actor, owner, _chosen())
    flash("The client is handed over.", "success")
    return redirect(url_for("pages.caseload"))


def _chosen() -> UUID:
    if not request.form.get("user"):
        raise Invalid(("", "Choose a colleague first."))
    return UUID(read_id(request.form["user"], "user"))


def _on(gone: UUID | None = None) -> Response:
    """Lead back to where one was; to the caseload whoever may no longer be there."""
    if gone == current_actor().user_id:
        return redirect(url_for("pages.caseload"))
    return redirect(inside(request.form.get("back")))
