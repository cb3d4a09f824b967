"""Care teams: who is taken in, whose place ends, and to whom a client is handed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.access.loaders import NotThere
from supportmap.casework import team
from supportmap.casework.asking_erasure import asked_among
from supportmap.casework.caseload import directory_of, named_client
from supportmap.casework.facts import read_id
from supportmap.casework.labels import by_label, mark_alike
from supportmap.casework.outcome import Invalid
from supportmap.pages.doors import CLIENT, Answer, inside, pages
from supportmap.pages.places import care_team
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts
from supportmap.records.reading import note_readings

__all__: list[str] = []

AT_ONCE = 500
"""Clients that are read from the database at once."""
SHOWS = ("", "nobody", "away")
"""Which clients are listed: those who weren't put away, those of them with nobody, those put away."""


@pages.get("/teams")
@reads("directory.read")
def teams_page(agency_id: UUID) -> Answer:
    """Show clients by label with the care team, for an admin to settle; nothing else of them."""
    known = mark_alike(by_label(_all(agency_id)))
    # Read after the teams: whoever joined one meanwhile is among them.
    staff = {each["user_id"]: each for each in team.staff_of(db.session, agency_id)}
    show = request.args.get("show", "")
    listed = _listed(known, staff)
    clients = listed.get(show, listed[""])
    owners = [Owner(agency_id, UUID(client["id"])) for client in clients]
    note_readings(db.session, current_actor(), owners, "client.list")
    counts = {name: len(listed[name]) for name in SHOWS}
    among = asked_among(db.session, current_actor(), [owner.client_id for owner in owners])
    asked = {str(each) for each in among}
    return render_template("teams.html", clients=clients, staff=staff, show=show, counts=counts, asked=asked)


def _listed(known: list[Facts], staff: Mapping[str, Facts]) -> dict[str, list[Facts]]:
    """Return the clients that each of ``SHOWS`` lists."""
    cared = [client for client in known if not client["archived_at"]]
    nobody = [
        client for client in cared if not any(team.can_look_after(staff[user]) for user in client["team"])
    ]
    return {"": cared, "nobody": nobody, "away": [client for client in known if client["archived_at"]]}


def _all(agency_id: UUID) -> Iterator[Facts]:
    place: str | None = None
    while True:
        items, place = directory_of(db.session, agency_id, place, AT_ONCE)
        yield from items
        if place is None:
            return


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
