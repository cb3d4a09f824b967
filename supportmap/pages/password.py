"""The page behind a link by which somebody sets their password; looking at it uses nothing up."""

from __future__ import annotations

from flask import render_template, request
from werkzeug.exceptions import NotFound

from supportmap.access.accounts import AccountRefused
from supportmap.access.acting import public
from supportmap.access.password_links import holder_of, set_password
from supportmap.access.passwords import SHORTEST
from supportmap.pages.doors import Answer, pages
from supportmap.pages.errors import tell_error
from supportmap.records.database import db, writing

__all__: list[str] = []

PASSWORD = "/password/<token>"  # noqa: S105 - an address
OVER = "This link no longer counts: it was used, is too old, or a newer one was made. Ask for another."


@pages.get(PASSWORD)
@public
def password_page(token: str) -> Answer:
    """Ask for a new password."""
    account = holder_of(db.session, token)
    if account is None:
        return _over()
    return render_template("password.html", email=account.email, shortest=SHORTEST, error=None)


@pages.post(PASSWORD)
@public
def choose_password(token: str) -> Answer:
    """Set the password that was chosen, and ask to sign in with it."""
    account = holder_of(db.session, token)
    if account is None:
        return _over()
    password, again = (request.form.get(name, "") for name in ("password", "again"))
    error = _set(token, password) if password == again else "The two aren’t the same: type both again."
    if error:
        return render_template("password.html", email=account.email, shortest=SHORTEST, error=error), 422
    return render_template("password_set.html")


def _over() -> Answer:
    return tell_error(NotFound(), ("No longer", OVER))


def _set(token: str, password: str) -> str | None:
    """Set a password; return what is wrong with it, if anything."""
    try:
        with writing(db.session):
            return None if set_password(db.session, token, password) else OVER
    except AccountRefused as refusal:
        return str(refusal)
