"""What the pages of plans show: each option beside what it would bring, as far as that may be told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import url_for

from supportmap.access.acting import current_actor
from supportmap.analysis.coverage import Coverage
from supportmap.analysis.explain.planning import (
    found_words,
    goal_words,
    match_words,
    outcome_sentence,
    prediction_sentence,
    tried_sentence,
)
from supportmap.analysis.network import FUNCTIONS
from supportmap.analysis.planning import Goal, Measured, matched
from supportmap.analysis.whatif import WhatIf
from supportmap.casework.plan_sight import Sight, sight_of
from supportmap.casework.plan_steps import Due, due_steps, last_try
from supportmap.casework.plans import PHASES, Plan, numbers, plans_of
from supportmap.pages.client_bar import client_bar
from supportmap.pages.plan_words import PLAN_WORDS
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.days import day_of, today
from supportmap.records.networks import Facts, State, state_of

__all__ = [
    "frame",
    "is_mine",
    "option_shown",
    "plan_shown",
    "plans_between",
    "plans_shown",
    "steps_due",
    "way_of",
]


def is_mine() -> bool:
    """Tell whether the client looks at pages of their own."""
    return current_actor().role == "client"


def frame(owner: Owner) -> Facts:
    """Return what both sides' pages are framed by: ``base``, ``mine``, ``to`` (a page of this side)."""
    mine, state = is_mine(), state_of(db.session, owner)
    bar = {} if mine else client_bar(owner, state)
    base = "my.html" if mine else "client.html"
    kept = {"archived": state.archived, "today": today(db.session, owner.agency_id)}
    return {"base": base, "mine": mine, "to": way_of(owner), **bar, **kept, **PLAN_WORDS}


def way_of(owner: Owner) -> Callable[..., str]:
    """Return what names the address of a page of plans at the door where somebody is."""

    def to(name: str, **ids: Any) -> str:
        if is_mine():
            return url_for(f"pages.my_{name}", **ids)
        return url_for(f"pages.{name}", client_id=owner.client_id, **ids)

    return to


def steps_due(owner: Owner) -> list[Due]:
    """Return the steps that are due or soon, of all plans that whoever asks may see."""
    return due_steps(plans_of(db.session, current_actor(), owner), today(db.session, owner.agency_id))


def plans_shown(owner: Owner) -> Facts:
    """Return all plans, and which of their steps are due."""
    plans = plans_of(db.session, current_actor(), owner)
    now: date = today(db.session, owner.agency_id)
    open_plans = [plan for plan in plans if plan.phase != "done"]
    return {
        "open_plans": open_plans,
        "done_plans": [plan for plan in plans if plan.phase == "done"],
        "due": due_steps(plans, now),
        "step_of": {plan.id: PHASES.index(plan.phase) + 1 for plan in plans},
    }


def plans_between(owner: Owner, _state: State) -> dict[str, Any]:
    """Return what is shown of plans among all that is shared between visits."""
    return {**plans_shown(owner), **PLAN_WORDS, "to": way_of(owner)}


def plan_shown(owner: Owner, plan: Plan) -> Facts:
    """Return one plan as its page shows it."""
    sight = sight_of(db.session, current_actor(), owner)
    goal = plan.goal
    return {
        "plan": plan,
        "begun_on": day_of(db.session, owner.agency_id, plan.work.at),
        "helpers": sight.helpers,
        "costs": sight.costs,
        "numbers": sight.numbers,
        "goal_words": goal_words(goal) if goal else "",
        "goal_now": _now(sight, goal),
        "options": _options(sight, plan),
        "reviews": [_reviewed(sight, entry) for entry in plan.reviews],
        "came": _came(sight, plan),
        "due": due_steps([plan], today(db.session, owner.agency_id)),
    }


def _now(sight: Sight, goal: Goal | None) -> str:
    """Return where the goal's measure stands on the map now, in words."""
    if goal is None or goal.measure == "own" or not sight.numbers:
        return ""
    return outcome_sentence(goal, sight.measured(goal))


