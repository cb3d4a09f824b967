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

Neighbours = Sequence[dict[int, int]]
"""For each contact the positions of those it is tied to, with the strength of the tie."""


@dataclass(frozen=True)
class Ego:
    """The active contacts by position: z to the client, neighbours with their z, and the number of ties.

    Several measures rest on the same walk, groups and shares, so these are worked out once, when asked for.
    """

    contacts: tuple[Contact, ...]
    z: list[int]
    neighbours: list[dict[int, int]]
    ties: int

    @classmethod
    def of(cls, network: Network) -> Ego:
        """Return the active part of a network; ties to anybody else don't count."""
        contacts = network.active
        position = {contact.id: place for place, contact in enumerate(contacts)}
        neighbours: list[dict[int, int]] = [{} for _ in contacts]
        ties = 0
        for tie in network.ties:
            a, b = position.get(tie.a), position.get(tie.b)
            if a is not None and b is not None:
                neighbours[a][b] = neighbours[b][a] = tie.weight
                ties += 1
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
    def effective_size_weighted(self) -> float:
        """Return the size less what each contact repeats of the others, as shares of its strongest tie.

        n - (1/s) sum_j (sum_q z_jq z_eq) / m_j, with s = sum z_ej and m_j the largest z of j, client
        included (Burt 1992).
        """
        z, repeated = self.z, 0.0
        for own, near in zip(z, self.neighbours, strict=True):
            if near:
                repeated += sum([z[q] * tie for q, tie in near.items()]) / max(own, *near.values())
        return len(z) - repeated / sum(z)

    @cached_property
    def dyadic_constraint(self) -> list[float]:
        """Return how much each contact constrains the client, (p_ej + sum_q p_eq p_qj)^2, every z being 1."""
        share = [1 / (1 + len(near)) for near in self.neighbours]
        return [((1 + sum([share[q] for q in near])) / len(share)) ** 2 for near in self.neighbours]

    @cached_property
    def dyadic_constraint_weighted(self) -> list[float]:
        """Return how much each contact constrains the client by strengths (Burt 1992)."""
        pairs = list(zip(self.z, self.neighbours, strict=True))
        total = sum(self.z)
        share = [own / (own + sum(near.values())) for own, near in pairs]
        return [((own + sum([share[q] * z for q, z in near.items()])) / total) ** 2 for own, near in pairs]


def depth_first(neighbours: Neighbours) -> list[tuple[int, int]]:
    """Return (position, the position it was reached from) in depth-first order; -1 starts a component."""
    visits: list[tuple[int, int]] = []
    seen = [False] * len(neighbours)
    for root in range(len(neighbours)):
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
            found.append([])
        found[-1].append(here)
    return found


def cut_points(neighbours: Neighbours, visits: Sequence[tuple[int, int]]) -> list[int]:
    """Return, in rising order, the positions without which a component would fall apart.

    Hopcroft and Tarjan (1973), Communications of the ACM 16(6): a position is one if something reached
    through it has no other way back to what was reached before it.
    """
    order = [0] * len(neighbours)
    for number, (here, _) in enumerate(visits):
        order[here] = number
    earliest = order.copy()
    # Nothing gets behind the start of a walk, so one branch there proves nothing: it takes two.
    branches = [-1 if parent < 0 else 0 for _, parent in sorted(visits)]
    for here, parent in reversed(visits):
        if parent < 0:
            continue
        back = min([order[there] for there in neighbours[here] if there != parent], default=order[here])
        earliest[here] = min(earliest[here], back)
        earliest[parent] = min(earliest[parent], earliest[here])
        branches[parent] += earliest[here] >= order[parent]
    return [here for here, count in enumerate(branches) if count > 0]
