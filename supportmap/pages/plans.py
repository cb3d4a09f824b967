"""The pages of plans, for a client and for their care team: the same pages at two doors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.analysis.explain import function_name
from supportmap.analysis.network import FUNCTIONS
from supportmap.analysis.planning import EFFECT_ANSWERS
from supportmap.casework import plan_options, plan_steps, plans
from supportmap.casework.outcome import Missing, Stale
from supportmap.casework.plan_goal import set_goal
from supportmap.casework.plans import Plan
from supportmap.pages.doors import CLIENT, Answer, pages
from supportmap.pages.forms import at_field, number_or_text, sent_id, sent_text
from supportmap.pages.plan_shown import frame, is_mine, plan_shown, plans_shown, way_of
from supportmap.pages.sharing import is_shared
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts

__all__: list[str] = []

PLANS = "/plans"
ONE = f"{PLANS}/<uuid:work_id>"
WEIGHED = ("pros", "cons", "views", "would")
View = Callable[..., Any]


def shown_at(rest: str, name: str) -> Callable[[View], View]:
    """Let a view answer at both doors: among the client's own pages, and among those of the team."""

    def declare(view: View) -> View:
        pages.get(f"/my{rest}", endpoint=f"my_{name}")(reads("own.read", own=True)(view))
        pages.get(f"{CLIENT}{rest}", endpoint=name)(reads("shared.read")(view))
        return view

    return declare


def sent_to(rest: str, name: str) -> Callable[[View], View]:
    """Let a view change something at both doors."""

    def declare(view: View) -> View:
        pages.post(f"/my{rest}", endpoint=f"my_{name}")(writes("own.edit", own=True)(view))
        pages.post(f"{CLIENT}{rest}", endpoint=name)(writes("shared.edit")(view))
        return view

    return declare


@shown_at(PLANS, "plans_page")
def plans_page(owner: Owner) -> Answer:
    """Show all plans, and the form for a new one: of a function, where it comes from a gap."""
    wanted = request.args.get("function")
    function = next((name for name in FUNCTIONS if name == wanted), None)
    title = f"More {function_name(function)}" if function else ""
    new = {"id": uuid4(), "function": function, "title": title}
    return render_template("plans.html", **frame(owner), **plans_shown(owner), new=new)


@sent_to(PLANS, "open_plan")
def open_plan(owner: Owner) -> Response:
    """Begin a plan."""
    given = {"title": sent_text("title"), "function": sent_text("function")}
    shared = is_shared()
    plan = plans.open_plan(db.session, current_actor(), owner, given, shared=shared, plan_id=sent_id())
    return _to_plan(owner, plan.id)


@shown_at(ONE, "plan_page")
def plan_page(owner: Owner, work_id: UUID) -> Answer:
    """Show a plan with its seven steps."""
    plan = plans.plan_of(db.session, current_actor(), owner, work_id)
    return render_template("plan.html", **frame(owner), **plan_shown(owner, plan), new_id=uuid4())


@sent_to(f"{ONE}/<act>", "change_plan")
def change_plan(owner: Owner, work_id: UUID, act: str) -> Response:
    """Do what one of the forms of a plan's page asks for."""
    if act not in ACTS:
        raise Missing("act")
    plan = plans.plan_of(db.session, current_actor(), owner, work_id)
    flash(_as_read(owner, plan, act), "success")
    return redirect(way_of(owner)("plans_page")) if act == "delete" else _to_plan(owner, work_id)


def _as_read(owner: Owner, plan: Plan, act: str) -> str:
    """Do it, and tell what was done; Stale if the plan was changed since it was read."""
    read = request.form.get("version")
    if read not in (None, str(plan.work.version)):
        raise Stale({})
    return ACTS[act](owner, plan)


def _to_plan(owner: Owner, work_id: UUID) -> Response:
    return redirect(way_of(owner)("plan_page", work_id=work_id, _anchor="now"))


def _did(verb: Callable[..., Any], owner: Owner, plan: Plan, *args: Any) -> Any:
    return verb(db.session, current_actor(), owner, plan, *args)


def _define(owner: Owner, plan: Plan) -> str:
    _did(plans.define, owner, plan, {name: sent_text(name) or "" for name in ("title", "problem")})
    return "Saved."


