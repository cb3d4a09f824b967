"""Requests made up from the specification, good and bad, with ids that are there put in their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextvars import Context
from dataclasses import dataclass, field
from random import Random
from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.people import Program

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
CONFIG = {
    "generation": {"with-security-parameters": False, "allow-x00": True, "database": "none"},
    "checks": {"negative_data_rejection": {"expected-statuses": ["4xx", "401", "403", "404"]}},
}
Operation = APIOperation[Any, Any, Any, Any]
REAL = 0.9
"""How often an id that is there replaces one that was made up."""


@dataclass(slots=True)
class Ids:
    """What is there, found again whenever another operation is tried."""

    client: str
    user: str
    contacts: list[str] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)
    visits: list[str] = field(default_factory=list)

    def look(self, program: Program) -> None:
        """See what is there now."""
        network = program.get(f"/clients/{self.client}/network")
        if network.status_code == 200:
            self.versions = {each["id"]: each["version"] for each in network.json["contacts"]}
            self.contacts = list(self.versions)[:6] + list(self.versions)[-6:]
            visits = program.get(f"/clients/{self.client}/visits").json["items"]
            self.visits = [visit["id"] for visit in visits[:8]]

    def of(self, name: str, chance: Random) -> str | None:
        """Return an id for a parameter of this name."""
        known = {
            "client_id": [self.client],
            "user_id": [self.user],
            "contact_id": self.contacts,
            "leaves": self.contacts,
            "contact": self.contacts,
            "a": self.contacts,
            "b": self.contacts,
            "visit_id": self.visits,
            "visit": self.visits,
            "from": self.visits,
            "to": self.visits,
        }.get(name)
        return chance.choice(known) if known and chance.random() < REAL else None


class Fuzz:
    """One role's view of the whole API, tried with made-up requests."""

    def __init__(self, app: Flask, program: Program, ids: Ids) -> None:
        """Read the specification from the service itself."""
        config = SchemathesisConfig.from_dict(CONFIG)
        self.schema = Context().run(schemathesis.openapi.from_wsgi, "/api/openapi.json", app, config=config)
        self.program, self.ids = program, ids
        self.answers: Counter[int] = Counter()

    def operations(self) -> Iterator[Operation]:
        """Yield every operation of the specification."""
        for result in self.schema.get_all_operations():
            assert isinstance(result, Ok), "the specification can't be read"
            yield result.ok()

    def try_all(self, count: int, seed_number: int = 0) -> None:
        """Try each operation with at least so many requests, half of them good by the specification."""
        for operation in self.operations():
            self.ids.look(self.program)
            for mode in GenerationMode:
                self.try_one(operation, mode, -(-count // 2), seed_number)

    def try_one(self, operation: Operation, mode: GenerationMode, count: int, seed_number: int) -> None:
        """Try one operation."""
        checks = CHECKS if mode is GenerationMode.POSITIVE else [*CHECKS, negative_data_rejection]

        @seed(seed_number)
        @settings(
            max_examples=count,
            database=None,
            deadline=None,
            derandomize=False,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(mode), chance=st.randoms(use_true_random=False))
        def attempt(case: Case[Any], chance: Random) -> None:
            replaced = self._with_ids(case, chance)
            response = Context().run(case.call, headers=self._headers(case, chance))
            self.answers[response.status_code] += 1
            # What was bad about the request may be what the id replaced.
            case.validate_response(response, checks=CHECKS if replaced else checks)

        try:
            attempt()
        except Exception as error:
            if "Unable to satisfy assumptions" not in str(error) and type(error).__name__ != "Unsatisfiable":
                raise

    def _with_ids(self, case: Case[Any], chance: Random) -> bool:
        places: list[Any] = [case.path_parameters, case.query, case.body]
        if isinstance(case.body, Mapping):
            places.append(case.body.get("changes"))
        replaced = False
        for place in places:
            for name in list(place) if isinstance(place, dict) else []:
                real = self.ids.of(str(name), chance)
                if real is not None:
                    place[name], replaced = real, True
        return replaced

    def _headers(self, case: Case[Any], chance: Random) -> dict[str, str]:
        headers = self.program.headers()
        contact = str((case.path_parameters or {}).get("contact_id"))
        if case.method in {"PATCH", "DELETE"} and contact in self.ids.versions and chance.random() < REAL:
            facts = self.program.get(f"/clients/{self.ids.client}/contacts/{contact}")
            headers["If-Match"] = facts.headers.get("ETag", '"1"')
        return headers
