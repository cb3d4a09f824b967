"""Two dated networks of one client side by side: what changed between them, as far as both were asked.

An answer that is known only at one of the two times is no change. Someone recorded since may be new in
the client's life or just not mentioned before: people forget a fifth of their friends when asked freely
(Brewer and Webster 1999, Social Networks 21), so the two are kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from supportmap.analysis.network import FUNCTIONS, Contact, EndedReason, Network
from supportmap.analysis.structure import NOT_ELICITED

__all__ = [
    "ANSWERS",
    "OTHER_CLIENT",
    "TIES_NOT_ASKED_TWICE",
    "Change",
    "Departure",
    "Shift",
    "compare",
    "doubts",
]

ANSWERS = (*FUNCTIONS, "gives_back", "strain", "circle", "reach", "frequency")
"""The answers about a contact that can be compared."""

Pairs = tuple[tuple[str, str], ...]

OTHER_CLIENT = "The two are labelled differently: are they of the same client?"
NOBODY_BEFORE = "there were no contacts before"
NOBODY_AT_ALL = "there are no contacts at either time"
NO_CORE = "nobody was in the inner circle before"
NO_PERIPHERY = "nobody was in the middle or outer circle before"
TIES_NOT_ASKED_TWICE = "who knows whom was not asked of everybody at both times"


class Departure(NamedTuple):
    """A contact who is no longer active, with the reason if it was recorded."""

    contact: str
    reason: EndedReason | None


class Shift(NamedTuple):
    """An answer about a contact that is known at both times and differs."""

    contact: str
    answer: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Change:
    """What changed between two networks. Contacts are given by id, in document order.

    ``joined`` are active now and were not before: ``new_in_life`` and ``not_mentioned_before`` say which,
    and for the rest nobody has said. ``stability`` is the share of the earlier contacts who are still
    there, ``core_stability`` that of the inner circle, ``periphery_stability`` that of the outer two;
    ``turnover`` is the share of everybody of either time who came or went, ``jaccard`` its complement.
    All lie from 0 to 1 and are ``None`` where undefined. Where nobody was asked for contacts at one of the
    times, nothing is said to have changed. ``newly_answered`` and ``no_longer_answered``
    count answers, about contacts of both times, that are known at only one of them.
    """

    joined: tuple[str, ...] = ()
    new_in_life: tuple[str, ...] = ()
    not_mentioned_before: tuple[str, ...] = ()
    left: tuple[Departure, ...] = ()
    stayed: tuple[str, ...] = ()
    shifts: tuple[Shift, ...] = ()
    newly_answered: int = 0
    no_longer_answered: int = 0
    ties_formed: Pairs | None = None
    ties_ended: Pairs | None = None
    stability: float | None = None
    core_stability: float | None = None
    periphery_stability: float | None = None
    turnover: float | None = None
    jaccard: float | None = None
    undefined: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def moved(self) -> tuple[Shift, ...]:
        """Return who moved from one circle to another."""
        return self._of("circle")

    @property
    def gained(self) -> tuple[Shift, ...]:
        """Return which contact now gives which function that it hardly ever gave."""
        return tuple(shift for shift in self._of(*FUNCTIONS) if shift.before == 0)

    @property
    def lost(self) -> tuple[Shift, ...]:
        """Return which contact hardly ever gives which function any more."""
        return tuple(shift for shift in self._of(*FUNCTIONS) if shift.after == 0)

    @property
    def more(self) -> tuple[Shift, ...]:
        """Return which contact gives which function almost always, and gave it sometimes."""
        return tuple(shift for shift in self._of(*FUNCTIONS) if 0 < shift.before < shift.after)

    @property
    def less(self) -> tuple[Shift, ...]:
        """Return which contact gives which function sometimes, and gave it almost always."""
        return tuple(shift for shift in self._of(*FUNCTIONS) if 0 < shift.after < shift.before)

    @property
    def strain_up(self) -> tuple[Shift, ...]:
        """Return who is more often critical or draining."""
        return tuple(shift for shift in self._of("strain") if shift.after > shift.before)

    @property
    def strain_down(self) -> tuple[Shift, ...]:
        """Return who is less often critical or draining."""
        return tuple(shift for shift in self._of("strain") if shift.after < shift.before)

    def _of(self, *answers: str) -> tuple[Shift, ...]:
        return tuple(shift for shift in self.shifts if shift.answer in answers)


def compare(before: Network, after: Network) -> Change:
    """Return what changed from one network to a later one of the same client; contacts match by id."""
    if not (before.elicited and after.elicited):
        return Change(undefined=dict.fromkeys(_UNDEFINED_UNLESS_ASKED, NOT_ELICITED))
    was = {contact.id: contact for contact in before.active}
    now = {contact.id: contact for contact in after.active}
    joined = [contact for contact in now.values() if contact.id not in was]
    both = [(was[contact.id], contact) for contact in now.values() if contact.id in was]
    shares, no_shares = _shares(before, after)
    ties, no_ties = _ties(before, after)
    return Change(
        joined=tuple(contact.id for contact in joined),
        new_in_life=tuple(contact.id for contact in joined if contact.since == "new"),
        not_mentioned_before=tuple(
            contact.id for contact in joined if contact.since == "not mentioned before"
        ),
        left=tuple(_departures(before, after)),
        stayed=tuple(contact.id for _, contact in both),
        shifts=tuple(shift for old, new in both for shift in _shifts(old, new)),
        newly_answered=sum(_answered(new, old) for old, new in both),
        no_longer_answered=sum(_answered(old, new) for old, new in both),
        undefined=no_shares | no_ties,
        **shares,
        **ties,
    )


def doubts(before: Network, after: Network) -> list[str]:
    """Return what makes it doubtful that these are an earlier and a later network of one client."""
    found = []
    if before.client.label and after.client.label and before.client.label != after.client.label:
        found.append(OTHER_CLIENT)
    if before.held_on and after.held_on and before.held_on > after.held_on:
        found.append("The first is dated later than the second: are they in order?")
    return found


def _departures(before: Network, after: Network) -> Iterable[Departure]:
    known = {contact.id: contact for contact in after.contacts}
    for contact in before.active:
        later = known.get(contact.id)
        if later is None or not later.is_active:
            yield Departure(contact.id, later.ended_reason if later else None)


def _shifts(before: Contact, after: Contact) -> Iterable[Shift]:
    for answer in ANSWERS:
        was, now = getattr(before, answer), getattr(after, answer)
        if was is not None and now is not None and was != now:
            yield Shift(after.id, answer, was, now)


def _answered(known: Contact, unknown: Contact) -> int:
    """Return how many answers about the first are missing about the second."""
    return sum(getattr(known, answer) is not None and getattr(unknown, answer) is None for answer in ANSWERS)


def _ties(before: Network, after: Network) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the ties formed and ended among contacts of both times, or why that can't be said."""
    if not (before.ties_asked and after.ties_asked):
        return {}, dict.fromkeys(("ties_formed", "ties_ended"), TIES_NOT_ASKED_TWICE)
    stayed = {contact.id for contact in before.active} & {contact.id for contact in after.active}
    old, new = (
        {tie.pair: (tie.a, tie.b) for tie in network.ties if tie.pair <= stayed}
        for network in (before, after)
    )
    formed = tuple(ends for pair, ends in new.items() if pair not in old)
    ended = tuple(ends for pair, ends in old.items() if pair not in new)
    return {"ties_formed": formed, "ties_ended": ended}, {}


def _shares(before: Network, after: Network) -> tuple[dict[str, Any], dict[str, str]]:
    """Return how much of the network stayed, or why that can't be said."""
    was = {contact.id for contact in before.active}
    now = {contact.id for contact in after.active}
    core = {contact.id for contact in before.active if contact.circle == 1}
    periphery = {contact.id for contact in before.active if contact.circle in {2, 3}}
    parts = {
        "stability": (was & now, was, NOBODY_BEFORE),
        "core_stability": (core & now, core, NO_CORE),
        "periphery_stability": (periphery & now, periphery, NO_PERIPHERY),
        "turnover": (was ^ now, was | now, NOBODY_AT_ALL),
        "jaccard": (was & now, was | now, NOBODY_AT_ALL),
    }
    shares = {name: len(part) / len(whole) for name, (part, whole, _) in parts.items() if whole}
    undefined = {name: reason for name, (_, whole, reason) in parts.items() if not whole}
    if not was:
        undefined |= dict.fromkeys(("core_stability", "periphery_stability"), NOBODY_BEFORE)
    return shares, undefined


_UNDEFINED_UNLESS_ASKED = [each.name for each in fields(Change) if each.default is None]
