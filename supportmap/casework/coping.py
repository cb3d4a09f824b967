"""What makes it hard and what helps, as it was written down: signs, triggers, strategies, and each use.

It is read over a network: the whole one for the team, for a client no more of it than was released.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from supportmap.analysis.coping import HELPED, Card, Coping, Strategy, Trigger, Use, card_of, coping_of
from supportmap.analysis.network import FUNCTIONS, Contact, Network
from supportmap.casework.portal import Released
from supportmap.casework.work import NOT_FOR, Work, works_of
from supportmap.exchange.field import Field, Table, choice, listing, optional, required, text
from supportmap.exchange.fields import MAX_CONTACTS
from supportmap.records.audit import Actor
from supportmap.records.client import Owner

__all__ = ["COPING", "Written", "card_in", "coping_in", "network_seen", "written_of"]


def _ids(most: int) -> Field:
    each, all_of = text(64, least=1), listing(most)
    take = lambda given: [each.take(own_id) for own_id in all_of.take(given)]  # noqa: E731 - a field holds it
    return replace(listing(most, each.schema), take=take)


MOST_TRIGGERS = 500
COPING: Mapping[str, Table] = {
    "sign": {"what": required(text(300, least=1)), NOT_FOR: listing(100)},
    "trigger": {
        "what": required(text(300, least=1)),
        "wants": optional(choice(*FUNCTIONS)),
        NOT_FOR: listing(100),
    },
    "strategy": {
        "what": required(text(1_000, least=1)),
        "triggers": _ids(MOST_TRIGGERS),
        "helpers": _ids(MAX_CONTACTS),
        NOT_FOR: listing(100),
    },
    "use": {"helped": optional(choice(*HELPED)), "trigger": optional(text(64, least=1))},
}
"""What each kind says. ``what`` is in the writer's own words; ``wants`` is the function wanted then."""


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody may see of it; every use is of a strategy that they see."""

    signs: tuple[Work, ...]
    triggers: tuple[Work, ...]
    strategies: tuple[Work, ...]
    uses: tuple[Work, ...]

    @property
    def works(self) -> dict[str, Work]:
        """Everything by its id."""
        return {str(each.id): each for each in (*self.signs, *self.triggers, *self.strategies, *self.uses)}

    @property
    def shared(self) -> Written:
        """Return the part of it that isn't private."""
        kinds = (self.signs, self.triggers, self.strategies, self.uses)
        return Written(*(tuple(each for each in kind if not each.is_private) for kind in kinds))


def written_of(session: Session, actor: Actor, owner: Owner) -> Written:
    """Return what somebody may see, the oldest first."""
    found = works_of(session, actor, owner, *COPING)
    of_kind = {kind: tuple(each for each in found if each.kind == kind) for kind in COPING}
    known = {each.id for each in of_kind["strategy"]}
    uses = tuple(each for each in of_kind["use"] if each.about in known)
    return Written(of_kind["sign"], of_kind["trigger"], of_kind["strategy"], uses)


def coping_in(written: Written, network: Network) -> Coping:
    """Return what there is for each trigger over a network, and how often each strategy was used."""
    triggers = [
        Trigger(str(each.id), each.facts["what"], each.facts.get("wants")) for each in written.triggers
    ]
    uses = [
        Use(str(each.about), each.facts.get("helped"), each.facts.get("trigger")) for each in written.uses
    ]
    return coping_of(network, triggers, _strategies(written), uses)


def card_in(written: Written, network: Network) -> Card:
    """Return who and what can be turned to over a network."""
    return card_of(network, _strategies(written))


def _strategies(written: Written) -> list[Strategy]:
    return [
        Strategy(
            str(each.id), each.facts["what"], tuple(each.facts["triggers"]), tuple(each.facts["helpers"])
        )
        for each in written.strategies
    ]


def network_seen(seen: Released) -> Network:
    """Return the network that a client may see in lists of people to turn to: only what is released of it."""
    helpers = {each["id"] for each in seen.helpers}
    contacts = [_as_seen(each, seen) for each in seen.network.contacts if each.id in helpers]
    return Network(tuple(contacts))


def _as_seen(contact: Contact, seen: Released) -> Contact:
    unsaid: dict[str, Any] = {"note": None, "extra": {}}
    if not seen.gives:
        unsaid |= dict.fromkeys(FUNCTIONS)
    if not seen.strain:
        unsaid["strain"] = None
    if not seen.phones:
        unsaid |= {"phone": None, "phone_checked_on": None}
    return replace(contact, **unsaid)
