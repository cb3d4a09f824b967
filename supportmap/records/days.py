"""Which day it is where an agency works."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.records.agency import Agency

__all__ = ["day_of", "today", "zone_name", "zone_of"]


def zone_name(given: str) -> str:
    """Return the name of a time zone such as Europe/London, or raise ValueError."""
    try:
        return ZoneInfo(given).key
    except (KeyError, ValueError, OSError):
        raise ValueError from None


def zone_of(session: Session, agency_id: UUID) -> tzinfo:
    """Return the agency's time zone; UTC if this machine doesn't know it."""
    name = session.execute(select(Agency.time_zone).where(Agency.id == agency_id)).scalar_one()
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def today(session: Session, agency_id: UUID) -> date:
    """Return today's date in the agency's time zone."""
    return day_of(session, agency_id, datetime.now(UTC))


def day_of(session: Session, agency_id: UUID, moment: datetime) -> date:
    """Return which day a moment was in the agency's time zone."""
    return moment.astimezone(zone_of(session, agency_id)).date()
