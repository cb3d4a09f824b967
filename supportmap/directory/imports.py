"""The imports of an agency, under way and past: whoever waits for one sees how far it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from supportmap.directory.importing import Report
from supportmap.records.audit import Actor
from supportmap.records.directory import ImportRow

__all__ = [
    "STILL",
    "UnderWay",
    "begin_import",
    "check_not_under_way",
    "import_of",
    "imports_of",
    "note_end",
    "note_progress",
    "note_refusal",
]

STILL = timedelta(minutes=2)
"""An import that told nothing for so long was stopped, by whatever ended its process."""
SHOWN = 20


class UnderWay(Exception):  # noqa: N818 - it is told to whoever asks for another
    """The same source is being imported at this moment."""


def begin_import(session: Session, actor: Actor, source: str, dry_run: bool) -> UUID:
    """Note that an import begins, and return its id; two of one source don't run at once: UnderWay.

    It runs inside ``writing(session)``.
    """
    check_not_under_way(session, actor.agency_id, source)
    now = datetime.now(UTC)
    told = {"source_name": source, "user_id": actor.user_id, "dry_run": dry_run, "state": "running"}
    row = ImportRow(agency_id=actor.agency_id, id=uuid4(), begun_at=now, seen_at=now, done=0, **told)
    session.add(row)
    session.flush()
    return row.id


def check_not_under_way(session: Session, agency_id: UUID, source: str) -> None:
    """Raise UnderWay if this source is being imported at this moment."""
    running = ImportRow.agency_id == agency_id, ImportRow.state == "running"
    same = ImportRow.source_name == source, ImportRow.seen_at > datetime.now(UTC) - STILL
    if session.scalar(select(ImportRow.id).where(*running, *same)) is not None:
        raise UnderWay


def note_progress(session: Session, agency_id: UUID, import_id: UUID, done: int, total: int | None) -> None:
    """Note how far an import is, which also says that it goes on."""
    _change(session, agency_id, import_id, done=done, total=total)


def note_end(session: Session, agency_id: UUID, import_id: UUID, report: Report) -> None:
    """Note that an import is done, and what became of it."""
    told = orjson.dumps(report.as_json()).decode()
    _change(session, agency_id, import_id, state="done", ended_at=datetime.now(UTC), report=told)


def note_refusal(
    session: Session, agency_id: UUID, import_id: UUID, reason: str, licence: str, state: str = "refused"
) -> None:
    """Note that nothing of a file was taken, or that the import was stopped, and why.

    The licence is kept for whoever tries again: of a source that has nothing yet it stands nowhere else.
    """
    told = orjson.dumps({"refused": reason, "licence": licence}).decode()
    _change(session, agency_id, import_id, state=state, ended_at=datetime.now(UTC), report=told)


def import_of(session: Session, agency_id: UUID, import_id: UUID) -> dict[str, Any] | None:
    """Return one import as it stands, or None."""
    own = ImportRow.agency_id == agency_id, ImportRow.id == import_id
    row = session.execute(select(*ImportRow.__table__.c).where(*own)).one_or_none()
    return None if row is None else _told(row)


def imports_of(session: Session, agency_id: UUID) -> list[dict[str, Any]]:
    """Return the latest imports, the latest first."""
    query = select(*ImportRow.__table__.c).where(ImportRow.agency_id == agency_id)
    rows = session.execute(query.order_by(ImportRow.begun_at.desc(), ImportRow.id).limit(SHOWN))
    return [_told(row) for row in rows]


def _change(session: Session, agency_id: UUID, import_id: UUID, **values: Any) -> None:
    own = ImportRow.agency_id == agency_id, ImportRow.id == import_id
    session.execute(update(ImportRow).where(*own).values(seen_at=datetime.now(UTC), **values))


def _told(row: Row[Any]) -> dict[str, Any]:
    told = row._asdict()
    told["report"] = orjson.loads(row.report) if row.report else None
    if row.state == "running" and datetime.now(UTC) - row.seen_at > STILL:
        told["state"] = "stopped"
    return told
