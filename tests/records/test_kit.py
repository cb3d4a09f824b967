"""The recovery kit: a key that survives being printed and typed in."""

from __future__ import annotations

import random
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportmap.records.encryption import Keyring
from supportmap.records.kit import key_in, kit

KEYS = st.binary(min_size=32, max_size=32)


def typed(key: bytes) -> str:
    """The two lines of the key, as they stand on the page."""
    lines = kit(key).splitlines()
    at = next(number for number, line in enumerate(lines) if "it holds no 0" in line)
    return f"{lines[at + 2].strip()} {lines[at + 3].strip()}"


@given(KEYS)
def test_a_key_is_found_in_its_kit_and_in_what_is_typed_from_it(key: bytes) -> None:
    assert key_in(kit(key)) == key
    text = typed(key)
    for way in (
        text,
        text.lower(),
        text.replace(" ", ""),
        text.replace(" ", "-"),
        text.replace(" ", "\n"),
        f" {text}\n",
    ):
        assert key_in(way) == key
    assert key_in(text.translate(str.maketrans("OIB", "018"))) == key


@given(KEYS)
def test_a_key_file_serves_as_well(key: bytes) -> None:
    assert key_in(b64encode(key).decode() + "\n") == key


def test_a_letter_that_is_wrong_missing_or_moved_is_noticed() -> None:
    chance, key = random.Random(2), bytes(range(100, 132))
    letters = typed(key).replace(" ", "")
    for at in range(len(letters)):
        wrong = chance.choice([each for each in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" if each != letters[at]])
        swapped = letters[:at] + letters[at : at + 2][::-1] + letters[at + 2 :]
        for text in (letters[:at] + wrong + letters[at + 1 :], letters[:at] + letters[at + 1 :], swapped):
            if text == letters:
                continue
            with pytest.raises(ValueError, match="a letter is wrong or missing"):
                key_in(text)


@pytest.mark.parametrize("text", ["", " ", "word " * 14, "ß" * 56, "A" * 56, "x" * 10_000, "9999 " * 14])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="holds no key"):
        key_in(text)


def test_the_page_says_what_it_is_for_and_names_the_key_that_backups_name() -> None:
    page = kit(bytes(32))
    assert Keyring(bytes(32)).fingerprint in page
    assert "supportmap restore BACKUP" in page
    assert all(len(line) <= 110 for line in page.splitlines())
