"""Languages are known by code and by name, and never made up."""

from __future__ import annotations

import re
from typing import Any

import pytest

from supportmap.directory.languages import LANGUAGES, language_code, language_name, languages_of
from tests.directory.documents import at, service


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("English", "en"),
        ("en-US", "en"),
        ("ES", "es"),
        ("spa", "es"),
        ("Español", "es"),
        ("hmn", "hmn"),
        ("ASL", "ase"),
        ("Haitian Creole", "ht"),
        ("sp", None),
        ("und", None),
        ("Klingon", None),
        ("", None),
        (None, None),
    ],
)
def test_a_language_is_known_by_its_name_or_code(said: str | None, code: str | None) -> None:
    assert language_code(said) == code


def test_the_table_knows_the_commonest_languages_by_codes_of_two_or_three_letters() -> None:
    codes = set(LANGUAGES.values())
    assert len(codes) >= 60
    assert all(re.fullmatch("[a-z]{2,3}", code) for code in codes)


def spoken(*languages: dict[str, Any], **more: Any) -> tuple[str, ...] | None:
    return languages_of(service(languages=list(languages), **more))


@pytest.mark.parametrize(
    ("languages", "codes"),
    [
        ([{"name": "English"}, {"code": "es", "name": "Spanish"}], ("en", "es")),
        ([{"name": "English, Spanish and Somali"}], ("en", "es", "so")),
        ([{"name": "Spanish", "code": "sp"}], ("es",)),
        ([{"name": "Klingon"}, {"name": "English"}], ("en",)),
        ([{"name": "English"}, {"name": "Multiple languages"}], None),
        ([{"name": "English"}, {"name": "Other"}], None),
        ([{"name": "No"}], None),
        ([{}], None),
        ([], None),
    ],
)
def test_the_languages_of_a_service_are_listed(languages: list[dict[str, Any]], codes: object) -> None:
    assert spoken(*languages) == codes


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("Interpretation in Urdu, Polish and Slovak", ("en", "pl", "sk", "ur")),
        ("No interpretation", ("en",)),
        ("Interpreters available", None),
        ("Interpretation in any language", None),
        ("", ("en",)),
    ],
)
def test_what_an_interpreter_speaks_counts_too(said: str, codes: object) -> None:
    assert spoken({"name": "English"}, interpretation_services=said) == codes


def test_places_and_telephones_stand_in_where_the_service_says_nothing() -> None:
    assert languages_of(at(languages=[{"name": "Welsh"}])) == ("cy",)
    phone = {"number": "1", "languages": [{"name": "Polish"}]}
    assert languages_of(service(phones=[phone])) == ("pl",)
    assert languages_of(service(phones=[phone], languages=[{"code": "en"}])) == ("en",)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        *(("en", "English"), ("so", "Somali"), ("FA", "Farsi"), ("ase", "American Sign Language")),
        *(("Polski", "Polski"), ("xx", "xx"), ("", "")),
    ],
)
def test_a_code_is_told_by_its_english_name_and_a_name_as_it_is(said: str, name: str) -> None:
    assert language_name(said) == name
