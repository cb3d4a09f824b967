"""The law of the document: what is written is read back, and written again it is the same bytes."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from supportmap.analysis.network import Contact, Network, Tie
from supportmap.exchange.document import read_document, write_document
from supportmap.exchange.report import Report
from supportmap.exchange.strict_json import MAX_BYTES, decode
from tests.builders import a_contact, a_network
from tests.exchange.strategies import networks


def read_back(network: Network) -> tuple[Network, Report]:
    return read_document(decode(write_document(network)))


@settings(max_examples=500, deadline=None)
@given(networks())
def test_every_network_is_read_back_as_it_was_written(network: Network) -> None:
    again, report = read_back(network)
    assert again == network
    # A made-up key may look like one of ours: that is said beside the rows, and changes none.
    told = [*report.of("contact").rows, *report.of("tie").rows]
    assert len(told) == len(network.contacts) + len(network.ties)
    assert all(row.outcome == "accepted" for row in report.rows)
    assert write_document(again) == write_document(network)


def test_the_keys_stand_in_the_order_of_the_design() -> None:
    network = a_network(a_contact(), a_contact(), ties="12", extra={"format": "x", "more": 1})
    document = decode(write_document(network))
    assert isinstance(document, dict)
    assert list(document) == [
        "format", "version", "held_on", "elicited", "ties_asked", "client", "contacts", "ties", "more",
    ]  # fmt: skip
    assert list(document["client"]) == ["label", "needs", "birth_year", "area", "languages"]
    assert list(document["contacts"][0]) == [
        "id", "name", "kind", "relationship", "sector", "status", "circle", "angle", "emotional", "practical",
        "belonging", "gives_back", "strain", "reach", "frequency", "unsafe", "since", "ended_reason", "note",
        "phone", "phone_checked_on", "knows_listed",
    ]  # fmt: skip
    assert list(document["ties"][0]) == ["a", "b", "strength", "strained"]
    assert document["format"] == "supportmap"


def test_a_whole_angle_is_written_as_the_number_it_is_read_as() -> None:
    network = a_network(a_contact(angle=40))
    again, _ = read_back(network)
    assert write_document(again) == write_document(network)


def test_the_largest_network_stays_small_enough_to_be_read_again() -> None:
    ids = [f"{number:036}" for number in range(2_000)]
    contacts = tuple(Contact(contact_id, "Contact with a name", note="n" * 200) for contact_id in ids)
    ties = tuple(Tie(ids[number], ids[number - step]) for step in range(1, 11) for number in range(2_000))
    network = replace(Network(contacts), ties=ties)
    assert len(write_document(network)) <= MAX_BYTES
    assert read_back(network)[0] == network
