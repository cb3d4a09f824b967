"""How many actions it takes to map a network from nothing: what docs/mapping.md says is counted here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from random import Random
from time import monotonic, sleep
from typing import Any

from playwright.sync_api import Page

from supportmap.analysis.network import CIRCLES, FUNCTIONS, SECTORS, Contact, Network, Tie
from supportmap.exchange.reading import read_network
from supportmap.pages.words import ANSWERS
from tests.browser.hand import Hand, by_source
from tests.browser.served import Served
from tests.processes import PATIENCE

TIES = 8
HANDFUL = 6
"""What is no fact itself: going to the field for names (1) and to the Tie mode (1), choosing the two with
whom ties begin (2), letting the first of them go (1), and going to close ties (1)."""


def test_a_network_of_a_study_is_mapped(desk: Page, house: Served, shared_data: Path) -> None:
    network = of_the_study(shared_data)
    assert mapped(desk, house, network).total() == 10 + 8 + 48 + 8 + HANDFUL == 80


def test_what_two_tools_hold_of_it_is_mapped(desk: Page, house: Served, shared_data: Path) -> None:
    network = support_alone(of_the_study(shared_data))
    assert mapped(desk, house, network).total() == 10 + 8 + 23 + 8 + HANDFUL - 1 == 54


def test_a_made_up_network_of_that_shape_is_mapped(desk: Page, house: Served) -> None:
    assert mapped(desk, house, made_up(seed=86)).total() == 10 + 8 + 48 + 8 + HANDFUL


def test_a_made_up_network_with_other_kinds_is_mapped(desk: Page, house: Served) -> None:
    network = support_alone(made_up(seed=87))
    first, second, *others = network.contacts
    contacts = (replace(first, kind="group"), replace(second, kind="animal"), *others)
    actions = mapped(desk, house, replace(network, contacts=contacts))
    assert (actions["saying the kind"], actions["unfolding the kinds"]) == (2, 1)


def test_a_drag_is_a_tie(desk: Page, house: Served) -> None:
    network = made_up(seed=88)
    network = replace(network, contacts=tuple(answered(contact, {}) for contact in network.contacts))
    hand = Hand(desk)
    hand.map(replace(network, ties=()))
    before = hand.actions.copy()
    hand.tie_by_dragging(network)
    assert kept(house, network) == said(network)
    assert (hand.actions - before).total() == TIES + 2


def mapped(desk: Page, house: Served, network: Network) -> Counter[str]:
    """Map a network, and return the actions once all of it is kept and they are as many as they may be."""
    hand = Hand(desk)
    hand.map(network)
    assert kept(house, network) == said(network)
    assert hand.actions == expected(network)
    return hand.actions


def expected(network: Network) -> Counter[str]:
    """Return one action for each fact, and the few beside them."""
    kinds = sum(contact.kind != "person" for contact in network.contacts)
    sources = len(by_source(network.ties))
    return Counter(
        {
            "adding": len(network.contacts),
            "placing": sum(contact.circle is not None for contact in network.contacts),
            "answering": sum(answers(contact) for contact in network.contacts),
            "saying the kind": kinds,
            "tying": len(network.ties),
            "going to a field or mode": 2,
            "unfolding the kinds": min(kinds, 1),
            "choosing whom ties begin with": sources,
            "letting them go": sources - 1,
            "going to close ties and back": len({tie.weight for tie in network.ties}) - 1,
        }
    )


def answers(contact: Contact) -> int:
    """Return how many questions have an answer."""
    return sum(getattr(contact, question) is not None for question in ANSWERS)


Said = tuple[dict[str, dict[str, Any]], dict[tuple[str, ...], tuple[int, bool]]]


def said(network: Network) -> Said:
    """Return what is to be kept: the facts of each name, and the ties by the names of both."""
    contacts = [{each.name: getattr(one, each.name) for each in fields(one)} for one in network.contacts]
    ties = [
        {"a": tie.a, "b": tie.b, "strength": tie.weight, "strained": tie.strained} for tie in network.ties
    ]
    return by_name(contacts, ties)


def kept(house: Served, network: Network) -> Said:
    """Return what the service keeps once it is this network, or what it keeps when patience ends."""
    end = monotonic() + PATIENCE
    while True:
        told: dict[str, Any] = house.network()
        found = by_name(told["contacts"], told["ties"])
        if found == said(network) or monotonic() > end:
            return found
        sleep(0.2)


def by_name(contacts: list[dict[str, Any]], ties: list[dict[str, Any]]) -> Said:
    """Return the facts that are compared, by names: each tool has ids of its own."""
    names = {each["id"]: each["name"] for each in contacts}
    compared = ("kind", "sector", "circle", *ANSWERS)
    return (
        {each["name"]: {name: each[name] for name in compared} for each in contacts},
        {
            tuple(sorted((names[tie["a"]], names[tie["b"]]))): (tie["strength"], tie["strained"])
            for tie in ties
        },
    )


def of_the_study(shared_data: Path) -> Network:
    """Return a real network with the first of its ties."""
    network = read_network(shared_data / "networks" / "transnat" / "t086.json").network
    return replace(network, ties=network.ties[:TIES])


def made_up(seed: int) -> Network:
    """Return a network with as many contacts, places, answers and ties, all drawn."""
    chance = Random(seed)
    contacts = tuple(_contact(chance, number) for number in range(10))
    pairs = [(1, 2), (1, 3), (1, 5), (1, 6), (1, 7), (1, 8), (2, 7), (2, 8)]
    close = chance.choice(pairs[:6])
    ties = tuple(Tie(f"c{a}", f"c{b}", 2 if (a, b) == close else 1) for a, b in pairs)
    return Network(contacts, ties)


def _contact(chance: Random, number: int) -> Contact:
    asked: dict[str, Any] = {question: chance.randrange(3) for question in (*FUNCTIONS, "strain")}
    contact = Contact(f"c{number}", f"Contact {number + 1}", **asked)
    if number in (0, 4):
        return contact
    place: dict[str, Any] = {"sector": chance.choice(SECTORS), "circle": chance.choice(CIRCLES)}
    return replace(contact, **place, reach=chance.randrange(3))


def support_alone(network: Network) -> Network:
    """Return what easyNWK can hold of it: support that is there, and ties without their strength."""
    contacts = tuple(
        answered(contact, {name: getattr(contact, name) or None for name in FUNCTIONS})
        for contact in network.contacts
    )
    return replace(network, contacts=contacts, ties=tuple(replace(tie, strength=1) for tie in network.ties))


def answered(contact: Contact, given: Mapping[str, Any]) -> Contact:
    """Return a contact of whom these answers are known and no others."""
    return replace(contact, **dict[str, Any](dict.fromkeys(ANSWERS), **given))
