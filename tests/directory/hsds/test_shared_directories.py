"""Real directories: everything in them is accounted for, twice the same, and valid where it can be."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from supportmap.directory.hsds.reading import read_path
from supportmap.directory.hsds.report import NotADirectory, Read
from tests.directory.hsds.directories import reads, tally

DIRECTORIES = [
    "foodpantries/hsds31_llm_aligned.jsonl",
    "illinois-legal-aid",
    "spec-3.0-examples",
    "spec-3.0-examples/csv",
    "spec-3.0-examples/tabular.json",
    "oruk-validator-mocks/V3.0-UK-Test/service_list.json",
    "oruk-validator-mocks/V3.0-UK-Default/organization.json",
]
NONE = {
    "spec-3.0-examples/base.json": "description of an API",
    "spec-3.0-examples/location.json": "a place",
    "spec-3.0-examples/taxonomy.json": "taxonomy",
    "spec-3.0-examples/taxonomy_list.json": "taxonomy",
    "spec-3.0-examples/taxonomy_term.json": "taxonomy",
    "spec-3.0-examples/taxonomy_term_list.json": "taxonomy",
    "oruk-validator-mocks/V3.0-UK-Default/api_details.json": "description of an API",
    "oruk-validator-mocks/V3.0-UK-Fail/api_details.json": "description of an API",
    "oruk-validator-mocks/V3.0-UK-Default/dashboard_services_response.json": "neither a service nor",
    "oruk-validator-mocks/V3.0-UK-Default/dashboard_service_details_response.json": "neither a service nor",
}


@pytest.fixture(scope="session")
def hsds(shared_data: Path) -> Path:
    return shared_data / "hsds"


@pytest.mark.parametrize("name", DIRECTORIES)
def test_a_real_directory_gives_the_same_bytes_twice(hsds: Path, name: str) -> None:
    first, again = ([orjson.dumps([r.external_id, r.document]) for r in read_path(hsds / name)] for _ in "ab")
    assert first == again
    ids = [read.external_id for read in read_path(hsds / name) if read.document is not None]
    assert len(set(ids)) == len(ids) > 0


@pytest.mark.parametrize("name", NONE)
def test_what_is_no_directory_is_refused_whole_with_what_it_is(hsds: Path, name: str) -> None:
    with pytest.raises(NotADirectory, match=NONE[name]):
        reads(hsds / name)


def test_the_numbers_of_the_food_pantries_add_up(hsds: Path) -> None:
    """Count the services and the organisations without any by walking through everything in the file."""
    path = hsds / DIRECTORIES[0]
    values = [json.loads(line) for line in path.read_text().splitlines()]
    services = sum(map(_services_in, values))
    found = tally(path)
    assert found.objects == services + found.outcomes["without service"]
    assert found.outcomes["accepted"] + found.outcomes["repaired"] > 0.97 * services
    assert found.complete


def _services_in(value: Any) -> int:
    """Return how many objects stand under "service" or "services", however deep."""
    if isinstance(value, list):
        return sum(map(_services_in, value))
    if not isinstance(value, dict):
        return 0
    own = sum(
        len(inner) if isinstance(inner, list) else isinstance(inner, dict)
        for name, inner in value.items()
        if name in ("service", "services")
    )
    return own + sum(
        _services_in(inner) for name, inner in value.items() if name not in ("service", "services")
    )


def test_the_numbers_of_the_illinois_tables_add_up(hsds: Path) -> None:
    folder = hsds / "illinois-legal-aid"
    tables = {
        path.stem: list(csv.DictReader(path.read_text().splitlines(True))) for path in folder.glob("*.csv")
    }
    served = {row["organization_id"] for row in tables["services"]}
    lonely = [row for row in tables["organizations"] if row["id"] not in served]
    found = tally(folder)
    assert found.outcomes["without service"] == len(lonely)
    services = len(tables["services"])
    assert sum(found.outcomes[name] for name in ("accepted", "repaired", "refused", "repeated")) == services
    missing = served - {row["id"] for row in tables["organizations"]}
    lost = sum(row["organization_id"] in missing and bool(row["name"]) for row in tables["services"])
    assert found.reasons["its organisation is missing: put under a placeholder"] == lost


@pytest.mark.parametrize("kind", ["Default", "Test", "Warn"])
def test_every_item_of_a_page_of_services_is_accounted_for(hsds: Path, kind: str) -> None:
    path = hsds / f"oruk-validator-mocks/V3.0-UK-{kind}/service_list.json"
    assert tally(path).objects == len(json.loads(path.read_bytes())["contents"])


def test_a_page_whose_services_have_no_name_is_refused_whole(hsds: Path) -> None:
    with pytest.raises(NotADirectory, match="has no service with a name"):
        tally(hsds / "oruk-validator-mocks/V3.0-UK-Fail/service_list.json")


def test_the_example_is_the_same_service_in_every_form(hsds: Path) -> None:
    folder = hsds / "spec-3.0-examples"
    names = (
        "service_full.json",
        "organization_full.json",
        "service_at_location_full.json",
        "tabular.json",
        "csv",
    )
    found = [read for name in names for read in read_path(folder / name) if read.document is not None]
    assert len(found) == len(names)
    for field in ("id", "name", "description", "status", "minimum_age"):
        assert len({read.document[field] for read in found if read.document}) == 1, field
    assert all(read.document and read.document["service_at_locations"] for read in found)


@pytest.mark.parametrize("name", DIRECTORIES)
def test_documents_are_valid_where_the_source_had_what_is_required(hsds: Path, name: str) -> None:
    schema = hsds / "schema-3.0" / "service.json"
    if not schema.is_file():
        pytest.skip("not run: the schema of HSDS 3.0 isn't there")
    validator = Draft202012Validator(json.loads(schema.read_bytes()))
    faults = [fault for read in reads(hsds / name) for fault in _faults(validator, read)]
    assert not faults, faults[:5]


def _faults(validator: Draft202012Validator, read: Read) -> list[str]:
    """Return what is invalid, but for what is required and the source doesn't have."""
    if read.document is None:
        return []
    found = validator.iter_errors(read.document)
    return [
        f"{read.place}: {fault.json_path}: {fault.validator}"
        for fault in found
        if fault.validator != "required"
    ]


def test_the_example_in_full_is_valid_without_exception(hsds: Path) -> None:
    schema = hsds / "schema-3.0" / "service.json"
    if not schema.is_file():
        pytest.skip("not run: the schema of HSDS 3.0 isn't there")
    validator = Draft202012Validator(json.loads(schema.read_bytes()))
    [read] = reads(hsds / "spec-3.0-examples" / "service_full.json")
    assert not list(validator.iter_errors(read.document))
