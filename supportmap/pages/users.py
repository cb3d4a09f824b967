"""Who can sign in: for an admin to add, disable and help when they can't."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.accounts import Account, account_of, accounts, add_user, disable, enable, forget_factor
from supportmap.access.acting import current_actor, reads, writes
from supportmap.access.loaders import NotThere
from supportmap.access.password_links import VALID_HOURS, make_link
from supportmap.access.passwords import unguessable
from supportmap.casework.outcome import Conflict, Invalid
from supportmap.pages.doors import Answer, pages
from supportmap.records.database import db

__all__: list[str] = []

STAFF = ("clinician", "referral", "admin")
ONE = "/users/<uuid:user_id>"


@pages.get("/users")
@reads("user.read")
def users_page(agency_id: UUID) -> Answer:
    """Show everybody who has an account."""
    people = sorted(accounts(db.session, agency_id), key=lambda each: (each.name or each.email).casefold())
    return render_template("users.html", people=people, roles=STAFF, hours=VALID_HOURS)


@pages.post("/users")
@writes("user.edit")
def add(agency_id: UUID) -> Response:
    """Add somebody, and show the link by which they set their password."""
    form = request.form
    if form.get("role") not in STAFF:
        raise Invalid(("", "Choose what they do: clinician, referral staff or administrator."))
    name = form.get("name", "").strip()
    if not name:
        raise Invalid(("", "Give the name by which colleagues know them."))
    email = form.get("email", "")
    user_id = add_user(db.session, agency_id, email, unguessable(), form["role"], name, actor=current_actor())
    return _with_link(user_id)


@pages.post(f"{ONE}/link")
@writes("user.edit")
def link(agency_id: UUID, user_id: UUID) -> Response:
    """Show a link by which somebody sets another password; ``factor``: they have lost the second one too."""
    if not _theirs(agency_id, user_id).active:
        raise Conflict("disabled", "This account is disabled: enable it first.")
    if request.form.get("factor"):
        forget_factor(db.session, agency_id, user_id, current_actor())
    return _with_link(user_id)


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


def _with_link(user_id: UUID) -> Response:
    token = make_link(db.session, current_actor(), user_id)
    # It is shown once: the session that holds it until then is kept on the server, encrypted.
    flash(url_for("pages.password_page", token=token, _external=True), "link")
    return redirect(url_for("pages.users_page"))
