from __future__ import annotations

import json

import pytest
from hypothesis import given

from supportmap.exchange.report import Refused
from supportmap.exchange.strict_json import MAX_BYTES, MAX_DEPTH, decode
from tests.exchange.strategies import VALUES

DEEP_ENOUGH = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        decode(data)
    return str(caught.value)


@given(VALUES)
def test_every_plain_value_is_read_back(value: object) -> None:
    assert decode(json.dumps(value).encode()) == value


def test_a_byte_order_mark_is_allowed() -> None:
    assert decode(b'\xef\xbb\xbf{"a": [1, null, true, 0.5]}') == {"a": [1, None, True, 0.5]}


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert decode(rb'"\ud83d\ude00"') == "\U0001f600"


@pytest.mark.parametrize("value", [2**53, -(2**53)])
def test_the_largest_exact_whole_numbers_are_read(value: int) -> None:
    assert decode(str(value).encode()) == value


def test_the_deepest_allowed_text_is_read() -> None:
    decode(DEEP_ENOUGH)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"a": 1, "a": 1}', "a: this key stands here twice"),
        (b'{"x": [{}, {"a": {"b": 1, "b": 2}}]}', "(key 1)[1].a.b: this key stands here twice"),
        (b'{"Ana": 1, "Bo": 2, "Bo": 3}', "(key 2): this key stands here twice"),
        (b'{"contacts": [{"id":1, "Ana": {"note": NaN}}]}', "contacts[0].(key 2).note: not a finite number"),
        (b'{"alteri": [{"distance": NaN}]}', "alteri[0].distance: not a finite number"),
        (b'{"line 3": {"contacts.csv": NaN}}', "(key 1).(key 1): not a finite number"),
        (b'{"x": [0, NaN]}', "(key 1)[1]: not a finite number"),
        (b"-Infinity", "top level: not a finite number"),
        (b"[1e400]", "[0]: not a finite number"),
        (b'{"x": 9007199254740993}', "(key 1): a whole number beyond 2^53"),
        (rb'["a\u0000b"]', "[0]: a NUL character or half of a surrogate pair"),
        (rb'["\ud83d"]', "[0]: a NUL character or half of a surrogate pair"),
        (rb'{"a": {"\udc00b": 1}}', "a.(key 1): the key has a NUL character or half of a surrogate pair"),
        (rb'{"": {"\u202e": NaN}}', "(key 1).(key 1): not a finite number"),
        (b'{"a": 1,\n "b" 2}', "line 2, column 6: not valid JSON from here on"),
        (b'{"a": 1,}', "line 1, column 9: not valid JSON from here on"),
        (b"{} {}", "line 1, column 4: not valid JSON from here on"),
        (b'["a\nb"]', "line 1, column 4: not valid JSON from here on"),
        (b'{"a": [1,\n', "line 2, column 1: the text ends too early"),
        (b"", "line 1, column 1: the text ends too early"),
        (b'["a",\n"\xff"]', "line 2: not UTF-8 text"),
        (b'["\xed\xa0\x80"]', "line 1: not UTF-8 text"),
    ],
)
def test_text_with_two_meanings_is_refused_with_its_place(data: bytes, message: str) -> None:
    assert refusal(data) == message


@pytest.mark.parametrize(
    ("head", "body", "count", "tail", "message"),
    [
        (b"", DEEP_ENOUGH, 1, b"", "[0]" * MAX_DEPTH + ": nested more than 32 deep"),
        (b"", b"[", 400_000, b"", "top level: nested more than 32 deep"),
        (b"", b"[],", 250_000, b"0", "file: more than 500,000 values"),
        (b"", b" ", MAX_BYTES, b"", "file: larger than 5 MB"),
        (b"-", b"9", 5_000, b"", "[0]: a whole number beyond 2^53"),
        (b'{"', b"k", 50, b'": NaN}', "[0].(key 1): not a finite number"),
    ],
)
def test_text_beyond_the_limits_is_refused(
    head: bytes, body: bytes, count: int, tail: bytes, message: str
) -> None:
    assert refusal(b"[" + head + body * count + tail + b"]") == message
