"""The structural measures on networks whose values are known: by hand, in closed form or published."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import Any, NamedTuple

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportmap.analysis.coverage import coverage
from supportmap.analysis.network import SECTORS, Network
from supportmap.analysis.structure import Structure, groups, structure
from supportmap.analysis.whatif import leaves
from tests.analysis.strategies import networks
from tests.builders import a_contact, a_network, a_supporter, a_tie, an_ego_network, the_others


class Known(NamedTuple):
    """A row of the fixtures: how many contacts, who knows whom, and the value of every measure."""

    size: int
    ties: str
    density: float | None
    components: int
    isolates: int
    effective_size: float
    efficiency: float
    constraint: float
    hierarchy: float | None
    betweenness: float
    fragmentation: float | None
    cut: str = ""


TRIANGLES = "12 13 23 45 46 56"
CLIQUE = " ".join(f"{a:x}{b:x}" for b in range(2, 11) for a in range(1, b))
FIXTURES = {
    "F1": Known(1, "", None, 1, 1, 1, 1, 1, None, 0, None),
    "F2": Known(2, "", 0, 2, 2, 2, 1, 0.5, 0, 1, 1),
    "F3": Known(2, "12", 1, 1, 0, 1, 0.5, 1.125, 0, 0, 0),
    "F4": Known(3, "", 0, 3, 3, 3, 1, 0.333333, 0, 3, 1),
    "F5": Known(3, "12 13 23", 1, 1, 0, 1, 0.333333, 0.925926, 0, 0, 0),
    "F6": Known(3, "12 23", 0.666667, 1, 0, 1.666667, 0.555556, 0.839506, 0.073738, 0.5, 0, "2"),
    "F7": Known(4, "12", 0.166667, 3, 2, 3.5, 0.875, 0.40625, 0.054754, 5, 0.833333),
    "F8": Known(4, "12 34", 0.333333, 2, 0, 3, 0.75, 0.5625, 0, 4, 0.666667),
    "F9": Known(4, "12 13 14", 0.5, 1, 0, 2.5, 0.625, 0.683594, 0.167751, 1.5, 0, "1"),
    "F10": Known(4, "12 23 34 41", 0.666667, 1, 0, 2, 0.5, 0.694444, 0, 0.666667, 0),
    "F11": Known(5, "12 13 23", 0.3, 3, 2, 3.8, 0.76, 0.413333, 0.060875, 7, 0.7),
    "F12": Known(6, "12 15 16 24", 0.266667, 2, 1, 4.666667, 0.777778, 0.400270, 0.094749, 9, 0.333333, "12"),
    "F13": Known(6, TRIANGLES, 0.4, 2, 0, 4, 0.666667, 0.462963, 0, 9, 0.6),
    "F14": Known(6, f"{TRIANGLES} 34", 0.466667, 1, 0, 3.666667, 0.611111, 0.482639, 0.009695, 6, 0, "34"),
    "F15": Known(10, CLIQUE, 1, 1, 0, 1, 0.1, 0.361, 0, 0, 0),
}


def fixture(name: str) -> Network:
    """A network of the fixtures."""
    return a_network(*[a_contact() for _ in range(FIXTURES[name].size)], ties=FIXTURES[name].ties)


def printed(value: float | None) -> Any:
    """A value as the fixtures print it: to six decimals."""
    return None if value is None else pytest.approx(value, abs=5.1e-7)


def measured(network: Network, *names: str) -> dict[str, Any]:
    """Some measures of a network."""
    found = structure(network)
    return {name: getattr(found, name) for name in names}


@pytest.mark.parametrize("name", FIXTURES)
def test_every_fixture_has_its_known_values(name: str) -> None:
    """Oracle: measures.md 1.1, computed with networkx, igraph and a hand-coded Burt."""
    network, known = fixture(name), FIXTURES[name]
    values = [each for each in Known._fields if each not in {"ties", "cut"}]

    found = measured(network, *values, "ties", "cut_people")

    assert found == {each: printed(getattr(known, each)) for each in values} | {
        "ties": len(known.ties.split()),
        "cut_people": tuple(network.contacts[int(place) - 1].id for place in known.cut),
    }


@pytest.mark.parametrize("name", FIXTURES)
def test_where_every_weight_is_one_the_weighted_forms_are_the_unweighted_ones(name: str) -> None:
    """Oracle: the definitions. Everybody in the outer circle, or not placed, has z = 1."""
    network = fixture(name)
    outer = replace(network, contacts=tuple(replace(each, circle=3) for each in network.contacts))
    forms = ("effective_size", "efficiency", "constraint", "hierarchy")

    for each in (network, outer):
        found = measured(each, *forms, *[f"{form}_weighted" for form in forms])
        for form in forms:
            assert found[f"{form}_weighted"] == pytest.approx(found[form], abs=1e-12)


@pytest.mark.parametrize(
    ("name", "centralization"),
    [("F6", 1), ("F9", 1), ("F7", 0.333333), ("F12", 0.5), ("F14", 0.2), ("F10", 0)],
)
def test_degree_centralization_has_its_known_values(name: str, centralization: float) -> None:
    """Oracle: measures.md 1.1 (Freeman 1979)."""
    assert structure(fixture(name)).degree_centralization == printed(centralization)


def test_without_ties_the_weights_alone_make_the_constraint() -> None:
    """Oracle: W1 of measures.md 1.1; the constraint is the Herfindahl index of 3, 2, 1."""
    network = a_network(*[a_contact(circle=circle) for circle in (1, 2, 3)])

    assert asdict(structure(network)) == {
        "size": 3,
        "not_placed": 0,
        "ties": 0,
        "density": 0,
        "components": 3,
        "isolates": 3,
        "effective_size": 3,
        "effective_size_weighted": 3,
        "efficiency": 1,
        "efficiency_weighted": 1,
        "constraint": printed(0.333333),
        "constraint_weighted": printed(0.388889),
        "hierarchy": 0,
        "hierarchy_weighted": printed(0.244072),
        "betweenness": 3,
        "fragmentation": 1,
        "degree_centralization": 0,
        "cut_people": (),
        "sector_diversity": None,
        "undefined": {"sector_diversity": "some contacts have no sector"},
    }


def test_a_close_tie_weighs_two() -> None:
    """Oracle: W2 of measures.md 1.1, where networkx without ``nodes`` goes wrong (2.3333)."""
    a, b, c = (a_contact(circle=circle) for circle in (1, 2, 3))
    found = structure(Network((a, b, c), (a_tie(a, b, strength=2),)))

    assert found.density == printed(0.333333)
    assert (found.components, found.isolates, found.betweenness, found.cut_people) == (2, 1, 2, ())
    assert found.effective_size_weighted == printed(2.277778)
    assert found.efficiency_weighted == printed(0.759259)
    assert found.constraint_weighted == printed(0.756667)
    assert found.hierarchy_weighted == printed(0.270308)
    assert found.fragmentation == printed(0.666667)


def test_a_tie_whose_strength_was_not_asked_weighs_one() -> None:
    a, b, c = (a_contact(circle=circle) for circle in (1, 2, 3))

    asked, not_asked = (Network((a, b, c), (a_tie(a, b, strength=strength),)) for strength in (1, None))

    assert structure(not_asked) == structure(asked)


def test_contacts_not_placed_are_counted_and_weigh_as_the_outer_circle() -> None:
    unplaced = a_network(a_contact(), a_contact(circle=1), a_contact(), ties="12")
    outer = a_network(a_contact(circle=3), a_contact(circle=1), a_contact(circle=3), ties="12")

    assert structure(unplaced) == replace(structure(outer), not_placed=2)


@pytest.mark.parametrize(
    ("name", "leaver", "fragmentation", "components"), [("F14", 2, 0.6, 2), ("F9", 0, 1, 3)]
)
def test_when_a_cut_person_leaves_the_rest_falls_apart(
    name: str, leaver: int, fragmentation: float, components: int
) -> None:
    """Oracle: "Leaving" in measures.md 1.1."""
    network = fixture(name)

    answer = leaves(network, network.contacts[leaver].id)

    assert (answer.before.structure.fragmentation, answer.before.structure.components) == (0, 1)
    assert answer.after.structure.fragmentation == printed(fragmentation)
    assert answer.after.structure.components == components


@given(size=st.integers(1, 60))
def test_the_constraint_of_a_clique_has_a_closed_form(size: int) -> None:
    """Oracle: C = (2n - 1)^2 / n^3, and all contacts together are like one."""
    everybody = [a_contact(circle=3) for _ in range(size)]
    pairs = [a_tie(a, b) for place, a in enumerate(everybody) for b in everybody[:place]]
    found = structure(Network(tuple(everybody), tuple(pairs)))

    expected = (2 * size - 1) ** 2 / size**3
    assert (found.constraint, found.constraint_weighted) == pytest.approx((expected, expected), abs=1e-9)
    assert (found.effective_size, found.effective_size_weighted) == pytest.approx((1, 1), abs=1e-9)
    assert found.betweenness == pytest.approx(0, abs=1e-9)
    assert found.cut_people == ()


@given(circles=st.lists(st.sampled_from((None, 1, 2, 3)), min_size=1, max_size=60))
def test_without_ties_the_constraint_is_the_herfindahl_index_of_the_weights(
    circles: list[int | None],
) -> None:
    """Oracle: with t = 0, C = sum p^2 and nobody repeats anybody."""
    weights = [4 - (circle or 3) for circle in circles]
    found = structure(a_network(*[a_contact(circle=circle) for circle in circles]))

    herfindahl = sum((weight / sum(weights)) ** 2 for weight in weights)
    assert found.constraint_weighted == pytest.approx(herfindahl)
    assert found.constraint == pytest.approx(1 / len(circles))
    assert (found.effective_size, found.effective_size_weighted) == (len(circles), len(circles))


@given(always=st.integers(1, 20), sometimes=st.integers(0, 20))
def test_effective_supporters_are_one_by_the_constraint_of_contacts_with_those_weights(
    always: int, sometimes: int
) -> None:
    """Oracle: measures.md 7.5. q of .9 and .45 are as 2 to 1, and so are z of the middle and outer circle."""
    middle = [a_supporter(rating=2, circle=2) for _ in range(always)]
    outer = [a_supporter(rating=1, circle=3) for _ in range(sometimes)]
    network = a_network(*middle, *outer)

    constraint = structure(network).constraint_weighted

    assert constraint is not None
    assert coverage(network, "practical").effective_supporters == pytest.approx(1 / constraint)


BORGATTI: nx.Graph[str] = nx.Graph()
BORGATTI.add_edges_from((a, b) for a, b in ("AB", "AF", "AG", "AE", "EG", "FG", "BG", "BD", "DG", "GC"))


@pytest.mark.parametrize(("ego", "effective_size", "constraint"), [("G", 4.67, 0.400), ("C", 1, 1)])
def test_borgattis_example_has_its_published_values(
    ego: str, effective_size: float, constraint: float
) -> None:
    """Oracle: networkx's test_structuralholes.py, after Borgatti (1997), checked there against UCINET."""
    found = structure(an_ego_network(BORGATTI, ego))

    assert found.effective_size == pytest.approx(effective_size, abs=1e-2)
    assert found.constraint == pytest.approx(constraint, abs=1e-3)


