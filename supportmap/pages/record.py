"""The record of a client beside the map: who they are, who looks after them, and who looked at it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.access.invitations import access_of
from supportmap.casework import clients
from supportmap.casework.asking_erasure import asked_erasure
from supportmap.casework.logbook import access_log_of
from supportmap.casework.outcome import Invalid
from supportmap.directory.languages import language_code, language_name
from supportmap.pages.client_bar import client_bar, warn_of_namesakes
from supportmap.pages.doors import CLIENT, Answer, number_asked, pages
from supportmap.pages.forms import Form, again_or_kept, sent_form, text_or_none
from supportmap.pages.own_forms import kept_or_again
from supportmap.pages.places import care_team
from supportmap.pages.referral_consent import consent_now, keep_consent
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts
from supportmap.records.referrals import left_ids

__all__: list[str] = []

LOG_PAGE = 100
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""A language as BCP 47 tells it, with or without a region or script."""


@pages.get(f"{CLIENT}/record")
@reads("client.read")
def record_page(owner: Owner) -> Answer:
    """Show the particulars and the care team."""
    return _page(owner, Form.fresh(_texts(clients.client_of(db.session, owner))))


def _page(
    owner: Owner,
    form: Form,
    wrong: Mapping[str, str] | None = None,
    refused: str = "",
    consent_refused: str = "",
) -> str:
    return render_template(
        "record.html",
        **client_bar(owner),
        **care_team(owner),
        asked_erasure=asked_erasure(db.session, current_actor(), owner),
        access=access_of(db.session, owner),
        referral_said=consent_now(owner),
        consent_refused=consent_refused,
        typed=request.form if consent_refused else MultiDict(),
        known=clients.client_of(db.session, owner),
        form=form,
        wrong=wrong or {},
        refused=refused,
    )


@pages.post(f"{CLIENT}/record")
@writes("client.edit")
def change_record(owner: Owner) -> Answer:
    """Change the particulars that were typed anew; what can't be saved is shown again as it was typed."""
    form = sent_form(_texts(clients.client_of(db.session, owner)))
    keep = partial(clients.change_client, db.session, current_actor(), owner)
    if again := again_or_kept(form, READERS, keep, partial(_page, owner)):
        return again
    flash("Saved.", "success")
    if "label" in form.changes:
        warn_of_namesakes(owner)
    return _back(owner)


def _texts(known: Facts) -> dict[str, str]:
    """Return the particulars as the fields hold them."""
    texts = {name: str(known[name] or "") for name in ("label", "name", "birth_year", "area")}
    return texts | {"languages": ", ".join(map(_called, known["languages"]))}


def _called(code: str) -> str:
    """Return a language by its name where that says all that the code does."""
    name = language_name(code)
    return name if language_code(name) == code else code


def _year(text: str) -> int | None:
    if not text:
        return None
    if not (text.isdecimal() and len(text) == 4 and int(text) <= datetime.now(UTC).year):
        raise Invalid(("birth_year", "expected a year in four digits that has begun, or nothing"))
    return int(text)


def _languages(text: str) -> list[str]:
    said = [each.strip() for each in text.split(",") if each.strip()]
    return list(dict.fromkeys(code for each in said for code in _codes(each)))


def _codes(said: str) -> list[str]:
    """Return the code of a language, by its name or by itself, or several codes with blanks between."""
    codes = said.split()
    if all(LANGUAGE.fullmatch(each) for each in codes):
        return codes
    if code := language_code(said):
        return [code]
    raise Invalid(("languages", "expected English names with commas between, such as Welsh, English"))


READERS: Mapping[str, Callable[[str], object]] = {
    "label": text_or_none,
    "name": text_or_none,
    "birth_year": _year,
    "area": text_or_none,
    "languages": _languages,
}


@pages.post(f"{CLIENT}/referral-consent")
@writes("consent.edit")
def settle_referral_consent(owner: Owner) -> Answer:
    """Note what the client said of referral when they were asked; what can't be is shown again as typed."""
    form = Form.fresh(_texts(clients.client_of(db.session, owner)))
    again = kept_or_again(
        lambda: keep_consent(owner, _yes_or_no()), lambda wrong: _page(owner, form, consent_refused=wrong)
    )
    if again:
        return again
    flash(_noted(owner), "success")
    return _back(owner)


def _yes_or_no() -> bool:
    given = request.form.get("given")
    if given not in ("yes", "no"):
        raise Invalid(("", "Choose whether the client says yes or no."))
    return given == "yes"


def _noted(owner: Owner) -> str:
    """Return what follows from what was noted of referral."""
    if _yes_or_no():
        return "Noted: referral staff see the gaps now."
    left = len(left_ids(db.session, owner, datetime.now(UTC)))
    if not left:
        return "Noted."
    them = "1 referral: take it" if left == 1 else f"{left} referrals: take them"
    return f"Noted. The referral desk can no longer follow {them} over on the page Referrals."


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
    warn_of_namesakes(owner)
    return _back(owner)


@pages.get(f"{CLIENT}/log")
@reads("log.read")
def log_page(owner: Owner) -> Answer:
    """Show who looked at the record and what they did there, the latest first."""
    entries, more = access_log_of(db.session, current_actor(), owner, number_asked("after"), LOG_PAGE)
    return render_template("log.html", **client_bar(owner), entries=entries, more=more)


def _back(owner: Owner) -> Response:
    return redirect(url_for("pages.record_page", client_id=owner.client_id))
