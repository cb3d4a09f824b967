"""What a visit still leaves open: who wasn't asked about, and who wasn't spoken about."""

from __future__ import annotations

from supportmap.records.network import ANSWERS
from supportmap.records.networks import Facts, State

__all__ = ["still_open", "stood_for"]


def still_open(state: State, visits: list[Facts], visit_id: str) -> Facts:
    """Return which contacts weren't asked about for each question, and which weren't confirmed.

    Whoever is marked unsafe is in both alike: two lists side by side would give the mark away.
    """
    there = [each for each in state.contacts.values() if each["status"] == "active"]
    here = stood_for(visits, visit_id)
    return {
        "unasked": {name: [each["id"] for each in there if each[name] is None] for name in ANSWERS},
        "not_confirmed": [each["id"] for each in there if each["confirmed_in"] not in here],
    }


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
