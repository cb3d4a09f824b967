"""Inputs that are large on purpose: each is near a limit, beyond it, or costly for its size."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

MEGABYTES_5 = 5_000_000


def _filled(head: bytes, body: bytes, tail: bytes) -> bytes:
    """Repeat the body up to the largest size allowed."""
    count = (MEGABYTES_5 - len(head) - len(tail)) // len(body)
    return head + body * count + tail


def _nested(value: object, depth: int) -> object:
    for _ in range(depth):
        value = [value]
    return value


def _document(contacts: int, ties: int, **facts: Any) -> bytes:
    people = [{"id": f"c{number}", "name": f"Contact {number}", **facts} for number in range(contacts)]
    pairs = [{"a": f"c{n % contacts}", "b": f"c{(n + 1 + n // contacts) % contacts}"} for n in range(ties)]
    return json.dumps({"format": "supportmap", "version": 1, "contacts": people, "ties": pairs}).encode()


def _easynwk(alteri: int, connections: int, **facts: Any) -> bytes:
    people = [{"id": number, "name": f"Person {number}", **facts} for number in range(alteri)]
    pairs = [{"id1": n % alteri, "id2": (n + 1 + n // alteri) % alteri} for n in range(connections)]
    return json.dumps({"alteri": people, "connections": pairs}).encode()


def _table(rows: int, columns: int) -> bytes:
    header = ",".join(("id", "name", *(f"column {number}" for number in range(columns))))
    return "\n".join((header, *(f"c{number},Contact" + ",x" * columns for number in range(rows)))).encode()


def _named(name: str) -> bytes:
    return json.dumps({"alteri": [{"id": 1, "name": name}]}, ensure_ascii=False).encode()


HUGE: tuple[Callable[[], bytes], ...] = (
    lambda: _document(2_000, 20_000),
    lambda: _document(10_000, 0),
    lambda: _document(2_000, 20_001),
    lambda: _document(2_000, 0, note="n" * 2_000),
    lambda: _document(2_000, 0, circle="inner", reach=9),
    lambda: _easynwk(2_000, 20_000, distance=103, human=False, role="r" * 70),
    lambda: _easynwk(2_000, 20_000, angle="x"),
    lambda: _easynwk(10_000, 0),
    lambda: _easynwk(1, 0, deep=_nested([0] * 100_000, 24)),
    lambda: _filled(b'{"versions": [', b'{"nwk":{}},', b'{"nwk":{"alteri":[]}}]}'),
    lambda: _table(2_000, 0),
    lambda: _table(2_000, 198),
    lambda: _table(10_000, 0),
    lambda: _filled(b"id,name\n", b"\n", b""),
    lambda: _filled(b"id,name\n", b",", b""),
    lambda: _filled(b"id,name,", b"x,", b"\nc1,A"),
    lambda: _filled(b"id,name\nc1,", b'""', b""),
    lambda: _filled(b'id,name\nc1,"', b"\n", b'"'),
    lambda: _filled(b"a,b\n", b"c1,c2\n", b""),
    lambda: _filled(b"id,", b"x" * 4_999, b",name\nc1,,,,A"),
    lambda: _filled(b"", b"[", b""),
    lambda: _filled(b"[", b"0,", b"0]"),
    lambda: _filled(b"[", b"[[[[[[]]]]]],", b"0]"),
    lambda: b"[" + b'{"":{"":0}},' * 160_000 + b"0]",
    lambda: b"[" + b'"\xc4\x80",' * 490_000 + b"0]",
    lambda: _filled(b'{"alteri": -', b"9", b"}"),
    lambda: _filled(b'{"alteri": 0.', b"9", b"}"),
    lambda: _filled(b'{"alteri": "', rb"\u0301", b'"}'),
    lambda: _filled(b"{", b'"a":1,', b'"a":1}'),
    lambda: _named("a" + "\u0301\u0323" * 1_000_000),
    lambda: _named(" " * 2_000_000 + "\U0001f600" * 200),
)
