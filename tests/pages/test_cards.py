"""Which of what is noted as somebody's phone number is dialled from the card, and how."""

from __future__ import annotations

import pytest

from supportmap.pages.cards import dialled, with_numbers


@pytest.mark.parametrize(
    ("noted", "number"),
    [
        ("01632 960123", "01632960123"),
        (" +44 1632 960123 ", "+441632960123"),
        ("999", "999"),
        ("(0161) 111 1111", "01611111111"),
        ("(0161)1111111", "01611111111"),
        ("+44 (0)161 111 1111", "+441611111111"),
        ("+44(0) 161 111 1111", "+441611111111"),
        ("0044 (0)161 111 1111", "00441611111111"),
        ("+1 (212) 555 0100", "+12125550100"),
    ],
)
def test_one_number_is_dialled_as_it_is_noted(noted: str, number: str) -> None:
    assert dialled(noted) == number


@pytest.mark.parametrize(
    "noted",
    [
        None,
        "",
        "0",
        "12",
        "0161 111 1111 / 0161 222 2222",
        "0161 111 1111 0161 222 2222",
        "0161 111 1111, 0161 222 2222",
        "01632 960123 (9-17)",
        "01632 960123 (9)",
        "01632 960123 (2) 4",
        "(0161) (0162) 111 1111",
        "(0161)",
        "+44 (0161) 111 1111",
        "01632 960123-4",
        "01632 960123 ext 4",
        "\u0661\u0662\u0663\u0664",
        "ask at the bakery",
        "01632\n960123",
    ],
)
def test_anything_else_is_read_and_not_dialled(noted: str | None) -> None:
    assert dialled(noted) is None


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("Harbour line 01632 960100, day and night", ["01632960100"]),
        ("988", ["988"]),
        ("Samaritans: 116 123, or text 85258", ["116123", "85258"]),
        ("+44 (0)161 111 1111 from 8 00 to 20 00", ["+441611111111"]),
        ("Nightline, 24/7, 9-17, 8 00 or 1.1.2026", []),
        ("Write to line42@example.org or come to the clinic", []),
    ],
)
def test_the_numbers_of_a_crisis_line_are_dialled(line: str, numbers: list[str]) -> None:
    pieces = with_numbers(line)
    assert "".join(piece for piece, _ in pieces) == line
    assert [number for _, number in pieces if number] == numbers
