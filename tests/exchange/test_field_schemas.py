"""What a field takes and what its JSON Schema says are the same. The oracle is the jsonschema library."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from supportmap.exchange.field import Field, optional, text, whole
from supportmap.exchange.fields import CLIENT, CONTACT, DOCUMENT, NEED, TIE

VALUES: tuple[Any, ...] = (
    *(None, True, False, -1, 0, 1, 2, 3, 4, 1849, 1850, 2200, 2201, 359.5, 360, -0.5, 0.3, 0.5, 0.7, 0.4),
    *("", " ", "1", "x", "x" * 40, "x" * 60, "x" * 61, "x" * 64, "x" * 65, "x" * 200, "x" * 201),
    *("x" * 10_000, "x" * 10_001, "person", "family", "active", "new", "moved", "supportmap"),
    *("2026-11-20", "2026-13-20", "20261120", [], ["en"], ["x" * 36], [1], ["en"] * 21, {}, {"a": 1}, [None]),
)
FIELDS: dict[str, Field] = {
    **{f"document {name}": field for name, field in DOCUMENT.items()},
    **{f"client {name}": field for name, field in CLIENT.items()},
    **{f"contact {name}": field for name, field in CONTACT.items()},
    **{f"tie {name}": field for name, field in TIE.items()},
    "need": NEED,
    "whole": whole(1, 200),
    "perhaps": optional(whole(-1, 2)),
    "word": text(3, least=1),
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_takes_what_its_schema_says(name: str) -> None:
    field = FIELDS[name]
    schema = Draft202012Validator(dict(field.schema), format_checker=FormatChecker())
    assert field.schema
    for value in VALUES:
        assert field.fits(value) == schema.is_valid(value), value
    assert any(field.fits(value) for value in VALUES)


def test_whole_numbers_are_not_fractions_though_json_schema_can_t_say_so() -> None:
    assert [whole(0, 9).fits(value) for value in (1, 1.0, True, "1")] == [True, False, False, False]


@pytest.mark.parametrize(
    ("cell", "value"), [("5", 5), ("-1", -1), ("5.0", "5.0"), ("", ""), ("9" * 20, "9" * 20)]
)
def test_a_cell_is_a_whole_number_or_stays_text(cell: str, value: object) -> None:
    assert whole(0, 9).cell(cell) == value
