"""The list of clients, each with how well every function is covered."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row
from sqlalchemy.orm import Session

from supportmap.analysis.network import FUNCTIONS
from supportmap.casework.labels import folded
from supportmap.casework.outcome import Invalid
from supportmap.records.caseload import Key, VisitDays, client_rows, coverage_rows, sizes, visit_days
from supportmap.records.client import ClientRow, Owner
from supportmap.records.database import keyring_of
from supportmap.records.encryption import Keyring
from supportmap.records.networks import Facts
from supportmap.records.staff import teams_of

__all__ = ["MOST", "clients_of", "directory_of", "has_namesake", "labels_of", "named_client", "named_clients"]

MOST = 10_000
"""Clients of one clinician that are looked through."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
NOT_ASSESSED: Facts = {
    "status": "not assessed",
    "status_at_best": "not assessed",
    "score": {"low": None, "high": None},
    "backup": {"low": None, "high": None},
    "gap_to_need": {"low": None, "high": None},
    "missing_answers": 0,
}


def clients_of(
    session: Session,
    condition: ColumnElement[bool],
    after: str | None = None,
    limit: int = 50,
    archived: bool = False,
) -> tuple[list[Facts], str | None]:
    """Return the clients that meet a condition (of ``scope``), oldest first, and the key to go on from."""
    put_away = ClientRow.archived_at.is_not(None) if archived else ClientRow.archived_at.is_(None)
    rows = client_rows(session, condition & put_away, _key(after) if after else None, limit + 1)
    page = rows[:limit]
    told = _page(session, page) if page else []
    return told, _shown(page[-1]) if len(rows) > limit else None


def directory_of(
    session: Session, agency_id: UUID, after: str | None = None, limit: int = 50
) -> tuple[list[Facts], str | None]:
    """Return every client of an agency, put away or not: whose record it is, who looks after it, no more.

    The oldest first, and the key to go on from.
    """
    rows = client_rows(session, ClientRow.agency_id == agency_id, _key(after) if after else None, limit + 1)
    teams = teams_of(session, agency_id, [row.id for row in rows[:limit]])
    keys = keyring_of(session)
    told = [_named(keys, row) | {"team": [str(each) for each in teams[row.id]]} for row in rows[:limit]]
    return told, _shown(rows[limit - 1]) if len(rows) > limit else None


def labels_of(session: Session, agency_id: UUID, clients: Collection[UUID]) -> dict[UUID, str | None]:
    """Return the labels of these clients of an agency, and no more of them."""
    return {UUID(each["id"]): each["label"] for each in named_clients(session, agency_id, clients)}


def named_clients(session: Session, agency_id: UUID, clients: Collection[UUID]) -> list[Facts]:
    """Return what the directory says of these clients of an agency, without their teams."""
    condition = (ClientRow.agency_id == agency_id) & ClientRow.id.in_(clients)
    keys = keyring_of(session)
    return [_named(keys, row) for row in client_rows(session, condition, None, len(clients))]


def named_client(session: Session, owner: Owner) -> Facts:
    """Return what the directory says of one client, without the team."""
    (client,) = named_clients(session, owner.agency_id, [owner.client_id])
    return client


def has_namesake(session: Session, condition: ColumnElement[bool], owner: Owner) -> bool:
    """Tell whether another client who meets a condition (of ``scope``) has a label equal to this one's.

    Those who were put away aren't looked at. It opens every label there is: nothing for each page.
    """
    rows = client_rows(session, condition & (ClientRow.archived_at.is_(None) | _is(owner)), None, MOST)
    keys = keyring_of(session)
    labels = {row.id: folded(_profile(keys, row).get("label")) for row in rows}
    return list(labels.values()).count(labels.get(owner.client_id, "")) > 1


def _is(owner: Owner) -> ColumnElement[bool]:
    return (ClientRow.agency_id == owner.agency_id) & (ClientRow.id == owner.client_id)


def _profile(keys: Keyring, row: Row[Any]) -> Facts:
    profile: Facts = keys.vault(row.wrapped, row.agency_id, row.id).open("client", row.id, row.sealed)
    return profile


def _named(keys: Keyring, row: Row[Any]) -> Facts:
    return _with_label(row, _profile(keys, row))


def _with_label(row: Row[Any], profile: Facts) -> Facts:
    return {
        "id": str(row.id),
        "label": profile.get("label"),
        "created_at": row.created_at.isoformat(),
        "archived_at": row.archived_at.isoformat() if row.archived_at else None,
    }


def _page(session: Session, page: list[Row[Any]]) -> list[Facts]:
    agency_id, ids = page[0].agency_id, [row.id for row in page]
    counts = sizes(session, agency_id, ids)
    covered = coverage_rows(session, agency_id, ids)
    days = visit_days(session, agency_id, ids)
    keys = keyring_of(session)
    return [
        {
            **_with_label(row, profile := _profile(keys, row)),
            "birth_year": profile.get("birth_year"),
            "network_version": row.network_version,
            "size": counts.get(row.id, 0),
            "functions": _functions(covered.get(row.id, ())),
            **_days(days.get(row.id, VisitDays(None, None, None)), row.network_version),
        }
        for row in page
    ]


def _functions(rows: Iterable[Row[Any]]) -> Facts:
    found = {row.function: _coverage(row) for row in rows}
    return {function: found.get(function, NOT_ASSESSED) for function in FUNCTIONS}


def _coverage(row: Row[Any]) -> Facts:
    return {
        "status": row.status,
        "status_at_best": row.status_at_best,
        "score": {"low": row.score_low, "high": row.score_high},
        "backup": {"low": row.backup_low, "high": row.backup_high},
        "gap_to_need": {"low": row.gap_low, "high": row.gap_high},
        "missing_answers": row.missing_answers,
    }


def _days(days: VisitDays, version: int) -> Facts:
    return {
        "last_visit": days.last.isoformat() if days.last else None,
        "open_visit": days.open.isoformat() if days.open else None,
        "changes_since": None if days.version is None else version - days.version,
    }


def _shown(row: Row[Any]) -> str:
    return f"{(row.created_at - EPOCH) // MICROSECOND}.{row.id}"


def _key(shown: str) -> Key:
    moment, _, own_id = shown.partition(".")
    try:
        return Key(EPOCH + int(moment) * MICROSECOND, UUID(own_id))
    except (ValueError, OverflowError):
        raise Invalid(("after", "expected the key that ended a page")) from None
