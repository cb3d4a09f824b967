"""Plans: a problem worked on in seven steps, one after the other, until what came of it is known.

A plan is a client's own (private or shared) or made by staff (and shown to the client or not). Its steps are
rows of their own, seen by whoever sees the plan. What a phase needs before the next one begins is told by a
Conflict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, get_args
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.analysis.network import FUNCTIONS
from supportmap.analysis.planning import Goal, Measured
from supportmap.casework.facts import read_facts
from supportmap.casework.outcome import Conflict
from supportmap.casework.work import (
    Work,
    add_work,
    change_work,
    delete_work,
    work_of,
    works_of,
)
from supportmap.exchange.field import Table, choice, optional, required, text
from supportmap.exchange.fields import long_text
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.networks import Facts

__all__ = [
    "PHASES",
    "Phase",
    "Plan",
    "define",
    "delete_plan",
    "go_on",
    "is_weighed",
    "kept",
    "numbers",
    "open_plan",
    "plan_of",
    "plans_of",
    "refuse",
    "refuse_done",
    "share_plan",
]

Phase = Literal["define", "goal", "options", "weigh", "choose", "act", "review", "done"]
PHASES: tuple[Phase, ...] = get_args(Phase)
"""The seven steps in their order, and what is done."""
DEFINED: Table = {"title": required(text(120, 1)), "problem": required(long_text(1))}
_BLANK: Facts = {
    **dict.fromkeys(("function", "problem", "goal", "start", "words", "chosen", "predicted")),
    "options": [],
    "reviews": [],
}
"""What a plan says before anything is written in it."""
OPENED: Table = {"title": required(text(120, 1)), "function": optional(choice(*FUNCTIONS))}


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan with its steps, the oldest first."""

    work: Work
    steps: tuple[Work, ...] = ()

    @property
    def id(self) -> UUID:
        """Its id."""
        return self.work.id

    @property
    def facts(self) -> Facts:
        """What was written in it."""
        return self.work.facts

    @property
    def phase(self) -> Phase:
        """Which of the seven steps it is at."""
        return next(phase for phase in PHASES if phase == self.work.state)

    def has_reached(self, phase: Phase) -> bool:
        """Tell whether it is at this phase or beyond."""
        return PHASES.index(self.phase) >= PHASES.index(phase)

    @property
    def goal(self) -> Goal | None:
        """What it is to come to, as it can be measured; None before that was said."""
        goal = self.facts["goal"]
        return Goal(goal["measure"], goal["least"], goal["function"]) if goal else None

    @property
    def options(self) -> list[Facts]:
        """What could be done, as it came to mind."""
        options: list[Facts] = self.facts["options"]
        return options

    @property
    def chosen(self) -> Facts | None:
        """What was chosen of it."""
        return next((each for each in self.options if each["id"] == self.facts["chosen"]), None)

    @property
    def predicted(self) -> Measured | None:
        """What was thought that it would bring, when it was chosen."""
        return numbers(self.facts["predicted"])

    @property
    def reviews(self) -> list[Facts]:
        """What came of each round, the first one first."""
        reviews: list[Facts] = self.facts["reviews"]
        return reviews

    @property
    def round(self) -> int:
        """How often it was opened again."""
        return len(self.reviews) - (self.phase == "done")

    @property
    def current(self) -> tuple[Work, ...]:
        """The steps of this round: those of earlier ones were tried before it was opened again."""
        return tuple(step for step in self.steps if step.facts["round"] == self.round)


def numbers(kept: Facts | None) -> Measured | None:
    """Return what was measured, out of how it is kept."""
    return Measured(**{name: kept[name] for name in Measured._fields}) if kept else None


def plans_of(session: Session, actor: Actor, owner: Owner) -> list[Plan]:
    """Return the plans that somebody may see, the newest first, with their steps and no others."""
    found = works_of(session, actor, owner, "plan", "step")
    plans = [work for work in reversed(found) if work.kind == "plan"]
    return [_with_steps(plan, found) for plan in plans]


def plan_of(session: Session, actor: Actor, owner: Owner, plan_id: UUID) -> Plan:
    """Return one plan, or raise Missing."""
    plan = work_of(session, actor, owner, "plan", plan_id)
    return _with_steps(plan, works_of(session, actor, owner, "step"))


