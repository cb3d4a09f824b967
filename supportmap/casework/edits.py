"""What one change does, edit by edit, and how it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from supportmap.records.encryption import Vault
from supportmap.records.networks import Facts

__all__ = ["Edit", "Pair", "What", "edits_of", "sealed_edits", "touched"]

What = Literal["contact", "tie", "network"]
Pair = tuple[str, str]


class Edit(NamedTuple):
    """What one change does to one thing.

    ``key`` is a contact's id, both ends of a tie, or empty for the network. ``before`` and ``after`` hold
    the fields that differ; None where the thing isn't there.
    """

    what: What
    key: str | Pair
    before: Facts | None
    after: Facts | None

    @property
    def inverse(self) -> Edit:
        """Return the edit that takes this one back."""
        return Edit(self.what, self.key, self.after, self.before)

    @classmethod
    def between(cls, what: What, key: str | Pair, now: Mapping[str, Any], facts: Facts) -> Edit:
        """Return the edit that gives a thing these facts, with only those that differ."""
        after = {name: value for name, value in facts.items() if now.get(name) != value}
        return cls(what, key, {name: now.get(name) for name in after}, after)


def sealed_edits(vault: Vault, number: int, edits: Iterable[Edit]) -> bytes:
    """Return edits sealed for the row of a change."""
    return vault.seal("change", number, {"edits": [list(edit) for edit in edits]})


def edits_of(vault: Vault, number: int, sealed: bytes) -> list[Edit]:
    """Return the edits that the row of a change keeps."""
    return [_edit(*each) for each in vault.open("change", number, sealed)["edits"]]


def _edit(what: Any, key: Any, before: Facts | None, after: Facts | None) -> Edit:
    return Edit(what, tuple(key) if isinstance(key, list) else key, before, after)


def touched(edits: Iterable[Edit]) -> list[str]:
    """Return the ids of the contacts that edits are about, both ends of a tie too, each once."""
    ids = (edit.key if isinstance(edit.key, tuple) else (edit.key,) for edit in edits if edit.key)
    return list(dict.fromkeys(each for pair in ids for each in pair))
