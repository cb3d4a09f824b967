"""What happened since the last visit ended: what the client sent and shared, and what changed on the map."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.casework.proposals import OPEN
from supportmap.casework.work import Work, works_of
from supportmap.records.audit import Actor
from supportmap.records.changes import count_outside_visits
from supportmap.records.client import Owner
from supportmap.records.visit import VisitRow
from supportmap.records.visits import finished_version, last_finished

__all__ = ["SHARED", "SinceLast", "since_last"]

SHARED = ("entry", "setback", "achievement", "sign", "trigger", "strategy", "use", "plan")
"""The kinds that are counted as new or changed, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class SinceLast:
    """``since`` is when the last visit was finished: None where there was none, and all is told.

    ``proposals`` wait for an answer, however old; ``shared`` counts what the client wrote or changed;
    ``steps`` are those that were done; ``changes`` are those of the map outside any visit.
    """

    since: datetime | None
    proposals: int
    shared: dict[str, int]
    steps: int
    changes: int

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.proposals or self.shared or self.steps or self.changes)


def since_last(session: Session, actor: Actor, owner: Owner) -> SinceLast:
    """Return what somebody of the team may see of what happened since the last finished visit."""
    ended = _ended(session, owner)
    works = works_of(session, actor, owner, "proposal", "step", *SHARED)
    new = [work for work in works if work.by_client and (ended is None or work.changed_at > ended)]
    kinds = Counter(work.kind for work in new if work.kind in SHARED)
    return SinceLast(
        since=ended,
        proposals=sum(work.kind == "proposal" and work.state in OPEN for work in works),
        shared={kind: kinds[kind] for kind in SHARED if kinds[kind]},
        steps=sum(_done_since(work, ended) for work in works),
        changes=count_outside_visits(session, owner, finished_version(session, owner)),
    )


def _done_since(work: Work, ended: datetime | None) -> bool:
    is_new = ended is None or work.changed_at > ended
    return work.kind == "step" and work.state == "done" and is_new


def _ended(session: Session, owner: Owner) -> datetime | None:
    last = last_finished(session, owner)
    if last is None:
        return None
    visit = VisitRow.agency_id == owner.agency_id, VisitRow.id == last
    return session.scalar(select(VisitRow.finished_at).where(*visit))
