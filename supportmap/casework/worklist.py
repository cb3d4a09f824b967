"""The worklist: which gaps wait of the clients somebody may work for, how large they are, and who is on it.

It tells no more than these gaps, and their order depends on nothing else: whoever reads it must not learn
of the map, of what was written, or that something was changed. Which gaps there are and in which order is
found without opening anything, so that of many only the clients of the page that is shown are opened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from supportmap.analysis.network import FUNCTIONS
from supportmap.casework.changes import who
from supportmap.casework.outcome import Conflict, Invalid, Missing, Stale
from supportmap.casework.work import refuse_put_away
from supportmap.records.audit import Actor, record
from supportmap.records.client import ClientRow, Owner
from supportmap.records.days import today
from supportmap.records.networks import Facts
from supportmap.records.referrals import open_rows
from supportmap.records.worklist import clients_told, gap_rows, gap_work, put_gap_work

__all__ = [
    "age_group",
    "gap_size",
    "gaps_waiting",
    "hand_back",
    "settle_due",
    "take_on",
    "take_over",
    "tell_clients",
    "worklist_of",
]

AGE_GROUPS = ((18, "under 18"), (25, "18-24"), (65, "25-64"))
OLDEST = "65+"
LEAST = 0.1


def worklist_of(session: Session, agency_id: UUID, condition: ColumnElement[bool]) -> list[Facts]:
    """Return the gaps that wait of the clients who meet a condition (of ``scope``), all of them told.

    Each is as in ``gaps_waiting``, with what ``tell_clients`` adds.
    """
    return tell_clients(session, agency_id, condition, gaps_waiting(session, condition))


def gaps_waiting(session: Session, condition: ColumnElement[bool]) -> list[Facts]:
    """Return the gaps that wait of the clients who meet a condition (of ``scope``), the largest first.

    Each has client_id, function, status and size (.1 to 1; both None where nothing is missing for certain and
    only the work on it isn't done), need, the open referrals (id, state, due_on, assigned_to, and taken_back
    and noted as in ``open_rows``), assigned_to, due_on and version. Nothing is opened for it. Of equal size
    it goes by the client's id.
    """
    referrals = _referrals(session, condition)
    gaps = [_gap(row, referrals[row["id"], row["function"]]) for row in gap_rows(session, condition)]
    return sorted(gaps, key=_order)


def tell_clients(
    session: Session, agency_id: UUID, condition: ColumnElement[bool], gaps: Sequence[Facts]
) -> list[Facts]:
    """Return these gaps of ``gaps_waiting`` with the client's label, area, age_group and languages.

    name, phone and email are there where they are shared. Each client is opened once; who no longer meets the
    condition is left out.
    """
    ids = {UUID(gap["client_id"]) for gap in gaps}
    told = clients_told(session, condition & ClientRow.id.in_(ids), datetime.now(UTC))
    year = today(session, agency_id).year
    clients = {str(own_id): _client(facts, year) for own_id, facts in told.items()}
    return [gap | clients[gap["client_id"]] for gap in gaps if gap["client_id"] in clients]


def _order(gap: Facts) -> tuple[Any, ...]:
    return -(gap["size"] or 0), gap["client_id"], FUNCTIONS.index(gap["function"])


def _gap(row: Facts, referrals: list[Facts]) -> Facts:
    assigned, due = row["assigned_to"], row["due_on"]
    return {
        "client_id": str(row["id"]),
        "size": row["status"] and gap_size(row["gap_high"]),
        "referrals": referrals,
        "assigned_to": assigned and str(assigned),
        "due_on": due and due.isoformat(),
        "version": row["work_version"] or 0,
        **{name: row[name] for name in ("function", "status", "need")},
    }


def _client(told: Facts, year: int) -> Facts:
    group, languages = age_group(told["birth_year"], year), list(told["languages"] or ())
    plain = ("label", "area", "name", "phone", "email")
    known = {name: told[name] for name in plain if name in told}
    return {**known, "age_group": group, "languages": languages}


def _referrals(session: Session, condition: ColumnElement[bool]) -> dict[tuple[UUID, str], list[Facts]]:
    found: dict[tuple[UUID, str], list[Facts]] = defaultdict(list)
    for row in open_rows(session, condition):
        due, on_it = row.due_on and row.due_on.isoformat(), row.assigned_to and str(row.assigned_to)
        told = {"id": str(row.id), "state": row.state, "due_on": due, "assigned_to": on_it}
        told |= {"taken_back": row.taken_back, "noted": row.noted}
        found[row.client_id, row.function].append(told)
    return found


def gap_size(gap_high: float | None) -> float:
    """Return how large a gap is, rounded to .1 and at least that."""
    return max(LEAST, round(gap_high or 0.0, 1))


def age_group(birth_year: int | None, year: int) -> str | None:
    """Return the group of the age that somebody reaches in a year; None where it isn't known."""
    if birth_year is None:
        return None
    return next((name for below, name in AGE_GROUPS if year - birth_year < below), OLDEST)


