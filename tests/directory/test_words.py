"""Phrases are found word by word, in one or many, and not where the text denies them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportmap.directory.words import fold, found, phrases

WANTED = phrases(
    {
        "rides": ["transportation"],
        "groups": ["support group"],
        "pantry": ["food pantry"],
        "visits": ["friendly visit*"],
        "shed": ["men's shed"],
        "counseling": ["counseling"],
        "grief": ["grief support group"],
        "": ["credit counseling"],
    }
)


def meanings(said: str) -> list[str]:
    return list(found(said, WANTED))


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("Food pantries in every parish", "pantry"),
        ("FOOD-PANTRY", "pantry"),
        ("Friendly Visiting for older people", "visits"),
        ("a friendly visitor comes", "visits"),
        ("The Men’s Sheds of the county", "shed"),
        ("Transportation is available", "rides"),
        ("Free of charge: transportation", "rides"),
        ("At no cost transportation to all", "rides"),
        ("Not-for-profit transportation", "rides"),
        ("Non-emergency transportation", "rides"),
        ("If you do not have a car, we offer transportation", "rides"),
        ("We do not ask for papers. Transportation is there", "rides"),
        ("Tránsportation", "rides"),
    ],
)
def test_a_phrase_is_found_however_it_is_written(said: str, meaning: str) -> None:
    assert meanings(said) == [meaning]


@pytest.mark.parametrize(
    "said",
    [
        "We do not offer transportation",
        "We don't provide food, counseling or transportation.",
        "No transportation",
        "Transportation is not provided",
        "Support groups are not currently offered",
        "Seafood pantry",
        "Food. Pantry",
        "Unable to provide transportation",
        "Credit counseling",
    ],
)
def test_what_is_denied_or_something_else_is_not_found(said: str) -> None:
    assert meanings(said) == []


def test_not_only_denies_nothing() -> None:
    assert meanings("Not only food pantries, also support groups") == ["pantry", "groups"]


def test_what_means_something_else_hides_only_itself() -> None:
    assert meanings("Credit counseling and counseling") == ["counseling"]


def test_a_shorter_phrase_is_not_found_within_a_longer_one() -> None:
    assert meanings("Grief support groups") == ["grief"]


def test_a_text_of_nothing_but_phrases_is_searched_in_one_go() -> None:
    assert len(meanings("food pantry " * 20_000)) == 20_000


@given(st.text())
def test_any_text_can_be_searched(said: str) -> None:
    assert set(found(said, WANTED)) <= {"rides", "groups", "pantry", "visits", "shed", "counseling", "grief"}


@given(st.text())
def test_folding_twice_is_folding_once(said: str) -> None:
    assert fold(fold(said)) == fold(said)
