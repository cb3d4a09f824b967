"""Everyone has a place, nobody is moved, and a map of thousands is laid out all the same."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from math import radians
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportmap.analysis.layout import Layout, Place, layout
from supportmap.analysis.network import CIRCLES, SECTORS, STATUSES, Contact, Network, Tie
from supportmap.analysis.wedges import LEAST_WIDTH
from tests.analysis.strategies import networks
from tests.builders import a_contact, a_network

MOST = 30


@st.composite
def maps(draw: st.DrawFn, stored: bool = True) -> Network:
    """Any network, not placed contacts included; with angles stored for some if ``stored``."""
    network = draw(networks(most=MOST))
    drawn = draw(st.binary(min_size=3 * MOST, max_size=3 * MOST))
    rows = zip(drawn[::3], drawn[1::3], drawn[2::3], strict=True)
    contacts = [_moved(c, *row, stored) for c, row in zip(network.contacts, rows, strict=False)]
    return replace(network, contacts=tuple(contacts))


def _moved(contact: Contact, choice: int, high: int, low: int, stored: bool) -> Contact:
    circle = None if choice % 8 == 0 else contact.circle
    angle = round((high * 256 + low) * 360 / 65536, 3) if stored and choice % 3 else None
    return replace(contact, circle=circle, angle=angle)


def kept(network: Network) -> Network:
    """The network with every angle stored as it was laid out."""
    places = layout(network).places
    return replace(network, contacts=tuple(replace(c, angle=places[c.id].angle) for c in network.contacts))


def closest(places: Layout) -> float:
    """The least distance between two contacts of one circle, in units of radius."""
    circles: defaultdict[float, list[float]] = defaultdict(list)
    for place in places.places.values():
        circles[place.radius].append(place.angle)
    return min(
        radians(min((a - b) % 360, (b - a) % 360)) * radius
        for radius, angles in circles.items()
        for number, a in enumerate(angles)
        for b in angles[:number] or [a + 180]
    )


some_stored = maps()
none_stored = maps(stored=False)


@given(some_stored)
def test_everyone_is_placed_on_the_circle_that_was_chosen(network: Network) -> None:
    places = layout(network).places
    assert list(places) == [contact.id for contact in network.contacts]
    for contact in network.contacts:
        place = places[contact.id]
        assert place.radius == (contact.circle or 3.5)
        assert 0 <= place.angle < 360
        assert place.angle == contact.angle or place.angle == round(place.angle, 3)


@given(some_stored)
def test_stored_angles_are_kept_to_the_digit(network: Network) -> None:
    places = layout(network).places
    assert all(places[c.id].angle == c.angle for c in network.contacts if c.angle is not None)


@given(some_stored)
def test_contacts_without_an_angle_lie_in_their_own_wedge(network: Network) -> None:
    found = layout(network)
    wedges = {wedge.sector: wedge for wedge in found.wedges}
    for contact in network.contacts:
        if contact.angle is None:
            assert wedges[contact.sector].holds(found.places[contact.id].angle)


@given(some_stored)
def test_the_same_network_is_always_laid_out_the_same(network: Network) -> None:
    assert layout(network) == layout(network)


@given(some_stored)
def test_wedges_keep_their_order_and_fill_the_circle(network: Network) -> None:
    wedges = layout(network).wedges
    expected = [*SECTORS] + [None] * any(contact.sector is None for contact in network.contacts)
    assert [wedge.sector for wedge in wedges] == expected
    for wedge, following in zip(wedges, (*wedges[1:], wedges[0]), strict=True):
        assert 0 <= wedge.start < 360
        assert wedge.end > wedge.start
        assert round(wedge.end % 360, 3) % 360 == following.start
    assert sum(wedge.end - wedge.start for wedge in wedges) == pytest.approx(360, abs=0.01)


@given(none_stored)
def test_no_two_contacts_of_a_circle_coincide(network: Network) -> None:
    if network.contacts:
        assert closest(layout(network)) > 0.03


@given(none_stored, st.sampled_from((*SECTORS, None)), st.sampled_from((*CIRCLES, None)))
def test_one_contact_more_moves_nobody_on_a_stored_map(network: Network, sector: Any, circle: Any) -> None:
    before = kept(network)
    newcomer = Contact("new", "New", sector=sector, circle=circle)
    after = layout(before.with_contact(newcomer))
    assert {name: place for name, place in after.places.items() if name != "new"} == layout(before).places
    if len(network.contacts) <= 20:
        assert closest(after) > 0.03


@given(none_stored)
def test_a_stored_map_keeps_everyone_in_their_wedge(network: Network) -> None:
    """What this module laid out itself can always be kept inside the boundaries."""
    before = kept(network)
    found = layout(before)
    wedges = {wedge.sector: wedge for wedge in found.wedges}
    assert all(wedges[c.sector].holds(found.places[c.id].angle) for c in before.contacts)


def test_an_empty_map_has_five_equal_wedges() -> None:
    wedges = layout(a_network()).wedges
    assert [(wedge.start, wedge.end) for wedge in wedges] == [(at, at + 72) for at in range(0, 360, 72)]


def test_a_crowded_sector_gets_a_wide_wedge_and_the_others_a_decent_one() -> None:
    crowd = [a_contact(sector="work", circle=1) for _ in range(30)]
    wedges = {wedge.sector: wedge.end - wedge.start for wedge in layout(a_network(*crowd)).wedges}
    assert min(wedges.values()) == pytest.approx(LEAST_WIDTH, abs=0.002)
    assert wedges["work"] == pytest.approx(360 - 4 * LEAST_WIDTH, abs=0.002)


def test_boundaries_move_only_as_far_as_stored_members_need() -> None:
    sister = a_contact(sector="family", circle=2, angle=80.0)
    wedges = layout(a_network(sister)).wedges
    assert (wedges[0].start, wedges[1].start) == (0, 84)
    assert [wedge.start for wedge in wedges[2:]] == [144, 216, 288]


def test_a_member_too_far_off_strays_alone() -> None:
    """One family member stored amid the professionals leaves every other one inside."""
    family = [a_contact(sector="family", circle=2, angle=angle) for angle in (10.0, 30.0, 60.0)]
    friends = [a_contact(sector="friends", circle=2, angle=angle) for angle in (90.0, 120.0)]
    paid = [a_contact(sector="professionals", circle=2, angle=angle) for angle in (290.0, 310.0, 340.0)]
    stray = a_contact(sector="family", circle=2, angle=315.0)
    everyone = [*family, *friends, *paid, stray]
    wedges = {wedge.sector: wedge for wedge in layout(a_network(*everyone)).wedges}
    assert [c for c in everyone if c.angle is not None and not wedges[c.sector].holds(c.angle)] == [stray]


def test_a_newcomer_takes_the_widest_free_place() -> None:
    there = [a_contact(sector="family", circle=3, angle=angle) for angle in (5.0, 15.0, 60.0)]
    newcomer = a_contact(sector="family", circle=3)
    place = layout(a_network(*there, newcomer)).places[newcomer.id]
    assert place == Place(3, 37.5)


def test_friends_who_know_each_other_sit_side_by_side() -> None:
    friends = [a_contact(sector="friends", circle=2) for _ in range(4)]
    places = layout(a_network(*friends, ties="14")).places
    order = sorted(range(4), key=lambda number: places[friends[number].id].angle)
    assert abs(order.index(0) - order.index(3)) == 1


def test_no_spoke_runs_through_a_contact_of_an_inner_circle() -> None:
    one_each = [a_contact(sector="friends", circle=circle) for circle in (1, 2, 3, None)]
    angles = sorted(place.angle for place in layout(a_network(*one_each)).places.values())
    assert min(after - before for before, after in pairwise(angles)) > 5


def test_past_and_planned_contacts_are_placed_too() -> None:
    contacts = [a_contact(status=status, sector="work", circle=2) for status in STATUSES]
    assert len({place.angle for place in layout(a_network(*contacts)).places.values()}) == 4


@pytest.mark.parametrize("stored", [False, True])
def test_two_thousand_contacts_are_laid_out(stored: bool) -> None:
    contacts = tuple(
        Contact(f"c{n}", "N", sector=SECTORS[n * 7 % 5], circle=CIRCLES[n % 3], angle=_some(n, stored))
        for n in range(2000)
    )
    ties = tuple(Tie(f"c{n}", f"c{(n + step) % 2000}") for n in range(2000) for step in range(1, 11))
    assert len(layout(Network(contacts, ties)).places) == 2000


def _some(number: int, stored: bool) -> float | None:
    return float(number % 360) if stored and number % 2 else None
