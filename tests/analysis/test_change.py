"""What changed between two networks of one client, as far as both times were asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from supportmap.analysis.change import ANSWERS, Change, Departure, Shift, compare
from supportmap.analysis.explain import change_sentences
from supportmap.analysis.network import ENDED_REASONS, Network, Status, Tie
from tests.analysis.strategies import networks
from tests.builders import a_contact, a_network, a_supporter

ANA, BEN, CLEO, DARA = (a_contact(id=name, circle=1) for name in ("ana", "ben", "cleo", "dara"))
SHARES = ("stability", "core_stability", "periphery_stability", "turnover", "jaccard")


def shares(change: Change) -> dict[str, float | None]:
    """All five shares."""
    return {name: getattr(change, name) for name in SHARES}


def test_between_a_network_and_itself_nothing_changed() -> None:
    network = a_network(ANA, replace(BEN, circle=2), ties="12")

    assert compare(network, network) == Change(
        joined=(),
        new_in_life=(),
        not_mentioned_before=(),
        left=(),
        stayed=("ana", "ben"),
        shifts=(),
        newly_answered=0,
        no_longer_answered=0,
        ties_formed=(),
        ties_ended=(),
        stability=1,
        core_stability=1,
        periphery_stability=1,
        turnover=0,
        jaccard=1,
    )


@given(networks(asked=False))
def test_no_network_differs_from_itself(network: Network) -> None:
    found = compare(network, network)

    assert (found.joined, found.left, found.shifts) == ((), (), ())
    assert (found.newly_answered, found.no_longer_answered) == (0, 0)
    asked = network.elicited and network.ties_asked
    assert found.ties_formed == found.ties_ended == (() if asked else None)
    assert found.turnover in {None, 0}


def test_where_nobody_was_asked_nobody_has_left() -> None:
    asked, unasked = a_network(ANA), a_network(elicited=False)

    for found in (compare(asked, unasked), compare(unasked, asked), compare(unasked, unasked)):
        assert (found.joined, found.left, found.shifts) == ((), (), ())
    assert change_sentences(asked, unasked, compare(asked, unasked)) == [
        "Who is in the client's life was not asked at one of the two times."
    ]


@given(networks(asked=False), networks(asked=False))
def test_what_came_one_way_went_the_other(one: Network, other: Network) -> None:
    there, back = compare(one, other), compare(other, one)

    assert set(there.joined) == {departure.contact for departure in back.left}
    assert set(there.stayed) == set(back.stayed)
    assert {(shift.contact, shift.answer, shift.before, shift.after) for shift in there.shifts} == {
        (shift.contact, shift.answer, shift.after, shift.before) for shift in back.shifts
    }
    assert (there.newly_answered, there.no_longer_answered) == (back.no_longer_answered, back.newly_answered)
    assert (there.turnover, there.jaccard) == (back.turnover, back.jaccard)
    assert _pairs(there.ties_formed) == _pairs(back.ties_ended)


def _pairs(ties: tuple[tuple[str, str], ...] | None) -> set[frozenset[str]] | None:
    return None if ties is None else {frozenset(tie) for tie in ties}


@given(networks(asked=False), networks(asked=False))
def test_every_share_that_is_none_says_why_and_nothing_else_does(before: Network, after: Network) -> None:
    found = compare(before, after)

    ties = {name: getattr(found, name) for name in ("ties_formed", "ties_ended")}
    nothing = {name for name, value in (shares(found) | ties).items() if value is None}
    assert set(found.undefined) == nothing
    assert all(value is None or 0 <= value <= 1 for value in shares(found).values())


def test_ties_that_cannot_be_compared_say_why() -> None:
    found = compare(a_network(ANA, ties_asked=False), a_network(ANA))

    assert found.ties_formed is None
    assert {"ties_formed", "ties_ended"} <= set(found.undefined)


def test_new_in_life_is_kept_apart_from_not_mentioned_before_and_from_not_said() -> None:
    newcomers = [
        replace(BEN, since="new"),
        replace(CLEO, since="not mentioned before"),
        replace(DARA, since=None),
    ]
    found = compare(a_network(ANA), a_network(ANA, *newcomers))

    assert found.joined == ("ben", "cleo", "dara")
    assert found.new_in_life == ("ben",)
    assert found.not_mentioned_before == ("cleo",)


def test_who_was_there_before_is_not_new_whatever_is_recorded() -> None:
    network = a_network(replace(ANA, since="new"))

    assert compare(network, network).new_in_life == ()


@pytest.mark.parametrize("status", ["proposed", "planned", "past"])
def test_who_becomes_active_joins(status: Status) -> None:
    found = compare(a_network(ANA, replace(BEN, status=status)), a_network(ANA, BEN))

    assert (found.joined, found.stayed) == (("ben",), ("ana",))


@pytest.mark.parametrize("reason", [*ENDED_REASONS, None])
def test_who_is_past_left_with_the_reason_on_record(reason: str | None) -> None:
    after = a_network(ANA, replace(BEN, status="past", ended_reason=reason))  # type: ignore[arg-type]

    assert compare(a_network(ANA, BEN), after).left == (Departure("ben", reason),)  # type: ignore[arg-type]


def test_who_is_no_longer_listed_left_without_a_reason() -> None:
    assert compare(a_network(ANA, BEN), a_network(ANA)).left == (Departure("ben", None),)


def test_who_had_left_before_does_not_leave_again() -> None:
    gone = replace(BEN, status="past", ended_reason="moved")

    assert compare(a_network(ANA, gone), a_network(ANA, gone)).left == ()


def test_marking_somebody_unsafe_is_no_departure() -> None:
    found = compare(a_network(ANA, BEN), a_network(ANA, replace(BEN, unsafe=True)))

    assert (found.left, found.stayed) == ((), ("ana", "ben"))


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_known_at_both_times_that_differs_is_a_shift(answer: str) -> None:
    before, after = (replace(ANA, **{answer: value}) for value in (2, 1))  # type: ignore[arg-type]

    assert compare(a_network(before), a_network(after)).shifts == (Shift("ana", answer, 2, 1),)


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_newly_answered_question_is_no_change(answer: str) -> None:
    unknown, known = (replace(ANA, **{answer: value}) for value in (None, 1))  # type: ignore[arg-type]

    newly = compare(a_network(unknown), a_network(known))
    no_longer = compare(a_network(known), a_network(unknown))

    assert (newly.shifts, newly.newly_answered, newly.no_longer_answered) == ((), 1, 0)
    assert (no_longer.shifts, no_longer.newly_answered, no_longer.no_longer_answered) == ((), 0, 1)


def test_answers_about_those_who_joined_or_left_are_no_shifts() -> None:
    found = compare(a_network(a_supporter()), a_network(a_supporter()))

    assert (found.shifts, found.newly_answered, found.no_longer_answered) == ((), 0, 0)


def test_shifts_are_sorted_out_by_what_they_mean() -> None:
    before = a_supporter(id="x", rating=0, circle=2, strain=1, emotional=2)
    after = a_supporter(id="x", rating=1, circle=1, strain=2, emotional=0, belonging=0)

    found = compare(a_network(before), a_network(after))

    assert found.moved == (Shift("x", "circle", 2, 1),)
    assert found.gained == (Shift("x", "practical", 0, 1),)
    assert found.lost == (Shift("x", "emotional", 2, 0),)
    assert found.strain_up == (Shift("x", "strain", 1, 2),)
    assert found.strain_down == ()
    back = compare(a_network(after), a_network(before))
    assert (back.strain_up, back.strain_down) == ((), (Shift("x", "strain", 2, 1),))


def test_giving_more_or_less_often_is_a_shift_but_neither_gained_nor_lost() -> None:
    found = compare(a_network(a_supporter(id="x", rating=1)), a_network(a_supporter(id="x", rating=2)))

    assert len(found.shifts) == 3
    assert (found.gained, found.lost) == ((), ())


def test_core_and_periphery_are_those_of_before() -> None:
    """By hand: of three inner two stay, of four outer one; who is not placed counts only in the whole."""
    inner = [a_contact(id=f"i{place}", circle=1) for place in range(3)]
    outside = [a_contact(id=f"o{place}", circle=2 + place % 2) for place in range(4)]
    unplaced = a_contact(id="u")
    moved_out = replace(inner[1], circle=3)

    found = compare(
        a_network(*inner, *outside, unplaced), a_network(inner[0], moved_out, outside[0], a_contact(id="new"))
    )

    assert shares(found) == {
        "stability": pytest.approx(3 / 8),
        "core_stability": pytest.approx(2 / 3),
        "periphery_stability": 0.25,
        "turnover": pytest.approx(6 / 9),
        "jaccard": pytest.approx(3 / 9),
    }


NOBODY_BEFORE = "there were no contacts before"


@pytest.mark.parametrize(
    ("before", "after", "undefined"),
    [
        (
            a_network(),
            a_network(),
            dict.fromkeys(SHARES[:3], NOBODY_BEFORE)
            | dict.fromkeys(SHARES[3:], "there are no contacts at either time"),
        ),
        (a_network(), a_network(ANA), dict.fromkeys(SHARES[:3], NOBODY_BEFORE)),
        (
            a_network(ANA),
            a_network(),
            {"periphery_stability": "nobody was in the middle or outer circle before"},
        ),
        (
            a_network(replace(ANA, circle=3)),
            a_network(),
            {"core_stability": "nobody was in the inner circle before"},
        ),
        (
            a_network(replace(ANA, circle=None)),
            a_network(),
            {
                "core_stability": "nobody was in the inner circle before",
                "periphery_stability": "nobody was in the middle or outer circle before",
            },
        ),
        (
            a_network(elicited=False),
            a_network(ANA),
            dict.fromkeys(SHARES, "nobody was asked for contacts yet"),
        ),
        (
            a_network(ANA),
            a_network(elicited=False),
            dict.fromkeys(SHARES, "nobody was asked for contacts yet"),
        ),
    ],
)
def test_a_share_of_nobody_is_undefined(before: Network, after: Network, undefined: dict[str, str]) -> None:
    found = compare(before, after)

    of_ties = {"ties_formed", "ties_ended"}
    assert {name: reason for name, reason in found.undefined.items() if name not in of_ties} == undefined
    assert {name for name, value in shares(found).items() if value is None} == set(undefined)


def test_when_everybody_left_nothing_is_stable() -> None:
    found = compare(a_network(ANA, replace(BEN, circle=2)), a_network())

    assert shares(found) == dict.fromkeys(SHARES[:3], 0) | {"turnover": 1, "jaccard": 0}


def test_ties_among_those_who_stayed_form_and_end() -> None:
    before = a_network(ANA, BEN, CLEO, DARA, ties="12 13 14")
    after = a_network(ANA, BEN, CLEO, a_contact(id="new"), ties="31 23 14")

    found = compare(before, after)

    assert (found.ties_formed, found.ties_ended) == ((("ben", "cleo"),), (("ana", "ben"),))


def test_a_tie_that_grew_stronger_neither_formed_nor_ended() -> None:
    before, after = (Network((ANA, BEN), (Tie("ana", "ben", strength),)) for strength in (1, 2))

    assert (compare(before, after).ties_formed, compare(before, after).ties_ended) == ((), ())


@pytest.mark.parametrize(("asked_before", "asked_after"), [(True, False), (False, True), (False, False)])
def test_ties_are_compared_only_if_both_times_were_asked(asked_before: bool, asked_after: bool) -> None:
    before, after = a_network(ANA, BEN, ties_asked=asked_before), a_network(ANA, BEN, ties_asked=asked_after)
    found = compare(before, after)

    assert (found.ties_formed, found.ties_ended) == (None, None)


def test_contacts_come_in_document_order() -> None:
    before: Any = a_network(DARA, CLEO, BEN)
    after: Any = a_network(BEN, a_contact(id="z"), a_contact(id="a"), DARA)

    found = compare(before, after)

    assert (found.joined, found.stayed, found.left) == (
        ("z", "a"),
        ("ben", "dara"),
        (Departure("cleo", None),),
    )
