"""The specification as a page of our own: read on the server, without a script and without another origin."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask import Flask

from supportmap.api.problems import PROBLEMS

__all__ = ["page_of"]

METHODS = ("get", "post", "put", "patch", "delete")
JSON = "application/json"
ORDER = (
    *("Clients", "Network", "Contacts", "Ties", "Changes", "Coverage and structure", "Figures", "Visits"),
    *("Documents", "Care team", "Consent and log", "Own account", "Directory (HSDS)"),
)
PATH = {
    "client_id": "The client; one whom you may not see isn't there.",
    "contact_id": "The contact, of this client.",
    "visit_id": "The visit, of this client.",
    "service_id": "The service, if it may be passed on.",
    "user_id": "One of the agency's staff.",
    "a": "One of the two contacts.",
    "b": "The other.",
}
Spec = dict[str, Any]


def page_of(app: Flask, spec: Spec) -> str:
    """Return the page: every route with its parameters, bodies, answers and an example for curl."""
    operations = list(_operations(spec))
    tags = sorted(dict.fromkeys(each["tag"] for each in operations), key=ORDER.index)
    return app.jinja_env.get_template("api_docs.html").render(
        info=spec["info"],
        groups={tag: [each for each in operations if each["tag"] == tag] for tag in tags},
        schemas={name: _lines(schema) for name, schema in spec["components"]["schemas"].items()},
        problems=PROBLEMS.values(),
    )


def _operations(spec: Spec) -> Iterator[Spec]:
    for path, item in spec["paths"].items():
        for method in METHODS:
            if method in item:
                yield _operation(path, method, item[method], item.get("parameters", []))


def _operation(path: str, method: str, operation: Spec, shared: list[Spec]) -> Spec:
    body = operation.get("requestBody")
    return {
        "path": path,
        "method": method.upper(),
        "tag": operation["tags"][0],
        "id": operation["operationId"],
        "summary": operation["summary"],
        "text": operation.get("description", ""),
        "parameters": [*map(_described, shared), *operation.get("parameters", [])],
        "body": body and {mime: _said(each["schema"]) for mime, each in body["content"].items()},
        "body_needed": bool(body and body["required"]),
        "answers": {status: _answer(each) for status, each in operation["responses"].items()},
        "curl": _curl(path, method, operation),
    }


def _described(parameter: Spec) -> Spec:
    return {**parameter, "description": PATH[parameter["name"]]}


def _answer(response: Spec) -> Spec:
    if "$ref" in response:
        return {"text": response["$ref"].rpartition("/")[2].replace("_", " ").capitalize(), "schema": None}
    content = response.get("content", {})
    return {"text": response["description"], "schema": _said(content[JSON]["schema"]) if content else None}


def _said(schema: Spec) -> Spec:
    """Return a schema as the page shows it: a name to follow, or its members."""
    if "$ref" in schema:
        return {"name": schema["$ref"].rpartition("/")[2], "members": [], "page": False}
    item = schema.get("properties", {}).get("items", {}).get("items", {})
    if "$ref" in item:
        return {"name": item["$ref"].rpartition("/")[2], "members": [], "page": True}
    return {"name": None, "members": _lines(schema), "text": schema.get("description", "")}


def _lines(schema: Spec) -> list[Spec]:
    """Return name, kind, need and meaning of each member of an object."""
    needed = schema.get("required", [])
    return [
        {
            "name": name,
            "kind": _kind(each),
            "needed": name in needed,
            "text": each.get("description", ""),
            "ref": _ref(each),
        }
        for name, each in schema.get("properties", {}).items()
    ]


def _ref(schema: Spec) -> str | None:
    found = schema.get("$ref") or schema.get("items", {}).get("$ref")
    return found.rpartition("/")[2] if found else None


def _kind(schema: Spec) -> str:
    """Return in words what a value may be."""
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "enum" in schema:
        return ", ".join(json.dumps(each) for each in schema["enum"])
    kinds = schema.get("type", "anything")
    words = [kinds] if isinstance(kinds, str) else list(kinds)
    kind = " or ".join(schema.get("format", each) if each == "string" else each for each in words)
    if "items" in schema:
        kind = kind.replace("array", f"list of {_kind(schema['items'])}")
    return f"{kind}{_bounds(schema)}"


def _bounds(schema: Spec) -> str:
    bounds = [
        f"{word} {schema[name]}"
        for name, word in (
            ("minLength", "at least"),
            ("maxLength", "at most"),
            ("minimum", "from"),
            ("maximum", "to"),
            ("exclusiveMaximum", "below"),
            ("maxItems", "at most"),
        )
        if name in schema
    ]
    return f" ({', '.join(bounds)})" if bounds else ""


def _curl(path: str, method: str, operation: Spec) -> str:
    lines = ['curl -H "Authorization: Bearer $TOKEN"']
    if method != "get":
        lines.append(f"-X {method.upper()}")
    names = [each["name"] for each in operation.get("parameters", []) if "name" in each]
    if "If-Match" in names:
        lines.append("-H 'If-Match: \"3\"'")
    if "requestBody" in operation:
        lines.append("-H 'Content-Type: application/json' -d @body.json")
    return " ".join([*lines, f'"$SUPPORTMAP{path}"'])
