"""Which day it is where an agency works."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.records.agency import Agency

__all__ = ["today"]


def today(session: Session, agency_id: UUID) -> date:
    """Return today's date in the agency's time zone; in UTC if this machine doesn't know the zone."""
    name = session.execute(select(Agency.time_zone).where(Agency.id == agency_id)).scalar_one()
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return datetime.now(UTC).date()
    return datetime.now(zone).date()
