"""What is near a client and what they were offered: their referrals, the directory, and one place of it.

Somebody else may hold the phone: what may endanger whoever is seen with it, or must not be found, isn't on
these pages at all, however one comes to it. Nor is what the map marks unsafe for this client.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.analysis.network import FUNCTIONS
from supportmap.casework import referrals
from supportmap.casework.clients import client_of
from supportmap.casework.kept_off import unsafe_services
from supportmap.casework.outcome import Invalid, Missing
from supportmap.casework.referral import Referral, referrals_of
from supportmap.directory import own
from supportmap.directory.searching import Found, find
from supportmap.directory.showing import resource_of
from supportmap.directory.wanted import Wanted
from supportmap.pages.doors import Answer, pages
from supportmap.pages.finding import USUAL_KM, WITHIN, wanted_of
from supportmap.pages.forms import sent_id, sent_text
from supportmap.pages.own_forms import kept_or_again
from supportmap.pages.place_words import progress
from supportmap.pages.referral_consent import consent_now
from supportmap.pages.searches import FOUND, last_search, remember_search
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.days import today
from supportmap.records.networks import Facts
from supportmap.records.referral_consent import may_be_told

__all__ = ["PLACES", "Offer", "offer_of", "offers_of", "shown_place"]

PLACES = "/my/places"
ONE = f"{PLACES}/<uuid:resource_id>"
MOST, LOOKED_AT = 20, 60
"""So many are shown; so many are looked at, because some aren't shown."""
LONGEST_REPORT = 2_000
FIELDS = ("words", "near", "within", "function", "mode")
ASKED = "It is with your care team. They look at it with you when you next speak."


@dataclass(frozen=True, slots=True)
class Offer:
    """A referral as its client reads it: what it leads to, how far it is, and what comes next."""

    referral: Referral
    place: Facts
    now: str
    then: str
    agreed: bool


@pages.get(PLACES)
@reads("own_referral.read", own=True)
def places_page(owner: Owner) -> Answer:
    """Show what was offered or asked for, and the form to look for more with what was found last."""
    if asked := last_search(PLACES):
        return _page(owner, asked, _found(owner, asked))
    area = client_of(db.session, owner)["area"] or ""
    return _page(owner, {"near": area, "within": str(USUAL_KM) if area else ""})


@pages.post(f"{PLACES}/search")
@reads("own_referral.read", own=True)
def search_places(_owner: Owner) -> Answer:
    """Look for what fits; the words are in no address and in no log."""
    remember_search(PLACES, {name: request.form.get(name, "").strip()[:200] for name in FIELDS})
    return redirect(url_for("pages.places_page", found=1, _anchor=FOUND))


def _page(owner: Owner, asked: Mapping[str, Any], found: Found | None = None) -> str:
    offers = offers_of(owner)
    return render_template(
        "my_places.html",
        open_ones=[each for each in offers if not each.referral.has_ended],
        ended=[each for each in offers if each.referral.has_ended],
        agreed=consent_now(owner)["agreed"],
        asked=_fields(asked),
        within=WITHIN,
        found=found,
    )


def _fields(asked: Mapping[str, Any]) -> Facts:
    return {name: asked.get(name, "") for name in FIELDS}


def _found(owner: Owner, asked: Mapping[str, Any]) -> Found:
    """Return what fits and may be shown; what is said of the distance holds for that alone."""
    wanted = _wanted(asked)
    found = find(db.session, owner.agency_id, wanted, today(db.session, owner.agency_id))
    off = unsafe_services(db.session, owner)
    seen = [each for each in found.matches if not (each.shown.sensitive or each.shown.confidential)]
    seen = [each for each in seen if each.service_id not in off]
    near = any(each.km is not None and each.km <= (wanted.within_km or 0) for each in seen)
    far = bool(wanted.area and wanted.within_km) and not found.area_unknown and not near
    more = found.may_be_more or len(seen) > MOST
    return replace(found, matches=tuple(seen[:MOST]), may_be_more=more, nothing_within=far)


