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
    ("line", "number"),
    [
        ("Harbour line 01632 960100, day and night", "01632960100"),
        ("988", "988"),
        ("Call 116 123.", "116123"),
        ("116 123: free", "116123"),
        ("0800 111 0 111.", "08001110111"),
        ("Ring +44 (0)161 111 1111!", "+441611111111"),
        ("Samaritans (116 123)", None),
        ("Samaritans: 116 123, or text 85258", None),
        ("(0800) 1110111 or 0800 111 0222.", None),
        ("116 123 24 hours a day", None),
        ("116 123 (24 hours)", None),
        ("116 123 day and night", None),
        ("020 7946 0018 9 to 17", None),
        ("Nightline, 24/7: 116 123", None),
        ("Write to line42@example.org or come to the clinic", None),
        ("Line-116123", None),
        ("Ask at the desk", None),
        ("", None),
    ],
)
def test_the_one_number_of_a_crisis_line_is_dialled_whole_or_not_at_all(
    line: str, number: str | None
) -> None:
    pieces = with_numbers(line)
    assert "".join(piece for piece, _ in pieces) == line
    assert [told for _, told in pieces if told] == ([number] if number else [])
