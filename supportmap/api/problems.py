"""One shape for every refusal (RFC 9457), and one table of what is refused and what to do about it.

No problem holds a value of the request or a word of the database's driver: both could be somebody's record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import orjson
from flask import Response
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException

from supportmap.access.acting import NotSignedIn
from supportmap.access.loaders import NotThere
from supportmap.access.replies import AnotherRequest
from supportmap.casework.outcome import Conflict, Invalid, Missing, Stale
from supportmap.exchange.report import Refused

__all__ = ["HANDLERS", "MIME", "PROBLEMS", "PROBLEM_SCHEMA", "Problem", "handle_http", "problem"]

MIME = "application/problem+json"
AT_ONCE = "somebody did the same at this moment: read how things stand"
TYPE = "/api/docs#problem-"
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of refusal: its name, its status, and what whoever is refused can do."""

    name: str
    status: int
    title: str
    detail: str


PROBLEMS: Mapping[str, Problem] = {
    each.name: each
    for each in (
        Problem("bad-request", 400, "Not understood", "Send a request that HTTP and JSON allow."),
        Problem("not-json", 400, "The body can't be read", "Mend what `errors` names and send it again."),
        Problem(
            "not-signed-in", 401, "Nobody is signed in", "Sign in, or send a bearer token that is valid."
        ),
        Problem("refused", 403, "Refused", "Send it from the service's own pages, or with a bearer token."),
        Problem("not-there", 404, "Nothing here", "There is nothing here, or nothing that you may know of."),
        Problem("not-allowed", 405, "Not possible here", "Use one of the methods of the header Allow."),
        Problem("not-acceptable", 406, "Not acceptable", "Accept application/json."),
        Problem("conflict", 409, "Not possible now", "Read how things stand, then decide anew."),
        Problem("stale", 412, "Changed since you read it", "Take over `current`, then send it again."),
        Problem("too-large", 413, "Too large", "Send at most 5 MB."),
        Problem(
            "not-a-known-format",
            415,
            "Another format",
            "Say what the body is, such as Content-Type: application/json.",
        ),
        Problem("invalid", 422, "Not valid", "Mend what `errors` names and send it again."),
        Problem(
            "another-request", 422, "Not the same request", "This key, or this id, came with another request."
        ),
        Problem(
            "which-version",
            428,
            "Which version?",
            "Send If-Match with the ETag that you read, in its quotation marks; * isn't taken.",
        ),
        Problem("too-many", 429, "Too many requests", "Wait, then try again."),
        Problem("fault", 500, "A fault of ours", "Nothing was changed. Tell whoever runs the service."),
        Problem("busy", 503, "Not available now", "Nothing was changed. Try again in a moment."),
    )
}
_OF_STATUS = {each.status: each for each in reversed(tuple(PROBLEMS.values()))}
_PLACES: Schema = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"place": {"type": "string"}, "reason": {"type": "string"}},
        "required": ["place", "reason"],
        "additionalProperties": False,
    },
}
PROBLEM_SCHEMA: Schema = {
    "type": "object",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "description": "Of a conflict: which one."},
        "errors": _PLACES,
        "values": {
            "type": "array",
            "description": "Of a conflict: what you would have put back, and what stands there now.",
            "items": {
                "type": "object",
                "properties": {"place": {"type": "string"}, "yours": {}, "theirs": {}},
            },
        },
        "current": {"type": "object", "description": "How the thing stands now."},
    },
    "required": ["type", "title", "status", "detail"],
    "additionalProperties": False,
}


def problem(name: str, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    """Return a refusal; ``more`` are members beside those that every problem has."""
    kind = PROBLEMS[name]
    told = {"type": TYPE + name, "title": kind.title, "status": kind.status, "detail": kind.detail}
    return Response(orjson.dumps(told | more), kind.status, headers, mimetype=MIME)


def handle_http(error: HTTPException) -> Response:
    """Answer what Flask and Werkzeug refuse."""
    original = error.get_response()
    kind = _OF_STATUS.get(original.status_code)
    if kind is None:
        # Redirections and the like have nothing to be told.
        return cast(Response, original) if original.status_code < 400 else _unnamed(original.status_code)
    answer = problem(kind.name)
    for header in KEPT:
        if header in original.headers:
            answer.headers[header] = original.headers[header]
    if kind.status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


KEPT = ("Allow", "Retry-After", "WWW-Authenticate")
"""What a refusal's headers say about trying again."""


def _unnamed(status: int) -> Response:
    answer = problem("bad-request" if status < 500 else "fault", status=status)
    answer.status_code = status
    return answer


def _errors(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"place": place or "top level", "reason": reason} for place, reason in pairs]


def _stale(error: Stale) -> Response:
    current = error.current
    return problem("stale", {"ETag": f'"{current["version"]}"'}, current=current)


def _conflict(error: Conflict) -> Response:
    # Whether somebody is marked unsafe is told only to who asks for it.
    values = [_unmarked(each) for each in error.values if not str(each["place"]).endswith(".unsafe")]
    more: dict[str, Any] = {"values": values} if values else {}
    return problem("conflict", None, detail=error.text, code=error.code, **more)


def _unmarked(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {name: _unmarked(part) for name, part in value.items() if name != "unsafe"}


HANDLERS: Mapping[type[Exception], Callable[[Any], Response]] = {
    NotSignedIn: lambda _: problem("not-signed-in", {"WWW-Authenticate": "Bearer"}),
    NotThere: lambda _: problem("not-there"),
    Missing: lambda _: problem("not-there"),
    Refused: lambda error: problem("not-json", errors=_errors([(error.place, error.reason)])),
    Invalid: lambda error: problem("invalid", errors=_errors(error.reasons)),
    AnotherRequest: lambda _: problem("another-request"),
    Stale: _stale,
    Conflict: _conflict,
    IntegrityError: lambda _: problem("conflict", detail=AT_ONCE, code="at-once"),
    OperationalError: lambda _: problem("busy", {"Retry-After": "1"}),
    NoConnection: lambda _: problem("busy", {"Retry-After": "1"}),
}
"""What each refusal of the layers below is answered with."""
