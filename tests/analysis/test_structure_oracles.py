"""The structural measures of random networks against two independent libraries, networkx and igraph.

networkx is given ``nodes=[client]``, because its weighted effective size of all nodes is wrong
(networkx/networkx#8906). Its Burt measures take O(n^3), so most networks are small and the large ones few
there; igraph, in C, sees every size every time.
"""

from __future__ import annotations

from itertools import combinations
from math import log
from pathlib import Path
from random import Random
from typing import Any

import igraph  # type: ignore[import-untyped]
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportmap.analysis.network import Contact, Network, Tie
from supportmap.analysis.structure import structure
from supportmap.exchange.document import read_document
from supportmap.exchange.strict_json import decode

PLACED = st.sampled_from((None, 1, 2, 3))
STRENGTH = st.sampled_from((None, 1, 2))
CLIENT = ""


@st.composite
def small_networks(draw: st.DrawFn, most: int = 9) -> Network:
    """Any circles, any ties, any strengths."""
    circles = draw(st.lists(PLACED, max_size=most))
    pairs = list(combinations(range(len(circles)), 2))
    tied = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return _network(circles, [(a, b, draw(STRENGTH)) for a, b in tied])


@st.composite
def networks_of_every_size(draw: st.DrawFn) -> Network:
    """Up to sixty contacts; too many draws for Hypothesis, so all but size and density come from a seed."""
    return drawn(draw(st.integers(0, 60)), draw(st.sampled_from((0.0, 0.03, 0.1, 0.3, 0.9))), draw(SEED))


SEED = st.integers(0, 2**32)


def drawn(size: int, density: float, seed: int) -> Network:
    """A network in which each pair is tied with the same chance."""
    random = Random(seed)
    circles = [random.choice((None, 1, 2, 3)) for _ in range(size)]
    tied = [pair for pair in combinations(range(size), 2) if random.random() < density]
    return _network(circles, [(a, b, random.choice((None, 1, 2))) for a, b in tied])


def _network(circles: list[int | None], ties: list[tuple[int, int, int | None]]) -> Network:
    contacts = [Contact(f"c{place}", "", circle=circle) for place, circle in enumerate(circles)]
    return Network(tuple(contacts), tuple(Tie(f"c{a}", f"c{b}", strength) for a, b, strength in ties))


def graph_of(network: Network) -> nx.Graph[str]:
    """The network with its client as a networkx graph, built here and not by the product."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_node(CLIENT)
    for contact in network.contacts:
        graph.add_edge(CLIENT, contact.id, weight=4 - (contact.circle or 3))
    for tie in network.ties:
        graph.add_edge(tie.a, tie.b, weight=tie.strength or 1)
    return graph


def by_networkx(network: Network) -> dict[str, Any]:
    """What networkx says about a network; as a measure is undefined, ``None``."""
    graph = graph_of(network)
    others = graph.subgraph(set(graph) - {CLIENT})
    size = len(others)
    groups = [len(group) for group in nx.connected_components(others)]
    found = {
        "ties": others.number_of_edges(),
        "density": nx.density(others) if size > 1 else None,
        "components": len(groups),
        "isolates": nx.number_of_isolates(others),
        "betweenness": nx.betweenness_centrality(graph, normalized=False)[CLIENT],
        "fragmentation": _fragmentation(groups),
        "cut_people": _in_order(network, nx.articulation_points(others)),
    }
    return found | _burt(graph, "", None) | _burt(graph, "_weighted", "weight")


def _burt(graph: nx.Graph[str], form: str, weight: str | None) -> dict[str, float | None]:
    contacts = list(graph[CLIENT])
    if not contacts:
        return {f"{name}{form}": None for name in ("effective_size", "efficiency", "constraint", "hierarchy")}
    effective_size = nx.effective_size(graph, nodes=[CLIENT], weight=weight)[CLIENT]
    dyadic = [nx.local_constraint(graph, CLIENT, contact, weight=weight) for contact in contacts]
    return {
        f"effective_size{form}": effective_size,
        f"efficiency{form}": effective_size / len(contacts),
        # nx.constraint is the sum of its local constraints, and would work them all out again.
        f"constraint{form}": sum(dyadic),
        f"hierarchy{form}": _hierarchy(dyadic),
    }


def _hierarchy(dyadic: list[float]) -> float | None:
    """Burt (1992): the Coleman-Theil disorder of the dyadic constraints."""
    size, total = len(dyadic), sum(dyadic)
    if size < 2:
        return None
    ratios = [each / (total / size) for each in dyadic]
    return sum(ratio * log(ratio) for ratio in ratios) / (size * log(size))


def _fragmentation(groups: list[int]) -> float | None:
    """Borgatti (2006): the share of ordered pairs in different components."""
    size = sum(groups)
    if size < 2:
        return None
    apart = sum(a * b for a, b in combinations(groups, 2))
    return 2 * apart / (size * (size - 1))


def _in_order(network: Network, ids: Any) -> tuple[str, ...]:
    found = set(ids)
    return tuple(contact.id for contact in network.contacts if contact.id in found)


def by_igraph(network: Network) -> dict[str, Any]:
    """What igraph says about a network: it has no effective size and no hierarchy."""
    graph = igraph.Graph.TupleList(graph_of(network).edges(data="weight"), weights=True)
    size = len(network.contacts)
    if not size:
        graph.add_vertex(CLIENT)
    others = graph.copy()
    others.delete_vertices([CLIENT])
    groups = [len(group) for group in others.connected_components()]
    return {
        "ties": others.ecount(),
        "density": others.density() if size > 1 else None,
        "components": len(groups),
        "isolates": others.degree().count(0),
        "betweenness": graph.betweenness(CLIENT),
        "fragmentation": _fragmentation(groups),
        "cut_people": _in_order(network, [others.vs[at]["name"] for at in others.articulation_points()]),
        "constraint": graph.constraint(CLIENT) if size else None,
        "constraint_weighted": graph.constraint(CLIENT, weights="weight") if size else None,
    }


def assert_agrees(network: Network, oracle: dict[str, Any]) -> None:
    """Check every number of an oracle to 1e-9, and that what it can't say is undefined."""
    found = structure(network)
    numbers = {name: value for name, value in oracle.items() if name != "cut_people"}

    assert {name: getattr(found, name) for name in numbers} == pytest.approx(numbers, abs=1e-9)
    assert found.cut_people == oracle["cut_people"]


