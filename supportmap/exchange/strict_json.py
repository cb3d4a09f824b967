"""JSON text to plain values, refusing whatever two programs might read in two ways."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from math import isfinite
from typing import Any

from supportmap.exchange.report import Refused
from supportmap.exchange.vocabulary import told_key

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_VALUES", "MAX_WHOLE", "decode"]

MAX_BYTES = 5_000_000
MAX_DEPTH = 32
MAX_WHOLE = 2**53
"""Beyond this a JavaScript program, such as our own pages, no longer tells whole numbers apart."""
MAX_VALUES = 500_000
"""Lists of lists cost Python 50 times their text: this, not the size, is what bounds the memory."""

_UNWRITABLE = re.compile("[\0\ud800-\udfff]")

Key = str | int


class _Repeated(dict[str, Any]):
    """An object in which a key stands twice."""

    key: str


def decode(data: bytes) -> object:
    """Return the value that the JSON text stands for, or raise Refused with the place and the reason."""
    if len(data) > MAX_BYTES:
        raise Refused("file", "larger than 5 MB")
    value = _parse(_text(data))
    _check(value)
    return value


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(f"line {line}", "not UTF-8 text") from None
    if sum(map(text.count, "[{,")) > MAX_VALUES:
        raise Refused("file", "more than 500,000 values")
    return text


def _parse(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_object, parse_int=_whole)
    except json.JSONDecodeError as error:
        reason = "the text ends too early" if not text[error.pos :].strip() else "not valid JSON from here on"
        raise Refused(f"line {error.lineno}, column {error.colno}", reason) from None
    except RecursionError:
        raise Refused("top level", _TOO_DEEP) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    repeated = _Repeated(members)
    repeated.key = Counter(key for key, _ in pairs).most_common(1)[0][0]
    return repeated


def _whole(digits: str) -> int:
    # int() takes quadratic time, or raises, on thousands of digits; 18 of them are over the limit already.
    return int(digits[:18])


_TOO_DEEP = f"nested more than {MAX_DEPTH} deep"


def _check(root: object) -> None:
    """Walk without recursion: ``path[-1]`` is the key within the innermost of the open ``levels``."""
    path: list[Key] = [""]
    levels: list[Iterator[tuple[Key, Any]]] = [iter((("", root),))]
    while levels:
        for path[-1], value in levels[-1]:
            if reason := _fault(value):
                raise Refused(_place(path), reason)
            if isinstance(value, dict | list):
                levels.append(_members(value, path))
                path.append("")
                break
        else:
            levels.pop()
            path.pop()


def _fault(value: object) -> str | None:
    if isinstance(value, str):
        return _fault_of_text(value)
    if isinstance(value, int) and abs(value) > MAX_WHOLE:
        return "a whole number beyond 2^53"
    if isinstance(value, float) and not isfinite(value):
        return "not a finite number"
    return None


def _fault_of_text(text: str) -> str | None:
    return "a NUL character or half of a surrogate pair" if _UNWRITABLE.search(text) else None


def _members(value: dict[str, Any] | list[Any], path: list[Key]) -> Iterator[tuple[Key, Any]]:
    if len(path) > MAX_DEPTH:
        raise Refused(_place(path), _TOO_DEEP)
    if isinstance(value, list):
        return iter(enumerate(value))
    if isinstance(value, _Repeated):
        number = list(value).index(value.key) + 1
        raise Refused(_place([*path, told_key(number, value.key)]), "this key stands here twice")
    return _told_members(value, path)


def _told_members(value: dict[str, Any], path: list[Key]) -> Iterator[tuple[Key, Any]]:
    for number, (key, member) in enumerate(value.items(), 1):
        told = told_key(number, key)
        if reason := _fault_of_text(key):
            raise Refused(_place([*path[:-1], told]), f"the key has {reason}")
        yield told, member


def _place(path: list[Key]) -> str:
    steps = (f"[{key}]" if isinstance(key, int) else f".{key}" for key in path[1:])
    return "".join(steps).removeprefix(".") or "top level"
