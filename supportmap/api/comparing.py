"""Two visits side by side, or a visit and the network now."""

from __future__ import annotations

from dataclasses import fields
from uuid import UUID

from flask import Response

from supportmap.access.acting import reads
from supportmap.analysis.analyse import analyse, as_json
from supportmap.analysis.change import Change, compare, doubts
from supportmap.analysis.explain import change_sentences
from supportmap.analysis.network import Network
from supportmap.api.answers import answer, answers
from supportmap.api.blueprint import api
from supportmap.api.describing import named
from supportmap.api.figures import BETWEEN, TEXTS
from supportmap.api.requests import query
from supportmap.casework.visits import network_at
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts

__all__: list[str] = []


@api.route("/clients/<uuid:client_id>/compare", tags=["Visits"])
@query(BETWEEN, **TEXTS)
@answers(200, named("Compared"))
@reads("visit.read")
def compare_visits(owner: Owner, asked: Facts) -> Response:
    """Say what changed from one finished visit to another, or to the network now."""
    visits = {name: asked.get(name) for name in BETWEEN}
    before, after = (
        network_at(db.session, owner, UUID(visit) if visit else None) for visit in visits.values()
    )
    return answer({**visits, **_compared(before, after)})


def _compared(before: Network, after: Network) -> Facts:
    change = compare(before, after)
    return {
        "doubts": doubts(before, after),
        "change": _change(change),
        "sentences": change_sentences(before, after, change),
        "before": as_json(analyse(before)),
        "after": as_json(analyse(after)),
    }


def _change(change: Change) -> Facts:
    parts = {field.name: getattr(change, field.name) for field in fields(change)}
    return parts | {name: [each._asdict() for each in parts[name]] for name in ("left", "shifts")}
