"""A caseload cut into blocks of consecutive networks, and what measures need to know of a block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from supportmap.analysis.caseload.arrays import Caseload, Flags, Floats, Integers

__all__ = ["Block", "blocks", "first_of_group"]

ROWS_A_NETWORK = 50
"""Contacts and ties that a network of a block may have on average; usual ones have about 22."""


@dataclass(frozen=True, eq=False)
class Block:
    """Consecutive networks of a caseload; positions of contacts count from the block's first one."""

    caseload: Caseload
    networks: slice

    @cached_property
    def size(self) -> Integers:
        """Return the number of contacts of each network."""
        return np.diff(self._offsets)

    @cached_property
    def tie_count(self) -> Integers:
        """Return the number of ties of each network."""
        return np.diff(self.caseload.tie_offsets[self.networks.start : self.networks.stop + 1])

    @cached_property
    def owner(self) -> Integers:
        """Return the network of each contact."""
        return np.arange(len(self.size)).repeat(self.size)

    @cached_property
    def ends(self) -> tuple[Integers, Integers]:
        """Return the contacts at both ends of each tie."""
        first = np.repeat(self._starts, self.tie_count)
        rows = self._rows(self.caseload.tie_offsets)
        return first + self.caseload.tie_a[rows], first + self.caseload.tie_b[rows]

    @cached_property
    def both_ways(self) -> tuple[Integers, Integers, Floats]:
        """Return each tie twice: from one end to the other and back, with its strength."""
        a, b = self.ends
        strength = self.caseload.tie_strength[self._rows(self.caseload.tie_offsets)].astype(np.float64)
        return np.concatenate((a, b)), np.concatenate((b, a)), np.concatenate((strength, strength))

    @cached_property
    def group(self) -> Integers:
        """Return for each contact the first contact of its group (its connected component)."""
        return first_of_group(len(self.owner), *self.ends)

    @cached_property
    def group_size(self) -> Integers:
        """Return the number of members of each group, at its first contact; 0 at all others."""
        return np.bincount(self.group, minlength=len(self.owner))

    @cached_property
    def shared_groups(self) -> tuple[Integers, Integers, Integers]:
        """Return who is in a group of several, the number of that group, and each group's network."""
        is_shared = self.group_size > 1
        members = np.flatnonzero(is_shared[self.group])
        number = np.cumsum(is_shared) - 1
        return members, number[self.group[members]], self.owner[is_shared]

    @cached_property
    def safe(self) -> Flags:
        """Return which contacts may be counted on."""
        return ~self.of_contacts("unsafe")

    def of_networks(self, name: str) -> Flags:
        """Return a column of the caseload, for the block's networks."""
        flags: Flags = getattr(self.caseload, name)[self.networks]
        return flags

    def of_contacts(self, name: str) -> npt.NDArray[Any]:
        """Return a column of the caseload, for the block's contacts."""
        values: npt.NDArray[Any] = getattr(self.caseload, name)[self._rows(self.caseload.contact_offsets)]
        return values

    def total(self, values: npt.NDArray[Any]) -> Floats:
        """Return the sum of the contacts' values for each network; without contacts it is 0."""
        # reduceat gives an empty segment the next one's first value, so empty networks are left out.
        filled = self.size > 0
        totals = np.zeros(len(filled))
        totals[filled] = np.add.reduceat(values, self._starts[filled], dtype=np.float64)
        return totals

    @property
    def _starts(self) -> Integers:
        starts: Integers = self._offsets[:-1] - self._offsets[0]
        return starts

    @property
    def _offsets(self) -> Integers:
        return self.caseload.contact_offsets[self.networks.start : self.networks.stop + 1]

    def _rows(self, offsets: Integers) -> slice:
        return slice(offsets[self.networks.start], offsets[self.networks.stop])


def blocks(caseload: Caseload, most: int) -> Iterator[Block]:
    """Cut a caseload into blocks of at most so many networks, and of fewer where networks are big."""
    if most < 1:
        raise ValueError("a block must hold at least one network")
    rows = caseload.contact_offsets + caseload.tie_offsets
    stop = -1
    # No networks make one empty block, so that their columns are empty and not missing.
    while stop < len(caseload):
        start = max(stop, 0)
        fits = int(np.searchsorted(rows, rows[start] + ROWS_A_NETWORK * most, side="right")) - 1
        stop = min(max(start + 1, fits), start + most, len(caseload))
        yield Block(caseload, slice(start, stop))


def first_of_group(contacts: int, a: Integers, b: Integers) -> Integers:
    """Return for each contact the lowest position in its connected component.

    Each round hangs the first contact of every group below its lowest neighbour and then lifts everyone
    to the top, so that at least every other group is gone after two rounds (Shiloach and Vishkin 1982,
    Journal of Algorithms 3): exact for any shape, and a long chain costs only a logarithm.
    """
    top = np.arange(contacts)
    while a.size:
        np.minimum.at(top, np.maximum(a, b), np.minimum(a, b))
        above = top[top]
        while not np.array_equal(above, top):
            top, above = above, above[above]
        a, b = top[a], top[b]
        apart = a != b
        a, b = a[apart], b[apart]
    return top
