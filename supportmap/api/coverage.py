"""What a network means now: coverage, structure, and what would be if somebody left, joined or changed."""

from __future__ import annotations

from dataclasses import replace

from flask import Response

from supportmap.access.acting import reads
from supportmap.analysis.analyse import analyse, as_json
from supportmap.analysis.change import ANSWERS as ANSWERS_ASKED
from supportmap.analysis.explain import difference_sentences
from supportmap.analysis.whatif import WhatIf
from supportmap.api.answers import answer, answers, repeatable
from supportmap.api.blueprint import api
from supportmap.api.contacts import CHANGES, NEW
from supportmap.api.describing import named
from supportmap.api.fresh import fresh
from supportmap.api.requests import UUID_FIELD, body, nested
from supportmap.casework.whatif import what_if
from supportmap.exchange.field import Table, required
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts, State, network_of, state_of

__all__: list[str] = []

TAG = ["Coverage and structure"]
EFFECTIVE = (*ANSWERS_ASKED, "kind", "sector", "status", "unsafe")
HEAD = ("formula", "note", "elicited", "ties_asked", "size")
JOINING: Table = {**NEW, "id": replace(UUID_FIELD, required=False)}
ANSWERS: Table = {
    **{name: field for name, field in CHANGES.items() if name in EFFECTIVE},
    "contact": required(UUID_FIELD),
}
WHAT_IF: Table = {
    "leaves": UUID_FIELD,
    "joins": nested(JOINING, "a contact as it would be added"),
    "changes": nested(ANSWERS, "`contact` and the answers that would be different", 2),
}


@api.route("/clients/<uuid:client_id>/coverage", tags=TAG)
@answers(200, named("CoverageNow"), "ETag")
@repeatable
@reads("network.read")
def read_coverage(owner: Owner) -> Response:
    """Read how well each function is covered, with its status, its backup and what it depends on."""
    return fresh(owner, "coverage", lambda state: _part(state, "functions", "load"))


@api.route("/clients/<uuid:client_id>/structure", tags=TAG)
@answers(200, named("StructureNow"), "ETag")
@repeatable
@reads("network.read")
def read_structure(owner: Owner) -> Response:
    """Read how the contacts hang together."""
    return fresh(owner, "structure", lambda state: _part(state, "structure"))


def _part(state: State, *names: str) -> Facts:
    """Return part of the analysis; the reasons of undefined numbers go with the numbers."""
    whole = as_json(analyse(network_of(state)))
    of_functions = "functions" in names
    undefined = {name: why for name, why in whole["undefined"].items() if ("." in name) == of_functions}
    parts = {name: whole[name] for name in (*HEAD, *names)}
    return {"network_version": state.version, **parts, "undefined": undefined}


@api.route("/clients/<uuid:client_id>/what-if", methods=["POST"], tags=TAG)
@body(WHAT_IF, least=1, most=1)
@answers(200, named("WhatIf"))
@reads("network.read")
def ask_what_if(owner: Owner, facts: Facts) -> Response:
    """Ask what would be if one contact left, joined or changed; nothing is written.

    Score and backup are what would be lost or won. The circle backup can rise when somebody leaves who
    links others: that is neither good nor bad.
    """
    state = state_of(db.session, owner)
    ((kind, about),) = facts.items()
    return answer(_told(state.version, what_if(network_of(state), kind, about)))


def _told(version: int, asked: WhatIf) -> Facts:
    sentences = difference_sentences(asked.before.functions, asked.after.functions)
    before, after = as_json(asked.before), as_json(asked.after)
    return {"network_version": version, "before": before, "after": after, "sentences": sentences}
