"""A client's own page for when it gets hard: what makes it so, what helps then and who; and the card."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.casework import coping_writing
from supportmap.casework.coping import Written, coping_in, network_seen, written_of
from supportmap.casework.portal import Released, released
from supportmap.casework.work import work_of
from supportmap.pages import coping_forms as forms
from supportmap.pages.cards import card_shown, crisis_line, with_numbers
from supportmap.pages.doors import Answer, pages
from supportmap.pages.forms import sent_day, sent_id, sent_version
from supportmap.pages.own_forms import kept_or_again
from supportmap.pages.sharing import is_shared, kept_from, team_members
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.days import today

__all__: list[str] = []

COPING = "/my/coping"
OF_KIND = f"{COPING}/<kind>"
ONE = f"{OF_KIND}/<uuid:work_id>"
USED = f"{COPING}/strategy/<uuid:work_id>/used"


@pages.get(COPING)
@reads("own.read", own=True)
def coping_page(owner: Owner) -> Answer:
    """Show all of it, and kindly what is not there yet."""
    written, seen = _read(owner)
    return render_template(
        "my_coping.html",
        coping=coping_in(written, network_seen(seen)),
        written=written,
        works=written.works,
        seen=seen,
        crisis_line=crisis_line(owner),
        with_numbers=with_numbers,
    )


@pages.get(f"{COPING}/card")
@reads("own.read", own=True)
def coping_card_page(owner: Owner) -> Answer:
    """Show the card, with what only the client sees or without it."""
    written, seen = _read(owner)
    without = "shared" in request.args
    shown = written.shared if without else written
    return render_template(
        "my_card.html",
        **card_shown(shown, network_seen(seen), owner),
        without=without,
        is_any_private=written != written.shared,
    )


@pages.get(f"{OF_KIND}/add")
@reads("own.read", own=True)
def coping_add_page(owner: Owner, kind: str) -> Answer:
    """Ask for a sign, a trigger or a strategy."""
    return _form(owner, kind)


@pages.post(OF_KIND)
@writes("own.edit", own=True)
def coping_add(owner: Owner, kind: str) -> Answer:
    """Write it down."""
    forms.known_kind(kind)

    def keep() -> None:
        given, told = forms.said(kind) | kept_from(owner, shared=is_shared()), (current_actor(), owner, kind)
        coping_writing.write(db.session, *told, given, shared=is_shared(), work_id=sent_id())

    return kept_or_again(keep, lambda wrong: _form(owner, kind, wrong=wrong)) or _done("It is written down.")


@pages.get(ONE)
@reads("own.read", own=True)
def coping_change_page(owner: Owner, kind: str, work_id: UUID) -> Answer:
    """Show what was said, to say it anew."""
    return _form(owner, kind, work_id)


@pages.post(ONE)
@writes("own.edit", own=True)
def coping_change(owner: Owner, kind: str, work_id: UUID) -> Answer:
    """Say it anew."""
    work = work_of(db.session, current_actor(), owner, forms.known_kind(kind), work_id)

    def keep() -> None:
        given = forms.said(kind) | kept_from(owner, work, is_shared())
        coping_writing.rewrite(
            *(db.session, current_actor(), owner, kind, work_id, given),
            shared=is_shared(),
            version=sent_version(),
        )

    return kept_or_again(keep, lambda wrong: _form(owner, kind, work_id, wrong)) or _done("It is changed.")


@pages.post(f"{ONE}/delete")
@writes("own.edit", own=True)
def coping_delete(owner: Owner, kind: str, work_id: UUID) -> Response:
    """Delete it for good."""
    coping_writing.strike(db.session, current_actor(), owner, kind, work_id)
    return _done("It is deleted.")


@pages.get(USED)
@reads("own.read", own=True)
def coping_used_page(owner: Owner, work_id: UUID) -> Answer:
    """Ask how much it helped this time."""
    return _use_form(owner, work_id)


def _use_form(owner: Owner, work_id: UUID, wrong: str = "") -> str:
    strategy = work_of(db.session, current_actor(), owner, "strategy", work_id)
    written, _ = _read(owner)
    now = today(db.session, owner.agency_id)
    return render_template("my_coping_used.html", **forms.use_of(strategy, written), today=now, wrong=wrong)


@pages.post(USED)
@writes("own.edit", own=True)
def coping_used(owner: Owner, work_id: UUID) -> Answer:
    """Note how much it helped."""
    again = kept_or_again(
        lambda: coping_writing.note_use(
            *(db.session, current_actor(), owner, work_id, forms.said_of_use(), sent_day()), sent_id()
        ),
        lambda wrong: _use_form(owner, work_id, wrong),
    )
    return again or _done("It is noted.")


def _read(owner: Owner) -> tuple[Written, Released]:
    actor = current_actor()
    return written_of(db.session, actor, owner), released(db.session, actor, owner)


def _form(owner: Owner, kind: str, work_id: UUID | None = None, wrong: str = "") -> str:
    written, seen = _read(owner)
    work = work_of(db.session, current_actor(), owner, forms.known_kind(kind), work_id) if work_id else None
    shown: dict[str, Any] = forms.blank(kind, written, network_seen(seen), work, bool(wrong))
    shared = is_shared() if wrong else bool(work and work.shared)
    told = {"shared": shared, "team": team_members(owner), "wrong": wrong}
    return render_template("my_coping_form.html", **shown, **told)


def _done(words: str) -> Response:
    flash(words, "success")
    return redirect(url_for("pages.coping_page"))
