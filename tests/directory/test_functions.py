"""What a service is for comes from its categories, its words or from staff, and says from which."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportmap.directory.functions import (
    Assignment,
    assign,
    assignments_from_text,
    assignments_to_text,
    said_by_staff,
    weights,
    weights_from_text,
    weights_to_text,
)
from supportmap.directory.terms import Weights
from supportmap.directory.vocabulary import VOCABULARY
from tests.directory.documents import hostile, service

WORTH = st.builds(Weights, *[st.integers(0, 2)] * 3)
PLAIN = service(name="Office", description="We are here")


def categorised(**term: Any) -> dict[str, Any]:
    return service(name="Office", attributes=[{"id": "a1", "taxonomy_term": {"id": "t1", **term}}])


def only(document: dict[str, Any]) -> Assignment:
    (assignment,) = assign(document)
    return assignment


@pytest.mark.parametrize(
    "term",
    [
        {"code": "1310", "name": "Peer Support", "taxonomy": "Open Eligibility"},
        {"code": 1310, "taxonomy": "openeligibility"},
        {"id": "1310", "taxonomy_detail": {"uri": "http://openeligibility.org"}},
        {"term_uri": "http://terminology.hl7.org/CodeSystem/OpenEligibilityTaxonomy#1310"},
        {"name": "Peer support", "taxonomy": "Open Eligibility Taxonomy"},
        {"name": "Care/Support Network/Peer Support", "taxonomy_detail": {"name": "Open Eligibility"}},
        {"code": "peer-support", "taxonomy": "Open Eligibility"},
        {"code": "1310", "name": "Apoyo entre iguales", "taxonomy": "Open Eligibility"},
    ],
)
def test_a_category_of_open_eligibility_is_known_in_every_spelling(term: dict[str, Any]) -> None:
    assert only(categorised(**term)) == Assignment("mapped", "oe:1310", "Peer Support", 2, 0, 2, "attribute")


@pytest.mark.parametrize(
    "term",
    [
        {"code": "1310", "name": "Dentist"},
        {"code": "1206", "name": "Primary Care", "taxonomy": "Open Eligibility"},
        {"code": "1206", "name": "Medical Care", "taxonomy": "Open Eligibility"},
        {"code": "PH-1310", "taxonomy": "a list of our own"},
        {"code": "11310", "taxonomy": "Open Eligibility"},
    ],
)
def test_a_number_that_is_no_id_of_open_eligibility_maps_to_nothing(term: dict[str, Any]) -> None:
    assert assign(categorised(**term)) == ()


def test_an_id_under_another_title_is_known_by_its_title() -> None:
    found = only(categorised(code="1310", name="Food Pantry", taxonomy="Open Eligibility"))
    assert (found.term, found.provenance) == ("oe:1130", "mapped")


def test_a_title_under_several_parents_gets_the_lowest_weights_of_them() -> None:
    # Bereavement is 2, 0, 1 as a support group and 2, 0, 0 at the end of life.
    found = only(categorised(name="Bereavement", taxonomy="Open Eligibility"))
    assert found.weights == Weights(2, 0, 0)
    under = only(categorised(name="Support Groups > Bereavement", taxonomy="Open Eligibility"))
    assert (under.term, under.weights) == ("oe:1314", Weights(2, 0, 1))


@pytest.mark.parametrize(
    ("slug", "term"),
    [
        ("human_services:care:support_group", "oe:1312"),
        ("human_services:community_services:religious_services", "sm:faith"),
    ],
)
def test_the_slugs_of_the_living_fork_are_known(slug: str, term: str) -> None:
    assert only(categorised(code=slug)).term == term


def test_a_category_that_says_for_whom_is_no_function() -> None:
    document = categorised(code="1310", taxonomy="Open Eligibility")
    document["attributes"][0]["link_type"] = "service_eligibility"
    assert assign(document) == ()


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("Friendly Visiting Program", "sm:befriending"),
        ("Telephone Reassurance", "sm:befriending"),
        ("Fountain Clubhouse", "sm:clubhouse"),
        ("Drop-in Centre", "sm:drop-in"),
        ("Men's Shed", "sm:mens-shed"),
        ("Community Choir", "sm:arts"),
        ("Walking Groups", "sm:walking-group"),
        ("Meals on Wheels", "oe:1129"),
        ("Carers' relief", "oe:1286"),
        ("Welfare Rights", "sm:benefits"),
        ("Volunteer Opportunities", "sm:volunteering"),
    ],
)
def test_the_name_of_a_service_says_what_it_is_for(name: str, term: str) -> None:
    found = only(service(name=name))
    assert (found.term, found.provenance, found.because) == (term, "keyword", "name")
    assert found.weights == VOCABULARY.by_id[term].weights


@pytest.mark.parametrize(
    "name",
    [
        "Rights Helpline",
        "Credit Counseling",
        "Social Security Office",
        "Physical Therapy",
        "Animal Shelter",
        "Peer Review Board",
    ],
)
def test_a_name_with_the_words_of_something_else_says_nothing(name: str) -> None:
    assert assign(service(name=name)) == ()


@pytest.mark.parametrize("name", ["Legal help at the Community Center", "Legal aid to arts organizations"])
def test_a_name_says_less_of_where_and_of_whom(name: str) -> None:
    assert only(service(name=name)).term == "oe:1375"


def test_a_description_counts_at_most_one() -> None:
    found = only(service(name="Office", description="A weekly support group for widows."))
    assert (found.because, found.weights) == ("description", Weights(1, 0, 1))


def test_an_ambiguous_word_counts_in_a_name_only() -> None:
    assert assign(service(name="Office", description="Ask our volunteers about transport.")) == ()
    assert only(service(name="Transport")).term == "oe:1175"


def test_what_a_description_denies_is_not_assigned() -> None:
    said = "We do not run support groups, and transportation is not provided."
    assert assign(service(name="Office", description=said)) == ()


def test_the_name_of_a_category_of_another_list_counts_as_a_name() -> None:
    found = only(categorised(name="Social Clubs/Events", code="PL-7400", taxonomy="our list"))
    assert (found.term, found.because, found.belonging) == ("sm:social-club", "attribute", 2)


def test_a_term_is_assigned_once_and_from_the_best_place() -> None:
    document = categorised(code="1310", taxonomy="Open Eligibility")
    document |= {"name": "Peer support", "description": "Peer support for everybody"}
    assert only(document).provenance == "mapped"


def test_weights_are_the_highest_of_all_assignments() -> None:
    found = assign(service(name="Food pantry and choir"))
    assert weights(found) == Weights(1, 2, 2)


def test_a_service_without_assignments_is_not_known_rather_than_for_nothing() -> None:
    assert assign(PLAIN) == ()
    assert weights(()) is None


def test_what_staff_say_replaces_all_else() -> None:
    found = assign(service(name="Food pantry"))
    assert weights(found, Weights(0, 0, 1)) == Weights(0, 0, 1)
    assert weights((), Weights(0, 0, 0)) == Weights(0, 0, 0)
    assert said_by_staff(Weights(1, 0, 2)).weights == Weights(1, 0, 2)


def test_a_site_may_weigh_otherwise() -> None:
    own = VOCABULARY.weighing({"sm:sport": Weights(1, 0, 1)})
    (found,) = assign(service(name="Sports club"), own)
    assert found.weights == Weights(1, 0, 1)
    assert only(service(name="Sports club")).weights == Weights(0, 0, 2)
    with pytest.raises(KeyError):
        VOCABULARY.weighing({"sm:nothing": Weights(0, 0, 0)})


@pytest.mark.parametrize("wrong", [3, -1, True, 1.0, None])
def test_what_is_no_weight_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError, match="0, 1 or 2"):
        Weights(0, 0, wrong)


@given(hostile)
def test_any_document_has_assignments_that_outlive_their_text(document: dict[str, Any]) -> None:
    found = assign(document)
    assert assignments_from_text(assignments_to_text(found)) == found
    assert (weights(found) is None) == (not found)


@given(st.none() | WORTH)
def test_what_staff_say_outlives_its_text(worth: Weights | None) -> None:
    assert weights_from_text(weights_to_text(worth)) == worth
