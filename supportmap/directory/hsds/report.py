"""What became of each object of a directory, and the count of them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

__all__ = ["CUT_SHORT", "MOST_ROWS", "TAXONOMY", "THIN", "TWICE", "NotADirectory", "Outcome", "Read", "Tally"]

Outcome = Literal["accepted", "repaired", "refused", "without service", "repeated"]

MOST_ROWS = 1_000
"""How many rows a report keeps; the counts are of all."""
CUT_SHORT = "nothing can be read from here on"
"""The reason of the last row of a source whose rest is unknown: what is missing may still be there."""
TAXONOMY = (
    "is a taxonomy list, not a directory of services: import the directory itself, whose services bring "
    "their categories with them"
)
TWICE = "stands in the source twice"
THIN = "its own page can't be read: only what the list says of it is taken, and only where no more is known"
"""The reason of a service of which only part could be read."""


@dataclass(frozen=True, slots=True)
class Read:
    """What became of one object of the source: a service, or what is none.

    ``external_id`` is the id of the service in its source as text, made from its name, organisation and place
    where it has none or others have the same; ``document`` its HSDS 3 nested document. Both are None for
    what is refused, repeated or without a service. No value of the file stands in ``reasons``.
    """

    place: str
    outcome: Outcome
    reasons: tuple[str, ...] = ()
    external_id: str | None = None
    document: dict[str, Any] | None = field(default=None, repr=False)

    @property
    def thin(self) -> bool:
        """Tell whether the document is less than the source has of the service."""
        return THIN in self.reasons


class NotADirectory(Exception):  # noqa: N818 - it is an answer about the source, not an error of the program
    """Nothing of the source was read: what it is instead of a directory, or why it can't be read."""

    def __init__(self, place: str, reason: str) -> None:
        """Keep the parts, so that a page can show them apart."""
        super().__init__(place, reason)
        self.place, self.reason = place, reason

    def __str__(self) -> str:
        """Return the place and the reason as one sentence."""
        return f"{self.place}: {self.reason}"


@dataclass(slots=True)
class Tally:
    """How many objects met which outcome and for which reasons, and the first rows that weren't accepted."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    rows: list[dict[str, Any]] = field(default_factory=list)
    complete: bool = True
    """Whether the source was read to its end."""

    def add(self, read: Read) -> None:
        """Count an object in."""
        self.outcomes[read.outcome] += 1
        self.reasons.update(read.reasons)
        self.complete = self.complete and CUT_SHORT not in read.reasons
        if read.outcome != "accepted" and len(self.rows) < MOST_ROWS:
            place = read.place or "the file"
            self.rows.append({"place": place, "outcome": read.outcome, "reasons": list(read.reasons)})

    @property
    def objects(self) -> int:
        """Return the number of objects in the source: each has exactly one outcome."""
        return self.outcomes.total()

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values, as they are kept and shown."""
        return {
            "objects": self.objects,
            "complete": self.complete,
            "outcomes": {outcome: self.outcomes[outcome] for outcome in get_args(Outcome)},
            "reasons": dict(self.reasons.most_common()),
            "rows": self.rows,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Tally:
        """Return what ``as_json`` wrote."""
        outcomes, reasons = Counter(value["outcomes"]), Counter(value["reasons"])
        return cls(+outcomes, reasons, list(value["rows"]), value["complete"])
