"""Services of which anything may be known or not, and anything that somebody may want, by a seed."""

from __future__ import annotations

import random
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.directory.centroids import import_centroids
from supportmap.directory.distance import Point
from supportmap.directory.open_days import PARTS
from supportmap.directory.wanted import Ages, Wanted
from supportmap.records.database import writing
from tests.directory.shelf import a_service, at
from tests.service import LONG_AGO

HERE = Point(53.48, -2.24)
WORDS = ("lunch", "walking", "women's", "Café", "garden", "befriending", "grief", "12", "über", "свет")
CHOICES: dict[str, tuple[Any, ...]] = {
    "status": (None, "active", "active", "active", "inactive"),
    "emotional": (None, 0, 1, 2),
    "practical": (None, 0, 1, 2),
    "belonging": (None, 0, 1, 2),
    "minimum_age": (None, 0, 16, 17.5, 18, 60),
    "maximum_age": (None, 5, 17, 25, 99),
    "free": (None, False, True),
    "in_person": (None, False, True),
    "online": (None, False, True),
    "languages": (None, "en", "es", "en es"),
    "hours": (
        None,
        "[[0,null,600,720,null,null,null]]",
        "[[3,null,1080,1200,null,null,null],[5,null,540,null,null,null,null]]",
        "[[2,null,600,720,null,null,null],[6,null,600,720,null,null,null]]",
        '[[null,null,null,null,null,null,"by chance"]]',
    ),
    "confidential": (False, False, False, True),
    "verified_on": (None, date(2026, 10, 1), date(2020, 1, 1)),
    "retired_at": (None, None, None, None, LONG_AGO),
    "organization": (None, "Riverside Hall"),
}


def anything(chance: random.Random) -> dict[str, Any]:
    """A service of which anything may be known or not."""
    told = {name: chance.choice(values) for name, values in CHOICES.items()}
    if told["hours"] and "by chance" in told["hours"]:
        told["hours"] = None
    places = [_place(chance) for _ in range(chance.choice((0, 1, 1, 1, 2, 3)))]
    text = [" ".join(chance.sample(WORDS, chance.randint(1, 4))) for _ in range(2)]
    return a_service(text[0], *places, description=text[1], **told)


def _place(chance: random.Random) -> dict[str, Any]:
    kind = chance.choice((None, "physical", "physical", "virtual", "postal"))
    known = chance.random() < 0.7
    near = (HERE[0] + chance.uniform(-0.5, 0.5), HERE[1] + chance.uniform(-0.8, 0.8))
    code = None if known else chance.choice((None, "M14 5AB", "M15 9ZZ"))
    return at(*(near if known else (None, None)), kind=kind, postal_code=code)


def locate_postcodes(session: Session, agency_id: UUID) -> None:
    """Tell where one of the postcodes of these services is."""
    with writing(session):
        import_centroids(session, agency_id, ["code,latitude,longitude", f"M14,{HERE[0] + 0.1},{HERE[1]}"])


def any_wanted(chance: random.Random, ids: list[UUID]) -> Wanted:
    """Anything that somebody may want."""

    def maybe(value: Any, otherwise: Any = None) -> Any:
        return value if chance.random() < 0.4 else otherwise

    ages = sorted((chance.randint(0, 100), chance.randint(0, 100)))
    functions = {name: chance.choice((0.0, 0.1, 0.4)) for name in ("emotional", "practical", "belonging")}
    return Wanted(
        words=maybe(" ".join(chance.sample(WORDS, chance.randint(1, 2))), ""),
        point=maybe(Point(HERE[0] + chance.uniform(-0.3, 0.3), HERE[1] + chance.uniform(-0.3, 0.3))),
        within_km=maybe(chance.choice((1.0, 15.0, 40.0, 300.0, 30_000.0))),
        functions=maybe(functions, {}),
        ages=maybe(Ages(*ages)),
        languages=maybe(("es",), ()),
        free_only=maybe(True, False),
        weekdays=maybe(frozenset({0, 3}), frozenset()),
        part=maybe(chance.choice(PARTS)),
        modality=maybe(chance.choice(("in person", "online"))),
        refused=maybe(frozenset(chance.sample(ids, 3)), frozenset()),
        limit=10_000,
    )
