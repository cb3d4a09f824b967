"""What the community lacks: for which gaps nothing was found, by area and function."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from supportmap.analysis.network import FUNCTIONS
from supportmap.casework.changes import who
from supportmap.casework.facts import read_facts
from supportmap.casework.work import refuse_put_away
from supportmap.exchange.field import Table, choice, optional, required, text, whole
from supportmap.records.audit import Actor, record
from supportmap.records.client import Owner, vault_of
from supportmap.records.community_gaps import gap_rows, put_gap
from supportmap.records.days import today
from supportmap.records.networks import Facts

__all__ = ["FOUND_NOTHING", "community_gaps", "nothing_found"]

FOUND_NOTHING: Table = {
    "function": required(choice(*FUNCTIONS)),
    "area": optional(text(60)),
    "within_km": optional(whole(1, 500)),
}
"""For what nothing was found; around where, and how far was looked, if that is known."""
_PLACE = "community_gap"


def nothing_found(session: Session, actor: Actor, owner: Owner, given: Facts) -> UUID:
    """Note today that nothing was found for a gap of a client (``FOUND_NOTHING``); return the id of that."""
    facts = read_facts(FOUND_NOTHING, given)
    refuse_put_away(session, owner)
    own_id, said = uuid4(), {name: facts[name] for name in ("area", "within_km") if facts.get(name)}
    sealed = vault_of(session, owner).seal(_PLACE, own_id, said)
    told = {"function": facts["function"], "found_nothing_on": today(session, owner.agency_id)}
    put_gap(session, owner, {**told, "id": own_id, "user_id": who(actor), "sealed": sealed})
    record(session, actor, "gap.nothing", owner.client_id, [own_id])
    return own_id


def community_gaps(session: Session, condition: ColumnElement[bool]) -> list[Facts]:
    """Return by ``area`` and ``function`` for how many ``clients`` of a condition nothing was found.

    ``times`` says how often it was noted, ``last`` on which day last. Areas are told alike whatever the case
    of their letters; None: it wasn't said where. The most clients come first.
    """
    found: dict[tuple[str | None, str], list[Facts]] = defaultdict(list)
    for row in gap_rows(session, condition, _PLACE):
        found[_area(row["area"]), row["function"]].append(row)
    told = [_told(*key, rows) for key, rows in found.items()]
    return sorted(told, key=lambda gap: (-gap["clients"], gap["area"] or "", gap["function"]))


def _area(given: str | None) -> str | None:
    return " ".join(given.split()).upper() or None if given else None


def _told(area: str | None, function: str, rows: list[Facts]) -> Facts:
    last = max(row["found_nothing_on"] for row in rows)
    clients = len({row["client_id"] for row in rows})
    told = {"area": area, "function": function, "clients": clients, "times": len(rows)}
    return {**told, "last": last.isoformat()}
