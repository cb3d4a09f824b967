"""Hypothesis strategies: any network that a supportmap document can hold, keys it doesn't know included."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from unicodedata import normalize

from hypothesis import strategies as st

from supportmap.analysis.network import (
    ENDED_REASONS,
    KINDS,
    NEEDS,
    SECTORS,
    SINCE,
    STATUSES,
    Client,
    Contact,
    Needs,
    Network,
    Tie,
)
from supportmap.exchange.fields import CLIENT, CONTACT, DOCUMENT, TIE

WHOLE = st.integers(-(2**53), 2**53)


def _text(most: int, least: int = 0) -> st.SearchStrategy[str]:
    letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    return st.text(letters, min_size=least, max_size=min(most, 70))


def _maybe(*options: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from((None, *options))


VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | st.floats(allow_nan=False, allow_infinity=False) | _text(20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_text(9), inner, max_size=3),
    max_leaves=4,
)


def _extra(known: Collection[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(_text(9).filter(lambda key: key not in known), VALUES, max_size=2)


NAMES = _text(60, least=1).map(lambda name: normalize("NFC", name).strip()).filter(lambda name: name != "")
NEED = st.none() | st.sampled_from(NEEDS)
DATES = st.none() | st.dates(min_value=date(1, 1, 1))

CLIENTS = st.builds(
    Client,
    label=st.none() | _text(200),
    needs=st.builds(Needs, NEED, NEED, NEED),
    birth_year=st.none() | st.integers(1850, 2200),
    area=st.none() | _text(60),
    languages=st.lists(_text(35), max_size=3).map(tuple),
    extra=_extra(CLIENT),
)


def contacts(contact_id: str) -> st.SearchStrategy[Contact]:
    """Any contact with this id."""
    rating = _maybe(0, 1, 2)
    return st.builds(
        Contact,
        id=st.just(contact_id),
        name=NAMES,
        kind=st.sampled_from(KINDS),
        relationship=st.none() | _text(60),
        sector=_maybe(*SECTORS),
        status=st.sampled_from(STATUSES),
        circle=_maybe(1, 2, 3),
        angle=st.none() | st.floats(0, 360, exclude_max=True),
        emotional=rating,
        practical=rating,
        belonging=rating,
        gives_back=rating,
        strain=rating,
        reach=rating,
        frequency=rating,
        unsafe=st.booleans(),
        since=_maybe(*SINCE),
        ended_reason=_maybe(*ENDED_REASONS),
        note=st.none() | _text(10_000),
        phone=st.none() | _text(40),
        phone_checked_on=DATES,
        knows_listed=_maybe(True, False),
        extra=_extra(CONTACT),
    )


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Any network of up to three contacts."""
    ids = draw(st.lists(_text(64, least=1), max_size=3, unique=True))
    pairs = [(a, b) for a in ids for b in ids if a < b]
    tied = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    ties = [Tie(a, b, draw(_maybe(1, 2)), draw(st.booleans()), draw(_extra(TIE))) for a, b in tied]
    return Network(
        contacts=tuple(draw(contacts(contact_id)) for contact_id in ids),
        ties=tuple(ties),
        client=draw(CLIENTS),
        held_on=draw(DATES),
        elicited=draw(st.booleans()),
        ties_asked=draw(st.booleans()),
        extra=draw(_extra(DOCUMENT)),
    )
