"""What makes it hard, what helps then, and who: counts with what they are counts of, and gaps that are said.

Who is named as helping is read over the network as it stands: whoever may not be turned to (unsafe, or not
active) stands in nothing that is returned, whatever was written down. That something helped when it was used
is what the client said, not what caused it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from supportmap.analysis.dependability import dependability
from supportmap.analysis.network import Contact, Function, Network

__all__ = [
    "HELPED",
    "TURNS",
    "Card",
    "Coping",
    "Met",
    "Strategy",
    "Tried",
    "Trigger",
    "Turn",
    "Use",
    "Way",
    "card_of",
    "coping_of",
    "is_strained",
]

HELPED = (0, 1, 2)
"""How much something helped: no, a little, a lot; None is not said."""
Turn = Literal["nobody", "strained", "unsure", "somebody"]
"""Who there is to turn to: nobody, only the strained, only those whose strain was not asked, somebody."""
TURNS: tuple[Turn, ...] = ("nobody", "strained", "unsure", "somebody")
ANSWERING = ("person", "group", "service")
"""The kinds that can be turned to. A place or an animal helps too, but answers nobody."""
SITES = ("group", "place", "service")
"""The kinds that stand on the card as places."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """Something that makes it hard, and the function that is wanted then, if that was said."""

    id: str
    words: str
    wants: Function | None = None


@dataclass(frozen=True, slots=True)
class Strategy:
    """Something that helps: for which triggers, and which contacts help with it, by their ids."""

    id: str
    words: str
    triggers: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """One time a strategy was used: how much it helped (0 to 2, None: not said), and what it was used for."""

    strategy: str
    helped: int | None = None
    trigger: str | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """How often something was used, and how often it helped, of the times for which that was said."""

    times: int = 0
    a_lot: int = 0
    a_little: int = 0
    no: int = 0

    @property
    def rated(self) -> int:
        """Of how many times it was said how much it helped."""
        return self.a_lot + self.a_little + self.no


@dataclass(frozen=True, slots=True)
class Way:
    """A strategy with those of its helpers who may be listed now, and how many others were written down.

    ``left`` counts who was listed and may not be any more, for whatever reason.
    """

    strategy: Strategy
    helpers: tuple[Contact, ...]
    left: int
    tried: Tried


@dataclass(frozen=True, slots=True)
class Met:
    """What there is for one trigger; ``tried`` of its ways counts the times they were used for it.

    ``could_help`` are those who give what is wanted then and aren't strained, but are in none of its ways.
    """

    trigger: Trigger
    ways: tuple[Way, ...]
    helpers: tuple[Contact, ...]
    turn: Turn
    could_help: tuple[Contact, ...]

    @property
    def is_gap(self) -> bool:
        """Whether there is no strategy for it, or certainly nobody to turn to who isn't strained."""
        return not self.ways or self.turn in ("nobody", "strained")


@dataclass(frozen=True, slots=True)
class Coping:
    """Every trigger with what there is for it, and every strategy with all the times it was used."""

    met: tuple[Met, ...]
    ways: tuple[Way, ...]

    @property
    def gaps(self) -> tuple[Met, ...]:
        """The triggers for which something is missing."""
        return tuple(each for each in self.met if each.is_gap)


@dataclass(frozen=True, slots=True)
class Card:
    """Who and what can be turned to when it gets hard: those who aren't strained first."""

    people: tuple[Contact, ...]
    places: tuple[Contact, ...]


def coping_of(
    network: Network, triggers: Iterable[Trigger], strategies: Sequence[Strategy], uses: Sequence[Use]
) -> Coping:
    """Return what there is for each trigger and with whom; ids that nothing has are passed over."""
    ways = [_way(network, each, uses) for each in strategies]
    met = (_met(network, trigger, ways, uses) for trigger in triggers)
    return Coping(tuple(met), tuple(ways))


def card_of(network: Network, strategies: Iterable[Strategy]) -> Card:
    """Return whom the strategies name and who may be turned to, as people (and animals) and as places."""
    named = _listed(network, [own_id for each in strategies for own_id in each.helpers])
    ordered = sorted(named, key=_strain_order)
    return Card(
        tuple(each for each in ordered if each.kind not in SITES),
        tuple(each for each in ordered if each.kind in SITES),
    )


def is_strained(contact: Contact) -> bool | None:
    """Tell whether a contact is critical or draining at least sometimes; None: it was not asked."""
    return None if contact.strain is None else contact.strain > 0


def _way(network: Network, strategy: Strategy, uses: Iterable[Use]) -> Way:
    helpers = _listed(network, strategy.helpers)
    left = len(set(strategy.helpers)) - len(helpers)
    return Way(strategy, helpers, left, _tried(use for use in uses if use.strategy == strategy.id))


def _met(network: Network, trigger: Trigger, ways: Iterable[Way], uses: Iterable[Use]) -> Met:
    own = [use for use in uses if use.trigger == trigger.id]
    for_it = tuple(_way(network, way.strategy, own) for way in ways if trigger.id in way.strategy.triggers)
    helpers = _listed(network, [each.id for way in for_it for each in way.helpers])
    return Met(trigger, for_it, helpers, _turn(helpers), _could_help(network, trigger, helpers))


def _listed(network: Network, ids: Iterable[str]) -> tuple[Contact, ...]:
    """Return those of the ids who may be turned to, each once, in document order."""
    wanted = set(ids)
    return tuple(each for each in network.supporters if each.id in wanted)


def _turn(helpers: Iterable[Contact]) -> Turn:
    standings = {is_strained(each) for each in helpers if each.kind in ANSWERING}
    if not standings:
        return "nobody"
    if False in standings:
        return "somebody"
    return "unsure" if None in standings else "strained"


def _could_help(network: Network, trigger: Trigger, helpers: Sequence[Contact]) -> tuple[Contact, ...]:
    """Return who gives what is wanted, the most dependable first."""
    wants = trigger.wants
    if wants is None:
        return ()
    found = [
        each
        for each in network.supporters
        if each.rating(wants) and each.strain == 0 and each.kind in ANSWERING and each not in helpers
    ]
    return tuple(sorted(found, key=lambda each: dependability(each, wants), reverse=True))


def _tried(uses: Iterable[Use]) -> Tried:
    said = [use.helped for use in uses]
    no, a_little, a_lot = (said.count(each) for each in HELPED)
    return Tried(len(said), a_lot, a_little, no)


def _strain_order(contact: Contact) -> int:
    return [False, None, True].index(is_strained(contact))
