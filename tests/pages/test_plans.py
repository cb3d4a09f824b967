"""The pages of plans: the seven steps as a client and as the team, and who sees what of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from supportmap.analysis.network import Network
from supportmap.analysis.planning import Effect, preview
from supportmap.analysis.whatif import WhatIf
from supportmap.casework import plan_sight
from tests.pages.conftest import HTML, Both, Visitor, release

LATER = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
SOON = (datetime.now(UTC).date() + timedelta(days=3)).isoformat()
OWN = {"measure": "own", "own_least": "6", "now": "2", "by": LATER}
BACKUP = {"measure": "backup", "function": "emotional", "least": "50", "by": LATER}


class AtPlan:
    """Somebody at the page of one plan."""

    def __init__(self, visitor: Visitor, way: str) -> None:
        """Remember where it is."""
        self.visitor, self.way = visitor, way

    @property
    def read(self) -> str:
        """What the page says."""
        return self.visitor.page(self.way)

    @property
    def html(self) -> str:
        """The page as it is."""
        return self.visitor.open(self.way, headers=HTML).get_data(as_text=True)

    def do(self, act: str, form: Mapping[str, str] | None = None, **more: Any) -> str:
        """Send one of its forms, and read where that leads."""
        return self.visitor.send(f"{self.way}/{act}", back=self.way, **{**(form or {}), **more})

    def option(self, words: str, kind: str = "group", **more: Any) -> str:
        """Add what came to mind, and return its id."""
        own_id = str(uuid4())
        assert words in self.do("add", id=own_id, kind=kind, words=words, **more)
        return own_id

    def step(self, words: str, due: str = SOON, owner: str = "client") -> str:
        """Add a step, and return its id."""
        own_id = str(uuid4())
        assert words in self.do("step", id=own_id, words=words, owner=owner, due=due)
        return own_id


def begin(visitor: Visitor, title: str = "Long evenings", **form: str) -> AtPlan:
    """Begin a plan and go to its page."""
    mine = visitor.open("/my/plans", headers=HTML).status_code == 200
    where = "/my/plans" if mine else visitor.of_client("/plans")
    answer = visitor.post(where, data={"id": str(uuid4()), "title": title, **form}, headers=HTML)
    return AtPlan(visitor, answer.headers["Location"].partition("#")[0])


def to_choosing(plan: AtPlan, goal: Mapping[str, str]) -> tuple[str, str]:
    """Go from the beginning to the choice between a choir and leaving it as it is."""
    plan.do("define", title="Long evenings", problem="From six on.")
    plan.do("goal", goal)
    choir, wait = plan.option("Join the choir"), plan.option("Leave it as it is", "other")
    plan.do("on")
    form = {f"pros-{choir}": "Singing", f"cons-{choir}": "Tuesdays", f"would-{choir}": "7"}
    plan.do("weigh", form, on="yes")
    return choir, wait


def to_review(plan: AtPlan) -> str:
    """Choose the choir, take a step, and come to where it is seen what came of it; return the choir's id."""
    choir, _ = to_choosing(plan, OWN)
    plan.do("choose", option=choir)
    plan.do("tick", step=plan.step("Ring Sam"), done="yes")
    plan.do("on")
    return choir


def test_a_client_goes_all_seven_steps_and_is_done(both: Both) -> None:
    assert "Is there something that you would like to change?" in both.kim.page("/my/plans")
    plan = begin(both.kim)
    assert "Step 1 of 7. Only you see this plan." in plan.read
    choir, _ = to_choosing(plan, OWN)
    assert "Step 5 of 7" in plan.read
    assert "With this the goal would be reached: 7 of 10." in plan.read
    plan.do("choose", option=choir)
    assert "Thought to bring: 7 of 10." in plan.read
    step = plan.step("Ring Sam")
    assert "A step to take" in both.kim.page("/my/plans")
    assert "A step of a plan is due or soon" in both.kim.page("/my/circle")
    plan.do("tick", step=step, done="yes")
    assert "A step to take" not in both.kim.page("/my/plans")
    assert "Step 7 of 7" in plan.do("on")
    told = plan.do("review", actual="8", learnt="Singing helps.")
    assert "The goal is reached, and the plan is done." in told
    assert "Thought: 7 of 10. Came: 8 of 10. It came to more than was thought." in told
    assert "Singing helps." in told
    assert "Done Long evenings Done" in both.kim.page("/my/plans")


