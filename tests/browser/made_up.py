"""Made-up networks of any size, the same for the same seed: shaped like those that clinicians draw."""

from __future__ import annotations

from random import Random
from typing import Any

from supportmap.analysis.network import KINDS, SECTORS, STATUSES, Client, Contact, Network, Tie

__all__ = ["made_up"]

NAMES = (
    *("Avery", "Mum", "Dad", "Jordan", "Aunt Philippa", "Dr. Okonkwo", "Sam", "Mei", "Farid", "Rex", "Noor"),
    *("Oak Street library", "Tuesday choir", "Food pantry", "Ms. Lindqvist-Hernández", "Grandma Jo", "Ana"),
    *(
        "Neighbour at no. 7",
        "Women’s group St. Mary",
        "Aleksandra",
        "Wojciech",
        "Uncle Theo",
        "Peer worker Dana",
    ),
    *("Community garden", "Crisis line", "Big brother Matthias", "WWWWWWWW MMMMMMMM", "Lou", "Bo", "Zoë"),
)


def made_up(count: int, seed: int, density: float = 0.12, **facts: Any) -> Network:
    """Return a network of so many contacts; ``facts`` hold for all of them."""
    chance = Random(seed)
    contacts = tuple(_contact(chance, number, facts) for number in range(count))
    ties = tuple(
        Tie(one.id, other.id, chance.choice((1, 1, 2)), chance.random() < 0.08)
        for number, one in enumerate(contacts)
        for other in contacts[:number]
        if chance.random() < density * (4 if one.sector == other.sector else 0.4)
    )
    return Network(contacts, ties, Client(label="K."))


def _contact(chance: Random, number: int, facts: dict[str, Any]) -> Contact:
    turn = f" {number // len(NAMES) + 1}" if number >= len(NAMES) else ""
    made: dict[str, Any] = {
        "id": f"c{number}",
        "name": NAMES[number % len(NAMES)] + turn,
        "sector": chance.choices((*SECTORS, None), (36, 27, 10, 10, 14, 3))[0],
        "kind": chance.choices(KINDS, (80, 7, 5, 3, 5))[0],
        "circle": chance.choices((1, 2, 3, None), (30, 40, 27, 3))[0],
        "status": chance.choices(STATUSES, (4, 86, 5, 5))[0],
        "emotional": chance.choices((0, 1, 2, None), (35, 30, 25, 10))[0],
        "practical": chance.choices((0, 1, 2, None), (40, 30, 20, 10))[0],
        "belonging": chance.choices((0, 1, 2, None), (30, 30, 30, 10))[0],
        "strain": chance.choices((0, 1, 2, None), (75, 12, 5, 8))[0],
    }
    return Contact(**(made | facts))
