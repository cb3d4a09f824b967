"""Very many networks at once: the numbers of one client, whatever the block.

Oracles: ``structure`` and ``coverages`` of one client, and the values of measures.md section 1.1, which
networkx, python-igraph and Burt by hand agree on.
"""

from __future__ import annotations

import tracemalloc
from dataclasses import fields, replace
from itertools import combinations
from math import isclose, isnan, nan
from random import Random
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from supportmap.analysis.caseload import (
    COVERAGE_COLUMNS,
    STATUS_CODES,
    STRUCTURE_COLUMNS,
    Caseload,
    caseload_of,
    measure,
)
from supportmap.analysis.coverage import coverages
from supportmap.analysis.network import Contact, Network, Tie
from supportmap.analysis.structure import structure
from tests.builders import a_contact, a_network, a_supporter

INTERVALS = ("score", "backup", "circle_backup", "informal")


def one_by_one(network: Network) -> dict[str, float]:
    """What the functions for one client say, in the columns of a caseload."""
    shape = structure(network)
    found = {name: number(getattr(shape, name)) for name in ("size", *STRUCTURE_COLUMNS)}
    for function, coverage in coverages(network).items():
        for name in INTERVALS:
            low, high = getattr(coverage, name) or (nan, nan)
            found |= {f"{function}_{name}_low": low, f"{function}_{name}_high": high}
        found[f"{function}_effective_supporters"] = number(coverage.effective_supporters)
        found[f"{function}_status"] = STATUS_CODES.index(coverage.status)
    return found


def number(value: float | None) -> float:
    return nan if value is None else value


def is_same(a: float, b: float) -> bool:
    return isclose(a, b, rel_tol=0, abs_tol=1e-9) or (isnan(a) and isnan(b))


def assert_as_one_by_one(networks: list[Network]) -> None:
    columns = measure(caseload_of(networks))
    for row, network in enumerate(networks):
        expected = one_by_one(network)
        got = {name: float(column[row]) for name, column in columns.items()}
        assert got.keys() == expected.keys()
        wrong = {name: (got[name], expected[name]) for name in got if not is_same(got[name], expected[name])}
        assert wrong == {}


def made_up(size: int, share_tied: float, share_missing: float, seed: int, **facts: Any) -> Network:
    """A network drawn at random; one in eight contacts is not active, so ties to them stand there too."""
    random = Random(seed)

    def answer(*scale: int) -> int | None:
        return None if random.random() < share_missing else random.choice(scale)

    ratings = ("emotional", "practical", "belonging", "strain", "reach", "frequency")
    contacts = tuple(
        Contact(
            f"c{place}",
            "A name",
            kind=random.choice(("person", "group", "service")),
            sector=random.choice((None, "family", "professionals")),
            status=random.choice(("active",) * 7 + ("past",)),
            unsafe=random.random() < 0.1,
            circle=answer(1, 2, 3),
            **{name: answer(0, 1, 2) for name in ratings},  # type: ignore[arg-type]
        )
        for place in range(size)
    )
    pairs = [(a, b) for a in range(size) for b in range(a) if random.random() < share_tied]
    ties = tuple(Tie(f"c{a}", f"c{b}", random.choice((None, 1, 2))) for a, b in pairs)
    return Network(contacts, ties, **facts)


NETWORKS = st.builds(
    made_up,
    size=st.one_of(st.integers(0, 6), st.integers(0, 60)),
    share_tied=st.sampled_from((0.0, 0.03, 0.1, 0.3, 1.0)),
    share_missing=st.sampled_from((0.0, 0.1, 0.6, 1.0)),
    seed=st.integers(0, 2**32),
    elicited=st.sampled_from((True, True, True, False)),
    ties_asked=st.sampled_from((True, True, True, False)),
)


@settings(max_examples=500, deadline=None)
@given(st.lists(NETWORKS, max_size=4))
def test_every_column_equals_the_measure_of_one_client(networks: list[Network]) -> None:
    assert_as_one_by_one(networks)


