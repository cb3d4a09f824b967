"""Who on the map could do it: close, safe and no burden, and never anybody marked unsafe."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportmap.analysis.could_do import CouldDo, could_do
from supportmap.analysis.dependability import dependability
from supportmap.analysis.network import FUNCTIONS, Contact, Function, Network
from tests.analysis.strategies import networks

CLOSE = Contact("c1", "Avery", circle=1, strain=0, frequency=2, reach=2)


def named(*contacts: Contact, function: Function = "belonging") -> list[str]:
    return [each.contact for each in could_do(Network(contacts), function)]


def test_who_was_not_asked_and_who_could_do_more_are_named_with_the_reason() -> None:
    contacts = (
        replace(CLOSE, belonging=1),
        replace(CLOSE, id="c2", circle=2, frequency=1, strain=None),
        replace(CLOSE, id="c3", belonging=0),
    )
    assert could_do(Network(contacts), "belonging") == (
        CouldDo("c1", ("does it sometimes: could do more", "is in the inner circle")),
        CouldDo("c3", ("hardly ever does it so far", "is in the inner circle")),
        CouldDo("c2", ("wasn't asked", "is in the middle circle"), ("whether it is a strain wasn't asked",)),
    )


@pytest.mark.parametrize(
    "otherwise",
    [
        {"unsafe": True},
        {"status": "past"},
        {"status": "planned"},
        {"status": "proposed"},
        {"circle": 3},
        {"circle": None},
        {"strain": 2},
        {"belonging": 2},
        {"sector": "professionals"},
        {"kind": "service"},
        {"kind": "place"},
        {"frequency": 0, "strain": 1},
        {"emotional": 0, "practical": 0, "belonging": 0, "gives_back": 2},
    ],
)
def test_whom_it_would_be_wrong_to_name_is_not(otherwise: dict[str, object]) -> None:
    assert named(CLOSE) == ["c1"]
    assert named(replace(CLOSE, **otherwise)) == []  # type: ignore[arg-type]


@given(networks(), st.sampled_from(FUNCTIONS))
def test_nobody_unsafe_is_ever_named_and_whoever_is_could_be_depended_on(
    network: Network, function: Function
) -> None:
    found = could_do(network, function)
    assert len({each.contact for each in found}) == len(found)
    for each in found:
        contact = network.contact(each.contact)
        assert contact.is_supporter
        assert contact.rating(function) != 2
        doing_it: Any = {function: 2}
        assert dependability(replace(contact, **doing_it), function).high >= 0.45 - 1e-9


@given(networks(), st.sampled_from(FUNCTIONS))
def test_marking_somebody_unsafe_only_takes_them_off_the_list(network: Network, function: Function) -> None:
    before = [each.contact for each in could_do(network, function)]
    for gone in before[:3]:
        after = could_do(network.with_contact(replace(network.contact(gone), unsafe=True)), function)
        assert [each.contact for each in after] == [each for each in before if each != gone]
