"""Every interval against brute force: all answers that are missing tried in all combinations.

The oracle is the formula of measures.md 3.1 written out here as plainly as it stands there; it shares no
code with the product but the network itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product
from math import prod
from typing import Any

import networkx as nx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from supportmap.analysis.coverage import Coverage, coverage, load
from supportmap.analysis.network import FUNCTIONS, Contact, Function, Network, Tie
from tests.analysis.strategies import A_FUNCTION, networks

CLOSE = 1e-9
GIVES = {0: 0.0, 1: 0.5, 2: 1.0}
MODULATES: dict[Function, tuple[str, dict[int, float]]] = {
    "emotional": ("circle", {1: 1.0, 2: 0.8, 3: 0.6}),
    "practical": ("reach", {2: 1.0, 1: 0.8, 0: 0.5}),
    "belonging": ("frequency", {2: 1.0, 1: 0.8, 0: 0.5}),
}
Groups = list[set[str]]


def naive_q(contact: Contact, function: Function) -> float:
    """q = kappa g m (1 - lambda s) of one contact all of whose answers are known."""
    modulator, factors = MODULATES[function]
    g, m, s = (
        GIVES[getattr(contact, function)],
        factors[getattr(contact, modulator)],
        GIVES[contact.strain or 0],
    )
    return 0.9 * g * m * (1 - 0.6 * s)


def naive_score(q: list[float]) -> float:
    """C = 1 - prod (1 - delta^(j-1) q_(j)), from the largest q down."""
    return 1 - prod(1 - 0.7**j * each for j, each in enumerate(sorted(q, reverse=True)))


def naive_groups(network: Network, ties: tuple[Tie, ...]) -> Groups:
    """Who knows each other, directly or through others: active contacts, unsafe ones included."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(contact.id for contact in network.contacts if contact.status == "active")
    graph.add_edges_from((tie.a, tie.b) for tie in ties if {tie.a, tie.b} <= set(graph))
    return [set(group) for group in nx.connected_components(graph)]


def naive_circle_backup(q: dict[str, float], groups: Groups) -> float:
    """K = the least score that is left without one whole group."""
    left = [naive_score([each for name, each in q.items() if name not in group]) for group in groups]
    return min(left, default=0.0)


def supporters(network: Network) -> list[Contact]:
    """Active and safe contacts."""
    return [contact for contact in network.contacts if contact.status == "active" and not contact.unsafe]


@dataclass(frozen=True)
class Outcome:
    """What one set of answers means."""

    q: dict[str, float]
    score: float
    backup: float
    circle_backup: float
    informal: float
    gap_to_need: float
    losses: dict[str, float]

    @property
    def is_met(self) -> bool:
        return self.score >= 0.5 - CLOSE

    @property
    def is_safe(self) -> bool:
        """Whether it survives the loss of one and there is somebody to depend on."""
        return self.backup >= 0.5 - CLOSE and max(self.q.values()) >= 0.45 - CLOSE

    @property
    def rank(self) -> int:
        """Gap 0, thin 1, covered 2: with all answers known nothing is uncertain."""
        return self.is_met + (self.is_met and self.is_safe)


def outcome(network: Network, function: Function, groups: Groups) -> Outcome:
    """Work out one network all of whose answers are known."""
    people = supporters(network)
    q = {contact.id: naive_q(contact, function) for contact in people}
    score = naive_score(list(q.values()))
    left = {name: naive_score([each for other, each in q.items() if other != name]) for name in q}
    informal = [
        q[contact.id] for contact in people if contact.sector != "professionals" and contact.kind != "service"
    ]
    return Outcome(
        q=q,
        score=score,
        backup=min(left.values(), default=0.0),
        circle_backup=naive_circle_backup(q, groups),
        informal=naive_score(informal),
        gap_to_need=max(0.0, getattr(network.client.needs, function) - score),
        losses={name: score - each for name, each in left.items()},
    )


