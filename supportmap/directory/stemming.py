"""Words as they are searched: folded and stemmed once, here, the same for what is kept and what is asked.

No engine splits or stems anything, so both find the same, whatever the language.
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from typing import Any
from unicodedata import combining, normalize

import snowballstemmer

__all__ = ["LANGUAGES", "folded", "stem", "stems", "words_in"]

LANGUAGES = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""The languages of which words are stemmed, by their ISO 639 codes; those of others are only folded."""
LONGEST = 64
"""Letters of a stem that count: what is longer is no word, and PostgreSQL would refuse it."""
_WORD = re.compile(r"[^\W_]+")
_own = threading.local()


def folded(text: str) -> str:
    """Return a text in small letters without accents: what differs only by these is the same word."""
    plain = normalize("NFKD", normalize("NFKD", text).casefold())
    return "".join([letter for letter in plain if not combining(letter)])


def words_in(text: str) -> list[str]:
    """Return the words of a text, folded, each once, in the order in which they come.

    A single letter of the alphabet is no word, unless it is all there is: "women's" has one.
    """
    found = dict.fromkeys(_WORD.findall(folded(text)))
    return [word for word in found if len(word) > 1 or not word.isascii() or word.isdigit()] or list(found)


def stems(text: str, language: str = "en") -> list[str]:
    """Return the stems of the words of a text, each once, in the order in which they come."""
    return list(dict.fromkeys(stem(word, language) for word in words_in(text)))


@lru_cache(maxsize=100_000)
def stem(word: str, language: str = "en") -> str:
    """Return the stem of a folded word, or the word itself in a language without a stemmer."""
    stemmer = _stemmer(language)
    return str(stemmer.stemWord(word) if stemmer else word).lower()[:LONGEST]


def _stemmer(language: str) -> Any:
    """Return the stemmer of a language, or None: one for each thread, for it keeps the word it works on."""
    if language not in LANGUAGES:
        return None
    known: dict[str, Any] = _own.__dict__.setdefault("stemmers", {})
    if language not in known:
        known[language] = snowballstemmer.stemmer(LANGUAGES[language])
    return known[language]
