"""One gap of a client: what is missing, who on the map could do it, and what of the directory fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for

from supportmap.access.acting import current_actor, reads, writes
from supportmap.access.policy import scope
from supportmap.analysis.could_do import CouldDo, could_do
from supportmap.analysis.network import FUNCTIONS, Function
from supportmap.casework.community_gaps import nothing_found
from supportmap.casework.outcome import Missing
from supportmap.casework.referral import Referral, referrals_of
from supportmap.casework.worklist import age_group, worklist_of
from supportmap.directory.searching import Found, find
from supportmap.directory.wanted import Ages, Wanted
from supportmap.pages.doors import Answer, pages
from supportmap.pages.finding import (
    ANY_GAP,
    LONGEST,
    USUAL_KM,
    WHEN_AND_HOW,
    WITHIN,
    codes_of,
    kilometres,
    more_to_show,
    most_shown,
    wanted_of,
)
from supportmap.pages.names import shown_network
from supportmap.pages.referral_desk import GAP
from supportmap.pages.referral_frame import is_desk, referral_frame
from supportmap.pages.searches import FOUND, last_search, remember_search
from supportmap.records.client import ClientRow, Owner
from supportmap.records.database import db
from supportmap.records.days import today
from supportmap.records.networks import Facts, state_of
from supportmap.records.staff import names_of
from supportmap.records.worklist import gap_left

__all__: list[str] = []

FIELDS = ("words", "area", "within", *WHEN_AND_HOW)
LONGEST_AREA = 60
AGES = {"under 18": Ages(0, 17), "18-24": Ages(17, 24), "25-64": Ages(24, 64), "65+": Ages(64, 120)}
"""What age whoever is of a group may have: it goes by the year of birth, and the birthday may be to come."""
AGED = dict(
    zip(AGES.values(), ("under 18", "aged 18 to 24", "aged 25 to 64", "aged 65 or over"), strict=True)
)
"""The words for somebody of each group."""


@pages.get(GAP)
@reads("gap.read")
def gap_page(owner: Owner, function: str) -> Answer:
    """Show a gap and what fits it, the best first: what was looked for last, or near where the client is."""
    return _page(owner, *_asked_of(owner, function), last_search(_searched(owner, function)))


@pages.post(f"{GAP}/search")
@reads("gap.read")
def search_for_gap(owner: Owner, function: str) -> Answer:
    """Look for what fits it with ``words``, ``within``, ``area`` and more; they stand in no address."""
    known, _ = _asked_of(owner, function)
    asked = {name: request.form[name][:LONGEST] for name in FIELDS if name in request.form}
    remember_search(_searched(owner, known), asked)
    instead = _ended(referrals_of(db.session, owner))
    gap = url_for("pages.gap_page", client_id=owner.client_id, function=known, instead=instead, found=1)
    return redirect(f"{gap}#{FOUND}")


def _searched(owner: Owner, function: str) -> str:
    return f"{owner.client_id} {function}"


@pages.post(f"{GAP}/nothing")
@writes("gap.edit")
def count_nothing(owner: Owner, function: str) -> Answer:
    """Count a gap as one of the community's: as far as is usual around the client nothing fits."""
    known, gap = _asked_of(owner, function)
    refused = _refused(referrals_of(db.session, owner))
    wanted = _wanted(owner, known, gap, referral_frame(owner)["told"], {}, refused)
    if gap and gap["size"] and wanted.area and _found(owner, wanted).nothing_within:
        missing = {"function": known, "area": wanted.area[:LONGEST_AREA], "within_km": USUAL_KM}
        nothing_found(db.session, current_actor(), owner, missing)
        flash("Counted: Outcomes tells of it, together with those of other clients.", "success")
    else:
        flash("Not counted: something fits near the client by now, or their area isn’t known.", "error")
    return redirect(url_for("pages.gap_page", client_id=owner.client_id, function=known))


