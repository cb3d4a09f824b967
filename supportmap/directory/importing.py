"""One import of a source: read, kept batch by batch, and at the end what the source has no more is retired.

It is kept in small transactions, so that others go on working meanwhile. What is cut off half way leaves
whole services, and the next import of the same source does the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supportmap.directory.comparing import Given
from supportmap.directory.hsds.report import Read, Tally
from supportmap.directory.keeping import BATCH, Kept, keep_services, look_ahead, retire_absent
from supportmap.directory.sources import source_id_of
from supportmap.directory.text_index import text_index
from supportmap.records.audit import Actor, record
from supportmap.records.database import writing
from supportmap.records.directory import ServiceRow, SourceRow

__all__ = ["Order", "Report", "import_services"]

MOST_GONE = 0.5
"""If more than this share of a source is missing at once, the file was probably cut short."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be imported for whom. ``retire_most``: even if most of the source is missing now."""

    source: str
    licence: str
    address: str | None = None
    dry_run: bool = False
    retire_most: bool = False


@dataclass(slots=True)
class Report:
    """What became of the file, and of the services of the source.

    ``kept`` counts services: added, changed, unchanged, returned, ``unread`` where only part could be read
    of what is known whole, and retired or, where too many were missing or the file breaks off, ``missing``:
    both of these are as they were.
    """

    tally: Tally = field(default_factory=Tally)
    kept: Counter[str] = field(default_factory=Counter)
    dry_run: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"dry_run": self.dry_run, "kept": dict(self.kept), **self.tally.as_json()}


def import_services(session: Session, actor: Actor, order: Order, reads: Iterable[Read]) -> Report:
    """Keep what was read of a source, and return what became of it.

    What ``reads`` raises goes through: then nothing is retired.
    """
    report = Report(dry_run=order.dry_run)
    seen: set[UUID] = set()
    batches = _batches(reads)
    # Read before anything is written: what turns out to be no directory leaves no source.
    first = next(batches, [])
    source_id = _source(session, actor, order, bool(first))
    known = _known(session, actor.agency_id, source_id)
    for batch in chain([first] if first else [], batches):
        given = [Given(each.external_id or "", each.document, each.thin) for each in _noted(report, batch)]
        if source_id and given:
            kept = _keep(session, actor.agency_id, source_id, given, order.dry_run)
            seen.update(kept.ids)
            report.kept.update(kept.counts)
        else:
            report.kept["added"] += len(given)
    with writing(session):
        _finish(session, actor, order, source_id, known, seen, report)
    return report


def _keep(session: Session, agency_id: UUID, source_id: UUID, given: Sequence[Given], dry_run: bool) -> Kept:
    ahead = look_ahead(session, agency_id, source_id, given, dry_run)
    if not ahead.searched:
        return ahead.kept
    with writing(session):
        return keep_services(session, agency_id, source_id, given, datetime.now(UTC), ahead.searched)


def _source(session: Session, actor: Actor, order: Order, add: bool) -> UUID | None:
    """Return the source, added if need be and something was read; a dry run adds none."""
    if order.dry_run or not add:
        named = SourceRow.agency_id == actor.agency_id, SourceRow.name == order.source
        found = session.scalar(select(SourceRow.id).where(*named))
        session.rollback()
        return found
    with writing(session):
        return source_id_of(session, actor.agency_id, order.source, order.licence, order.address)


def _batches(reads: Iterable[Read]) -> Iterator[list[Read]]:
    stream = iter(reads)
    while batch := list(islice(stream, BATCH)):
        yield batch


def _noted(report: Report, batch: Sequence[Read]) -> Iterator[Any]:
    """Count what was read, and yield what is to be kept."""
    for each in batch:
        report.tally.add(each)
        if each.document is not None:
            yield each


def _finish(
    session: Session,
    actor: Actor,
    order: Order,
    source_id: UUID | None,
    known: set[UUID],
    seen: set[UUID],
    report: Report,
) -> None:
    if source_id is None:
        return
    absent = sorted(_there(session, actor.agency_id, source_id) - seen)
    most_gone = len(known - seen) > len(known) * MOST_GONE and not order.retire_most
    cut_short = most_gone or not report.tally.complete
    report.kept["missing" if cut_short else "retired"] += len(absent)
    if order.dry_run:
        return
    text_index(session).settle()
    now = datetime.now(UTC)
    for first in range(0, 0 if cut_short else len(absent), BATCH):
        retire_absent(session, actor.agency_id, source_id, absent[first : first + BATCH], now)
    if not cut_short:
        its = SourceRow.agency_id == actor.agency_id, SourceRow.id == source_id
        session.execute(update(SourceRow).where(*its).values(imported_at=now))
    record(session, actor, "resource.import", objects=[source_id])


def _known(session: Session, agency_id: UUID, source_id: UUID | None) -> set[UUID]:
    """Return the services that a source had when it was last imported whole; if it never was, all it has.

    What came since, from an import that broke off or of a file that was another one, says nothing of how much
    of the source is missing now.
    """
    if source_id is None:
        return set()
    its = SourceRow.agency_id == agency_id, SourceRow.id == source_id
    whole = session.scalar(select(SourceRow.imported_at).where(*its))
    known = _there(session, agency_id, source_id, until=whole)
    session.rollback()
    return known


def _there(session: Session, agency_id: UUID, source_id: UUID, until: datetime | None = None) -> set[UUID]:
    its = ServiceRow.agency_id == agency_id, ServiceRow.source_id == source_id
    query = select(ServiceRow.id).where(*its, ServiceRow.retired_at.is_(None))
    return set(session.scalars(query if until is None else query.where(ServiceRow.added_at <= until)))
