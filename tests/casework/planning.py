"""Builders for tests of plans: a client and a clinician who plan, and a plan brought to a phase."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.casework import plan_options, plan_steps, plans
from supportmap.casework.plan_goal import set_goal
from supportmap.casework.plans import PHASES, Phase, Plan
from supportmap.casework.portal import settle_release
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.days import today
from tests.casework.acting import Desk, a_desk
from tests.service import a_user

OWN = {"measure": "own", "least": 6, "now": 2}
BACKUP = {"measure": "backup", "function": "emotional", "least": 50}
ALL_OPEN = {"people": True, "gives": True, "coverage": True, "strain": True}


@dataclass(frozen=True)
class Planner:
    """Somebody who plans, and the plan."""

    desk: Desk
    plan_id: UUID

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return plans.plan_of(self.desk.session, self.desk.actor, self.desk.owner, self.plan_id)

    def act(self, verb: Any, *args: Any) -> Any:
        """Do something with the plan."""
        return self.desk.act(self._of_plan(verb, *args))

    def refused(self, code: str, verb: Any, *args: Any) -> None:
        """Do something that the plan doesn't allow now."""
        self.desk.refused(code, self._of_plan(verb, *args))

    def _of_plan(self, verb: Any, *args: Any) -> Callable[..., Any]:
        def act(session: Session, actor: Actor, owner: Owner) -> Any:
            return verb(session, actor, owner, plans.plan_of(session, actor, owner, self.plan_id), *args)

        return act

    def day(self, later: int = 0) -> str:
        """So many days from today."""
        now: date = today(self.desk.session, self.desk.owner.agency_id)
        return (now + timedelta(days=later)).isoformat()

    def add_option(self, kind: str = "group", words: str = "Join the choir", **more: Any) -> str:
        """Add what came to mind, and return its id."""
        plan: Plan = self.act(plan_options.add_option, {"kind": kind, "words": words, **more})
        return str(plan.options[-1]["id"])

    def add_step(self, words: str = "Ring them", later: int = 1, owner: str = "client") -> str:
        """Add a step, and return its id."""
        given = {"words": words, "owner": owner, "due": self.day(later)}
        return str(self.act(plan_steps.add_step, given).id)

    def bring_to(self, phase: Phase, goal: dict[str, Any] | None = None, option: Any = None) -> None:
        """Go all the way to a phase, with the first option chosen."""
        for here in PHASES[: PHASES.index(phase)]:
            if self.plan.phase == here:
                _WAYS[here](self, {**(goal or OWN), "by": self.day(30)}, option)


def _define(planner: Planner, _goal: Any, _option: Any) -> None:
    planner.act(plans.define, {"title": "Evenings", "problem": "They are long."})


def _goal(planner: Planner, goal: Any, _option: Any) -> None:
    planner.act(set_goal, goal)


def _options(planner: Planner, _goal: Any, option: Any) -> None:
    planner.add_option(**(option or {"kind": "group"}))
    planner.add_option("other", "Leave it as it is")
    planner.act(plans.go_on)


def _weigh(planner: Planner, _goal: Any, _option: Any) -> None:
    first = planner.plan.options[0]["id"]
    planner.act(plan_options.change_options, {first: {"pros": "I like to sing", "would": 7}})
    planner.act(plans.go_on)


def _choose(planner: Planner, _goal: Any, _option: Any) -> None:
    planner.act(plan_options.choose, planner.plan.options[0]["id"])


def _act(planner: Planner, _goal: Any, _option: Any) -> None:
    step = planner.add_step()
    planner.act(plan_steps.settle_step, step, True)
    planner.act(plans.go_on)


def _review(planner: Planner, goal: Any, _option: Any) -> None:
    planner.act(plan_steps.review, {"actual": 8} if goal["measure"] == "own" else {})


_WAYS: dict[Phase, Any] = {
    "define": _define,
    "goal": _goal,
    "options": _options,
    "weigh": _weigh,
    "choose": _choose,
    "act": _act,
    "review": _review,
}


def a_planner(session: Session, client: bool = False, shared: bool = True, **opened: Any) -> Planner:
    """Alice with a plan, or her client with one."""
    alice = a_desk(session)
    desk = the_client(alice) if client else alice
    return begun(desk, shared, **opened)


def begun(desk: Desk, shared: bool = True, **opened: Any) -> Planner:
    """Somebody with a plan just begun."""
    plan = desk.act(plans.open_plan, {"title": "Evenings", **opened}, shared=shared)
    return Planner(desk, plan.id)


def the_client(desk: Desk, **released: bool) -> Desk:
    """The client of a desk, at work on their own, who sees what is released of the map."""
    if released:
        desk.act(settle_release, released, 0)
    actor = a_user(desk.session, desk.owner.agency_id, "client", desk.owner)
    return Desk(desk.session, actor, desk.owner)


def also(planner: Planner, desk: Desk) -> Planner:
    """Somebody else at the same plan."""
    return Planner(desk, planner.plan_id)
