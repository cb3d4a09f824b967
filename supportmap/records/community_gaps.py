"""What is asked of the gaps for which nothing was found."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, insert, select
from sqlalchemy.orm import Session

from supportmap.records.client import ClientRow, DataKey, Owner
from supportmap.records.database import keyring_of
from supportmap.records.networks import Facts
from supportmap.records.referral import CommunityGapRow

__all__ = ["gap_rows", "gaps_on", "put_gap"]

_COLUMNS = (
    *(CommunityGapRow.agency_id, CommunityGapRow.client_id, CommunityGapRow.id),
    *(CommunityGapRow.function, CommunityGapRow.found_nothing_on, CommunityGapRow.sealed),
    DataKey.wrapped,
)


def put_gap(session: Session, owner: Owner, values: dict[str, Any]) -> None:
    """Write down that nothing was found."""
    session.execute(insert(CommunityGapRow).values({**owner._asdict(), **values}))


def gap_rows(session: Session, condition: ColumnElement[bool], place: str) -> list[Facts]:
    """Return whose, id, function, day, and the area, sealed at ``place``, of clients who meet a condition."""
    of_client = and_(
        CommunityGapRow.agency_id == ClientRow.agency_id, CommunityGapRow.client_id == ClientRow.id
    )
    key = and_(DataKey.agency_id == ClientRow.agency_id, DataKey.client_id == ClientRow.id)
    query = select(*_COLUMNS).select_from(ClientRow).join(CommunityGapRow, of_client).join(DataKey, key)
    keys, found = keyring_of(session), []
    for row in session.execute(query.where(condition)):
        said = keys.vault(row.wrapped, row.agency_id, row.client_id).open(place, row.id, row.sealed)
        told = {name: getattr(row, name) for name in ("client_id", "id", "function", "found_nothing_on")}
        found.append({**told, "area": said.get("area")})
    return found


def gaps_on(session: Session, owner: Owner, day: date, place: str) -> list[Facts]:
    """Return what ``gap_rows`` does, of one client and day."""
    of_client = ClientRow.agency_id == owner.agency_id, ClientRow.id == owner.client_id
    return gap_rows(session, and_(*of_client, CommunityGapRow.found_nothing_on == day), place)
