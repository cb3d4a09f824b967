"""The HSDS API: only what may be passed on, page by page, and valid by the specification's own schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
from flask import Flask
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from sqlalchemy.orm import Session

from supportmap.directory.importing import Order, import_services
from supportmap.records.audit import Actor
from tests.access.browsers import Browser, an_account
from tests.directory.services import a_document, imported, reads_of
from tests.service import an_agency


@pytest.fixture
def web(app: Flask, session: Session) -> Browser:
    """A clinician of an agency whose directory has 7 services that may be passed on and 1 that may not."""
    agency = an_agency(session)
    an_account(session, agency, "alice@example.org")
    documents = [
        a_document(str(n), name=f"Club {n}", phones=[{"id": f"p{n}", "number": "1"}]) for n in range(7)
    ]
    imported(session, agency, documents)
    closed = Order("Closed", "ours")
    import_services(session, Actor.operator(agency), closed, reads_of([a_document("9")]))
    session.rollback()
    browser = Browser(app)
    assert browser.sign_in("alice@example.org").status_code == 200
    return browser


def got(web: Browser, path: str) -> Any:
    answer = web.open(f"/hsds{path}")
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def test_it_says_which_version_it_is(web: Browser) -> None:
    assert got(web, "/")["version"] == "3.0"


def test_pages_add_up_to_all_that_may_be_passed_on(web: Browser) -> None:
    pages = [got(web, f"/services?per_page=3&page={number}") for number in (1, 2, 3, 4)]
    assert [page["size"] for page in pages] == [3, 3, 1, 0]
    assert [(page["total_items"], page["total_pages"]) for page in pages] == [(7, 3)] * 4
    assert [page["last_page"] for page in pages] == [False, False, True, True]
    names = [each["name"] for page in pages for each in page["contents"]]
    assert sorted(names) == [f"Club {n}" for n in range(7)]
    for each in pages[0]["contents"]:
        assert got(web, f"/services/{each['id']}") == each


def test_words_and_time_narrow_the_list(web: Browser) -> None:
    assert [each["name"] for each in got(web, "/services?search=club+3")["contents"]] == ["Club 3"]
    assert got(web, "/services?search=lantern")["empty"]
    assert got(web, "/services?search=%21%21")["empty"], "no service says that"
    assert got(web, "/services?modified_after=2020-01-01T00:00:00Z")["total_items"] == 7
    assert got(web, "/services?modified_after=2120-01-01T00:00:00Z")["total_items"] == 0
    (first, *_) = got(web, "/services?minimal=true")["contents"]
    assert first.keys() == {"id", "name", "last_modified"}


def test_what_isnt_there_is_a_problem_like_any_other(web: Browser, app: Flask) -> None:
    answer = web.open(f"/hsds/services/{uuid4()}")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert web.open("/hsds/services?page=0").status_code == 422
    assert web.open("/hsds/services?colour=blue").status_code == 422
    nobody = Browser(app).open("/hsds/services")
    assert (nobody.status_code, nobody.mimetype) == (401, "application/problem+json")


def test_documents_are_valid_by_the_schema_of_the_specification(web: Browser, shared_data: Path) -> None:
    schema = orjson.loads((shared_data / "hsds" / "schema-3.0" / "service.json").read_bytes())
    validator = Draft202012Validator(schema)
    for each in got(web, "/services")["contents"]:
        assert [error.message for error in validator.iter_errors(each)] == []
