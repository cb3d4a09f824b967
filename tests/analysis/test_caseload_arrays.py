"""Networks as arrays: what they hold, what they refuse, and how they are cut into blocks and groups."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import networkx as nx
import numpy as np
import pytest

from supportmap.analysis.caseload.arrays import Caseload, caseload_of
from supportmap.analysis.caseload.blocks import ROWS_A_NETWORK, blocks, first_of_group
from supportmap.analysis.network import Network, Tie
from tests.builders import a_contact, a_network


def test_only_active_contacts_and_the_ties_between_them_are_held() -> None:
    past, inner, outer = a_contact(status="past"), a_contact(circle=1), a_contact(circle=3, strain=0)
    ties = (Tie(past.id, inner.id), Tie(outer.id, inner.id, None))
    caseload = caseload_of(iter([Network((past, inner, outer), ties)]))
    assert caseload.circle.tolist() == [1, 3]
    assert caseload.strain.tolist() == [-1, 0]
    assert caseload.contact_offsets.tolist() == [0, 2]
    ends_and_strength = (caseload.tie_a, caseload.tie_b, caseload.tie_strength)
    assert [column.tolist() for column in ends_and_strength] == [[1], [0], [1]]


def a_pair() -> Network:
    return a_network(a_contact(), a_contact(), ties="12")


def two_pairs(**changed: Any) -> Caseload:
    caseload = caseload_of([a_pair(), a_pair()])
    return replace(caseload, **{name: np.array(values) for name, values in changed.items()})


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"contact_offsets": [1, 2, 4]}, "begin with 0"),
        ({"tie_offsets": [0, 2, 1]}, "never fall"),
        ({"contact_offsets": []}, "begin with 0"),
        ({"contact_offsets": [0, 2, 3]}, "wrong length"),
        ({"elicited": [True]}, "wrong length"),
        ({"unsafe": [False]}, "unsafe has the wrong length"),
        ({"circle": [1, 2, 3, 0]}, "circle has a value that is off its scale"),
        ({"strain": [1, 2, 3, 0]}, "strain has a value"),
        ({"tie_b": [1, 2]}, "its own network"),
        ({"tie_a": [-1, 0]}, "its own network"),
        ({"tie_a": [1, 0]}, "two different contacts"),
        ({"tie_strength": [1, 0]}, "at least 1"),
    ],
)
def test_arrays_that_would_mix_up_clients_or_answers_are_refused(changed: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        two_pairs(**changed)


def test_a_block_must_hold_a_network() -> None:
    with pytest.raises(ValueError, match="at least one"):
        list(blocks(two_pairs(), most=0))


def test_blocks_are_smaller_where_networks_are_big() -> None:
    small = a_pair()
    big = a_network(*(a_contact() for _ in range(3 * ROWS_A_NETWORK)))
    cut = blocks(caseload_of([small, small, small, big, small, small]), most=2)
    assert [(block.networks.start, block.networks.stop) for block in cut] == [(0, 2), (2, 3), (3, 4), (4, 6)]


@pytest.mark.parametrize(
    "graph",
    [nx.path_graph(3000), nx.star_graph(3000), nx.gnm_random_graph(3000, 2500, seed=3), nx.empty_graph(5)],
    ids=["chain", "star", "random", "no ties"],
)
@pytest.mark.parametrize("seed", range(3))
def test_groups_are_exact_however_the_contacts_are_numbered(graph: nx.Graph[int], seed: int) -> None:
    order = list(graph)
    Random(seed).shuffle(order)
    shuffled = nx.relabel_nodes(graph, dict(zip(graph, order, strict=True)))
    ends = np.array(list(shuffled.edges), dtype=np.int64).reshape(-1, 2)
    first = first_of_group(len(order), ends[:, 0], ends[:, 1]).tolist()
    for group in nx.connected_components(shuffled):
        assert {first[member] for member in group} == {min(group)}
