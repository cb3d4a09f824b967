"""What one client of the demonstration did between visits: proposals, journal, a setback, coping, a plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from supportmap.casework import coping_writing, plan_goal, plan_options, plan_steps, plans, proposals
from supportmap.casework.own import Said, write_own
from supportmap.casework.portal import released, settle_release
from supportmap.casework.setbacks import achieved_setback
from supportmap.casework.work import Work
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.database import writing
from supportmap.records.networks import Facts

__all__ = ["work_between"]

SHOWN = {"people": True, "gives": True, "coverage": True, "phones": True}
ENTRIES = (
    ("Slept badly, and the letter about the flat came. Walked by the canal.", 3, 5, ["sleep", "flat"]),
    ("Coffee with somebody after all, though I nearly cancelled. We laughed a lot.", 4, 7, ["company"]),
    ("A quiet day. Nothing to say about it, and that was good.", 6, None, ["rest"]),
    ("Thought about ringing, and didn’t.", 4, 4, ["sleep"]),
)
"""What was written, mood before and after, and tags; the first two are shared."""
DAYS_AGO = (19, 12, 6, 2)
SETBACK = {
    "happened": "I had promised to come to the allotment on Saturday, and stayed in bed.",
    "thought": "They won’t ask me again.",
    "evidence_for": "Nobody wrote on Saturday.",
    "evidence_against": "They asked again after I missed the spring day, and answered kindly.",
    "other_view": "One missed Saturday is one missed Saturday.",
    "would_try": "Say on Friday if it looks hard, and come for half an hour.",
}
ACHIEVED = "Wrote on Sunday though I was ashamed, and went the week after."
OPTIONS = (
    ("deepen", "Ring once a week, at a set time", "It is easy to begin with.", "I may put it off."),
    (
        "group",
        "The singing group at the library",
        "New people, and it is free.",
        "The first evening is hard.",
    ),
)


def work_between(session: Session, clinician: Actor, client: Actor, owner: Owner, today: date) -> None:
    """Do what the client and the clinician did since the last visit, by the acts that they have."""

    def act(actor: Actor, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with writing(session):
            return verb(session, actor, owner, *args, **kwargs)

    act(clinician, settle_release, SHOWN, 0)
    people = [each["id"] for each in released(session, client, owner).helpers]
    _propose(act, client, people)
    _write(act, client, people, today)
    _cope(act, client, people)
    _plan(act, client, people, today)


def _propose(act: Callable[..., Any], client: Actor, people: list[str]) -> None:
    new = {"name": "Robin", "relationship": "friend", "circle": 2, "emotional": 1, "belonging": 2}
    act(client, proposals.propose, new, {"words": "We met at the allotment."})
    act(client, proposals.propose, {"circle": 1}, {"words": "We are closer now."}, people[-1])


def _write(act: Callable[..., Any], client: Actor, people: list[str], today: date) -> None:
    for number, (text, before, after, tags) in enumerate(ENTRIES):
        said = {"text": text, "before": before, "after": after, "tags": tags, "contacts": people[:1]}
        held = today - timedelta(days=DAYS_AGO[number])
        act(client, write_own, "entry", Said(said, number < 2, held))
    setback = act(client, write_own, "setback", Said(SETBACK, True, today - timedelta(days=16)))
    achieved = Said({"words": ACHIEVED}, True, today - timedelta(days=8))
    act(client, achieved_setback, setback.id, achieved)


def _cope(act: Callable[..., Any], client: Actor, people: list[str]) -> None:
    def write(kind: str, what: str, **facts: Any) -> Work:
        work: Work = act(client, coping_writing.write, kind, {"what": what, **facts})
        return work

    write("sign", "I stop answering messages")
    write("sign", "I stay in bed past noon")
    letters = write("trigger", "Letters about money or the flat", wants="practical")
    write("trigger", "Sunday evenings", wants="belonging")
    read = write("strategy", "Open it with somebody", triggers=[str(letters.id)], helpers=people[:2])
    write("strategy", "Twenty minutes by the canal", triggers=[str(letters.id)])
    for helped in (2, 1):
        act(client, coping_writing.note_use, read.id, {"helped": helped, "trigger": str(letters.id)})


def _plan(act: Callable[..., Any], client: Actor, people: list[str], today: date) -> None:
    given: Facts = {"title": "Somebody to talk to in the evenings", "function": "emotional"}
    plan = act(client, plans.open_plan, given, shared=True)
    problem = "In the evenings there is nobody whom I would ring."
    plan = act(client, plans.define, plan, {"title": given["title"], "problem": problem})
    by = (today + timedelta(days=60)).isoformat()
    goal = {"measure": "backup", "function": "emotional", "least": 50, "by": by}
    plan = act(client, plan_goal.set_goal, plan, goal)
    for kind, words, _, _ in OPTIONS:
        whom = {"contact": people[-1]} if kind == "deepen" else {}
        plan = act(client, plan_options.add_option, plan, {"kind": kind, "words": words, **whom})
    plan = act(client, plans.go_on, plan)
    weighed = {
        option["id"]: {"pros": pros, "cons": cons}
        for option, (_, _, pros, cons) in zip(plan.options, OPTIONS, strict=True)
    }
    plan = act(client, plans.go_on, act(client, plan_options.change_options, plan, weighed))
    plan = act(client, plan_options.choose, plan, plan.options[-1]["id"])
    for words, days in (("Ask at the library when they meet", 2), ("Go once", 9)):
        step = {"words": words, "owner": "client", "due": (today + timedelta(days=days)).isoformat()}
        act(client, plan_steps.add_step, plan, step)
