"""What a service is for: which terms it gets, from where, and what they come to for the three functions.

Every assignment says where it comes from: *mapped* from a category that the source gave, found by *keyword*,
or said by *staff*. No assignment means that it is not known what the service is for, never that it is for
nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import reduce
from typing import Literal

from supportmap.directory.categories import categories, mapped
from supportmap.directory.parts import Document, text
from supportmap.directory.terms import Term, Vocabulary, Weights
from supportmap.directory.vocabulary import VOCABULARY
from supportmap.directory.words import found

__all__ = [
    "Assignment",
    "Because",
    "Provenance",
    "assign",
    "assignments_from_text",
    "assignments_to_text",
    "is_weighed_so",
    "said_by_staff",
    "weights",
    "weights_from_text",
    "weights_to_text",
]

Provenance = Literal["mapped", "keyword", "staff"]
Because = Literal["attribute", "name", "description", "staff"]
"""Which field it was read from; "attribute" is a category that the source gave."""

_IN_PASSING = 1
"""The most that a word in a description is worth: it may be said in passing."""
_WHERE_OR_WHOM = re.compile(r"(?:\s@|\s\bat\b|\s\bfor\b|\s\bto\b)", re.IGNORECASE)
"""What comes behind is a place, or people: "Legal help at the Community Centre" is no community centre."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One thing that a service is for, with its weights (0 to 2) and where that comes from."""

    provenance: Provenance
    term: str
    label: str
    emotional: int
    practical: int
    belonging: int
    because: Because

    @property
    def weights(self) -> Weights:
        """What it is worth for each function."""
        return Weights(self.emotional, self.practical, self.belonging)


def assign(document: Document, vocabulary: Vocabulary = VOCABULARY) -> tuple[Assignment, ...]:
    """Return what a service is for, each term once and from the best place that says it.

    The source's categories come first, then words in its names and in the names of its categories, then words
    in its description, which count at most 1.
    """
    first: dict[str, Assignment] = {}
    for assignment in (
        *_of_categories(document, vocabulary),
        *_of_names(document, vocabulary),
        *_of_description(document, vocabulary),
    ):
        first.setdefault(assignment.term, assignment)
    return tuple(first.values())


def _of_categories(document: Document, vocabulary: Vocabulary) -> Iterator[Assignment]:
    for category in categories(document):
        for term in mapped(category, vocabulary):
            yield _assignment("mapped", term, "attribute")


def _of_names(document: Document, vocabulary: Vocabulary) -> Iterator[Assignment]:
    named: list[tuple[Because, str | None]] = [
        ("name", text(document, "name")),
        ("name", text(document, "alternate_name")),
        *(("attribute", text(c, "name")) for c in categories(document) if not mapped(c, vocabulary)),
    ]
    for because, said in named:
        head = _WHERE_OR_WHOM.split(said or "")[0]
        for term in (*found(head, vocabulary.in_names), *found(said or "", vocabulary.anywhere)):
            yield _assignment("keyword", vocabulary.by_id[term], because)


def _of_description(document: Document, vocabulary: Vocabulary) -> Iterator[Assignment]:
    for term in found(text(document, "description") or "", vocabulary.anywhere):
        yield _assignment("keyword", vocabulary.by_id[term], "description")


def _assignment(provenance: Provenance, term: Term, because: Because) -> Assignment:
    return Assignment(provenance, term.id, term.label, *_worth(term, because).listed, because)


def _worth(term: Term, because: Because) -> Weights:
    return term.weights.at_most(_IN_PASSING) if because == "description" else term.weights


def is_weighed_so(assignment: Assignment, vocabulary: Vocabulary) -> bool:
    """Tell whether an assignment has the weights that its term has in a vocabulary."""
    term = vocabulary.by_id.get(assignment.term)
    return term is not None and assignment.weights == _worth(term, assignment.because)


def weights(assignments: Iterable[Assignment], staff: Weights | None = None) -> Weights | None:
    """Return what a service is worth for each function: the highest of its assignments; None: not known.

    What staff say replaces it.
    """
    if staff:
        return staff
    known = [assignment.weights for assignment in assignments]
    return reduce(Weights.highest, known) if known else None


def said_by_staff(worth: Weights) -> Assignment:
    """Return the assignment that stands for what staff say, in place of all others."""
    return Assignment("staff", "staff", "Set by staff", *worth.listed, "staff")


def assignments_to_text(assignments: Iterable[Assignment]) -> str | None:
    """Return the text of the column ``assignments``; None where there is none."""
    listed = [asdict(assignment) for assignment in assignments]
    return _compact(listed) if listed else None


def assignments_from_text(kept: str | None) -> tuple[Assignment, ...]:
    """Return the assignments of a column's text."""
    return tuple(Assignment(**row) for row in json.loads(kept)) if kept else ()


def weights_to_text(worth: Weights | None) -> str | None:
    """Return the text of the column ``staff_functions``; None where staff say nothing."""
    return _compact(asdict(worth)) if worth else None


def weights_from_text(kept: str | None) -> Weights | None:
    """Return what staff say of the functions, or None."""
    return Weights(**json.loads(kept)) if kept else None


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
