"""The way of a client to an account of their own: invited, set up, and confirmed by who invited them."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.accounts import AccountRefused
from supportmap.access.acting import current_actor, public, writes
from supportmap.access.invitations import (
    VALID_HOURS,
    Made,
    confirm,
    counts,
    invite,
    mailed,
    refuse,
    set_up,
    withdraw,
)
from supportmap.access.loaders import NotThere
from supportmap.access.passwords import SHORTEST
from supportmap.casework.changes import refuse_archived
from supportmap.mail import address_of
from supportmap.pages.client_bar import client_bar
from supportmap.pages.doors import CLIENT, Answer, pages
from supportmap.pages.letters import INVITATION, letters_go_out, send_afterwards
from supportmap.pages.qr import qr_image
from supportmap.records.client import Owner
from supportmap.records.database import db, writing
from supportmap.records.networks import state_of

__all__: list[str] = []

JOIN = "/join/<token>"
NO_ADDRESS = "That isn’t an e-mail address: check it."
CONFIRMED = "The account is the client’s from now on."
ENDED = "The account has ended: whoever set it up can’t sign in."
REFUSED = (
    "That didn’t work: the link or the code isn’t right, or they no longer count. Check the code; "
    "if it stays so, ask for another link."
)


@pages.post(f"{CLIENT}/invitation")
@writes("invitation.edit")
def make_invitation(owner: Owner) -> Answer:
    """Make an invitation, and show link and code this once."""
    state = state_of(db.session, owner)
    refuse_archived(state)
    return _handed(owner, invite(db.session, current_actor(), owner))


def _handed(owner: Owner, made: Made, email: str = "", wrong: str = "", sent: str = "") -> str:
    link = _link(made)
    return render_template(
        "invitation.html",
        **client_bar(owner),
        made=made,
        link=link,
        qr=qr_image(link),
        hours=VALID_HOURS,
        by_mail=letters_go_out(),
        email=email,
        wrong=wrong,
        sent=sent,
    )


def _link(made: Made) -> str:
    return url_for("pages.join_page", token=made.token, _external=True)


@pages.post(f"{CLIENT}/invitation/mail")
@writes("invitation.edit")
def mail_invitation(owner: Owner) -> Answer:
    """Send the link by e-mail; the page that is shown once stays, for the code is still to be told."""
    made = Made(request.form.get("token", ""), request.form.get("code", ""))
    email = request.form.get("email", "").strip()
    if not counts(db.session, owner, made):
        raise NotThere
    page = partial(_handed, owner, made, email)
    address = address_of(email)
    if address is None:
        return page(NO_ADDRESS), 422
    mailed(db.session, current_actor(), owner)
    text = INVITATION.format(link=_link(made), hours=VALID_HOURS)
    send_afterwards(address, text, otherwise=lambda why: Response(page(why), 502, mimetype="text/html"))
    return page(sent=address)


@pages.post(f"{CLIENT}/invitation/withdraw")
@writes("invitation.edit")
def withdraw_invitation(owner: Owner) -> Response:
    """End the invitation before it is used."""
    if withdraw(db.session, current_actor(), owner):
        flash("The invitation is taken back: its link no longer counts.", "success")
    else:
        flash("There was no invitation to take back: it was used, or has ended.", "error")
    return _back(owner)


@pages.post(f"{CLIENT}/account/<uuid:user_id>/confirm")
@writes("invitation.edit")
def confirm_account(owner: Owner, user_id: UUID) -> Response:
    """Say that it is the client who set up the account."""
    return _settled(owner, confirm(db.session, current_actor(), owner, user_id), CONFIRMED)


@pages.post(f"{CLIENT}/account/<uuid:user_id>/refuse")
@writes("invitation.edit")
def refuse_account(owner: Owner, user_id: UUID) -> Response:
    """Say that it is somebody else who set up the account: it ends at once."""
    return _settled(owner, refuse(db.session, current_actor(), owner, user_id), ENDED)


def _settled(owner: Owner, waited: bool, words: str) -> Response:
    if not waited:
        raise NotThere
    flash(words, "success")
    return _back(owner)


def _back(owner: Owner) -> Response:
    return redirect(url_for("pages.record_page", client_id=owner.client_id))


@pages.get(JOIN)
@public
def join_page(token: str) -> Answer:  # noqa: ARG001 - looking uses nothing
    """Ask for code, e-mail and password: the same for every link, because looking tells nothing."""
    return _join()


@pages.post(JOIN)
@public
def set_up_account(token: str) -> Answer:
    """Make the account, or say the same whatever was wrong with link and code."""
    typed = {name: request.form.get(name, "").strip() for name in ("code", "email")}
    password, again = (request.form.get(name, "") for name in ("password", "again"))
    if password != again:
        return _join("The two passwords aren’t the same: type both again.", **typed)
    try:
        with writing(db.session):
            made = set_up(db.session, token, "".join(typed["code"].split()), typed["email"], password)
    except AccountRefused as refusal:
        text = str(refusal).rstrip(".")
        return _join(f"{text[0].upper()}{text[1:]}.", **typed)
    return render_template("joined.html") if made else _join(REFUSED, **typed)


def _join(error: str = "", code: str = "", email: str = "") -> Answer:
    page = render_template("join.html", error=error, code=code, email=email, shortest=SHORTEST)
    return (page, 422) if error else page
