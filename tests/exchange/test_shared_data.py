"""Real files, which are not part of the project: where they are absent these tests say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportmap.exchange.document import read_document, write_document
from supportmap.exchange.reading import network_files, read_network
from supportmap.exchange.strict_json import decode


@pytest.fixture
def networks(shared_data: Path) -> Path:
    return shared_data / "networks"


def test_easynwks_own_example_is_read(networks: Path) -> None:
    reading = read_network(networks / "easynwk-example.json")
    network, report = reading.network, reading.report
    assert (reading.format, len(network.contacts), len(network.ties)) == ("easyNWK", 10, 5)
    past = [(contact.name, contact.circle) for contact in network.contacts if contact.status == "past"]
    assert past == [("Hubert", None)]
    assert [contact.name for contact in network.contacts if contact.kind == "animal"] == ["Strolchi"]
    assert [(row.name, len(row.reasons)) for row in report.repaired] == [("Strolchi", 1), ("Hubert", 2)]
    assert report.refused == ()


def test_every_network_of_the_transnat_study_is_accepted_unrepaired(networks: Path) -> None:
    readings = [read_network(path) for path in network_files([networks / "transnat"])]
    assert len(readings) == 25
    assert sum(len(reading.network.contacts) for reading in readings) == 200
    assert sum(len(reading.network.ties) for reading in readings) == 190
    assert all(reading.report.accepted == reading.report.rows for reading in readings)


def test_every_network_is_written_and_read_again(networks: Path) -> None:
    for path in network_files([networks]):
        network = read_network(path).network
        assert read_document(decode(write_document(network)))[0] == network
