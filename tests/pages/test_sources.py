"""Directories by the page: a file is sent in parts, imported by a process of its own, and told row by row."""

from __future__ import annotations

import html
import io
import re
import time
from typing import Any
from uuid import uuid4

import orjson
import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from supportmap.directory.imports import begin_import, imports_of
from supportmap.records.audit import Actor
from supportmap.records.database import writing
from supportmap.settings import Settings
from tests.directory.services import a_document
from tests.pages.conftest import HTML, House, Visitor, read

FORM = {"source": "Town", "licence": "CC0"}
PATIENCE = 60


def lines(*documents: object) -> bytes:
    return b"\n".join(map(orjson.dumps, documents))


def sent(visitor: Visitor, data: bytes, name: str = "list.jsonl", **form: str) -> str:
    """Send a file with the form, and return where its import is shown."""
    body = {**FORM, **form, "file": (io.BytesIO(data), name)}
    answer = visitor.post("/sources", data=body, headers=HTML, content_type="multipart/form-data")
    assert answer.status_code == 302, read(answer)
    return answer.headers["Location"]


def ended(visitor: Visitor, address: str) -> str:
    """Wait until an import has ended, and read its page."""
    until = time.monotonic() + PATIENCE
    while True:
        answer = visitor.open(f"{address}?as=json").get_json()
        if answer["state"] != "running":
            return visitor.page(address)
        assert time.monotonic() < until, answer
        time.sleep(0.1)


def filled_in(answer: TestResponse) -> tuple[str, str, list[str]]:
    """The name and the licence that a form is filled in with, and what is ticked."""
    body = answer.get_data(as_text=True)
    values = [re.search(rf'<input id="{name}"[^>]* value="([^"]*)"', body) for name in FORM]
    name, licence = (html.unescape(found[1]) if found else "?" for found in values)
    return name, licence, re.findall(r'name="(\w+)" value="1" checked', body)


@pytest.fixture
def admin(house: House) -> Visitor:
    return house.admin


def test_a_file_that_comes_with_the_form_is_imported_and_told(admin: Visitor) -> None:
    data = lines(a_document("1"), a_document("2", name="Choir"), {"id": "3"})
    told = ended(admin, sent(admin, data))
    assert "Done. Services new 2" in told
    assert "In the file: 3 taken as they stand" in told
    assert "left out" in told
    assert "Town 2 0" in admin.page("/sources")
    assert "Choir" in admin.page("/resources?words=choir")
    again = ended(admin, sent(admin, data))
    assert "as they were 2" in again


def test_a_file_that_comes_in_parts_is_imported_and_nothing_of_it_stays(
    house: House, service_settings: Settings
) -> None:
    data, upload, admin = lines(a_document("1")), uuid4(), house.admin
    address = f"/sources/uploads/{upload}?name=list.jsonl"
    for start in range(0, len(data), 50):
        answer = admin.open(f"{address}&from={start}", "PUT", data=data[start : start + 50])
        assert answer.get_json()["size"] == min(start + 50, len(data))
    form = FORM | {"id": str(upload), "file_name": "list.jsonl"}
    answer = admin.post("/sources", data=form, headers=HTML)
    assert "new 1" in ended(admin, answer.headers["Location"])
    assert list((service_settings.data / "uploads").iterdir()) == []


def test_what_is_sent_twice_is_imported_once_and_the_second_takes_nothing_away(
    house: House, service_settings: Settings
) -> None:
    data, upload, admin = lines(a_document("1")), uuid4(), house.admin
    admin.open(f"/sources/uploads/{upload}?name=list.jsonl&from=0", "PUT", data=data)
    form = FORM | {"id": str(upload), "file_name": "list.jsonl"}
    first, second = (admin.post("/sources", data=form, headers=HTML) for _ in range(2))
    assert second.status_code == 409
    assert "wait until that is done" in read(second)
    with_file = form | {"file": (io.BytesIO(data), "list.jsonl")}
    assert admin.post("/sources", data=with_file, headers=HTML).status_code == 409
    assert "new 1" in ended(admin, first.headers["Location"])
    assert list((service_settings.data / "uploads").iterdir()) == []


def test_trying_changes_nothing(admin: Visitor) -> None:
    told = ended(admin, sent(admin, lines(a_document("1")), dry_run="1"))
    assert "Nothing was changed: this is what would happen. Services new 1" in told
    assert "Nothing fits" in admin.page("/resources")


