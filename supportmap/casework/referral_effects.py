"""What went together with each service over many clients: an association, not an effect."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row
from sqlalchemy.orm import Session

from supportmap.analysis.association import Course, Seen, change_between, of_enough, seen_together
from supportmap.casework.snapshot import opened
from supportmap.records.client import ClientRow, Owner, vault_of
from supportmap.records.networks import Facts
from supportmap.records.referrals import rows_among
from supportmap.records.visits import snapshots, visit_row

__all__ = ["effects_by_service", "effects_of_agency"]


def effects_by_service(session: Session, condition: ColumnElement[bool]) -> list[Facts]:
    """Return of each service its id and name, and what ``Seen`` has of its referrals that were sent.

    Of a client who was referred to it several times the last counts, so that every number is one of clients.
    The most referred come first. A service of too few clients to be told isn't named either: that somebody
    was sent to it may say who.
    """
    last: dict[UUID, dict[Owner, Row[Any]]] = defaultdict(dict)
    names: dict[UUID, str] = {}
    for row in rows_among(session, condition):
        last[row.service_id][Owner(row.agency_id, row.client_id)] = row
        names[row.service_id] = row.name
    told = [
        {"service_id": str(service), "name": names[service], **asdict(_seen(session, rows))}
        for service, rows in last.items()
        if of_enough(len(rows))
    ]
    return sorted(told, key=lambda each: (-each["referred"], each["name"], each["service_id"]))


def effects_of_agency(session: Session, agency_id: UUID) -> list[Facts]:
    """Return ``effects_by_service`` over all clients of an agency, put away or not."""
    return effects_by_service(session, ClientRow.agency_id == agency_id)


def _seen(session: Session, rows: Mapping[Owner, Row[Any]]) -> Seen:
    return seen_together([_course(session, owner, row) for owner, row in rows.items()])


def _course(session: Session, owner: Owner, row: Row[Any]) -> Course:
    started = row.started_on is not None
    change = _change(session, owner, row) if started and row.visit_id else None
    return Course(started, row.state == "helped", change)


def _change(session: Session, owner: Owner, row: Row[Any]) -> float | None:
    """Return by how much the gap of the snapshot it started from is larger than that after attendance."""
    visits = snapshots(session, owner)
    after = _last_after(visits, row.started_on)
    before = visit_row(session, owner, row.visit_id)
    if after is None or before is None or before.sealed is None:
        return None
    vault = vault_of(session, owner)
    analyses = [opened(vault, each.id, each.sealed)["analysis"] for each in (before, after)]
    return change_between(*[_gap(each, row.function) for each in analyses])


def _last_after(visits: Iterable[Row[Any]], day: date) -> Row[Any] | None:
    later = [visit for visit in visits if visit.held_on > day]
    return later[-1] if later else None


def _gap(analysis: Facts, function: str) -> float | None:
    """Return how large a gap may be at most, or None where that was not assessed."""
    high: float | None = analysis["functions"][function]["gap_to_need"]["high"]
    return high
