"""The made-up clients: as many contacts as published, some of every kind, the same ones for a seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, pairwise
from statistics import mean, median

import pytest

from supportmap.analysis.analyse import analyse
from supportmap.analysis.network import FUNCTIONS, KINDS, SECTORS, STATUSES, Contact, Network
from supportmap.demo.people import ANSWERS
from supportmap.demo.population import NOBODY, NOT_ASKED, Story, population
from supportmap.exchange.document import read_document, write_document
from supportmap.exchange.strict_json import decode

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def stories() -> tuple[Story, ...]:
    """The clients of 40 seeds, without those of whom nothing was to be said."""
    everybody = [enumerate(population(seed, 40, TODAY)) for seed in range(40)]
    return tuple(story for each in everybody for n, story in each if n not in {NOT_ASKED, NOBODY})


@pytest.fixture(scope="module")
def firsts(stories: tuple[Story, ...]) -> list[Network]:
    return [story.visits[0] for story in stories]


def everyone(networks: list[Network]) -> Iterator[Contact]:
    return (contact for network in networks for contact in network.contacts)


def share_of(networks: list[Network], sector: str) -> float:
    return mean(contact.sector == sector for contact in everyone(networks))


def test_networks_are_as_large_as_published(firsts: list[Network]) -> None:
    """Palumbo 2015: a weighted mean of 11.7, and a largest study mean of 44.9."""
    sizes = [len(network.contacts) for network in firsts]
    assert mean(sizes) == pytest.approx(11.7, abs=0.7)
    assert 9 <= median(sizes) <= 12
    assert min(sizes) < 4.6
    assert 44.9 < max(sizes) <= 60


def test_they_neither_melt_away_nor_swell(stories: tuple[Story, ...]) -> None:
    assert mean(len(story.visits[-1].active) for story in stories) == pytest.approx(11.7, abs=1)


def test_family_and_friends_have_the_published_shares(firsts: list[Network]) -> None:
    """Palumbo 2015: 43.1% family, 26.5% friends."""
    assert share_of(firsts, "family") == pytest.approx(0.431, abs=0.02)
    assert share_of(firsts, "friends") == pytest.approx(0.265, abs=0.02)
    assert {contact.sector for contact in everyone(firsts)} == set(SECTORS)
    assert {contact.kind for contact in everyone(firsts)} == set(KINDS)


def test_people_know_each_other_mostly_within_a_part_of_life(firsts: list[Network]) -> None:
    known: Counter[tuple[bool, bool]] = Counter()
    for network in firsts:
        tied = {tie.pair for tie in network.ties}
        if network.ties_asked:
            for a, b in combinations(network.contacts, 2):
                known[a.sector == b.sector, frozenset((a.id, b.id)) in tied] += 1
    within = known[True, True] / (known[True, True] + known[True, False])
    between = known[False, True] / (known[False, True] + known[False, False])
    assert within > 5 * between > 0


def test_answers_are_missing_in_every_way(firsts: list[Network]) -> None:
    contacts = list(everyone(firsts))
    for answer in ANSWERS:
        assert 0.05 < mean(getattr(contact, answer) is None for contact in contacts) < 0.2
    assert 0.02 < mean(contact.circle is None for contact in contacts) < 0.1
    assert 0.6 < mean(network.ties_asked for network in firsts) < 0.9


def test_one_client_was_asked_nothing_and_one_named_nobody() -> None:
    clients = population(1, 40, TODAY)
    assert clients[NOT_ASKED].visits == ()
    assert len(clients[NOBODY].visits) >= 2
    assert all(visit.elicited and not visit.contacts for visit in clients[NOBODY].visits)


@pytest.mark.parametrize("seed", range(10))
def test_every_demonstration_has_strain_danger_needs_and_contacts_of_every_status(seed: int) -> None:
    lasts = [story.visits[-1] for story in population(seed, 40, TODAY) if story.visits]
    contacts = list(everyone(lasts))
    assert {contact.status for contact in contacts} == set(STATUSES)
    assert any(contact.unsafe and contact.is_active for contact in contacts)
    assert any(contact.strain == 2 for contact in contacts)
    assert len({network.client.needs for network in lasts}) > 5


@pytest.mark.parametrize("seed", range(10))
def test_every_demonstration_has_coverage_of_every_status(seed: int) -> None:
    visits = [visit for story in population(seed, 40, TODAY) for visit in story.visits]
    found = Counter[str](analyse(visit).functions[f].status for visit in visits for f in FUNCTIONS)
    common = {"covered", "thin", "gap", "uncertain"}
    assert common <= set(found)
    assert all(found[status] > found.total() / 100 for status in common)


def test_visits_are_several_on_working_days_of_the_last_18_months(stories: tuple[Story, ...]) -> None:
    counts = Counter(len(story.visits) for story in stories)
    assert set(counts) == {2, 3, 4, 5, 6}
    for story in stories:
        days = [visit.held_on or TODAY for visit in story.visits]
        assert all(earlier < later for earlier, later in pairwise(days))
        assert TODAY - timedelta(days=550) < days[0]
        assert days[-1] < TODAY
        assert all(day.weekday() < 5 for day in days)


def test_the_core_is_stable_and_the_periphery_is_not(stories: tuple[Story, ...]) -> None:
    """As seven interviews within a year found (Morgan 1997)."""
    stayed: dict[int | None, list[bool]] = {1: [], 3: []}
    for before, after in (pair for story in stories for pair in pairwise(story.visits)):
        for contact in before.active:
            stayed.get(contact.circle, []).append(after.contact(contact.id).is_active)
    assert mean(stayed[1]) > 0.95
    assert mean(stayed[3]) < 0.9


def test_who_left_has_a_reason_and_stays_on_record(stories: tuple[Story, ...]) -> None:
    past = [c for story in stories for c in story.visits[-1].contacts if c.status == "past"]
    assert len({contact.ended_reason for contact in past}) == 6
    assert all(contact.ended_reason for contact in past)
    for before, after in (pair for story in stories for pair in pairwise(story.visits)):
        assert {contact.id for contact in before.contacts} <= {contact.id for contact in after.contacts}


def test_who_joined_is_new_or_was_not_mentioned_before(stories: tuple[Story, ...]) -> None:
    since = Counter(
        contact.since
        for story in stories
        for before, after in pairwise(story.visits)
        for contact in after.contacts[len(before.contacts) :]
    )
    assert since["new"] > since["not mentioned before"] > since[None] > 0


def test_missing_answers_become_fewer(stories: tuple[Story, ...]) -> None:
    def missing(network: Network) -> float:
        answers = [getattr(contact, answer) for contact in network.active for answer in ANSWERS]
        return mean(answer is None for answer in answers) if answers else 0

    several = [story for story in stories if len(story.visits) >= 4]
    assert mean(missing(story.visits[3]) for story in several) < mean(
        missing(story.visits[0]) / 2 for story in several
    )


def test_a_seed_gives_the_same_clients_however_many_there_are() -> None:
    assert population(5, 12, TODAY) == population(5, 12, TODAY)
    assert population(5, 12, TODAY)[:4] == population(5, 4, TODAY)
    assert population(5, 4, TODAY) != population(6, 4, TODAY)


def test_no_two_contacts_of_a_client_have_the_same_name(stories: tuple[Story, ...]) -> None:
    for story in stories:
        names = [contact.name for contact in story.visits[-1].contacts]
        assert len(names) == len(set(names))


def test_every_network_is_a_document_that_reads_back_the_same(stories: tuple[Story, ...]) -> None:
    for story in stories[::10]:
        for visit in story.visits:
            network, report = read_document(decode(write_document(visit)))
            assert network == visit
            assert not report.repaired
