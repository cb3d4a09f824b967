"""What helps and who: nobody is listed who may not be turned to, and nothing is counted but what was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from supportmap.analysis.coping import (
    HELPED,
    TURNS,
    Coping,
    Strategy,
    Tried,
    Trigger,
    Use,
    Way,
    card_of,
    coping_of,
)
from supportmap.analysis.network import FUNCTIONS, Contact, Network
from tests.analysis.strategies import PLACE, networks
from tests.builders import a_contact, a_network, a_supporter

IDS = st.lists(st.integers(0, 14).map("c{}".format), max_size=6).map(tuple)
"""Contacts of a random network, some twice, and some whom it doesn't have (or no longer)."""
TRIGGERS = tuple(Trigger(f"t{n}", f"Trigger {n}", wants) for n, wants in enumerate((*FUNCTIONS, None)))
T_IDS = st.lists(st.sampled_from(["t0", "t1", "t2", "t3", "gone"]), max_size=3).map(tuple)
STRATEGIES = st.lists(st.tuples(T_IDS, IDS), max_size=5).map(
    lambda drawn: [Strategy(f"s{n}", f"Strategy {n}", *each) for n, each in enumerate(drawn)]
)
USES = st.lists(
    st.builds(
        Use,
        st.sampled_from(["s0", "s1", "s2", "gone"]),
        st.sampled_from((*HELPED, None)),
        st.sampled_from(["t0", "t1", "gone", None]),
    ),
    max_size=8,
)


def everyone_named(coping: Coping) -> Iterator[Contact]:
    """Everybody who stands in any list."""
    for met in coping.met:
        yield from (*met.helpers, *met.could_help)
        for way in met.ways:
            yield from way.helpers
    for way in coping.ways:
        yield from way.helpers


@given(networks(), STRATEGIES, USES)
def test_nobody_stands_in_a_list_or_on_the_card_who_may_not_be_turned_to(
    network: Network, strategies: list[Strategy], uses: list[Use]
) -> None:
    coping, card = coping_of(network, TRIGGERS, strategies, uses), card_of(network, strategies)
    for contact in (*everyone_named(coping), *card.people, *card.places):
        assert contact.status == "active"
        assert not contact.unsafe
        assert contact in network.contacts


@given(networks(), STRATEGIES)
def test_everybody_who_is_named_and_may_be_turned_to_is_on_the_card_once(
    network: Network, strategies: list[Strategy]
) -> None:
    card = card_of(network, strategies)
    on_it = [each.id for each in (*card.people, *card.places)]
    named = {own_id for each in strategies for own_id in each.helpers}
    assert sorted(on_it) == sorted(each.id for each in network.supporters if each.id in named)


@given(networks(least=1), STRATEGIES, PLACE)
def test_marking_somebody_unsafe_or_letting_them_leave_never_makes_more_of_anything(
    network: Network, strategies: list[Strategy], place: int
) -> None:
    one = network.contacts[place % len(network.contacts)]
    before = coping_of(network, TRIGGERS, strategies, [])
    for changed in (replace(one, unsafe=True), replace(one, status="past"), replace(one, status="planned")):
        after = coping_of(network.with_contact(changed), TRIGGERS, strategies, [])
        for was, now in zip(before.met, after.met, strict=True):
            assert TURNS.index(now.turn) <= TURNS.index(was.turn)
            assert {each.id for each in now.helpers} <= {each.id for each in was.helpers}
            assert not was.is_gap or now.is_gap
        for earlier, later in zip(before.ways, after.ways, strict=True):
            assert len(later.helpers) + later.left == len(earlier.helpers) + earlier.left


@given(networks(), STRATEGIES, USES)
def test_who_could_help_isn_t_strained_gives_what_is_wanted_and_isn_t_listed_yet(
    network: Network, strategies: list[Strategy], uses: list[Use]
) -> None:
    for met in coping_of(network, TRIGGERS, strategies, uses).met:
        for contact in met.could_help:
            assert met.trigger.wants
            assert contact.rating(met.trigger.wants) in (1, 2)
            assert contact.strain == 0
            assert contact not in met.helpers