def _goal(owner: Owner, plan: Plan) -> str:
    given: Facts = {name: sent_text(name) for name in ("measure", "function", "by", "words")}
    given |= {name: _number(name) for name in ("least", "now")}
    told = {name: value for name, value in given.items() if value is not None}
    if told.get("measure") == "own":
        told.pop("function", None)
        told["least"] = _number("own_least")
    with at_field("least", "own_least" if told.get("measure") == "own" else "least"):
        changed = _did(set_goal, owner, plan, told)
    if plan.chosen and not changed.chosen:
        return "Saved. What was chosen was meant for another goal: choose once more."
    return "Saved."


def _add(owner: Owner, plan: Plan) -> str:
    given = {name: sent_text(name) for name in ("kind", "words", "contact")}
    _did(plan_options.add_option, owner, plan, given, sent_id())
    return "Added."


def _effect(owner: Owner, plan: Plan) -> str:
    facts = {name: _number(name) for name in EFFECT_ANSWERS if name in request.form}
    _did(plan_options.change_options, owner, plan, {request.form.get("option", ""): facts})
    return "Saved: the numbers beside it go by this now."


def _off(owner: Owner, plan: Plan) -> str:
    _did(plan_options.drop_option, owner, plan, request.form.get("option", ""))
    return "It is off the list."


def _weigh(owner: Owner, plan: Plan) -> str:
    weighed = _did(
        plan_options.change_options, owner, plan, {each["id"]: _said(each["id"]) for each in plan.options}
    )
    if request.form.get("on") and weighed.phase == "weigh":
        _did(plans.go_on, owner, weighed)
    return "Saved."


def _said(option_id: str) -> Facts:
    """Return what the one form in which all options are weighed says of one of them."""
    readers: Mapping[str, Callable[[str], Any]] = {"would": _number}
    names = {name: f"{name}-{option_id}" for name in WEIGHED}
    return {
        name: readers.get(name, sent_text)(field) for name, field in names.items() if field in request.form
    }


def _on(owner: Owner, plan: Plan) -> str:
    _did(plans.go_on, owner, plan)
    return "On to the next step."


def _choose(owner: Owner, plan: Plan) -> str:
    _did(plan_options.choose, owner, plan, request.form.get("option", ""))
    return "Chosen. Now the steps, small enough to be done."


def _anew(owner: Owner, plan: Plan) -> str:
    _did(plan_steps.choose_anew, owner, plan)
    return "Choose once more: the steps stay."


def _step(owner: Owner, plan: Plan) -> str:
    given = {name: sent_text(name) for name in ("words", "owner", "due")}
    _did(plan_steps.add_step, owner, plan, given, sent_id())
    return "Added."


def _tick(owner: Owner, plan: Plan) -> str:
    done = request.form.get("done") == "yes"
    _did(plan_steps.settle_step, owner, plan, request.form.get("step", ""), done)
    return "Done: well done." if done else "It is open again."


def _strike(owner: Owner, plan: Plan) -> str:
    _did(plan_steps.drop_step, owner, plan, request.form.get("step", ""))
    return "The step is off the list."


def _review(owner: Owner, plan: Plan) -> str:
    given = {"actual": _number("actual"), "learnt": sent_text("learnt")}
    reviewed = _did(plan_steps.review, owner, plan, given)
    if reviewed.phase == "done":
        return "The goal is reached, and the plan is done."
    return "It wasn’t enough yet. What you learnt is kept: what else could be done?"


def _again(owner: Owner, plan: Plan) -> str:
    _did(plan_steps.think_again, owner, plan, {"learnt": sent_text("learnt")})
    return "Open again, with what was learnt: what else could be done?"


def _share(owner: Owner, plan: Plan) -> str:
    shared = is_shared()
    _did(plans.share_plan, owner, plan, shared)
    if not is_mine():
        return "The client sees it from now on."
    return "Your care team sees it from now on." if shared else "Only you see it from now on."


def _delete(owner: Owner, plan: Plan) -> str:
    _did(plans.delete_plan, owner, plan)
    return "The plan is deleted."


ACTS: Mapping[str, Callable[[Owner, Plan], str]] = {
    "define": _define,
    "goal": _goal,
    "add": _add,
    "effect": _effect,
    "off": _off,
    "weigh": _weigh,
    "on": _on,
    "choose": _choose,
    "anew": _anew,
    "step": _step,
    "tick": _tick,
    "strike": _strike,
    "review": _review,
    "again": _again,
    "share": _share,
    "delete": _delete,
}
"""What the forms of a plan's page do; each tells what it did."""


def _number(name: str) -> int | str | None:
    return number_or_text(sent_text(name) or "")
