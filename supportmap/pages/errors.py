"""The pages that say why something couldn't be shown, in our own words, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flask import Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException

__all__ = ["tell_error", "wants_json"]

Words = tuple[str, str]
NOTHING = "There is nothing at this address, or nothing that you may see: a care team may have changed."
WORDS: Mapping[int, Words] = {
    400: ("That wasn’t understood", "Go back and try it once more."),
    401: ("Sign in first", "You aren’t signed in, or no longer."),
    403: (
        "Refused",
        "This has to come from the service’s own pages: go back, reload the page, and try again.",
    ),
    404: ("Nothing here", NOTHING),
    405: ("Not possible here", "Go back and use the buttons of the page."),
    413: ("Too large", "What was sent is larger than the service takes."),
    429: ("Too many attempts", "Wait a few minutes, then try again."),
    500: (
        "A fault of ours",
        "Nothing was changed. Try again; if it stays so, tell whoever runs the service.",
    ),
    503: ("Not available now", "Nothing was changed. Try again in a moment."),
}
KEPT = ("Allow", "Retry-After")


def tell_error(error: HTTPException, words: Words | None = None) -> Response:
    """Return the page for what Flask and Werkzeug refuse, in the usual words unless others are given."""
    original = error.get_response()
    status = original.status_code
    if status < 400:
        return cast(Response, original)
    title, text = words or WORDS.get(status, WORDS[400 if status < 500 else 500])
    told = make_response(render_template("error.html", title=title, words=text), status)
    for name in KEPT:
        if name in original.headers:
            told.headers[name] = original.headers[name]
    return told


def wants_json() -> bool:
    """Tell whether the sender speaks JSON: a program, not somebody at a browser."""
    return request.is_json or request.accept_mimetypes.best_match(("text/html", "application/json")) == (
        "application/json"
    )
