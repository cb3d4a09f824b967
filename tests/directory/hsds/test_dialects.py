"""Every dialect of HSDS becomes the same nested document of HSDS 3."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import orjson
import pytest

from supportmap.directory.hsds.reading import read_path
from supportmap.directory.hsds.report import NotADirectory
from tests.directory.hsds.directories import documents, only, reads, service, write_json, write_tables

OLD: dict[str, list[dict[str, object]]] = {
    "organizations": [
        {"id": "o1", "name": "Hilltop", "description": "Neighbours", "url": "http://h.example"}
    ],
    "services": [{"id": "s1", "organization_id": "o1", "name": "Lunch", "status": "active", "fees": "None"}],
    "locations": [{"id": "l1", "name": "Hall", "latitude": "51.5", "longitude": "-0.1"}],
    "services_at_location": [{"id": "a1", "service_id": "s1", "location_id": "l1"}],
    "physical_addresses": [{"id": "d1", "location_id": "l1", "address_1": "1 Main St", "city": "Town"}],
    "postal_addresses": [{"id": "d2", "location_id": "l1", "address_1": "PO Box 1", "city": "Town"}],
    "phones": [{"id": "p1", "service_id": "s1", "number": "555 0100"}],
    "regular_schedules": [
        {"id": "r1", "service_id": "s1", "weekday": "Monday", "opens_at": "9:00", "closes_at": "17:00"}
    ],
    "languages": [{"id": "g1", "service_id": "s1", "language": "Urdu"}],
    "eligibility": [{"id": "e1", "service_id": "s1", "eligibility": "Over 60"}],
    "accessibility_for_disabilities": [{"id": "b1", "location_id": "l1", "accessibility": "Ramp"}],
    "taxonomy": [{"id": "t1", "name": "Meals", "parent_id": "B", "vocabulary": "Own"}],
    "services_taxonomy": [{"id": "x1", "service_id": "s1", "taxonomy_id": "t1"}],
}


def _check_old(document: dict[str, Any]) -> None:
    assert document["id"] == "s1"
    assert document["organization"]["website"] == "http://h.example"
    assert document["fees_description"] == "None"
    assert document["eligibility_description"] == "Over 60"
    assert document["phones"][0]["number"] == "555 0100"
    assert document["languages"] == [{"id": "g1", "service_id": "s1", "name": "Urdu"}]
    [schedule] = document["schedules"]
    assert [schedule[name] for name in ("freq", "byday", "opens_at", "closes_at")] == [
        *("WEEKLY", "MO", "09:00", "17:00")
    ]
    [at] = document["service_at_locations"]
    assert at["id"] == "a1"
    place = at["location"]
    assert (place["latitude"], place["longitude"], place["location_type"]) == (51.5, -0.1, "physical")
    assert [each["address_type"] for each in place["addresses"]] == ["physical", "postal"]
    assert place["accessibility"][0]["description"] == "Ramp"
    [attribute] = document["attributes"]
    term = attribute["taxonomy_term"]
    assert (term["name"], term["parent_id"], term["taxonomy"]) == ("Meals", "B", "Own")


def test_tables_of_version_1_and_2_with_all_their_other_names_are_read(tmp_path: Path) -> None:
    read, document = only(write_tables(tmp_path / "old", **OLD))
    assert read.outcome == "accepted"
    assert read.place == "services.csv, row 2"
    _check_old(document)


def test_a_zip_of_a_folder_is_read_like_the_folder(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "old", **OLD)
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"directory-main/{file.name}")
        archive.writestr("__MACOSX/services.csv", "junk")
    assert documents(tmp_path / "old.zip") == documents(folder)


def test_a_data_package_says_which_file_is_which_table(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "old", **OLD)
    resources = []
    for file in sorted(folder.iterdir()):
        file.rename(folder / f"x-{file.name}")
        resources.append({"name": file.stem, "path": f"x-{file.name}"})
    resources.append({"name": "phones", "path": "../outside.csv"})
    (tmp_path / "outside.csv").write_text("id,service_id,number\n9,s1,1\n")
    package = write_json(folder / "datapackage.json", {"resources": resources})
    for path in (folder, package):
        [document] = documents(path)
        _check_old(document)
        assert len(document["phones"]) == 1


def test_tables_of_version_3_are_joined_by_every_key(tmp_path: Path) -> None:
    folder = write_tables(
        tmp_path / "new",
        organizations=[{"id": "o1", "name": "Hilltop", "description": "N", "website": "http://h.example"}],
        services=[
            {"id": "s1", "organization_id": "o1", "program_id": "g1", "name": "Lunch", "status": "active"}
        ],
        programs=[{"id": "g1", "organization_id": "o1", "name": "Food", "description": "F"}],
        contacts=[{"id": "c1", "service_id": "s1", "name": "Ann Persona", "title": "Host"}],
        phones=[
            {"id": "p1", "contact_id": "c1", "number": "1"},
            {"id": "p2", "organization_id": "o1", "number": "2"},
        ],
        languages=[{"id": "l1", "phone_id": "p1", "name": "Urdu", "code": "ur"}],
        cost_options=[{"id": "k1", "service_id": "s1", "amount": "2.50", "currency": "gbp"}],
        required_documents=[{"id": "d1", "service_id": "s1", "document": "Card"}],
        service_areas=[{"id": "a1", "service_id": "s1", "name": "Town"}],
        taxonomies=[{"id": "y1", "name": "Own", "description": "", "uri": "http://t.example"}],
        taxonomy_terms=[{"id": "t1", "name": "Meals", "taxonomy_id": "y1", "code": "M"}],
        attributes=[{"id": "x1", "link_id": "s1", "link_entity": "service", "taxonomy_term_id": "t1"}],
        service_capacities=[{"id": "q1", "service_id": "s1", "available": "3", "unit_id": "u1"}],
        units=[{"id": "u1", "name": "seats"}],
        urls=[{"id": "w1", "service_id": "s1", "url": "http://more.example"}],
    )
    read, document = only(folder)
    assert read.outcome == "accepted", read
    assert document["program"]["name"] == "Food"
    [contact] = document["contacts"]
    assert contact["phones"][0]["languages"][0]["code"] == "ur"
    assert "name" not in contact, "names of staff stay out"
    assert document["organization"]["phones"][0]["number"] == "2"
    assert document["cost_options"][0]["amount"] == 2.5
    assert document["attributes"][0]["taxonomy_term"]["taxonomy_detail"]["name"] == "Own"
    assert document["capacities"][0]["unit"]["name"] == "seats"
    assert document["additional_urls"][0]["url"] == "http://more.example"
    assert document["service_areas"][0]["name"] == "Town"
    assert document["required_documents"][0]["document"] == "Card"


ONE = service(phones=[{"id": "p1", "number": "555"}])
ORGANISATION = {**ONE["organization"], "services": [{k: v for k, v in ONE.items() if k != "organization"}]}
APART = {
    "organizations": [ONE["organization"]],
    "services": [{**{k: v for k, v in ONE.items() if k != "organization"}, "organization_id": "o1"}],
}


@pytest.mark.parametrize(
    "value",
    [
        ONE,
        [ONE],
        {"total_pages": 1, "contents": [ONE]},
        {"data": [ONE]},
        {"payload": {"services": [ONE]}},
        ORGANISATION,
        [ORGANISATION],
        {"organization": ONE["organization"], "services": ORGANISATION["services"]},
        {"organization": ONE["organization"], "service": ORGANISATION["services"][0]},
        {"organizations": [ORGANISATION], "metadata": {"made": "up"}},
        APART,
        {"data": [{"organization": ONE["organization"], "services": ORGANISATION["services"]}]},
        {**APART, "phones": [{"id": "p1", "number": "555", "service_id": "s1"}]},
        {
            "locations": [{"name": "Hall", "services": ORGANISATION["services"]}],
            "organization": ONE["organization"],
        },
        {"organizations.csv": APART["organizations"], "services.csv": APART["services"]},
    ],
)
def test_every_nesting_of_json_gives_the_same_service(tmp_path: Path, value: Any) -> None:
    read, document = only(write_json(tmp_path / "a.json", value))
    assert read.outcome == "accepted"
    assert read.external_id == document["id"] == "s1"
    assert document["organization"]["name"] == "Hilltop"
    assert document["phones"][0]["number"] == "555"


def test_lines_are_read_whatever_the_name_of_their_file(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps(service(f"s{number}")) for number in range(5))
    for name in ("a.json", "a.jsonl", "a.ndjson", "a.txt"):
        (tmp_path / name).write_text(lines + "\n\nnot json\n")
        found = reads(tmp_path / name)
        assert [read.place for read in found[:2]] == ["line 1", "line 2"]
        assert [read.outcome for read in found] == ["accepted"] * 5 + ["refused"]
        assert found[-1].place == "line 7"


def test_a_service_at_several_locations_is_one_service(tmp_path: Path) -> None:
    at = [
        {"id": f"a{n}", "service": service(), "location": {"id": f"l{n}", "location_type": "physical"}}
        for n in range(3)
    ]
    found = reads(write_json(tmp_path / "a.json", {"contents": at, "total_pages": 1}))
    assert [read.outcome for read in found] == ["accepted", "repeated", "repeated"]
    assert found[0].document is not None
    assert [each["id"] for each in found[0].document["service_at_locations"]] == ["a0", "a1", "a2"]


def test_a_large_file_is_read_like_a_small_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    value = {
        "organizations": APART["organizations"],
        "locations": [{"id": "l1", "name": "Hall", "latitude": 1.5, "longitude": 2.5}],
        "services": [{**APART["services"][0], "id": f"s{n}", "location_id": "l1"} for n in range(20)],
    }
    path = write_json(tmp_path / "a.json", value)
    listed = write_json(tmp_path / "b.json", [service(f"s{n}") for n in range(20)])
    small = documents(path), documents(listed)
    monkeypatch.setattr("supportmap.directory.hsds.json_source.MAX_OBJECT", 2_000)
    assert (documents(path), documents(listed)) == small
    assert len(small[0]) == 20
    assert small[0][3]["service_at_locations"][0]["location"]["name"] == "Hall"


def test_a_broken_object_in_a_large_list_leaves_the_others(tmp_path: Path) -> None:
    good = [json.dumps(service(f"s{n}")) for n in range(4)]
    path = tmp_path / "a.json"
    path.write_text("[" + ",".join([*good[:2], '{"id": oops}', *good[2:]]) + "]")
    assert [read.outcome for read in reads(path)] == ["accepted"] * 2 + ["refused"] + ["accepted"] * 2


def test_a_file_that_ends_too_early_says_so_and_keeps_what_came_before(tmp_path: Path) -> None:
    whole = json.dumps([service("s1"), service("s2")])
    (tmp_path / "a.json").write_text(whole[:-30])
    found = reads(tmp_path / "a.json")
    assert [read.outcome for read in found] == ["accepted", "refused"]
    assert "nothing can be read from here on" in found[1].reasons


def test_unknown_keys_are_kept_and_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    path = write_json(tmp_path / "a.json", [service(colour="red", nested={"a": [1, {"b": None}]}, id="")])
    first, again = [[orjson.dumps(each) for each in documents(path)] for _ in range(2)]
    assert first == again
    [document] = documents(path)
    assert document["colour"] == "red"
    assert document["nested"] == {"a": [1, {"b": None}]}


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"version": "3.0", "profile": "x", "openapi_url": "y"}, "is the description of an API"),
        ({"id": "t", "name": "n", "description": "d", "taxonomy_terms": []}, "is a taxonomy list"),
        ({"contents": [{"id": "t", "name": "n", "parent_id": "A", "taxonomy": "x"}]}, "is a taxonomy list"),
        ({"id": "l", "name": "Hall", "location_type": "physical"}, "describes a place"),
        ({"data": [{"name": {"value": 1}, "service": {"value": "x"}}]}, "is neither a service nor"),
        ([], "holds no services"),
        ({"contents": []}, "holds no services"),
    ],
)
def test_what_is_no_directory_is_refused_with_what_it_is(tmp_path: Path, value: Any, reason: str) -> None:
    with pytest.raises(NotADirectory, match=reason):
        reads(write_json(tmp_path / "a.json", value))


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.csv", "first,second\n1,2\n", "is no table of services"),
        ("taxonomy_terms.csv", "id,name\n1,Meals\n", "is a taxonomy list"),
        ("a.html", "<html></html>", "is a web page"),
        ("a.json", "nonsense", "is not JSON"),
        ("a.json", "", "is empty"),
    ],
)
def test_other_files_are_refused_with_what_they_are(
    tmp_path: Path, name: str, text: str, reason: str
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(NotADirectory, match=reason):
        reads(tmp_path / name)


def test_a_single_table_of_services_is_enough(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text("id;name;status;colour\n1;Lunch;active;red\n")
    read, document = only(tmp_path / "export.csv")
    assert (read.external_id, document["colour"]) == ("1", "red")
    assert document["organization"]["placeholder"] is True


def test_progress_tells_how_much_was_read(tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps(service(n)) for n in range(50)))
    list(read_path(path, lambda done, total: told.append((done, total))))
    size = path.stat().st_size
    assert told[0][1] == 2 * size
    assert (size, 2 * size) in told
    assert told[-1] == (100, 100)


@pytest.mark.parametrize("name", ["services.csv", "export.csv", "a.json", "a.jsonl"])
def test_services_that_have_no_names_at_all_are_refused_as_one(tmp_path: Path, name: str) -> None:
    rows = [{"id": n, "status": "active", "description": "Lunch"} for n in range(40)]
    text = {
        ".csv": "id,status,description\n" + "1,active,Lunch\n" * 40,
        ".json": json.dumps(rows),
        ".jsonl": "\n".join(map(json.dumps, rows)),
    }
    (tmp_path / name).write_text(text[Path(name).suffix])
    with pytest.raises(NotADirectory, match=r"column.*“name”"):
        reads(tmp_path / name)


def test_one_service_with_a_name_lets_the_others_be_refused_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "services.csv").write_text("id,name,status\n1,,active\n2,Lunch,active\n3,,active\n")
    found = reads(tmp_path / "services.csv")
    assert [read.external_id for read in found] == [None, "2", None]


@pytest.mark.parametrize(
    "columns",
    [
        "id,code,name,description,parent_id,taxonomy,language,taxonomy_id,term_uri",
        "id,name,description,uri,version",
        "slug,level0:name_en,level0:name_he,level1:name_en",
    ],
)
def test_a_taxonomy_by_any_name_is_no_table_of_services(tmp_path: Path, columns: str) -> None:
    (tmp_path / "sent.csv").write_text(f"{columns}\n{'1,' * columns.count(',')}1\n")
    with pytest.raises(NotADirectory, match=r"is a taxonomy list.*import the directory itself"):
        reads(tmp_path / "sent.csv")


def test_a_taxonomy_in_xml_is_told_from_a_web_page(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(
        '<?xml version="1.0"?>\n<!-- one -->\n<taxonomy><version>1</version></taxonomy>'
    )
    (tmp_path / "b.xml").write_text("<html><taxonomy></taxonomy></html>")
    for name, what in (("a.xml", "is a taxonomy list"), ("b.xml", "is a web page or XML, not HSDS: choose")):
        with pytest.raises(NotADirectory, match=what):
            reads(tmp_path / name)


def test_a_table_of_services_is_known_by_other_names_of_its_columns(tmp_path: Path) -> None:
    (tmp_path / "sent.csv").write_text("service_id,service_name,service_status\n7,Lunch,active\n")
    read, document = only(tmp_path / "sent.csv")
    assert (read.external_id, document["name"], document["status"]) == ("7", "Lunch", "active")
