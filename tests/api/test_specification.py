"""The specification is valid, tells all routes, and every role gets exactly the members that it names."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import validate

from supportmap.api.problems import PROBLEMS
from tests.api.conftest import House
from tests.api.people import add, tie
from tests.api.test_problems import routes

CONTACT = {
    *("id", "name", "kind", "relationship", "sector", "status", "circle", "angle", "emotional", "practical"),
    *("belonging", "gives_back", "strain", "reach", "frequency", "since", "ended_reason", "note", "phone"),
    *("phone_checked_on", "knows_listed", "version", "confirmed_in", "pseudonym", "expected_of"),
}
NETWORK = {"network_version", "elicited", "ties_asked", "needs", "contacts", "ties"}
COVERAGE = {
    *("status", "status_at_best", "need", "answers", "missing_answers", "score", "backup", "circle_backup"),
    *("informal", "gap_to_need", "paid_only", "inner_supporters", "effective_supporters", "top_share"),
    *("cost_of_strain", "reciprocity", "dependable", "depends_on", "sentences"),
}
HEAD = {"network_version", "formula", "note", "elicited", "ties_asked", "size"}
CLIENT = {
    *("id", "label", "name", "birth_year", "area", "languages", "needs", "elicited", "ties_asked"),
    *("network_version", "created_at", "archived_at"),
}
VISIT = {
    *("id", "held_on", "started_at", "finished_at", "user_id", "copy_of", "replaced_by", "formula"),
    "network_version",
}
ACCOUNT = {"user_id", "agency_id", "role", "name", "client_id"}
LOG = {"at", "who", "role", "what", "count"}
PLACE = {"user_id", "name", "role", "since", "until", "confirmed"}
LISTED = {
    *("id", "label", "created_at", "archived_at", "network_version", "size", "functions", "last_visit"),
    "open_visit",
    "changes_since",
}
SEEN: dict[str, dict[str, set[str]]] = {
    "alice": {
        "": CLIENT,
        "/network": NETWORK,
        "/network contacts": CONTACT,
        "/network ties": {"a", "b", "strength", "strained"},
        "/coverage": HEAD | {"functions", "load", "undefined"},
        "/structure": HEAD | {"structure", "undefined"},
        "/changes items": {
            "number",
            "kind",
            "at",
            "user_id",
            "visit_id",
            "of",
            "undone",
            "contacts",
            "contact_count",
        },
        "/undoable": {"undo", "redo"},
        "/visits items": VISIT,
        "/team items": PLACE,
        "/access-log items": LOG,
        "/figures/map": {"data", "layout"},
        "/me": ACCOUNT,
        "/clients items": LISTED,
        "/staff items": {"user_id", "name", "role", "active"},
    },
    "charlie": {
        "/team items": PLACE,
        "/me": ACCOUNT,
        "/staff items": {"user_id", "name", "role", "active"},
    },
    "kim": {
        "/access-log items": LOG,
        "/me": ACCOUNT,
        "/me/record": {"label", "visits"},
        "/me/access-log items": LOG,
    },
    "desk": {"/me": ACCOUNT},
    "bob": {
        "/me": ACCOUNT,
        "/clients": {"items", "next"},
        "/staff items": {"user_id", "name", "role", "active"},
    },
}
"""Of each role: what it may read, and exactly which members that has. All else is 404."""
OF_CLIENT = ("/me", "/clients", "/staff")


@pytest.fixture
def spec(app: Flask) -> dict[str, Any]:
    """The specification as anybody gets it."""
    answer = app.test_client().get("/api/openapi.json")
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json or {}
    return told


def test_the_specification_is_valid(spec: dict[str, Any]) -> None:
    validate(spec)
    assert spec["openapi"].startswith("3.1")


def test_it_tells_every_route(app: Flask, house: House, spec: dict[str, Any]) -> None:
    told = {
        (method, path) for path, item in spec["paths"].items() for method in item if method != "parameters"
    }
    directory = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/hsds/")}
    assert len(told) == len(routes(app)) + len(directory)


def test_every_answer_has_a_schema_and_every_refusal_is_a_problem(spec: dict[str, Any]) -> None:
    for response in spec["components"]["responses"].values():
        assert set(response["content"]) == {"application/problem+json"}
    for item in spec["paths"].values():
        for method, operation in item.items():
            if method != "parameters":
                (good,) = [status for status in operation["responses"] if status.startswith("2")]
                assert operation["responses"][good]["content"]["application/json"]["schema"]
                assert {"401", "404"} <= operation["responses"].keys()


def test_every_object_is_closed_but_those_that_keep_what_they_do_not_know(spec: dict[str, Any]) -> None:
    open_ones = {
        name
        for name, schema in spec["components"]["schemas"].items()
        if schema["type"] == "object" and schema.get("additionalProperties") is not False
    }
    documents = {"Document", "DocumentClient", "DocumentContact", "DocumentTie"}
    assert open_ones == documents | {"DirectoryService"}


@pytest.mark.parametrize("who", SEEN)
def test_every_role_gets_exactly_the_members_it_should(house: House, who: str) -> None:
    first, second = (add(house.alice, house.owner, name)["id"] for name in ("Avery", "Blake"))
    tie(house.alice, house.owner, first, second)
    house.alice.post(house.path("/visits"))
    paths = {path for seen in SEEN.values() for path in seen}
    for path in sorted(paths):
        place, _, part = path.partition(" ")
        address = place if place.startswith(OF_CLIENT) else house.path(place)
        answer = getattr(house, who).get(address)
        if path in SEEN[who]:
            told = answer.json[part][0] if part else answer.json
            assert set(told) == SEEN[who][path], (who, path)
        elif place not in {seen.partition(" ")[0] for seen in SEEN[who]}:
            assert answer.status_code == 404, (who, path)


def test_each_function_has_all_its_numbers(house: House) -> None:
    for coverage in house.alice.get(house.path("/coverage")).json["functions"].values():
        assert set(coverage) == COVERAGE


def test_the_page_of_the_api_needs_no_script_and_no_other_origin(app: Flask, spec: dict[str, Any]) -> None:
    answer = app.test_client().get("/api/docs")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    page = answer.text
    assert "<script" not in page
    assert "style=" not in page
    assert "<style" not in page
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    for item in spec["paths"].values():
        for method, operation in item.items():
            assert method == "parameters" or f'id="{operation["operationId"]}"' in page
    for name in PROBLEMS:
        assert f'id="problem-{name}"' in page


def test_every_link_within_the_page_leads_somewhere(app: Flask) -> None:
    page = app.test_client().get("/api/docs").text
    targets = re.findall(r'href="#([^"]+)"', page)
    names = re.findall(r'id="([^"]+)"', page)
    assert set(targets) <= set(names)
    assert len(set(names)) == len(names)


def test_its_style_sheets_are_there(app: Flask) -> None:
    page = app.test_client().get("/api/docs").text
    for sheet in re.findall(r'<link rel="stylesheet" href="([^"]+)"', page):
        assert app.test_client().get(sheet, buffered=True).status_code == 200


def test_it_tells_nothing_about_anyone(app: Flask, house: House) -> None:
    for path in ("/api/openapi.json", "/api/docs"):
        text = app.test_client().get(path).text
        assert str(house.agency) not in text
        assert str(house.owner.client_id) not in text