def _with_steps(plan: Work, found: Iterable[Work]) -> Plan:
    return Plan(plan, tuple(step for step in found if step.kind == "step" and step.about == plan.id))


def open_plan(
    session: Session,
    actor: Actor,
    owner: Owner,
    given: Facts,
    *,
    shared: bool,
    plan_id: UUID | None = None,
) -> Plan:
    """Begin a plan: ``title``, and the ``function`` of the map that it comes from, if it does."""
    facts = _BLANK | read_facts(OPENED, given)
    work = add_work(session, actor, owner, "plan", facts, shared=shared, state=PHASES[0], work_id=plan_id)
    return Plan(work)


def define(session: Session, actor: Actor, owner: Owner, plan: Plan, given: Facts) -> Plan:
    """Say what it is about; the goal comes next."""
    refuse_done(plan)
    facts = read_facts(DEFINED, given)
    state = "goal" if plan.phase == "define" else plan.phase
    return kept(session, actor, owner, plan, facts, state=state)


def go_on(session: Session, actor: Actor, owner: Owner, plan: Plan) -> Plan:
    """Go on to the next phase, where that takes nothing but having done this one."""
    if plan.phase not in _NEXT:
        raise refuse("not-now", "fill in what is asked for here first: the plan goes on by itself then")
    then, lack = _NEXT[plan.phase]
    if told := lack(plan):
        raise refuse("not-yet", told)
    return kept(session, actor, owner, plan, {}, state=then)


def _too_few(plan: Plan) -> str | None:
    if len(plan.options) < 2:
        return "name at least two things that could be done: to leave it as it is can be one"
    return None


def is_weighed(option: Facts) -> bool:
    """Tell whether anything was said for or against an option, or of what others think of it."""
    return any(option.get(name) for name in ("pros", "cons", "views"))


def _unweighed(plan: Plan) -> str | None:
    if any(map(is_weighed, plan.options)):
        return None
    return "say of at least one of them what is for or against it"


def _without_steps(plan: Plan) -> str | None:
    return None if plan.current else "write down at least one step first"


_NEXT: dict[Phase, tuple[Phase, Callable[[Plan], str | None]]] = {
    "options": ("weigh", _too_few),
    "weigh": ("choose", _unweighed),
    "act": ("review", _without_steps),
}


def kept(session: Session, actor: Actor, owner: Owner, plan: Plan, facts: Facts, **columns: Any) -> Plan:
    """Keep what is new in a plan."""
    work = change_work(session, actor, owner, plan.work, facts=plan.facts | facts, **columns)
    return Plan(work, plan.steps)


def share_plan(session: Session, actor: Actor, owner: Owner, plan: Plan, shared: bool) -> Plan:
    """Share a plan of one's own, with its steps, or keep it to oneself again.

    What staff made and the client has seen stays shown: the client may have written in it. What staff wrote
    in a plan that a client takes back is the client's.
    """
    if plan.work.by_client != (actor.role == "client"):
        raise refuse("not-yours", "only whoever began a plan settles who sees it")
    if not shared and not plan.work.by_client and plan.work.shared:
        raise refuse("shown", "the client has seen this plan: it stays shown")
    if shared == plan.work.shared:
        return plan
    change = {"shared": shared} | ({} if shared else {"by_client": True})
    steps = [change_work(session, actor, owner, step, None, facts=None, **change) for step in plan.steps]
    return Plan(kept(session, actor, owner, plan, {}, shared=shared).work, tuple(steps))


def delete_plan(session: Session, actor: Actor, owner: Owner, plan: Plan) -> None:
    """Delete a plan for good, with its steps; only whoever's it is."""
    if plan.work.by_client != (actor.role == "client"):
        raise refuse("not-yours", "only whoever began a plan can delete it")
    delete_work(session, actor, owner, plan.work)


def refuse(code: str, text: str) -> Conflict:
    """Return the refusal of an act that the plan doesn't allow as it is."""
    return Conflict(code, text)


def refuse_done(plan: Plan) -> None:
    """Raise Conflict for a plan that is done: it is taken up again first."""
    if plan.phase == "done":
        raise refuse("plan-done", "this plan is done: take it up again to change it")
