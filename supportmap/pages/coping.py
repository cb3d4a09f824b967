"""When it gets hard, for the team: what is shared of it, what is missing, and the card with its numbers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.casework import coping_writing
from supportmap.casework.coping import coping_in, written_of
from supportmap.casework.kept_off import kept_off, without
from supportmap.casework.phones import Noted, note_phone
from supportmap.casework.work import work_of
from supportmap.pages import coping_forms as forms
from supportmap.pages.cards import card_shown
from supportmap.pages.client_bar import client_bar
from supportmap.pages.doors import CLIENT, Answer, pages
from supportmap.pages.forms import at_field, sent_day, sent_id, sent_text, sent_version
from supportmap.pages.names import shown_network
from supportmap.pages.own_forms import kept_or_again
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.days import today
from supportmap.records.networks import State, network_of, state_of

__all__ = ["coping_shown"]

COPING = f"{CLIENT}/coping"
OF_KIND = f"{COPING}/<kind>"
ONE = f"{OF_KIND}/<uuid:work_id>"
USED = f"{COPING}/strategy/<uuid:work_id>/used"
CARD = f"{CLIENT}/card"


def coping_shown(owner: Owner, state: State) -> dict[str, Any]:
    """Return what is shared of it, over the whole map."""
    written = written_of(db.session, current_actor(), owner)
    return {
        "coping": coping_in(written, network_of(state)),
        "written": written,
        "works": written.works,
    }


@pages.get(CARD)
@reads("shared.read")
def card_page(owner: Owner) -> Answer:
    """Show the card; while names are off it has pseudonyms, no numbers, and nothing that was written."""
    state = state_of(db.session, owner)
    written = written_of(db.session, current_actor(), owner)
    carried = without(shown_network(state), kept_off(db.session, state))
    return render_template(
        "card.html",
        **client_bar(owner, state),
        **card_shown(written, carried, owner),
        versions={own_id: facts["version"] for own_id, facts in state.contacts.items()},
    )


@pages.post(f"{CARD}/phones")
@writes("network.edit")
def phones(owner: Owner) -> Response:
    """Note phone numbers of people on the map, and which of them were checked today."""
    for each in request.form.getlist("contact"):
        contact_id, _, version = each.partition(" ")
        with at_field("phone", f"phone-{contact_id}"):
            note_phone(db.session, current_actor(), owner, _noted(contact_id, version))
    flash("Saved.", "success")
    return redirect(url_for("pages.card_page", client_id=owner.client_id))


def _noted(contact_id: str, version: str) -> Noted:
    checked = f"checked-{contact_id}" in request.form
    was, phone = sent_text(f"was-{contact_id}"), sent_text(f"phone-{contact_id}")
    return Noted(contact_id, sent_version(version), was, phone, checked)


@pages.get(f"{OF_KIND}/add")
@reads("shared.read")
def shared_coping_add_page(owner: Owner, kind: str) -> Answer:
    """Ask for a sign, a trigger or a strategy that is shared with the client."""
    return _form(owner, kind)


@pages.post(OF_KIND)
@writes("shared.edit")
def shared_coping_add(owner: Owner, kind: str) -> Answer:
    """Write it down."""
    given = forms.said(forms.known_kind(kind))
    again = kept_or_again(
        lambda: coping_writing.write(db.session, current_actor(), owner, kind, given, work_id=sent_id()),
        lambda wrong: _form(owner, kind, wrong=wrong),
    )
    return again or _done(owner, "It is written down, and the client sees it.")


@pages.get(ONE)
@reads("shared.read")
def shared_coping_change_page(owner: Owner, kind: str, work_id: UUID) -> Answer:
    """Show what was said, to say it anew."""
    return _form(owner, kind, work_id)


@pages.post(ONE)
@writes("shared.edit")
def shared_coping_change(owner: Owner, kind: str, work_id: UUID) -> Answer:
    """Say anew what staff wrote."""
    told = kind, work_id, forms.said(forms.known_kind(kind))
    again = kept_or_again(
        lambda: coping_writing.rewrite(db.session, current_actor(), owner, *told, version=sent_version()),
        lambda wrong: _form(owner, kind, work_id, wrong),
    )
    return again or _done(owner, "It is changed.")


@pages.post(f"{ONE}/delete")
@writes("shared.edit")
def shared_coping_delete(owner: Owner, kind: str, work_id: UUID) -> Response:
    """Delete for good what staff wrote."""
    coping_writing.strike(db.session, current_actor(), owner, kind, work_id)
    return _done(owner, "It is deleted.")


@pages.get(USED)
@reads("shared.read")
def shared_coping_used_page(owner: Owner, work_id: UUID) -> Answer:
    """Ask how much a strategy helped."""
    return _use_form(owner, work_id)


def _use_form(owner: Owner, work_id: UUID, wrong: str = "") -> str:
    strategy = work_of(db.session, current_actor(), owner, "strategy", work_id)
    written = written_of(db.session, current_actor(), owner)
    now = today(db.session, owner.agency_id)
    return render_template(
        "coping_used.html", **client_bar(owner), **forms.use_of(strategy, written), today=now, wrong=wrong
    )


@pages.post(USED)
@writes("shared.edit")
def shared_coping_used(owner: Owner, work_id: UUID) -> Answer:
    """Note how much a strategy helped, as the client says."""
    again = kept_or_again(
        lambda: coping_writing.note_use(
            *(db.session, current_actor(), owner, work_id, forms.said_of_use(), sent_day()), sent_id()
        ),
        lambda wrong: _use_form(owner, work_id, wrong),
    )
    return again or _done(owner, "It is noted.")


def _form(owner: Owner, kind: str, work_id: UUID | None = None, wrong: str = "") -> str:
    actor, state = current_actor(), state_of(db.session, owner)
    work = work_of(db.session, actor, owner, forms.known_kind(kind), work_id) if work_id else None
    shown = forms.blank(kind, written_of(db.session, actor, owner), shown_network(state), work, bool(wrong))
    return render_template("coping_form.html", **client_bar(owner, state), **shown, wrong=wrong)


def _done(owner: Owner, words: str) -> Response:
    flash(words, "success")
    return redirect(url_for("pages.between_page", client_id=owner.client_id))