@settings(max_examples=100, deadline=None)
@given(st.lists(NETWORKS, max_size=8), st.sampled_from((1, 3)))
def test_the_block_changes_no_number(networks: list[Network], block: int) -> None:
    caseload = caseload_of(networks)
    whole, cut = measure(caseload), measure(caseload, block=block)
    for name, column in whole.items():
        np.testing.assert_array_equal(column, cut[name], name)


def test_a_network_of_more_contacts_than_a_machine_word_has_bits() -> None:
    assert_as_one_by_one([made_up(200, share_tied, 0.2, 7) for share_tied in (0.0, 0.004, 0.02, 0.2)])


def test_the_largest_network_a_document_can_hold() -> None:
    random = Random(11)
    people = made_up(2000, 0.0, 0.1, 11).contacts
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < 20_000:
        a, b = sorted(random.sample(range(2000), 2))
        pairs.add((a, b))
    ties = tuple(Tie(f"c{a}", f"c{b}", random.choice((1, 2))) for a, b in sorted(pairs))
    assert_as_one_by_one([a_network(), Network(people, ties), Network(people, ties[:900])])


CLIQUE = " ".join(f"{a:x}{b:x}" for a in range(1, 11) for b in range(a + 1, 11))
FIXTURES = (
    # contacts, ties, density, components, isolates, effective size, efficiency, constraint, hierarchy,
    # fragmentation: F1 to F15
    (1, "", nan, 1, 1, 1, 1, 1, nan, nan),
    (2, "", 0, 2, 2, 2, 1, 0.5, 0, 1),
    (2, "12", 1, 1, 0, 1, 0.5, 1.125, 0, 0),
    (3, "", 0, 3, 3, 3, 1, 0.333333, 0, 1),
    (3, "12 13 23", 1, 1, 0, 1, 0.333333, 0.925926, 0, 0),
    (3, "12 23", 0.666667, 1, 0, 1.666667, 0.555556, 0.839506, 0.073738, 0),
    (4, "12", 0.166667, 3, 2, 3.5, 0.875, 0.40625, 0.054754, 0.833333),
    (4, "12 34", 0.333333, 2, 0, 3, 0.75, 0.5625, 0, 0.666667),
    (4, "12 13 14", 0.5, 1, 0, 2.5, 0.625, 0.683594, 0.167751, 0),
    (4, "12 23 34 41", 0.666667, 1, 0, 2, 0.5, 0.694444, 0, 0),
    (5, "12 13 23", 0.3, 3, 2, 3.8, 0.76, 0.413333, 0.060875, 0.7),
    (6, "12 15 16 24", 0.266667, 2, 1, 4.666667, 0.777778, 0.400270, 0.094749, 0.333333),
    (6, "12 13 23 45 46 56", 0.4, 2, 0, 4, 0.666667, 0.462963, 0, 0.6),
    (6, "12 13 23 45 46 56 34", 0.466667, 1, 0, 3.666667, 0.611111, 0.482639, 0.009695, 0),
    (10, CLIQUE, 1, 1, 0, 1, 0.1, 0.361, 0, 0),
)
FIXTURE_COLUMNS = (
    "density",
    "components",
    "isolates",
    "effective_size",
    "efficiency",
    "constraint",
    "hierarchy",
    "fragmentation",
)


def a_fixture(size: int, ties: str) -> Network:
    return a_network(*(a_contact() for _ in range(size)), ties=ties)


def test_the_fixtures_as_one_caseload() -> None:
    columns = measure(caseload_of(a_fixture(size, ties) for size, ties, *_ in FIXTURES), "structure")
    got = np.array([columns[name] for name in FIXTURE_COLUMNS]).T
    np.testing.assert_allclose(got, [known for _, _, *known in FIXTURES], atol=5e-7)
    # Nobody is placed and every tie has strength 1, so that every z is 1.
    np.testing.assert_allclose(columns["constraint_weighted"], columns["constraint"], atol=1e-12)
    np.testing.assert_allclose(columns["effective_size_weighted"], columns["effective_size"], atol=1e-12)