def test_the_effective_size_of_borgattis_a_is_the_published_one() -> None:
    """Oracle: as above. A's published constraint, .595, is of the whole graph and not of A's own network."""
    assert structure(an_ego_network(BORGATTI, "A")).effective_size == pytest.approx(2.5)


FLORENCE = nx.florentine_families_graph()


def test_the_medici_have_their_known_values() -> None:
    """Oracle: measures.md 1.1 for Padgett's marriages; .236111 is the ego-network constraint."""
    found = structure(an_ego_network(FLORENCE, "Medici"))

    assert (found.size, found.ties, found.betweenness) == (6, 1, 14)
    assert found.density == printed(0.066667)
    assert found.effective_size == printed(5.666667)
    assert found.constraint == printed(0.236111)


def test_the_constraint_of_the_peruzzi_is_that_of_their_own_network() -> None:
    """Oracle: measures.md 1.1: .839506; with the alters' outside ties it would be .655864."""
    assert structure(an_ego_network(FLORENCE, "Peruzzi")).constraint == printed(0.839506)


def test_florence_without_the_medici_falls_into_three() -> None:
    """Oracle: measures.md 1.1: components of 11, 2 and 1, fragmentation .384615."""
    everybody = the_others(FLORENCE, None)
    answer = leaves(everybody, "Medici").after

    assert sorted(len(group) for group in groups(answer.network)) == [1, 2, 11]
    assert answer.structure.fragmentation == printed(0.384615)