def test_what_was_not_enough_goes_on_with_what_was_learnt(both: Both) -> None:
    plan = begin(both.kim)
    choir = to_review(plan)
    told = plan.do("review", actual="4", learnt="Tuesdays don’t work.")
    assert "It wasn’t enough yet." in told
    assert "What was tried before Join the choir" in told
    assert "Thought: 7 of 10. Came: 4 of 10. It came to less than was thought." in told
    assert "Tuesdays don’t work." in told
    assert "Step 3 of 7" in told
    assert "Tried before: came to 4 of 10, 6 was wanted." in told
    assert "With this the goal would be reached" not in told
    assert "When it began: 2, enough: 6." in told
    plan.do("on")
    choosing = plan.do("weigh", {f"would-{choir}": "8"}, on="yes")
    assert "Tried before: came to 4 of 10, 6 was wanted. With this the goal would be reached" in choosing


def test_an_option_is_taken_off_once_that_was_asked(both: Both) -> None:
    plan = begin(both.kim)
    choir, wait = to_choosing(plan, OWN)
    asked = re.search(r'<details class="asks"><summary>Take it off.*?</details>', plan.html, re.S)
    assert asked
    assert "Join the choir" in asked[0]
    assert f'name="option" value="{choir}"' in asked[0]
    assert "Yes, take it off" in asked[0]
    assert plan.html.count('/off"') == plan.html.count("Yes, take it off") == 2
    assert "It is off the list." in plan.do("off", option=wait)


def test_enough_on_a_scale_of_ones_own_is_more_than_now(both: Both) -> None:
    plan = begin(both.kim)
    plan.do("define", title="Evenings", problem="Long.")
    for enough in ("2", "1"):
        told = plan.do("goal", OWN, own_least=enough)
        assert "What would be enough has to be more than where you are now." in told
        assert "Step 2 of 7" in told
    sent = {**OWN, "own_least": "2", "back": plan.way}
    answer = both.kim.post(f"{plan.way}/goal", data=sent, headers={"X-Requested-With": "resend"})
    assert answer.status_code == 422
    assert answer.json
    assert answer.json["fields"] == ["own_least"]
    plan.do("goal", OWN)
    assert "When it began: 2, enough: 6." in plan.read
    plan.do("goal", OWN, now="3")
    assert "When it began: 3, enough: 6." in plan.read


def test_where_it_began_stands_beside_what_is_asked_later(both: Both) -> None:
    plan = begin(both.kim)
    to_review(plan)
    assert "Where are you now, from 0 to 10? When it began: 2, enough: 6." in plan.read


def test_a_client_comes_to_their_own_scale_first(both: Both) -> None:
    release(both, "people", "coverage")
    plan = begin(both.kim)
    plan.do("define", title="Evenings", problem="Long.")
    told = plan.html
    assert told.index("A scale of your own, from 0 to 10") < told.index("Or by what your map says…")
    assert '<input type="radio" name="measure" value="own" checked>' in told
    assert '<details class="by-map"><summary>' in told
    assert "How well a support is covered" in told
    from_gap = begin(both.kim, "More emotional support", function="emotional")
    from_gap.do("define", title="Evenings", problem="Long.")
    told = from_gap.html
    assert '<details class="by-map" open><summary>' in told
    assert '<input type="radio" name="measure" value="backup" checked>' in told
    assert "What is left of emotional support without the one relied on most" in told


def test_staff_come_to_the_measures_of_the_map_first(both: Both) -> None:
    plan = begin(both.alice)
    plan.do("define", title="Evenings", problem="Long.")
    told = plan.html
    assert told.index("How well a support is covered") < told.index("A scale of the client’s own")
    assert "by-map" not in told


