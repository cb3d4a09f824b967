"""What makes it hard, what helps then, and who: counts with what they are counts of, and gaps that are said.

Who is named as helping is read over the network as it stands: whoever may not be turned to (unsafe, or not
active) stands in nothing that is returned, whatever was written down. That something helped when it was used
is what the client said, not what caused it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from supportmap.analysis.dependability import dependability
from supportmap.analysis.network import FUNCTIONS, Contact, Function, Network

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
    network: Network, triggers: Iterable[Trigger], strategies: Iterable[Strategy], uses: Iterable[Use]
) -> Coping:
    """Return what there is for each trigger and with whom; ids that nothing has are passed over."""
    supporters = _supporters(network)
    used, used_for = _used(uses)
    ways = [_way(supporters, each, used[each.id]) for each in strategies]
    for_trigger = _by_trigger(ways)
    givers = {function: _givers(network, function) for function in FUNCTIONS}
    met = []
    for trigger in triggers:
        own = [
            replace(way, tried=_tried(used_for[trigger.id, way.strategy.id]))
            for way in for_trigger[trigger.id]
        ]
        met.append(_met(supporters, trigger, own, givers[trigger.wants] if trigger.wants else ()))
    return Coping(tuple(met), tuple(ways))


def card_of(network: Network, strategies: Iterable[Strategy]) -> Card:
    """Return whom the strategies name and who may be turned to, as people (and animals) and as places."""
    named = _listed(_supporters(network), [own_id for each in strategies for own_id in each.helpers])
    ordered = sorted(named, key=_strain_order)
    return Card(
        tuple(each for each in ordered if each.kind not in SITES),
        tuple(each for each in ordered if each.kind in SITES),
    )


def is_strained(contact: Contact) -> bool | None:
    """Tell whether a contact is critical or draining at least sometimes; None: it was not asked."""
    return None if contact.strain is None else contact.strain > 0


Supporters = Mapping[str, tuple[int, Contact]]
"""Who may be turned to, each with their place in document order."""


def _supporters(network: Network) -> Supporters:
    return {each.id: (place, each) for place, each in enumerate(network.supporters)}


def _used(uses: Iterable[Use]) -> tuple[Mapping[str, list[Use]], Mapping[tuple[str, str], list[Use]]]:
    """Return the uses of each strategy, and those of each trigger and strategy."""
    of_strategy: dict[str, list[Use]] = defaultdict(list)
    for_trigger: dict[tuple[str, str], list[Use]] = defaultdict(list)
    for use in uses:
        of_strategy[use.strategy].append(use)
        if use.trigger is not None:
            for_trigger[use.trigger, use.strategy].append(use)
    return of_strategy, for_trigger


def _by_trigger(ways: Iterable[Way]) -> Mapping[str, list[Way]]:
    for_trigger: dict[str, list[Way]] = defaultdict(list)
    for way in ways:
        for own_id in dict.fromkeys(way.strategy.triggers):
            for_trigger[own_id].append(way)
    return for_trigger


def _way(supporters: Supporters, strategy: Strategy, uses: Iterable[Use]) -> Way:
    helpers = _listed(supporters, strategy.helpers)
    return Way(strategy, helpers, len(set(strategy.helpers)) - len(helpers), _tried(uses))


def _met(supporters: Supporters, trigger: Trigger, ways: Iterable[Way], givers: Iterable[Contact]) -> Met:
    for_it = tuple(ways)
    named = {each.id for way in for_it for each in way.helpers}
    helpers = _listed(supporters, named)
    could_help = tuple(each for each in givers if each.id not in named)
    return Met(trigger, for_it, helpers, _turn(helpers), could_help)


def _listed(supporters: Supporters, ids: Iterable[str]) -> tuple[Contact, ...]:
    """Return those of the ids who may be turned to, each once, in document order."""
    found = sorted(supporters[own_id] for own_id in set(ids) if own_id in supporters)
    return tuple(each for _, each in found)


def _turn(helpers: Iterable[Contact]) -> Turn:
    standings = {is_strained(each) for each in helpers if each.kind in ANSWERING}
    if not standings:
        return "nobody"
    if False in standings:
        return "somebody"
    return "unsure" if None in standings else "strained"


def _givers(network: Network, function: Function) -> tuple[Contact, ...]:
    """Return who gives a function and could be asked for it without strain, the most dependable first."""
    found = [
        each
        for each in network.supporters
        if each.rating(function) and each.strain == 0 and each.kind in ANSWERING
    ]
    return tuple(sorted(found, key=lambda each: dependability(each, function), reverse=True))


def _tried(uses: Iterable[Use]) -> Tried:
    said = [use.helped for use in uses]
    no, a_little, a_lot = (said.count(each) for each in HELPED)
    return Tried(len(said), a_lot, a_little, no)


def _strain_order(contact: Contact) -> int:
    return [False, None, True].index(is_strained(contact))
