"""The laws of coverage (measures.md 3.2) on random networks, unanswered questions included.

A law about numbers speaks of both ends of their intervals; where a function is not assessed it has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from supportmap.analysis.coverage import Coverage, coverage
from supportmap.analysis.dependability import Interval, combine, dependability
from supportmap.analysis.formula import FORMULA
from supportmap.analysis.network import Contact, Function, Network
from supportmap.analysis.whatif import changes, joins, leaves
from tests.analysis.strategies import A_FUNCTION, PLACE, SCALES, contacts, networks, ties
from tests.builders import without

ROUNDING = 1e-12
MODULATOR = {"emotional": "circle", "practical": "reach", "belonging": "frequency"}
STATUSES = ("gap", "uncertain", "thin", "covered")
INTERVALS = ("score", "backup", "circle_backup", "informal", "gap_to_need")


def assessed(network: Network, function: Function) -> Coverage:
    """The coverage of a function; leave the example if it was not assessed."""
    found = coverage(network, function)
    assume(found.status != "not assessed")
    return found


def known(interval: Interval | None) -> Interval:
    """A number of a function that was assessed."""
    assert interval is not None
    return interval


def never_above(lower: Interval | None, higher: Interval | None) -> bool:
    """Whether neither end of a number lies above that of another."""
    return all(low <= high + ROUNDING for low, high in zip(known(lower), known(higher), strict=True))


def same(one: Interval | None, other: Interval | None) -> bool:
    """Whether two numbers are the same but for rounding."""
    return never_above(one, other) and never_above(other, one)


def at(network: Network, place: int) -> Contact:
    """One of the contacts."""
    return network.contacts[place % len(network.contacts)]


def qs(network: Network, function: Function) -> dict[str, Interval]:
    """The dependability of every contact, in the order of the network."""
    return {contact.id: dependability(contact, function) for contact in network.contacts}


def extremes(network: Network, function: Function) -> Iterator[Network]:
    """The network with all missing answers at their worst, and at their best."""
    for worst in (True, False):
        answers = {
            function: 0 if worst else 2,
            "strain": 2 if worst else 0,
            "circle": 3 if worst else 1,
            "reach": 0 if worst else 2,
            "frequency": 0 if worst else 2,
        }
        yield replace(network, contacts=tuple(_filled(each, answers) for each in network.contacts))


def _filled(contact: Contact, answers: dict[str, Any]) -> Contact:
    return replace(
        contact, **{name: value for name, value in answers.items() if getattr(contact, name) is None}
    )


@given(networks(most=60), A_FUNCTION)
def test_l1_a_score_is_from_0_to_below_1(network: Network, function: Function) -> None:
    found = assessed(network, function)

    assert 0 <= known(found.score).low <= known(found.score).high < 1


@given(networks(), contacts(), st.data(), A_FUNCTION)
def test_l2_adding_any_contact_never_lowers_the_score(
    network: Network, newcomer: Contact, data: st.DataObject, function: Function
) -> None:
    tied = [tie for tie in data.draw(ties((newcomer, *network.contacts))) if newcomer.id in tie.pair]
    answer = joins(network, newcomer, tied)
    before, after = (each.functions[function] for each in (answer.before, answer.after))
    assume("not assessed" not in {before.status, after.status})

    assert never_above(before.score, after.score)
    assert never_above(before.informal, after.informal)
    assert never_above(before.backup, after.backup)


@given(networks(least=1), PLACE, A_FUNCTION)
def test_l3_removing_any_contact_never_raises_the_score(
    network: Network, place: int, function: Function
) -> None:
    before = assessed(network, function)
    leaver = at(network, place).id

    for after in (
        coverage(without(network, leaver), function),
        leaves(network, leaver).after.functions[function],
    ):
        if after.status != "not assessed":
            assert never_above(after.score, before.score)
            assert never_above(after.backup, before.backup)
            assert never_above(after.informal, before.informal)


@given(networks(least=1), PLACE, A_FUNCTION, st.sampled_from(("rating", "modulator", "strain")))
def test_l4_the_score_rises_with_rating_and_modulator_and_falls_with_strain(
    network: Network, place: int, function: Function, kind: str
) -> None:
    answer = {"rating": function, "modulator": MODULATOR[function], "strain": "strain"}[kind]
    rising = SCALES[answer] if kind != "strain" and answer != "circle" else reversed(SCALES[answer])

    found = [
        changes(network, at(network, place).id, **{answer: value}).after.functions[function]
        for value in rising
    ]

    for lower, higher in pairwise(found):
        if "not assessed" not in {lower.status, higher.status}:
            for name in ("score", "backup", "circle_backup", "informal"):
                assert never_above(getattr(lower, name), getattr(higher, name))
            assert never_above(higher.gap_to_need, lower.gap_to_need)


@given(networks(), A_FUNCTION, st.integers(0, 2**32))
def test_l5_the_order_of_contacts_and_ties_does_not_matter(
    network: Network, function: Function, seed: int
) -> None:
    random, found = Random(seed), assessed(network, function)
    people, pairs = list(network.contacts), list(network.ties)
    random.shuffle(people)
    random.shuffle(pairs)

    shuffled = coverage(replace(network, contacts=tuple(people), ties=tuple(pairs)), function)

    assert all(same(getattr(found, name), getattr(shuffled, name)) for name in INTERVALS)
    assert (shuffled.status, shuffled.status_at_best) == (found.status, found.status_at_best)
    assert set(shuffled.dependable) == set(found.dependable)
    assert {loss.contact for loss in shuffled.depends_on} == {loss.contact for loss in found.depends_on}


@given(networks(least=1), A_FUNCTION)
def test_l6_the_backup_is_the_score_after_the_worst_single_loss(network: Network, function: Function) -> None:
    """B <= C(-i) <= C for every i, and at each end some i attains B."""
    found = assessed(network, function)
    q = qs(network, function)
    left = [
        Interval(*(combine(each[end] for other, each in q.items() if other != leaver) for end in (0, 1)))
        for leaver in q
    ]

    assert all(never_above(found.backup, each) and never_above(each, found.score) for each in left)
    assert same(found.backup, Interval(*(min(each[end] for each in left) for end in (0, 1))))


@given(networks(), A_FUNCTION)
def test_l7_the_score_is_at_least_the_dependability_of_the_most_dependable(
    network: Network, function: Function
) -> None:
    found = assessed(network, function)
    q = qs(network, function).values()
    best = Interval(*(max((each[end] for each in q), default=0.0) for end in (0, 1)))

    assert never_above(best, found.score)


@given(networks(), contacts(), st.data(), A_FUNCTION, st.sampled_from(("hardly ever", "unsafe", "past")))
def test_l8_a_contact_on_whom_nothing_depends_changes_no_number(
    network: Network, newcomer: Contact, data: st.DataObject, function: Function, why: str
) -> None:
    facts: dict[str, Any] = {
        "hardly ever": {function: 0},
        "unsafe": {"unsafe": True},
        "past": {"status": "past"},
    }
    newcomer = replace(newcomer, **facts[why])
    tied = [tie for tie in data.draw(ties((newcomer, *network.contacts))) if newcomer.id in tie.pair]
    before = assessed(network, function)

    alone = joins(network, newcomer).after.functions[function]
    with_ties = joins(network, newcomer, tied).after.functions[function]

    for after in (alone, with_ties):
        for name in ("score", "backup", "informal", "gap_to_need"):
            assert same(getattr(after, name), getattr(before, name))
        assert after.effective_supporters == before.effective_supporters
        assert (after.status, after.status_at_best) == (before.status, before.status_at_best)
    assert same(alone.circle_backup, before.circle_backup)
    assert never_above(with_ties.circle_backup, before.circle_backup)


@given(networks(complete=True), A_FUNCTION)
def test_l9_effective_supporters_are_from_1_to_those_who_give(network: Network, function: Function) -> None:
    found = assessed(network, function)
    givers = sum(q.low > 0 for q in qs(network, function).values())

    if givers:
        assert found.effective_supporters is not None
        assert 1 - ROUNDING <= found.effective_supporters <= givers + ROUNDING
    else:
        assert found.effective_supporters is None


@given(networks(), st.lists(st.booleans(), min_size=12, max_size=12), contacts(), A_FUNCTION)
def test_l10_the_more_there_is_the_less_a_further_contact_adds(
    network: Network, stays: list[bool], newcomer: Contact, function: Function
) -> None:
    """The gain from adding x to S is at least the gain from adding it to a larger set."""
    gone = [each.id for each, stay in zip(network.contacts, stays, strict=False) if not stay]

    for larger in extremes(network, function):
        for x in extremes(Network((newcomer,)), function):
            in_smaller, in_larger = (
                _gain(each, x.contacts[0], function) for each in (without(larger, *gone), larger)
            )
            assert in_larger <= in_smaller + ROUNDING


def _gain(network: Network, newcomer: Contact, function: Function) -> float:
    answer = joins(network, newcomer)
    before, after = (known(each.functions[function].score) for each in (answer.before, answer.after))
    return after.low - before.low


@given(networks(least=1, asked=False), PLACE, A_FUNCTION, st.sampled_from(sorted(SCALES)), PLACE)
def test_l11_answering_a_question_never_widens_an_interval(
    network: Network, place: int, function: Function, question: str, choice: int
) -> None:
    contact = at(network, place).id
    unanswered: dict[str, Any] = {question: None}
    answered: dict[str, Any] = {question: SCALES[question][choice % 3]}

    after = changes(network, contact, **answered).after.functions[function]
    before = changes(network, contact, **unanswered).after.functions[function]
    assume(before.status != "not assessed")

    for name in INTERVALS:
        assert _lies_within(getattr(after, name), getattr(before, name))
    lost = {loss.contact: Interval(loss.low, loss.high) for loss in before.depends_on}
    for loss in after.depends_on:
        assert _lies_within(Interval(loss.low, loss.high), lost.get(loss.contact, Interval(0, 0)))
    assert (
        after.missing_answers <= before.missing_answers + 2
    )  # somebody now gives: two more questions matter


def _lies_within(inner: Interval | None, outer: Interval | None) -> bool:
    return (
        known(inner).low >= known(outer).low - ROUNDING and known(inner).high <= known(outer).high + ROUNDING
    )


@given(networks(asked=False), A_FUNCTION)
def test_l12_circle_backup_never_exceeds_backup_nor_backup_the_score(
    network: Network, function: Function
) -> None:
    found = assessed(network, function)

    assert never_above(found.circle_backup, found.backup)
    assert never_above(found.backup, found.score)


@given(networks(least=2, asked=False), st.data(), A_FUNCTION)
def test_l13_a_new_tie_never_raises_circle_backup_and_changes_nothing_else(
    network: Network, data: st.DataObject, function: Function
) -> None:
    old = {tie.pair for tie in network.ties}
    new = [tie for tie in data.draw(ties(network.contacts)) if tie.pair not in old]
    before = assessed(network, function)

    after = coverage(replace(network, ties=(*network.ties, *new)), function)

    assert never_above(after.circle_backup, before.circle_backup)
    assert replace(after, circle_backup=None) == replace(before, circle_backup=None)


@given(networks(least=2), PLACE, PLACE, contacts(), A_FUNCTION)
def test_l14_two_contacts_are_worth_at_least_one_no_better_than_the_better_of_them(
    network: Network, one: int, other: int, instead: Contact, function: Function
) -> None:
    first, second = at(network, one), at(network, other)
    assume(first != second)
    q, before = qs(network, function), assessed(network, function)
    replacement = dependability(instead, function)
    assume(all(replacement[end] <= max(q[first.id][end], q[second.id][end]) for end in (0, 1)))

    after = coverage(without(network, first.id, second.id).with_contact(instead), function)

    if after.status != "not assessed":
        assert never_above(after.score, before.score)
        assert never_above(after.backup, before.backup)


@given(networks(least=1, asked=False), PLACE, A_FUNCTION)
def test_l15_marking_somebody_unsafe_never_raises_a_number(
    network: Network, place: int, function: Function
) -> None:
    before = assessed(network, function)

    after = changes(network, at(network, place).id, unsafe=True).after.functions[function]

    if after.status != "not assessed":
        for name in ("score", "backup", "circle_backup", "informal"):
            assert never_above(getattr(after, name), getattr(before, name))


@given(networks(least=2), PLACE, st.sampled_from((None, 0, 1, 2)), A_FUNCTION)
def test_l16_strain_with_one_contact_never_changes_what_another_gives(
    network: Network, place: int, strain: int | None, function: Function
) -> None:
    strained = at(network, place)
    after = network.with_contact(replace(strained, strain=strain))

    before, found = qs(network, function), qs(after, function)
    assert found == before | {strained.id: found[strained.id]}
    score = coverage(after, function).score
    if score is not None:
        assert same(score, Interval(*(combine(q[end] for q in found.values()) for end in (0, 1))))


@given(networks(), contacts(), A_FUNCTION)
def test_l17_adding_a_contact_known_or_not_never_moves_the_status_back(
    network: Network, newcomer: Contact, function: Function
) -> None:
    answer = joins(network, newcomer)
    before, after = (each.functions[function] for each in (answer.before, answer.after))
    assume("not assessed" not in {before.status, after.status})

    assert STATUSES.index(after.status) >= STATUSES.index(before.status)
    assert STATUSES.index(after.status_at_best) >= STATUSES.index(before.status_at_best)


@given(networks(), A_FUNCTION)
def test_l18_the_ends_of_every_interval_are_attained(network: Network, function: Function) -> None:
    """Score, backup, circle backup, informal at the worst and best answers; the gap the other way round."""
    found = assessed(network, function)
    worst, best = (coverage(each, function) for each in extremes(network, function))

    for name in ("score", "backup", "circle_backup", "informal"):
        ends = Interval(getattr(worst, name).low, getattr(best, name).high)
        assert same(getattr(found, name), ends)
    assert same(found.gap_to_need, Interval(known(best.gap_to_need).low, known(worst.gap_to_need).high))


@given(networks(least=1), A_FUNCTION)
def test_l18_the_ends_of_every_loss_come_from_opposite_answers(network: Network, function: Function) -> None:
    """A loss is least with the contact at its worst and all others at their best, and the reverse."""
    found = {loss.contact: (loss.low, loss.high) for loss in assessed(network, function).depends_on}
    worst, best = extremes(network, function)

    for contact in network.supporters:
        low, high = (
            _gain(without(others, contact.id), own.contact(contact.id), function)
            for own, others in ((worst, best), (best, worst))
        )
        expected = found.get(contact.id, (0.0, 0.0))
        assert abs(expected[0] - low) < ROUNDING
        assert abs(expected[1] - high) < ROUNDING


@given(st.lists(st.floats(0, FORMULA.certainty), max_size=200))
def test_a_score_is_the_same_in_whatever_order_it_is_combined(dependabilities: list[float]) -> None:
    """Oracle: C = 1 - prod (1 - .7^(j-1) q_(j)) to the last of two hundred contacts."""
    unmet = 1.0
    for place, q in enumerate(sorted(dependabilities, reverse=True)):
        unmet *= 1 - 0.7**place * q

    assert abs(combine(reversed(dependabilities)) - (1 - unmet)) < ROUNDING
