"""The same measures computed with networkx, as somebody who knows it well would.

Burt's measures are asked for the client only (``nodes=[client]``), which is far cheaper than all nodes.
"""

from __future__ import annotations

from math import log
from typing import Any, NamedTuple

import networkx as nx

from supportmap.analysis.network import Network

CLIENT = ""

Values = dict[str, float]


class Graphs(NamedTuple):
    """A network with and without the client: built outside of what is timed."""

    contacts: nx.Graph[str]
    whole: nx.Graph[str]


def graphs_of(network: Network) -> Graphs:
    """Return a network with at least one contact as networkx graphs."""
    return Graphs(network.to_graph(), network.to_graph(include_client=True))


def structure_columns(graphs: Graphs) -> Values:
    """Return the measures of the caseload's structural columns; as there, the hierarchy is unweighted."""
    if not graphs.contacts:
        return {"size": 0, "ties": 0, "components": 0, "isolates": 0}
    unweighted, weighted = _local_constraints(graphs, None), _local_constraints(graphs, "weight")
    return _common(graphs) | {
        "constraint": sum(unweighted),
        "constraint_weighted": sum(weighted),
        "hierarchy": _hierarchy(unweighted),
    }


def everything(graphs: Graphs) -> Values:
    """Return every structural measure that networkx has or that follows from what it gives.

    Each is asked of networkx by its own function: the local constraints serve the hierarchy alone.
    """
    whole, client = graphs.whole, [CLIENT]
    degrees = [degree for _, degree in graphs.contacts.degree]
    n = len(degrees)
    values = _common(graphs)
    return values | {
        "efficiency_weighted": values["effective_size_weighted"] / n,
        "constraint": nx.constraint(whole, nodes=client)[CLIENT],
        "constraint_weighted": nx.constraint(whole, nodes=client, weight="weight")[CLIENT],
        "hierarchy": _hierarchy(_local_constraints(graphs, None)),
        "hierarchy_weighted": _hierarchy(_local_constraints(graphs, "weight")),
        "betweenness": nx.betweenness_centrality(whole, normalized=False)[CLIENT],
        "cut_people": len(list(nx.articulation_points(graphs.contacts))),
        "degree_centralization": (n * max(degrees) - sum(degrees)) / ((n - 1) * (n - 2)),
    }


def _common(graphs: Graphs) -> Values:
    contacts, n = graphs.contacts, len(graphs.contacts)
    groups = [len(group) for group in nx.connected_components(contacts)]
    effective = nx.effective_size(graphs.whole, nodes=[CLIENT])[CLIENT]
    joined = sum(size * (size - 1) for size in groups)
    return {
        "size": n,
        "ties": contacts.number_of_edges(),
        "density": nx.density(contacts),
        "components": len(groups),
        "isolates": nx.number_of_isolates(contacts),
        "effective_size": effective,
        "effective_size_weighted": nx.effective_size(graphs.whole, nodes=[CLIENT], weight="weight")[CLIENT],
        "efficiency": effective / n,
        "fragmentation": 1 - joined / (n * (n - 1)) if n > 1 else 0.0,
    }


def _local_constraints(graphs: Graphs, weight: str | None) -> list[float]:
    local: Any = nx.local_constraint
    return [local(graphs.whole, CLIENT, contact, weight) for contact in graphs.contacts]


def _hierarchy(local: list[float]) -> float:
    mean, n = sum(local) / len(local), len(local)
    if n == 1:
        return 0.0
    return sum(share / mean * log(share / mean) for share in local) / (n * log(n))
