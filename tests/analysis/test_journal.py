"""Counts over the entries of a journal: each with what it is out of, against a count by hand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportmap.analysis.explain import mood_sentence, together_sentence
from supportmap.analysis.journal import MOODS, Entry, Moods, Together, counts, moods, together

MOOD = st.sampled_from((*MOODS, None))
FEW = st.lists(st.sampled_from("abc"), max_size=4).map(tuple)
ENTRIES = st.lists(st.builds(Entry, MOOD, MOOD, FEW, FEW), max_size=12)
CAUSES = ("because", "cause", "effect", "helped", "due", "leads", "makes")


@given(ENTRIES)
def test_moods_are_counted_only_where_both_were_said(entries: Sequence[Entry]) -> None:
    found = moods(entries)
    both = [each for each in entries if None not in (each.before, each.after)]
    assert (found.entries, found.said) == (len(entries), len(both))
    assert found.higher == len([each for each in both if (each.after or 0) > (each.before or 0)])
    assert found.higher + found.lower + found.same == found.said <= found.entries
    swapped = moods([Entry(each.after, each.before) for each in entries])
    assert (swapped.higher, swapped.lower, swapped.same) == (found.lower, found.higher, found.same)


@given(ENTRIES, st.sampled_from(("tags", "contacts")))
def test_a_tag_or_contact_counts_once_an_entry(entries: Sequence[Entry], part: str) -> None:
    found = counts(entries, part)
    assert {each.of for each in found} == {each for entry in entries for each in getattr(entry, part)}
    for each in found:
        having = [entry for entry in entries if each.of in getattr(entry, part)]
        assert (each.number, each.moods) == (len(having), moods(having))
    assert [each.number for each in found] == sorted((each.number for each in found), reverse=True)


@given(ENTRIES)
def test_what_stands_together_is_counted_beside_what_each_stands_in(entries: Sequence[Entry]) -> None:
    found = {(each.tag, each.contact): each for each in together(entries)}
    for tag, contact in product("abc", "abc"):
        both = [each for each in entries if tag in each.tags and contact in each.contacts]
        assert ((tag, contact) in found) == bool(both)
        if both:
            each = found[tag, contact]
            assert each.number == len(both)
            assert each.with_tag == len([entry for entry in entries if tag in entry.tags])
            assert each.with_contact == len([entry for entry in entries if contact in entry.contacts])
            assert each.number <= min(each.with_tag, each.with_contact)


def test_no_mood_is_not_a_mood_of_nothing() -> None:
    assert moods([Entry(None, 5), Entry(0, None), Entry(0, 0)]) == Moods(3, 1, 0, 0, 1)


SEVEN_OF_NINE = (
    "Mood was said before and after in 7 of 9 entries; "
    "in 5 of these 7 it was higher afterwards, in 1 lower, in 1 the same."
)
ONE_OF_ONE = "Mood was said before and after in 1 of 1 entry; in this one it was the same afterwards."


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Moods(9, 7, 5, 1, 1), SEVEN_OF_NINE),
        (Moods(1, 1, 0, 0, 1), ONE_OF_ONE),
        (Moods(3, 0, 0, 0, 0), "Mood was said before and after in 0 of 3 entries."),
    ],
)
def test_moods_in_a_sentence_have_their_denominators(found: Moods, words: str) -> None:
    assert mood_sentence(found) == words
    assert not [cause for cause in CAUSES if cause in words]


def test_what_stands_together_in_a_sentence() -> None:
    words = together_sentence(Together("work", "c1", 3, 5, 4), "Avery", 9)
    assert words == "“work” and Avery: together in 3 of 9 entries (“work” in 5, Avery in 4)."
