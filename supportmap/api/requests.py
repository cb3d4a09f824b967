"""How requests are read: bodies strictly, field by field, and nothing that the route doesn't know.

A field that is not known is refused, so that nobody can set what isn't theirs to set, and so that a
misspelt name doesn't pass for one left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any
from uuid import UUID

from flask import g, request
from werkzeug.exceptions import PreconditionRequired, RequestEntityTooLarge, UnsupportedMediaType

from supportmap.api.describing import Schema, of_table, properties_of
from supportmap.casework.outcome import Invalid
from supportmap.exchange.field import Field, Table
from supportmap.exchange.fields import Place, lookalike, read_fields
from supportmap.exchange.report import Refused
from supportmap.exchange.strict_json import MAX_BYTES, decode

__all__ = [
    "MOMENT_FIELD",
    "UUID_FIELD",
    "body",
    "if_match",
    "nested",
    "query",
    "read_version",
    "receive",
    "refuse_unasked",
    "takes",
]

View = Callable[..., Any]
Facts = dict[str, Any]
UNSAFE_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
OTHER_VERSION = -1
"""The version that no contact has: of a tag that isn't ours."""


def receive() -> None:
    """Read the body of a request that may have one: JSON strictly, whatever the route makes of it."""
    g.body = None
    if request.method not in UNSAFE_METHODS:
        return
    data = request.get_data()
    if len(data) > MAX_BYTES:
        raise RequestEntityTooLarge
    if data and request.is_json:
        g.body = (decode(data),)


def refuse_unasked(view: View) -> None:
    """Refuse a query or a body that a view doesn't look at: whoever sent it meant something by it."""
    known = vars(view).get("_apidoc", {}).get("manual_doc", {})
    if request.args and not any(each["in"] == "query" for each in known.get("parameters", ())):
        raise Invalid(("query", "nothing can be asked here"))
    if g.body is not None and "requestBody" not in known:
        raise Invalid(("", "nothing is read from a body here"))


def body(
    table: Table, least: int = 0, most: int | None = None, needed: bool = True
) -> Callable[[View], View]:
    """Give a view the facts of the JSON body as ``facts``, read by a table; so many of them.

    Where none is needed, a body that would say nothing is left out: there is one way to say so.
    """
    least = least if needed else 1

    def declare(view: View) -> View:
        @wraps(view)
        def act(*args: Any, **kwargs: Any) -> Any:
            return view(*args, facts=_facts(table, least, most, needed), **kwargs)

        content = {"application/json": {"schema": of_table(table, least, most)}}
        _described(act)["requestBody"] = {"required": needed, "content": content}
        return act

    return declare


def takes(contents: Mapping[str, Schema]) -> Callable[[View], View]:
    """Say in which formats a view, which reads them itself, takes its body."""

    def declare(view: View) -> View:
        content = {mime: {"schema": schema} for mime, schema in contents.items()}
        _described(view)["requestBody"] = {"required": True, "content": content}
        return view

    return declare


def query(table: Table, **texts: str) -> Callable[[View], View]:
    """Give a view what the query asks as ``asked``, read by a table; ``texts`` say what each means."""

    def declare(view: View) -> View:
        @wraps(view)
        def act(*args: Any, **kwargs: Any) -> Any:
            return view(*args, asked=_asked(table), **kwargs)

        parameters = _described(act).setdefault("parameters", [])
        for name, schema in properties_of(table).items():
            known = {"name": name, "in": "query", "required": table[name].required, "schema": schema}
            parameters.append(known | {"description": texts.get(name, "")})
        return act

    return declare


def _described(view: View) -> Schema:
    doc: Schema = vars(view).setdefault("_apidoc", {}).setdefault("manual_doc", {})
    return doc


def _facts(table: Table, least: int, most: int | None, needed: bool) -> Facts:
    if g.body is None:
        if not needed and not request.get_data():
            return {}
        if not request.is_json:
            raise UnsupportedMediaType
        raise Refused("file", "empty")
    facts = _read(table, g.body[0])
    if len(facts) < least:
        raise Invalid(("", _too_few(least, needed)))
    if most is not None and len(facts) > most:
        raise Invalid(("", f"expected at most {most} of the fields"))
    return facts


