"""Goals, what options are predicted to bring, and what came of them: all of it by ``analysis.whatif``."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportmap.analysis.coverage import coverage
from supportmap.analysis.explain.planning import (
    found_words,
    goal_words,
    match_words,
    outcome_sentence,
    prediction_sentence,
)
from supportmap.analysis.formula import FORMULA
from supportmap.analysis.network import Contact, Function, Network
from supportmap.analysis.planning import (
    JOINS_AS,
    MEASURES,
    OPTION_KINDS,
    WITH_A_CONTACT,
    Effect,
    Goal,
    Match,
    Measure,
    Measured,
    OptionKind,
    matched,
    measured,
    outcome,
    predicted,
    preview,
    said,
    usual_answers,
)
from supportmap.analysis.whatif import changes, joins
from tests.analysis.strategies import A_FUNCTION, PLACE, contacts, networks
from tests.builders import a_network, a_supporter

OF_THE_MAP: tuple[Measure, ...] = tuple(each for each in MEASURES if each != "own")
BACKUP = Goal("backup", 0.5, "emotional")
PARTNER = a_supporter(id="partner")
A_GOAL = st.builds(Goal, st.sampled_from(OF_THE_MAP), st.sampled_from((0.1, 0.36, 0.5, 0.9)), A_FUNCTION)


def the_number(network: Network, goal: Goal) -> Measured | None:
    """The oracle: the interval that ``coverage`` gives for the whole network."""
    assert goal.function
    found = coverage(network, goal.function)
    interval = getattr(found, goal.measure)
    return interval and Measured(interval.low, interval.high, found.missing_answers, FORMULA.version)


@given(networks(asked=False), A_GOAL)
def test_what_is_measured_is_the_coverage_of_the_network(network: Network, goal: Goal) -> None:
    assert measured(network, goal) == the_number(network, goal)


@given(networks(asked=False), contacts(name="anyone", active=True), A_GOAL)
def test_what_somebody_new_would_bring_is_the_coverage_with_them(
    network: Network, newcomer: Contact, goal: Goal
) -> None:
    names = ("emotional", "practical", "belonging", "strain", "circle", "reach", "frequency")
    answers = {name: getattr(newcomer, name) for name in names}
    effect = Effect(joins_as={"kind": newcomer.kind, "sector": newcomer.sector}, answers=answers)
    after = joins(network, newcomer).after

    assert predicted(preview(network, effect), goal) == the_number(after.network, goal)


@given(networks(least=1, asked=False), PLACE, st.sampled_from((0, 1, 2, None)), A_GOAL)
def test_what_a_change_would_bring_is_the_coverage_with_it(
    network: Network, place: int, answer: int | None, goal: Goal
) -> None:
    contact = network.contacts[place % len(network.contacts)].id
    effect = Effect(contact, answers={"strain": answer, "emotional": 2})
    after = changes(network, contact, strain=answer, emotional=2).after.network

    assert predicted(preview(network, effect), goal) == the_number(after, goal)


@given(networks(asked=False), A_GOAL)
def test_what_changes_nothing_on_the_map_leaves_the_numbers_as_they_are(network: Network, goal: Goal) -> None:
    assert predicted(preview(network, Effect()), goal) == measured(network, goal)


@given(networks(), A_GOAL)
def test_a_goal_is_judged_by_both_ends_and_never_by_a_guess(network: Network, goal: Goal) -> None:
    found = measured(network, goal)
    told = outcome(goal, found)
    if found is None:
        assert told == "unknown"
    else:
        ends = [FORMULA.reaches(end, goal.least) for end in (found.low, found.high)]
        assert (told == "met", told == "not met") == (all(ends), not any(ends))


def test_a_goal_that_hangs_on_missing_answers_says_how_many() -> None:
    """By hand: a partner whose support wasn't asked, and a sister of .36: the score is .36 to .93."""
    network = a_network(a_supporter(rating=None), a_supporter(rating=1, circle=2))
    goal = Goal("score", 0.5, "emotional")
    found = measured(network, goal)

    assert outcome(goal, found) == "unknown"
    assert outcome_sentence(goal, found) == (
        "Whether the goal is reached can’t be told yet: between 36 and 92 of 100; 1 answer is missing."
    )
    assert outcome(BACKUP, measured(network, BACKUP)) == "not met"


