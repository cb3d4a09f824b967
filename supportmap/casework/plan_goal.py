"""What a plan is to come to: so much of a measure of the map, or of a scale of one's own, by a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from supportmap.analysis.network import FUNCTIONS
from supportmap.analysis.planning import MEASURES, Goal, Measured, said
from supportmap.casework.facts import read_facts
from supportmap.casework.outcome import Invalid
from supportmap.casework.plan_sight import Sight, sight_of
from supportmap.casework.plans import Plan, kept, refuse, refuse_done
from supportmap.exchange.field import Table, choice, optional, required, text, whole
from supportmap.exchange.fields import DATE
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.days import today
from supportmap.records.networks import Facts

__all__ = ["TOGETHER", "as_kept", "set_goal"]

GOAL: Table = {
    "measure": required(choice(*MEASURES)),
    "function": optional(choice(*FUNCTIONS)),
    "least": required(whole(1, 100)),
    "by": required(DATE),
    "now": optional(whole(0, 10)),
    "words": optional(text(500)),
}
_NOTHING: Facts = {"function": None, "now": None, "words": None}
TOGETHER = "this goal goes by numbers of the map that aren’t shown here: do it together with your clinician"


def set_goal(session: Session, actor: Actor, owner: Owner, plan: Plan, given: Facts) -> Plan:
    """Say what it is to come to: ``least`` of a ``measure`` (hundredths, or 1 to 10) ``by`` a day.

    Another goal than before opens the choice again: what was predicted was predicted of the other one.
    """
    refuse_done(plan)
    if plan.phase == "define":
        raise refuse("not-yet", "say first what it is about")
    facts = _NOTHING | read_facts(GOAL, given)
    by = date.fromisoformat(facts.pop("by"))
    if by != plan.work.on_day and by < today(session, owner.agency_id):
        raise Invalid(("by", "expected today or a later day"))
    goal = _goal(sight_of(session, actor, owner), facts)
    _check_above(actor, goal, facts["now"])
    kept_goal = {"measure": goal.measure, "least": goal.least, "function": goal.function}
    is_same = kept_goal == plan.facts["goal"]
    told: Facts = {"goal": kept_goal, "words": facts["words"]}
    if goal.measure == "own" or not is_same:
        told["start"] = _begun(session, actor, owner, plan, goal, facts["now"])
    if is_same:
        return kept(session, actor, owner, plan, told, on_day=by)
    state = "options" if plan.phase == "goal" else plan.phase
    return _anew(session, actor, owner, plan, told, state=state, on_day=by)


def _goal(sight: Sight, facts: Facts) -> Goal:
    own = facts["measure"] == "own"
    if not own and not sight.numbers:
        raise Invalid(("measure", "expected a scale of your own"))
    if not own and facts["function"] is None:
        raise Invalid(("function", "say which support it is about"))
    most = 10 if own else 99
    if facts["least"] > most:
        raise Invalid(("least", f"expected a whole number from 1 to {most}"))
    least = float(facts["least"]) if own else facts["least"] / 100
    return Goal(facts["measure"], least, None if own else facts["function"])


def _check_above(actor: Actor, goal: Goal, now: int | None) -> None:
    """Refuse a goal on the own scale that is reached already."""
    if goal.measure == "own" and now is not None and goal.least <= now:
        who = "you are" if actor.role == "client" else "the client is"
        raise Invalid(("least", f"What would be enough has to be more than where {who} now."))


def _begun(
    session: Session, actor: Actor, owner: Owner, plan: Plan, goal: Goal, now: int | None
) -> Facts | None:
    """Return where it began: on one scale that stays unless it is corrected, whatever the goal becomes."""
    before, start = plan.facts["goal"], plan.facts["start"]
    is_same_scale = start is not None and before["measure"] == goal.measure == "own"
    if is_same_scale and now in (None, start["low"]):
        return dict(start)
    return _start(session, actor, owner, goal, now)


def _start(session: Session, actor: Actor, owner: Owner, goal: Goal, now: int | None) -> Facts | None:
    if goal.measure == "own":
        found = None if now is None else said(now)
    else:
        found = sight_of(session, actor, owner).measured(goal)
    return found and as_kept(found, today(session, owner.agency_id))


def as_kept(found: Measured, on: date) -> Facts:
    """Return what was measured as it is kept, with the day."""
    return found._asdict() | {"on": on.isoformat()}


def _anew(session: Session, actor: Actor, owner: Owner, plan: Plan, facts: Facts, **columns: Any) -> Plan:
    """Keep what is new; whatever was chosen before has to be chosen again."""
    if plan.facts["chosen"]:
        facts = facts | {"chosen": None, "predicted": None}
        columns = columns | {"state": "choose"}
    return kept(session, actor, owner, plan, facts, **columns)