def _wanted(asked: Mapping[str, Any]) -> Wanted:
    return wanted_of({**asked, "area": asked["near"], "limit": str(LOOKED_AT)})


@pages.get(ONE)
@reads("own_referral.read", own=True)
def place_page(owner: Owner, resource_id: UUID) -> Answer:
    """Show one place: how to get in touch first."""
    return _place(owner, resource_id)


def _place(owner: Owner, resource_id: UUID, wrong: str = "") -> str:
    place = shown_place(owner, resource_id)
    known = [each for each in referrals_of(db.session, owner) if each.service_id == resource_id]
    offer = next((offer_of(owner, each) for each in known if not each.has_ended), None)
    return render_template(
        "my_place.html",
        place=place,
        offer=offer,
        does=[name for name in FUNCTIONS if place[name]],
        id=request.form.get("id") or uuid4(),
        typed=request.form,
        wrong=wrong,
    )


@pages.post(f"{ONE}/ask")
@writes("own_referral.edit", own=True)
def ask_about_place(owner: Owner, resource_id: UUID) -> Answer:
    """Ask the care team about a place: that is a suggestion, of which nobody else is told."""
    shown_place(owner, resource_id)

    def keep() -> None:
        function = request.form.get("function", "")
        if function not in FUNCTIONS:
            raise Invalid(("", "Choose what it would be for."))
        given = {"service_id": str(resource_id), "function": function, "words": sent_text("words")}
        referrals.make(db.session, current_actor(), owner, given, referral_id=sent_id())

    return kept_or_again(keep, lambda wrong: _place(owner, resource_id, wrong)) or _done(ASKED)


@pages.post(f"{ONE}/report")
@writes("own_referral.edit", own=True)
def report_place(owner: Owner, resource_id: UUID) -> Answer:
    """Keep what a client found to be wrong of a place."""
    shown_place(owner, resource_id)
    words = sent_text("words") or ""
    if not 0 < len(words) <= LONGEST_REPORT:
        raise Invalid(("", f"Say in 1 to {LONGEST_REPORT:,} characters what is wrong."))
    own.report_wrong(db.session, current_actor(), resource_id, words)
    flash("Thank you: whoever keeps the list will look at it.", "success")
    return redirect(url_for("pages.place_page", resource_id=resource_id))


def shown_place(owner: Owner, resource_id: UUID) -> dict[str, Any]:
    """Return a place that a client's pages may show, or raise Missing: what is kept off them isn't there."""
    return _shown_place(owner, resource_id, unsafe_services(db.session, owner))


def _shown_place(owner: Owner, resource_id: UUID, off: Collection[UUID]) -> dict[str, Any]:
    place = None if resource_id in off else resource_of(db.session, owner.agency_id, resource_id)
    if place is None or place["sensitive"] or place["confidential"]:
        raise Missing("service")
    return place


def offer_of(owner: Owner, referral: Referral, off: Collection[UUID] | None = None) -> Offer:
    """Return a referral as the client reads it, or raise Missing where it leads to what isn't shown.

    ``off``: the services that the map marks unsafe, where they are known already.
    """
    unsafe = unsafe_services(db.session, owner) if off is None else off
    place = _shown_place(owner, referral.service_id, unsafe)
    words = progress(referral.state, referral.reason, referral.is_suggested, referral.channel)
    agreed = may_be_told(db.session, owner, referral.id, datetime.now(UTC))
    return Offer(referral, place, *words, agreed)


def offers_of(owner: Owner) -> list[Offer]:
    """Return those that may be shown, the latest first."""
    found, off = [], unsafe_services(db.session, owner)
    for referral in reversed(referrals_of(db.session, owner)):
        try:
            found.append(offer_of(owner, referral, off))
        except Missing:
            continue
    return found


def _done(words: str) -> Response:
    flash(words, "success")
    return redirect(url_for("pages.places_page"))