def test_what_is_no_directory_is_refused_with_what_it_is(admin: Visitor) -> None:
    told = ended(admin, sent(admin, b"hello there", "list.zip"))
    assert "Nothing was taken" in told
    assert "No directory yet" in admin.page("/sources")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("open_eligibility.xml", b'<?xml version="1.0"?>\n<taxonomy>\n<version>1.2</version></taxonomy>'),
        ("services.csv", "slug,level0:name_en,level0:name_he\ncare,Human Services,מענים\n".encode()),
        ("terms.csv", b"id,name,description,parent_id,taxonomy\n1,Food,Meals,,oe\n"),
    ],
)
def test_a_taxonomy_is_refused_with_what_to_do_and_the_form_comes_back_as_it_was(
    admin: Visitor, name: str, data: bytes
) -> None:
    address = sent(admin, data, name, source="Town & County", licence="CC BY 4.0", dry_run="1")
    told = ended(admin, address)
    assert "Nothing was taken. The file is a taxonomy list" in told
    assert "import the directory itself" in told
    again = re.search(
        r'href="(/sources\?again=[^"#]*)', admin.open(address, headers=HTML).get_data(as_text=True)
    )
    assert again
    assert filled_in(admin.open(again[1], headers=HTML)) == ("Town & County", "CC BY 4.0", ["dry_run"])
    for other in (uuid4(), "x"):
        assert filled_in(admin.open(f"/sources?again={other}", headers=HTML)) == ("", "", [])


@pytest.mark.parametrize("sent_before", [True, False])
def test_an_empty_file_says_so_and_the_form_stays_as_it_was_filled_in(
    house: House, service_settings: Settings, sent_before: bool
) -> None:
    form: dict[str, Any] = FORM | {"retire_most": "1"}
    if sent_before:
        form |= {"id": str(uuid4()), "file_name": "list.csv"}
    else:
        form |= {"file": (io.BytesIO(b""), "list.csv")}
    answer = house.admin.post("/sources", data=form, headers=HTML, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "File: it is empty" in read(answer)
    assert filled_in(answer) == ("Town", "CC0", ["retire_most"])
    assert not list((service_settings.data / "uploads").glob("*"))


def test_a_form_that_is_refused_keeps_what_was_typed_and_nothing_of_the_file(
    house: House, service_settings: Settings
) -> None:
    form = {"source": "Our own list", "licence": '"><b>CC0', "file": (io.BytesIO(b"[]"), "a.json")}
    answer = house.admin.post("/sources", data=form, headers=HTML, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert filled_in(answer) == ("Our own list", '"><b>CC0', [])
    assert list((service_settings.data / "uploads").iterdir()) == []


def test_a_source_that_is_being_imported_is_refused_and_the_form_kept(house: House, session: Session) -> None:
    with writing(session):
        begin_import(session, Actor.operator(house.owner.agency_id), "Town", False)
    form = FORM | {"file": (io.BytesIO(lines(a_document("1"))), "a.jsonl")}
    answer = house.admin.post("/sources", data=form, headers=HTML, content_type="multipart/form-data")
    assert answer.status_code == 409
    assert "wait until that is done" in read(answer)
    assert filled_in(answer) == ("Town", "CC0", [])


def test_a_form_without_a_file_or_a_name_says_what_is_missing(admin: Visitor) -> None:
    for body, words in (
        (FORM, "choose a file"),
        (FORM | {"source": " "}, "choose a file"),
        (FORM | {"source": "Our own list", "file": (io.BytesIO(b"[]"), "a.json")}, "choose another name"),
        (FORM | {"licence": "", "file": (io.BytesIO(b"[]"), "a.json")}, "expected 1 to 500"),
    ):
        answer = admin.post("/sources", data=body, headers=HTML, content_type="multipart/form-data")
        assert answer.status_code == 422
        assert words in read(answer)


def test_an_export_has_what_may_be_passed_on(admin: Visitor) -> None:
    ended(admin, sent(admin, lines(a_document("1"))))
    ended(admin, sent(admin, lines(a_document("2")), source="Closed", licence="ours alone"))
    answer = admin.open("/sources/export.zip")
    assert answer.mimetype == "application/zip"
    assert answer.data.startswith(b"PK")
    assert "Town 1 0" in admin.page("/sources")


def test_the_import_of_somebody_elses_agency_isnt_there(house: House, session: Session) -> None:
    address = sent(house.admin, lines(a_document("1")))
    ended(house.admin, address)
    (noted,) = imports_of(session, house.owner.agency_id)
    session.rollback()
    assert house.alice.open(f"/sources/imports/{noted['id']}").status_code == 404
    assert house.admin.open(f"/sources/imports/{uuid4()}").status_code == 404


def test_the_child_gets_the_settings_of_the_service(app: Flask) -> None:
    assert app.config["SUPPORTMAP_SETTINGS"].url
