"""The blueprint that all routes of the API stand on, and the specification it writes of itself."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import Flask, request
from flask_smorest import Api, Blueprint  # type: ignore[import-untyped]
from werkzeug.exceptions import HTTPException, NotAcceptable

from supportmap.access.acting import current_actor
from supportmap.api.describing import Schema
from supportmap.api.problems import HANDLERS, MIME, PROBLEM_SCHEMA, PROBLEMS, handle_http
from supportmap.api.requests import receive, refuse_unasked

__all__ = ["API", "ApiBlueprint", "Service", "View", "api", "describe", "parameter"]

API = "/api/v1"
View = Callable[..., Any]
JSON = "application/json"
PROBLEM = {"$ref": "#/components/schemas/Problem"}
_READS = ("401", "403", "404", "406", "422", "429", "500", "503")
_WRITES = ("400", "409", "413", "415")


class ApiBlueprint(Blueprint):  # type: ignore[misc]
    """A blueprint whose every view knows who asks, and has read the body strictly, before it is called."""

    def route(
        self, rule: str, *, parameters: list[Any] | None = None, tags: list[str] | None = None, **options: Any
    ) -> Callable[[View], View]:
        """Register a view, and describe what every route of its kind answers."""
        register = super().route(rule, parameters=parameters, tags=tags, **options)

        def decorate(view: View) -> View:
            _describe_refusals(view, options.get("methods", ["GET"])[0])
            describe(view, operationId=view.__name__)
            register(_received(view))
            return view

        return decorate


def _received(view: View) -> View:
    @wraps(view)
    def act(**kwargs: Any) -> Any:
        # Asked first: nobody's body is read who may not send one.
        current_actor()
        _refuse_other_formats()
        receive()
        refuse_unasked(view)
        return view(**kwargs)

    return act


def _refuse_other_formats() -> None:
    accepted = request.headers.get("Accept", "")
    if (
        accepted
        and JSON not in accepted
        and "*/*" not in accepted
        and not request.accept_mimetypes.accept_json
    ):
        raise NotAcceptable


def _describe_refusals(view: View, method: str) -> None:
    statuses = _READS if method == "GET" else _READS + _WRITES
    described = vars(view).get("_apidoc", {}).get("manual_doc", {}).get("responses", {})
    told = {status: {"$ref": f"#/components/responses/{HTTPStatus(int(status)).name}"} for status in statuses}
    describe(view, responses={**told, **described})


def describe(view: View, **parts: Any) -> None:
    """Say something about a view in the specification; lists are added to, objects filled."""
    doc = vars(view).setdefault("_apidoc", {}).setdefault("manual_doc", {})
    for name, part in parts.items():
        if isinstance(part, list):
            doc[name] = [*doc.get(name, []), *part]
        elif isinstance(part, dict):
            doc[name] = {**doc.get(name, {}), **part}
        else:
            doc[name] = part


def parameter(name: str, schema: Schema, text: str, place: str = "query", required: bool = False) -> Schema:
    """Return the description of a parameter."""
    return {"name": name, "in": place, "description": text, "required": required, "schema": schema}


class Service(Api):  # type: ignore[misc]
    """The specification: problems say problem+json in it too, and pages keep their own errors."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        self._app.register_error_handler(HTTPException, handle_http)

    def _register_responses(self) -> None:
        self.spec.components.schema("Problem", deepcopy(PROBLEM_SCHEMA))
        for status in {each.status for each in PROBLEMS.values()}:
            named = HTTPStatus(status)
            response = {"description": named.phrase, "content": {MIME: {"schema": PROBLEM}}}
            self.spec.components.response(named.name, response)


api = ApiBlueprint("api", __name__, url_prefix=API)
for _exception, _answer in HANDLERS.items():
    api.register_error_handler(_exception, _answer)


def make_service(app: Flask) -> Service:
    """Return the specification in the making of an application."""
    app.config |= {"API_TITLE": "supportmap", "API_VERSION": "1", "OPENAPI_VERSION": "3.1.0"}
    return Service(app)
