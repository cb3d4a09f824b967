"""A client's journal: written, found again, counted, and deleted for good; and what of it the team sees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from supportmap.access.acting import current_actor, reads, writes
from supportmap.analysis.journal import counts, moods, together
from supportmap.casework.journal import about, counted, entries_of, matching
from supportmap.casework.portal import released
from supportmap.casework.work import Work
from supportmap.pages.doors import Answer, number_asked, pages
from supportmap.pages.own_pages import OwnPages
from supportmap.pages.sharing import team_members
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts, State

__all__ = ["journal_shown"]

JOURNAL = "/my/journal"
ONE = f"{JOURNAL}/<uuid:work_id>"
PAGE, TOLD = 30, 20
"""So many entries stand on a page of the client's, and of those shared on the page of the team."""
MOST_COUNTED = 12
ENTRIES = OwnPages("entry", "my_journal_write.html", "pages.journal_page")
NO_WORDS = "Write a word that you are looking for, then search."


@pages.get(JOURNAL)
@reads("own.read", own=True)
def journal_page(owner: Owner) -> Answer:
    """Show the entries, the latest day first: all of them, or those about one person."""
    entries, names = entries_of(db.session, current_actor(), owner), _names(owner)
    whom = request.args.get("about", "")
    chosen = about(entries, whom) if whom in names else entries
    return _page(owner, chosen, names, whom=whom if whom in names else None)


@pages.post(f"{JOURNAL}/search")
@reads("own.read", own=True)
def search_journal(owner: Owner) -> Answer:
    """Show the entries that have the words; they are in no address and in no log."""
    words, names = request.form.get("words", "").strip()[:200], _names(owner)
    entries = entries_of(db.session, current_actor(), owner)
    if not words:
        flash(NO_WORDS, "info")
        return redirect(url_for("pages.journal_page"))
    return _page(owner, matching(entries, words, names), names, words=words)


def _names(owner: Owner) -> dict[str, str]:
    return {each["id"]: each["name"] for each in released(db.session, current_actor(), owner).people}


def _page(owner: Owner, entries: Sequence[Work], names: dict[str, str], **more: Any) -> str:
    skipped = number_asked("after") or 0
    shown = entries[skipped : skipped + PAGE] if "words" not in more else entries
    earlier = skipped + PAGE if skipped + PAGE < len(entries) and "words" not in more else None
    return render_template(
        "my_journal.html",
        entries=shown,
        earlier=earlier,
        names=names,
        counts=_counts(entries, names),
        team=team_members(owner),
        **{"whom": None, "words": None, **more},
    )


def _counts(entries: Sequence[Work], names: dict[str, str]) -> Facts:
    """Return what is counted over entries; of people only those whom whoever looks may see."""
    found = counted(entries)
    pairs = [each for each in together(found) if each.contact in names]
    return {
        "moods": moods(found),
        "tags": counts(found, "tags")[:MOST_COUNTED],
        "contacts": [each for each in counts(found, "contacts") if each.of in names],
        "together": pairs[:MOST_COUNTED],
    }


@pages.get(f"{JOURNAL}/write")
@reads("own.read", own=True)
def write_page(owner: Owner) -> Answer:
    """Ask what is to be written down."""
    return ENTRIES.empty(owner)


@pages.post(JOURNAL)
@writes("own.edit", own=True)
def write_entry(owner: Owner) -> Answer:
    """Keep a new entry."""
    return ENTRIES.write(owner)


@pages.get(ONE)
@reads("own.read", own=True)
def entry_page(owner: Owner, work_id: UUID) -> Answer:
    """Show an entry, to be changed."""
    return ENTRIES.show(owner, work_id)


@pages.post(ONE)
@writes("own.edit", own=True)
def change_entry(owner: Owner, work_id: UUID) -> Answer:
    """Keep what was changed of an entry, and who sees it."""
    return ENTRIES.change(owner, work_id)


@pages.post(f"{ONE}/delete")
@writes("own.edit", own=True)
def delete_entry(owner: Owner, work_id: UUID) -> Answer:
    """Delete an entry for good."""
    return ENTRIES.delete(owner, work_id)


def journal_shown(owner: Owner, state: State) -> dict[str, Any]:
    """Return of the journal what is shared, for the team, with counts over that and nothing else."""
    entries = entries_of(db.session, current_actor(), owner)
    names = {own_id: facts["name"] for own_id, facts in state.contacts.items()}
    return {"entries": entries[:TOLD], "number": len(entries), "names": names} | _counts(entries, names)
