"""Valid inputs of every format, ways to damage them, and inputs that are large on purpose."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

SECRET = "Wormwood"
"""A value that stands in every input, and that no message may repeat."""

DOCUMENT = {
    "format": "supportmap", "version": 1, "held_on": "2026-11-20", "elicited": True, "ties_asked": True,
    "client": {"label": SECRET, "needs": {"emotional": 0.7, "practical": 0.5, "belonging": 0.5},
               "birth_year": 1987, "area": "M14", "languages": ["en"], "own": {"x": [1, {}]}},
    "contacts": [
        {"id": "c1", "name": SECRET, "kind": "person", "relationship": "partner", "sector": "family",
         "status": "active", "circle": 1, "angle": 40.5, "emotional": 2, "practical": None, "belonging": 1,
         "gives_back": 2, "strain": 0, "reach": 2, "frequency": 2, "unsafe": False, "since": None,
         "ended_reason": None, "note": SECRET, "phone": "+1", "phone_checked_on": "2026-01-01",
         "knows_listed": None, "own": 1.5},
        {"id": "c2", "name": "Bo"},
        {"id": "c3", "name": "Cy", "kind": "animal", "status": "past", "ended_reason": "died"},
    ],
    "ties": [{"a": "c1", "b": "c2", "strength": 2, "strained": False}, {"a": "c3", "b": "c2"}],
}  # fmt: skip
ALTER = {
    "id": 1, "name": SECRET, "role": "Aunt", "human": True, "age": "", "note": SECRET, "deceased": False,
    "edgeType": 1, "angle": -82.5, "distance": 61.5, "conflict": True, "supportEmotional": 3,
    "supportInstrumental": 1, "supportInformational": 2, "supportSocial": 0, "supportLinking": 1,
}  # fmt: skip
NWK = {
    "ego": {"name": SECRET, "age": "45"},
    "alteri": [ALTER, ALTER | {"id": 2, "human": False}, {"id": 3, "name": "Cy"}],
    "connections": [{"id1": 1, "id2": 2}, {"id1": 3, "id2": 2}],
}
EASYNWK = {
    "versions": [{"id": 1, "title": SECRET, "date": "2024-02-26", "nwk": NWK}, {"id": 2, "nwk": NWK}],
    "currentVersion": 1,
}  # fmt: skip
CONTACTS = f"""id,name,kind,sector,circle,angle,emotional,strain,unsafe,phone_checked_on,note,own
c1,{SECRET},person,family,1,40.5,2,0,false,2026-01-01,"{SECRET}, and
more",x
c2,Bo,,,,,,,TRUE,,'=1,
c3,Cy,animal,friends,3,,,2,,,,{SECRET}
""".encode()
TIES = b"a,b,strength,strained\nc1,c2,2,true\nc2,c3,,\n"

VALUES: tuple[Any, ...] = (DOCUMENT, EASYNWK, NWK)
TABLES = (CONTACTS, CONTACTS.replace(b",", b";"), CONTACTS.replace(b",", b"\t"), TIES)


def _deep(depth: int) -> list[Any]:
    nested: list[Any] = []
    for _ in range(depth):
        nested = [nested]
    return nested


ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, 2, 3, -1, 1.0, 0.3, 359.9, 1e308, float("nan"), float("inf"), 2**53, 2**53 + 1,
    10**4_000, "", " ", "1", "c1", "c2", "x" * 70, "x" * 201, "\ud800", "\0", "\u202e", "Zoe\u0308 ", "=1+1",
    "2026-11-20", [], {}, [[]], {"a": 1}, {"id": "c1", "name": "A"}, _deep(20), _deep(40),
)  # fmt: skip
TOKENS = (
    b"\0", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"NaN", rb"\ud800", rb"\u0000", b'"', b"'", b"=", b"[",
    b"{", b"]", b"}", b",", b";", b"\r", b"\n", b"\t", b"1e999", b"9" * 5_000, b"\xe2\x80\xa8", b"null",
)  # fmt: skip

Place = tuple[Any, Any]


def mutated(chance: Random) -> bytes:
    """Return a valid input after one to three injuries."""
    damage = chance.choice((_damaged_value, _damaged_value, _damaged_table, _damaged_bytes))
    data = damage(chance)
    for _ in range(chance.choice((0, 0, 0, 1, 2))):
        data = chance.choice(INJURIES)(data, chance)
    return data


def _damaged_value(chance: Random) -> bytes:
    value = deepcopy(chance.choice(VALUES))
    for _ in range(chance.randint(1, 3)):
        places = _places(value)
        chance.choice(CHANGES)(chance, *chance.choice(places))
    text = json.dumps(value)
    return (_with_a_key_twice(text, chance) if chance.random() < 0.1 else text).encode()


def _places(value: Any) -> list[Place]:
    """Return every container with every key in it, the root's first."""
    found: list[Place] = []
    waiting = [value]
    while waiting:
        inner = waiting.pop()
        keys = inner if isinstance(inner, dict) else range(len(inner))
        found += ((inner, key) for key in keys)
        waiting += (inner[key] for key in keys if isinstance(inner[key], dict | list))
    return found


