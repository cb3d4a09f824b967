"""The vocabulary says what Open Eligibility says, and holds together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from supportmap.directory.functions import assign
from supportmap.directory.terms import Term, Vocabulary, Weights
from supportmap.directory.vocabulary import ATTRIBUTION, OWN_TERMS, VOCABULARY
from tests.directory.documents import service


@pytest.fixture(scope="module")
def taxonomy(shared_data: Path) -> list[tuple[str, str]]:
    """The id and the path of each term of Open Eligibility 2.0; the file calls itself XML 2.0."""
    file = shared_data / "openeligibility" / "auntbertha_taxonomy_v1.xml"
    said = file.read_text(encoding="utf-8").replace('<?xml version="2.0"', '<?xml version="1.0"')
    return list(paths(ElementTree.fromstring(said.encode()), ()))


def paths(element: ElementTree.Element, above: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for child in element:
        own = (*above, child.attrib["title"]) if child.tag.endswith("_level") else above
        if own != above:
            yield child.attrib["id"], "/".join(own)
        yield from paths(child, own)


def test_every_mapped_id_has_its_path_in_open_eligibility(taxonomy: list[tuple[str, str]]) -> None:
    mapped = [(term.id.removeprefix("oe:"), term.path) for term in VOCABULARY.terms if term.path]
    assert len(mapped) == 44
    assert set(mapped) <= set(taxonomy)


def test_no_id_is_mapped_that_stands_for_two_terms(taxonomy: list[tuple[str, str]]) -> None:
    ids = [number for number, _ in taxonomy]
    twice = {f"oe:{number}" for number in ids if ids.count(number) > 1}
    assert twice == {"oe:1206"}
    assert not twice & set(VOCABULARY.by_id)


def test_every_slug_stands_in_the_living_fork(shared_data: Path) -> None:
    file = shared_data / "openeligibility" / "kolzchut_taxonomy.yaml"
    known = set(re.findall(r"slug: (\S+)", file.read_text(encoding="utf-8")))
    assert known >= set(VOCABULARY.by_slug)
    assert len(VOCABULARY.by_slug) > 20


def test_who_made_the_taxonomy_is_said() -> None:
    assert ATTRIBUTION == "Open Eligibility taxonomy, Aunt Bertha, CC BY-SA 3.0"


@pytest.mark.parametrize("term", OWN_TERMS, ids=lambda term: term.id)
def test_our_own_terms_have_a_label_weights_and_phrases(term: Term) -> None:
    assert re.fullmatch(r"sm:[a-z-]+", term.id)
    assert term.label
    assert any(term.weights.listed)


@pytest.mark.parametrize("term", VOCABULARY.terms, ids=lambda term: term.id)
def test_a_service_named_by_a_synonym_gets_the_term(term: Term) -> None:
    for phrase in (*term.synonyms, *term.in_names):
        named = service(name=phrase.replace("*", ""))
        assert term.id in [assignment.term for assignment in assign(named)], phrase


def test_two_terms_of_one_id_are_refused() -> None:
    term = Term("sm:same", "Same", Weights(0, 0, 1))
    with pytest.raises(ValueError, match="same id"):
        Vocabulary((term, term))
    with pytest.raises(ValueError, match="same id"):
        VOCABULARY.and_also([OWN_TERMS[0]])
