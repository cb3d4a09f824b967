"""Hypothesis strategies: networks with every kind of answer, contact and tie that a measure reads.

Each fact is read off one drawn byte: a draw a fact would take most of the time of the tests.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from supportmap.analysis.network import (
    FUNCTIONS,
    NEEDS,
    SECTORS,
    Client,
    Contact,
    Function,
    Needs,
    Network,
    Tie,
)

A_FUNCTION: st.SearchStrategy[Function] = st.sampled_from(FUNCTIONS)
PLACE = st.integers(0, 99)
"""Which of the contacts: taken modulo their number."""

_THREE: tuple[int, ...] = (0, 1, 2)
SCALES = dict.fromkeys((*FUNCTIONS, "gives_back", "strain", "reach", "frequency"), _THREE) | {
    "circle": (1, 2, 3)
}
"""What each answer can be."""

# A byte of 0, to which Hypothesis simplifies, is the plainest value; repeated values are likelier ones.
_COMPLETE: dict[str, tuple[Any, ...]] = {
    name: scale if name in {"strain", "circle"} else scale[::-1] for name, scale in SCALES.items()
}
_ANSWERS = {name: (*scale, None) for name, scale in _COMPLETE.items()}
_FACTS: dict[str, tuple[Any, ...]] = {
    "kind": ("person",) * 4 + ("group", "service"),
    "sector": (*SECTORS, None),
    "status": ("active",) * 7 + ("past", "planned", "proposed"),
    "unsafe": (False,) * 5 + (True,),
}
_TIES: tuple[tuple[int | None, bool] | None, ...] = (None,) * 7 + ((1, False), (2, False), (None, True))


def contacts(name: str = "x", complete: bool = False, active: bool = False) -> st.SearchStrategy[Contact]:
    """Any contact; with every answer known if ``complete``, active and safe if ``active``."""
    options = _options(complete, active)
    return st.binary(min_size=len(options), max_size=len(options)).map(
        lambda drawn: _contact(name, options, drawn)
    )


@st.composite
def networks(
    draw: st.DrawFn,
    least: int = 0,
    most: int = 12,
    complete: bool = False,
    active: bool = False,
    asked: bool = True,
) -> Network:
    """Any network; elicited and asked about its ties if ``asked``, else perhaps not."""
    size = draw(st.integers(least, most))
    options = _options(complete, active)
    rows = _rows(draw, size, len(options))
    people = tuple(_contact(f"c{place}", options, row) for place, row in enumerate(rows))
    flags = draw(st.binary(min_size=5, max_size=5))
    needs = Needs(*[NEEDS[flag % len(NEEDS)] for flag in flags[:3]])
    return Network(
        people,
        draw(ties(people)),
        Client(needs=needs),
        elicited=asked or flags[3] % 4 < 3,
        ties_asked=asked or flags[4] % 2 == 0,
    )


@st.composite
def ties(draw: st.DrawFn, people: tuple[Contact, ...]) -> tuple[Tie, ...]:
    """Any ties between these contacts, of three pairs in ten."""
    pairs = list(combinations(people, 2))
    drawn = draw(st.binary(min_size=len(pairs), max_size=len(pairs)))
    facts = [_TIES[byte % len(_TIES)] for byte in drawn]
    return tuple(Tie(a.id, b.id, *fact) for (a, b), fact in zip(pairs, facts, strict=True) if fact)


def _options(complete: bool, active: bool) -> dict[str, tuple[Any, ...]]:
    facts = {name: _FACTS[name] for name in ("kind", "sector")} if active else _FACTS
    return (_COMPLETE if complete else _ANSWERS) | facts


def _rows(draw: st.DrawFn, count: int, width: int) -> list[bytes]:
    drawn = draw(st.binary(min_size=count * width, max_size=count * width))
    return [drawn[start : start + width] for start in range(0, len(drawn), width)]


def _contact(name: str, options: dict[str, tuple[Any, ...]], drawn: bytes) -> Contact:
    facts = {
        fact: values[byte % len(values)] for (fact, values), byte in zip(options.items(), drawn, strict=True)
    }
    return Contact(name, f"Name-{name}-", **facts)
