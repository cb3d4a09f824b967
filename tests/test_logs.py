"""The log: what stands in it, and what doesn't."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from flask import Flask

from supportmap.logs import JsonLines, Lines, log_requests


def failed() -> logging.LogRecord:
    """The record of an exception whose text holds what somebody entered."""
    try:
        raise ValueError("Sentinel")
    except ValueError:
        return logging.LogRecord("supportmap", logging.ERROR, "", 0, "it failed", (), sys.exc_info())


def test_an_exception_is_told_by_its_type_and_place() -> None:
    first, kind, *places = Lines().format(failed()).splitlines()
    assert first.endswith("ERROR it failed")
    assert kind == "builtins.ValueError"
    assert places[-1].startswith(f"  {__file__}:")
    assert "Sentinel" not in Lines().format(failed())


def test_json_has_it_too_in_one_line() -> None:
    (line,) = JsonLines().format(failed()).splitlines()
    event = json.loads(line)
    assert (event["level"], event["text"]) == ("ERROR", "it failed")
    assert event["exception"].startswith("builtins.ValueError\n  ")
    assert "Sentinel" not in line


def an_app() -> Flask:
    app = Flask("an app")
    log_requests(app)
    app.add_url_rule("/people/<name>", "people", lambda name: f"{len(name)}")
    app.add_url_rule("/livez", "livez", lambda: "ok")
    return app


@pytest.mark.parametrize(
    ("path", "start"),
    [
        ("/people/Sentinel?sentinel=1", "GET /people/<name> 200 "),
        ("/Sentinel/path", "GET - 404 "),
        ("/people/%0d%0aSentinel", "GET /people/<name> 200 "),
    ],
)
def test_a_request_is_one_line_with_the_pattern_of_its_route(
    path: str, start: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "supportmap.requests")
    an_app().test_client().get(path)
    (line,) = caplog.messages
    assert line.startswith(start)
    assert "entinel" not in line


def test_a_probe_that_succeeds_is_no_event(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "supportmap.requests")
    an_app().test_client().get("/livez")
    assert caplog.messages == []
