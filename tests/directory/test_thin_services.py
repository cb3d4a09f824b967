"""Services of an API whose own pages fail: what is known stays, and what is new says that it is thin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import orjson
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.directory.comparing import KNOWN_IN_PART
from supportmap.directory.hsds.fetch import MAX_TRIES
from supportmap.directory.hsds.reading import read_url
from supportmap.directory.hsds.report import THIN
from supportmap.directory.importing import Order, Report
from supportmap.directory.running import run_import
from supportmap.records.audit import Actor
from supportmap.records.directory import ServiceRow
from tests.directory.hsds.directories import service
from tests.directory.hsds.site import Site, page_of
from tests.service import an_agency

BROKEN: Any = (500, b"", {})
GONE: Any = (404, b"", {})


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supportmap.directory.hsds.fetch.time.sleep", lambda _: None)


def listed(site: Site, *services: dict[str, Any]) -> None:
    """Let the list have services with what it says of them, and their own pages all."""
    site.answers["/services"] = page_of(1, 1, *services)
    for each in services:
        site.answers[f"/services/{each['id']}"] = each | {"phones": [{"id": "p", "number": "555"}]}


def imported(session: Session, agency: UUID, site: Site, **order: Any) -> Report:
    told = Order("Town", "CC0", **order)
    return run_import(session, Actor.operator(agency), told, read_url(f"{site.url}/services", True))


def kept(session: Session, agency: UUID) -> dict[str, tuple[int, dict[str, Any], bool]]:
    """Version, document and whether it is found of each service, by its own id."""
    rows = session.scalars(select(ServiceRow).where(ServiceRow.agency_id == agency))
    told = {
        row.external_id: (row.version, orjson.loads(row.document), row.retired_at is None) for row in rows
    }
    session.rollback()
    return told


def test_a_page_that_fails_once_is_asked_again(session: Session, site: Site) -> None:
    agency = an_agency(session)
    listed(site, service("s1"))
    site.answers["/services/s1"] = [BROKEN, site.answers["/services/s1"]]
    assert imported(session, agency, site).kept == {"added": 1, "retired": 0}
    assert kept(session, agency)["s1"][1]["phones"][0]["number"] == "555"


@pytest.mark.parametrize(
    "failure", [BROKEN, GONE, (200, b"<html>", {}), (200, b"{}", {"Content-Length": "9"})]
)
def test_what_is_known_whole_stays_where_its_page_fails(
    session: Session, site: Site, failure: tuple[int, bytes, dict[str, str]]
) -> None:
    agency = an_agency(session)
    listed(site, service("s1"), service("s2"))
    imported(session, agency, site)
    before = kept(session, agency)
    listed(
        site, service("s1", description="Said anew"), service("s2", description="Said anew"), service("s3")
    )
    site.answers["/services/s1"] = site.answers["/services/s3"] = failure
    tried = imported(session, agency, site, dry_run=True)
    report = imported(session, agency, site)
    assert report.kept == tried.kept == {"unread": 1, "changed": 1, "added": 1, "retired": 0}
    assert report.tally.reasons[THIN] == 2
    after = kept(session, agency)
    assert after["s1"] == before["s1"]
    assert after["s2"][1]["description"] == "Said anew"
    assert after["s3"][1][KNOWN_IN_PART] is True
    assert imported(session, agency, site).kept == {"unread": 1, "unchanged": 2, "retired": 0}
    assert kept(session, agency) == after


def test_what_is_known_in_part_is_renewed_from_the_list_and_later_from_its_own_page(
    session: Session, site: Site
) -> None:
    agency = an_agency(session)
    listed(site, service("s1"))
    site.answers["/services/s1"] = BROKEN
    imported(session, agency, site)
    listed(site, service("s1", description="Said anew"))
    whole, site.answers["/services/s1"] = site.answers["/services/s1"], BROKEN
    assert imported(session, agency, site).kept == {"changed": 1, "retired": 0}
    site.answers["/services/s1"] = whole
    assert imported(session, agency, site).kept == {"changed": 1, "retired": 0}
    document = kept(session, agency)["s1"][1]
    assert (document["description"], document.get(KNOWN_IN_PART)) == ("Said anew", None)


def test_an_api_that_breaks_down_half_way_changes_nothing_of_what_is_known(
    session: Session, site: Site
) -> None:
    agency = an_agency(session)
    services = [service(f"s{number}") for number in range(12)]
    listed(site, *services)
    imported(session, agency, site)
    before = kept(session, agency)
    listed(site, *(each | {"description": "Said anew"} for each in services))
    site.answers |= {f"/services/s{number}": BROKEN for number in range(12)}
    site.asked.clear()
    assert imported(session, agency, site).kept == {"unread": 12, "retired": 0}
    assert kept(session, agency) == before
    assert sum(path.startswith("/services/") for path in site.asked) == 5


@pytest.mark.parametrize(
    "answered",
    [
        # As often as it is asked again.
        pytest.param(lambda page: [page, BROKEN], id="fails the second time"),
        pytest.param(lambda page: [*[BROKEN] * MAX_TRIES, page], id="fails at first"),
    ],
)
def test_a_service_that_moves_to_the_next_page_meanwhile_is_the_same_though_its_own_page_fails_once(
    session: Session, site: Site, answered: Callable[[Any], list[Any]]
) -> None:
    agency = an_agency(session)
    listed(site, service("s1"), service("s2"))
    # The list says of no place, by which else services with one id are told apart.
    site.answers["/services/s1"] |= {
        "service_at_locations": [{"id": "p", "location": {"id": "l", "name": "Hall"}}]
    }
    imported(session, agency, site)
    before = kept(session, agency)
    site.answers["/services#1"] = page_of(1, 2, service("s1"))
    site.answers["/services#2"] = page_of(2, 2, service("s1"), service("s2"))
    del site.answers["/services"]
    site.answers["/services/s1"] = answered(site.answers["/services/s1"])
    report = imported(session, agency, site)
    assert report.kept == {"unchanged": 2, "retired": 0}
    assert report.tally.outcomes == {"accepted": 2, "repeated": 1}
    assert kept(session, agency) == before
