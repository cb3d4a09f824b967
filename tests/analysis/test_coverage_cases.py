"""Coverage on cases worked by hand, and every sentence of DESIGN section 5 about it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from hypothesis import given

from supportmap.analysis.coverage import Coverage, coverage, coverages, load
from supportmap.analysis.dependability import Interval, dependability
from supportmap.analysis.network import FUNCTIONS, Client, Contact, Function, Needs, Network
from tests.analysis.strategies import A_FUNCTION, networks
from tests.builders import a_contact, a_network, a_supporter

HALF = 5.1e-5
"""Half of the last digit that is printed: scores to four decimals."""


def exactly(value: float) -> Any:
    """A number without missing answers, to the printed precision, as an interval."""
    return pytest.approx((value, value), abs=HALF)


def emotional(*contacts: Contact, ties: str = "", **facts: Any) -> Coverage:
    """The emotional coverage of a network of these contacts."""
    return coverage(a_network(*contacts, ties=ties, **facts), "emotional")


def partner(**facts: Any) -> Contact:
    """Inner circle, almost always there, never critical."""
    return a_supporter(**facts)


def sister(**facts: Any) -> Contact:
    """Middle circle, sometimes there."""
    return a_supporter(**{"rating": 1, "circle": 2} | facts)


def outer(**facts: Any) -> Contact:
    """Outer circle, sometimes there."""
    return a_supporter(**{"rating": 1, "circle": 3} | facts)


class Worked(NamedTuple):
    """A row of the cases worked by hand."""

    contacts: list[Contact]
    q: list[float]
    score: float
    backup: float
    effective_supporters: float
    status: str
    ties: str = ""


MOTHER = a_supporter(circle=2)
CASES = {
    "A": Worked([partner()], [0.9], 0.9, 0, 1, "thin"),
    "B": Worked([partner(), sister()], [0.9, 0.36], 0.9252, 0.36, 1.690, "thin"),
    "C": Worked(
        [partner(), sister(), partner(strain=1)], [0.9, 0.36, 0.63], 0.95396, 0.72324, 2.673, "covered"
    ),
    "E": Worked([partner(strain=2), sister()], [0.36, 0.36], 0.52128, 0.36, 2, "thin"),
    "F": Worked([outer() for _ in range(12)], [0.27] * 12, 0.6214, 0.6193, 12, "thin"),
    "G": Worked(
        [MOTHER, sister(), sister(), sister()],
        [0.72, 0.36, 0.36, 0.36],
        0.8488,
        0.6057,
        3.571,
        "covered",
        ties="12 13 23",
    ),
    "H": Worked(
        [a_supporter(circle=2, sector="professionals"), outer()], [0.72, 0.27], 0.77292, 0.27, 1.658, "thin"
    ),
    "I": Worked([partner(unsafe=True), sister()], [0, 0.36], 0.36, 0, 1, "gap"),
    "J": Worked([sister() for _ in range(5)], [0.36] * 5, 0.6843, 0.6544, 5, "thin"),
}


def case(name: str) -> Coverage:
    """The emotional coverage of a case."""
    return emotional(*CASES[name].contacts, ties=CASES[name].ties)


@pytest.mark.parametrize("name", CASES)
def test_every_case_has_the_values_worked_by_hand(name: str) -> None:
    """Oracle: measures.md 3.3."""
    found, worked = case(name), CASES[name]

    assert found.score == exactly(worked.score)
    assert found.backup == exactly(worked.backup)
    assert found.effective_supporters == pytest.approx(worked.effective_supporters, abs=5.1e-4)
    assert (found.status, found.status_at_best) == (worked.status, worked.status)


@pytest.mark.parametrize("name", CASES)
def test_every_contact_of_a_case_has_the_dependability_worked_by_hand(name: str) -> None:
    """Oracle: measures.md 3.3, column q."""
    found = [dependability(contact, "emotional") for contact in CASES[name].contacts]

    assert found == [pytest.approx((q, q)) for q in CASES[name].q]


def test_case_d_an_unknown_rating_makes_an_interval() -> None:
    """Oracle: measures.md 3.3, case D."""
    found = emotional(partner(emotional=None), sister())

    assert found.score == pytest.approx((0.36, 0.9252), abs=HALF)
    assert found.backup == pytest.approx((0, 0.36), abs=HALF)
    assert (found.status, found.status_at_best) == ("uncertain", "thin")
    assert (found.answers, found.missing_answers) == (6, 1)
    assert found.undefined == dict.fromkeys(
        ("effective_supporters", "top_share", "cost_of_strain", "reciprocity"), "some answers are missing"
    )


def test_case_f_is_thin_because_nobody_is_dependable() -> None:
    """Oracle: measures.md 3.3, case F: the backup alone would be enough."""
    found = case("F")

    assert found.backup is not None
    assert found.backup.low > 0.5
    assert (found.status, found.dependable, found.inner_supporters) == ("thin", (), 0)


def test_case_g_is_covered_but_not_if_the_family_falls_out() -> None:
    """Oracle: measures.md 3.3, case G: K = .3600."""
    assert case("G").circle_backup == exactly(0.36)


def test_case_g_with_a_friend_of_the_family_has_no_circle_backup() -> None:
    """Oracle: measures.md 3.3, the variant of case G: K = 0, all else alike."""
    tied = emotional(*CASES["G"].contacts, ties="12 13 23 34")

    assert tied.circle_backup == exactly(0)
    assert replace(tied, circle_backup=None) == replace(case("G"), circle_backup=None)


def test_case_h_is_met_by_professionals_only() -> None:
    """Oracle: measures.md 3.3, case H: informal .27."""
    found = case("H")

    assert found.informal == exactly(0.27)
    assert found.paid_only is True


def test_case_j_every_further_person_gains_less() -> None:
    """Oracle: measures.md 3.3, case J: gains .36, .161, .084, .049, .030, each the loss of any one."""
    people = CASES["J"].contacts

    gains = [emotional(*people[:number]).depends_on[-1] for number in range(1, 6)]

    assert [gain[1:] for gain in gains] == [
        pytest.approx((gain, gain), abs=5.1e-4) for gain in (0.36, 0.161, 0.084, 0.049, 0.030)
    ]


@pytest.mark.parametrize(
    ("function", "modulator", "expected"),
    [
        ("emotional", {"circle": 1}, 0.9),
        ("emotional", {"circle": 2}, 0.72),
        ("emotional", {"circle": 3}, 0.54),
        ("practical", {"reach": 2}, 0.9),
        ("practical", {"reach": 1}, 0.72),
        ("practical", {"reach": 0}, 0.45),
        ("belonging", {"frequency": 2}, 0.9),
        ("belonging", {"frequency": 1}, 0.72),
        ("belonging", {"frequency": 0}, 0.45),
    ],
)
def test_each_function_has_a_modulator_of_its_own(
    function: Function, modulator: dict[str, int], expected: float
) -> None:
    """Oracle: measures.md 3.1; the other two modulators are at their worst and don't matter."""
    contact = a_supporter(**{"circle": 3, "reach": 0, "frequency": 0} | modulator)

    assert dependability(contact, function) == pytest.approx((expected, expected))


