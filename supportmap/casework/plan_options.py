"""What could be done about it: brought to mind, weighed, and one of them chosen with what it would bring."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from supportmap.analysis.network import Contact, Function
from supportmap.analysis.planning import (
    EFFECT_ANSWERS,
    JOINS_AS,
    OPTION_KINDS,
    WITH_A_CONTACT,
    Goal,
    Measured,
    usual_answers,
)
from supportmap.casework.facts import CONTACT_FACTS, read_facts
from supportmap.casework.outcome import Invalid, Missing
from supportmap.casework.plan_goal import TOGETHER, as_kept
from supportmap.casework.plan_sight import Sight, sight_of
from supportmap.casework.plans import Plan, is_weighed, kept, refuse
from supportmap.exchange.field import Table, choice, optional, required, text, whole
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.days import today
from supportmap.records.networks import Facts

__all__ = ["MOST_OPTIONS", "add_option", "change_options", "choose", "drop_option"]

MOST_OPTIONS = 20
NEW: Table = {
    "kind": required(choice(*OPTION_KINDS)),
    "words": required(text(300, 1)),
    "contact": optional(text(64)),
}
CHANGED: Table = {
    "words": text(300, 1),
    "would": optional(whole(0, 10)),
    **dict.fromkeys(("pros", "cons", "views"), optional(text(2_000))),
    **{name: CONTACT_FACTS[name] for name in EFFECT_ANSWERS},
}
NO_NUMBER = "there is no number yet to go by: ask first who gives this support"


def add_option(
    session: Session, actor: Actor, owner: Owner, plan: Plan, given: Facts, option_id: UUID | None = None
) -> Plan:
    """Add what came to mind; what it would bring is what is usual, until somebody says otherwise."""
    _check_open(plan)
    option_id = option_id or uuid4()
    if any(each["id"] == str(option_id) for each in plan.options):
        return plan
    if len(plan.options) >= MOST_OPTIONS:
        raise refuse("full", f"no more than {MOST_OPTIONS} can be weighed: take one off first")
    facts: Facts = {"contact": None} | read_facts(NEW, given)
    contact = _contact(sight_of(session, actor, owner), facts)
    answers = usual_answers(facts["kind"], _function(plan), contact)
    option = {"id": str(option_id), **facts, "answers": answers, "would": None}
    option |= {"pros": None, "cons": None, "views": None}
    return kept(session, actor, owner, plan, {"options": [*plan.options, option]})


def _function(plan: Plan) -> Function | None:
    return (plan.goal.function if plan.goal else None) or plan.facts["function"]


def _contact(sight: Sight, facts: Facts) -> Contact | None:
    """Return whom an option is about: only somebody who may be turned to, as far as it may be known."""
    if facts["kind"] not in WITH_A_CONTACT:
        facts["contact"] = None
        return None
    if facts["contact"] is None:
        raise Invalid(("contact", "say with whom"))
    if facts["contact"] not in sight.helpers:
        raise Missing("contact")
    contact = sight.network.contact(facts["contact"])
    # What is usual is one step from how it stands, and would tell that to whom it isn't told.
    return contact if sight.of_contacts else Contact(contact.id, contact.name)


def change_options(
    session: Session, actor: Actor, owner: Owner, plan: Plan, given: Mapping[str, Facts]
) -> Plan:
    """Change what is said of options, by their ids: for and against each, or what it is taken to bring."""
    _check_open(plan)
    changed = {own_id: _changed(_option(plan, own_id), facts) for own_id, facts in given.items()}
    options = [changed.get(each["id"], each) for each in plan.options]
    return kept(session, actor, owner, plan, {"options": options})


def _changed(option: Facts, given: Facts) -> Facts:
    facts = read_facts(CHANGED, given)
    answers = {name: facts.pop(name) for name in EFFECT_ANSWERS if name in facts}
    brings = option["kind"] in (*WITH_A_CONTACT, *JOINS_AS)
    known = {**option["answers"], **answers} if brings else {}
    return {**option, **facts, "answers": {name: told for name, told in known.items() if told is not None}}


def drop_option(session: Session, actor: Actor, owner: Owner, plan: Plan, option_id: str) -> Plan:
    """Take an option off."""
    _check_open(plan)
    option = _option(plan, option_id)
    left = [each for each in plan.options if each is not option]
    state = plan.phase if len(left) > 1 else "options"
    return kept(session, actor, owner, plan, {"options": left}, state=state)


def _check_open(plan: Plan) -> None:
    if plan.phase not in ("options", "weigh", "choose"):
        raise refuse("not-now", "what could be done is gathered after the goal and before one is chosen")


def _option(plan: Plan, option_id: str) -> Facts:
    option = next((each for each in plan.options if each["id"] == option_id), None)
    if option is None:
        raise Missing("option")
    return option


def choose(session: Session, actor: Actor, owner: Owner, plan: Plan, option_id: str) -> Plan:
    """Choose an option, and keep what it is predicted to bring: by today's map, and today's formula.

    What is chosen already came twice.
    """
    if plan.phase == "act" and plan.facts["chosen"] == option_id:
        return plan
    if plan.phase != "choose" or plan.goal is None:
        raise refuse("not-now", "weigh what could be done first")
    option = _option(plan, option_id)
    if not is_weighed(option):
        raise refuse("not-weighed", "say first what is for or against it")
    found = _predicted(sight_of(session, actor, owner), plan.goal, option)
    told = {"chosen": option_id, "predicted": as_kept(found, today(session, owner.agency_id))}
    return kept(session, actor, owner, plan, told, state="act")


def _predicted(sight: Sight, goal: Goal, option: Facts) -> Measured:
    if option["contact"] is not None and option["contact"] not in sight.helpers:
        raise refuse("contact-gone", "whom this is about can’t be chosen now: choose another way")
    found = sight.predicted(goal, option)
    if found is None and goal.measure == "own":
        raise refuse("no-prediction", "say first where this would take you, from 0 to 10")
    if found is None:
        raise refuse("no-prediction", NO_NUMBER if sight.may_tell(option) else TOGETHER)
    return found
