"""Plotly figures as plain JSON: the map, coverage, change and trend, and what the community lacks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response

from supportmap.access.acting import current_actor, reads
from supportmap.analysis.coverage import coverages
from supportmap.analysis.figures import (
    THEMES,
    Figure,
    Lacking,
    change_figure,
    coverage_figure,
    lacking_figure,
    map_figure,
    trend_figure,
)
from supportmap.analysis.network import FUNCTIONS
from supportmap.api.answers import answer, answers, repeatable
from supportmap.api.blueprint import api
from supportmap.api.describing import named
from supportmap.api.fresh import fresh
from supportmap.api.requests import UUID_FIELD, query
from supportmap.casework.achievements import way_of
from supportmap.casework.community_gaps import gaps_of_agency
from supportmap.casework.pseudonyms import both_called, called
from supportmap.casework.trend import networks_kept, trend_of
from supportmap.casework.visits import network_at
from supportmap.exchange.field import Table, choice, flag, required, whole
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts, State, network_of

__all__ = ["BETWEEN"]

TAG = ["Figures"]
NOTHING: Figure = {"data": [], "layout": {}}
FIGURES = "/clients/<uuid:client_id>/figures"
LOOK: Table = {"theme": choice(*THEMES)}
SIZED: Table = {**LOOK, "size": whole(300, 2000)}
NAMED: Table = {**SIZED, "names": flag()}
MAP: Table = {
    **NAMED,
    "function": choice(*FUNCTIONS),
    "legend": flag(),
    "plain": flag(),
    "visit": UUID_FIELD,
}
BETWEEN: Table = {"from": required(UUID_FIELD), "to": UUID_FIELD}
TEXTS = {
    "theme": "The colours (light unless told otherwise).",
    "size": "Its width in pixels (900 unless told otherwise).",
    "names": "`false`: every contact is called by a pseudonym.",
    "legend": "`false`: without the explanation of the signs below it.",
    "plain": "`true`: the map that goes home: who is there now and who knows whom, without any answer.",
    "visit": "As it stood at the end of this finished visit; without it, the network now.",
    "function": "Draw the support of this function only.",
    "from": "The earlier visit; it is finished.",
    "to": "The later visit; without it, the network now.",
}


@api.route(f"{FIGURES}/map", tags=TAG)
@query(MAP, **TEXTS)
@answers(200, named("Figure"), "ETag")
@repeatable
@reads("network.read")
def draw_map(owner: Owner, asked: Facts) -> Response:
    """Draw the map; whether a contact is unsafe changes nothing."""
    look = {name: value for name, value in asked.items() if name not in ("names", "visit")}
    visit = _visit(asked, "visit")

    def tell(state: State) -> object:
        network = network_at(db.session, owner, visit) if visit else network_of(state)
        return map_figure(called(network) if asked.get("names") is False else network, **look)

    return fresh(owner, _variant("map", asked), tell)


@api.route(f"{FIGURES}/coverage", tags=TAG)
@query(LOOK, **TEXTS)
@answers(200, named("Figure"), "ETag")
@repeatable
@reads("network.read")
def draw_coverage(owner: Owner, asked: Facts) -> Response:
    """Draw how far each function is covered."""
    return fresh(
        owner,
        _variant("coverage", asked),
        lambda state: coverage_figure(coverages(network_of(state)).values(), **asked),
    )


@api.route(f"{FIGURES}/change", tags=TAG)
@query({**NAMED, **BETWEEN}, **TEXTS)
@answers(200, named("Figure"), "ETag")
@repeatable
@reads("visit.read")
def draw_change(owner: Owner, asked: Facts) -> Response:
    """Draw the later map with what has changed since the earlier one."""
    look = {name: value for name, value in asked.items() if name not in (*BETWEEN, "names")}
    before, after = (_visit(asked, name) for name in BETWEEN)

    def tell(_state: Any) -> object:
        earlier, later = (network_at(db.session, owner, visit) for visit in (before, after))
        earlier, later = both_called(earlier, later) if asked.get("names") is False else (earlier, later)
        return change_figure(earlier, later, **look)

    return fresh(owner, _variant("change", asked), tell)


@api.route(f"{FIGURES}/trend", tags=TAG)
@query(LOOK, **TEXTS)
@answers(200, named("Figure"))
@reads("visit.read")
def draw_trend(owner: Owner, asked: Facts) -> Response:
    """Draw the coverage over the finished visits."""
    return answer(trend_figure(trend_of(networks_kept(db.session, owner).values()), **asked))


@api.route(f"{FIGURES}/achievements", tags=TAG)
@query(LOOK, **TEXTS)
@answers(200, named("Figure"))
@reads("shared.read")
def draw_achievements(owner: Owner, asked: Facts) -> Response:
    """Draw the coverage over the finished visits, with what was achieved, as far as it is shared."""
    return _way(owner, asked)


@api.route("/me/figures/achievements", tags=TAG)
@query(LOOK, **TEXTS)
@answers(200, named("Figure"))
@reads("own.read", own=True)
def draw_own_achievements(owner: Owner, asked: Facts) -> Response:
    """Draw one's own coverage with what one achieved; nothing where coverage isn't released to one."""
    return _way(owner, asked)


@api.route("/figures/community-gaps", tags=TAG)
@query(LOOK, **TEXTS)
@answers(200, named("Figure"))
@reads("effects.read")
def draw_community_gaps(agency_id: UUID, asked: Facts) -> Response:
    """Draw for how many people of each area nothing was found; of few it says only that they are few."""
    gaps = gaps_of_agency(db.session, agency_id)
    found = [Lacking(gap["area"], gap["function"], gap["clients"]) for gap in gaps]
    return answer(lacking_figure(found, **asked))


def _way(owner: Owner, asked: Facts) -> Response:
    way = way_of(db.session, current_actor(), owner)
    return answer(trend_figure(way.points, marks=way.marks, **asked) if way.coverage else NOTHING)


def _visit(asked: Facts, name: str) -> UUID | None:
    return UUID(asked[name]) if name in asked else None


def _variant(name: str, asked: Facts) -> str:
    return ".".join([f"figure-{name}", *(f"{key}-{asked[key]}" for key in sorted(asked))])