def _asked_of(owner: Owner, function: str) -> tuple[Function, Facts | None]:
    """Return a function and its gap, or raise Missing: the desk sees no function that is no gap."""
    known = next((each for each in FUNCTIONS if each == function), None)
    gap = _gap(owner, function) if known else None
    if known is None or (gap is None and is_desk()):
        raise Missing("gap")
    return known, gap


def _page(owner: Owner, function: Function, gap: Facts | None, asked: Mapping[str, str]) -> str:
    frame = referral_frame(owner)
    referrals = referrals_of(db.session, owner)
    wanted = _wanted(owner, function, gap, frame["told"], asked, _refused(referrals))
    wanted = replace(wanted, limit=most_shown(request.args))
    found = _found(owner, wanted)
    return render_template(
        "gap.html",
        **frame,
        function=function,
        gap=gap,
        colleague=_on_it(owner, gap),
        is_left=bool(gap) and gap_left(db.session, owner, function, datetime.now(UTC)),
        aged=AGED[wanted.ages] if wanted.ages else None,
        wanted=wanted,
        found=found,
        more=more_to_show(found),
        within=WITHIN,
        words=wanted.words,
        asked={name: asked.get(name, "") for name in WHEN_AND_HOW},
        instead=_ended(referrals),
        may_count=bool(gap and gap["size"] and found.nothing_within and wanted.area and not asked),
        referred={each.service_id: each for each in referrals if not each.has_ended},
        new_id=uuid4,
        could=() if is_desk() else _could(owner, function),
        tab="gaps" if is_desk() else "referrals",
    )


def _ended(referrals: Iterable[Referral]) -> UUID | None:
    """Return the referral in whose place another is looked for, as the address or the form says."""
    said = request.values.get("instead")
    ended = (each.id for each in referrals if each.has_ended and each.state != "helped")
    return next((own_id for own_id in ended if str(own_id) == said), None)


def _could(owner: Owner, function: Function) -> list[tuple[str, CouldDo]]:
    """Return who on the map could do it, by name; the desk is never told."""
    network = shown_network(state_of(db.session, owner))
    names = {contact.id: contact.name for contact in network.contacts}
    return [(names[each.contact], each) for each in could_do(network, function)]


def _gap(owner: Owner, function: str) -> Facts | None:
    """Return the gap as the worklist has it; None where the function is no gap."""
    actor = current_actor()
    its = ClientRow.id == owner.client_id
    condition = scope(actor, "gap.read", datetime.now(UTC)) & its
    gaps = worklist_of(db.session, owner.agency_id, condition)
    return next((gap for gap in gaps if gap["function"] == function), None)


def _on_it(owner: Owner, gap: Facts | None) -> str | None:
    """Return the name of whoever works on a gap."""
    if not (gap and gap["assigned_to"]):
        return None
    own_id = UUID(gap["assigned_to"])
    return names_of(db.session, owner.agency_id, {own_id}).get(own_id)


def _wanted(
    owner: Owner,
    function: Function,
    gap: Facts | None,
    told: Facts,
    asked: Mapping[str, str],
    refused: frozenset[UUID],
) -> Wanted:
    """Return what would fill the gap of this client, near where they are unless something else is asked."""
    area = asked.get("area", told["area"] or "")[:LONGEST].strip()
    group = age_group(told["birth_year"], today(db.session, owner.agency_id).year)
    return replace(
        wanted_of({name: asked.get(name, "") for name in WHEN_AND_HOW}),
        words=asked.get("words", "")[:LONGEST].strip(),
        area=area or None,
        within_km=kilometres(asked.get("within"), USUAL_KM),
        functions={function: (gap and gap["size"]) or ANY_GAP},
        ages=AGES.get(group or ""),
        languages=codes_of(told["languages"] or ()),
        refused=refused,
    )


def _refused(referrals: Iterable[Referral]) -> frozenset[UUID]:
    """Return the services that the client said they don't want."""
    return frozenset(each.service_id for each in referrals if each.reason == "not wanted")


def _found(owner: Owner, wanted: Wanted) -> Found:
    return find(db.session, owner.agency_id, wanted, today(db.session, owner.agency_id))
