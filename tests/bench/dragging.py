"""A contact that a mouse drags over a page and drops: what each move and the drop cost, in seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from math import cos, hypot, radians, sin
from typing import Any, NamedTuple

from playwright.sync_api import Page

from tests.bench.browsing import BLANK, LIBRARY, Visitor

__all__ = ["Drag", "Stage", "stages"]

MOVES = 30
TURN = 40
"""Degrees round circle 2 from where a contact is taken up to where it is dropped."""
LISTEN = """() => {
  const { painted, isDrawn } = watched;
  const taken = window.taken = { works: [], told() {} };
  addEventListener("pointermove", () => {
    const start = performance.now();
    painted(() => true, end => { taken.works.push(end - start); taken.told(); });
  }, true);
  addEventListener("pointerup", () => {
    const start = performance.now();
    taken.wasHeld = !document.querySelector("[data-stage]") || Boolean(document.querySelector(".dragged"));
    painted(() => !document.querySelector(".dragged"), end => { taken.shown = end - start; });
    painted(isDrawn, end => { taken.drawn = end - start; taken.told(); });
  }, true);
}"""
BEGIN = "() => { taken.works = []; taken.shown = taken.drawn = 0; }"
MOVED = "count => taken.works.length >= count || new Promise(then => { taken.told = then; })"
DROPPED = "() => taken.drawn || new Promise(then => { taken.told = then; })"
RESTYLE = """async ([figure, id]) => {
  const plot = document.createElement("div"), { data, layout } = figure;
  document.body.append(plot);
  await Plotly.newPlot(plot, data, layout, { displayModeBar: false, responsive: false, staticPlot: true });
  const { reach, margin, side } = layout.meta, unit = side / (2 * reach), middle = margin + side / 2;
  const contacts = data.find(each => each.name === "contacts"), n = contacts.ids.indexOf(id);
  const numbers = [...data.keys()].filter(k => data[k] === contacts || data[k].name.endsWith("tie"));
  const places = numbers.map(k => data[k].x.flatMap((x, at) =>
    x === contacts.x[n] && data[k].y[at] === contacts.y[n] ? [at] : []));
  const put = (name, value) => numbers.map((k, which) => {
    const values = [...data[k][name]];
    for (const at of places[which]) values[at] = value;
    return values;
  });
  let isHeld = false;
  const restyle = ({ clientX, clientY }) => {
    const x = put("x", (clientX - middle) / unit), y = put("y", (middle - clientY) / unit);
    if (isHeld) Plotly.restyle(plot, { x, y }, numbers);
  };
  addEventListener("pointerdown", () => { isHeld = true; });
  addEventListener("pointermove", restyle);
  addEventListener("pointerup", event => { restyle(event); isHeld = false; });
  return places.flat().length;
}"""
FOLLOW = """size => {
  document.body.innerHTML = `<svg width="${size}" height="${size}"><circle r="9"/></svg>`;
  const circle = document.querySelector("circle");
  addEventListener("pointermove", ({ clientX, clientY }) =>
    circle.setAttribute("transform", `translate(${clientX} ${clientY})`));
}"""
WHERE = """() => {
  const { left, top, width } = document.querySelector("[data-overlay]").getBoundingClientRect();
  return [left, top, width];
}"""


Point = tuple[float, float]


class Drag(NamedTuple):
    """One drag: the work of its middling and of its slow moves, and from the drop until it showed."""

    middling: float
    slow: float
    shown: float
    drawn: float


@dataclass
class Stage:
    """A page on which a contact goes to and fro between two points."""

    page: Page
    here: Point
    there: Point

    def drag(self, moves: int = MOVES) -> Drag:
        """Drag the contact to the other point, each move once the one before is painted, and drop it."""
        page, mouse = self.page, self.page.mouse
        page.bring_to_front()
        mouse.move(*self.here)
        page.evaluate(MOVED, 1)
        mouse.down()
        page.evaluate(BEGIN)
        for number in range(1, moves + 1):
            mouse.move(*_between(self.here, self.there, number / moves))
            page.evaluate(MOVED, number)
        mouse.up()
        page.evaluate(DROPPED)
        self.here, self.there = self.there, self.here
        return _told(page.evaluate("taken"))


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def _told(taken: dict[str, Any]) -> Drag:
    assert taken["wasHeld"]
    works = sorted(taken["works"])
    times = (works[len(works) // 2], works[int(0.95 * len(works))], taken["shown"], taken["drawn"])
    return Drag(*(time / 1000 for time in times))


@contextmanager
def stages(visitor: Visitor, path: str) -> Iterator[dict[str, Stage]]:
    """Hold the map page of a client, a page that restyles the same figure, and a page without a plot."""
    with ExitStack() as stack:
        ours, theirs, plain = (stack.enter_context(visitor.page(where)) for where in (path, BLANK, BLANK))
        ours.evaluate("watched.shown")
        left, top, size = ours.evaluate(WHERE)
        figure = visitor.figure(path, size)
        contact, *ends = _middling(figure)
        theirs.add_script_tag(url=LIBRARY)
        assert theirs.evaluate(RESTYLE, [figure, contact]) > 1
        plain.evaluate(FOLLOW, size)
        for page in (ours, theirs, plain):
            page.evaluate(LISTEN)
        yield {
            "map": Stage(ours, *((left + x, top + y) for x, y in ends)),
            "restyle": Stage(theirs, *ends),
            "plain": Stage(plain, *ends),
        }


def _middling(figure: dict[str, Any]) -> tuple[str, Point, Point]:
    """Return the contact on circle 2 with a middling number of ties, where it is, and where it may go."""
    traces = {trace["name"]: trace for trace in figure["data"]}
    drawn = traces["contacts"]
    known = Counter(end for name in traces if name.endswith("tie") for end in _points(traces[name]))
    places = dict(zip(_points(drawn), drawn["ids"], strict=True))
    second = sorted((each for each in places if abs(hypot(*each) - 2) < 0.01), key=lambda each: known[each])
    x, y = second[len(second) // 2]
    meta = figure["layout"]["meta"]
    unit, middle = meta["side"] / (2 * meta["reach"]), meta["margin"] + meta["side"] / 2
    to, up = cos(radians(TURN)), sin(radians(TURN))
    ends = ((x, y), (x * to - y * up, x * up + y * to))
    here, there = ((middle + x * unit, middle - y * unit) for x, y in ends)
    return places[x, y], here, there


def _points(trace: dict[str, Any]) -> Iterator[Point]:
    return zip(trace["x"], trace["y"], strict=True)
