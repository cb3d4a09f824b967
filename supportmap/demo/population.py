"""Made-up clients with their visits, always the same ones for the same seed and day.

How well they are supported is nowhere set: it comes out of the analysis, as it does for anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from supportmap.analysis.network import NEEDS, Client, Needs, Network
from supportmap.demo.chance import one_of
from supportmap.demo.histories import first_network, next_network
from supportmap.demo.names import AREAS, FIRST_NAMES, LANGUAGES, SURNAMES

__all__ = ["NOBODY", "NOT_ASKED", "Story", "population"]

NOT_ASKED, NOBODY = 6, 11
"""Which client is new and was asked nothing yet, and which was asked and named nobody."""
MOST_WEEKS = 78
VISITS = {2: 3, 3: 4, 4: 4, 5: 2, 6: 1}
NEED_WEIGHTS = (0.25, 0.45, 0.3)


@dataclass(frozen=True, slots=True)
class Story:
    """A client, and the network as each visit found it, the earliest first."""

    name: str
    visits: tuple[Network, ...]
    client: Client


def population(seed: int, count: int, today: date) -> tuple[Story, ...]:
    """Return so many clients; the first of them are the same however many there are."""
    # Each has a chance of their own; nothing here is a secret.
    return tuple(_story(Random(f"{seed} {number}"), number, today) for number in range(count))  # noqa: S311


def _story(random: Random, number: int, today: date) -> Story:
    first, last = random.choice(FIRST_NAMES), random.choice(SURNAMES)
    client = Client(
        label=f"{first[0]}. {last[0]}.",
        needs=Needs(*random.choices(NEEDS, NEED_WEIGHTS, k=3)),
        birth_year=today.year - random.randint(18, 81),
        area=random.choice(AREAS),
        languages=random.choice(LANGUAGES),
    )
    days = [] if number == NOT_ASKED else _days(random, today)
    found = [Network(held_on=day) for day in days] if number == NOBODY else _found(random, days)
    return Story(f"{first} {last}", tuple(replace(network, client=client) for network in found), client)


def _found(random: Random, days: list[date]) -> Iterator[Network]:
    network: Network | None = None
    for day in days:
        network = next_network(random, network, day) if network else first_network(random, day)
        yield network


def _days(random: Random, today: date) -> list[date]:
    """Return the working days of 2 to 6 visits in different weeks of the last 18 months."""
    weeks = sorted(random.sample(range(1, MOST_WEEKS), one_of(random, VISITS)), reverse=True)
    days = [today - timedelta(weeks=week, days=random.randrange(5)) for week in weeks]
    return [day - timedelta(days=max(0, day.weekday() - 4)) for day in days]