def questions(network: Network, function: Function) -> list[tuple[str, str]]:
    """Every question that may bear on a function."""
    modulator, _ = MODULATES[function]
    return [(contact.id, name) for contact in network.contacts for name in (function, "strain", modulator)]


def completions(network: Network, function: Function) -> Iterator[Network]:
    """The network with the missing answers filled in, in every possible way."""
    missing = [
        (contact, name)
        for contact, name in questions(network, function)
        if getattr(network.contact(contact), name) is None
    ]
    scales = [(1, 2, 3) if name == "circle" else (0, 1, 2) for _, name in missing]
    for answers in product(*scales):
        filled: dict[str, dict[str, Any]] = {contact.id: {} for contact in network.contacts}
        for (contact, name), answer in zip(missing, answers, strict=True):
            filled[contact][name] = answer
        yield replace(network, contacts=tuple(replace(each, **filled[each.id]) for each in network.contacts))


@st.composite
def partly_answered(
    draw: st.DrawFn, least: int = 2, most: int = 5, missing: int = 5
) -> tuple[Network, Function]:
    """A network with a few answers missing about one function, which was assessed all the same."""
    network, function = draw(networks(least, most, complete=True)), draw(A_FUNCTION)
    asked = questions(network, function)
    erased = draw(st.permutations(asked))[: draw(st.integers(0, missing))]
    for contact, name in erased:
        nothing: dict[str, Any] = {name: None}
        network = network.with_contact(replace(network.contact(contact), **nothing))
    ratings = [getattr(contact, function) for contact in supporters(network)]
    assume(not ratings or set(ratings) != {None})
    return network, function


def outcomes(network: Network, function: Function) -> list[Outcome]:
    """What every possible set of answers means."""
    groups = naive_groups(network, network.ties)
    return [outcome(each, function, groups) for each in completions(network, function)]


def ends(values: list[float]) -> Any:
    """The least and the greatest of some values, to 1e-9."""
    return pytest.approx((min(values), max(values)), abs=CLOSE)


@given(partly_answered())
def test_every_interval_goes_exactly_from_the_least_to_the_most_possible(
    asked: tuple[Network, Function],
) -> None:
    """Oracle: all completions."""
    found, possible = coverage(*asked), outcomes(*asked)

    for name in ("score", "backup", "circle_backup", "informal", "gap_to_need"):
        assert getattr(found, name) == ends([getattr(each, name) for each in possible]), name


@given(partly_answered())
def test_every_loss_goes_exactly_from_the_least_to_the_most_possible(asked: tuple[Network, Function]) -> None:
    """Oracle: all completions."""
    found, possible = coverage(*asked), outcomes(*asked)
    lost = {loss.contact: (loss.low, loss.high) for loss in found.depends_on}

    for name in possible[0].q:
        assert lost.pop(name, (0, 0)) == ends([each.losses[name] for each in possible])
    assert lost == {}
    assert all(loss.high > 0 for loss in found.depends_on)


@given(partly_answered())
def test_losses_fall_by_their_lower_then_their_upper_end(asked: tuple[Network, Function]) -> None:
    """Oracle: DESIGN 5, with document order where both ends are equal."""
    found = coverage(*asked).depends_on
    order = [contact.id for contact in asked[0].contacts]

    assert list(found) == sorted(
        found, key=lambda loss: (-round(loss.low, 9), -round(loss.high, 9), order.index(loss.contact))
    )


@given(partly_answered())
def test_the_status_is_what_holds_of_all_possible_answers(asked: tuple[Network, Function]) -> None:
    """Oracle: gap if none meets the need, uncertain if some do, covered if all are safe, else thin."""
    found, possible = coverage(*asked), outcomes(*asked)

    assert found.status == _holds_of_all(possible)
    assert found.status_at_best == ("gap", "thin", "covered")[max(each.rank for each in possible)]


def _holds_of_all(possible: list[Outcome]) -> str:
    if not any(each.is_met for each in possible):
        return "gap"
    if not all(each.is_met for each in possible):
        return "uncertain"
    return "covered" if all(each.is_safe for each in possible) else "thin"


