"""What a service is found by besides its words: where it is, what it does, for whom, when and how.

Each token begins with a capital, which no stem has. For whatever isn't known there is a token too, and it is
asked for together with what is wanted: so nothing that is unknown leaves a service out. Of ages the tokens
say whom it doesn't take: most take almost anybody, and what almost all have takes an index long to go
through. The tokens let in a few services too many, never one too few; ``supportmap.directory.fitting``
decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import inf
from uuid import UUID

from supportmap.analysis.network import FUNCTIONS, Function
from supportmap.directory.cells import cell_tokens
from supportmap.directory.distance import Point
from supportmap.directory.facts import Facts, languages_in
from supportmap.directory.wanted import Wanted

__all__ = [
    "BANDS",
    "agency_token",
    "functions_wanted",
    "initial_of",
    "reach_unknown",
    "tokens_of",
    "tokens_unwanted",
    "tokens_wanted",
]

BANDS = (0, 6, 12, 16, 18, 22, 26, 55, 65)
"""The ages, in years, at which bands of ages begin; the last one has no end."""
_INITIALS = {function: f"F{function[0]}" for function in FUNCTIONS}
_ENDS = tuple(zip(BANDS, (*BANDS[1:], inf), strict=True))


def tokens_of(agency_id: UUID, facts: Facts) -> tuple[str, ...]:
    """Return the tokens under which a service is found."""
    found = [agency_token(agency_id), *_where(facts), *_functions(facts), *_ages(facts)]
    spoken, days = languages_in(facts.languages), facts.days
    found += ["Lu"] if spoken is None else [f"L{language}" for language in sorted(spoken)]
    found += ["Du"] if days is None else [f"D{day}" for day in sorted(days)]
    found += [f"{name}{_answer(known)}" for name, known in _yes_or_no(facts)]
    return tuple(dict.fromkeys(found))


def tokens_wanted(wanted: Wanted) -> tuple[tuple[str, ...], ...]:
    """Return groups of tokens, of each of which it must have one; not of where it is and what it does."""
    groups = [(*(f"L{code}" for code in wanted.languages), "Lu") if wanted.languages else ()]
    groups.append((*(f"D{day}" for day in sorted(wanted.weekdays)), "Du") if wanted.weekdays else ())
    groups.append(("P1", "Pu") if wanted.free_only else ())
    way = {"in person": "M", "online": "O", None: ""}[wanted.modality]
    groups.append((f"{way}1", f"{way}u") if way else ())
    return tuple(group for group in groups if group)


def tokens_unwanted(wanted: Wanted) -> tuple[str, ...]:
    """Return the tokens that it must not have: of those who are older or younger than all who are wanted."""
    if not wanted.ages:
        return ()
    bands = [
        n
        for n, (begin, end) in enumerate(_ENDS)
        if begin <= wanted.ages.oldest and wanted.ages.youngest < end
    ]
    return (f"Ay{bands[0]}", f"Ao{bands[-1]}") if bands else ()


def initial_of(function: Function) -> str:
    """Return how the tokens of a function begin; its weight follows."""
    return _INITIALS[function]


def functions_wanted(functions: Iterable[Function]) -> tuple[str, ...]:
    """Return the tokens of what does something for a function, or may do it."""
    return tuple([f"{_INITIALS[function]}{weight}" for function in functions for weight in ("1", "2", "u")])


def reach_unknown(wanted: Wanted) -> tuple[str, ...]:
    """Return the tokens of what is let in wherever it is: it isn't known where, or nobody has to go there."""
    return ("Cu",) if wanted.modality == "in person" else ("Cu", "Co")


def agency_token(agency_id: UUID) -> str:
    """Return the token of all services of an agency."""
    return f"G{agency_id.hex}"


def _where(facts: Facts) -> Iterator[str]:
    for point in facts.points:
        yield from cell_tokens(Point(*point))
    if not facts.all_placed:
        yield "Cu"
    if facts.online:
        yield "Co"


def _functions(facts: Facts) -> Iterator[str]:
    for function, initial in _INITIALS.items():
        weight = facts.weight(function)
        if weight != 0:
            yield f"{initial}{'u' if weight is None else weight}"


def _ages(facts: Facts) -> Iterator[str]:
    """Yield for each band whether it takes only those who are younger, or only those who are older."""
    least, most = facts.age_limits
    for number, (begin, end) in enumerate(_ENDS):
        if most is not None and most < begin:
            yield f"Ay{number}"
        if least is not None and least >= end:
            yield f"Ao{number}"


def _yes_or_no(facts: Facts) -> tuple[tuple[str, bool | None], ...]:
    return ("P", facts.free), ("M", facts.in_person), ("O", facts.online)


def _answer(known: bool | None) -> str:
    return "u" if known is None else str(int(known))
