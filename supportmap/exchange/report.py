"""What became of a file: accepted, repaired or refused, row by row, or refused whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["NEEDS", "Given", "Outcome", "Reason", "Refused", "Report", "Row", "What"]

What = Literal["map", "client", "contact", "tie"]
Given = Mapping[str | tuple[str, str], frozenset[str]]
NEEDS = ""
"""No contact has an empty id."""
Outcome = Literal["accepted", "repaired", "refused"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was changed or left out, and where exactly. It never holds a value of the file."""

    place: str
    text: str

    def __str__(self) -> str:
        """Return the place and the reason as one line."""
        return f"{self.place}: {self.text}"


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one contact or tie: there is a row for each, however many reasons it has.

    The map and the client have one only where something is to be said of them. ``name`` is the contact's
    name, for the user who owns the file and nobody else: the repr lacks it, so that it can't reach a log.
    """

    what: What
    place: str
    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    name: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Report:
    """The rows of one file: the map, the client, the contacts, the ties.

    ``given`` has the fields that the file gives each contact, by its id there, and each tie, by both ends
    in order; under ``NEEDS`` the functions whose need it gives. An empty cell gives nothing.
    """

    rows: tuple[Row, ...] = ()
    given: Given = field(default_factory=dict, repr=False, compare=False)

    def of(self, what: What) -> Report:
        """Return the part about contacts only, or ties only."""
        return Report(tuple(row for row in self.rows if row.what == what))

    @property
    def accepted(self) -> tuple[Row, ...]:
        """Return the rows read as they stood."""
        return self._with("accepted")

    @property
    def repaired(self) -> tuple[Row, ...]:
        """Return the rows read with a change that the user should know of."""
        return self._with("repaired")

    @property
    def notes(self) -> tuple[Row, ...]:
        """Return the rows read as they stood of which there is something to say."""
        return tuple(row for row in self.accepted if row.reasons)

    @property
    def refused(self) -> tuple[Row, ...]:
        """Return the rows left out of the network."""
        return self._with("refused")

    def _with(self, outcome: Outcome) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.outcome == outcome)


class Refused(Exception):  # noqa: N818 - it is an answer about the file, not an error of the program
    """Nothing of the file was read; ``more`` counts the further problems found."""

    def __init__(self, place: str, reason: str, more: int = 0) -> None:
        """Keep the parts, so that a page can show them apart."""
        super().__init__(place, reason, more)
        self.place, self.reason, self.more = place, reason, more

    def __str__(self) -> str:
        """Return the place, the reason and how many more problems there are."""
        return f"{self.place}: {self.reason}" + (f" (and {self.more} more)" if self.more else "")
