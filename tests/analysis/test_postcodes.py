"""Postcodes as districts: of a household nothing is left, and what is no postcode stays."""

from __future__ import annotations

import pytest

from supportmap.analysis.postcodes import district, larger_parts, written_plainly


@pytest.mark.parametrize(
    ("area", "told"),
    [
        ("M14 5TQ", "M14"),
        ("m145tq", "M14"),
        ("M14 5", "M14"),
        ("M14", "M14"),
        ("SW1A 1AA", "SW1A"),
        ("K1A 0B1", "K1A"),
        ("60614", "606"),
        ("60614-1234", "606"),
        (" Moss  Side ", "MOSS SIDE"),
        ("Unit 5", "UNIT 5"),
    ],
)
def test_a_postcode_is_told_as_its_district(area: str, told: str) -> None:
    assert district(area) == told


def test_the_parts_of_a_postcode_come_smallest_first() -> None:
    assert larger_parts("M14 5TQ") == ["M145TQ", "M145", "M14"]
    assert larger_parts("60614-1234") == ["606141234", "60614", "606"]
    assert larger_parts("Moss Side") == ["MOSSSIDE", "MOSS"]


def test_what_a_database_takes_in_no_text_is_left_out() -> None:
    assert written_plainly("M14\0 5tq") == "M145TQ"
    assert larger_parts("a\0b") == ["AB"]
