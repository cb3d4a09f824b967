"""A client's own copy: what they wrote, and of the map what they see. Never a mark, nor what staff noted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from supportmap.analysis.network import FUNCTIONS
from supportmap.casework.clients import client_of
from supportmap.casework.plan_sight import sight_of
from supportmap.casework.portal import Released, released
from supportmap.casework.visits import visits_of
from supportmap.casework.work import NOT_FOR, Work, works_of
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.networks import Facts
from supportmap.records.work import KINDS

__all__ = ["OWN_KINDS", "own_copy"]

OWN_KINDS = tuple(kind for kind in KINDS if kind not in ("release", "erasure", "reminder"))
"""What stands in the copy, in this order."""
UNTOLD = (NOT_FOR, "became")
"""Facts that say of the map, or of the team, what isn't the client's to know from here."""
PROFILE = ("label", "birth_year", "area", "languages")


def own_copy(session: Session, actor: Actor, owner: Owner) -> Facts:
    """Return a supportmap document of what the client sees of the map, with all that they wrote beside it.

    Of the map it holds answers only where they are released, and says of nothing else that it was asked.
    """
    seen, client = released(session, actor, owner), client_of(session, owner)
    needs = client["needs"] if seen.coverage else dict.fromkeys(FUNCTIONS)
    visits = [visit["held_on"] for visit in visits_of(session, owner) if visit["finished_at"]]
    return {
        "format": "supportmap",
        "version": 1,
        "elicited": bool(seen.people),
        "ties_asked": False,
        "client": {name: client[name] for name in PROFILE} | {"needs": needs},
        "contacts": _contacts(seen),
        "ties": [],
        "visits": visits,
        "between_visits": [_told(each, seen) for each in _works(session, actor, owner)],
    }


def _works(session: Session, actor: Actor, owner: Owner) -> Iterator[Work]:
    """Return what is in the copy: of plans no number of the map that isn't released."""
    sight = sight_of(session, actor, owner)
    for work in works_of(session, actor, owner, *OWN_KINDS):
        yield replace(work, facts=sight.copy_of(work.facts)) if work.kind == "plan" else work


def _ids(people: Iterable[Facts]) -> set[str]:
    return {each["id"] for each in people}


def _contacts(seen: Released) -> list[Facts]:
    return [{name: value for name, value in each.items() if value is not None} for each in seen.people]


def _told(work: Work, seen: Released) -> dict[str, Any]:
    """Return what somebody wrote, without the ids of staff, and of whom isn't shown to the client."""
    known = {"contacts": _ids(seen.people), "helpers": _ids(seen.helpers)}
    facts = {name: value for name, value in work.facts.items() if name not in UNTOLD}
    facts |= {name: [each for each in facts[name] if each in known[name]] for name in known if name in facts}
    if facts.get("contact") not in known["contacts"]:
        facts.pop("contact", None)
    facts = {name: value for name, value in facts.items() if value not in (None, [])}
    return {
        "id": str(work.id),
        "kind": work.kind,
        "written_by": "client" if work.by_client else "staff",
        "shared": work.shared,
        "state": work.state,
        "on_day": work.on_day.isoformat() if work.on_day else None,
        "about": str(work.about) if work.about else None,
        "written_at": work.at.isoformat(),
        "changed_at": work.changed_at.isoformat(),
        "facts": facts,
    }
