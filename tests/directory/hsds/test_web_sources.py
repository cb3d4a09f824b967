"""Directories on the web: an API page by page, a file at an address, and what must not be reached."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from supportmap.directory.hsds import fetch
from supportmap.directory.hsds.fetch import Web, _is_public
from supportmap.directory.hsds.reading import read_url
from supportmap.directory.hsds.report import CUT_SHORT, THIN, NotADirectory, Read
from tests.directory.hsds.directories import service
from tests.directory.hsds.site import Site, page_of


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)


def _read(url: str) -> list[Read]:
    return list(read_url(url, allow_private=True))


def _whole(own: str) -> dict[str, Any]:
    return service(own, phones=[{"id": "p", "number": "555"}])


def test_an_api_is_read_page_by_page_from_its_root(site: Site) -> None:
    site.answers["/api"] = {"version": "3.0", "profile": "p", "openapi_url": "u"}
    for number in (1, 2, 3):
        site.answers[f"/api/services#{number}"] = page_of(number, 3, _whole(f"s{number}"))
    told: list[tuple[int, int | None]] = []
    found = list(read_url(f"{site.url}/api", True, lambda done, total: told.append((done, total))))
    assert [(read.place, read.external_id) for read in found] == [
        (f"page {number}, contents[0]", f"s{number}") for number in (1, 2, 3)
    ]
    assert told == [(done, 6) for done in range(1, 7)]
    assert _read(f"{site.url}/api/services") == found


def test_the_root_may_be_a_page_for_people_or_nothing(site: Site) -> None:
    site.answers["/services"] = page_of(1, 1, _whole("s1"))
    roots: tuple[Any, ...] = ((200, b"<html>Welcome</html>", {}), (404, b"", {}))
    for root in roots:
        site.answers["/"] = root
        assert [read.external_id for read in _read(site.url)] == ["s1"]


def test_what_a_list_leaves_out_is_fetched_service_by_service(site: Site) -> None:
    site.answers["/services"] = page_of(1, 1, service("s/1"), service("s2"))
    site.answers["/services/s%2F1"] = _whole("s/1")
    first, second = _read(f"{site.url}/services")
    assert first.document is not None
    assert first.document["phones"][0]["number"] == "555"
    assert first.outcome == "accepted"
    assert (second.outcome, second.reasons) == (
        "repaired",
        (THIN,),
    )


def test_pages_that_repeat_end_the_reading(site: Site) -> None:
    site.answers["/services"] = {"total_pages": 1_000_000, "contents": [_whole("s1")]}
    assert [read.external_id for read in _read(f"{site.url}/services")] == ["s1"]
    assert site.asked.total() == 2


def test_pages_counted_from_nought_are_each_read_once(site: Site) -> None:
    for number in (0, 1):
        site.answers[f"/services?page={number}"] = {
            "totalPages": 2,
            "number": number,
            "last": number == 1,
            "content": [_whole(f"s{number}")],
        }
    site.answers["/services"] = site.answers["/services?page=0"]
    assert [read.external_id for read in _read(f"{site.url}/services")] == ["s0", "s1"]


def test_a_busy_server_is_asked_again_and_a_broken_page_ends_the_reading(site: Site) -> None:
    busy = (429, b"", {"Retry-After": "1"})
    site.answers["/services#1"] = [busy, (503, b"", {}), page_of(1, 2, _whole("s1"))]
    site.answers["/services#2"] = (500, b"", {})
    found = _read(f"{site.url}/services")
    assert [read.outcome for read in found] == ["accepted", "refused"]
    assert found[1].reasons == ("answers with 500", CUT_SHORT)
    assert site.asked["/services?page=2"] == fetch.MAX_TRIES


def test_a_file_at_an_address_is_read_as_that(site: Site) -> None:
    site.answers["/files/list.json"] = [service("s1")]
    site.answers["/files/lines"] = (200, "\n".join(json.dumps(service(n)) for n in range(3)).encode(), {})
    site.answers["/files/services.csv"] = (200, b"id,name,status\n1,Lunch,active\n", {})
    assert [read.external_id for read in _read(f"{site.url}/files/list.json")] == ["s1"]
    assert [read.external_id for read in _read(f"{site.url}/files/lines")] == ["0", "1", "2"]
    assert [read.external_id for read in _read(f"{site.url}/files/services.csv")] == ["1"]


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1", "100.64.0.1"),
        *("::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "fec0::1"),
    ],
)
def test_addresses_of_private_networks_are_none_of_the_public(address: str) -> None:
    assert not _is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1"])
def test_public_addresses_are_public(address: str) -> None:
    assert _is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1"])
def test_nothing_is_asked_of_a_private_address_unless_allowed(site: Site, host: str) -> None:
    site.answers["/services"] = page_of(1, 1, _whole("s1"))
    with pytest.raises(NotADirectory, match="private network"):
        list(read_url(f"http://{host}:{site.server_port}/services"))
    assert not site.asked


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://h.example/a",
        "services",
        "http://",
        "http://[::1",
        "gopher://x",
        "http://h:99999/",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(NotADirectory, match="address"):
        _read(url)


def test_every_redirect_is_looked_at_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.answers["/services"] = (302, b"", {"Location": f"http://127.0.0.1:{site.server_port}/secret"})
    site.answers["/secret"] = page_of(1, 1, _whole("s1"))
    looked: list[str] = []

    def checked(self: Web, host: str, port: int) -> str:
        looked.append(host)
        if len(looked) > 1:
            raise NotADirectory("the address", "is in a private network")
        return "127.0.0.1"

    monkeypatch.setattr(Web, "_checked", checked)
    with pytest.raises(NotADirectory, match="private network"):
        list(read_url(f"http://public.example:{site.server_port}/services"))
    assert looked == ["public.example", "127.0.0.1"]
    assert site.asked == {"/services": 1}


@pytest.mark.parametrize("location", ["file:///etc/passwd", "/services", "//"])
def test_redirects_that_lead_nowhere_end(site: Site, location: str) -> None:
    site.answers["/services"] = (301, b"", {"Location": location})
    with pytest.raises(NotADirectory):
        _read(f"{site.url}/services")
    assert site.asked.total() <= fetch.MAX_REDIRECTS + 1


def test_an_answer_that_is_too_large_or_breaks_off_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.answers["/a.json"] = (200, b"[]", {"Content-Length": "5000"})
    with pytest.raises(NotADirectory, match="broke off"):
        _read(f"{site.url}/a.json")
    site.answers["/b.json"] = (200, b" " * 3_000_000, {})
    with pytest.raises(NotADirectory, match="sends more than 2 MB"):
        Web(private=True).save(f"{site.url}/b.json", Path("/dev/null"), 2_000_000)


def test_an_address_that_is_no_directory_says_what_it_is(site: Site) -> None:
    site.answers["/taxonomies.json"] = page_of(
        1, 1, {"id": "t", "name": "n", "taxonomy": "x", "parent_id": "A"}
    )
    site.answers["/page.html"] = (200, b"<html></html>", {})
    for path, reason in (
        ("taxonomies.json", "taxonomy list"),
        ("page.html", "web page"),
        ("none.json", "404"),
    ):
        with pytest.raises(NotADirectory, match=f"the address: .*{reason}"):
            _read(f"{site.url}/{path}")