@pytest.mark.parametrize(("strain", "expected"), [(0, 0.9), (1, 0.63), (2, 0.36)])
def test_strain_costs_up_to_six_tenths(strain: int, expected: float) -> None:
    """Oracle: measures.md 3.1: q = .9 (1 - .6 s)."""
    assert dependability(partner(strain=strain), "emotional") == pytest.approx((expected, expected))


@pytest.mark.parametrize(
    ("missing", "low", "high"),
    [
        ({"emotional": None}, 0, 0.9),
        ({"circle": None}, 0.54, 0.9),
        ({"strain": None}, 0.36, 0.9),
        ({"emotional": None, "circle": None, "strain": None}, 0, 0.9),
        ({"circle": None, "strain": None}, 0.216, 0.9),
    ],
)
def test_a_missing_answer_takes_its_whole_scale(
    missing: dict[str, int | None], low: float, high: float
) -> None:
    """Oracle: measures.md 3.1, "each unknown input takes its whole scale"."""
    assert dependability(partner(**missing), "emotional") == pytest.approx((low, high))


@pytest.mark.parametrize("status", ["proposed", "planned", "past"])
def test_only_active_contacts_count(status: str) -> None:
    only = sister()

    assert emotional(only, partner(status=status)) == emotional(only)


NOT_ASSESSED = (
    "score",
    "backup",
    "circle_backup",
    "informal",
    "gap_to_need",
    "paid_only",
    "inner_supporters",
    "effective_supporters",
    "top_share",
    "cost_of_strain",
    "reciprocity",
)


