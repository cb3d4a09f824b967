"""The client's network as index lists, and the two walks over it that the measures need.

networkx has both walks, but building and dispatching its graph costs more than all the measures of a
usual map together; it stays the oracle of the tests and the form in which a network is handed on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from supportmap.analysis.network import Contact, Network, closeness

__all__ = ["Ego", "components", "cut_points", "depth_first"]

Neighbours = Sequence[Sequence[int]]
"""For each contact the positions of those it is tied to."""


@dataclass(frozen=True)
class Ego:
    """The active contacts by position: z to the client, neighbours, and the ties as (a, b, z).

    In the formulas w is z of client and contact, s the sum of w, and A the matrix of z of two contacts.
    Several measures rest on the same walk, groups and products, so these are worked out once, when asked for.
    """

    contacts: tuple[Contact, ...]
    w: list[int]
    neighbours: list[list[int]]
    ties: list[tuple[int, int, int]]

    @classmethod
    def of(cls, network: Network) -> Ego:
        """Return the active part of a network; ties to anybody else don't count."""
        contacts = network.active
        position = {contact.id: place for place, contact in enumerate(contacts)}
        neighbours: list[list[int]] = [[] for _ in contacts]
        ties = []
        for tie in network.ties:
            if tie.a in position and tie.b in position:
                a, b = position[tie.a], position[tie.b]
                neighbours[a].append(b)
                neighbours[b].append(a)
                ties.append((a, b, tie.weight))
        return cls(contacts, [closeness(contact) for contact in contacts], neighbours, ties)

    @property
    def size(self) -> int:
        """Return the number of active contacts."""
        return len(self.contacts)

    @cached_property
    def visits(self) -> list[tuple[int, int]]:
        """Return the depth-first walk through all contacts."""
        return depth_first(self.neighbours)

    @cached_property
    def groups(self) -> list[list[int]]:
        """Return the connected components without the client."""
        return components(self.visits)

    @cached_property
    def degrees(self) -> list[int]:
        """Return how many of the others each contact knows."""
        return [len(near) for near in self.neighbours]

    @cached_property
    def effective_size_weighted(self) -> float:
        """Return n - (1/s) sum_j (A w)_j / m_j, with m_j the largest z of j, client included (Burt 1992)."""
        most = self.w.copy()
        for a, b, z in self.ties:
            most[a], most[b] = max(most[a], z), max(most[b], z)
        repeated = [known / largest for known, largest in zip(self._times(self.w), most, strict=True)]
        return self.size - sum(repeated) / sum(self.w)

    @cached_property
    def dyadic_constraint(self) -> list[float]:
        """Return how much each contact constrains the client, (p_ej + sum_q p_eq p_qj)^2, every z being 1."""
        size, known = self.size, [0.0] * self.size
        share = [1 / (1 + degree) for degree in self.degrees]
        for a, b, _ in self.ties:
            known[a] += share[b]
            known[b] += share[a]
        return [((1 + each) / size) ** 2 for each in known]

    @cached_property
    def dyadic_constraint_weighted(self) -> list[float]:
        """Return how much each contact constrains the client, ((w + A y) / s)^2 with y = w / (w + A 1)."""
        total = sum(self.w)
        strengths = self._times([1] * self.size)
        share = [own / (own + strength) for own, strength in zip(self.w, strengths, strict=True)]
        return [((own + each) / total) ** 2 for own, each in zip(self.w, self._times(share), strict=True)]

    def _times(self, values: Sequence[float]) -> list[float]:
        """Return the product of A and a vector: for each contact the sum over its ties."""
        product = [0.0] * self.size
        for a, b, z in self.ties:
            product[a] += z * values[b]
            product[b] += z * values[a]
        return product


def depth_first(neighbours: Neighbours) -> list[tuple[int, int]]:
    """Return (position, the position it was reached from) in depth-first order; -1 starts a component."""
    visits: list[tuple[int, int]] = []
    seen = [False] * len(neighbours)
    for root, known in enumerate(neighbours):
        if not known:
            visits.append((root, -1))
            continue
        ahead = [(root, -1)]
        while ahead:
            here, parent = ahead.pop()
            if not seen[here]:
                seen[here] = True
                visits.append((here, parent))
                ahead += [(there, here) for there in neighbours[here] if not seen[there]]
    return visits


def components(visits: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Return the connected components that a depth-first walk went through, as positions."""
    found: list[list[int]] = []
    for here, parent in visits:
        if parent < 0:
            found.append([here])
        else:
            found[-1].append(here)
    return found


def cut_points(neighbours: Neighbours, visits: Sequence[tuple[int, int]]) -> list[int]:
    """Return, in rising order, the positions without which a component would fall apart.

    Hopcroft and Tarjan (1973), Communications of the ACM 16(6): a position is one if something reached
    through it has no other way back to what was reached before it.
    """
    order = [0] * len(visits)
    # Nothing gets behind the start of a walk, so one branch there proves nothing: it takes two.
    branches = [0] * len(visits)
    for number, (here, parent) in enumerate(visits):
        order[here] = number
        if parent < 0:
            branches[here] = -1
    earliest = order.copy()
    for here, parent in reversed(visits):
        if parent >= 0:
            back = earliest[here]
            for there in neighbours[here]:
                if order[there] < back and there != parent:
                    back = order[there]
            earliest[parent] = min(earliest[parent], back)
            branches[parent] += back >= order[parent]
    return [here for here, count in enumerate(branches) if count > 0]
