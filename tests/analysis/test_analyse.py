"""The whole analysis, and how it is printed and served."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Any

import orjson
from hypothesis import given

from supportmap.analysis.analyse import Analysis, analyse, as_json
from supportmap.analysis.coverage import coverages, load
from supportmap.analysis.network import FUNCTIONS, Network
from supportmap.analysis.structure import structure
from supportmap.exchange.document import read_document
from supportmap.exchange.strict_json import decode
from tests.analysis.strategies import networks
from tests.builders import a_contact, a_large_network, a_network, a_supporter

FUNCTION_KEYS = {
    "status",
    "status_at_best",
    "score",
    "backup",
    "circle_backup",
    "informal",
    "need",
    "gap_to_need",
    "paid_only",
    "dependable",
    "inner_supporters",
    "effective_supporters",
    "top_share",
    "cost_of_strain",
    "reciprocity",
    "answers",
    "missing_answers",
    "depends_on",
    "sentences",
}
STRUCTURE_KEYS = {
    "density",
    "components",
    "isolates",
    "effective_size",
    "effective_size_weighted",
    "efficiency",
    "constraint",
    "constraint_weighted",
    "hierarchy",
    "betweenness",
    "fragmentation",
    "cut_people",
    "sector_diversity",
}
"""The example in DESIGN 5, which is shortened."""
MORE_STRUCTURE_KEYS = {
    "ties",
    "not_placed",
    "efficiency_weighted",
    "hierarchy_weighted",
    "degree_centralization",
    "sentences",
}
INTERVALS = {"score", "backup", "circle_backup", "informal", "gap_to_need"}


def leaves_of(value: Any) -> Iterator[Any]:
    """Every value in a JSON value that is neither object nor list."""
    if isinstance(value, dict | list | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from leaves_of(inner)
    else:
        yield value


def undefined_in(name: str, part: dict[str, Any]) -> set[str]:
    """The names of the numbers that are null in a part, both ends of an interval counting as one."""
    nothing = (None, {"low": None, "high": None})
    return {f"{name}{key}" for key, value in part.items() if value in nothing}


@given(networks(asked=False))
def test_the_analysis_is_coverage_structure_and_load(network: Network) -> None:
    assert analyse(network) == Analysis(network, coverages(network), structure(network), load(network))


@given(networks(asked=False))
def test_json_has_the_keys_of_the_document_format_and_no_others(network: Network) -> None:
    """Oracle: DESIGN 5."""
    found = as_json(analyse(network))

    assert set(found) == {
        *("formula", "size", "functions", "structure", "load", "undefined"),
        *("note", "elicited", "ties_asked"),
    }
    assert list(found["functions"]) == list(FUNCTIONS)
    for function in found["functions"].values():
        assert set(function) == FUNCTION_KEYS
        assert all(set(function[name]) == {"low", "high"} for name in INTERVALS)
        assert all(set(loss) == {"contact", "low", "high"} for loss in function["depends_on"])
    assert set(found["structure"]) == STRUCTURE_KEYS | MORE_STRUCTURE_KEYS


@given(networks(asked=False))
def test_json_is_the_same_for_every_reader(network: Network) -> None:
    """Only finite numbers, texts, truths and null: nothing that one writer would print otherwise."""
    found = as_json(analyse(network))

    for value in leaves_of(found):
        assert value is None or isinstance(value, str | int) or isfinite(value)
    assert orjson.loads(orjson.dumps(found)) == json.loads(json.dumps(found, allow_nan=False))


@given(networks(asked=False))
def test_every_number_that_is_null_says_why_and_nothing_else_does(network: Network) -> None:
    found = as_json(analyse(network))

    expected = undefined_in("", found["structure"])
    for function in FUNCTIONS:
        expected |= undefined_in(f"{function}.", found["functions"][function])
    assert set(found["undefined"]) == expected
    assert all(found["undefined"].values())


@given(networks(asked=False))
def test_numbers_are_not_rounded(network: Network) -> None:
    analysis = analyse(network)
    found = as_json(analysis)

    for function, coverage in analysis.functions.items():
        if coverage.score is not None:
            assert found["functions"][function]["score"] == coverage.score._asdict()
    assert found["structure"]["constraint"] == analysis.structure.constraint


def test_a_number_with_many_digits_keeps_them() -> None:
    """By hand: .9, .36 and .36 make 1 - .1 * .748 * .8236."""
    found = as_json(analyse(a_network(a_supporter(), *[a_supporter(rating=1, circle=2) for _ in range(2)])))

    assert abs(found["functions"]["emotional"]["score"]["low"] - (1 - 0.1 * 0.748 * 0.8236)) < 1e-15


@given(networks(asked=False))
def test_nobody_unsafe_is_named_or_listed_to_be_relied_on(network: Network) -> None:
    """The clinician's mark: in no list of supporters and in no sentence (measures.md 5.3)."""
    found = as_json(analyse(network))
    unsafe = {contact.id: contact.name for contact in network.contacts if contact.unsafe}

    texts = list(found["structure"]["sentences"])
    listed = set(found["load"])
    for function in found["functions"].values():
        texts += function["sentences"]
        listed |= {*function["dependable"], *(loss["contact"] for loss in function["depends_on"])}
    assert listed.isdisjoint(unsafe)
    assert not [text for text in texts for name in unsafe.values() if name in text]


