"""One kind of object of HSDS: which fields it has and what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["NOTED", "OWNERS", "PHONES", "Shape", "also", "words"]


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of object: its fields of text and of numbers, its lists and parts by the kind of their items.

    ``aliases`` has what else a field is called; ``principal`` is the field that plain text in the place of
    the object stands for.
    """

    text: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    lists: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    principal: str | None = None

    def known(self) -> tuple[str, ...]:
        """Return all its fields in the order in which they are written."""
        return ("id", *self.text, *self.numbers, *self.parts, *self.lists)


def words(text: str) -> tuple[str, ...]:
    """Return the names that a text consists of."""
    return tuple(text.split())


def also(**others: str) -> dict[str, str]:
    """Return the field that each alias means, the preferred alias of a field first."""
    return {alias: name for name, aliases in others.items() for alias in aliases.split()}


NOTED = {"attributes": "attribute", "metadata": "metadata"}
PHONES = {"phones": "phone"}
OWNERS = "organization_id service_id service_at_location_id location_id"
