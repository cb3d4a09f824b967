"""What got better on the map from visit to visit: gaps that closed, and who came into the client's life.

Only what was known to be so counts. A function that some answer could have shown to be covered before was
not known to lack anything; and whoever was only not mentioned before was learnt of, not gained. That the
support was there all along is good to know, and it is no gap that closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Literal

from supportmap.analysis.coverage import CoverageStatus, coverage
from supportmap.analysis.network import FUNCTIONS, Function, Network, Since

__all__ = ["Achieved", "What", "achieved"]

What = Literal["gap closed", "gained", "learnt"]

LACKING: tuple[CoverageStatus, ...] = ("gap", "thin")
SAID: dict[Since, What] = {"new": "gained", "not mentioned before": "learnt"}


@dataclass(frozen=True, slots=True)
class Achieved:
    """What the map of a day shows for the first time.

    A closed gap has its ``function`` and what it ``was`` when last known to lack something; somebody who was
    gained, or only learnt of, is the ``contact``.
    """

    what: What
    held_on: date
    function: Function | None = None
    was: CoverageStatus | None = None
    contact: str | None = None


def achieved(networks: Iterable[Network]) -> list[Achieved]:
    """Return what a client's networks show one after the other, the earliest first.

    Those without a date, and those for which nobody was asked for contacts, say nothing. Nobody is named who
    is marked unsafe.
    """
    asked = [network for network in networks if network.held_on and network.elicited]
    asked.sort(key=_day)
    closed = [each for function in FUNCTIONS for each in _closed(asked, function)]
    return sorted([*closed, *_newcomers(asked)], key=attrgetter("held_on"))


def _day(network: Network) -> date:
    return network.held_on or date.min


def _closed(networks: Sequence[Network], function: Function) -> Iterator[Achieved]:
    """Yield each time a function got covered that was known to lack something, whatever was open then."""
    before: tuple[Network, CoverageStatus] | None = None
    for network in networks:
        found = coverage(network, function)
        if found.status_at_best in LACKING:
            before = network, found.status_at_best
        elif found.status == "covered":
            if before and _is_covered_without_the_learnt(network, before[0], function):
                yield Achieved("gap closed", _day(network), function, before[1])
            before = None


def _is_covered_without_the_learnt(network: Network, before: Network, function: Function) -> bool:
    """Whether it is covered also by those alone who were known before, or are new in life."""
    known = {contact.id for contact in before.contacts if contact.status != "proposed"}
    gained = [each for each in network.contacts if each.id in known or each.since == "new"]
    return coverage(replace(network, contacts=tuple(gained), ties=()), function).status == "covered"


def _newcomers(networks: Sequence[Network]) -> Iterator[Achieved]:
    """Yield who is there for the first time, where it was said how that is meant."""
    known: set[str] = set()
    for number, network in enumerate(networks):
        for contact in network.supporters if number else ():
            if contact.since and contact.id not in known:
                yield Achieved(SAID[contact.since], _day(network), contact=contact.id)
        known |= {contact.id for contact in network.active}
