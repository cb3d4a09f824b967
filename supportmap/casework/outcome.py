"""What acts on a network answer, and why they may refuse. No text here holds a value of the record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from supportmap.records.networks import Facts

__all__ = ["Conflict", "Invalid", "Missing", "Outcome", "Stale"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act changed: the version that the network has now, and every touched thing as it is now.

    ``contacts`` and ``ties`` hold facts as in the document plus ``version``; the gone are named only.
    """

    network_version: int
    contacts: tuple[Facts, ...] = ()
    ties: tuple[Facts, ...] = ()
    gone_contacts: tuple[str, ...] = ()
    gone_ties: tuple[tuple[str, str], ...] = ()
    network: Facts = field(default_factory=dict)
    """The network's own facts that changed or were said: elicited, ties_asked, needs."""
    change: int | None = None
    """The number of the change that was made; None where nothing was different."""


class Missing(Exception):  # noqa: N818 - it is an answer
    """There is no such thing in this client's record; ``what`` is contact, tie, visit, change ..."""

    def __init__(self, what: str) -> None:
        """Keep what was looked for."""
        super().__init__(f"no such {what}")
        self.what = what


class Invalid(Exception):  # noqa: N818 - it is an answer
    """Facts that can't be kept: pairs of place and reason, without the values."""

    def __init__(self, *reasons: tuple[str, str]) -> None:
        """Keep the reasons."""
        super().__init__("; ".join(f"{place}: {reason}" for place, reason in reasons))
        self.reasons = reasons


class Stale(Exception):  # noqa: N818 - it is an answer
    """Somebody changed the thing since it was read; ``current`` is how it stands."""

    def __init__(self, current: Facts) -> None:
        """Keep how the thing stands, for whoever may see it."""
        super().__init__("changed since it was read")
        self.current = current


class Conflict(Exception):  # noqa: N818 - it is an answer
    """An act that the state of the record doesn't allow; ``values`` are both values, where there are two.

    Each of ``values`` has ``place``, ``yours`` and ``theirs``.
    """

    def __init__(self, code: str, text: str, values: tuple[dict[str, Any], ...] = ()) -> None:
        """Keep the code (words joined by hyphens), what to do about it, and both values."""
        super().__init__(text)
        self.code, self.text, self.values = code, text, values
