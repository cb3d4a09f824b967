"""How a made-up network changes from one visit to the next: a stable core, an unstable periphery.

Seven interviews of widows within a year found exactly that (Morgan 1997), and people forget a fifth of
their friends when they are asked (Brewer and Webster 1999): some who join were there before.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from supportmap.analysis.network import Contact, EndedReason, Network, Since, Tie
from supportmap.demo.chance import MOST_CONTACTS, a_number, a_size, happens, one_of
from supportmap.demo.people import ANSWERS, PARTS, a_contact, an_answer
from supportmap.demo.ties import ties_among, ties_of

__all__ = ["first_network", "next_network"]

UNASKED = (0.0, 0.05, 0.1, 0.1, 0.3)
"""The share of answers that a first visit leaves open, one client or another."""
TIES_ASKED_FIRST, TIES_ASKED_NEXT = 0.75, 0.5
LEAVES = {1: 0.02, 2: 0.06, 3: 0.13, None: 0.13}
SHIFTS = {1: 0.05, 2: 0.09, 3: 0.14, None: 0.14}
FILLED_IN, JOINING = 0.5, 0.06
JOINS_AS: dict[Since | None, float] = {"new": 0.6, "not mentioned before": 0.3, None: 0.1}
REASONS: dict[EndedReason, float] = {
    "lost touch": 0.45,
    "moved": 0.17,
    "fell out": 0.2,
    "died": 0.08,
    "other": 0.1,
}
GROWS_CLOSER = 0.05


def first_network(random: Random, held_on: date) -> Network:
    """Return what a first visit finds; who knows whom is left for later by some."""
    unasked = random.choice(UNASKED)
    contacts: list[Contact] = []
    for _ in range(a_size(random)):
        contacts.append(a_contact(random, contacts, unasked))
    asked = happens(random, TIES_ASKED_FIRST)
    ties = ties_among(random, contacts) if asked else ()
    return Network(tuple(contacts), ties, held_on=held_on, ties_asked=asked)


def next_network(random: Random, before: Network, held_on: date) -> Network:
    """Return what the next visit finds: some have gone, some are new, answers shifted or were filled in."""
    contacts = [_moved_on(random, contact) for contact in before.contacts]
    here = [contact for contact in contacts if contact.status != "past"]
    joined = _joined(random, contacts, here)
    ties = tuple(_grown(random, tie) for tie in before.ties)
    asked = before.ties_asked or happens(random, TIES_ASKED_NEXT)
    if asked and not before.ties_asked:
        ties = ties_among(random, here)
    if asked:
        for number, newcomer in enumerate(joined):
            ties += ties_of(random, newcomer, [*here, *joined[:number]])
    return replace(
        before, contacts=(*contacts, *joined), ties=ties, ties_asked=asked, elicited=True, held_on=held_on
    )


def _moved_on(random: Random, contact: Contact) -> Contact:
    if contact.status == "past":
        return contact
    if contact.status != "active":
        return _settled(random, contact)
    if happens(random, LEAVES[contact.circle]):
        return replace(contact, status="past", ended_reason=_reason(random, contact))
    return _answered(random, contact)


def _settled(random: Random, contact: Contact) -> Contact:
    """Return what became of somebody who was planned or proposed."""
    fate = random.random()
    if fate < 0.3:
        return replace(contact, status="active")
    if fate < 0.4:
        planned = contact.status == "planned"
        return replace(contact, status="past", ended_reason="referral ended" if planned else "other")
    return contact


def _reason(random: Random, contact: Contact) -> EndedReason:
    if contact.is_formal:
        return one_of(random, {"referral ended": 0.7, "moved": 0.2, "other": 0.1})
    if contact.kind == "animal":
        return one_of(random, {"died": 0.7, "other": 0.3})
    return one_of(random, REASONS) if contact.kind == "person" else "other"


def _answered(random: Random, contact: Contact) -> Contact:
    """Return somebody with some answers shifted by one and some that were missing filled in."""
    answers: dict[str, Any] = {answer: _rated(random, contact, answer) for answer in ANSWERS}
    circle = contact.circle
    if circle is None and happens(random, FILLED_IN):
        circle = one_of(random, PARTS[contact.sector or "community"].circles)
    elif circle is not None and happens(random, GROWS_CLOSER):
        circle = max(1, min(3, circle + random.choice((-1, 1))))
    return replace(contact, circle=circle, **answers)


def _rated(random: Random, contact: Contact, answer: str) -> int | None:
    rating: int | None = getattr(contact, answer)
    if rating is None:
        return an_answer(random, contact, answer) if happens(random, FILLED_IN) else None
    if not happens(random, SHIFTS[contact.circle]):
        return rating
    return max(0, min(2, rating + random.choice((-1, 1))))


def _joined(random: Random, known: list[Contact], here: list[Contact]) -> list[Contact]:
    """Return who joined; all who were ever known keep their names to themselves."""
    joined: list[Contact] = []
    count = a_number(random, 0.3 + JOINING * len(here))
    for _ in range(min(count, MOST_CONTACTS - len(here))):
        newcomer = a_contact(random, [*known, *joined], unasked=0.1)
        joined.append(replace(newcomer, since=one_of(random, JOINS_AS)))
    return joined


def _grown(random: Random, tie: Tie) -> Tie:
    if tie.strength == 1 and happens(random, GROWS_CLOSER):
        return replace(tie, strength=2)
    return tie
