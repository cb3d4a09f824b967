"""How answers are written: plain values through orjson, with what the specification says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import orjson
from flask import Response

from supportmap.api.blueprint import View, describe, parameter
from supportmap.api.describing import Schema
from supportmap.api.paging import cursor
from supportmap.casework.outcome import Outcome
from supportmap.casework.telling import tie_told
from supportmap.records.networks import Facts

__all__ = ["answer", "answers", "changed", "changed_facts", "page", "repeatable"]

JSON = "application/json"
_HEADERS: dict[str, Schema] = {
    "ETag": {"description": "Names this state of the thing.", "schema": {"type": "string"}},
    "Location": {"description": "Where it stands.", "schema": {"type": "string"}},
}


def answer(value: object, status: int = 200, **headers: str) -> Response:
    """Return a value as JSON."""
    response = Response(orjson.dumps(value), status, mimetype=JSON)
    for name, header in headers.items():
        response.headers[name] = header
    return response


def answers(status: int, schema: Schema, *headers: str) -> Callable[[View], View]:
    """Say what a view answers when all is well."""
    told = {"description": "Done" if status == 201 else "As it stands", "content": {JSON: {"schema": schema}}}
    with_headers = told | {"headers": {name: _HEADERS[name] for name in headers}} if headers else told

    def declare(view: View) -> View:
        describe(view, responses={str(status): with_headers})
        return view

    return declare


def repeatable(view: View) -> View:
    """Say that a view answers 304 to who has what it would answer."""
    tag = {"type": "string", "maxLength": 200}
    text = "The ETag of the answer before: unless something changed since, 304 without a body is answered."
    describe(
        view,
        parameters=[parameter("If-None-Match", tag, text, "header")],
        responses={"304": {"description": "Nothing changed", "headers": {"ETag": _HEADERS["ETag"]}}},
    )
    return view


def page(items: Iterable[Any], place: object = None) -> Response:
    """Return a page of a list, and where to read on."""
    return answer({"items": list(items), "next": cursor(place)})


def changed(outcome: Outcome, status: int = 200, **headers: str) -> Response:
    """Return what an act changed; the ETag is that of the contact, where it is about one."""
    contacts = outcome.contacts
    tag = {"ETag": f'"{contacts[0]["version"]}"'} if len(contacts) == 1 else {}
    return answer(changed_facts(outcome), status, **tag, **headers)


def changed_facts(outcome: Outcome) -> Facts:
    """Return all that a map needs to stay in step with an act."""
    return {
        "network_version": outcome.network_version,
        "change": outcome.change,
        "contacts": list(outcome.contacts),
        "ties": [tie_told(facts) for facts in outcome.ties],
        "gone_contacts": list(outcome.gone_contacts),
        "gone_ties": [{"a": a, "b": b} for a, b in outcome.gone_ties],
        "network": outcome.network,
    }
