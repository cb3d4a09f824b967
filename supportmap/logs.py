"""The log: one line a request, without anything that was sent or answered.

It has the route's pattern instead of the path, and an exception is told by its type and its place: what an
exception says may hold what somebody entered.
"""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

import orjson
from flask import Flask, Response, g, request

__all__ = ["begin_logging", "log_requests"]

OURS = ("supportmap", "waitress")
PROBES = ("/livez", "/readyz")
_requests = logging.getLogger("supportmap.requests")


def begin_logging(as_json: bool = False) -> None:
    """Write the log to standard error, unless whoever runs the process has arranged it otherwise."""
    if logging.root.handlers or logging.getLogger(OURS[0]).handlers:
        return
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if as_json else Lines())
    for name in OURS:
        logging.getLogger(name).addHandler(handler)
    logging.getLogger(OURS[0]).setLevel(logging.INFO)
    # A request that waits for a thread is no event.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def log_requests(app: Flask) -> None:
    """Write a line for each request; probes that succeed only when debugging."""

    def begin() -> None:
        g.begun = perf_counter()

    def end(response: Response) -> Response:
        facts = _facts(response)
        healthy = facts["route"] in PROBES and response.status_code == 200
        level = logging.DEBUG if healthy else logging.INFO
        _requests.log(
            level, "%(method)s %(route)s %(status)s %(ms)sms %(request)s", facts, extra={"facts": facts}
        )
        return response

    app.before_request(begin)
    app.after_request(end)


def _facts(response: Response) -> dict[str, Any]:
    return {
        "method": request.method,
        # A path that isn't ours may hold anything.
        "route": request.url_rule.rule if request.url_rule else "-",
        "status": response.status_code,
        "ms": round((perf_counter() - g.begun) * 1000) if "begun" in g else 0,
        "request": g.get("request_id", "-"),
    }


class Lines(logging.Formatter):
    """One line an event, with the moment in UTC; after it the place of an exception, if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the event as text."""
        line = f"{_moment(record)} {record.levelname} {record.getMessage()}"
        return "\n".join([line, *_place(record)])


class JsonLines(logging.Formatter):
    """One JSON object an event."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the event as JSON."""
        event = {"at": _moment(record), "level": record.levelname, "logger": record.name}
        facts = getattr(record, "facts", None) or {"text": record.getMessage()}
        place = {"exception": "\n".join(_place(record))} if record.exc_info else {}
        return orjson.dumps({**event, **facts, **place}).decode()


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _place(record: logging.LogRecord) -> list[str]:
    if not record.exc_info or record.exc_info[1] is None:
        return []
    error = record.exc_info[1]
    frames = [
        f"  {frame.filename}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return [f"{type(error).__module__}.{type(error).__qualname__}", *frames]