@given(small_networks())
def test_small_networks_agree_with_networkx(network: Network) -> None:
    """Oracle: networkx, with Burt's and Borgatti's definitions for what it lacks."""
    assert_agrees(network, by_networkx(network))


@given(small_networks(most=12))
def test_small_networks_agree_with_igraph(network: Network) -> None:
    """Oracle: igraph."""
    assert_agrees(network, by_igraph(network))


@given(networks_of_every_size())
def test_networks_of_every_size_agree_with_igraph(network: Network) -> None:
    """Oracle: igraph, for 0 to 60 contacts."""
    assert_agrees(network, by_igraph(network))


@pytest.mark.parametrize("density", [0.02, 0.3, 1.0])
@pytest.mark.parametrize("size", [10, 20, 40, 60])
def test_large_networks_agree_with_networkx(size: int, density: float) -> None:
    """Oracle: networkx, for up to 60 contacts."""
    network = drawn(size, density, seed=size)

    assert_agrees(network, by_networkx(network))


@given(small_networks(most=6))
def test_the_constraint_is_the_one_networkx_gives_at_once(network: Network) -> None:
    """Oracle: nx.constraint itself, whose parts the other tests add up."""
    graph, found = graph_of(network), structure(network)
    if network.contacts:
        unweighted = nx.constraint(graph, nodes=[CLIENT])[CLIENT]
        weighted = nx.constraint(graph, nodes=[CLIENT], weight="weight")[CLIENT]
        assert found.constraint == pytest.approx(unweighted, abs=1e-9)
        assert found.constraint_weighted == pytest.approx(weighted, abs=1e-9)


@given(small_networks())
def test_the_graph_that_is_handed_on_is_the_network(network: Network) -> None:
    """Oracle: the same graph built edge by edge; without the client only contacts and their ties."""
    handed_on, built = network.to_graph(include_client=True), graph_of(network)
    if not network.contacts:
        assert len(handed_on) == 0
        return
    assert nx.utils.graphs_equal(_weights(handed_on), _weights(built))
    assert set(network.to_graph()) == set(built) - {CLIENT}
    assert network.to_graph().number_of_edges() == len(network.ties)


def _weights(graph: nx.Graph[str]) -> nx.Graph[str]:
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(graph)
    plain.add_edges_from((a, b, {"weight": facts["weight"]}) for a, b, facts in graph.edges(data=True))
    return plain


def test_real_networks_agree_with_networkx(shared_data: Path) -> None:
    """Oracle: networkx, on the support networks of 25 migrants (R package egor) whose ties were all asked."""
    documents = sorted((shared_data / "networks" / "transnat").glob("*.json"))
    read = [read_document(decode(document.read_bytes()))[0] for document in documents]

    assert len(read) == 25
    for network in read:
        if network.ties_asked:
            assert_agrees(network, by_networkx(network))
