"""A client and a clinician at one plan, in every order Hypothesis thinks of: no step is ever skipped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy.orm import Session

from supportmap.analysis.planning import outcome
from supportmap.casework import plan_options, plan_steps, plans
from supportmap.casework.outcome import Conflict, Invalid, Missing
from supportmap.casework.plan_goal import set_goal
from supportmap.casework.plans import Plan, numbers
from tests.casework.acting import a_desk
from tests.casework.planning import ALL_OPEN, BACKUP, OWN, Planner, also, begun, the_client

WHO = st.integers(0, 1)
ARROWS = {
    ("define", "goal"),
    ("goal", "options"),
    ("options", "weigh"),
    ("weigh", "choose"),
    ("choose", "act"),
    ("act", "review"),
    ("review", "done"),
    # Back to what could be done, or to the choice; never forward past a step.
    *((phase, "options") for phase in ("weigh", "choose", "act", "review", "done")),
    *((phase, "choose") for phase in ("act", "review")),
}
"""From which phase a plan may come to which: written by hand."""


class PlanActs:
    """What a client and a clinician may do at a plan: it is refused, or leads along an arrow."""

    client: Planner
    planners: tuple[Planner, Planner]

    def attempt(self, who: int, verb: Callable[..., Any], *args: Any) -> None:
        before = self.client.plan
        try:
            self.planners[who].act(verb, *args)
        except (Conflict, Invalid, Missing):
            assert self.client.plan == before
        after = self.client.plan
        assert before.phase == after.phase or (before.phase, after.phase) in ARROWS
        assert len(after.reviews) - len(before.reviews) in (0, 1)

    @rule(who=WHO)
    def define(self, who: int) -> None:
        self.attempt(who, plans.define, {"title": "Evenings", "problem": "Long"})

    @rule(who=WHO, goal=st.sampled_from([OWN, OWN | {"least": 3}, BACKUP]))
    def set_goal(self, who: int, goal: dict[str, Any]) -> None:
        self.attempt(who, set_goal, {**goal, "by": self.client.day(9)})

    @rule(who=WHO, kind=st.sampled_from(["person", "group", "other", "deepen"]))
    def add_option(self, who: int, kind: str) -> None:
        self.attempt(who, plan_options.add_option, {"kind": kind, "words": "Try"})

    @rule(
        who=WHO,
        pick=st.integers(0, 3),
        facts=st.sampled_from([{"pros": "Good"}, {"would": 7, "cons": "Far"}]),
    )
    def weigh(self, who: int, pick: int, facts: dict[str, Any]) -> None:
        self.attempt(who, plan_options.change_options, {self._option(pick): facts})

    @rule(who=WHO, pick=st.integers(0, 3))
    def drop_option(self, who: int, pick: int) -> None:
        self.attempt(who, plan_options.drop_option, self._option(pick))

    @rule(who=WHO, pick=st.integers(0, 3))
    def choose(self, who: int, pick: int) -> None:
        self.attempt(who, plan_options.choose, self._option(pick))

    @rule(who=WHO)
    def go_on(self, who: int) -> None:
        self.attempt(who, plans.go_on)

    @rule(who=WHO, owner=st.sampled_from(["client", "staff"]))
    def add_step(self, who: int, owner: str) -> None:
        given = {"words": "Ring", "owner": owner, "due": self.client.day(2)}
        self.attempt(who, plan_steps.add_step, given)

    @rule(who=WHO, pick=st.integers(0, 3), done=st.booleans())
    def settle_step(self, who: int, pick: int, done: bool) -> None:
        steps = self.client.plan.steps
        step = str(steps[pick % len(steps)].id) if steps else "none"
        self.attempt(who, plan_steps.settle_step, step, done)

    @rule(who=WHO, actual=st.sampled_from([None, 2, 8]))
    def review(self, who: int, actual: int | None) -> None:
        self.attempt(who, plan_steps.review, {"actual": actual, "learnt": "Something"})

    @rule(who=WHO)
    def think_again(self, who: int) -> None:
        self.attempt(who, plan_steps.think_again, {})

    @rule(who=WHO)
    def choose_anew(self, who: int) -> None:
        self.attempt(who, plan_steps.choose_anew)

    @rule(who=WHO)
    def go_the_whole_way(self, who: int) -> None:
        """Chance alone seldom comes to an end."""
        planner = self.planners[who] if self.client.plan.work.shared else self.client
        if planner.plan.phase != "done" and planner.plan.goal is None:
            planner.bring_to("review")

    @rule(who=WHO, shared=st.booleans())
    def share(self, who: int, shared: bool) -> None:
        self.attempt(who, plans.share_plan, shared)

    def _option(self, pick: int) -> str:
        options = self.client.plan.options
        return str(options[pick % len(options)]["id"]) if options else "none"

    @invariant()
    def what_is_done_was_predicted_measured_and_reached(self) -> None:
        plan = self.client.plan
        if plan.phase == "done":
            last = plan.reviews[-1]
            expected, actual = numbers(last["predicted"]), numbers(last["actual"])
            assert plan.goal
            assert expected
            assert actual
            assert expected.formula == actual.formula
            assert outcome(plan.goal, actual) == "met"
            assert all(
                step.state == "done" for step in plan.steps if step.facts["round"] == len(plan.reviews) - 1
            )
        assert (plan.predicted is not None) == (plan.chosen is not None)
        assert (plan.chosen is not None) == (plan.phase in ("act", "review", "done"))

    @invariant()
    def staff_see_what_is_shared_and_nothing_else(self) -> None:
        plan, staff = self.client.plan, self.planners[1]
        if plan.work.shared:
            assert staff.plan == plan
        else:
            with pytest.raises(Missing):
                _ = staff.plan
            assert _seen(staff) == []


class Planning(PlanActs, RuleBasedStateMachine):
    """A plan that the client shares, and nothing else."""

    def __init__(self, client: Planner, staff: Planner) -> None:
        """Begin with both at it."""
        super().__init__()
        self.client, self.planners = client, (client, staff)


def _seen(planner: Planner) -> list[Plan]:
    return plans.plans_of(planner.desk.session, planner.desk.actor, planner.desk.owner)


def test_two_people_at_one_plan_never_skip_a_step(session: Session) -> None:
    desk = a_desk(session)
    desk.add("Avery", emotional=2, circle=1, strain=0)
    kim = the_client(desk, **ALL_OPEN)

    class OnThisDatabase(Planning):
        def __init__(self) -> None:
            client = begun(kim)
            super().__init__(client, also(client, desk))

        def teardown(self) -> None:
            self.client.act(plans.delete_plan)
            super().teardown()

    few = settings(max_examples=max(settings().max_examples // 25, 10), stateful_step_count=30)
    run_state_machine_as_test(OnThisDatabase, settings=few)