def _replace(chance: Random, inner: Any, key: Any) -> None:
    inner[key] = deepcopy(chance.choice(ODD))


def _delete(chance: Random, inner: Any, key: Any) -> None:
    del inner[key]
    if not inner and isinstance(inner, dict):
        _replace(chance, inner, "x")


def _swap(chance: Random, inner: Any, key: Any) -> None:
    other = chance.choice(list(inner) if isinstance(inner, dict) else range(len(inner)))
    inner[key], inner[other] = inner[other], inner[key]


def _repeat(chance: Random, inner: Any, key: Any) -> None:
    if isinstance(inner, list):
        inner.append(deepcopy(inner[key]))
    else:
        inner[f"{key}2"] = deepcopy(inner[key])


CHANGES: tuple[Callable[[Random, Any, Any], None], ...] = (_replace, _replace, _delete, _swap, _repeat)


def _with_a_key_twice(text: str, chance: Random) -> str:
    keys = re.findall(r'"\w+": ', text)
    key = chance.choice(keys)
    return text.replace(key, f"{key}1, {key}", 1)


def _damaged_table(chance: Random) -> bytes:
    table = chance.choice(TABLES)
    mark = max((b",", b";", b"\t"), key=table.count)
    rows = [row.split(mark) for row in table.split(b"\n")]
    for _ in range(chance.randint(1, 3)):
        row = chance.choice(rows)
        cell = str(chance.choice(ODD)) if chance.random() < 0.9 else '"'
        row[chance.randrange(len(row))] = cell.encode(errors="surrogatepass")
    return b"\n".join(mark.join(row) for row in rows)


def _damaged_bytes(chance: Random) -> bytes:
    whole = (*(json.dumps(value, indent=1).encode() for value in VALUES), *TABLES)
    return chance.choice(INJURIES)(chance.choice(whole), chance)


def _slice(data: bytes, chance: Random) -> slice:
    start = chance.randrange(len(data) + 1)
    return slice(start, start + chance.choice((1, 2, 8, 60, 600)))


def _truncate(data: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _flip(data: bytes, chance: Random) -> bytes:
    damaged = bytearray(data or b" ")
    for _ in range(chance.choice((1, 1, 2, 8))):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def _cut(data: bytes, chance: Random) -> bytes:
    gone = _slice(data, chance)
    return data[: gone.start] + data[gone.stop :]


def _double(data: bytes, chance: Random) -> bytes:
    twice = _slice(data, chance)
    return data[: twice.stop] + data[twice.start :]


def _insert(data: bytes, chance: Random) -> bytes:
    start = _slice(data, chance).start
    return data[:start] + chance.choice(TOKENS) + data[start:]


INJURIES = (_truncate, _flip, _cut, _double, _insert)
