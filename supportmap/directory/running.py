"""An import as it is run: noted when it begins, while it goes on, and however it ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from time import monotonic
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from supportmap.directory.hsds import progress
from supportmap.directory.hsds.report import NotADirectory, Read
from supportmap.directory.importing import Order, Report, import_services
from supportmap.directory.imports import begin_import, note_end, note_progress, note_refusal
from supportmap.directory.renewing import renew_outdated
from supportmap.records.audit import Actor
from supportmap.records.database import writing

__all__ = ["Progress", "run_import"]

STOPPED = "The import was stopped by an error of the program: what was kept until then is whole."
NOTED_EVERY = 3.0
"""Seconds after which it is noted anew how far an import is: far less than ``STILL``."""
SHOWN_EVERY = 0.1
PARTS = 1_000
"""Of how many parts so many are noted to be done: bytes of a large file would be too many for the column."""


class Progress:
    """How far a reader is, as it says; ``shown`` is told, too, but not of every single row."""

    def __init__(self, shown: progress.Progress | None = None) -> None:
        """Begin with nothing read."""
        self._done = 0
        self._total: int | None = None
        self._shown, self._at = shown, 0.0

    def __call__(self, done: int, total: int | None) -> None:
        """Take what the reader says."""
        self._done, self._total = done, total
        if self._shown and monotonic() - self._at > SHOWN_EVERY:
            self._shown(done, total)
            self._at = monotonic()

    @property
    def noted(self) -> tuple[int, int | None]:
        """Return how much of how much is done, as it is noted."""
        done, total = self._done, self._total
        return (min(done, total) * PARTS // total, PARTS) if total else (done, None)


def run_import(
    session: Session,
    actor: Actor,
    order: Order,
    reads: Iterable[Read],
    at: Progress | None = None,
    import_id: UUID | None = None,
) -> Report:
    """Run an import and note how it goes; raise NotADirectory where nothing could be read, or UnderWay."""
    if import_id is None:
        with writing(session):
            import_id = begin_import(session, actor, order.source, order.dry_run)
    noted = actor.agency_id, import_id
    try:
        with _told_of(session.get_bind().engine, noted, at or Progress()):
            report = import_services(session, actor, order, reads)
            if not order.dry_run:
                renew_outdated(session, actor.agency_id, own_only=True)
    except NotADirectory as error:
        with writing(session):
            # Not its name: of what was sent by a page that is one of ours.
            note_refusal(session, *noted, error.reason, order.licence)
        raise
    except BaseException:
        with writing(session):
            note_refusal(session, *noted, STOPPED, order.licence, "stopped")
        raise
    with writing(session):
        note_end(session, *noted, report)
    return report


@contextmanager
def _told_of(engine: Engine, noted: tuple[UUID, UUID], at: Progress) -> Iterator[None]:
    """Note every few seconds how far an import is, however long one step of it takes.

    Else a large file, of which nothing is kept before all of it is read, would be taken for stopped. It has
    a thread and transactions of its own: none of the import's is disturbed.
    """
    ended = Event()
    teller = Thread(target=_tell, args=(engine, noted, at, ended), daemon=True, name="telling")
    teller.start()
    try:
        yield
    finally:
        ended.set()
        teller.join()


def _tell(engine: Engine, noted: tuple[UUID, UUID], at: Progress, ended: Event) -> None:
    with Session(engine) as session:
        while not ended.wait(NOTED_EVERY):
            # Where others write for long it is noted the next time.
            with suppress(SQLAlchemyError), writing(session):
                note_progress(session, *noted, *at.noted)
