"""The guard before every route, and the headers of every answer."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import Context
from dataclasses import replace
from itertools import product
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import EnvironBuilder

from supportmap.access.acting import public, undeclared
from supportmap.access.browser import HEADERS
from supportmap.access.sign_in import ENDPOINTS
from supportmap.app import create_app
from supportmap.cli.serve import close_database
from supportmap.settings import Settings
from tests.access.browsers import PASSWORD, Browser, a_program, an_account
from tests.service import an_agency

ALICE = "alice@example.org"
SITES: dict[str, tuple[dict[str, str], bool]] = {
    "same-origin": ({"Sec-Fetch-Site": "same-origin"}, True),
    "typed in": ({"Sec-Fetch-Site": "none"}, True),
    "cross-site": ({"Sec-Fetch-Site": "cross-site"}, False),
    "same-site": ({"Sec-Fetch-Site": "same-site"}, False),
    "cross-site with our origin": ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, False),
    "our origin": ({"Origin": "http://localhost"}, True),
    "another origin": ({"Origin": "http://evil.com"}, False),
    "another scheme": ({"Origin": "https://localhost"}, False),
    "another port": ({"Origin": "http://localhost:81"}, False),
    "no origin at all": ({"Origin": "null"}, False),
    "nothing": ({}, False),
}
BODIES: dict[str, dict[str, Any]] = {
    "json": {"data": b"{}", "content_type": "application/json"},
    "text": {"data": b"{}", "content_type": "text/plain"},
    "form": {"data": {"a": "b"}},
    "none": {},
}


@pytest.fixture
def browser(app: Flask, session: Session) -> Browser:
    """A browser in which Alice is signed in."""
    an_account(session, an_agency(session), ALICE)
    browser = Browser(app)
    browser.sign_in(ALICE)
    return browser


def bare(
    browser: Browser, path: str, method: str, headers: Mapping[str, str] = MappingProxyType({}), **body: Any
) -> int:
    """Send exactly these headers and no other, and return the status."""
    sent = EnvironBuilder(
        path=path,
        method=method,
        base_url=browser.base,
        headers=list(headers.items()),
        environ_base={"REMOTE_ADDR": browser.address},
        **body,
    )
    return Context().run(lambda: browser.client.open(sent, buffered=True).status_code)


@pytest.mark.parametrize("site", SITES)
def test_a_request_that_changes_something_comes_from_our_own_pages(browser: Browser, site: str) -> None:
    headers, admitted = SITES[site]
    paths = ("/change", "/tf-setup", "/verify", "/", "/nowhere", "/api/v1/clients", "/livez")
    for path, method, body in product(paths, ("POST", "PUT", "PATCH", "DELETE"), BODIES.values()):
        status = bare(browser, path, method, headers=headers, **body)
        assert (status != 403) is admitted, (path, method, body)
        with_token = headers | {"Authorization": "Bearer made-up"}
        assert (bare(browser, path, method, headers=with_token, **body) != 403) is admitted
    assert browser.is_signed_in()
    assert (bare(browser, "/logout", "POST", headers=headers) == 302) is admitted
    assert browser.is_signed_in() is not admitted


def test_who_has_no_cookie_needs_no_origin(app: Flask, browser: Browser) -> None:
    program = a_program(app, ALICE)
    headers = {"Authorization": f"Bearer {program.token}"}
    assert bare(Browser(app), "/verify", "POST", headers=headers, json={"password": PASSWORD}) == 200
    assert bare(Browser(app), "/login", "POST", json={"email": ALICE, "password": PASSWORD}) == 200


def test_a_site_can_sign_nobody_in(app: Flask, browser: Browser) -> None:
    sent = {"email": ALICE, "password": PASSWORD}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.com"}):
        assert bare(Browser(app), "/login", "POST", headers=headers, data=sent) == 403


def test_reading_is_open_to_links_from_anywhere(browser: Browser) -> None:
    assert bare(browser, "/account", "GET", headers={"Sec-Fetch-Site": "cross-site"}) == 200


@pytest.fixture
def answering(app: Flask, service_settings: Settings) -> Flask:
    """A service with routes that answer in all ways."""
    app.view_functions["broken"] = public(lambda: 1 // 0)
    app.add_url_rule("/broken", endpoint="broken")
    app.view_functions["kept"] = public(
        lambda: ("", 304, {"ETag": '"1"', "Cache-Control": "private, no-cache"})
    )
    app.add_url_rule("/kept", endpoint="kept")
    return app


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/login", "GET", 200),
        ("/static/css/service.css", "GET", 200),
        ("/", "GET", 302),
        ("/kept", "GET", 304),
        ("/login", "JSON", 400),
        ("/verify", "GET", 302),
        ("/nowhere", "GET", 404),
        ("/login", "DELETE", 405),
        ("/login", "LARGE", 413),
        ("/login", "OFTEN", 429),
        ("/broken", "GET", 500),
    ],
)
def test_every_kind_of_answer_has_the_headers(answering: Flask, path: str, method: str, status: int) -> None:
    browser = Browser(answering)
    if method == "LARGE":
        answer = browser.post(path, data={"email": "x" * 20_000})
    elif method == "JSON":
        answer = browser.post(path, json={})
    elif method == "OFTEN":
        for _ in range(11):
            answer = browser.sign_in("nobody@example.org", "a wrong password")
    else:
        answer = browser.open(path, method)
    assert answer.status_code == status
    for name, value in HEADERS.items():
        if name != "Cache-Control":
            assert answer.headers[name] == value
    kept = {"/static/css/service.css": "public, max-age=300", "/kept": "private, no-cache"}
    assert answer.headers["Cache-Control"] == kept.get(path, "no-store")
    assert {"Cookie", "Authorization"} <= {name.strip() for name in answer.headers["Vary"].split(",")}
    assert UUID(answer.headers["X-Request-ID"])
    assert "Strict-Transport-Security" not in answer.headers
    assert "Traceback" not in answer.get_data(as_text=True)


def test_the_policy_allows_no_script_or_style_of_others(app: Flask) -> None:
    policy = Browser(app).open("/login").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_a_request_keeps_the_name_that_it_came_with_if_it_is_a_uuid(app: Flask) -> None:
    browser, name = Browser(app), str(uuid4())
    named = browser.open("/login", headers={"X-Request-ID": name})
    assert named.headers["X-Request-ID"] == name
    for odd in ("alice", "<script>", "x" * 5000, "{" + name[1:-1] + "}", ""):
        answer = browser.open("/login", headers={"X-Request-ID": odd})
        assert str(UUID(answer.headers["X-Request-ID"])) == answer.headers["X-Request-ID"] != odd


def test_the_cookie_over_https_belongs_to_this_host_alone(app: Flask, session: Session) -> None:
    an_account(session, an_agency(session), ALICE)
    browser = Browser(app, https=True)
    answer = browser.sign_in(ALICE)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-supportmap=")
    assert set(cookie.split("; ")[1:]) == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert browser.is_signed_in()
    thief = Browser(app, https=True)
    thief.client.set_cookie("supportmap", browser.cookie or "", domain="supportmap.example.org")
    assert not thief.is_signed_in()


def test_the_cookie_on_this_machine_works_without_https(browser: Browser) -> None:
    browser.post("/logout")
    cookie = browser.sign_in(ALICE).headers["Set-Cookie"]
    assert cookie.startswith("supportmap=")
    assert set(cookie.split("; ")[1:]) == {"HttpOnly", "Path=/", "SameSite=Lax"}


def test_signing_out_clears_what_the_browser_keeps(browser: Browser) -> None:
    answer = browser.post("/logout")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Expires=Thu, 01 Jan 1970" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(
    "host", ["supportmap.example.org", "10.1.2.3:8000", "[2001:db8::1]", "localhost.evil.com"]
)
def test_an_address_without_encryption_is_refused(
    app: Flask, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(app)
    browser.base = f"http://{host}"
    assert browser.open("/login").status_code == 403
    assert browser.open("/livez").status_code == 200
    monkeypatch.setitem(app.config, "SUPPORTMAP_INSECURE", True)
    assert browser.open("/login").status_code == 200


def test_only_the_names_of_the_service_are_answered(service_settings: Settings) -> None:
    app = create_app(replace(service_settings, hosts=("map.example.org",)))
    statuses = {}
    for host in (
        "map.example.org",
        "map.example.org:8443",
        "localhost",
        "evil.com",
        "x.map.example.org",
        "a b",
    ):
        browser = Browser(app)
        browser.base = f"https://{host}"
        answer = browser.open("/login")
        statuses[host] = answer.status_code
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    close_database(app)
    assert list(statuses.values()) == [200, 200, 200, 400, 400, 400]


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "127.9.9.9:1", "[::1]:8000"])
def test_this_machine_needs_no_encryption(app: Flask, host: str) -> None:
    browser = Browser(app)
    browser.base = f"http://{host}"
    assert browser.open("/login").status_code == 200


def test_a_route_that_declares_nothing_is_found_out(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert undeclared(app, elsewhere=ENDPOINTS) == []
    for name in ("security.wan_register", "forgotten"):
        monkeypatch.setitem(app.view_functions, name, lambda: "")
    assert undeclared(app, elsewhere=ENDPOINTS) == ["security.wan_register", "forgotten"]
    assert set(app.view_functions) >= ENDPOINTS
