"""What went together with each service, over the clients somebody may see: an association, not an effect."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row
from sqlalchemy.orm import Session

from supportmap.analysis.association import Course, change_between, seen_together
from supportmap.analysis.dependability import Interval
from supportmap.casework.snapshot import opened
from supportmap.records.client import Owner, vault_of
from supportmap.records.networks import Facts
from supportmap.records.referrals import rows_among
from supportmap.records.visits import snapshots, visit_row

__all__ = ["effects_by_service"]


def effects_by_service(session: Session, condition: ColumnElement[bool]) -> list[Facts]:
    """Return of each service its id and name, and what ``Seen`` has of its referrals that were sent.

    Of a client who was referred to it several times the last counts. The most referred come first.
    """
    last: dict[tuple[UUID, Owner], Row[Any]] = {}
    names: dict[UUID, str] = {}
    for row in rows_among(session, condition):
        last[row.service_id, Owner(row.agency_id, row.client_id)] = row
        names[row.service_id] = row.name
    courses: dict[UUID, list[Course]] = defaultdict(list)
    for (service, owner), row in last.items():
        courses[service].append(_course(session, owner, row))
    told = [_told(service, names[service], each) for service, each in courses.items()]
    return sorted(told, key=lambda each: (-each["referred"], each["name"], each["service_id"]))


def _told(service: UUID, name: str, courses: list[Course]) -> Facts:
    return {"service_id": str(service), "name": name, **asdict(seen_together(courses))}


def _course(session: Session, owner: Owner, row: Row[Any]) -> Course:
    started = row.started_on is not None
    change = _change(session, owner, row) if started and row.visit_id else None
    return Course(started, row.state == "helped", change)


def _change(session: Session, owner: Owner, row: Row[Any]) -> float | None:
    """Return the change from the snapshot that it started from to the last one after the first attendance."""
    visits = snapshots(session, owner)
    after = _last_after(visits, row.started_on)
    before = visit_row(session, owner, row.visit_id)
    if after is None or before is None or before.sealed is None:
        return None
    vault = vault_of(session, owner)
    analyses = [opened(vault, each.id, each.sealed)["analysis"] for each in (before, after)]
    return change_between(*[_score(each, row.function) for each in analyses])


def _last_after(visits: Iterable[Row[Any]], day: date) -> Row[Any] | None:
    later = [visit for visit in visits if visit.held_on > day]
    return later[-1] if later else None


def _score(analysis: Facts, function: str) -> Interval | None:
    score = analysis["functions"][function]["score"]
    return score and Interval(score["low"], score["high"])
