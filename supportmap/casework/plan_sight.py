"""Which people and numbers of the map somebody may plan with: staff all, a client what is released."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from supportmap.analysis.network import Contact, Network
from supportmap.analysis.planning import JOINS_AS, Effect, Goal, Measured, measured, predicted, preview, said
from supportmap.analysis.whatif import WhatIf
from supportmap.casework.portal import released
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.networks import Facts, network_of, state_of

__all__ = ["Sight", "effect_of", "sight_of"]


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see of the map while they plan.

    ``helpers`` are the names, by id, of those who may be named as somebody to turn to. ``strain``: whom of
    them it costs strength to see may be told. ``numbers``: how well support is covered may be told;
    ``of_contacts``: also what would change with one of those who are there, from which what they give and
    cost could be told.
    """

    network: Network
    helpers: dict[str, str]
    strain: bool
    numbers: bool
    of_contacts: bool

    def costs(self, contact_id: str | None) -> Contact | None:
        """Return whom an option is about, where it may be told what they cost."""
        if not self.strain or contact_id not in self.helpers:
            return None
        return self.network.contact(contact_id)

    def may_tell(self, option: Facts) -> bool:
        """Tell whether what an option would bring to the map may be told, and can."""
        if option["contact"] is None:
            return self.numbers
        return self.numbers and self.of_contacts and option["contact"] in self.helpers

    def predicted(self, goal: Goal, option: Facts, what_if: WhatIf | None = None) -> Measured | None:
        """Return what a goal's measure would be with an option; None where nothing may or can be told.

        ``what_if`` is the option's preview, where that is worked out already.
        """
        if goal.measure == "own":
            return None if option["would"] is None else said(option["would"])
        what_if = what_if or self.preview(option)
        return predicted(what_if, goal) if what_if else None

    def measured(self, goal: Goal) -> Measured | None:
        """Return what a goal's measure is on the map now; None where nothing may or can be told."""
        return measured(self.network, goal) if self.numbers else None

    def preview(self, option: Facts) -> WhatIf | None:
        """Return the map as it is and as it would be with an option."""
        return preview(self.network, effect_of(option)) if self.may_tell(option) else None

    def copy_of(self, facts: Facts) -> Facts:
        """Return what a plan says as its reader may keep it: no number of the map that isn't told them."""
        said_of = ("kind", "words", "would", "pros", "cons", "views")
        options = [{name: each[name] for name in said_of} for each in facts["options"]]
        chosen = next((each["words"] for each in facts["options"] if each["id"] == facts["chosen"]), None)
        kept = {name: facts[name] for name in ("title", "problem", "function", "goal", "words")}
        reviews = [self._review_of(each) for each in facts["reviews"]]
        return {**kept, "options": options, "chosen": chosen, "reviews": reviews}

    def _review_of(self, entry: Facts) -> Facts:
        kept = {name: entry[name] for name in ("on", "words", "learnt")}
        if entry["goal"]["measure"] == "own" or (self.numbers and self.of_contacts):
            kept |= {name: entry[name] for name in ("predicted", "actual", "outcome")}
        return kept


def effect_of(option: Facts) -> Effect:
    """Return what an option would do to the network."""
    return Effect(option["contact"], JOINS_AS.get(option["kind"]), option["answers"])


def sight_of(session: Session, actor: Actor, owner: Owner) -> Sight:
    """Return what somebody may see now."""
    if actor.role != "client":
        network = network_of(state_of(session, owner))
        return Sight(network, {contact.id: contact.name for contact in network.supporters}, True, True, True)
    seen = released(session, actor, owner)
    helpers = {each["id"]: each["name"] for each in seen.helpers}
    of_contacts = seen.coverage and seen.gives and seen.strain
    return Sight(seen.network, helpers, seen.strain, seen.coverage, of_contacts)
