"""What is kept about a client, for the client: who looked, what is released, a copy, the way to erasure."""

from __future__ import annotations

import orjson
from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from supportmap.access.acting import current_actor, reads, writes
from supportmap.casework.asking_erasure import ask_erasure, asked_erasure, keep_record
from supportmap.casework.own_copy import OWN_KINDS, own_copy
from supportmap.casework.portal import NOTHING, release_of
from supportmap.casework.referral import events_of
from supportmap.casework.reminding import set_reminders, wants_reminders
from supportmap.pages.doors import Answer, pages
from supportmap.pages.letters import letters_go_out
from supportmap.pages.my_places import Offer, offers_of
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.days import today
from supportmap.records.networks import Facts

__all__: list[str] = []

DATA = "/my/data"


@pages.get(DATA)
@reads("own.read", own=True)
def data_page(owner: Owner) -> Answer:
    """Show what can be known, taken, and asked for."""
    release = release_of(db.session, current_actor(), owner)
    return render_template(
        "my_data.html",
        release=release.facts if release else NOTHING,
        erasure=asked_erasure(db.session, current_actor(), owner),
        letters=letters_go_out(),
        reminders=wants_reminders(db.session, current_actor(), owner),
    )


@pages.get(f"{DATA}/copy.json")
@reads("own.read", own=True)
def copy_document(owner: Owner) -> Response:
    """Send the copy as a supportmap document."""
    written = orjson.dumps(_copy(owner), option=orjson.OPT_INDENT_2)
    return _file(written, "application/json", "my-data.json")


@pages.get(f"{DATA}/copy.html")
@reads("own.read", own=True)
def copy_page(owner: Owner) -> Response:
    """Send the copy as a page to read, which needs no service and no network."""
    copy = _copy(owner)
    written = {kind: [each for each in copy["between_visits"] if each["kind"] == kind] for kind in OWN_KINDS}
    now = today(db.session, owner.agency_id)
    page = render_template("my_copy.html", copy=copy, written=written, names=_names(copy), today=now)
    return _file(page.encode(), "text/html; charset=utf-8", "my-data.html")


def _copy(owner: Owner) -> Facts:
    """Return the copy of what they wrote and see, with what they were offered or asked for."""
    offers = [_offer_told(owner, each) for each in offers_of(owner)]
    return own_copy(db.session, current_actor(), owner) | {"referrals": offers}


def _offer_told(owner: Owner, offer: Offer) -> Facts:
    """Return a referral as the client's own page tells it, with what they wrote about it themselves."""
    referral, me = offer.referral, current_actor().user_id
    said = [each["words"] for each in events_of(db.session, owner, referral.id) if each["user_id"] == me]
    days = {name: getattr(referral, name) for name in ("sent_on", "started_on", "ended_on")}
    return {
        "id": str(referral.id),
        "place": offer.place["name"],
        "function": referral.function,
        "now": offer.now,
        "state": referral.state,
        "they_may_be_told": offer.agreed,
        "made_at": referral.made_at.isoformat(),
        **{name: on_day and on_day.isoformat() for name, on_day in days.items()},
        "i_wrote": [words for words in said if words],
    }


def _names(copy: Facts) -> dict[str, str]:
    """Return what stands on the page for an id: a name, or what was written in words."""
    own = {each["id"]: each["facts"]["what"] for each in copy["between_visits"] if "what" in each["facts"]}
    return own | {each["id"]: each["name"] for each in copy["contacts"]}


@pages.post(f"{DATA}/erasure")
@writes("own.edit", own=True)
def ask_for_erasure(owner: Owner) -> AnyResponse:
    """Ask for the record to be erased."""
    ask_erasure(db.session, current_actor(), owner)
    flash("Your care team sees that you ask for it. They speak with you before it is done.", "success")
    return redirect(url_for("pages.data_page"))


@pages.post(f"{DATA}/erasure/take-back")
@writes("own.edit", own=True)
def take_erasure_back(owner: Owner) -> AnyResponse:
    """Take that back."""
    keep_record(db.session, current_actor(), owner)
    flash("Taken back: your record stays.", "success")
    return redirect(url_for("pages.data_page"))


@pages.post(f"{DATA}/reminders")
@writes("own.edit", own=True)
def settle_reminders(owner: Owner) -> AnyResponse:
    """Remind the client by e-mail, or no longer."""
    wanted = request.form.get("wanted") == "yes"
    set_reminders(db.session, current_actor(), owner, wanted)
    flash("You get a letter when a step is due." if wanted else "No letters are sent.", "success")
    return redirect(url_for("pages.data_page"))


def _file(content: bytes, mimetype: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type=mimetype, headers=headers)
