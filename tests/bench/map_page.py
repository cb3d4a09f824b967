"""The map page in a real Chromium: until it shows, while a contact is dragged, and after it is dropped.

It is compared with what Plotly's own file takes to run, with a page that lets Plotly draw the same figure
anew for every move, and with plain pages that have no plot.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.bench.browsing import Visitor, visitor
from tests.bench.dragging import MOVES, Drag, stages
from tests.bench.networks import sectored_network
from tests.bench.rounds import QUICK_ROUNDS, ROUNDS, duration, ratio, table
from tests.browser.conftest import find_chromium
from tests.browser.served import served

SIZES, QUICK_SIZES = (15, 50, 150), (15,)
GOALS_AT = 50
LOAD_GOAL, DRAG_GOAL, DROP_GOAL = "1.3", "0.25", "1.5"

CASELOAD = "/clients"
LOADING = (
    *("contacts", "Plotly's file runs", "the caseload shows", "the map shows", "times Plotly's file"),
    *("to reach, at most", "times the caseload", "the map shows again, cached", "times Plotly's file"),
)
DRAGGING = (
    *("contacts", "work for a move", "Plotly.restyle for each", "no plot", "the map", "times Plotly.restyle"),
    *("to reach, at most", "times no plot"),
)
DROPPING = (
    *("contacts", "one Plotly.restyle", "dropped: it stands there", "times Plotly.restyle"),
    *("to reach, at most", "kept, and drawn anew by Plotly", "times Plotly.restyle"),
)


class Load(NamedTuple):
    """The seconds of one turn: Plotly's file, the caseload, and the map, at first and cached."""

    library: float
    caseload: float
    first: float
    again: float


Loads = dict[int, list[Load]]
Drags = dict[str, list[Drag]]


def run(quick: bool = False) -> str:
    """Return the times as Markdown tables; in a thread, for other tests have a browser in theirs."""
    chromium = find_chromium()
    if chromium is None:
        return table(("browser", "result"), [("no Chromium found", "not run")])
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(_measured, chromium, quick).result()


def _measured(chromium: str, quick: bool) -> str:
    sizes = QUICK_SIZES if quick else SIZES
    rounds = QUICK_ROUNDS if quick else ROUNDS
    with TemporaryDirectory() as folder:
        house = served(Path(folder))
        with house.running(), visitor(house, chromium) as alice:
            paths = {size: alice.client_with(sectored_network(size)) for size in sizes}
            loads = _loads(alice, paths, rounds)
            drags = {size: _drags(alice, path, rounds, 3 if quick else MOVES) for size, path in paths.items()}
    return "\n\n".join(
        (
            table(LOADING, [_load_row(loads[size], size) for size in sizes]),
            table(DRAGGING, [row for size in sizes for row in _drag_rows(drags[size], size)]),
            table(DROPPING, [_drop_row(drags[size], size) for size in sizes]),
        )
    )


def _loads(alice: Visitor, paths: dict[int, str], rounds: int) -> Loads:
    """Take turns between Plotly's file, a page without a plot, and the map, for each size."""
    alice.shown(CASELOAD)
    taken = [{size: _load(alice, path) for size, path in paths.items()} for _ in range(rounds)]
    return {size: [each[size] for each in taken] for size in paths}


def _load(alice: Visitor, path: str) -> Load:
    return Load(alice.library_run(), alice.shown(CASELOAD)[0], *alice.shown(path))


def _drags(alice: Visitor, path: str, rounds: int, moves: int) -> Drags:
    """Take turns between the map page and those it is compared with, after a turn to warm up."""
    with stages(alice, path) as held:
        for stage in held.values():
            stage.drag(moves)
        taken = [{name: stage.drag(moves) for name, stage in held.items()} for _ in range(rounds)]
    return {name: [each[name] for each in taken] for name in taken[0]}


def _load_row(loads: list[Load], size: int) -> tuple[str, ...]:
    library, caseload, first, again = (list(each) for each in zip(*loads, strict=True))
    return (
        *(str(size), duration(library), duration(caseload), duration(first), ratio(first, library)),
        *(_goal(LOAD_GOAL, size), ratio(first, caseload), duration(again), ratio(again, library)),
    )


def _drag_rows(drags: Drags, size: int) -> Iterator[tuple[str, ...]]:
    for what, which, goal in (("middling", "middling", ""), ("slow", "slow", _goal(DRAG_GOAL, size))):
        ours, theirs, plain = (
            [getattr(drag, which) for drag in drags[name]] for name in ("map", "restyle", "plain")
        )
        times = (duration(theirs), duration(plain), duration(ours))
        yield str(size), what, *times, ratio(ours, theirs), goal, ratio(ours, plain)


def _drop_row(drags: Drags, size: int) -> tuple[str, ...]:
    theirs = [drag.shown for drag in drags["restyle"]]
    shown, drawn = ([getattr(drag, which) for drag in drags["map"]] for which in ("shown", "drawn"))
    times = (duration(theirs), duration(shown), ratio(shown, theirs), _goal(DROP_GOAL, size))
    return str(size), *times, duration(drawn), ratio(drawn, theirs)


def _goal(goal: str, size: int) -> str:
    return goal if size == GOALS_AT else ""
