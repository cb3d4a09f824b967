"""What the community lacks: for which gaps nothing was found, by area and function."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from supportmap.analysis.association import of_enough
from supportmap.analysis.network import FUNCTIONS
from supportmap.analysis.postcodes import district
from supportmap.casework.changes import who
from supportmap.casework.facts import read_facts
from supportmap.casework.work import refuse_put_away
from supportmap.exchange.field import Table, choice, optional, required, text, whole
from supportmap.records.audit import Actor, record
from supportmap.records.client import ClientRow, Owner, vault_of
from supportmap.records.community_gaps import gap_rows, gaps_on, put_gap
from supportmap.records.days import today
from supportmap.records.networks import Facts

__all__ = ["ELSEWHERE", "FOUND_NOTHING", "community_gaps", "gaps_of_agency", "nothing_found"]

FOUND_NOTHING: Table = {
    "function": required(choice(*FUNCTIONS)),
    "area": optional(text(60)),
    "within_km": optional(whole(1, 500)),
}
"""For what nothing was found; around where, and how far was looked, if that is known."""
_PLACE = "community_gap"
ELSEWHERE = "Elsewhere"
"""Stands for all areas of too few clients."""
Places = dict[tuple[str | None, str], list[Facts]]


def nothing_found(session: Session, actor: Actor, owner: Owner, given: Facts) -> UUID:
    """Note today that nothing was found for a gap of a client (``FOUND_NOTHING``); return the id of that.

    It is noted once for a client, function and area on a day, whoever looks: the id is that of the first.
    Within a write transaction that holds the client (``lock_client``).
    """
    facts = read_facts(FOUND_NOTHING, given)
    if noted := _noted_today(session, owner, facts):
        return noted
    refuse_put_away(session, owner)
    own_id, said = uuid4(), {name: facts[name] for name in ("area", "within_km") if facts.get(name)}
    sealed = vault_of(session, owner).seal(_PLACE, own_id, said)
    told = {"function": facts["function"], "found_nothing_on": today(session, owner.agency_id)}
    put_gap(session, owner, {**told, "id": own_id, "user_id": who(actor), "sealed": sealed})
    record(session, actor, "gap.nothing", owner.client_id, [own_id])
    return own_id


def _noted_today(session: Session, owner: Owner, facts: Facts) -> UUID | None:
    """Return the id of what was noted today for a function and area, if it was."""
    day = today(session, owner.agency_id)
    same = facts["function"], _area(facts.get("area"))
    for row in gaps_on(session, owner, day, _PLACE):
        if (row["function"], _area(row["area"])) == same:
            return UUID(str(row["id"]))
    return None


def community_gaps(session: Session, condition: ColumnElement[bool]) -> list[Facts]:
    """Return by ``area`` and ``function`` for how many ``clients`` of a condition nothing was found.

    ``times`` says how often it was noted, ``last`` on which day last. A postcode is told as its district;
    None: it wasn't said where. Areas of so few clients that they could be made out aren't named: they are
    told together as ``ELSEWHERE``, and where those are still too few, ``clients``, ``times`` and ``last``
    are None. The most clients come first.
    """
    found: Places = defaultdict(list)
    for row in gap_rows(session, condition, _PLACE):
        found[row["area"] and district(row["area"]), row["function"]].append(row)
    return sorted((_told(*key, rows) for key, rows in _named(found).items()), key=_order)


def _named(found: Places) -> Places:
    """Return what was found with all areas of too few clients as one for each function."""
    told: Places = defaultdict(list)
    for (area, function), rows in found.items():
        told[area if _clients(rows) else ELSEWHERE, function] += rows
    return told


def _clients(rows: list[Facts]) -> int | None:
    return of_enough(len({row["client_id"] for row in rows}))


def gaps_of_agency(session: Session, agency_id: UUID) -> list[Facts]:
    """Return ``community_gaps`` over all clients of an agency, put away or not."""
    return community_gaps(session, ClientRow.agency_id == agency_id)


def _order(gap: Facts) -> tuple[Any, ...]:
    return (
        -(gap["clients"] or 0),
        gap["area"] == ELSEWHERE,
        gap["area"] or "",
        FUNCTIONS.index(gap["function"]),
    )


def _area(given: str | None) -> str | None:
    return " ".join(given.split()).upper() or None if given else None


def _told(area: str | None, function: str, rows: list[Facts]) -> Facts:
    told = {"area": area, "function": function, "clients": None, "times": None, "last": None}
    clients = _clients(rows)
    if clients is None:
        return told
    last = max(row["found_nothing_on"] for row in rows)
    return {**told, "clients": clients, "times": len(rows), "last": last.isoformat()}
