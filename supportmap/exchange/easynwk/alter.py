"""One person of an easyNWK map as the fields of a contact, and what had to change on the way.

A support kind is 1 where the client gives it, 2 where the contact gives it, 3 where both do. 0 stands for
"no" and for "not asked" alike, so it is read as not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import isfinite
from typing import Any

from supportmap.exchange.field import Field, Table, choice, flag, optional, required, text
from supportmap.exchange.fields import Place
from supportmap.exchange.report import Reason

__all__ = ["ALTER", "ID", "TEXT", "changes", "contact_of"]

Facts = Mapping[str, Any]

RECEIVED = {
    "supportEmotional": "emotional",
    "supportInstrumental": "practical",
    "supportInformational": "practical",
    "supportSocial": "belonging",
}
CIRCLES = ((1, 33.34), (2, 66.67), (3, 100))
LONGEST = {"role": 60, "note": 10_000}


def _id(value: Any) -> str:
    if not isinstance(value, int | str) or isinstance(value, bool):
        raise ValueError
    return str(value)


def _number(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not isfinite(value):
        raise ValueError
    return float(value)


def _distance(value: Any) -> float:
    distance = _number(value)
    if distance < 0:
        raise ValueError
    return distance


def _conflict(value: Any) -> bool:
    if not isinstance(value, int):
        raise ValueError
    return value == 1


ID = required(Field("a whole number or text", _id))
TEXT = text(5_000_000)
SUPPORT = optional(choice(0, 1, 2, 3))
LIFE = replace(optional(flag()), optional=False)
"""May be missing, but a value that can't be read mustn't pass for a person who is alive."""
ALTER: Table = {
    "id": ID,
    "name": required(TEXT),
    "role": optional(TEXT),
    "note": optional(TEXT),
    "human": LIFE,
    "deceased": LIFE,
    "angle": optional(Field("a number of degrees", _number)),
    "distance": optional(Field("a number from 0", _distance)),
    "conflict": optional(Field("true, false or a whole number", _conflict)),
    "supportLinking": SUPPORT,
    **dict.fromkeys(RECEIVED, SUPPORT),
}


def contact_of(facts: Facts, alter: Facts) -> dict[str, Any]:
    """Return the contact; what it can't hold exactly stays under the key ``easynwk``."""
    contact = {"id": facts["id"], "name": facts["name"], **_words(facts), **_life(facts)}
    contact |= _support(facts) | _position(facts)
    carried = {"id", "name"} | ({"angle"} & contact.keys())
    carried |= {key for key, ours in _WORDS.items() if (alter.get(key) or None) == contact[ours]}
    kept = {key: value for key, value in alter.items() if key not in carried}
    return contact | ({"easynwk": kept} if kept else {})


_WORDS = {"role": "relationship", "note": "note"}


def _words(facts: Facts) -> dict[str, Any]:
    return {ours: _cut(facts.get(key) or "", LONGEST[key]) for key, ours in _WORDS.items()}


def _cut(words: str, longest: int) -> str | None:
    return words[:longest] if words.strip() else None


def _life(facts: Facts) -> dict[str, Any]:
    # That somebody lives doesn't say that they are still in touch: only who died has a status.
    kinds: dict[bool | None, dict[str, str]] = {True: {"kind": "person"}, False: {"kind": "animal"}}
    ended = {"status": "past", "ended_reason": "died"} if facts.get("deceased") else {}
    return kinds.get(facts.get("human"), {}) | ended


def _support(facts: Facts) -> dict[str, Any]:
    answers: dict[str, Any] = {ours: 2 for kind, ours in RECEIVED.items() if facts.get(kind) in (2, 3)}
    if any(facts.get(kind) in (1, 3) for kind in RECEIVED):
        answers["gives_back"] = 2
    if facts.get("conflict"):
        answers["strain"] = 2
    return answers


def _position(facts: Facts) -> dict[str, Any]:
    distance, angle = facts.get("distance"), facts.get("angle")
    if distance == 0:  # easyNWK starts everyone here and counts them in no sector until they are placed
        return {}
    reached = (circle for circle, edge in CIRCLES if distance is not None and distance <= edge)
    placed = {"circle": next(reached, None)}
    return placed if angle is None else placed | {"angle": _turned(angle), "sector": _sector(angle)}


def _turned(angle: float) -> float:
    # Twice, because -1e-20 % 360 rounds to 360.
    return angle % 360 % 360


def _sector(angle: float) -> str:
    halved = angle if -180 <= angle <= 180 else (angle + 180) % 360 - 180
    if halved < 0:
        return "work" if halved < -90 else "professionals"
    return "family" if halved < 90 else "friends"


def changes(facts: Facts, place: Place) -> list[Reason]:
    """Return what the contact no longer says as easyNWK did."""
    return [Reason(place.of(key), change) for key, applies, change in _CHANGES if applies(facts.get(key))]


_CHANGES: tuple[tuple[str, Callable[[Any], bool], str], ...] = (
    ("role", lambda role: len(role or "") > LONGEST["role"], "cut to 60 characters"),
    ("note", lambda note: len(note or "") > LONGEST["note"], "cut to 10,000 characters"),
    ("human", lambda human: human is False, "not a person: read as an animal"),
    ("deceased", lambda deceased: deceased is True, "read as a contact of the past, who died"),
    ("distance", lambda distance: distance == 0, "at the centre, where easyNWK has those not placed yet"),
    ("distance", lambda distance: (distance or 0) > 100, "outside the circles: not placed"),
)