def _too_few(least: int, needed: bool) -> str:
    return f"expected at least {least} of the fields{'' if needed else ', or no body at all'}"


def _asked(table: Table) -> Facts:
    given = request.args
    if any(len(values) > 1 for _, values in given.lists()):
        raise Invalid(("query", "a parameter stands here twice"))
    cells = {name: table[name].cell(cell) if name in table else cell for name, cell in given.items()}
    return _read(table, cells, "query")


def _read(table: Table, given: object, place: str = "") -> Facts:
    facts, reasons = read_fields(table, given, Place(place))
    pairs = [(reason.place, reason.text) for reason in reasons]
    if isinstance(given, Mapping):
        pairs += [(place, _unknown(table, name)) for name in given if name not in table]
    if pairs:
        raise Invalid(*pairs)
    return {name: _plain(value) for name, value in facts.items()}


def _unknown(table: Table, name: str) -> str:
    # The name itself is not told: it may be somebody's answer.
    meant = lookalike(table, name)
    return f"has a field that isn't known here{f': is {meant} meant?' if meant else ''}"


def _plain(value: object) -> object:
    """Return a value as records hold it: dates as text, and lists."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def nested(table: Table, expected: str, least: int = 0) -> Field:
    """Return the field of an object that is read by a table of its own."""

    def take(value: object) -> Facts:
        facts, reasons = read_fields(table, value, Place(""))
        if reasons or not isinstance(value, Mapping) or value.keys() - table.keys() or len(facts) < least:
            raise ValueError
        return {name: _plain(fact) for name, fact in facts.items()}

    return Field(expected, take, schema=of_table(table, least))


def _moment(value: object) -> str:
    # fromisoformat also reads 20261120T10 and the like, which JSON Schema does not.
    if not isinstance(value, str) or not re.fullmatch(_MOMENT, value, re.ASCII):
        raise ValueError
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC).isoformat()
    except OverflowError:  # in UTC it would lie before the year 1, or after 9999
        raise ValueError from None


_MOMENT = r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)"


def _uuid(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(_UUID, value):
        raise ValueError
    return str(UUID(value))


_UUID = r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
UUID_FIELD = Field("a UUID", _uuid, schema={"type": "string", "format": "uuid"})
MOMENT_FIELD = Field(
    "a moment as yyyy-mm-ddThh:mm:ss with its time zone",
    _moment,
    schema={"type": "string", "format": "date-time"},
)


def if_match(view: View) -> View:
    """Refuse a request that doesn't say which version it changes."""

    @wraps(view)
    def act(*args: Any, **kwargs: Any) -> Any:
        read_version()
        return view(*args, **kwargs)

    doc = _described(act)
    text_of_it = (
        'The ETag of what was read, as it came: "3", in its quotation marks. It is refused with 412 if '
        "somebody changed it since, and with 428 if it is missing, without the marks, or *."
    )
    known = {"name": "If-Match", "in": "header", "required": True, "description": text_of_it}
    doc["parameters"] = [*doc.get("parameters", ()), known | {"schema": {"type": "string"}}]
    refused = {"412": "PRECONDITION_FAILED", "428": "PRECONDITION_REQUIRED"}
    told = {status: {"$ref": f"#/components/responses/{name}"} for status, name in refused.items()}
    doc["responses"] = {**doc.get("responses", {}), **told}
    return act


def read_version() -> int:
    """Return the version that the sender has read, by If-Match; without one the request is refused."""
    given = request.headers.get("If-Match", "").strip()
    # Neither a bare number nor *, which would be any version, says what was read.
    if not re.fullmatch(r'(W/)?".*"', given):
        raise PreconditionRequired
    # Nobody's contact has a version of ten digits; what is no tag of ours can't be the version that is there.
    tag = re.fullmatch(r'"(\d{1,9})"', given, re.ASCII)
    return int(tag[1]) if tag else OTHER_VERSION
