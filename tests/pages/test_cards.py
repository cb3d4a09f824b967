"""Which of what is noted as somebody's phone number is dialled from the card, and how."""

from __future__ import annotations

import pytest

from supportmap.pages.cards import dialled
from tests.builders import a_contact


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
    assert dialled(a_contact(phone=noted)) == number


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
    assert dialled(a_contact(phone=noted)) is None