def test_a_goal_that_hangs_on_who_knows_whom_says_so() -> None:
    goal = Goal("circle_backup", 0.5, "emotional")
    three = [a_supporter() for _ in range(3)]
    found = measured(a_network(*three, ties_asked=False), goal)

    assert prediction_sentence(goal, found).endswith("who knows whom was not asked.")


def test_what_was_not_asked_is_no_number() -> None:
    nobody_asked = a_network(elicited=False)

    assert measured(nobody_asked, BACKUP) is None
    assert outcome(BACKUP, None) == "unknown"
    assert outcome_sentence(BACKUP, None) == "Whether the goal is reached can’t be told yet: not asked yet."


def test_a_goal_is_reached_where_rounding_alone_keeps_it_from_being_so() -> None:
    assert outcome(BACKUP, Measured(0.5 - 1e-12, 0.5, 0, FORMULA.version)) == "met"


def test_one_scale_of_ones_own_is_told_as_it_is_said() -> None:
    goal = Goal("own", 6)

    assert [outcome(goal, said(number)) for number in (5, 6, 10)] == ["not met", "met", "met"]
    assert goal_words(goal) == "At least 6 on a scale from 0 to 10"
    assert found_words(goal, said(7)) == "7 of 10"
    assert measured(a_network(PARTNER), goal) is None


@pytest.mark.parametrize(
    ("measure", "least", "function"),
    [
        ("own", 5, "emotional"),
        ("backup", 0.5, None),
        ("backup", 0, "emotional"),
        ("score", 1.5, "emotional"),
        ("own", 11, None),
    ],
)
def test_a_goal_that_nothing_could_be_measured_by_is_refused(
    measure: Any, least: float, function: Any
) -> None:
    with pytest.raises(ValueError, match=r"a goal is|a measure of the map"):
        Goal(measure, least, function)


@pytest.mark.parametrize(
    ("expected", "actual", "match"),
    [
        ((0.5, 0.5), (0.5, 0.5), "as predicted"),
        ((0.3, 0.7), (0.5, 0.6), "as predicted"),
        ((0.5, 0.6), (0.7, 0.8), "more"),
        ((0.5, 0.6), (0.2, 0.4), "less"),
        ((0.5, 0.6), (0.2, 0.9), "unknown"),
    ],
)
def test_what_came_is_compared_by_both_ends(expected: Any, actual: Any, match: Match) -> None:
    first, second = (Measured(low, high, 0, FORMULA.version) for low, high in (expected, actual))

    assert matched(first, second) == match


@given(st.floats(0, 1), st.floats(0, 1))
def test_numbers_of_two_formulas_are_never_compared(expected: float, actual: float) -> None:
    older = Measured(expected, expected, 0, "coverage-0")

    assert matched(older, Measured(actual, actual, 0, FORMULA.version)) == "predict again"


@given(A_FUNCTION, st.sampled_from(OPTION_KINDS), networks(least=1), PLACE)
def test_what_is_usual_never_makes_a_score_worse(
    function: Function, kind: OptionKind, network: Network, place: int
) -> None:
    contact = network.contacts[place % len(network.contacts)] if kind in WITH_A_CONTACT else None
    effect = Effect(
        contact.id if contact else None, JOINS_AS.get(kind), usual_answers(kind, function, contact)
    )
    asked = preview(network, effect)
    before, after = asked.before.functions[function], asked.after.functions[function]

    if before.score:
        assert after.score
        assert FORMULA.reaches(after.score.low, before.score.low)
    if kind in JOINS_AS:
        assert after.missing_answers == before.missing_answers, "what is assumed is no question left open"


def test_an_improvement_is_one_step_and_no_more() -> None:
    cool = replace(PARTNER, emotional=0, strain=2)

    assert usual_answers("deepen", "emotional", cool) == {"emotional": 1}
    assert usual_answers("deepen", "practical", PARTNER) == {"practical": 2}
    assert usual_answers("repair", "emotional", cool) == {"strain": 1}
    assert usual_answers("repair", None, replace(cool, strain=None)) == {"strain": 0}
    assert usual_answers("other") == {}


def test_what_came_is_said_without_judgement() -> None:
    assert all(match_words(match).endswith(".") for match in get_args(Match))
    assert goal_words(BACKUP) == "Emotional support without the one relied on most: at least 50 of 100"
