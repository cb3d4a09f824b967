"""Labels of clients: the order of lists, and which of them can't be told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from supportmap.records.networks import Facts

__all__ = ["by_label", "folded", "mark_alike"]


def folded(label: str | None) -> str:
    """Return a label as it is compared: whatever its case and its blanks."""
    return " ".join((label or "").split()).casefold()


def by_label(clients: Iterable[Facts]) -> list[Facts]:
    """Return clients in the order of their labels; where those are equal, the oldest record first.

    Labels are encrypted, so that no database can order by them: it takes all of them, opened.
    """
    return sorted(clients, key=lambda client: (folded(client["label"]), client["created_at"]))


def mark_alike(clients: list[Facts]) -> list[Facts]:
    """Return clients with ``alike``: whether another one of these has an equal label."""
    counts = Counter(folded(client["label"]) for client in clients)
    return [client | {"alike": counts[folded(client["label"])] > 1} for client in clients]
