"""What happened since the last visit ended: what the client sent and shared, and what changed on the map."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from supportmap.casework.proposals import OPEN
from supportmap.casework.work import Work, works_of
from supportmap.records.audit import Actor
from supportmap.records.changes import count_outside_visits
from supportmap.records.client import Owner
from supportmap.records.visits import finished_version, last_ended

__all__ = ["SHARED", "SinceLast", "since_last"]

SHARED = ("entry", "setback", "achievement", "sign", "trigger", "strategy", "use", "plan")
"""The kinds that are counted as new or changed, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class SinceLast:
    """``since`` is when the last visit was finished: None where there was none, and all is told.

    ``proposals`` wait for an answer, however old, and so does the wish to be erased; ``shared`` counts what
    the client wrote or changed, and the plans that anybody worked on, for client and team write in the same
    ones; ``steps`` are those that were done; ``changes`` are those of the map outside any visit.
    """

    since: datetime | None
    proposals: int
    shared: dict[str, int]
    steps: int
    changes: int
    erasure: bool

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.proposals or self.shared or self.steps or self.changes or self.erasure)


def since_last(session: Session, actor: Actor, owner: Owner) -> SinceLast:
    """Return what somebody of the team may see of what happened since the last finished visit."""
    ended = last_ended(session, owner)
    works = works_of(session, actor, owner, "proposal", "step", "erasure", *SHARED)
    kinds = Counter(work.kind for work in works if _is_told(work) and _is_new(work, ended))
    return SinceLast(
        since=ended,
        proposals=sum(work.kind == "proposal" and work.state in OPEN for work in works),
        shared={kind: kinds[kind] for kind in SHARED if kinds[kind]},
        steps=sum(_done_since(work, ended) for work in works),
        changes=count_outside_visits(session, owner, finished_version(session, owner)),
        erasure=any(work.kind == "erasure" for work in works),
    )


def _is_told(work: Work) -> bool:
    return work.kind == "plan" or (work.kind in SHARED and work.by_client)


def _is_new(work: Work, ended: datetime | None) -> bool:
    return ended is None or work.changed_at > ended


def _done_since(work: Work, ended: datetime | None) -> bool:
    return work.kind == "step" and work.state == "done" and _is_new(work, ended)