def test_the_weighted_fixtures() -> None:
    people = [a_contact(circle=circle) for circle in (1, 2, 3)]
    close = Tie(people[0].id, people[1].id, strength=2)
    columns = measure(caseload_of([a_network(*people), Network(tuple(people), (close,))]))
    np.testing.assert_allclose(columns["constraint_weighted"], (0.388889, 0.756667), atol=5e-7)
    np.testing.assert_allclose(columns["effective_size_weighted"], (3, 2.277778), atol=5e-7)


def test_cliques_follow_the_closed_form_and_no_rounding_makes_a_hierarchy_negative() -> None:
    n = np.arange(2, 40)
    columns = measure(caseload_of(complete(size) for size in n.tolist()), "structure")
    np.testing.assert_allclose(columns["constraint"], (2 * n - 1) ** 2 / n**3)
    np.testing.assert_allclose(columns["hierarchy"], 0, atol=1e-12)
    assert columns["hierarchy"].min() >= 0


def complete(size: int) -> Network:
    people = tuple(a_contact() for _ in range(size))
    return Network(people, tuple(Tie(a.id, b.id) for a, b in combinations(people, 2)))


def test_losing_the_family_is_the_worst_loss_unless_the_ties_were_not_asked() -> None:
    family = [a_supporter(2, circle=2), a_supporter(1, circle=2), a_supporter(1, circle=2)]
    network = a_network(*family, a_supporter(1, circle=2), ties="12 13")
    columns = measure(caseload_of([network, replace(network, ties_asked=False)]))
    np.testing.assert_allclose(columns["emotional_circle_backup_low"], (0.36, 0))
    np.testing.assert_allclose(columns["emotional_circle_backup_high"], (0.36, 0.36))
    assert [STATUS_CODES[code] for code in columns["emotional_status"]] == ["covered", "covered"]


def test_asked_but_nobody_there_is_a_gap_and_not_asked_is_not_assessed() -> None:
    nobody = a_network()
    networks = [nobody, replace(nobody, elicited=False), a_network(a_contact()), a_network(a_supporter(0))]
    columns = measure(caseload_of(networks))
    status = [STATUS_CODES[code] for code in columns["practical_status"]]
    assert status == ["gap", "not assessed", "not assessed", "gap"]
    np.testing.assert_array_equal(columns["practical_score_high"], (0, nan, nan, 0))
    np.testing.assert_array_equal(columns["components"], (0, nan, 1, 1))


def test_only_what_was_asked_for_is_computed() -> None:
    caseload = caseload_of([a_fixture(4, "12")])
    assert list(measure(caseload, "structure")) == ["size", *STRUCTURE_COLUMNS]
    assert list(measure(caseload)) == ["size", *STRUCTURE_COLUMNS, *COVERAGE_COLUMNS]


def test_statuses_are_small_integers_and_all_else_is_float64() -> None:
    for name, column in measure(caseload_of([a_network()])).items():
        assert column.dtype == (np.int8 if name.endswith("_status") else np.float64)
    assert STATUS_CODES == ("not assessed", "gap", "uncertain", "thin", "covered")


def test_a_caseload_of_no_networks_has_empty_columns() -> None:
    columns = measure(caseload_of([]))
    assert {name: len(column) for name, column in columns.items()} == dict.fromkeys(
        ("size", *STRUCTURE_COLUMNS, *COVERAGE_COLUMNS), 0
    )


def test_memory_is_bounded_by_the_block_and_not_by_the_caseload() -> None:
    few = caseload_of([made_up(12, 0.15, 0.1, seed) for seed in range(200)])
    many = joined([few] * 20)
    assert extra_memory(many) < 1.5 * extra_memory(few)


def joined(parts: list[Caseload]) -> Caseload:
    """Positions of ties count within their client, so that rows can be put together as they are."""
    columns = {
        each.name: np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(Caseload)
    }
    for name in ("contact_offsets", "tie_offsets"):
        counts = np.concatenate([np.diff(getattr(part, name)) for part in parts])
        columns[name] = np.concatenate(([0], np.cumsum(counts)))
    return Caseload(**columns)


def extra_memory(caseload: Caseload) -> int:
    tracemalloc.start()
    columns = measure(caseload, block=200)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak - sum(column.nbytes for column in columns.values())
