"""The steps of a plan, each with whose it is and by when; and what came of it against what was thought."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.analysis.planning import Goal, Measured, matched, outcome, said
from supportmap.casework.facts import read_facts
from supportmap.casework.outcome import Invalid, Missing
from supportmap.casework.plan_goal import TOGETHER, as_kept
from supportmap.casework.plan_sight import sight_of
from supportmap.casework.plans import Plan, kept, refuse
from supportmap.casework.work import Work, add_work, change_work, delete_work, refuse_put_away
from supportmap.exchange.field import Table, choice, optional, required, text, whole
from supportmap.exchange.fields import DATE, long_text
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.days import day_of, today
from supportmap.records.networks import Facts

__all__ = [
    "Due",
    "add_step",
    "choose_anew",
    "drop_step",
    "due_steps",
    "last_try",
    "review",
    "settle_step",
    "think_again",
]

STEP: Table = {
    "words": required(text(300, 1)),
    "owner": required(choice("client", "staff")),
    "due": required(DATE),
}
REVIEW: Table = {"actual": optional(whole(0, 10)), "learnt": optional(long_text())}
SOON = timedelta(days=7)


class Due(NamedTuple):
    """A step that is due, or soon."""

    plan: Plan
    step: Work
    is_late: bool
    is_due: bool


def add_step(
    session: Session, actor: Actor, owner: Owner, plan: Plan, given: Facts, step_id: UUID | None = None
) -> Work:
    """Add a step of the way that was chosen; whoever sees the plan sees it."""
    if plan.phase not in ("act", "review"):
        raise refuse("not-now", "choose first what to do: the steps are those of the way that is chosen")
    facts = read_facts(STEP, given)
    due = date.fromisoformat(facts.pop("due"))
    if due < day_of(session, owner.agency_id, plan.work.at):
        raise Invalid(("due", "expected no day before the plan was begun"))
    facts["round"] = plan.round
    return add_work(
        *(session, actor, owner, "step", facts),
        shared=plan.work.shared,
        state="open",
        on_day=due,
        about=plan.id,
        work_id=step_id,
    )


def settle_step(session: Session, actor: Actor, owner: Owner, plan: Plan, step_id: str, done: bool) -> Work:
    """Say that a step is done, or that it isn't yet."""
    step = _step(session, owner, plan, step_id)
    on = today(session, owner.agency_id).isoformat() if done else None
    facts = step.facts | {"done_on": on}
    return change_work(session, actor, owner, step, facts=facts, state="done" if done else "open")


def drop_step(session: Session, actor: Actor, owner: Owner, plan: Plan, step_id: str) -> None:
    """Take a step off."""
    delete_work(session, actor, owner, _step(session, owner, plan, step_id))


def _step(session: Session, owner: Owner, plan: Plan, step_id: str) -> Work:
    """Return a step of this round: those of earlier ones stay as they were."""
    if plan.phase not in ("act", "review"):
        raise refuse("not-now", "the steps of this plan stay as they are now")
    refuse_put_away(session, owner)
    step = next((each for each in plan.current if str(each.id) == step_id), None)
    if step is None:
        raise Missing("step")
    return step


def due_steps(plans: Iterable[Plan], now: date) -> list[Due]:
    """Return the open steps that are due within a week or overdue, the most urgent first."""
    found = [
        Due(plan, step, step.on_day < now, step.on_day <= now)
        for plan in plans
        if plan.phase in ("act", "review")
        for step in plan.current
        if step.state == "open" and step.on_day and step.on_day <= now + SOON
    ]
    return sorted(found, key=lambda due: (due.step.on_day or now, due.step.at))


def review(session: Session, actor: Actor, owner: Owner, plan: Plan, given: Facts) -> Plan:
    """See what came of it: reached is done; not reached opens it again, with what was learnt.

    Conflict where the numbers can't tell, where they are of another formula than what was predicted, or
    where it is reached while steps are open.
    """
    (goal, expected), facts = _to_review(plan), {"actual": None} | read_facts(REVIEW, given)
    actual = _actual(session, actor, owner, goal, facts["actual"])
    match, came = matched(expected, actual), outcome(goal, actual)
    if match == "predict again":
        raise refuse("predict-again", "the numbers are worked out in another way since: choose once more")
    if came == "unknown":
        raise refuse("unknown", "whether the goal is reached can’t be told yet: answers are missing")
    if came == "met" and any(step.state == "open" for step in plan.current):
        raise refuse("steps-open", "tick the steps that are done, and take off those that aren’t needed")
    on = today(session, owner.agency_id)
    entry = _entry(plan, facts.get("learnt"), on) | {"outcome": came, "actual": as_kept(actual, on)}
    return _reviewed(session, actor, owner, plan, entry)


def _to_review(plan: Plan) -> tuple[Goal, Measured]:
    if plan.phase != "review" or plan.goal is None or plan.predicted is None:
        raise refuse("not-now", "take the steps first, then see what came of it")
    return plan.goal, plan.predicted


def _actual(session: Session, actor: Actor, owner: Owner, goal: Goal, told: int | None) -> Measured:
    if goal.measure == "own":
        if told is None:
            raise Invalid(("actual", "say where you are now, from 0 to 10"))
        return said(told)
    sight = sight_of(session, actor, owner)
    if not sight.numbers:
        raise refuse("together", TOGETHER)
    found = sight.measured(goal)
    if found is None:
        raise refuse("unknown", "whether the goal is reached can’t be told yet: it was not asked")
    return found


def _entry(plan: Plan, learnt: str | None, on: date) -> Facts:
    chosen = plan.chosen
    return {
        "on": on.isoformat(),
        "goal": plan.facts["goal"],
        "option": plan.facts["chosen"],
        "words": chosen["words"] if chosen else None,
        "predicted": plan.facts["predicted"],
        "actual": None,
        "outcome": "unknown",
        "learnt": learnt,
    }


def _reviewed(session: Session, actor: Actor, owner: Owner, plan: Plan, entry: Facts) -> Plan:
    told: Facts = {"reviews": [*plan.reviews, entry]}
    if entry["outcome"] == "met":
        return kept(session, actor, owner, plan, told, state="done")
    return kept(session, actor, owner, plan, told | {"chosen": None, "predicted": None}, state="options")


def last_try(plan: Plan, option_id: str) -> Facts | None:
    """Return what came of an option when it was last tried, with its number if it has one; else None."""
    tried = [each for each in reversed(plan.reviews) if each.get("option") == option_id]
    return next((each for each in tried if each["actual"]), next(iter(tried), None))


def think_again(session: Session, actor: Actor, owner: Owner, plan: Plan, given: Facts) -> Plan:
    """Go back to what could be done, whatever came of it, with what was learnt; a plan that is done, too."""
    if not plan.has_reached("act"):
        raise refuse("not-now", "nothing is chosen yet: you are free to change all of it")
    facts = read_facts({"learnt": REVIEW["learnt"]}, given)
    on = today(session, owner.agency_id)
    return _reviewed(session, actor, owner, plan, _entry(plan, facts.get("learnt"), on))


def choose_anew(session: Session, actor: Actor, owner: Owner, plan: Plan) -> Plan:
    """Open the choice again; what it would bring is predicted by the map and the formula of then."""
    if plan.phase not in ("act", "review"):
        raise refuse("not-now", "nothing is chosen that could be chosen anew")
    return kept(session, actor, owner, plan, {"chosen": None, "predicted": None}, state="choose")