def _options(sight: Sight, plan: Plan) -> list[Facts]:
    """Return the options; what each would bring only until one is chosen, for it is worked out anew."""
    if plan.phase not in ("options", "weigh", "choose"):
        return plan.options
    return [option_shown(sight, plan, option) for option in plan.options]


def option_shown(sight: Sight, plan: Plan, option: Facts) -> Facts:
    """Return an option with whom it is about, what it would bring, and whether it can be chosen."""
    what_if = sight.preview(option)
    return {
        **option,
        **_promised(sight, plan, option, what_if),
        "who": sight.helpers.get(option["contact"]),
        "is_gone": option["contact"] is not None and option["contact"] not in sight.helpers,
        "what_if": what_if,
        "functions": _functions(plan, what_if),
    }


def _promised(sight: Sight, plan: Plan, option: Facts, what_if: WhatIf | None) -> Facts:
    """Return whether an option would be enough, and what came of it before: that isn't promised again."""
    goal, last = plan.goal, last_try(plan, option["id"])
    found = sight.predicted(goal, option, what_if) if goal else None
    is_same_goal = last is not None and last["goal"] == plan.facts["goal"]
    is_old = is_same_goal and last is not None and found == numbers(last["predicted"])
    return {
        "prediction": prediction_sentence(goal, found) if goal and found and not is_old else "",
        "tried": _tried(sight, last, is_same_goal) if last else "",
    }


def _tried(sight: Sight, entry: Facts, is_same_goal: bool) -> str:
    goal, _, actual = _told_then(sight, entry)
    # What came to another goal would be read as if it were of this one.
    return tried_sentence(goal, actual if is_same_goal else None)


def _functions(plan: Plan, what_if: WhatIf | None) -> list[str]:
    """Return of which functions the preview tells: the one that is meant, else those that would change."""
    if what_if is None:
        return []
    meant = (plan.goal.function if plan.goal else None) or plan.facts["function"]
    before, after = what_if.before.functions, what_if.after.functions
    if meant:
        return [meant]
    return [name for name in FUNCTIONS if _told_of(before[name]) != _told_of(after[name])]


def _told_of(covered: Coverage) -> tuple[object, ...]:
    return covered.status, covered.score, covered.backup, covered.circle_backup


def _reviewed(sight: Sight, entry: Facts) -> Facts:
    """Return what came of an earlier round; its numbers only where numbers may be told."""
    goal, expected, actual = _told_then(sight, entry)
    return {
        **entry,
        "goal_words": goal_words(goal),
        "expected": found_words(goal, expected) if expected else "",
        "found": found_words(goal, actual) if actual else "",
        "match": match_words(matched(expected, actual)) if expected and actual else "",
    }


def _told_then(sight: Sight, entry: Facts) -> tuple[Goal, Measured | None, Measured | None]:
    """Return the goal of an earlier round, what was predicted, and what came, as far as that may be told."""
    told = entry["goal"]
    goal = Goal(told["measure"], told["least"], told["function"])
    if goal.measure != "own" and not (sight.numbers and sight.of_contacts):
        return goal, None, None
    return goal, numbers(entry["predicted"]), numbers(entry["actual"])


def _came(sight: Sight, plan: Plan) -> Facts:
    """Return what was thought, beside what the map says now, of a plan whose way is chosen."""
    goal, expected, chosen = plan.goal, plan.predicted, plan.chosen
    if goal is None or expected is None or chosen is None:
        return {"expected": "", "now": "", "match": "", "hidden": False}
    if goal.measure == "own":
        return {"expected": found_words(goal, expected), "now": "", "match": "", "hidden": False}
    if not (sight.numbers and (chosen["contact"] is None or sight.of_contacts)):
        return {"expected": "", "now": "", "match": "", "hidden": True}
    actual = sight.measured(goal)
    return {
        "expected": found_words(goal, expected),
        "now": outcome_sentence(goal, actual),
        "match": match_words(matched(expected, actual)) if actual else "",
        "hidden": False,
    }
