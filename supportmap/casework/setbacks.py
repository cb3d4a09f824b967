"""Setbacks worked through part by part, and what was achieved: from a setback, or a step of a plan."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.casework.outcome import Conflict
from supportmap.casework.own import STEPS, Said, own_work, write_own
from supportmap.casework.work import Work, work_of, works_of
from supportmap.records.audit import Actor
from supportmap.records.client import Owner

__all__ = [
    "achieved_setback",
    "achieved_step",
    "achievements_of",
    "finished_steps",
    "setbacks_of",
    "written",
]


def setbacks_of(session: Session, actor: Actor, owner: Owner) -> list[Work]:
    """Return the setbacks that somebody may see, the one worked on last first."""
    return sorted(works_of(session, actor, owner, "setback"), key=lambda work: work.changed_at, reverse=True)


def written(setback: Work) -> list[str]:
    """Return the parts of a setback of which something is written."""
    return [name for name in STEPS if setback.facts.get(name)]


def achievements_of(session: Session, actor: Actor, owner: Owner) -> list[Work]:
    """Return what somebody may see of what was achieved, as it was written."""
    return works_of(session, actor, owner, "achievement")


def achieved_setback(
    session: Session, actor: Actor, owner: Owner, setback_id: UUID, said: Said, work_id: UUID | None = None
) -> Work:
    """Keep what came of a setback as something achieved."""
    setback = own_work(session, actor, owner, "setback", setback_id)
    return write_own(session, actor, owner, "achievement", said, work_id, about=setback.id)


def achieved_step(
    session: Session, actor: Actor, owner: Owner, step_id: UUID, said: Said, work_id: UUID | None = None
) -> Work:
    """Keep a step of a plan that is done as something achieved; else Conflict("step-not-done")."""
    step = work_of(session, actor, owner, "step", step_id)
    if step.state != "done":
        raise Conflict("step-not-done", "this step isn’t done yet: say so first")
    return write_own(session, actor, owner, "achievement", said, work_id, about=step.id)


def finished_steps(session: Session, actor: Actor, owner: Owner) -> list[Work]:
    """Return the steps that are done and of which no achievement was made yet."""
    made = {each.about for each in achievements_of(session, actor, owner)}
    steps = works_of(session, actor, owner, "step")
    return [each for each in steps if each.state == "done" and each.id not in made]