@given(networks(asked=False))
def test_nobody_who_is_not_active_is_named_or_listed(network: Network) -> None:
    found = as_json(analyse(network))
    absent = {contact.id: contact.name for contact in network.contacts if contact.status != "active"}

    texts = [value for value in leaves_of(found) if isinstance(value, str)]
    assert absent.keys().isdisjoint(texts)
    assert not [text for text in texts for name in absent.values() if name in text]


def test_a_network_in_which_nothing_was_asked_has_no_number_and_no_gap() -> None:
    found = as_json(analyse(a_network(elicited=False, ties_asked=False)))

    assert {function["status"] for function in found["functions"].values()} == {"not assessed"}
    assert {function["score"]["low"] for function in found["functions"].values()} == {None}
    assert found["structure"]["sentences"] == ["Who is in the client's life has not been asked yet."]
    assert set(found["undefined"].values()) == {"nobody was asked for contacts yet"}


def test_every_analysis_names_its_formula_and_what_it_is_not() -> None:
    found = as_json(analyse(a_network()))

    assert (found["formula"], found["note"]) == ("coverage-1", "descriptive, not validated")


def test_the_reason_of_a_functions_number_bears_its_name() -> None:
    analysis = analyse(a_network(a_contact(emotional=0, sector="family"), a_contact(sector="family")))

    assert analysis.undefined["practical.score"] == "none of the contacts was asked about"
    assert analysis.undefined["emotional.top_share"] == "some answers are missing"
    assert "emotional.score" not in analysis.undefined
    assert analysis.undefined["degree_centralization"] == "it takes three contacts"


def test_the_largest_network_there_may_be_is_analysed_completely() -> None:
    """2,000 contacts and 20,000 ties are the most a document may have (DESIGN 5)."""
    found = as_json(analyse(a_large_network(2_000, 20_000)))

    assert (found["size"], found["structure"]["ties"]) == (2_000, 20_000)
    assert all(function["sentences"] for function in found["functions"].values())
    assert orjson.loads(orjson.dumps(found))["size"] == 2_000


def test_real_networks_are_analysed(shared_data: Path) -> None:
    """Frequency was asked in none of the 25 networks of migrants; belonging is never a point all the same."""
    documents = sorted((shared_data / "networks" / "transnat").glob("*.json"))
    read = [read_document(decode(document.read_bytes()))[0] for document in documents]

    assert len(read) == 25
    assert sum(len(network.contacts) for network in read) == 200
    for network in read:
        analysis = analyse(network)
        assert orjson.dumps(as_json(analysis))
        score = analysis.functions["belonging"].score
        if score is not None and score.high > 0:
            assert score.low < score.high
