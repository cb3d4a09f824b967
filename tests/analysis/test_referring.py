"""The states of a referral: what leads where, and what has to be known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportmap.analysis.coverage import coverages
from supportmap.analysis.network import Contact, Network
from supportmap.analysis.projecting import expectation, is_expected, projected
from supportmap.analysis.referring import (
    ACTS,
    DUE_DAYS,
    ENDING,
    ENDS,
    GOES_ON,
    HOLD_REASONS,
    ON_HOLD,
    OPEN,
    REASONS,
    STATES,
    TASK_STATUS,
    Act,
    Channel,
    Impossible,
    State,
    check_first_day,
    check_reason,
    check_told,
    on_map,
    possible,
    replayed,
    step,
)

DAY = date(2026, 11, 24)
NEXT = """
draft: send cancel
sent: accept waitlist need_client start decline cancel not_help
accepted: waitlist need_client start decline cancel not_help
waitlisted: accept need_client start decline cancel not_help
needs_client: accept waitlist start decline cancel not_help
started: help cancel not_help
helped:
declined:
cancelled:
not_helped:
"""


def test_from_each_state_lead_just_these_acts() -> None:
    lines = (line.split(":") for line in NEXT.strip().splitlines())
    assert {state: acts.split() for state, acts in lines} == {each: list(possible(each)) for each in STATES}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", ACTS)
def test_an_act_leads_on_or_is_refused_with_words(state: State, act: Act) -> None:
    if act in possible(state):
        assert step(state, act) in STATES
        return
    with pytest.raises(Impossible) as refusal:
        step(state, act)
    assert refusal.value.code == ("ended" if state in ENDS else "not-from-here")
    assert len(refusal.value.text.split()) > 3


def test_every_state_is_reached_and_every_end_is_final() -> None:
    reached: set[State] = {"draft"}
    for _ in STATES:
        reached |= {step(state, act) for state in reached for act in possible(state)}
    assert reached == set(STATES)
    assert set(OPEN) | set(ENDS) == set(STATES)
    assert set(ON_HOLD) < set(OPEN)
    assert not any(possible(state) for state in ENDS)


@given(st.lists(st.sampled_from(ACTS), max_size=8))
def test_a_log_gives_one_state_or_none(acts: list[Act]) -> None:
    state: State = "draft"
    for act in acts:
        if act not in possible(state):
            with pytest.raises(Impossible):
                replayed(acts)
            return
        state = step(state, act)
    assert replayed(acts) == state


def test_every_end_has_reasons_of_its_own_and_takes_no_other() -> None:
    assert set(REASONS) == set(ENDING)
    every = [reason for reasons in REASONS.values() for reason in reasons]
    assert len(every) == len(set(every))
    for act in ENDING:
        for state in (each for each in OPEN if act in possible(each)):
            fits = [reason for reason in (None, *every) if is_reason(state, act, reason)]
            assert fits
            assert set(fits) <= set(REASONS[act])


def is_reason(state: State, act: Act, reason: str | None, attempts: int = 3) -> bool:
    try:
        check_reason(state, act, reason, attempts)
    except Impossible:
        return False
    return True


def test_not_reached_takes_three_attempts_and_nobody_who_attended() -> None:
    assert [is_reason("sent", "not_help", "not reached", number) for number in range(5)] == [
        *(False, False, False),
        *(True, True),
    ]
    assert not is_reason("started", "not_help", "not reached", 9)
    assert is_reason("started", "not_help", "stopped attending")
    assert not is_reason("accepted", "not_help", "stopped attending")


def test_while_it_waits_for_the_client_it_may_be_said_for_what() -> None:
    assert all(is_reason("sent", "need_client", each) for each in (None, *HOLD_REASONS["need_client"]))
    assert is_reason("sent", "accept", None)
    assert not is_reason("sent", "accept", "document")


@given(st.integers(-400, 400), st.integers(0, 400))
def test_the_first_attendance_is_between_the_referral_and_today(days: int, ago: int) -> None:
    made, first = DAY - timedelta(days=ago), DAY + timedelta(days=days)
    if made <= first <= DAY:
        check_first_day(first, made, DAY)
    else:
        with pytest.raises(Impossible):
            check_first_day(first, made, DAY)


def test_without_a_day_nobody_was_there() -> None:
    with pytest.raises(Impossible):
        check_first_day(None, DAY, DAY)


@pytest.mark.parametrize("channel", ["letter", "phone", "e-mail"])
def test_to_tell_a_group_the_client_has_to_agree(channel: Channel) -> None:
    check_told(channel, consented=True)
    check_told("client", consented=False)
    with pytest.raises(Impossible):
        check_told(channel, consented=False)


def test_every_open_state_is_due_and_every_state_has_a_name_in_fhir() -> None:
    assert set(DUE_DAYS) == set(OPEN)
    assert min(DUE_DAYS.values()) > 0
    assert set(TASK_STATUS) == set(STATES)
    assert {TASK_STATUS[state] for state in ON_HOLD} == {"on-hold"}
    assert {TASK_STATUS[state] for state in ENDS} == {"completed", "rejected", "cancelled", "failed"}


def test_on_the_map_it_is_active_only_from_attendance_to_the_end() -> None:
    for state in STATES:
        before, after = on_map(state, started=False), on_map(state, started=True)
        if state in ENDS:
            assert (before, after) == (None, "past")
        else:
            assert after == before == ("active" if state == "started" else "planned")


def test_where_the_client_goes_on_an_end_leaves_it_active() -> None:
    assert on_map("helped", started=True, reason=GOES_ON) == "active"
    assert on_map("not_helped", started=True, reason=GOES_ON) == "past"
    assert {on_map("helped", started=True, reason=each) for each in ("full", "partly")} == {"past"}


EXPECTED = Contact(
    "s1",
    "Lunch club",
    "service",
    status="planned",
    circle=3,
    belonging=2,
    strain=0,
    reach=1,
    frequency=2,
    extra={**expectation("r1"), "odd": 1},
)


def test_projected_counts_what_is_expected_and_leaves_who_is_planned_otherwise() -> None:
    choir = replace(EXPECTED, id="s2", extra={})
    network = Network((Contact("c1", "Avery", belonging=1, strain=0, frequency=1), EXPECTED, choir))
    then = projected(network)
    assert [each.status for each in then.contacts] == ["active", "active", "planned"]
    assert then.contacts[1] == replace(EXPECTED, status="active", extra={"odd": 1})
    now, later = (coverages(each)["belonging"].score for each in (network, then))
    assert now
    assert later
    assert later > now
    assert coverages(network) == coverages(Network(network.contacts[:1]))


def test_only_who_is_planned_is_expected() -> None:
    assert is_expected("planned", EXPECTED.extra)
    assert not is_expected("active", EXPECTED.extra)
    assert not is_expected("planned", {"expected": "yes"})


def test_a_map_that_nobody_was_asked_for_stays_so_in_projection() -> None:
    network = Network((EXPECTED,), elicited=False)
    assert {each.status for each in coverages(projected(network)).values()} == {"not assessed"}
