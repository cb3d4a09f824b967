"""Made-up contacts: who they are, how close, and what was answered about them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any
from uuid import UUID

from supportmap.analysis.network import FUNCTIONS, Contact, Kind, Sector
from supportmap.demo.chance import happens, one_of
from supportmap.demo.names import ANIMALS, FIRST_NAMES, GROUPS, NOTES, PLACES, SERVICES, SURNAMES

__all__ = ["ANSWERS", "PARTS", "Part", "a_contact", "an_answer", "an_id"]

ANSWERS = (*FUNCTIONS, "gives_back", "strain", "reach", "frequency")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of life: its share of the contacts, who stands in it, and what they tend to give.

    ``lean`` says for emotional, practical and belonging support in turn how often contacts of the inner
    circle give it, on the scale of the ratings; ``strain`` is the share of those who are draining.
    """

    share: float
    kinds: Mapping[Kind, float]
    circles: Mapping[int, float]
    relationships: Mapping[str | None, float]
    lean: tuple[float, float, float]
    strain: float


# Family and friends as in Palumbo 2015 (43.1% and 26.5%); the rest is divided by us.
PARTS: Mapping[Sector, Part] = {
    "family": Part(
        0.431,
        {"person": 0.95, "animal": 0.05},
        {1: 0.35, 2: 0.35, 3: 0.3},
        {"partner": 2, "parent": 4, "child": 2, "sibling": 4, "relative": 4},
        (0.9, 0.8, 0.9),
        0.35,
    ),
    "friends": Part(
        0.265,
        {"person": 0.95, "group": 0.05},
        {1: 0.2, 2: 0.45, 3: 0.35},
        {"friend": 1},
        (1.0, 0.3, 1.3),
        0.15,
    ),
    "professionals": Part(
        0.135,
        {"person": 0.65, "service": 0.35},
        {1: 0.03, 2: 0.4, 3: 0.57},
        {"professional": 1},
        (1.1, 1.0, 0.0),
        0.1,
    ),
    "community": Part(
        0.1,
        {"person": 0.45, "group": 0.35, "place": 0.2},
        {1: 0.05, 2: 0.4, 3: 0.55},
        {"neighbour": 1},
        (0.2, 0.6, 1.3),
        0.1,
    ),
    "work": Part(
        0.069,
        {"person": 0.92, "group": 0.08},
        {1: 0.04, 2: 0.36, 3: 0.6},
        {"colleague": 1},
        (0.4, 0.2, 0.9),
        0.25,
    ),
}
AT_MOST = {"partner": 1, "parent": 2}
CLOSEST = {"partner", "parent", "child"}
CLOSEST_CIRCLES = {1: 0.6, 2: 0.25, 3: 0.15}
THINGS: Mapping[Kind, Sequence[str]] = {
    "animal": ANIMALS,
    "group": GROUPS,
    "place": PLACES,
    "service": SERVICES,
}
FURTHER = 0.4
"""How much less each circle outward gives."""
SPREAD = 0.6
OTHERWISE = 1.3
"""The lean of answers that no part of life decides: what is given back, reach and frequency."""
NOT_PLACED, UNSAFE, PLANNED, PROPOSED, NOTED = 0.06, 0.025, 0.2, 0.03, 0.12


def a_contact(random: Random, others: Collection[Contact], unasked: float) -> Contact:
    """Return one more contact beside others; each answer is missing with the probability ``unasked``."""
    sector = one_of(random, {name: part.share for name, part in PARTS.items()})
    kind = one_of(random, PARTS[sector].kinds)
    relationship = _relationship(random, PARTS[sector], others) if kind == "person" else None
    circles = CLOSEST_CIRCLES if relationship in CLOSEST else PARTS[sector].circles
    contact = Contact(
        id=an_id(random),
        name=_name(random, kind, sector, {other.name for other in others}),
        kind=kind,
        relationship=relationship,
        sector=sector,
        circle=one_of(random, circles),
    )
    answers: dict[str, Any] = {
        answer: None if happens(random, unasked) else an_answer(random, contact, answer) for answer in ANSWERS
    }
    circle = None if happens(random, NOT_PLACED) else contact.circle
    return replace(contact, circle=circle, **answers, **_circumstances(random, contact))


def an_id(random: Random) -> str:
    """Return the id of something made up, always the same one for the same seed."""
    return str(UUID(int=random.getrandbits(128), version=4))


def an_answer(random: Random, contact: Contact, answer: str) -> int:
    """Return what is answered about a contact: 0, 1 or 2; those who are closer tend to give more."""
    part = PARTS[contact.sector or "community"]
    if answer == "strain":
        draining = contact.kind == "person" and happens(random, part.strain)
        return random.choice((1, 1, 2)) if draining else 0
    leans: dict[str, float] = dict(zip(FUNCTIONS, part.lean, strict=True))
    distance = FURTHER * ((contact.circle or 3) - 1)
    return max(0, min(2, round(random.gauss(leans.get(answer, OTHERWISE) - distance, SPREAD))))


def _relationship(random: Random, part: Part, others: Collection[Contact]) -> str | None:
    have = [other.relationship for other in others]
    free = {
        name: weight
        for name, weight in part.relationships.items()
        if have.count(name) < AT_MOST.get(name or "", len(have) + 1)
    }
    return one_of(random, free)


def _name(random: Random, kind: Kind, sector: Sector, taken: set[str]) -> str:
    if kind == "person" and sector == "professionals" and happens(random, 0.4):
        name = f"Dr {random.choice(SURNAMES)}"
    else:
        name = random.choice(THINGS.get(kind, FIRST_NAMES))
    while name in taken:
        # Two of the same name are told apart as people do it: by an initial, or by saying "the other".
        initial = f"{random.choice(SURNAMES)[0]}."
        name = f"{random.choice(FIRST_NAMES)} {initial}" if kind == "person" else f"{name}, the other"
    return name


def _circumstances(random: Random, contact: Contact) -> dict[str, Any]:
    """Return the rest of what is recorded of a contact now and then."""
    is_person, is_formal = contact.kind == "person", contact.is_formal
    facts: dict[str, Any] = {"unsafe": is_person and not is_formal and happens(random, UNSAFE)}
    if is_formal and happens(random, PLANNED):
        facts["status"] = "planned"
    elif happens(random, PROPOSED):
        facts["status"] = "proposed"
    if happens(random, NOTED):
        facts["note"] = random.choice(NOTES)
    if is_formal and happens(random, 0.5):
        # Ofcom keeps these numbers free for fiction.
        facts["phone"] = f"01632 960{random.randrange(1000):03}"
    if is_person:
        facts["knows_listed"] = one_of(random, {None: 0.6, True: 0.3, False: 0.1})
    return facts
