"""One client's measures against networkx computing the same ones."""

from __future__ import annotations

from math import isclose

from supportmap.analysis.analyse import analyse
from supportmap.analysis.network import Network
from supportmap.analysis.structure import structure
from tests.bench.networks import one_network
from tests.bench.peers import Graphs, everything, graphs_of
from tests.bench.rounds import duration, interleaved, ratio, table

SIZES, QUICK_SIZES = ((15, 13), (50, 301), (150, 2845)), ((15, 13),)
"""Contacts and ties."""
GOALS = {15: "400"}


def run(quick: bool = False) -> str:
    """Return the times for each size as a Markdown table."""
    rows = [_row(contacts, ties, quick) for contacts, ties in (QUICK_SIZES if quick else SIZES)]
    header = (
        "contacts",
        "ties",
        "networkx",
        "structure",
        "times faster",
        "to reach",
        "whole analysis",
        "analysis: times faster than networkx's structure",
    )
    return table(header, rows)


def _row(contacts: int, ties: int, quick: bool) -> tuple[str, ...]:
    network = one_network(contacts, ties)
    graphs = graphs_of(network)
    check(network, graphs)
    taken = interleaved(
        {
            "networkx": lambda: everything(graphs),
            "structure": lambda: structure(network),
            "analysis": lambda: analyse(network),
        },
        quick,
    )
    theirs, ours, whole = taken["networkx"], taken["structure"], taken["analysis"]
    reach = GOALS.get(contacts, "")
    against = (duration(theirs), duration(ours), ratio(theirs, ours), reach)
    return str(contacts), str(ties), *against, duration(whole), ratio(theirs, whole)


def check(network: Network, graphs: Graphs) -> None:
    """Raise AssertionError unless both say the same."""
    ours = structure(network)
    for name, theirs in everything(graphs).items():
        value = len(ours.cut_people or ()) if name == "cut_people" else getattr(ours, name)
        assert isclose(value, theirs, abs_tol=1e-9), name