KARATE = nx.karate_club_graph()


@pytest.mark.parametrize(("node", "effective_size", "size"), [(0, 13.75, 16), (33, 15.235294, 17)])
def test_the_two_heads_of_the_karate_club_have_their_known_values(
    node: int, effective_size: float, size: int
) -> None:
    """Oracle: measures.md 1.1. Their constraints there are of the whole graph, so they don't apply."""
    found = structure(an_ego_network(KARATE, node))

    assert found.effective_size == printed(effective_size)
    assert found.efficiency == printed(effective_size / size)


@given(networks(asked=False))
def test_every_measure_that_is_none_says_why_and_nothing_else_does(network: Network) -> None:
    found = structure(network)
    values = [each.name for each in fields(Structure) if each.name != "undefined"]

    assert set(found.undefined) == {name for name in values if getattr(found, name) is None}


NO_SECTORS = {"sector_diversity": "some contacts have no sector"}
PAIRS = ("density", "hierarchy", "hierarchy_weighted", "fragmentation")
BURT = ("effective_size", "effective_size_weighted", "efficiency", "efficiency_weighted")
CONSTRAINTS = ("constraint", "constraint_weighted")
COUNTS = ("ties", "components", "isolates", "betweenness", "cut_people")


def test_a_network_of_nobody_has_counts_but_no_shares() -> None:
    found = structure(a_network())

    assert [getattr(found, name) for name in COUNTS] == [0, 0, 0, 0, ()]
    assert found.undefined == {
        **dict.fromkeys((*BURT, *CONSTRAINTS), "there are no contacts"),
        "sector_diversity": "there are no contacts",
        **dict.fromkeys(PAIRS, "it takes two contacts"),
        "degree_centralization": "it takes three contacts",
    }