def not_assessed(function: Function, reason: str, answers: int = 0, missing: int = 0) -> Coverage:
    """What is said of a function that was not assessed: nothing, and why."""
    return Coverage(
        status="not assessed",
        status_at_best="not assessed",
        function=function,
        need=None,
        answers=answers,
        missing_answers=missing,
        undefined=dict.fromkeys(NOT_ASSESSED, reason),
    )


@pytest.mark.parametrize("function", FUNCTIONS)
def test_where_nobody_was_asked_for_contacts_nothing_is_assessed(function: Function) -> None:
    assert coverage(a_network(elicited=False), function) == not_assessed(
        function, "nobody was asked for contacts yet"
    )


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_that_no_contact_was_asked_about_is_not_assessed(function: Function) -> None:
    people = a_network(a_contact(circle=1, strain=0), a_contact())

    circle_and_strain = 2 if function == "emotional" else 1
    assert coverage(people, function) == not_assessed(
        function, "none of the contacts was asked about", answers=6, missing=6 - circle_and_strain
    )


@pytest.mark.parametrize("function", FUNCTIONS)
def test_asked_and_nobody_there_means_zero_and_a_gap(function: Function) -> None:
    nothing, wanted = Interval(0, 0), Interval(0.5, 0.5)

    assert coverage(a_network(), function) == Coverage(
        status="gap",
        status_at_best="gap",
        function=function,
        need=None,
        answers=0,
        missing_answers=0,
        score=nothing,
        backup=nothing,
        circle_backup=nothing,
        informal=nothing,
        gap_to_need=wanted,
        paid_only=False,
        inner_supporters=0,
        undefined=dict.fromkeys(
            ("effective_supporters", "top_share", "cost_of_strain", "reciprocity"), "nobody gives it"
        ),
    )


@pytest.mark.parametrize("absent", [{"status": "past"}, {"status": "planned"}, {"unsafe": True}])
def test_asked_and_nobody_active_and_safe_is_the_same_as_nobody(absent: dict[str, Any]) -> None:
    assert emotional(partner(**absent)) == emotional()


def test_answers_about_those_who_do_not_count_do_not_make_a_function_assessed() -> None:
    found = emotional(partner(unsafe=True), partner(status="past"), a_contact())

    assert (found.status, found.answers, found.missing_answers) == ("not assessed", 3, 3)


def test_one_answer_is_enough_to_assess() -> None:
    assert emotional(a_contact(emotional=0), a_contact()).status == "uncertain"


@given(networks(asked=False), A_FUNCTION)
def test_an_unanswered_question_is_never_a_gap(network: Network, function: Function) -> None:
    """Whatever else is known: where nobody who counts has a rating of a function, no gap is shown."""
    unasked: dict[str, Any] = {function: None}
    network = replace(network, contacts=tuple(replace(each, **unasked) for each in network.contacts))
    found = coverage(network, function)

    if network.elicited and not network.supporters:
        assert found.status == "gap"
    else:
        assert (found.status, found.score, found.gap_to_need) == ("not assessed", None, None)


@given(networks(asked=False))
def test_every_none_of_a_coverage_says_why_and_nothing_else_does(network: Network) -> None:
    for found in coverages(network).values():
        assert set(found.undefined) == {name for name in NOT_ASSESSED if getattr(found, name) is None}


@given(networks(asked=False))
def test_all_functions_at_once_are_each_function_alone(network: Network) -> None:
    assert coverages(network) == {function: coverage(network, function) for function in FUNCTIONS}


def test_where_ties_were_not_asked_the_circle_backup_is_from_nothing_to_what_is_recorded() -> None:
    """Oracle: DESIGN 5; case G, whose recorded ties leave .36."""
    found = emotional(*CASES["G"].contacts, ties="12 13 23", ties_asked=False)

    assert found.circle_backup == pytest.approx((0, 0.36), abs=HALF)
    assert replace(found, circle_backup=None) == replace(case("G"), circle_backup=None)


def test_an_unsafe_contact_joins_groups_but_gives_nothing() -> None:
    """By hand: two friends who know each other only through somebody unsafe are lost together."""
    apart = emotional(sister(), partner(unsafe=True), sister())
    joined = emotional(sister(), partner(unsafe=True), sister(), ties="12 23")

    assert (apart.circle_backup, joined.circle_backup) == (exactly(0.36), exactly(0))
    assert joined.score == exactly(0.52128)