def test_what_an_option_costs_stands_beside_it_where_that_may_be_told(both: Both) -> None:
    cleo = both.alice.add("Cleo", emotional=2, circle=1, strain=2)
    release(both, "people", "gives", "coverage")
    plan = begin(both.alice, shared="yes")
    plan.do("define", title="Evenings", problem="Long.")
    plan.do("goal", OWN)
    plan.option("See Cleo", "deepen", contact=cleo)
    plan.option("Join the choir")
    told = plan.html
    assert 'Cleo <span class="tag">strain: almost always</span>' in told
    assert f'<option value="{cleo}">Cleo – strain: almost always</option>' in told
    kim = AtPlan(both.kim, plan.way.replace(f"/clients/{both.alice.owner.client_id}/", "/my/"))
    told = kim.read
    assert "strain:" not in told
    assert told.count("What it would bring isn’t shown here.") == 1
    assert "As it is With this, if it succeeds" in told
    release(both, "people", "gives", "coverage", "strain")
    told = kim.read
    assert "Cleo strain: almost always" in told
    assert "Cleo – strain: almost always" in told
    assert "What it would bring isn’t shown here." not in told


def test_what_was_done_is_told_at_the_step_where_the_page_is_then(both: Both) -> None:
    plan = begin(both.alice)
    sent = {"title": "Evenings", "problem": "Long.", "back": f"{plan.way}#now"}
    where = both.alice.post(f"{plan.way}/define", data=sent, headers=HTML).headers["Location"]
    assert where == f"{plan.way}#now"
    told = plan.html
    assert told.count("Saved.") == 1
    assert told.index('id="now"') < told.index('role="status">Saved.')
    assert f'value="{plan.way}#now"' in told


def test_no_step_is_skipped_by_its_address(both: Both) -> None:
    plan = begin(both.kim)
    for act, form in (
        ("on", {}),
        ("goal", OWN),
        ("choose", {"option": str(uuid4())}),
        ("step", {"words": "Go", "owner": "client", "due": SOON}),
        ("review", {"actual": "9"}),
    ):
        assert "Step 1 of 7" in plan.do(act, form), act
    assert both.kim.post(f"{plan.way}/nothing", data={}, headers=HTML).status_code == 404


def test_a_plan_begins_from_a_gap_on_the_map(both: Both) -> None:
    both.alice.add("Avery", emotional=2, circle=1, strain=0)
    page = both.alice.open(both.alice.of_client("/map"), headers=HTML).get_data(as_text=True)
    assert "Plan what to do about emotional support" in re.sub("<[^>]+>", "", page)
    answer = both.alice.open(both.alice.of_client("/plans?function=emotional"), headers=HTML)
    assert 'value="More emotional support"' in answer.get_data(as_text=True)
    plan = begin(both.alice, "More emotional support", function="emotional", shared="yes")
    plan.do("define", title="More emotional support", problem="Only Avery listens.")
    assert re.search(r'value="backup" checked', plan.html)
    plan.do("goal", BACKUP)
    told = plan.read
    assert "Emotional support without the one relied on most: at least 50 of 100" in told
    assert "The goal is not reached yet: 0 of 100." in told


def test_a_client_begins_from_a_gap_where_coverage_is_released(both: Both) -> None:
    both.alice.add("Avery", emotional=2, circle=1, strain=0)
    release(both, "people")
    assert "Plan what to do" not in both.kim.page("/my/circle")
    release(both, "people", "coverage")
    assert "Plan what to do about emotional support" in both.kim.page("/my/circle")
    answer = both.kim.open("/my/plans?function=emotional", headers=HTML)
    assert 'value="More emotional support"' in answer.get_data(as_text=True)


def test_each_option_stands_beside_what_it_would_bring(both: Both) -> None:
    both.alice.add("Avery", emotional=2, circle=1, strain=0)
    plan = begin(both.alice, function="emotional", shared="yes")
    plan.do("define", title="Evenings", problem="Only Avery listens.")
    plan.do("goal", BACKUP)
    own_id = plan.option("Call Blake again", "person")
    assert "With this alone the goal would not be reached: 36 of 100." in plan.read
    assert "As it is With this, if it succeeds" in plan.read
    plan.do("effect", option=own_id, emotional="2", circle="1")
    told = plan.read
    assert "With this the goal would be reached: 90 of 100." in told
    assert "Without any one group who know each other: 0 to 90" in told
    assert "Descriptive, not validated (coverage-1)" in told


