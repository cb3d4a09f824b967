"""The map as plain dicts written by orjson against the same map through plotly's figure classes."""

from __future__ import annotations

from typing import Any

import orjson
import plotly.graph_objects as go  # type: ignore[import-untyped]

from supportmap.analysis.figures.map import map_figure
from supportmap.analysis.layout import layout
from tests.bench.networks import one_network
from tests.bench.rounds import Candidates, duration, interleaved, ratio, table

SIZES, QUICK_SIZES = ((15, 13), (50, 301), (150, 2845)), ((15, 13),)
"""Contacts and ties."""
GOALS = {15: "100"}


def run(quick: bool = False) -> str:
    """Return the times for each size as a Markdown table."""
    rows = [_row(contacts, ties, quick) for contacts, ties in (QUICK_SIZES if quick else SIZES)]
    header = (
        "contacts",
        "ties",
        "layout",
        "drawing the dicts",
        "orjson",
        "go.Figure, to_json",
        "writing alone: times faster",
        "drawing and orjson: times faster than go.Figure, to_json",
        "to reach",
    )
    return table(header, rows)


def _row(contacts: int, ties: int, quick: bool) -> tuple[str, ...]:
    network = one_network(contacts, ties)
    places = layout(network)
    figure = map_figure(network, places)
    check(figure)
    candidates: Candidates = {
        "layout": lambda: layout(network),
        "draw": lambda: map_figure(network, places),
        "orjson": lambda: orjson.dumps(figure),
        "both": lambda: orjson.dumps(map_figure(network, places)),
        "plotly": lambda: go.Figure(figure).to_json(),
    }
    taken = interleaved(candidates, quick)
    times = [duration(taken[name]) for name in ("layout", "draw", "orjson", "plotly")]
    writing, both = (ratio(taken["plotly"], taken[name]) for name in ("orjson", "both"))
    return str(contacts), str(ties), *times, writing, both, GOALS.get(contacts, "")


def check(figure: dict[str, Any]) -> None:
    """Raise AssertionError unless plotly accepts the figure and writes the same traces."""
    theirs = orjson.loads(go.Figure(figure).to_json() or "")
    assert theirs["data"] == orjson.loads(orjson.dumps(figure))["data"]
