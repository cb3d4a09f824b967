"""Visits: dated sessions, and what each left behind."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row
from sqlalchemy.orm import Session

from supportmap.analysis.formula import FORMULA
from supportmap.analysis.network import Network
from supportmap.casework.changes import refuse_archived, who
from supportmap.casework.confirming import unconfirm_at
from supportmap.casework.outcome import Conflict, Invalid, Missing
from supportmap.casework.snapshot import opened, sealed_snapshot, snapshot_network
from supportmap.casework.still_open import still_open
from supportmap.records.audit import Actor, record
from supportmap.records.client import Owner, vault_of
from supportmap.records.days import today
from supportmap.records.networks import Facts, State, network_of, state_of
from supportmap.records.visit import VisitRow
from supportmap.records.visits import (
    last_day,
    last_finished,
    open_visit,
    taken,
    visit_row,
    visit_rows,
)

__all__ = [
    "cancel_visit",
    "finish_visit",
    "network_at",
    "reopen_visit",
    "snapshot_of",
    "start_visit",
    "visit_of",
    "visits_of",
    "why_not_reopened",
]

EARLIEST = date(1900, 1, 1)


def start_visit(
    session: Session, actor: Actor, owner: Owner, held_on: date | None = None, visit_id: UUID | None = None
) -> Facts:
    """Open a visit, held today unless told otherwise; Conflict("visit-open") if one is open."""
    now = today(session, owner.agency_id)
    state = state_of(session, owner)
    _check_day(session, owner, held_on or now, now)
    if (held_on or now).year < (state.profile.get("birth_year") or 0):
        raise Invalid(("held_on", "expected no day before the client was born"))
    _check_opening(session, owner, state)
    return _open(session, actor, owner, "visit.start", visit_id or uuid4(), held_on or now)


def _check_day(session: Session, owner: Owner, held_on: date, now: date) -> None:
    if not EARLIEST <= held_on <= now:
        raise Invalid(("held_on", f"expected a day from {EARLIEST.year} on that isn't in the future"))
    before = last_day(session, owner)
    if before and held_on < before:
        # The map as it is now would stand before the map as it was.
        raise Invalid(("held_on", "expected no day before that of the last visit"))


def reopen_visit(
    session: Session, actor: Actor, owner: Owner, visit_id: UUID, new_id: UUID | None = None
) -> Facts:
    """Open a copy of the last finished visit; Conflict("not-the-last", "changed-since" or "visit-open")."""
    visit = _visit(session, owner, visit_id)
    _check_reopening(session, owner, visit)
    return _open(session, actor, owner, "visit.reopen", new_id or uuid4(), visit.held_on, visit_id)


def why_not_reopened(session: Session, owner: Owner, visit_id: UUID) -> str | None:
    """Return why ``reopen_visit`` would refuse a visit now; None if it wouldn't."""
    try:
        _check_reopening(session, owner, _visit(session, owner, visit_id))
    except Conflict as conflict:
        return conflict.text
    return None


def _check_reopening(session: Session, owner: Owner, visit: Row[Any]) -> None:
    state = state_of(session, owner)
    if visit.finished_at is None:
        raise Conflict("visit-open", "this visit is open still")
    if last_finished(session, owner) != visit.id:
        raise Conflict("not-the-last", "older visits can be read and compared, but not worked on again")
    if visit.network_version != state.version:
        # What was learnt later would be dated back to the visit.
        raise Conflict("changed-since", "the map was changed since this visit: start a new one")
    _check_opening(session, owner, state)


def _open(
    session: Session,
    actor: Actor,
    owner: Owner,
    action: str,
    visit_id: UUID,
    held_on: date,
    copy_of: UUID | None = None,
) -> Facts:
    if taken(session, owner, visit_id):
        raise Conflict("id-taken", "another visit has this id")
    session.add(
        VisitRow(
            **owner._asdict(),
            id=visit_id,
            user_id=who(actor),
            held_on=held_on,
            started_at=datetime.now(UTC),
            copy_of=copy_of,
        )
    )
    session.flush()
    record(session, actor, action, owner.client_id, [visit_id])
    return visit_of(session, owner, visit_id)


def _check_opening(session: Session, owner: Owner, state: State) -> None:
    refuse_archived(state)
    if open_visit(session, owner):
        raise Conflict("visit-open", "a visit is open: finish it first")