def test_the_group_whose_loss_is_worst_need_not_be_the_largest() -> None:
    """By hand: without the partner .27 and .27 are left, 1 - .73 (1 - .189) = .40797."""
    assert emotional(partner(), outer(), outer(), ties="23").circle_backup == exactly(0.40797)


def test_what_matters_is_counted_as_asked_and_what_does_not_is_not() -> None:
    """By hand: 3 questions of whoever may give it, 1 of who hardly ever does; unsafe and past ones none."""
    found = emotional(
        partner(),
        a_supporter(rating=0, circle=None, strain=None),
        sister(strain=None),
        partner(emotional=None, circle=None),
        partner(unsafe=True, strain=None),
        partner(status="past", strain=None),
    )

    assert (found.answers, found.missing_answers) == (10, 3)


@pytest.mark.parametrize(
    ("function", "modulator"), [("emotional", "circle"), ("practical", "reach"), ("belonging", "frequency")]
)
def test_only_the_modulator_of_the_function_is_missing(function: Function, modulator: str) -> None:
    found = coverages(a_network(partner(**{modulator: None})))

    assert {each: found[each].missing_answers for each in FUNCTIONS} == {
        each: int(each == function) for each in FUNCTIONS
    }


@pytest.mark.parametrize(
    ("contacts", "status", "at_best"),
    [
        ([outer()], "gap", "gap"),
        ([outer(strain=None)], "gap", "gap"),
        ([partner(emotional=None), outer()], "uncertain", "thin"),
        ([partner(emotional=None), sister(), partner(emotional=None, strain=None)], "uncertain", "covered"),
        ([partner()], "thin", "thin"),
        ([partner(), partner(emotional=None)], "thin", "covered"),
        ([partner(), partner()], "covered", "covered"),
        ([partner(), partner(), a_contact()], "covered", "covered"),
        ([outer() for _ in range(11)] + [outer(emotional=None)], "thin", "covered"),
    ],
)
def test_the_status_is_what_is_certain_and_at_best_what_is_possible(
    contacts: list[Contact], status: str, at_best: str
) -> None:
    """By hand from measures.md 3.1."""
    found = emotional(*contacts)

    assert (found.status, found.status_at_best) == (status, at_best)


def test_a_score_on_the_mark_has_reached_it() -> None:
    """By hand: three of .27 and one of .36 and so on never make .5, but .45 is on the mark of dependable."""
    reached = a_supporter(reach=0)

    assert coverage(a_network(reached), "practical").dependable == (reached.id,)


def test_dependable_are_those_who_are_so_at_their_worst() -> None:
    """By hand: .9, .72, .54 and .63 reach .45; .36, .27 and an unknown don't."""
    people = [
        partner(),
        a_supporter(circle=2),
        a_supporter(circle=3),
        partner(strain=1),
        sister(),
        outer(),
        partner(strain=None),
        partner(unsafe=True),
    ]

    assert emotional(*people).dependable == tuple(contact.id for contact in people[:4])


def test_inner_supporters_are_in_the_inner_circle_and_give() -> None:
    found = emotional(
        partner(),
        partner(emotional=1),
        partner(emotional=0),
        partner(emotional=None),
        partner(unsafe=True),
        partner(status="past"),
        a_supporter(circle=2),
    )

    assert found.inner_supporters == 2


@pytest.mark.parametrize("formal", [{"sector": "professionals"}, {"kind": "service"}])
def test_formal_is_a_professional_or_a_service(formal: dict[str, Any]) -> None:
    """Oracle: DESIGN 5."""
    found = emotional(partner(**formal), sister())

    assert (found.informal, found.paid_only) == (exactly(0.36), True)


@pytest.mark.parametrize(
    ("contacts", "paid_only"),
    [
        ([partner(sector="professionals"), partner()], False),
        ([partner(sector="professionals"), partner(emotional=None)], False),
        ([partner(sector="professionals", emotional=None), sister()], False),
        ([partner(sector="professionals"), sister(circle=None)], True),
        ([sister()], False),
    ],
)
def test_paid_only_is_said_where_it_is_certain(contacts: list[Contact], paid_only: bool) -> None:
    """Oracle: DESIGN 5: score.low >= .5 and informal.high < .5."""
    assert emotional(*contacts).paid_only is paid_only