def test_of_a_scale_of_ones_own_only_what_would_change_on_the_map_is_shown(both: Both) -> None:
    facts = {"emotional": 2, "practical": 2, "belonging": 0, "circle": 1, "strain": 0, "reach": 2}
    both.alice.add("Avery", **facts, frequency=2)
    plan = begin(both.alice, shared="yes")
    plan.do("define", title="Evenings", problem="Long.")
    plan.do("goal", OWN)
    plan.option("Join the choir")
    plan.option("Leave it as it is", "other")
    captions = re.findall(r"<caption>.*?</caption>", plan.html, re.S)
    assert [" ".join(re.sub("<[^>]+>", "", each).split()) for each in captions] == ["Belonging"]
    assert "On the map this alone would change nothing." in plan.read


def test_nobody_unsafe_past_or_planned_is_offered(both: Both) -> None:
    safe = both.alice.add("Avery", emotional=2, circle=1)
    for name, facts in (
        ("Cleo", {"unsafe": True}),
        ("Dara", {"status": "past"}),
        ("Ezra", {"status": "planned"}),
    ):
        both.alice.add(name, emotional=2, circle=1, **facts)
    release(both, "people")
    for who in (both.alice, both.kim):
        plan = begin(who, shared="yes")
        plan.do("define", title="Evenings", problem="Long.")
        plan.do("goal", OWN)
        told = plan.html
        cost = " – strain not asked" if who is both.alice else ""
        assert f'<option value="{safe}">Avery{cost}</option>' in told
        assert not any(name in told for name in ("Cleo", "Dara", "Ezra"))
        plan.option("See Avery", "deepen", contact=safe)


def test_a_private_plan_is_nowhere_for_staff(both: Both) -> None:
    plan = begin(both.kim, "My secret evenings")
    choir, _ = to_choosing(plan, OWN)
    plan.do("choose", option=choir)
    plan.step("Ring the secret friend")
    theirs = plan.way.replace("/my/", f"/clients/{both.alice.owner.client_id}/")
    assert both.alice.open(theirs, headers=HTML).status_code == 404
    assert both.alice.post(f"{theirs}/define", data={"title": "x", "problem": "y"}).status_code == 404
    for page in ("/plans", "/between", "/log", "/visits", "/record", "/map"):
        told = both.alice.page(both.alice.of_client(page))
        assert "secret" not in told, page
        assert "Long evenings" not in told, page
    assert "Your care team sees it from now on." in plan.do("share", shared="yes")
    assert "Long evenings" in both.alice.page(both.alice.of_client("/between"))
    assert "Shared by the client." in AtPlan(both.alice, theirs).read
    plan.do("share", shared="no")
    assert both.alice.open(theirs, headers=HTML).status_code == 404


def test_a_plan_of_staff_is_seen_unless_it_is_unticked(both: Both) -> None:
    shown, hidden = begin(both.alice, "Walks", shared="yes"), begin(both.alice, "Prepare the talk")
    told = both.kim.page("/my/plans")
    assert "Walks" in told
    assert "Prepare" not in told
    ours = hidden.way.replace(f"/clients/{both.alice.owner.client_id}/", "/my/")
    assert both.kim.open(ours, headers=HTML).status_code == 404
    assert "The client sees it from now on." in hidden.do("share", shared="yes")
    assert both.kim.open(ours, headers=HTML).status_code == 200
    assert "Delete this plan" not in AtPlan(both.kim, ours).read
    assert "Delete this plan" in shown.read


def test_a_client_sees_numbers_only_where_they_are_released(both: Both) -> None:
    both.alice.add("Avery", emotional=2, circle=1, strain=0)
    plan = begin(both.alice, function="emotional", shared="yes")
    choir, _ = to_choosing(plan, BACKUP)
    kim = AtPlan(both.kim, plan.way.replace(f"/clients/{both.alice.owner.client_id}/", "/my/"))
    before = kim.read
    assert "As it is" not in before
    assert "would not be reached" not in before
    assert "The goal is not reached yet" not in before
    assert "together with your clinician" in kim.do("choose", option=choir)
    plan.do("choose", option=choir)
    assert "Thought to bring" in plan.read
    assert "Thought to bring" not in kim.read
    copy = both.kim.open("/my/data/copy.json").json
    assert copy
    (kept,) = (each["facts"] for each in copy["between_visits"] if each["kind"] == "plan")
    assert "Join the choir" in str(kept)
    assert not {"predicted", "start"} & kept.keys()
    assert "answers" not in str(kept)
    release(both, "people", "coverage")
    assert "Thought to bring" in kim.read