def finish_visit(session: Session, actor: Actor, owner: Owner, visit_id: UUID) -> Facts:
    """Close a visit and keep its snapshot; ``still_open`` of the answer lists what wasn't asked."""
    visit, state = _unfinished(session, owner, visit_id)
    network = network_of(state, visit.held_on)
    row = session.get_one(VisitRow, (owner.agency_id, visit_id))
    row.finished_at, row.formula, row.network_version = datetime.now(UTC), FORMULA.version, state.version
    row.sealed = sealed_snapshot(state, network, visit_id)
    session.flush()
    record(session, actor, "visit.finish", owner.client_id, [visit_id])
    visits = visits_of(session, owner)
    told = _with_kept(session, owner, _one_of(visits, visit_id))
    return told | {"still_open": still_open(session, state, visits, str(visit_id))}


def cancel_visit(session: Session, actor: Actor, owner: Owner, visit_id: UUID) -> None:
    """Take back a visit that was started by mistake; what was learnt meanwhile stays on the map.

    Who was confirmed at it counts as confirmed where they were before. A finished one is
    Conflict("visit-finished").
    """
    _unfinished(session, owner, visit_id)
    unconfirm_at(session, actor, owner, visit_id)
    session.delete(session.get_one(VisitRow, (owner.agency_id, visit_id)))
    session.flush()
    record(session, actor, "visit.cancel", owner.client_id, [visit_id])


def _unfinished(session: Session, owner: Owner, visit_id: UUID) -> tuple[Row[Any], State]:
    visit = _visit(session, owner, visit_id)
    if visit.finished_at is not None:
        raise Conflict("visit-finished", "this visit is finished: what it kept stays")
    state = state_of(session, owner)
    refuse_archived(state)
    return visit, state


def visits_of(session: Session, owner: Owner) -> list[Facts]:
    """Return all visits, the latest first, without content."""
    rows = visit_rows(session, owner)
    replaced = {row.copy_of: row.id for row in rows if row.copy_of and row.finished_at}
    return [_told(row, replaced.get(row.id)) for row in rows]


def visit_of(session: Session, owner: Owner, visit_id: UUID) -> Facts:
    """Return one visit: with ``document`` and ``analysis`` once finished, else with ``still_open``."""
    visits = visits_of(session, owner)
    told = _one_of(visits, visit_id)
    if told["finished_at"]:
        return _with_kept(session, owner, told)
    return told | {"still_open": still_open(session, state_of(session, owner), visits, str(visit_id))}


def _one_of(visits: list[Facts], visit_id: UUID) -> Facts:
    told = next((each for each in visits if each["id"] == str(visit_id)), None)
    if told is None:
        raise Missing("visit")
    return told


def _with_kept(session: Session, owner: Owner, told: Facts) -> Facts:
    kept = snapshot_of(session, owner, UUID(told["id"]))
    return told | {"document": kept["document"], "analysis": kept["analysis"]}


def network_at(session: Session, owner: Owner, visit_id: UUID | None = None) -> Network:
    """Return the network as it stood at the end of a visit, or now: dated by the open visit, else today."""
    if visit_id is None:
        return network_of(state_of(session, owner), _day_now(session, owner))
    return snapshot_network(snapshot_of(session, owner, visit_id))


def _day_now(session: Session, owner: Owner) -> date:
    row = next((row for row in visit_rows(session, owner) if row.finished_at is None), None)
    return row.held_on if row else today(session, owner.agency_id)


def _visit(session: Session, owner: Owner, visit_id: UUID) -> Row[Any]:
    row = visit_row(session, owner, visit_id)
    if row is None:
        raise Missing("visit")
    return row


def snapshot_of(session: Session, owner: Owner, visit_id: UUID) -> Facts:
    """Return what a finished visit keeps; one that is open has no snapshot to be found."""
    sealed = _visit(session, owner, visit_id).sealed
    if sealed is None:
        raise Missing("snapshot")
    return opened(vault_of(session, owner), visit_id, sealed)


def _told(row: Row[Any], replaced_by: UUID | None) -> Facts:
    return {
        "id": str(row.id),
        "held_on": row.held_on.isoformat(),
        "started_at": row.started_at.isoformat(),
        "finished_at": row.finished_at.isoformat() if row.finished_at else None,
        "user_id": str(row.user_id),
        "copy_of": str(row.copy_of) if row.copy_of else None,
        "replaced_by": str(replaced_by) if replaced_by else None,
        "formula": row.formula,
        "network_version": row.network_version,
    }
