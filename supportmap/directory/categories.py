"""The categories that a source gave a service, and the terms of the vocabulary that they are.

A category counts as one of Open Eligibility only if it says so: a bare number could be anybody's. Its title
alone may stand for several terms, of which the lowest weights are then taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import reduce

from supportmap.directory.parts import Document, part, rows, text
from supportmap.directory.terms import Term, Vocabulary, Weights

__all__ = ["categories", "mapped"]

_OF_WHOM = re.compile("(?<!open)(?<!open.)eligib|audience|population|circumstance|situation", re.IGNORECASE)
"""Links that say for whom a service is, not what it does."""
_NUMBER = re.compile(r"(?:^|[^0-9])(1[1-9]\d\d)$")
_SLUG = "human_services:"


def categories(document: Document) -> Iterator[Document]:
    """Yield the taxonomy terms of a service, and of it at its places, that say what it does."""
    for holder in (document, *rows(document, "service_at_locations")):
        for attribute in rows(holder, "attributes"):
            if not _OF_WHOM.search(text(attribute, "link_type") or ""):
                yield from rows(attribute, "taxonomy_term")


def mapped(category: Document, vocabulary: Vocabulary) -> tuple[Term, ...]:
    """Return the term that a category is: none, one, or the cautious one of several that share its title."""
    for name in ("code", "id", "term_uri"):
        slug = (text(category, name) or "").strip("/").rpartition("/")[2]
        if slug.startswith(_SLUG):
            return tuple(filter(None, (vocabulary.by_slug.get(slug),)))
    return _of_open_eligibility(category, vocabulary) if _says_open_eligibility(category) else ()


def _says_open_eligibility(category: Document) -> bool:
    detail = part(category, "taxonomy_detail")
    said = [text(category, name) for name in ("taxonomy", "taxonomy_id", "term_uri", "id")]
    said += [text(detail, name) for name in ("name", "uri", "id")]
    return any("openeligibility" in re.sub("[^a-z]", "", (words or "").lower()) for words in said)


def _of_open_eligibility(category: Document, vocabulary: Vocabulary) -> tuple[Term, ...]:
    titled = tuple(term for name in ("name", "code") for term in _titled(category, name, vocabulary))
    numbered = _numbered(category, vocabulary)
    if numbered and (not titled or numbered in titled):
        return (numbered,)
    # An id that contradicts its title, or no id: the title says it.
    return () if numbered is None and _has_number(category) else _cautious(titled)


def _titled(category: Document, name: str, vocabulary: Vocabulary) -> tuple[Term, ...]:
    said = text(category, name)
    return vocabulary.titled(said) if said else ()


def _number(category: Document) -> str | None:
    for name in ("code", "id", "term_uri"):
        if match := _NUMBER.search(text(category, name) or ""):
            return match[1]
    return None


def _has_number(category: Document) -> bool:
    return _number(category) is not None


def _numbered(category: Document, vocabulary: Vocabulary) -> Term | None:
    return vocabulary.by_id.get(f"oe:{_number(category)}")


def _cautious(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    if not terms:
        return ()
    lowest = reduce(Weights.lowest, (term.weights for term in terms))
    return (replace(terms[0], weights=lowest),)
