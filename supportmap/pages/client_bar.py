"""The bar that stands over every page of a client: whose it is, and the visit that is open."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import flash

from supportmap.access.acting import current_actor
from supportmap.access.policy import scope
from supportmap.casework.caseload import has_namesake
from supportmap.casework.visits import visits_of
from supportmap.casework.waiting import NOTHING_WAITS, waiting_among
from supportmap.pages.words import visit_words
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts, State, state_of

__all__ = ["client_bar", "open_of", "warn_of_namesakes"]

ALIKE = (
    "Another of your clients has the same label. Year of birth and when the record was begun tell them "
    "apart; a label that nobody else has is easier. It is changed on the page Record."
)


def client_bar(owner: Owner, state: State | None = None, visits: list[Facts] | None = None) -> Facts:
    """Return what the bar shows: ``client``, ``visit``, what visits are called (by id) and what ``waits``.

    What was read already needn't be read again.
    """
    state = state or state_of(db.session, owner)
    known = visits_of(db.session, owner) if visits is None else visits
    client = {
        "id": owner.client_id,
        "archived": state.archived,
        "created_at": state.begun,
        **{name: state.profile.get(name) for name in ("label", "birth_year")},
    }
    asked = [] if state.archived else [owner.client_id]
    waits = waiting_among(db.session, current_actor(), asked).get(owner.client_id, NOTHING_WAITS)
    return {"client": client, "visit": open_of(known), "visit_named": visit_words(known), "waits": waits}


def warn_of_namesakes(owner: Owner) -> None:
    """Say so if a client can't be told from another on one's own caseload by the label.

    Of clients of others nothing is said, and no label: what is said is kept until the next page.
    """
    theirs = scope(current_actor(), "client.read", datetime.now(UTC))
    if has_namesake(db.session, theirs, owner):
        flash(ALIKE, "info")


def open_of(visits: list[Facts]) -> Facts | None:
    """Return the visit that is open, if one is."""
    return next((each for each in visits if each["finished_at"] is None), None)
