"""Plans: seven steps, none of which can be skipped, and numbers that are predicted, found and compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from supportmap.analysis.coverage import coverage
from supportmap.analysis.formula import FORMULA
from supportmap.analysis.planning import Measured, preview
from supportmap.casework import plan_options, plan_steps, plans
from supportmap.casework.clients import archive_client
from supportmap.casework.outcome import Conflict, Invalid, Missing
from supportmap.casework.own import Said
from supportmap.casework.plan_goal import set_goal
from supportmap.casework.plan_sight import effect_of, sight_of
from supportmap.casework.plans import PHASES, Phase
from supportmap.casework.portal import settle_release
from supportmap.casework.setbacks import achieved_step
from supportmap.casework.work import work_of, works_of
from supportmap.records.agency import Agency
from supportmap.records.database import writing
from supportmap.records.networks import network_of, state_of
from supportmap.records.work import WorkRow
from tests.casework.acting import a_colleague
from tests.casework.planning import ALL_OPEN, BACKUP, Planner, a_planner, also, begun, the_client

SAFE = {"circle": 1, "emotional": 2, "strain": 0}


def test_a_plan_goes_through_its_seven_steps_to_done(session: Session) -> None:
    kim = a_planner(session, client=True)
    for phase in PHASES:
        kim.bring_to(phase)
        assert kim.plan.phase == phase

    last = kim.plan.reviews[-1]
    assert (last["outcome"], last["predicted"]["low"], last["actual"]["low"]) == ("met", 7, 8)
    assert last["predicted"]["formula"] == last["actual"]["formula"]


SKIPPED: list[tuple[Phase, Any, tuple[Any, ...]]] = [
    ("define", plans.go_on, ()),
    ("define", set_goal, ({"measure": "own", "least": 5, "by": "2999-01-01"},)),
    ("goal", plans.go_on, ()),
    ("goal", plan_options.add_option, ({"kind": "other", "words": "Wait"},)),
    ("options", plans.go_on, ()),
    ("options", plan_options.choose, ("none",)),
    ("weigh", plans.go_on, ()),
    ("weigh", plan_options.choose, ("none",)),
    ("choose", plans.go_on, ()),
    ("choose", plan_steps.add_step, ({"words": "Go", "owner": "client", "due": "2999-01-01"},)),
    ("act", plans.go_on, ()),
    ("act", plan_steps.review, ({"actual": 10},)),
    ("done", plans.define, ({"title": "Other", "problem": "Other"},)),
    ("done", plan_steps.review, ({"actual": 10},)),
]


@pytest.mark.parametrize(("phase", "verb", "args"), SKIPPED)
def test_no_step_is_skipped(session: Session, phase: Phase, verb: Any, args: Any) -> None:
    kim = a_planner(session, client=True)
    kim.bring_to(phase)
    before = kim.plan.work

    with pytest.raises(Conflict):
        kim.act(verb, *args)
    assert kim.plan.work == before


def test_what_is_predicted_is_the_coverage_of_the_changed_map(session: Session) -> None:
    """Oracle: the whole analysis of the network with what the option brings."""
    alice = a_planner(session)
    alice.desk.add("Avery", **SAFE)
    alice.bring_to("act", BACKUP, {"kind": "person", "words": "Call Blake again"})
    chosen, expected = alice.plan.chosen, alice.plan.predicted
    assert chosen
    assert expected
    network = network_of(state_of(session, alice.desk.owner))
    after = coverage(preview(network, effect_of(chosen)).after.network, "emotional")
    assert after.backup == (expected.low, expected.high)
    assert expected.formula == FORMULA.version


def test_an_unmet_review_opens_the_plan_again_with_what_was_learnt(session: Session) -> None:
    alice = a_planner(session)
    alice.desk.add("Avery", **SAFE)
    alice.bring_to("review", BACKUP)
    alice.act(plan_steps.review, {"learnt": "Choir rehearses on my late shift"})

    plan = alice.plan
    assert (plan.phase, plan.chosen, plan.predicted, plan.current) == ("options", None, None, ())
    (first,) = plan.reviews
    assert (first["outcome"], first["learnt"]) == ("not met", "Choir rehearses on my late shift")
    assert first["actual"] == first["actual"] | {"low": 0, "high": 0, "formula": FORMULA.version}
    assert len(plan.options) == 2
    assert len(plan.steps) == 1


def test_a_goal_that_is_reached_on_the_map_is_done(session: Session) -> None:
    alice = a_planner(session)
    alice.desk.add("Avery", **SAFE)
    alice.bring_to("review", BACKUP)
    alice.desk.add("Blake", **SAFE)
    alice.act(plan_steps.review, {})

    assert alice.plan.phase == "done"
    assert alice.plan.reviews[-1]["actual"]["low"] == pytest.approx(0.9)


def test_what_hangs_on_missing_answers_is_neither_met_nor_unmet(session: Session) -> None:
    alice = a_planner(session)
    alice.desk.add("Avery", **SAFE)
    alice.bring_to("review", BACKUP)
    blake = alice.desk.add("Blake", circle=1, strain=0)

    alice.refused("unknown", plan_steps.review, {})
    alice.desk.change(blake, emotional=2)
    alice.act(plan_steps.review, {})
    assert alice.plan.phase == "done"


def test_numbers_of_another_formula_are_not_compared(session: Session, monkeypatch: Any) -> None:
    alice = a_planner(session)
    alice.desk.add("Avery", **SAFE)
    alice.bring_to("review", BACKUP)
    newer = replace(FORMULA, version="coverage-2")
    monkeypatch.setattr("supportmap.casework.plan_sight.measured", lambda *_: _numbers_of(newer.version))

    alice.refused("predict-again", plan_steps.review, {})
    alice.act(plan_steps.choose_anew)
    assert (alice.plan.phase, alice.plan.predicted) == ("choose", None)


def _numbers_of(version: str) -> Measured:
    return Measured(0.9, 0.9, 0, version)


def test_nothing_is_done_while_steps_are_open(session: Session) -> None:
    kim = a_planner(session, client=True)
    kim.bring_to("review")
    step = kim.add_step("And then?")

    kim.refused("steps-open", plan_steps.review, {"actual": 9})
    kim.act(plan_steps.drop_step, step)
    kim.act(plan_steps.review, {"actual": 9})
    assert kim.plan.phase == "done"


def test_another_goal_opens_the_choice_again(session: Session) -> None:
    kim = a_planner(session, client=True)
    kim.bring_to("act")
    kim.act(set_goal, {"measure": "own", "least": 6, "by": kim.day(40)})
    assert kim.plan.phase == "act", "another day alone is no other goal"
    kim.act(set_goal, {"measure": "own", "least": 9, "by": kim.day(40)})

    assert (kim.plan.phase, kim.plan.chosen, kim.plan.predicted) == ("choose", None, None)


def test_a_plan_that_is_done_can_be_taken_up_again(session: Session) -> None:
    kim = a_planner(session, client=True)
    kim.bring_to("done")
    kim.act(plan_steps.think_again, {"learnt": "It came back"})

    assert kim.plan.phase == "options"
    assert [each["outcome"] for each in kim.plan.reviews] == ["met", "unknown"]


@pytest.mark.parametrize("facts", [{"unsafe": True}, {"status": "past"}, {"status": "planned"}])
def test_nobody_is_named_to_turn_to_who_is_not_safe_and_there(session: Session, facts: Any) -> None:
    alice = a_planner(session)
    gone = alice.desk.add("Cleo", **SAFE, **facts)
    alice.bring_to("options")

    with pytest.raises(Missing):
        alice.add_option("deepen", "See Cleo", contact=gone)
    with pytest.raises(Missing):
        alice.add_option("repair", "Talk to Nobody", contact=str(uuid4()))
    assert alice.plan.options == []


def test_whom_it_is_no_longer_safe_to_turn_to_is_not_chosen(session: Session) -> None:
    alice = a_planner(session)
    cleo = alice.desk.add("Cleo", **SAFE)
    alice.bring_to("choose", BACKUP, {"kind": "deepen", "words": "See Cleo", "contact": cleo})
    alice.desk.change(cleo, unsafe=True)

    alice.refused("contact-gone", plan_options.choose, alice.plan.options[0]["id"])
    sight = sight_of(session, alice.desk.actor, alice.desk.owner)
    assert sight.preview(alice.plan.options[0]) is None


def test_a_client_names_only_those_whom_they_see(session: Session) -> None:
    alice = a_planner(session)
    shown, hidden = alice.desk.add("Avery", **SAFE), alice.desk.add("Blake", **SAFE)
    kim = begun(the_client(alice.desk, people=True))
    kim.bring_to("options")

    assert kim.add_option("deepen", "See Avery", contact=shown)
    alice.desk.act(settle_release, {"people": True, "hidden": [hidden]}, 1)
    with pytest.raises(Missing):
        kim.add_option("deepen", "See Blake", contact=hidden)


def test_a_client_plans_by_numbers_only_where_they_are_released(session: Session) -> None:
    alice = a_planner(session)
    alice.desk.add("Avery", **SAFE)
    kim = begun(the_client(alice.desk, people=True))
    kim.act(plans.define, {"title": "Evenings", "problem": "Long"})

    with pytest.raises(Invalid, match="a scale of your own"):
        kim.act(set_goal, {**BACKUP, "by": kim.day(9)})
    alice.desk.act(settle_release, ALL_OPEN, 1)
    kim.bring_to("act", BACKUP)
    assert kim.plan.predicted


def test_a_goal_by_numbers_that_the_client_does_not_see_is_settled_together(session: Session) -> None:
    alice = a_planner(session)
    alice.desk.add("Avery", **SAFE)
    alice.bring_to("choose", BACKUP)
    kim = also(alice, the_client(alice.desk, people=True))

    kim.refused("no-prediction", plan_options.choose, kim.plan.options[0]["id"])
    alice.bring_to("review", BACKUP)
    kim.refused("together", plan_steps.review, {})


def test_what_one_contact_would_change_is_told_only_with_what_they_give_and_cost(session: Session) -> None:
    alice = a_planner(session)
    avery = alice.desk.add("Avery", **SAFE)
    kim = begun(the_client(alice.desk, people=True, coverage=True))
    kim.bring_to("options", BACKUP)
    kim.add_option("deepen", "See Avery", contact=avery)
    kim.add_option("group")
    sight = sight_of(session, kim.desk.actor, kim.desk.owner)

    assert [sight.preview(option) is not None for option in kim.plan.options] == [False, True]
    assert kim.plan.options[0]["answers"] == {"emotional": 1}, "whatever Avery gives now"


def test_a_private_plan_is_seen_by_no_staff_and_its_steps_neither(session: Session) -> None:
    alice = a_planner(session)
    kim = begun(the_client(alice.desk), shared=False)
    kim.bring_to("review")

    everyone = (alice.desk, a_colleague(alice.desk))
    for staff in everyone:
        with pytest.raises(Missing):
            also(kim, staff).plan  # noqa: B018 - it is the looking that is refused
        assert works_of(session, staff.actor, staff.owner, "plan", "step") == [alice.plan.work]
    kim.act(plans.share_plan, True)
    assert [also(kim, staff).plan.phase for staff in everyone] == ["review", "review"]


def test_a_client_takes_a_plan_back_with_all_that_is_in_it(session: Session) -> None:
    alice = a_planner(session)
    kim = begun(the_client(alice.desk), shared=True)
    kim.bring_to("act")
    of_staff = also(kim, alice.desk).add_step("Look for a group", owner="staff")
    kim.act(plans.share_plan, False)

    assert [str(step.id) for step in kim.plan.steps] == [of_staff]
    assert works_of(session, alice.desk.actor, alice.desk.owner, "step") == []


def test_what_staff_keep_to_themselves_the_client_does_not_see(session: Session) -> None:
    alice = a_planner(session, shared=False)
    kim = also(alice, the_client(alice.desk))

    with pytest.raises(Missing):
        kim.plan  # noqa: B018 - it is the looking that is refused
    alice.act(plans.share_plan, True)
    assert kim.plan.phase == "define"
    alice.refused("shown", plans.share_plan, False)
    kim.refused("not-yours", plans.share_plan, False)
    kim.refused("not-yours", plans.delete_plan)


def test_a_plan_is_deleted_with_its_steps(session: Session) -> None:
    kim = a_planner(session, client=True)
    kim.bring_to("done")
    (step,) = kim.plan.steps
    kim.act(plans.delete_plan)

    for kind, own_id in (("plan", kim.plan_id), ("step", step.id)):
        with pytest.raises(Missing):
            work_of(session, kim.desk.actor, kim.desk.owner, kind, own_id)


@pytest.mark.parametrize("deleted", ["step", "plan"])
def test_what_a_client_achieved_outlives_the_plan_that_staff_delete(session: Session, deleted: str) -> None:
    alice = a_planner(session)
    alice.bring_to("review")
    (step,) = alice.plan.steps
    kim = the_client(alice.desk)
    mine = kim.act(achieved_step, step.id, Said({"words": "I rang them."}))
    alice.act(*((plan_steps.drop_step, str(step.id)) if deleted == "step" else (plans.delete_plan,)))

    stands = work_of(session, kim.actor, kim.owner, "achievement", mine.id)
    assert (stands.facts, stands.shared, stands.about) == (mine.facts, False, None)


def test_what_is_sent_twice_is_added_once(session: Session) -> None:
    kim = a_planner(session, client=True)
    kim.bring_to("options")
    own_id = uuid4()
    for _ in range(2):
        kim.act(plan_options.add_option, {"kind": "other", "words": "Wait"}, own_id)
    assert [each["id"] for each in kim.plan.options] == [str(own_id)]


@pytest.mark.parametrize(
    ("zone", "hour", "first"), [("America/Los_Angeles", 3, 9), ("UTC", 3, 10), ("Asia/Tokyo", 21, 11)]
)
def test_a_step_is_due_from_the_day_on_that_a_plan_was_begun_where_the_agency_works(
    session: Session, zone: str, hour: int, first: int
) -> None:
    kim = a_planner(session, client=True)
    kim.bring_to("act")
    moment = datetime(2026, 1, 10, hour, tzinfo=UTC)
    with writing(session):
        session.get_one(Agency, kim.desk.owner.agency_id).time_zone = zone
        session.execute(update(WorkRow).where(WorkRow.id == kim.plan_id).values(at=moment))
    given = {"words": "Ring them", "owner": "client", "due": f"2026-01-{first - 1:02}"}

    with pytest.raises(Invalid, match="before the plan was begun"):
        kim.act(plan_steps.add_step, given)
    assert kim.act(plan_steps.add_step, {**given, "due": f"2026-01-{first:02}"}).on_day


def test_steps_are_due_in_a_week_and_told_the_most_urgent_first(session: Session) -> None:
    kim = a_planner(session, client=True)
    kim.bring_to("act")
    steps = {later: kim.add_step(later=later) for later in (30, 7, 0)}
    now = kim.plan.work.at.date()
    told = plan_steps.due_steps([kim.plan], now)

    assert [(str(due.step.id), due.is_due, due.is_late) for due in told] == [
        (steps[0], True, False),
        (steps[7], False, False),
    ]
    kim.act(plan_steps.settle_step, steps[0], True)
    assert [str(due.step.id) for due in plan_steps.due_steps([kim.plan], now)] == [steps[7]]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_step_may_be_due_on_the_day_itself_wherever_the_agency_is(session: Session, zone: str) -> None:
    """One of the two is always on another day than UTC."""
    kim = a_planner(session, client=True)
    with writing(session):
        session.execute(update(Agency).where(Agency.id == kim.desk.owner.agency_id).values(time_zone=zone))
    kim.bring_to("act")
    kim.add_step(later=0)

    assert [due.is_late for due in plan_steps.due_steps([kim.plan], date.fromisoformat(kim.day()))] == [False]
    with pytest.raises(Invalid):
        kim.add_step(later=-1)


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"measure": "backup", "least": 50}, "function"),
        ({"measure": "own", "least": 11}, "least"),
        ({"measure": "own", "least": 5, "now": 5}, "least"),
        ({"measure": "own", "least": 5, "now": 7}, "least"),
        ({"measure": "own", "least": 5, "by": "2020-01-01"}, "by"),
        ({"measure": "luck", "least": 5}, "measure"),
    ],
)
def test_a_goal_that_cannot_be_measured_says_where(session: Session, given: Any, place: str) -> None:
    alice = a_planner(session)
    alice.act(plans.define, {"title": "Evenings", "problem": "Long"})

    with pytest.raises(Invalid) as refusal:
        alice.act(set_goal, {"by": alice.day(3), **given})
    assert [where for where, _ in refusal.value.reasons] == [place]


def test_what_an_option_brings_can_be_said_otherwise(session: Session) -> None:
    alice = a_planner(session)
    alice.bring_to("options", BACKUP)
    choir = alice.add_option("group")
    assert alice.plan.options[0]["answers"]["emotional"] == 1
    alice.act(plan_options.change_options, {choir: {"emotional": 2, "circle": 1, "frequency": None}})

    answers = alice.plan.options[0]["answers"]
    assert (answers["emotional"], answers["circle"], answers.get("frequency")) == (2, 1, None)


def test_a_try_is_known_by_its_option_with_what_came_of_it(session: Session) -> None:
    kim = a_planner(session, client=True)
    kim.bring_to("review")
    choir, wait = (str(each["id"]) for each in kim.plan.options)
    kim.act(plan_steps.review, {"actual": 3})
    kim.bring_to("act")
    kim.act(plan_steps.think_again, {})

    last = plan_steps.last_try(kim.plan, choir)
    assert last
    assert (last["actual"]["low"], last["goal"]["least"]) == (3, 6)
    assert plan_steps.last_try(kim.plan, wait) is None


def test_where_it_began_can_be_corrected_without_another_goal(session: Session) -> None:
    kim = a_planner(session, client=True)
    kim.bring_to("act")
    kim.act(set_goal, {"measure": "own", "least": 6, "now": 4, "by": kim.day(30)})

    assert kim.plan.facts["start"]["low"] == 4
    assert kim.plan.phase == "act"


def test_a_plan_of_a_record_put_away_is_only_read(session: Session) -> None:
    alice = a_planner(session)
    alice.bring_to("act", BACKUP | {"measure": "own", "function": None, "least": 5})
    alice.desk.act(archive_client)

    for verb, *args in (
        (plans.define, {"title": "A", "problem": "B"}),
        (plan_steps.add_step, {"words": "Go", "owner": "staff", "due": alice.day()}),
        (plan_steps.choose_anew,),
        (plans.delete_plan,),
    ):
        alice.refused("archived", verb, *args)


def phases_of(planner: Planner) -> list[str | None]:
    """The phases of all plans that somebody sees."""
    found = plans.plans_of(planner.desk.session, planner.desk.actor, planner.desk.owner)
    return [plan.work.state for plan in found]


def test_the_newest_plan_comes_first(session: Session) -> None:
    kim = a_planner(session, client=True)
    kim.bring_to("act")
    begun(kim.desk)

    assert phases_of(kim) == ["define", "act"]