@given(partly_answered())
def test_what_is_said_without_an_interval_holds_of_all_possible_answers(
    asked: tuple[Network, Function],
) -> None:
    """Oracle: all completions, for whom one can depend on and for "paid only"."""
    found, possible = coverage(*asked), outcomes(*asked)

    assert found.paid_only == all(each.is_met and each.informal < 0.5 - CLOSE for each in possible)
    assert found.dependable == tuple(
        name for name in possible[0].q if all(each.q[name] >= 0.45 - CLOSE for each in possible)
    )


@given(partly_answered())
def test_missing_answers_are_those_that_could_change_something(asked: tuple[Network, Function]) -> None:
    """Oracle: DESIGN 5, counted one by one."""
    network, function = asked
    found, (modulator, _) = coverage(network, function), MODULATES[function]

    counted: list[int | None] = []
    for contact in supporters(network):
        counted.append(getattr(contact, function))
        if getattr(contact, function) != 0:
            counted += [contact.strain, getattr(contact, modulator)]

    assert (found.answers, found.missing_answers) == (len(counted), counted.count(None))
    assert (found.effective_supporters is None) >= bool(found.missing_answers)


@given(networks(complete=True), A_FUNCTION)
def test_numbers_of_complete_answers_are_those_of_the_formula(network: Network, function: Function) -> None:
    """Oracle: the formula; N = (sum q)^2 / sum q^2, top share, 1 - sum q / sum q with s = 0, reciprocity."""
    found = coverage(network, function)
    possible = outcome(network, function, naive_groups(network, network.ties))
    people = supporters(network)
    givers = [contact for contact in people if getattr(contact, function)]
    q = list(possible.q.values())
    unstrained = sum(naive_q(replace(contact, strain=0), function) for contact in people)

    assert found.score == ends([possible.score])
    assert found.inner_supporters == sum(contact.circle == 1 for contact in givers)
    if givers:
        assert _shares(found) == pytest.approx(
            {
                "effective_supporters": sum(q) ** 2 / sum(each**2 for each in q),
                "top_share": max(q) / sum(q),
                "cost_of_strain": 1 - sum(q) / unstrained,
                "reciprocity": sum(bool(contact.gives_back) for contact in givers) / len(givers),
            },
            abs=CLOSE,
        )
    else:
        assert set(_shares(found).values()) == {None}


def _shares(found: Coverage) -> dict[str, float | None]:
    names = ("effective_supporters", "top_share", "cost_of_strain", "reciprocity")
    return {name: getattr(found, name) for name in names}


@given(networks())
def test_load_is_counted_one_by_one(network: Network) -> None:
    """Oracle: DESIGN 5: gives_back > 0 and all three ratings 0, of those who count."""
    carried = [
        contact.id
        for contact in supporters(network)
        if contact.gives_back in {1, 2} and [getattr(contact, each) for each in FUNCTIONS] == [0, 0, 0]
    ]

    assert load(network) == tuple(carried)


@given(partly_answered(least=0, most=4, missing=2))
def test_where_ties_were_not_asked_circle_backup_spans_every_possible_network(
    asked: tuple[Network, Function],
) -> None:
    """Oracle: every set of further ties with every answer; both ends are attained."""
    network, function = replace(asked[0], ties_asked=False), asked[1]
    possible = [
        naive_circle_backup({each.id: naive_q(each, function) for each in supporters(filled)}, groups)
        for groups in _possible_groups(network)
        for filled in completions(network, function)
    ]

    assert coverage(network, function).circle_backup == ends(possible)


def _possible_groups(network: Network) -> list[Groups]:
    known = {tie.pair for tie in network.ties}
    active = [contact.id for contact in network.contacts if contact.status == "active"]
    untied = [Tie(a, b) for a, b in combinations(active, 2) if {a, b} not in known]
    found = [
        naive_groups(network, (*network.ties, *added))
        for count in range(len(untied) + 1)
        for added in combinations(untied, count)
    ]
    return [groups for place, groups in enumerate(found) if groups not in found[:place]]
