"""What stands beside what in the entries of a journal: counts with what they are out of, and no causes.

Mood goes from 0 to 10 and may be left out; an entry in which it was not said is never one with a mood of 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import product

__all__ = ["MOODS", "Count", "Entry", "Moods", "Together", "counts", "moods", "together"]

MOODS = tuple(range(11))
"""What a mood can be."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is counted of an entry: the mood before and after, its tags, and whom it is about."""

    before: int | None = None
    after: int | None = None
    tags: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moods:
    """Of so many ``entries``, in how many mood was ``said`` before and after, and how it was afterwards."""

    entries: int
    said: int
    higher: int
    lower: int
    same: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many entries have a tag or are about a contact, and how mood was in them."""

    of: str
    number: int
    moods: Moods


@dataclass(frozen=True, slots=True)
class Together:
    """In how many entries a tag and a contact stand together, and in how many each of them stands."""

    tag: str
    contact: str
    number: int
    with_tag: int
    with_contact: int


def moods(entries: Collection[Entry]) -> Moods:
    """Return how often mood was said in these entries, and how often it was higher afterwards."""
    steps = [
        each.after - each.before for each in entries if each.before is not None and each.after is not None
    ]
    higher, lower = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    return Moods(len(entries), len(steps), higher, lower, len(steps) - higher - lower)


def counts(entries: Sequence[Entry], part: str) -> list[Count]:
    """Return in how many of these entries each of their ``tags`` or ``contacts`` stands: most first."""
    having: dict[str, list[Entry]] = {}
    for entry in entries:
        for each in dict.fromkeys(getattr(entry, part)):
            having.setdefault(each, []).append(entry)
    found = [Count(each, len(those), moods(those)) for each, those in having.items()]
    return sorted(found, key=lambda each: (-each.number, each.of))


def together(entries: Sequence[Entry]) -> list[Together]:
    """Return which tags and contacts stand together in which number of entries: most first."""
    pairs = Counter(pair for entry in entries for pair in product({*entry.tags}, {*entry.contacts}))
    tags, contacts = (
        {each.of: each.number for each in counts(entries, part)} for part in ("tags", "contacts")
    )
    found = [
        Together(tag, contact, number, tags[tag], contacts[contact])
        for (tag, contact), number in pairs.items()
    ]
    return sorted(found, key=lambda each: (-each.number, each.tag, each.contact))
