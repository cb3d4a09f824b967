"""An import as it is run: noted when it begins, while it goes on, and however it ends."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.directory.hsds.report import NotADirectory, Read
from supportmap.directory.importing import Order, Report, import_services
from supportmap.directory.imports import begin_import, note_end, note_progress, note_refusal
from supportmap.records.audit import Actor
from supportmap.records.database import writing

__all__ = ["Progress", "run_import"]

STOPPED = "The import was stopped by an error of the program: what was kept until then is whole."


class Progress:
    """How far a reader is, as it says; noted with the next batch that is kept."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self.done = 0
        self.total: int | None = None

    def __call__(self, done: int, total: int | None) -> None:
        """Take what the reader says."""
        self.done, self.total = done, total


def run_import(
    session: Session,
    actor: Actor,
    order: Order,
    reads: Iterable[Read],
    progress: Progress | None = None,
    import_id: UUID | None = None,
) -> Report:
    """Run an import and note how it goes; raise NotADirectory where nothing could be read, or UnderWay."""
    if import_id is None:
        with writing(session):
            import_id = begin_import(session, actor, order.source, order.dry_run)
    at = progress or Progress()
    noted = actor.agency_id, import_id

    def told(report: Report) -> None:
        note_progress(session, *noted, at.done or report.tally.objects, at.total)

    try:
        report = import_services(session, actor, order, reads, told)
    except NotADirectory as error:
        with writing(session):
            # Not its name: of what was sent by a page that is one of ours.
            note_refusal(session, *noted, error.reason)
        raise
    except BaseException:
        with writing(session):
            note_refusal(session, *noted, STOPPED, "stopped")
        raise
    with writing(session):
        note_end(session, *noted, report)
    return report
