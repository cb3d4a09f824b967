"""What a visit still leaves open: who wasn't asked about, and who wasn't spoken about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from supportmap.casework.edits import edits_of
from supportmap.records.changes import changes_at
from supportmap.records.network import ANSWERS
from supportmap.records.networks import Facts, State

__all__ = ["still_open", "stood_for"]

ANSWERING = ("rate", "move", "edit", "return")
"""Kinds of changes of one contact that can say something about their place in the client's life."""
SAID = (*ANSWERS, "circle", "status")


def still_open(session: Session, state: State, visits: list[Facts], visit_id: str) -> Facts:
    """Return which contacts weren't asked about for each question, and which weren't spoken about.

    Whoever was answered about at the visit was (``answered``), though nobody said of them that they are
    still there. Whoever is marked unsafe is in all alike: two lists side by side would give the mark away.
    """
    there = [each for each in state.contacts.values() if each["status"] == "active"]
    here = stood_for(visits, visit_id)
    left = [each["id"] for each in there if each["confirmed_in"] not in here]
    spoken_about = _answered(state, changes_at(session, state.owner, map(UUID, here)))
    return {
        "unasked": {name: [each["id"] for each in there if each[name] is None] for name in ANSWERS},
        "answered": [own_id for own_id in left if own_id in spoken_about],
        "not_confirmed": [own_id for own_id in left if own_id not in spoken_about],
    }


def _answered(state: State, rows: Iterable[Row[object]]) -> set[str]:
    """Return about whom alone something was said that was not taken back since, by undo or by hand.

    What is said of all others at once ("hardly ever") is said of nobody: it may hide that somebody is gone.
    """
    said: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.kind in ANSWERING and row.of is None and not row.undone:
            for edit in edits_of(state.vault, row.number, row.sealed):
                told = {name: value for name, value in (edit.after or {}).items() if name in SAID}
                said[str(edit.key)] |= told.keys()
                said[str(edit.key)] -= {name for name, value in told.items() if value is None}
    return {own_id for own_id, names in said.items() if names}


def stood_for(visits: list[Facts], visit_id: str) -> list[str]:
    """Return of a client's ``visits`` one and those that it was reopened from.

    What was confirmed at one of them was at all.
    """
    copies = {visit["id"]: visit["copy_of"] for visit in visits}
    found: list[str] = []
    at: str | None = visit_id
    while at is not None:
        found.append(at)
        at = copies.get(at)
    return found
