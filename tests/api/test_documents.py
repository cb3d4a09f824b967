"""Documents out and in: what comes out goes in again, a dry run writes nothing, and a bad file is refused."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

import orjson
import pytest
from sqlalchemy.orm import Session

from supportmap.exchange.document import read_document
from supportmap.exchange.strict_json import decode
from supportmap.records.client import vault_of
from supportmap.records.database import writing
from supportmap.records.visit import VisitRow
from tests.api.conftest import House
from tests.api.people import add, tie

CSV = b"id,name,emotional\nq,Quinn,2\nr,Rowan,9\n"


def test_what_is_read_is_a_document_with_the_mark_and_all_that_is_known(house: House) -> None:
    contact = add(house.alice, house.owner, unsafe=True, note="sings", phone_checked_on="2026-01-01")
    answer = house.alice.get(house.path("/document"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="supportmap.json"'
    network, _ = read_document(decode(answer.data))
    assert (network.contacts[0].id, network.contacts[0].unsafe, network.contacts[0].note) == (
        contact["id"],
        True,
        "sings",
    )


def test_without_names_nothing_is_in_it_that_somebody_wrote_about_a_contact(house: House) -> None:
    texts = {"relationship": "secret", "note": "secret", "phone": "secret"}
    known = {"id": "secret", "name": "secret", **texts, "odd": "secret", "emotional": 2, "sector": "friends"}
    about = {
        "format": "supportmap",
        "version": 1,
        "odd": "secret",
        "client": {"label": "K.", "odd": "secret"},
    }
    house.alice.patch(house.path(), {"label": "secret", "area": "secret", "birth_year": 1987})
    tie = {"a": "secret", "b": "other", "odd": "secret"}
    contacts = [known, {"id": "other", "name": "other secret"}]
    house.alice.post(house.path("/document"), {**about, "contacts": contacts, "ties": [tie]})
    answer = house.alice.get(house.path("/document?names=false"))
    assert b"secret" not in answer.data
    assert b"1987" not in answer.data
    assert "without-names" in answer.headers["Content-Disposition"]
    network, _ = read_document(decode(answer.data))
    assert [(each.name, each.emotional) for each in network.contacts] == [("Friend 1", 2), ("Person 2", None)]
    assert [each.id for each in network.contacts] == ["1", "2"]
    assert len(network.ties) == 1


def test_a_document_read_and_written_again_changes_nothing(house: House) -> None:
    avery, blake = (add(house.alice, house.owner, name)["id"] for name in ("Avery", "Blake"))
    tie(house.alice, house.owner, avery, blake)
    document = house.alice.get(house.path("/document")).json
    report = house.alice.post(house.path("/document?dry_run=true"), document).json
    assert (report["dry_run"], report["outcome"], report["format"]) == (True, None, "supportmap")
    assert (report["added"], report["changed"], report["unchanged"]) == (
        [],
        [],
        ["contacts[0]", "contacts[1]"],
    )
    assert report["ties"] == {"added": 0, "changed": 0, "unchanged": 1}


def test_a_dry_run_says_what_an_import_then_does(house: House) -> None:
    avery = add(house.alice, house.owner)
    document: dict[str, Any] = {
        "format": "supportmap",
        "version": 1,
        "x-unknown": {"kept": True},
        "contacts": [{"id": avery["id"], "name": "Avery", "emotional": 2}, {"id": "B", "name": "Blake"}],
        "ties": [{"a": avery["id"], "b": "B"}],
    }
    plan = house.alice.post(house.path("/document?dry_run=true"), document).json
    assert plan["changed"] == [{"place": "contacts[0]", "fields": ["emotional"]}]
    assert (plan["added"], plan["ties"]["added"]) == (["contacts[1]"], 1)
    assert len(house.alice.get(house.path("/network")).json["contacts"]) == 1
    done = house.alice.post(house.path("/document"), document).json
    assert {**done, "dry_run": True, "outcome": None} == plan
    assert len(done["outcome"]["contacts"]) == 2
    again = house.alice.get(house.path("/document")).json
    assert again["x-unknown"] == {"kept": True}
    assert [contact["id"] for contact in again["contacts"]] == [avery["id"], "B"]
    assert house.alice.post(house.path("/undo")).status_code == 200
    assert len(house.alice.get(house.path("/network")).json["contacts"]) == 1


def test_a_file_of_another_label_is_told_before_and_after(house: House) -> None:
    document: dict[str, Any] = {"format": "supportmap", "version": 1, "client": {"label": "Wren"}}
    for path in ("/document?dry_run=true", "/document"):
        (row,) = house.alice.post(house.path(path), document).json["rows"]
        (reason,) = row["reasons"]
        assert (row["place"], "another label" in reason["reason"]) == ("client.label", True)
    ours = house.alice.get(house.path("/document")).json
    assert ours["client"]["label"] == "K."
    assert house.alice.post(house.path("/document?dry_run=true"), ours).json["rows"] == []


def test_a_table_is_read_row_by_row_and_says_what_it_left_out(house: House) -> None:
    answer = house.alice.post(house.path("/document"), data=CSV, content_type="text/csv").json
    assert (answer["format"], answer["added"]) == ("CSV", ["contacts.csv row 2", "contacts.csv row 3"])
    assert [(row["outcome"], row["place"]) for row in answer["rows"]] == [("repaired", "contacts.csv row 3")]
    assert b"Rowan" not in orjson.dumps(answer["rows"])


def test_a_pair_of_tables_comes_as_a_form(house: House) -> None:
    form = {
        "file": (BytesIO(b"id,name\nq,Quinn\nr,Rowan\n"), "contacts.csv"),
        "ties": (BytesIO(b"a,b\nq,r\n"), "ties.csv"),
    }
    answer = house.alice.post(house.path("/document"), data=form, content_type="multipart/form-data")
    assert answer.json["ties"]["added"] == 1


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"", "application/json", 422),
        (b"", "text/csv", 422),
        (b"{}", "application/json", 422),
        (b"not a table", "text/csv", 422),
        (b'{"format": "supportmap", "version": 2}', "application/json", 422),
        (b'{"format": "supportmap", "version": 1, "contacts": [{"id": "a"}]}', "application/json", 422),
        (b"\xff\xfe", "text/csv", 422),
        (b"id,name\n\0,x\n", "text/csv", 422),
        (b"[" * 100_000, "application/json", 400),
        (b'{"a": NaN}', "application/json", 400),
        (b'{"a": 1, "a": 2}', "application/json", 400),
        (b"{}", "application/xml", 415),
        (b"{}", "", 415),
        (b" " * 5_000_001, "application/json", 413),
        (b" " * 5_000_001, "text/csv", 413),
        (b"x" * 7_000_000, "text/csv", 413),
    ],
)
def test_a_bad_file_is_refused_and_changes_nothing(house: House, data: bytes, kind: str, status: int) -> None:
    answer = house.alice.post(house.path("/document"), data=data, content_type=kind)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert house.alice.get(house.path("/network")).json["network_version"] == 0


def test_a_form_without_a_file_is_refused(house: House) -> None:
    answer = house.alice.post(house.path("/document"), data={"x": "y"}, content_type="multipart/form-data")
    assert answer.status_code == 415


def test_a_visit_that_we_kept_badly_is_our_fault_and_says_nothing(
    house: House, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    visit = house.alice.post(house.path("/visits")).json["id"]
    house.alice.post(house.path(f"/visits/{visit}/finish"))
    bad = {"format": "supportmap", "version": 1, "contacts": [{"name": "Avery"}]}
    with writing(session):
        row = session.get_one(VisitRow, (house.owner.agency_id, UUID(visit)))
        kept = {"document": bad, "analysis": {}, "document_ids": {}}
        row.sealed = vault_of(session, house.owner).seal("visit", row.id, kept)
    caplog.set_level("INFO", "supportmap.requests")
    answer = house.alice.get(house.path(f"/document?visit={visit}"))
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert answer.headers["X-Request-ID"] in caplog.text
    assert "Avery" not in answer.text + caplog.text


def test_nobody_reads_a_document_who_is_not_on_the_team(house: House) -> None:
    for other in (house.bob, house.charlie, house.kim, house.desk, house.stranger):
        assert other.get(house.path("/document")).status_code == 404
        assert other.post(house.path("/document"), data=CSV, content_type="text/csv").status_code == 404


def test_an_id_of_the_file_itself_does_not_name_the_request(house: House) -> None:
    document = {
        "format": "supportmap",
        "version": 1,
        "id": "of the file",
        "contacts": [{"id": "B", "name": "Blake"}],
    }
    assert house.alice.post(house.path("/document?dry_run=true"), document).status_code == 200
    assert house.alice.post(house.path("/document"), document).status_code == 200
    assert house.alice.post(house.path("/undo")).status_code == 200
    assert house.alice.post(house.path("/document"), document).status_code == 200
    assert [each["name"] for each in house.alice.get(house.path("/network")).json["contacts"]] == ["Blake"]


def test_a_file_that_is_sent_never_touches_the_disk(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def on_disk(**_: object) -> BytesIO:
        raise AssertionError

    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", on_disk)
    document = b'{"format": "supportmap", "version": 1}' + b" " * 600_000
    head = b'--of\r\nContent-Disposition: form-data; name="file"; filename="map.json"\r\n\r\n'
    answer = house.alice.post(
        house.path("/document"),
        data=head + document + b"\r\n--of--\r\n",
        content_type="multipart/form-data; boundary=of",
    )
    assert answer.status_code == 200