@given(networks(most=3), STRATEGIES, USES)
def test_what_was_used_adds_up(network: Network, strategies: list[Strategy], uses: list[Use]) -> None:
    coping = coping_of(network, TRIGGERS, strategies, uses)
    for way in coping.ways:
        assert way.tried.times == sum(use.strategy == way.strategy.id for use in uses)
        assert way.tried.rated <= way.tried.times
        for_one = [each.tried.times for met in coping.met for each in met.ways if is_same(each, way)]
        assert sum(for_one) <= way.tried.times


def is_same(one: Way, other: Way) -> bool:
    """Whether both are of one strategy."""
    return one.strategy.id == other.strategy.id


def met_by(*helpers: Contact) -> tuple[str, bool]:
    """What there is for a trigger with one strategy and these helpers: the turn, and whether it is a gap."""
    strategy = Strategy("s", "Ring somebody", ("t",), tuple(each.id for each in helpers))
    met = coping_of(a_network(*helpers), [Trigger("t", "Sundays")], [strategy], []).met[0]
    return met.turn, met.is_gap


def test_a_trigger_without_a_strategy_or_without_anybody_to_turn_to_is_a_gap() -> None:
    alone = coping_of(a_network(a_supporter()), [Trigger("t", "Sundays")], [], [])
    assert [each.trigger.id for each in alone.gaps] == ["t"]
    assert met_by() == ("nobody", True)
    assert met_by(a_supporter(strain=1)) == ("strained", True)
    assert met_by(a_supporter(strain=1), a_supporter(strain=0)) == ("somebody", False)


def test_strain_that_was_not_asked_is_neither_a_gap_nor_somebody() -> None:
    assert met_by(a_supporter(strain=None)) == ("unsure", False)
    assert met_by(a_supporter(strain=None), a_supporter(strain=2)) == ("unsure", False)


def test_a_place_or_an_animal_helps_but_is_nobody_to_turn_to() -> None:
    assert met_by(a_supporter(kind="place"), a_supporter(kind="animal")) == ("nobody", True)
    assert met_by(a_supporter(kind="group")) == ("somebody", False)


def test_how_often_it_helped_is_told_of_the_times_for_which_it_was_said() -> None:
    uses = [Use("s", helped, "t" if helped else None) for helped in (2, 2, 1, 0, None)]
    coping = coping_of(a_network(), [Trigger("t", "Sundays")], [Strategy("s", "Walk", ("t",))], uses)
    assert coping.ways[0].tried == Tried(times=5, a_lot=2, a_little=1, no=1)
    assert coping.ways[0].tried.rated == 4
    assert coping.met[0].ways[0].tried == Tried(times=3, a_lot=2, a_little=1)


def test_who_could_help_comes_the_most_dependable_first() -> None:
    near, far, draining = (
        a_supporter(circle=1),
        a_supporter(circle=3),
        a_supporter(circle=1, strain=1),
    )
    met = coping_of(a_network(far, draining, near), [Trigger("t", "Sundays", "emotional")], [], []).met[0]
    assert met.could_help == (near, far)


def test_the_card_has_people_and_animals_apart_from_places_and_who_is_strained_last() -> None:
    draining, unasked, dog = a_supporter(strain=2), a_supporter(strain=None), a_supporter(kind="animal")
    choir, park = a_supporter(kind="group"), a_contact(kind="place", strain=0)
    everyone = (draining, unasked, dog, choir, park)
    card = card_of(a_network(*everyone), [Strategy("s", "x", (), tuple(each.id for each in everyone))])
    assert card.people == (dog, unasked, draining)
    assert card.places == (choir, park)


class Counted(list[Use]):
    """Uses that count how often they are gone through."""

    rounds = 0

    def __iter__(self) -> Iterator[Use]:
        self.rounds += 1
        return super().__iter__()


def test_however_many_triggers_there_are_the_uses_are_gone_through_once() -> None:
    triggers = [Trigger(f"t{n}", "Sundays", "emotional") for n in range(60)]
    for_all = tuple(each.id for each in triggers)
    strategies = [Strategy(f"s{n}", "A walk", for_all) for n in range(60)]
    uses = Counted(Use(f"s{n}", 2, "t1") for n in range(60) for _ in range(2))
    coping = coping_of(a_network(a_supporter()), triggers, strategies, uses)
    assert uses.rounds == 1
    assert [sum(way.tried.times for way in met.ways) for met in coping.met[:3]] == [0, 120, 0]
    assert {len(met.could_help) for met in coping.met} == {1}
