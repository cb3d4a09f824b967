"""A gap that closed, and somebody who was gained, against what only got known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportmap.analysis.achievements import Achieved, achieved
from supportmap.analysis.change import compare
from supportmap.analysis.coverage import coverage
from supportmap.analysis.explain import achievement_sentence
from supportmap.analysis.network import FUNCTIONS, Contact, Network
from tests.analysis.strategies import networks
from tests.builders import a_contact, a_network, a_supporter

MARCH, MAY, JULY = (date(2026, month, 3) for month in (3, 5, 7))
ANA, BEN = (a_supporter(2, id=name, name=name.title()) for name in ("ana", "ben"))
"""One leaves a function thin, both together cover it."""
HELD = st.lists(networks(asked=False), max_size=4).map(
    lambda found: [replace(each, held_on=MARCH + timedelta(number)) for number, each in enumerate(found)]
)


def at(day: date | None, *contacts: Contact, **facts: Any) -> Network:
    """A network as it stood on a day."""
    return a_network(*contacts, held_on=day, **facts)


def closed(*visits: Network) -> list[tuple[date, str | None]]:
    """The days on which emotional support is said to have got covered, and what it was before."""
    return [(each.held_on, each.was) for each in achieved(visits) if each.function == "emotional"]


def met(*visits: Network) -> list[tuple[str, str | None]]:
    """Who is said to have been gained or learnt of."""
    return [(each.what, each.contact) for each in achieved(visits) if each.contact]


def test_a_gap_closes_when_somebody_new_makes_up_for_it() -> None:
    newcomer = replace(BEN, since="new")
    assert closed(at(MARCH, ANA), at(MAY, ANA, newcomer)) == [(MAY, "thin")]
    assert closed(at(MARCH), at(MAY, ANA, newcomer)) == []  # nobody said that Ana is new
    assert closed(at(MARCH), at(MAY, replace(ANA, since="new"), newcomer)) == [(MAY, "gap")]


def test_a_gap_closes_when_those_who_were_there_give_more() -> None:
    seldom = replace(BEN, emotional=0)
    assert closed(at(MARCH, ANA, seldom), at(MAY, ANA, BEN)) == [(MAY, "thin")]


@pytest.mark.parametrize("status", ["planned", "past"])
def test_a_gap_closes_when_somebody_comes_who_was_planned_or_comes_back(status: Any) -> None:
    assert closed(at(MARCH, ANA, replace(BEN, status=status)), at(MAY, ANA, BEN)) == [(MAY, "thin")]


def test_an_answer_that_got_known_closes_no_gap() -> None:
    unasked = replace(BEN, emotional=None)
    assert closed(at(MARCH, ANA, unasked), at(MAY, ANA, BEN)) == []
    assert closed(at(MARCH, elicited=False), at(MAY, ANA, BEN)) == []
    assert closed(at(MARCH, replace(ANA, emotional=None)), at(MAY, ANA, BEN)) == []


@pytest.mark.parametrize("since", ["not mentioned before", None])
def test_somebody_who_was_not_mentioned_before_closes_no_gap(since: Any) -> None:
    there_already = replace(BEN, since=since)
    assert closed(at(MARCH, ANA), at(MAY, ANA, there_already)) == []
    proposed = replace(there_already, status="proposed")
    assert closed(at(MARCH, ANA, proposed), at(MAY, ANA, there_already)) == []


def test_what_was_not_asked_in_between_does_not_hide_that_a_gap_closed() -> None:
    seldom, unasked = replace(BEN, emotional=0), replace(BEN, emotional=None)
    assert closed(at(MARCH, ANA, seldom), at(MAY, ANA, unasked), at(JULY, ANA, BEN)) == [(JULY, "thin")]


def test_a_gap_can_close_again() -> None:
    seldom = replace(BEN, emotional=0)
    back = at(JULY + timedelta(60), ANA, BEN)
    assert closed(at(MARCH, ANA, seldom), at(MAY, ANA, BEN), at(JULY, ANA, seldom), back) == [
        (MAY, "thin"),
        (JULY + timedelta(60), "thin"),
    ]


def test_who_is_new_is_gained_and_who_was_not_mentioned_before_is_learnt_of() -> None:
    cleo, dara = (a_contact(id=name) for name in ("cleo", "dara"))
    later = at(MAY, ANA, replace(BEN, since="new"), replace(cleo, since="not mentioned before"), dara)
    assert met(at(MARCH, ANA), later) == [("gained", "ben"), ("learnt", "cleo")]
    assert met(at(MARCH, ANA), later, replace(later, held_on=JULY)) == met(at(MARCH, ANA), later)


def test_at_the_first_visit_nobody_is_gained_and_nobody_unsafe_ever() -> None:
    newcomer = replace(BEN, since="new")
    assert met(at(MARCH, newcomer)) == []
    assert met(at(MARCH, elicited=False), at(MAY, newcomer)) == []
    assert met(at(MARCH, ANA), at(MAY, ANA, replace(newcomer, unsafe=True)), at(JULY, newcomer)) == []


def test_the_order_in_which_visits_are_given_does_not_matter_and_one_without_a_day_says_nothing() -> None:
    visits = [at(MARCH, ANA), at(MAY, ANA, replace(BEN, since="new"))]
    assert achieved(visits) == achieved(reversed(visits)) == achieved([*visits, at(None)])
    assert [each.held_on for each in achieved(visits)] == [MAY] * 4


@given(HELD)
def test_nothing_is_said_that_two_visits_do_not_show(visits: list[Network]) -> None:
    found = achieved(visits)
    by_day = {network.held_on: network for network in visits}
    for each in found:
        now = by_day[each.held_on]
        earlier = [network for network in visits if network.held_on and network.held_on < each.held_on]
        if each.function:
            assert coverage(now, each.function).status == "covered"
            assert each.was in {coverage(network, each.function).status_at_best for network in earlier}
        else:
            assert each.contact in {contact.id for contact in now.supporters}
            assert all(each.contact not in {contact.id for contact in past.active} for past in earlier)


@given(HELD)
def test_whoever_is_gained_is_new_in_life_by_the_comparison_too(visits: list[Network]) -> None:
    asked = [network for network in visits if network.elicited]
    for before, after in pairwise(asked):
        gained = {each.contact for each in achieved(asked) if each.held_on == after.held_on and each.contact}
        change = compare(before, after)
        assert gained <= {*change.new_in_life, *change.not_mentioned_before}


@given(networks(asked=False), st.integers(2, 4))
def test_where_nothing_changed_nothing_was_achieved(network: Network, times: int) -> None:
    assert achieved(replace(network, held_on=MARCH + timedelta(number)) for number in range(times)) == []


def test_sentences_say_what_was_gained_and_what_was_only_learnt() -> None:
    said = [
        achievement_sentence(each, {"ben": "Ben"})
        for each in (
            Achieved("gap closed", MAY, "emotional", "thin"),
            Achieved("gap closed", MAY, FUNCTIONS[2], "gap"),
            Achieved("gained", MAY, contact="ben"),
            Achieved("learnt", MAY, contact="cleo"),
        )
    ]
    assert said == [
        "Emotional support is covered now; when it was looked at before, it was thin.",
        "Belonging is covered now; when it was looked at before, it was a gap.",
        "Ben is new in their life.",
        "Somebody was not mentioned before.",
    ]