@pytest.mark.parametrize(
    ("need", "contacts", "gap"),
    [
        (0.7, [sister()], (0.34, 0.34)),
        (0.5, [sister()], (0.14, 0.14)),
        (0.3, [sister()], (0, 0)),
        (0.7, [partner(emotional=None), sister()], (0, 0.34)),
        (0.7, [sister(emotional=None), a_contact(emotional=0)], (0, 0.7)),
        (0.7, [outer(circle=None), a_contact(emotional=0)], (0.25, 0.43)),
    ],
)
def test_the_gap_to_need_is_least_at_the_best_answers(
    need: float, contacts: list[Contact], gap: tuple[float, float]
) -> None:
    """By hand: {max(0, need - score.high), max(0, need - score.low)}."""
    found = emotional(*contacts, client=Client(needs=Needs(emotional=need)))

    assert found.need == need
    assert found.gap_to_need == pytest.approx(gap)


def test_reciprocity_is_the_share_of_givers_to_whom_something_goes_back() -> None:
    """By hand: of three who give, two get back; one who hardly ever gives is not asked about."""
    found = emotional(
        partner(gives_back=2),
        partner(gives_back=1),
        partner(gives_back=0),
        a_supporter(rating=0, gives_back=None),
        partner(unsafe=True, gives_back=None),
    )

    assert found.reciprocity == pytest.approx(2 / 3)


def test_reciprocity_is_unknown_where_one_was_not_asked() -> None:
    found = emotional(partner(gives_back=2), partner(gives_back=None))

    assert found.reciprocity is None
    assert found.undefined == {
        "reciprocity": "what the client gives back was not asked of everyone who gives it"
    }


def test_the_cost_of_strain_is_the_share_lost_to_it() -> None:
    """By hand: .9 + .36 of .9 + .9, so 1 - 1.26 / 1.8 = .3; top share .9 / 1.26."""
    found = emotional(partner(), partner(strain=2), a_supporter(rating=0, strain=2))

    assert found.cost_of_strain == pytest.approx(0.3)
    assert found.top_share == pytest.approx(0.9 / 1.26)


def test_without_strain_nothing_is_lost_to_it() -> None:
    assert case("J").cost_of_strain == 0


def test_load_is_giving_to_those_of_whom_nothing_comes() -> None:
    """Oracle: DESIGN 5: gives_back > 0 and all three ratings 0."""
    carried = [a_supporter(rating=0, gives_back=often) for often in (1, 2)]
    others = [
        a_supporter(rating=0, gives_back=0),
        a_supporter(rating=0, gives_back=None),
        a_supporter(rating=1, gives_back=2),
        a_contact(emotional=0, practical=0, gives_back=2),
        a_supporter(rating=0, gives_back=2, unsafe=True),
        a_supporter(rating=0, gives_back=2, status="past"),
    ]

    assert load(a_network(*others, *carried)) == tuple(contact.id for contact in carried)


def test_depends_on_goes_from_the_greatest_loss_to_the_least() -> None:
    """By hand, case C: the losses are C less 1 - .37 (1 - .252), 1 - .1 (1 - .252) and 1 - .1 (1 - .441)."""
    best, middle, friend = CASES["C"].contacts

    assert [(loss.contact, round(loss.low, 5), round(loss.high, 5)) for loss in case("C").depends_on] == [
        (best.id, 0.23072, 0.23072),
        (friend.id, 0.02876, 0.02876),
        (middle.id, 0.00986, 0.00986),
    ]


def test_those_with_equal_losses_stay_in_document_order() -> None:
    people = [sister() for _ in range(4)]

    assert [loss.contact for loss in emotional(*people).depends_on] == [contact.id for contact in people]


def test_it_does_not_depend_on_those_who_certainly_give_nothing() -> None:
    found = emotional(a_supporter(rating=0), partner(unsafe=True), sister(id="only"), partner(status="past"))

    assert [loss.contact for loss in found.depends_on] == ["only"]


def test_depends_on_is_ordered_by_what_is_lost_at_least_then_at_most() -> None:
    """By hand, case D: the sister's loss is .36 to .0252 and the partner's 0 to .5652."""
    found = emotional(partner(id="partner", emotional=None), sister(id="sister"))

    assert [loss.contact for loss in found.depends_on] == ["sister", "partner"]
    assert found.depends_on[0][1:] == pytest.approx((0.0252, 0.36))
    assert found.depends_on[1][1:] == pytest.approx((0, 0.5652))


def test_every_result_names_its_formula() -> None:
    assert {found.formula for found in coverages(a_network(partner())).values()} == {"coverage-1"}
