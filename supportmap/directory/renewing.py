"""Services read anew after an upgrade that reads documents otherwise, such as by more words that endanger.

An import does so with all that its source has. What staff keep themselves, no import brings again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.directory.comparing import digest_of_text
from supportmap.directory.facts import SERVICES
from supportmap.directory.keeping import BATCH, renew_services
from supportmap.directory.text_index import text_index
from supportmap.records.database import writing
from supportmap.records.directory import PlaceRow, SourceRow

__all__ = ["find_by_postcode", "renew_in_parts", "renew_outdated"]

_PAGE = 500


def renew_outdated(session: Session, agency_id: UUID, own_only: bool = False) -> int:
    """Read anew what is searched of services that were read by older rules, and return how many these are.

    ``own_only``: of the agency's own list.
    """
    return renew_in_parts(session, agency_id, _outdated(session, agency_id, own_only))


def renew_in_parts(session: Session, agency_id: UUID, ids: Sequence[UUID]) -> int:
    """Read services anew in small transactions, as an import does, and return how many these are."""
    for part in _parts(ids):
        with writing(session):
            renew_services(session, agency_id, part, datetime.now(UTC))
    return len(ids)


def find_by_postcode(session: Session, agency_id: UUID) -> None:
    """Let services of whose places only the postcode is known be found near its middle, as known now.

    That too is done in small transactions: meanwhile others write.
    """
    own = PlaceRow.agency_id == agency_id, PlaceRow.latitude.is_(None), PlaceRow.postal_code.is_not(None)
    ids = session.scalars(select(PlaceRow.service_id).where(*own).distinct()).all()
    for part in _parts(ids):
        with writing(session):
            text_index(session).index(agency_id, part)


def _parts(ids: Sequence[UUID]) -> list[Sequence[UUID]]:
    return [ids[first : first + BATCH] for first in range(0, len(ids), BATCH)]


def _outdated(session: Session, agency_id: UUID, own_only: bool) -> list[UUID]:
    query = select(SERVICES.c.id, SERVICES.c.document, SERVICES.c.digest)
    query = query.where(SERVICES.c.agency_id == agency_id)
    if own_only:
        own = SourceRow.agency_id == agency_id, SourceRow.own.is_(True)
        query = query.where(SERVICES.c.source_id.in_(select(SourceRow.id).where(*own)))
    rows = session.execute(query.execution_options(yield_per=_PAGE))
    ids = [row.id for row in rows if row.digest != digest_of_text(row.document)]
    session.rollback()
    return ids
