"""What a service may be for: terms with their weights for the three functions, and how they are looked up.

Weights are a proposal and no evidence: an agency may judge otherwise (``supportmap.directory.weighing``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from supportmap.directory.words import Phrases, fold, phrases

__all__ = ["Term", "Vocabulary", "Weights"]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much something does for each function: 2 primary, 1 secondary, 0 nothing; else ValueError."""

    emotional: int
    practical: int
    belonging: int

    def __post_init__(self) -> None:
        """Refuse what is no weight."""
        if any(type(weight) is not int or not 0 <= weight <= 2 for weight in self.listed):
            raise ValueError("a weight is 0, 1 or 2")

    @property
    def listed(self) -> tuple[int, int, int]:
        """The three weights: emotional, practical, belonging."""
        return self.emotional, self.practical, self.belonging

    def highest(self, other: Self) -> Weights:
        """Return for each function the higher weight of two."""
        return Weights(*map(max, self.listed, other.listed))

    def lowest(self, other: Self) -> Weights:
        """Return for each function the lower weight of two."""
        return Weights(*map(min, self.listed, other.listed))

    def at_most(self, limit: int) -> Weights:
        """Return the weights, none of them above a limit."""
        return Weights(*(min(weight, limit) for weight in self.listed))


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a service may be for.

    ``id`` is "oe:" and the id of Open Eligibility 2.0, or "sm:" and a word for our own. ``synonyms`` are
    phrases that say it wherever they stand; ``in_names`` say it only as the name of a service or a category.
    """

    id: str
    label: str
    weights: Weights
    path: str | None = None
    """Its titles in Open Eligibility from the top, with slashes between."""
    slugs: tuple[str, ...] = ()
    """What the fork of kolzchut calls the same."""
    synonyms: tuple[str, ...] = ()
    in_names: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The last title of its path, folded."""
        return fold((self.path or self.label).rpartition("/")[2])


@dataclass(frozen=True)
class Vocabulary:
    """Terms, and the ways to find one: by its id, by its path or title, by a slug, by what is said."""

    terms: tuple[Term, ...]
    otherwise: tuple[str, ...] = ()
    """Phrases that hold the words of a term and mean something else."""
    by_id: Mapping[str, Term] = field(init=False, repr=False, compare=False)
    by_slug: Mapping[str, Term] = field(init=False, repr=False, compare=False)
    anywhere: Phrases = field(init=False, repr=False, compare=False)
    in_names: Phrases = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the ways to find a term; ValueError where two terms have one id."""
        found = {term.id: term for term in self.terms}
        if len(found) < len(self.terms):
            raise ValueError("two terms have the same id")
        keep = object.__setattr__
        keep(self, "by_id", found)
        keep(self, "by_slug", {slug: term for term in self.terms for slug in term.slugs})
        keep(self, "anywhere", phrases({"": self.otherwise, **{t.id: t.synonyms for t in self.terms}}))
        names = {t.id: (*t.synonyms, *t.in_names) for t in self.terms}
        keep(self, "in_names", phrases({"": self.otherwise, **names}))

    def titled(self, said: str) -> tuple[Term, ...]:
        """Return the terms of Open Eligibility with a title or the end of a path: several share one title."""
        steps = [fold(step) for step in said.replace(">", "/").replace("::", "/").split("/")]
        return tuple(term for term in self.terms if term.path and _ends(term.path, steps))

    def weighing(self, weights: Mapping[str, Weights]) -> Vocabulary:
        """Return the vocabulary with other weights for some terms, by id; KeyError for an unknown id."""
        unknown = sorted(set(weights) - set(self.by_id))
        if unknown:
            raise KeyError(unknown[0])
        terms = tuple(replace(term, weights=weights.get(term.id, term.weights)) for term in self.terms)
        return Vocabulary(terms, self.otherwise)

    def and_also(self, terms: Iterable[Term]) -> Vocabulary:
        """Return the vocabulary with further terms; ValueError where an id is taken."""
        return Vocabulary((*self.terms, *terms), self.otherwise)


def _ends(path: str, steps: list[str]) -> bool:
    own = [fold(step) for step in path.split("/")]
    return len(steps) <= len(own) and own[-len(steps) :] == steps
