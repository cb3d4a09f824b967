"""Faults of real directories: each is repaired or refused row by row, and the report says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import orjson
import pytest

from supportmap.directory.hsds.documents import PLACEHOLDER
from tests.directory.hsds.directories import documents, only, reads, service, tally, write_json, write_tables

O1 = {"id": "o1", "name": "Hilltop"}
S1 = {"id": "s1", "organization_id": "o1", "name": "Lunch", "status": "active"}


@pytest.mark.parametrize("status", ["", "1", "42", "open", "NULL"])
def test_a_status_that_is_none_is_not_known(tmp_path: Path, status: str) -> None:
    read, document = only(write_tables(tmp_path, organizations=[O1], services=[{**S1, "status": status}]))
    assert read.outcome == "repaired"
    assert "status" in read.reasons[0]
    assert "status" not in document


@pytest.mark.parametrize("status", ["Active", "temporarily_closed", "DEFUNCT"])
def test_a_status_in_other_letters_is_understood(tmp_path: Path, status: str) -> None:
    read, document = only(write_tables(tmp_path, organizations=[O1], services=[{**S1, "status": status}]))
    assert read.outcome == "accepted"
    assert document["status"] == status.lower().replace("_", " ")


@pytest.mark.parametrize("owner", ["", "gone"])
def test_a_service_without_its_organisation_goes_under_a_placeholder(tmp_path: Path, owner: str) -> None:
    lost = {**S1, "organization_id": owner}
    found = reads(write_tables(tmp_path, organizations=[O1], services=[lost]))
    assert [read.outcome for read in found] == ["repaired", "without service"]
    document = found[0].document
    assert document is not None
    assert (document["organization"]["name"], document["organization"]["placeholder"]) == (PLACEHOLDER, True)
    assert found[0].reasons == ("its organisation is missing: put under a placeholder",)
    assert found[1].place == "organizations.csv, row 2"


def test_rows_that_join_nothing_are_refused_one_by_one(tmp_path: Path) -> None:
    phones = [
        {"id": "p1", "service_id": "s1", "number": "1"},
        {"id": "p2", "service_id": "gone", "number": "2"},
        {"id": "", "service_id": "", "number": "3"},
    ]
    found = reads(write_tables(tmp_path, organizations=[O1], services=[S1], phones=phones))
    assert [(read.place, read.outcome) for read in found] == [
        ("services.csv, row 2", "accepted"),
        ("phones.csv, row 3", "refused"),
        ("phones.csv, row 4", "refused"),
    ]


def test_blank_ids_are_made_from_what_stays_the_same(tmp_path: Path) -> None:
    rows = [{**S1, "id": "", "name": name, "description": "first"} for name in ("Lunch", "Tea")]
    before = reads(write_tables(tmp_path, organizations=[O1], services=rows))
    changed = [{**row, "description": "second"} for row in reversed(rows)]
    after = reads(write_tables(tmp_path, organizations=[O1], services=changed))
    assert [read.outcome for read in before] == ["repaired"] * 2
    assert [read.external_id for read in before] == [read.external_id for read in reversed(after)]
    assert len({read.external_id for read in before}) == 2


def test_opening_times_that_cant_be_read_stay_as_text(tmp_path: Path) -> None:
    schedule = {"service_id": "s1", "weekday": "Mon", "opens_at": "by appointment", "closes_at": "25:99"}
    tables = {"regular_schedules": [{**schedule, "description": "Ring first"}]}
    read, document = only(write_tables(tmp_path, organizations=[O1], services=[S1], **tables))
    [found] = document["schedules"]
    assert found["description"] == "Ring first; by appointment; 25:99"
    assert not found.keys() & {"opens_at", "closes_at"}
    assert found["byday"] == "MO"
    assert read.reasons == (
        "opens_at can't be read and is kept as text",
        "closes_at can't be read and is kept as text",
    )


def test_weekdays_as_prose_are_written_out(tmp_path: Path) -> None:
    schedules = [
        {"service_id": "s1", "weekday": "Mon-Fri", "opens_at": "9 am", "closes_at": "5.30 pm"},
        {"service_id": "s1", "weekday": "every other full moon"},
    ]
    read, document = only(
        write_tables(tmp_path, organizations=[O1], services=[S1], regular_schedules=schedules)
    )
    first, second = document["schedules"]
    assert (first["byday"], first["opens_at"], first["closes_at"]) == ("MO,TU,WE,TH,FR", "09:00", "17:30")
    assert "byday" not in second
    assert second["description"] == "every other full moon"
    assert "a range of weekdays is written out" in read.reasons


def test_line_breaks_written_out_are_made_line_breaks(tmp_path: Path) -> None:
    row = {**S1, "description": r"One\nTwo\r\nThree"}
    read, document = only(write_tables(tmp_path, organizations=[O1], services=[row]))
    assert document["description"] == "One\nTwo\nThree"
    assert read.reasons == (r"\n written out is made a line break",)


def test_missing_coordinates_are_no_fault_and_impossible_ones_are_left_out(tmp_path: Path) -> None:
    locations: list[dict[str, object]] = [
        {"id": "l0", "name": "Hall"},
        {"id": "l1", "name": "Hall", "latitude": "95", "longitude": "10"},
        {"id": "l2", "name": "Hall", "latitude": "north", "longitude": "10"},
        {"id": "l3", "name": "Hall", "latitude": "0", "longitude": "0"},
        {"id": "l4", "name": "Hall", "latitude": "12.5"},
    ]
    services = [{**S1, "id": f"s{n}", "name": f"Lunch {n}"} for n in range(5)]
    at = [{"id": f"a{n}", "service_id": f"s{n}", "location_id": f"l{n}"} for n in range(5)]
    found = reads(
        write_tables(
            tmp_path, organizations=[O1], services=services, locations=locations, service_at_location=at
        )
    )
    assert [read.outcome for read in found] == ["accepted"] + ["repaired"] * 4
    for read in found:
        assert read.document is not None
        assert "latitude" not in read.document["service_at_locations"][0]["location"]


def test_every_service_twice_is_read_once(tmp_path: Path) -> None:
    services = [{**S1, "id": f"s{n}", "name": f"Lunch {n}"} for n in range(3)] * 2
    services.append({**services[0], "description": "Not quite the same"})
    found = tally(write_tables(tmp_path, organizations=[O1], services=services))
    assert dict(found.outcomes) == {"accepted": 3, "repeated": 4}
    assert found.objects == 7


def test_services_that_share_an_id_are_told_apart_whatever_their_order(tmp_path: Path) -> None:
    several = [
        {
            "organization": {"id": "org_1", "name": name},
            "services": [{"id": "svc_1", "name": "Meal", "status": "active"}],
        }
        for name in ("Hilltop", "Riverside", "Church")
    ]
    before = reads(write_json(tmp_path / "a.json", several))
    after = reads(write_json(tmp_path / "b.json", several[::-1]))
    assert [read.external_id for read in before] == [read.external_id for read in reversed(after)]
    assert len({read.external_id for read in before}) == 3
    assert {read.outcome for read in before} == {"repaired"}


def test_several_ids_in_one_cell_are_taken_apart(tmp_path: Path) -> None:
    locations = [{"id": f"l{n}", "name": f"Hall {n}"} for n in range(3)]
    at = [{"id": "a1", "service_id": "s1", "location_id": "l0; l1|l2"}]
    phones = [{"id": "p1", "service_id": "s1,s2", "number": "1"}]
    services = [S1, {**S1, "id": "s2", "name": "Tea", "organization_id": "o1 o9"}]
    first, second = reads(
        write_tables(
            tmp_path,
            organizations=[O1],
            services=services,
            locations=locations,
            service_at_location=at,
            phones=phones,
        )
    )
    for read in (first, second):
        assert read.reasons == ("several ids in one cell are taken apart",)
        assert read.document is not None
        assert read.document["phones"][0]["number"] == "1"
        assert read.document["organization"]["name"] == "Hilltop"
    assert first.document is not None
    assert [each["location"]["id"] for each in first.document["service_at_locations"]] == ["l0", "l1", "l2"]


@pytest.mark.parametrize("own", ["1", "svc/7", "ü-ß", "12 34"])
def test_ids_that_are_no_uuids_are_kept_as_they_are(tmp_path: Path, own: str) -> None:
    read, _ = only(write_tables(tmp_path, organizations=[O1], services=[{**S1, "id": own}]))
    assert (read.outcome, read.external_id) == ("accepted", own)


def test_an_id_that_is_too_long_to_look_up_is_made_from_what_it_says(tmp_path: Path) -> None:
    several = [service("i" * 255), service("i" * 256), service("i" * 9_000)]
    told = {read.external_id: read.reasons for read in reads(write_json(tmp_path / "a.json", several))}
    assert len(told) == 3
    assert [len(each or "") for each in told] == [255, 36, 36]
    assert all(
        "its id has more than 255 characters: made from that" in why for why in list(told.values())[1:]
    )


def test_a_number_as_id_is_the_same_as_its_text(tmp_path: Path) -> None:
    read, _ = only(write_json(tmp_path / "a.json", service(17)))
    assert read.external_id == "17"


def test_a_taxonomy_whose_parent_is_a_letter_is_kept(tmp_path: Path) -> None:
    _, document = only(
        write_tables(
            tmp_path,
            organizations=[O1],
            services=[S1],
            taxonomy=[{"id": "BD-1", "name": "Food", "parent_id": "B"}],
            services_taxonomy=[{"id": "1", "service_id": "s1", "taxonomy_id": "BD-1"}],
        )
    )
    assert document["attributes"][0]["taxonomy_term"]["parent_id"] == "B"


@pytest.mark.parametrize("name", ["", "   ", None])
def test_a_service_without_a_name_is_refused_and_the_next_is_read(tmp_path: Path, name: Any) -> None:
    found = reads(write_json(tmp_path / "a.json", [service(name=name), service("s2")]))
    assert [read.outcome for read in found] == ["refused", "accepted"]
    assert found[0].reasons == ("a service without a name",)


def test_what_a_field_cant_hold_is_kept_beside_it(tmp_path: Path) -> None:
    given = service(minimum_age="from birth", maximum_age="17", phones=[17, "555"], fees={"a": 1})
    read, document = only(write_json(tmp_path / "a.json", given))
    assert document["maximum_age"] == 17
    assert document["as_given"] == {"fees": {"a": 1}, "minimum_age": "from birth", "phones": [17, "555"]}
    assert read.reasons == ("what a field can't hold is kept beside it",)


def test_unclean_text_is_cleaned_and_numbers_that_are_none_are_left_out(tmp_path: Path) -> None:
    given = service(description="a\0b\ud800c", minimum_age=float("nan"), maximum_age=10**40)
    read, document = only(write_json(tmp_path / "a.json", given))
    assert document["description"] == "ab\N{REPLACEMENT CHARACTER}c"
    assert "minimum_age" not in document
    json.dumps(document).encode("utf-8")
    assert set(read.reasons) >= {
        "NUL characters are taken out",
        "characters that are none are replaced",
        "a number that is none is left out",
    }


def test_formulas_are_text(tmp_path: Path) -> None:
    row = {**S1, "name": '=HYPERLINK("http://x.example")', "description": "@SUM(1+1)"}
    read, document = only(write_tables(tmp_path, organizations=[O1], services=[row]))
    assert read.outcome == "accepted"
    assert (document["name"], document["description"]) == (row["name"], row["description"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("name", ["services.csv", "a.json"])
def test_encodings_are_told_apart(tmp_path: Path, encoding: str, name: str) -> None:
    text = (
        "id,name,status\n1,Café,active\n"
        if name.endswith("csv")
        else json.dumps(service(name="Café"), ensure_ascii=False)
    )
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    (tmp_path / name).write_bytes(mark + text.encode(encoding))
    read, document = only(tmp_path / name)
    assert document["name"] == "Café"
    assert ("not UTF-8 text: read as Windows-1252" in read.reasons) == (encoding == "cp1252")


def test_reasons_never_hold_a_value_of_the_file(tmp_path: Path) -> None:
    secret = "Zyx-4711"
    given = [
        service(status=secret, fees={secret: secret}, minimum_age=secret),
        service(name=None, description=secret),
        service("s3", schedules=[{"byday": secret, "opens_at": secret, "freq": secret}]),
        {secret: secret},
        secret,
    ]
    found = reads(write_json(tmp_path / "a.json", given))
    assert len(found) == 5
    assert all(secret not in reason for read in found for reason in (*read.reasons, read.place))


def test_an_organisation_is_told_with_its_places_but_not_its_services(tmp_path: Path) -> None:
    value = {
        "id": "o1",
        "name": "Hilltop",
        "addresses": [
            {"street": "1 Main St", "city": "Town", "coordinates": {"latitude": 1, "longitude": 2}}
        ],
        "services": [{"id": f"s{n}", "name": f"Lunch {n}", "status": "active"} for n in range(3)],
    }
    found = documents(write_json(tmp_path / "a.json", value))
    assert len(found) == 3
    for document in found:
        assert "services" not in document["organization"]
        [place] = document["organization"]["locations"]
        assert (place["addresses"][0]["address_1"], place["latitude"]) == ("1 Main St", 1)


@pytest.mark.parametrize("age", [1e30, 2**64, "9" * 15, float("inf"), -0.0])
def test_numbers_of_any_size_are_survived(tmp_path: Path, age: Any) -> None:
    read, document = only(write_json(tmp_path / "a.json", service(minimum_age=age)))
    assert read.external_id == "s1"
    assert orjson.loads(orjson.dumps(document)) == document