def take_on(session: Session, actor: Actor, owner: Owner, function: str, version: int | None = None) -> Facts:
    """Take a gap on oneself; Conflict("taken") while somebody else is on it."""
    _, work = _gap_work(session, owner, function)
    if work and work.assigned_to not in (None, actor.user_id):
        raise Conflict("taken", "somebody else works on this: take it over, or leave it to them")
    return _settled(session, actor, owner, function, version, "gap.take", assigned_to=who(actor))


def take_over(
    session: Session, actor: Actor, owner: Owner, function: str, version: int | None = None
) -> Facts:
    """Take a gap on that somebody else is on: they may have left, or be away."""
    return _settled(session, actor, owner, function, version, "gap.take-over", assigned_to=who(actor))


def hand_back(
    session: Session, actor: Actor, owner: Owner, function: str, version: int | None = None
) -> Facts:
    """Leave a gap for anybody to take on; it has no due day any more. Another's is Conflict("not-yours")."""
    _, work = _gap_work(session, owner, function)
    if work and work.assigned_to not in (None, actor.user_id):
        raise Conflict("not-yours", "somebody else works on this: only they hand it back")
    return _settled(session, actor, owner, function, version, "gap.hand-back", assigned_to=None, due_on=None)


def settle_due(
    session: Session,
    actor: Actor,
    owner: Owner,
    function: str,
    due_on: date | None,
    version: int | None = None,
) -> Facts:
    """Say until when a gap is to be looked at again; None: nobody is reminded."""
    if due_on and due_on < today(session, owner.agency_id):
        raise Invalid(("due_on", "expected a day from today on"))
    return _settled(session, actor, owner, function, version, "gap.due", due_on=due_on)


def _gap_work(session: Session, owner: Owner, function: str) -> tuple[bool, Any]:
    """Return whether anybody ever worked on a gap, and how that stands; Missing where there is no gap."""
    there, work = gap_work(session, owner, function)
    if not there:
        raise Missing("gap")
    return work is not None, work


def _settled(
    session: Session,
    actor: Actor,
    owner: Owner,
    function: str,
    version: int | None,
    action: str,
    **columns: Any,
) -> Facts:
    refuse_put_away(session, owner)
    known, work = _gap_work(session, owner, function)
    now = {"assigned_to": work.assigned_to, "due_on": work.due_on} if known else {}
    before = {"assigned_to": None, "due_on": None, **now, "version": work.version if known else 0}
    if version is not None and version != before["version"]:
        raise Stale(_told(before))
    after = {**before, **columns, "version": before["version"] + 1}
    put_gap_work(session, owner, function, not known, after)
    record(session, actor, action, owner.client_id)
    return _told(after)


def _told(work: Facts) -> Facts:
    assigned, due = work["assigned_to"], work["due_on"]
    return {
        "assigned_to": assigned and str(assigned),
        "due_on": due and due.isoformat(),
        "version": work["version"],
    }
