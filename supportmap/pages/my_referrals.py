"""What a client says of referrals: taken back, agreed to, noted; and whether others may look for them."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.casework import referral_work
from supportmap.casework.outcome import Invalid
from supportmap.casework.referral import events_of, referral_of
from supportmap.casework.referral_ends import end
from supportmap.pages.doors import Answer, pages
from supportmap.pages.forms import sent_text
from supportmap.pages.my_places import PLACES, offer_of
from supportmap.pages.own_forms import kept_or_again
from supportmap.pages.place_words import TAKEN_BACK
from supportmap.pages.referral_consent import consent_now, keep_consent
from supportmap.records.client import Owner
from supportmap.records.database import db

__all__: list[str] = []

ONE = "/my/referrals/<uuid:referral_id>"
CONSENT = f"{PLACES}/consent"
LONGEST = 2_000


@pages.post(f"{ONE}/cancel")
@writes("own_referral.edit", own=True)
def take_referral_back(owner: Owner, referral_id: UUID) -> Response:
    """Take back what was asked for or offered; what they were told stays told."""
    _check_shown(owner, referral_id)
    reason = request.form.get("reason", "")
    if reason not in TAKEN_BACK:
        raise Invalid(("", "Choose why you take it back."))
    end(db.session, current_actor(), owner, referral_id, "cancel", reason, words=_words())
    return _done("It is taken back. Your care team sees that.")


@pages.post(f"{ONE}/consent")
@writes("own_referral.edit", own=True)
def agree_to_referral(owner: Owner, referral_id: UUID) -> Response:
    """Agree that the people there are told, or take that back."""
    _check_shown(owner, referral_id)
    given = _yes_or_no()
    referral_work.note_consent(db.session, current_actor(), owner, referral_id, given)
    return _done(
        "Noted: your care team may tell them about you."
        if given
        else "Noted: nobody tells them about you from now on. What they know already, they know."
    )


@pages.post(f"{ONE}/note")
@writes("own_referral.edit", own=True)
def note_on_referral(owner: Owner, referral_id: UUID) -> Response:
    """Tell the care team something about it."""
    _check_shown(owner, referral_id)
    words = _words()
    if words is None:
        raise Invalid(("", "Write a word for your care team first."))
    if not _said_just_now(owner, referral_id, words):
        referral_work.note(db.session, current_actor(), owner, referral_id, {"words": words})
    return _done("Your care team sees it.")


@pages.get(CONSENT)
@reads("own_referral.read", own=True)
def places_consent_page(owner: Owner) -> Answer:
    """Say who would see what, and ask."""
    return _page(owner)


@pages.post(CONSENT)
@writes("own_referral.edit", own=True)
def settle_places_consent(owner: Owner) -> Answer:
    """Note what the client says of it."""
    again = kept_or_again(lambda: keep_consent(owner, _yes_or_no()), lambda wrong: _page(owner, wrong=wrong))
    if again:
        return again
    flash("Noted." if _yes_or_no() else "Taken back: they see nothing of you from now on.", "success")
    return redirect(url_for("pages.places_consent_page"))


def _page(owner: Owner, wrong: str = "") -> str:
    return render_template("my_places_consent.html", said=consent_now(owner), typed=request.form, wrong=wrong)


def _yes_or_no() -> bool:
    given = request.form.get("given")
    if given not in ("yes", "no"):
        raise Invalid(("", "Choose whether you say yes or no."))
    return given == "yes"


def _words() -> str | None:
    words = sent_text("words")
    if words and len(words) > LONGEST:
        raise Invalid(("", f"Say it in at most {LONGEST:,} characters."))
    return words


def _said_just_now(owner: Owner, referral_id: UUID, words: str) -> bool:
    """Tell whether a form was sent twice: the same words of the same person are what happened last."""
    last = events_of(db.session, owner, referral_id)[-1]
    return (last["kind"], last["user_id"], last["words"]) == ("note", current_actor().user_id, words)


def _check_shown(owner: Owner, referral_id: UUID) -> None:
    """Raise Missing where it isn't the client's, or leads to what their pages don't show."""
    offer_of(owner, referral_of(db.session, owner, referral_id))


def _done(words: str) -> Response:
    flash(words, "success")
    return redirect(url_for("pages.places_page"))
