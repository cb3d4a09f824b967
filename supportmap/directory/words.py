"""The words of a text, and the phrases found in them: word by word, in one or many, and not where denied.

"food pantry" finds "Food pantries" and "food-pantry", never "seafood pantry" nor what is said "not" to be
offered. A phrase's word that ends with a star stands for all words that begin so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

__all__ = ["Phrases", "fold", "found", "phrases"]

_APOSTROPHES = re.compile("['’‘`´]")
_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(
    r"[.;:!?•|\n]+(?=\s|$)|\s-\s|\b(?:but|however|instead|although)\b"
    r"|,\s*(?=(?:we|they|you|our|it|this|please|staff|volunteers|and we|so)\b)",
    re.IGNORECASE,
)
_NOT_DENIED = frozenset({"only", "just", "for", "limited", "required", "necessary", "needed", "need"})
"""What may follow "not" without denying anything: "not only", "not for profit", "not required"."""
_DENYING = frozenset({"not", "never", "cannot", "dont", "doesnt", "isnt", "arent", "cant", "wont", "unable"})
_NEAR = frozenset({"no", "without", "lack", "lacks", "lacking", "non"})
"""What denies only the words right behind it: "no transportation", but not "no fee for transportation"."""
_HARMLESS = frozenset(
    {
        "cost",
        "charge",
        "fee",
        "appointment",
        "referral",
        "membership",
        "insurance",
        "matter",
        "id",
        "profit",
        "emergency",
    }
)
"""What may be missing without anything being denied: "no fee", "no appointment", "non profit"."""
_REACH = 2
_LONGEST_WORD = 40
_LONGEST = 8
"""No phrase has more words."""
_FAR = 30
"""So many words before a phrase are looked at for what denies it."""
_DENIED_BEHIND = frozenset({"not", "no", "never", "isnt", "arent"})
_OFFERED = frozenset({"provided", "offered", "available", "included"})
_BETWEEN = _DENIED_BEHIND | {"service", "services", "is", "are", "be", "currently", "longer", "program"}
"""The words that may stand between a phrase and the "offered" or "available" that ends it."""


def fold(said: str) -> str:
    """Return text as it is compared: small letters without accents, words with one blank between them."""
    bare = _APOSTROPHES.sub("", said.casefold())
    if bare.isascii():
        return " ".join(_WORD.findall(bare))
    plain = unicodedata.normalize("NFKD", bare)
    return " ".join(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    """Return a word without its plural, so far as it can be told from the word alone."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if plural else word


_Listed = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of folded stems and what each stands for, by their first word, or by how it begins."""

    by_word: _Listed
    by_beginning: _Listed
    """Those whose first word ends with a star, by its first three letters."""

    def beginning(self, stem: str) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield the phrases that may begin with a word, and what they stand for."""
        yield from self.by_word.get(stem, ())
        yield from self.by_beginning.get(stem[:3], ())


def phrases(meanings: Mapping[str, Iterable[str]]) -> Phrases:
    """Return the phrases to look for; ``meanings`` has for each meaning its phrases."""
    by_word: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    by_beginning: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for meaning, said in meanings.items():
        for phrase in said:
            first, *others = (_pattern(word) for word in phrase.split())
            listed, key = (by_beginning, first[:3]) if first.endswith("*") else (by_word, first)
            listed.setdefault(key, []).append(((first, *others), meaning))
    return Phrases(by_word, by_beginning)


def _pattern(word: str) -> str:
    folded = fold(word)
    return f"{folded}*" if word.endswith("*") else _stem(folded)


def found(said: str, wanted: Phrases) -> Iterator[str]:
    """Yield the meaning of each phrase that a text says and doesn't deny, in the order of the text.

    Within a longer phrase a shorter one is not found. An empty meaning is none: its phrases only hide others.
    """
    for sentence in _SENTENCE.split(said):
        words = fold(sentence).split()
        places = tuple(_places(words, wanted))
        ends: dict[int, int] = {}
        for begin, end, _ in places:
            ends[begin] = max(end, ends.get(begin, 0))
        for begin, end, meaning in places:
            if meaning and not _within(begin, end, ends) and not _denied(words, begin, end):
                yield meaning


def _within(begin: int, end: int, ends: Mapping[int, int]) -> bool:
    """Tell whether a longer phrase holds this one; ``ends`` has for each beginning its furthest end."""
    starts = range(max(0, begin - _LONGEST), begin + 1)
    return any(ends.get(first, 0) >= end and ends[first] - first > end - begin for first in starts)


def _places(words: list[str], wanted: Phrases) -> Iterator[tuple[int, int, str]]:
    # What is remembered of a word must not hold a whole file that has no blank in it.
    stems = [_stem(word) if len(word) <= _LONGEST_WORD else word for word in words]
    for place, stem in enumerate(stems):
        for phrase, meaning in wanted.beginning(stem):
            if _stands(phrase, stems, words, place):
                yield place, place + len(phrase), meaning


def _stands(phrase: tuple[str, ...], stems: list[str], words: list[str], place: int) -> bool:
    if place + len(phrase) > len(words):
        return False
    return all(
        words[at].startswith(part[:-1]) if part.endswith("*") else stems[at] == part
        for at, part in enumerate(phrase, place)
    )


def _denied(words: list[str], begin: int, end: int) -> bool:
    return _denied_before(words, begin) or _denied_behind(words[end : end + 6])


def _denied_before(words: list[str], begin: int) -> bool:
    for place in range(max(0, begin - _FAR), begin):
        word, following = words[place], words[place + 1]
        if word in _DENYING and following not in _NOT_DENIED:
            return True
        if word in _NEAR and begin - place <= _REACH and following not in _HARMLESS:
            return True
    return False


def _denied_behind(words: list[str]) -> bool:
    between = list(takewhile(_BETWEEN.__contains__, words))
    ended = len(between) < len(words) and words[len(between)] in _OFFERED
    return ended and not _DENIED_BEHIND.isdisjoint(between)
