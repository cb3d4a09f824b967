"""Ages come from their fields, or from words only where these are plain."""

from __future__ import annotations

from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportmap.directory.ages import ages_of
from tests.directory.documents import service

NUMBERS = st.integers(0, 200)


@pytest.mark.parametrize(
    ("least", "most", "ages"),
    [
        (18, None, (18, None)),
        ("18", "64.5", (18, 64.5)),
        (None, 17, (None, 17)),
        (0, 0, (0, None)),
        (12, 100, (12, None)),
        (12, 999, (12, None)),
        (64, 18, (None, None)),
        (-1, 17, (None, 17)),
        ("adult", None, (None, None)),
        (True, False, (None, None)),
    ],
)
def test_the_fields_count_where_they_can_be_meant(least: Any, most: Any, ages: object) -> None:
    assert ages_of(service(minimum_age=least, maximum_age=most)) == ages


def test_words_count_only_where_the_fields_say_nothing() -> None:
    assert ages_of(service(minimum_age=21, eligibility_description="Ages 12-17")) == (21, None)


@pytest.mark.parametrize(
    ("words", "ages"),
    [
        ("Adults 18+", (18, None)),
        ("60 and over", (60, None)),
        ("Seniors (60+)", (60, None)),
        ("Ages 12-17", (12, 17)),
        ("Young people aged between 16 and 25", (16, 25)),
        ("12-17 years old", (12, 17)),
        ("18 years or older", (18, None)),
        ("Must be at least 21 years of age", (21, None)),
        ("Women over 50", (50, None)),
        ("Children under 12", (None, 11)),
        ("Under the age of 18", (None, 17)),
        ("Children 5 and under", (None, 5)),
        ("All people aged 12 and over who need it", (12, None)),
        ("Youth ages 12 to 17, adults 60 and over", (12, None)),
        ("Boys ages 6-9. Girls ages 8-12", (6, 12)),
    ],
)
def test_plain_words_say_ages(words: str, ages: object) -> None:
    assert ages_of(service(eligibility_description=words)) == ages


@pytest.mark.parametrize(
    "words",
    [
        "All ages",
        "Parents of children ages 0-5",
        "Families with children under 18",
        "Children under 16 must be accompanied by an adult",
        "Priority to those 60 and over",
        "Adults 60+ or people with disabilities",
        "6 weeks to 5 years",
        "At or below 200% of the poverty level",
        "Residents of 44302 & 44303",
        "Households of 4 and over",
        "Rent of $18 and over",
        "Not open to those under 18",
        "Adults",
        "",
    ],
)
def test_what_may_mean_others_or_something_else_says_no_age(words: str) -> None:
    assert ages_of(service(eligibility_description=words)) == (None, None)


@given(NUMBERS, NUMBERS, st.sampled_from(["ages {}-{}", "{}+ and {} and under", "adults {} to {}", "{} {}"]))
def test_words_never_make_ages_that_nobody_can_have(first: int, second: int, words: str) -> None:
    least, most = ages_of(service(eligibility_description=words.format(first, second)))
    assert least is None or 0 <= least <= 120
    assert most is None or 0 < most < 99
    assert least is None or most is None or least <= most


@given(st.text())
def test_any_text_is_read(words: str) -> None:
    assert len(ages_of(service(eligibility_description=words))) == 2


@pytest.mark.parametrize("length", [3_900, 900_000])
@pytest.mark.parametrize("word", ["ages ", "between ", "1 to ", "adults (", "minimum age of is "])
def test_no_text_takes_long_to_read(word: str, length: int) -> None:
    begun = process_time()
    assert ages_of(service(eligibility_description=word * (length // len(word)))) == (None, None)
    assert process_time() - begun < 0.15


def test_a_long_text_says_no_age() -> None:
    words = "Ages 12-17. " + "We meet for lunch. " * 300 + "Grown-ups come, too."
    assert ages_of(service(eligibility_description=words)) == (None, None)
