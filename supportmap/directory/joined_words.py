"""Words that some write as one and others as two: "foodbank" and "food bank" find the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from supportmap.directory.stemming import stem, words_in
from supportmap.directory.vocabulary import VOCABULARY

__all__ = ["word_forms"]

_ALSO = (
    *("child care", "day care", "day center", "day centre", "drop in", "help line", "hot line"),
    *("job center", "job centre", "meet up", "warm line"),
)
_SHORTEST = 4
"""Letters of each half: shorter ones are part of other words too, as "in" and "center" are of "incentive"."""
_OF_FORM = frozenset({"around", "with", "your"})
"""Words that are joined with no other."""


def word_forms(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield for each word the forms of which one is looked for.

    A word that is two is taken apart, and each half may be met by the whole: so both halves are found, or
    the whole.
    """
    parted = _parted()
    for before, word, after in zip(("", *words), words, (*words[1:], ""), strict=False):
        if halves := parted.get(stem(word)):
            yield from ((half, word) for half in halves)
            continue
        wholes = (f"{before}{word}" if before else "", f"{word}{after}" if after else "")
        yield (word, *(whole for whole in wholes if stem(whole) in parted))


@cache
def _parted() -> dict[str, tuple[str, str]]:
    """Return the two words that stand beside each other in a phrase, by the stem of both as one."""
    phrases = (phrase for term in VOCABULARY.terms for phrase in (*term.synonyms, *term.in_names))
    pairs = (pair for phrase in phrases for pair in pairwise(words_in(phrase)) if _may_be_one(pair))
    also = (tuple(words_in(phrase)) for phrase in _ALSO)
    return {stem(a + b): (a, b) for a, b in (*pairs, *also)}


def _may_be_one(pair: tuple[str, str]) -> bool:
    return min(map(len, pair)) >= _SHORTEST and not _OF_FORM & set(pair)