def test_two_at_one_plan_overwrite_nothing(both: Both) -> None:
    plan = begin(both.kim, shared="yes")
    version = re.search(r'name="version" value="(\d+)"', plan.html)
    assert version
    plan.do("define", title="Evenings", problem="Long.", version=version[1])
    told = plan.do("define", title="Mornings", problem="Dark.", version=version[1])
    assert "This was changed meanwhile" in told
    assert "Mornings" not in told


def test_a_goal_that_cannot_be_is_told_where_it_was_asked(both: Both) -> None:
    plan = begin(both.kim)
    plan.do("define", title="Evenings", problem="Long.")
    assert "What would be enough: expected a whole number from 1 to 10" in plan.do(
        "goal", OWN, own_least="11"
    )
    assert "By when: expected today or a later day" in plan.do("goal", OWN, by="2020-01-01")
    assert "What would be enough: expected a whole number from 1 to 100" in plan.do(
        "goal", OWN, own_least="many"
    )


def test_plans_are_hidden_while_names_are_off(both: Both) -> None:
    plan = begin(both.alice, "Talk to Avery", shared="yes")
    both.alice.send("/names", names="off")
    for page in (plan.way, both.alice.of_client("/plans"), both.alice.of_client("/between")):
        told = both.alice.page(page)
        assert "Avery" not in told
        assert "names are off" in told


def test_what_is_due_is_told_to_the_team(both: Both) -> None:
    plan = begin(both.alice, "Walks", shared="yes")
    choir, _ = to_choosing(plan, OWN)
    plan.do("choose", option=choir)
    plan.step("Look for a group", owner="staff")
    for page in ("/between", "/plans"):
        assert "Look for a group" in both.alice.page(both.alice.of_client(page))
    assert "your care team" in both.kim.page("/my/plans")


def test_a_plan_is_deleted_by_whose_it_is(both: Both) -> None:
    plan = begin(both.kim)
    assert "The plan is deleted." in plan.do("delete")
    assert both.kim.open(plan.way, headers=HTML).status_code == 404


def test_what_is_sent_again_after_its_answer_was_lost_is_done_once(both: Both) -> None:
    plan = begin(both.kim)
    choir, _ = to_choosing(plan, OWN)
    for act, form in (("choose", {"option": choir}), ("anew", {})):
        found = re.search(r'name="version" value="(\d+)"', plan.html)
        assert found
        sent = {**form, "version": found[1], "back": plan.way}
        headers = {"X-Requested-With": "resend", "Idempotency-Key": act}
        answers = [both.kim.post(f"{plan.way}/{act}", data=sent, headers=headers) for _ in range(3)]
        assert [answer.json for answer in answers] == [{"to": f"{plan.way}#now"}] * 3, act
        late = both.kim.post(f"{plan.way}/{act}", data=sent, headers=headers | {"Idempotency-Key": "late"})
        assert late.status_code == 412, act
    assert "meanwhile" not in plan.read
    sent["title"] = "Something else"
    other = both.kim.post(f"{plan.way}/{act}", data=sent, headers=headers)
    assert (other.status_code, "sent before" in other.text) == (409, True)


def test_what_an_option_would_bring_is_worked_out_once_and_only_until_one_is_chosen(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    both.alice.add("Avery", emotional=2, circle=1, strain=0)
    plan = begin(both.alice, function="emotional", shared="yes")
    choir, _ = to_choosing(plan, BACKUP)
    asked: list[Effect] = []

    def counted(network: Network, effect: Effect) -> WhatIf:
        asked.append(effect)
        return preview(network, effect)

    monkeypatch.setattr(plan_sight, "preview", counted)
    assert "As it is With this, if it succeeds" in plan.read
    assert len(asked) == 2, "once for each of the two"
    plan.do("choose", option=choir)
    asked.clear()
    assert "Join the choir" in plan.read
    assert asked == []
