"""Whether an agency's audit is whole: its chain, walked from the first row to the head.

The chain shows every row that was altered, added, taken out or moved by somebody without the key. Only a
tail that was cut off together with the head looks whole: for that, compare with a head noted elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from supportmap.records.agency import Agency
from supportmap.records.audit import AuditHead, AuditRow, link

__all__ = ["Broken", "Head", "agencies", "verify"]

PAGE = 500
_COLUMNS = tuple(AuditRow.__table__.c)


class Broken(Exception):  # noqa: N818 - it is what a check found
    """An audit that somebody tampered with: at which row, and how it shows."""

    def __init__(self, seq: int, reason: str) -> None:
        """Keep the parts."""
        super().__init__(f"row {seq} {reason}")
        self.seq, self.reason = seq, reason


@dataclass(frozen=True, slots=True)
class Head:
    """Where an audit ends: how many rows it has, and what tells this one from any other."""

    seq: int
    fingerprint: str

    def __str__(self) -> str:
        """Return it as it is noted down, and given back."""
        return f"{self.seq}:{self.fingerprint}"


def agencies(session: Session) -> list[UUID]:
    """Return every agency, oldest first."""
    return list(session.scalars(select(Agency.id).order_by(Agency.created_at, Agency.id)))


def verify(session: Session, agency_id: UUID, expected: Head | None = None, last: int | None = None) -> Head:
    """Return where an agency's audit ends, or raise Broken at the first row that isn't as it was written.

    ``expected`` is a head that was noted earlier: the audit must still go through it. ``last``: only so many
    rows before its end are checked, which goes by what the row before them says.
    """
    chain, seq = _begin(session, agency_id, last)
    # From the first row on, so that none can hide before it.
    for row in _rows(session, agency_id, seq or None):
        if row is None or row.seq != seq + 1:
            raise Broken(seq + 1, "can't be read" if row is None else "is missing")
        if not _follows(session, chain, row):
            raise Broken(row.seq, "is not as it was written")
        chain, seq = row.chain, row.seq
        if expected and expected.seq == seq and expected.fingerprint != _fingerprint(chain):
            raise Broken(seq, "is not the one that was noted")
    _check_end(session, agency_id, chain, seq)
    if expected and expected.seq > seq:
        raise Broken(seq + 1, "is missing: the audit went further when its end was noted")
    return Head(seq, _fingerprint(chain))


def _begin(session: Session, agency_id: UUID, last: int | None) -> tuple[bytes, int]:
    """Return the chain and the number of the row before the first that is checked."""
    before = 0 if last is None else _head(session, agency_id).seq - last
    if before <= 0:
        return bytes(32), 0
    row = AuditRow.agency_id == agency_id, AuditRow.seq == before
    chain = session.execute(select(AuditRow.chain).where(*row)).scalar_one_or_none()
    if chain is None:
        raise Broken(before, "is missing")
    return chain, before


def _check_end(session: Session, agency_id: UUID, chain: bytes, seq: int) -> None:
    head = _head(session, agency_id)
    if head.seq > seq:
        raise Broken(seq + 1, "is missing")
    if head.seq < seq or head.chain != chain:
        raise Broken(seq, "is not where the audit says that it ends")


def _head(session: Session, agency_id: UUID) -> Any:
    query = select(AuditHead.seq, AuditHead.chain).where(AuditHead.agency_id == agency_id)
    head = session.execute(query).one_or_none()
    if head is None:
        raise Broken(0, "is missing: nothing says where the audit ends")
    return head


def _rows(session: Session, agency_id: UUID, after: int | None) -> Iterator[Row[Any] | None]:
    """Yield the rows in order, a page at a time; None stands for one that can't be read."""
    query = select(*_COLUMNS).where(AuditRow.agency_id == agency_id).order_by(AuditRow.seq)
    while page := _page(session, query if after is None else query.where(AuditRow.seq > after)):
        yield from page
        if page[-1] is None:
            return
        after = page[-1].seq


def _page(session: Session, query: Any) -> list[Row[Any] | None]:
    try:
        return list(session.execute(query.limit(PAGE)))
    except (SQLAlchemyError, ValueError, TypeError, AttributeError):
        # One of the rows holds what its column can't: go on to it row by row.
        return _one(session, query)


def _one(session: Session, query: Any) -> list[Row[Any] | None]:
    try:
        return list(session.execute(query.limit(1)))
    except (SQLAlchemyError, ValueError, TypeError, AttributeError):
        return [None]


def _follows(session: Session, chain: bytes, row: Row[Any]) -> bool:
    try:
        return bool(link(session, chain, cast(AuditRow, row)) == row.chain)
    except (ValueError, TypeError, AttributeError):
        return False


def _fingerprint(chain: bytes) -> str:
    return chain.hex()[:16]
