"""Who can sign in: for an admin to add, disable and help when they can't."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.accounts import (
    Account,
    AccountRefused,
    AddressRefused,
    account_of,
    accounts,
    disable,
    enable,
    forget_factor,
)
from supportmap.access.acting import current_actor, reads, writes
from supportmap.access.adding import add_user
from supportmap.access.loaders import NotThere
from supportmap.access.password_links import VALID_HOURS, make_link, unused_links
from supportmap.access.passwords import unguessable
from supportmap.analysis.naming import clean
from supportmap.casework.caseload import named_clients
from supportmap.casework.labels import mark_alike
from supportmap.casework.outcome import Conflict
from supportmap.casework.team import alone_with
from supportmap.pages.doors import Answer, pages
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts
from supportmap.records.reading import note_readings

__all__: list[str] = []

FIELDS = ("name", "email", "role")
STAFF = ("clinician", "referral", "admin")
ONE = "/users/<uuid:user_id>"


@pages.get("/users")
@reads("user.read")
def users_page(agency_id: UUID) -> Answer:
    """Show everybody who has an account; of clients the label, for nothing else tells admins whose it is."""
    people = accounts(db.session, agency_id)
    owners = [Owner(agency_id, each) for each in _confirmed(people)]
    note_readings(db.session, current_actor(), owners, "client.list")
    return _page(agency_id, people)


def _page(agency_id: UUID, people: Iterable[Account], **told: object) -> str:
    """Show the page; ``link`` is shown this once, ``refused`` says why what was ``typed`` isn't taken."""
    people = sorted(people, key=lambda each: (each.name or each.email).casefold())
    links = unused_links(db.session, agency_id)
    nothing: Facts = dict.fromkeys(("link", "holder", "refused", "flawed"))
    alone = alone_with(db.session, agency_id)
    known = {"people": people, "links": links, "alone": alone, "roles": STAFF, "hours": VALID_HOURS}
    clients = mark_alike(named_clients(db.session, agency_id, _confirmed(people)))
    known |= {"clients": {UUID(each["id"]): each for each in clients}}
    return render_template("users.html", **known, **(nothing | {"typed": dict.fromkeys(FIELDS, "")} | told))


def _confirmed(people: Iterable[Account]) -> set[UUID]:
    """Return the clients who have an account that is known to be theirs."""
    return {each.client_id for each in people if each.client_id and each.confirmed}


@pages.post("/users")
@writes("user.edit")
def add(agency_id: UUID) -> Answer:
    """Add somebody, and show the link by which they set their password."""
    form = {name: clean(request.form.get(name, "")) for name in FIELDS}
    if wrong := _wrong(form):
        return _refusing(agency_id, form, *wrong)
    try:
        email, role, name = form["email"], form["role"], form["name"]
        user_id = add_user(db.session, agency_id, email, unguessable(), role, name, actor=current_actor())
    except AccountRefused as refusal:
        field = "email" if isinstance(refusal, AddressRefused) else ""
        return _refusing(agency_id, form, field, f"{refusal}.")
    return _with_link(agency_id, user_id)


def _wrong(form: Mapping[str, str]) -> tuple[str, str] | None:
    """Return which field of the form can't be as it is, and why."""
    if form["role"] not in STAFF:
        return "role", "Choose what they do: clinician, referral staff or administrator."
    return None if form["name"] else ("name", "Give the name by which colleagues know them.")


def _refusing(agency_id: UUID, form: Mapping[str, str], field: str, why: str) -> Answer:
    return _page(agency_id, accounts(db.session, agency_id), refused=why, flawed=field, typed=form), 422


@pages.post(f"{ONE}/link")
@writes("user.edit")
def link(agency_id: UUID, user_id: UUID) -> Answer:
    """Show a link by which somebody sets another password; ``factor``: they have lost the second one too."""
    if not _theirs(agency_id, user_id).active:
        raise Conflict("disabled", "This account is disabled: enable it first.")
    if request.form.get("factor"):
        forget_factor(db.session, agency_id, user_id, current_actor())
    return _with_link(agency_id, user_id)


@pages.post(f"{ONE}/disable")
@writes("user.edit")
def disable_user(agency_id: UUID, user_id: UUID) -> Response:
    """Keep somebody from signing in, at once."""
    _theirs(agency_id, user_id)
    if user_id == current_actor().user_id:
        raise Conflict("oneself", "You can’t disable your own account: another administrator can.")
    disable(db.session, agency_id, user_id, current_actor())
    flash("Disabled: they are signed out everywhere, and can’t sign in.", "success")
    return redirect(url_for("pages.users_page"))


@pages.post(f"{ONE}/enable")
@writes("user.edit")
def enable_user(agency_id: UUID, user_id: UUID) -> Response:
    """Let somebody sign in again."""
    _theirs(agency_id, user_id)
    enable(db.session, agency_id, user_id, current_actor())
    flash("They can sign in again.", "success")
    return redirect(url_for("pages.users_page"))


def _theirs(agency_id: UUID, user_id: UUID) -> Account:
    account = account_of(db.session, agency_id, user_id)
    if account is None:
        raise NotThere
    return account


def _with_link(agency_id: UUID, user_id: UUID) -> str:
    # In this answer only, which no browser keeps: nobody else's next page shows it.
    token = make_link(db.session, current_actor(), user_id)
    link = url_for("pages.password_page", token=token, _external=True)
    people = accounts(db.session, agency_id)
    return _page(agency_id, people, link=link, holder=_theirs(agency_id, user_id))
