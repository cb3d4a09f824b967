"""The API put together: its routes, its specification, and the page that shows it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Any

import orjson
from flask import Blueprint, Flask, Response

from supportmap.access.acting import public
from supportmap.access.sessions import SECURE

# Their routes stand on the blueprint once they are imported.
from supportmap.api import comparing, contacts, coverage, figures  # noqa: F401
from supportmap.api.account import ACCOUNTS
from supportmap.api.blueprint import api, make_service
from supportmap.api.changes import CHANGES
from supportmap.api.clients import CLIENTS
from supportmap.api.consents import CONSENTS
from supportmap.api.describing import Schema
from supportmap.api.documents import DOCUMENTS
from supportmap.api.hsds import HSDS, hsds
from supportmap.api.measures import MEASURES
from supportmap.api.network import NETWORKS
from supportmap.api.shown import page_of
from supportmap.api.team import TEAMS
from supportmap.api.visits import VISITS

__all__ = ["add_api", "specification"]

SCHEMAS: dict[str, Schema] = {
    **NETWORKS,
    **CHANGES,
    **MEASURES,
    **VISITS,
    **DOCUMENTS,
    **CLIENTS,
    **TEAMS,
    **CONSENTS,
    **ACCOUNTS,
    **HSDS,
}
ABOUT = """Networks of clients, what they mean, and how they change.

All text is UTF-8 without NUL. Fields that a route doesn't know are refused. Ratings are whole numbers from
0 to 2, or null: not asked. Who has nothing to say in a body sends none, not `{}`. Send a change again within
a week with the same `Idempotency-Key`, or with the same `id`, and it is done once. What you may not know of
is answered like what isn't there: 404.

A program signs in at `/login?include_auth_token` with `email` and `password` as JSON, and sends what it gets
as `response.user.authentication_token` in the header `Authorization: Bearer`. A POST to `/logout` ends it.
"""


def add_api(app: Flask) -> None:
    """Give an application the API, its specification and the page that shows it."""
    service = make_service(app)
    for name, schema in SCHEMAS.items():
        service.spec.components.schema(name, deepcopy(schema))
    service.register_blueprint(api)
    service.register_blueprint(hsds)
    app.register_blueprint(_described(app, specification(service.spec.to_dict())))


def specification(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the specification with who may call it and how."""
    ways = {
        "bearer": {"type": "http", "scheme": "bearer", "description": "For programs."},
        "cookie": {"type": "apiKey", "in": "cookie", "name": SECURE, "description": "For browsers."},
    }
    spec["info"]["description"] = ABOUT
    spec["components"]["securitySchemes"] = ways
    return {**spec, "security": [{name: []} for name in ways], "servers": [{"url": "/"}]}


def _described(app: Flask, spec: dict[str, Any]) -> Blueprint:
    """Return the routes that show the specification: they tell nothing about anyone."""
    routes = Blueprint("api_docs", __name__, url_prefix="/api")
    routes.add_url_rule("/openapi.json", "openapi", _file(lambda: orjson.dumps(spec), "application/json"))
    routes.add_url_rule("/docs", "docs", _file(lambda: page_of(app, spec).encode(), "text/html"))
    return routes


def _file(write: Callable[[], bytes], mime: str) -> Callable[[], Response]:
    """Return the view of something that is written when it is first asked for, and stays the same."""
    written = cache(write)

    @public
    def send() -> Response:
        response = Response(written(), mimetype=mime)
        response.headers["Cache-Control"] = "no-cache"
        return response

    return send
