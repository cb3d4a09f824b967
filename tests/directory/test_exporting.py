"""What is passed on: only what the licence allows, with UUIDs, and never where a refuge is."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import orjson
from sqlalchemy.orm import Session

from supportmap.directory.exporting import exported
from supportmap.directory.hsds.reading import read_path
from supportmap.directory.importing import Order, import_services
from supportmap.directory.packaging import write_services
from supportmap.records.audit import Actor
from tests.directory.services import a_document, imported, reads_of
from tests.service import an_agency

PLACE = {
    "id": "at 1",
    "location": {
        "id": "place 1",
        "location_type": "physical",
        "latitude": 53.4,
        "longitude": -2.2,
        "addresses": [{"id": "address 1", "address_1": "1 Mill Lane", "city": "Harbour", "country": "GB"}],
    },
}
RICH: dict[str, Any] = {
    "service_at_locations": [PLACE],
    "phones": [{"id": "phone 1", "number": "+44 1632 960001"}],
    "schedules": [{"id": "s", "freq": "WEEKLY", "byday": "WE", "opens_at": "10:00", "closes_at": "12:00"}],
    "attributes": [{"id": "a", "taxonomy_term": {"id": "t", "code": "1310", "name": "Peer Support"}}],
    "languages": [{"id": "l", "name": "Polish", "code": "pl"}],
    "required_documents": [{"id": "d", "document": "A letter"}],
    "cost_options": [{"id": "c", "option": "free", "amount": 0}],
    "minimum_age": 18,
}


def tables_of(session: Session, agency: UUID, folder: Path) -> dict[str, list[dict[str, str]]]:
    """The rows of each table of an export."""
    file = folder / "export.zip"
    write_services(session, agency, file)
    with ZipFile(file) as archive:
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode())))
            for name in archive.namelist()
            if name.endswith(".csv")
        }


def test_only_what_the_licence_allows_is_passed_on(session: Session) -> None:
    agency = an_agency(session)
    imported(session, agency, [a_document("1")], "Town")
    closed = Order("Closed", "all rights reserved")
    import_services(session, Actor.operator(agency), closed, reads_of([a_document("2")]))
    (document,) = exported(session, agency)
    assert document["source"] == {"name": "Town", "licence": "CC0"}
    assert list(exported(session, an_agency(session, "Beacon"))) == []


def test_every_id_is_a_uuid_and_the_same_for_the_same(session: Session) -> None:
    agency = an_agency(session)
    imported(session, agency, [a_document("1", **RICH)])
    (document,) = exported(session, agency)
    (again,) = exported(session, agency)
    assert document == again

    def ids(value: Any) -> Any:
        if isinstance(value, list):
            for each in value:
                yield from ids(each)
        elif isinstance(value, dict):
            yield from (each for name, each in value.items() if name == "id" or name.endswith("_id"))
            yield from ids(list(value.values()))

    found = list(ids(document))
    assert len(found) > 8
    for each in found:
        UUID(each)


def test_where_a_refuge_is_isnt_passed_on(session: Session, tmp_path: Path) -> None:
    agency = an_agency(session)
    imported(session, agency, [a_document("1", confidential=True, **RICH)])
    (document,) = exported(session, agency)
    assert "Mill Lane" not in str(document)
    assert "53.4" not in str(document)
    assert "addresses.csv" not in tables_of(session, agency, tmp_path)


HIDDEN = "12 Hidden Lane"
STRAY: dict[str, Any] = {
    **{name: f"{name} {HIDDEN}" for name in ("description", "application_process", "alert", "url")},
    **{name: f"{name} {HIDDEN}" for name in ("street", "directions", "google_maps", "plus_code")},
    "geo": {"lat": 53.4, "lng": -2.2},
    "coordinates": [53.4, -2.2],
    "as_given": {"where": HIDDEN},
    "service_areas": [{"name": HIDDEN}],
    "organization": {"id": "o", "name": "Rose", "description": HIDDEN, "address": HIDDEN},
    "contacts": [{"name": HIDDEN}],
    "service_at_locations": [
        {
            "id": "at",
            "description": HIDDEN,
            "location": {"id": "l", "name": HIDDEN, "url": HIDDEN, "addresses": [{"address_1": HIDDEN}]},
        }
    ],
}


def test_of_a_refuge_no_column_of_the_sources_own_is_passed_on(session: Session, tmp_path: Path) -> None:
    agency = an_agency(session)
    kept = {name: RICH[name] for name in RICH if name != "service_at_locations"}
    document = a_document("1", confidential=True, **(kept | STRAY | {"name": "Rose, 9 hidden lane"}))
    imported(session, agency, [document])
    (told,) = exported(session, agency)
    assert not [word for word in ("idden", "53.4", "-2.2") if word in str(told)]
    assert told["organization"]["name"] == "Rose"
    for name in ("phones", "schedules", "attributes", "languages", "cost_options", "minimum_age"):
        assert told[name], name
    assert "idden" not in str(tables_of(session, agency, tmp_path))


def test_an_export_is_read_again_as_what_it_was(session: Session, tmp_path: Path) -> None:
    agency, elsewhere = an_agency(session), an_agency(session, "Beacon")
    imported(session, agency, [a_document("1", **RICH), a_document("2", name="=HYPERLINK(1)")])
    file = tmp_path / "export.zip"
    assert write_services(session, agency, file) == 2
    order, actor = Order("Again", "CC0"), Actor.operator(elsewhere)
    report = import_services(session, actor, order, read_path(file))
    assert report.kept["added"] == 2
    before, after = ({each["id"]: each for each in exported(session, which)} for which in (agency, elsewhere))
    names = {each["name"] for each in after.values()}
    assert names == {each["name"] for each in before.values()}
    rich = next(each for each in after.values() if each.get("minimum_age"))
    (place,) = rich["service_at_locations"]
    assert place["location"]["latitude"] == 53.4
    assert rich["phones"][0]["number"] == "+44 1632 960001"
    assert rich["attributes"][0]["taxonomy_term"]["code"] == "1310"


def test_what_two_services_call_alike_is_written_for_both(session: Session, tmp_path: Path) -> None:
    agency = an_agency(session)
    alike: dict[str, Any] = {
        "languages": [{"id": "en", "code": "en"}],
        "attributes": [{"id": "attribute 0", "taxonomy_term": {"id": "t", "name": "Peer Support"}}],
        "required_documents": [{"id": "document 0", "document": "A letter"}],
        "service_at_locations": [PLACE],
    }
    imported(session, agency, [a_document(str(number), **alike) for number in range(3)])
    tables = tables_of(session, agency, tmp_path)
    for name in ("languages", "required_documents"):
        assert len({row["service_id"] for row in tables[f"{name}.csv"]}) == 3
    assert len({row["link_id"] for row in tables["attributes.csv"]}) == 3
    assert len(tables["taxonomy_terms.csv"]) == len(tables["addresses.csv"]) == 1


def test_languages_without_ids_in_the_file_are_written_for_each_service(
    session: Session, tmp_path: Path
) -> None:
    agency, file = an_agency(session), tmp_path / "services.json"
    services = [
        {"id": f"s{n}", "name": f"Soup {n}", "status": "active", "languages": [{"language": "en"}]}
        for n in range(3)
    ]
    file.write_bytes(orjson.dumps(services))
    import_services(session, Actor.operator(agency), Order("Town", "CC0"), read_path(file))
    assert len(tables_of(session, agency, tmp_path)["languages.csv"]) == 3


def test_the_descriptor_names_the_sources_and_their_licences(session: Session, tmp_path: Path) -> None:
    agency = an_agency(session)
    imported(session, agency, [a_document("1")])
    write_services(session, agency, tmp_path / "a.zip")
    with ZipFile(tmp_path / "a.zip") as archive:
        told = json.loads(archive.read("datapackage.json"))
    assert told["licenses"] == [{"title": "CC0"}]
    assert told["sources"] == [{"title": "Town (CC0)"}]


def test_no_cell_is_run_by_a_spreadsheet(session: Session, tmp_path: Path) -> None:
    agency = an_agency(session)
    texts = ["=1+1", "+44 1", "-1", "@sum", "\tx", "\rx"]
    imported(
        session, agency, [a_document(str(n), name=f"{text} name", **RICH) for n, text in enumerate(texts)]
    )
    cells = [
        cell
        for rows in tables_of(session, agency, tmp_path).values()
        for row in rows
        for cell in row.values()
    ]
    live = [cell for cell in cells if cell and cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [cell for cell in live if not is_number(cell)] == []


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