def test_one_contact_has_no_pairs_to_measure() -> None:
    assert structure(a_network(a_contact())).undefined == {
        **dict.fromkeys(PAIRS, "it takes two contacts"),
        "degree_centralization": "it takes three contacts",
        **NO_SECTORS,
    }


def test_degree_centralization_takes_three_contacts() -> None:
    two, three = (a_network(*[a_contact() for _ in range(size)]) for size in (2, 3))

    assert structure(two).undefined == {
        "degree_centralization": "it takes three contacts",
        **NO_SECTORS,
    }
    assert structure(three).undefined == NO_SECTORS


TIED = (*COUNTS, *PAIRS, *BURT, *CONSTRAINTS, "degree_centralization")


def test_where_nobody_was_asked_nothing_is_measured() -> None:
    found = structure(a_network(elicited=False))

    assert found == Structure(size=0, not_placed=0, undefined=found.undefined)
    assert found.undefined == dict.fromkeys((*TIED, "sector_diversity"), "nobody was asked for contacts yet")


def test_where_ties_were_not_asked_only_the_sectors_are_measured() -> None:
    family = [a_supporter(sector="family") for _ in range(5)]
    found = structure(a_network(*family, ties="12", ties_asked=False))

    assert found == Structure(
        size=5,
        not_placed=0,
        sector_diversity=0,
        undefined=dict.fromkeys(TIED, "who knows whom was not asked of everybody"),
    )
    reasons = structure(a_network(*family, ties_asked=False)).undefined.values()
    assert {*reasons} == {"who knows whom was not asked"}


def test_contacts_who_are_not_active_and_ties_to_them_do_not_count() -> None:
    network = fixture("F14")
    others = [a_contact(status=status) for status in ("proposed", "planned", "past")]
    pairs = [a_tie(network.contacts[0], other) for other in others] + [a_tie(others[0], others[1])]

    with_others = replace(network, contacts=(*others, *network.contacts), ties=(*network.ties, *pairs))

    assert structure(with_others) == structure(network)


def test_strained_ties_count_like_any() -> None:
    network = fixture("F12")
    strained = replace(network, ties=tuple(replace(tie, strained=True) for tie in network.ties))

    assert structure(strained) == structure(network)


def test_an_unsafe_contact_stays_in_the_graph() -> None:
    network = fixture("F14")
    marked = replace(network, contacts=tuple(replace(each, unsafe=True) for each in network.contacts))

    assert structure(marked) == structure(network)


@given(networks())
def test_the_direction_in_which_a_tie_is_recorded_does_not_matter(network: Network) -> None:
    turned = replace(network, ties=tuple(replace(tie, a=tie.b, b=tie.a) for tie in network.ties))

    assert structure(turned) == structure(network)


@pytest.mark.parametrize(
    ("sectors", "diversity"),
    [
        (["family"] * 3, 0),
        (list(SECTORS), 1),
        (["family"] * 5 + ["friends"] * 3 + ["work"] * 2, 0.62 / 0.8),
        (["family"] * 3 + ["friends"] * 2, 0.48 / 0.8),
    ],
)
def test_sector_diversity_is_over_the_five_possible_sectors(sectors: list[str], diversity: float) -> None:
    """Oracle: Blau .62 and .48 of measures.md 1.1, divided by 1 - 1/5."""
    network = a_network(*[a_contact(sector=sector) for sector in sectors])

    assert structure(network).sector_diversity == pytest.approx(diversity)


def test_groups_are_the_contacts_who_know_each_other_without_the_client() -> None:
    network = fixture("F11")
    a, b, c, d, e = network.contacts

    assert [set(group) for group in groups(network)] == [{a, b, c}, {d}, {e}]
