"""Very many networks as flat arrays: what is known of each contact and tie, one after the other.

Nothing here knows a name or an id. Positions of ties count within their client, so that the rows of a
client are the same whoever else is in the caseload, and can be kept and joined as they are.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from supportmap.analysis.network import CIRCLES, FUNCTIONS, Contact, Network

__all__ = ["ANSWERS", "NOT_ASKED", "Caseload", "Flags", "Floats", "Integers", "caseload_of"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

NOT_ASKED = -1
"""What stands for ``None``: never 0, which is an answer."""
ANSWERS: dict[str, tuple[int, ...]] = {
    "circle": CIRCLES,
    **dict.fromkeys((*FUNCTIONS, "strain", "reach", "frequency"), (0, 1, 2)),
}
"""The answers about a contact that the measures read, each with its scale."""


@dataclass(frozen=True, slots=True, eq=False)
class Caseload:
    """The active contacts of N networks, and the ties between them, in flat arrays.

    ``contact_offsets`` and ``tie_offsets`` (int64, N + 1) say where each network's rows begin; the last
    one is the number of rows. Per contact: the answers (int8, -1 not asked; ``circle`` 1 to 3, the others
    0 to 2), ``unsafe`` and ``formal`` (bool). Per tie: ``tie_a`` and ``tie_b`` (int32), the positions of
    both ends among the contacts of the same network, from 0; ``tie_strength`` (int8), at least 1. Each
    pair stands once (that is not checked). Per network: ``elicited`` and ``ties_asked`` (bool).
    Raises ValueError when lengths disagree, an answer is off its scale, or a tie is no tie.
    """

    contact_offsets: Integers
    tie_offsets: Integers
    circle: npt.NDArray[np.int8]
    emotional: npt.NDArray[np.int8]
    practical: npt.NDArray[np.int8]
    belonging: npt.NDArray[np.int8]
    strain: npt.NDArray[np.int8]
    reach: npt.NDArray[np.int8]
    frequency: npt.NDArray[np.int8]
    unsafe: Flags
    formal: Flags
    tie_a: npt.NDArray[np.int32]
    tie_b: npt.NDArray[np.int32]
    tie_strength: npt.NDArray[np.int8]
    elicited: Flags
    ties_asked: Flags

    def __post_init__(self) -> None:
        """Refuse arrays that would mix up clients or answers."""
        for offsets in (self.contact_offsets, self.tie_offsets):
            if len(offsets) == 0 or offsets[0] != 0 or np.any(np.diff(offsets) < 0):
                raise ValueError("offsets must begin with 0 and never fall")
        rows = {"contact_offsets": len(self) + 1, "tie_offsets": len(self) + 1}
        rows |= dict.fromkeys((*ANSWERS, "unsafe", "formal"), int(self.contact_offsets[-1]))
        rows |= dict.fromkeys(("tie_a", "tie_b", "tie_strength"), int(self.tie_offsets[-1]))
        for each in fields(self):
            if getattr(self, each.name).shape != (rows.get(each.name, len(self)),):
                raise ValueError(f"{each.name} has the wrong length")
        self._check_values()

    def __len__(self) -> int:
        """Return the number of networks."""
        return len(self.elicited)

    def _check_values(self) -> None:
        for name, scale in ANSWERS.items():
            if not set(np.unique(getattr(self, name)).tolist()) <= {NOT_ASKED, *scale}:
                raise ValueError(f"{name} has a value that is off its scale")
        limit = np.repeat(np.diff(self.contact_offsets), np.diff(self.tie_offsets))
        for end in (self.tie_a, self.tie_b):
            if np.any(end < 0) or np.any(end >= limit):
                raise ValueError("a tie must join contacts of its own network")
        if np.any(self.tie_a == self.tie_b) or np.any(self.tie_strength < 1):
            raise ValueError("a tie must join two different contacts with a strength of at least 1")


def caseload_of(networks: Iterable[Network]) -> Caseload:
    """Return networks as arrays; they are read one by one, and no more of them is kept than the arrays."""
    contact_offsets, tie_offsets, asked = array("q", [0]), array("q", [0]), array("b")
    contacts, ties = array("b"), array("i")
    for network in networks:
        place = {}
        for position, contact in enumerate(network.active):
            place[contact.id] = position
            contacts.extend(_contact_row(contact))
        for tie in network.ties:
            if tie.a in place and tie.b in place:
                ties.extend((place[tie.a], place[tie.b], tie.weight))
        contact_offsets.append(contact_offsets[-1] + len(place))
        tie_offsets.append(len(ties) // 3)
        asked.extend((network.elicited, network.ties_asked))
    return Caseload(
        contact_offsets=np.array(contact_offsets, np.int64),
        tie_offsets=np.array(tie_offsets, np.int64),
        **_columns(contacts, dict.fromkeys(ANSWERS, np.int8) | {"unsafe": np.bool_, "formal": np.bool_}),
        **_columns(ties, {"tie_a": np.int32, "tie_b": np.int32, "tie_strength": np.int8}),
        **_columns(asked, {"elicited": np.bool_, "ties_asked": np.bool_}),
    )


_answers = attrgetter(*ANSWERS)


def _contact_row(contact: Contact) -> list[int]:
    known = [NOT_ASKED if answer is None else answer for answer in _answers(contact)]
    return [*known, contact.unsafe, contact.is_formal]


def _columns(rows: array[int], dtypes: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a table that was filled row by row."""
    table = np.array(rows).reshape(-1, len(dtypes))
    return {name: table[:, column].astype(dtype) for column, (name, dtype) in enumerate(dtypes.items())}
