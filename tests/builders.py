"""Builders for tests: say only what the test is about."""

from __future__ import annotations

from dataclasses import replace
from itertools import count, islice
from typing import Any

import networkx as nx

from supportmap.analysis.network import SECTORS, Contact, Network, Tie

_ids = count(1)


def a_contact(**facts: Any) -> Contact:
    """An active, fully placed contact whose support was not asked about."""
    number = next(_ids)
    return Contact(**({"id": f"c{number}", "name": f"Contact {number}"} | facts))


def a_supporter(
    rating: int | None = 2, circle: int | None = 1, strain: int | None = 0, **facts: Any
) -> Contact:
    """A contact with the same answer for every function and every modulator known."""
    answers = {"emotional": rating, "practical": rating, "belonging": rating, "reach": 2, "frequency": 2}
    return a_contact(**(answers | {"circle": circle, "strain": strain} | facts))


def a_network(*contacts: Contact, ties: str = "", **facts: Any) -> Network:
    """A network of these contacts; ``ties`` such as "12 23" count contacts from 1, in hexadecimal."""
    pairs = [(contacts[int(tie[0], 16) - 1].id, contacts[int(tie[1], 16) - 1].id) for tie in ties.split()]
    return Network(contacts=contacts, ties=tuple(Tie(a, b) for a, b in pairs), **facts)


def a_tie(a: Contact, b: Contact, **facts: Any) -> Tie:
    """A tie between two contacts."""
    return Tie(a.id, b.id, **facts)


def an_ego_network(graph: nx.Graph[Any], ego: Any) -> Network:
    """The own network of one node of a graph: its neighbours as contacts, and the ties between them."""
    return the_others(graph.subgraph({ego, *graph[ego]}), ego)


def the_others(graph: nx.Graph[Any], ego: Any) -> Network:
    """Everybody in a graph but one node as a contact of that one; the node's name is the contact's id."""
    rest = graph.subgraph(set(graph) - {ego})
    contacts = [a_contact(id=str(node), name=str(node)) for node in graph if node in rest]
    return Network(tuple(contacts), tuple(Tie(str(a), str(b)) for a, b in rest.edges))


def without(network: Network, *contacts: str) -> Network:
    """The same network as if nobody had ever named these contacts."""
    return replace(
        network,
        contacts=tuple(contact for contact in network.contacts if contact.id not in contacts),
        ties=tuple(tie for tie in network.ties if tie.pair.isdisjoint(contacts)),
    )


def a_large_network(size: int, ties: int) -> Network:
    """Contacts with every combination of answers in turn, each tied to those who follow most closely."""
    contacts = [
        a_supporter(
            rating=(None, 0, 1, 2)[place % 4],
            circle=(None, 1, 2, 3)[place // 4 % 4],
            strain=(None, 0, 1, 2)[place // 16 % 4],
            sector=SECTORS[place % 5],
            gives_back=place % 3,
        )
        for place in range(size)
    ]
    steps = ((place, step) for step in count(1) for place in range(size - step))
    pairs = ((contacts[place], contacts[place + step]) for place, step in islice(steps, ties))
    return Network(tuple(contacts), tuple(a_tie(a, b) for a, b in pairs))
