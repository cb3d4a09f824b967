"""A name on the map stands nearer to its own contact than to any other, as long as there is room for that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape
from math import cos, hypot, radians, sin
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pytest

from supportmap.analysis.figures import change_figure, map_figure
from supportmap.analysis.figures.ego import symbol_radius
from supportmap.analysis.figures.frame import RING_WORDS, Frame
from supportmap.analysis.figures.symbols import Spot
from supportmap.analysis.figures.wording import width
from supportmap.analysis.layout import layout
from supportmap.analysis.network import Network
from supportmap.exchange.document import read_document
from tests.bench.networks import sectored_network
from tests.browser.made_up import made_up

SEEDS = (1, 2, 3, 4, 5)


class Name(NamedTuple):
    """A name as it is drawn: its text, and its box: the middle and sides in pixels, the turn in degrees."""

    text: str
    x: float
    y: float
    wide: float
    high: float
    turn: float = 0.0

    def distance(self, spot: Spot) -> float:
        """Return how far the name is from the edge of what is drawn of a contact, in pixels."""
        across, up = spot.at[0] - self.x, spot.at[1] - self.y
        ahead, aside = cos(radians(self.turn)), sin(radians(self.turn))
        beyond = max(abs(across * ahead + up * aside) - self.wide / 2, 0)
        return hypot(beyond, max(abs(up * ahead - across * aside) - self.high / 2, 0)) - spot.edge


@pytest.mark.parametrize(
    ("count", "size", "most"),
    [(15, 520, 3), (15, 700, 0), (15, 900, 0), (25, 700, 3), (40, 700, 7), (50, 700, 0), (150, 900, 60)],
)
def test_hardly_any_name_stands_nearer_to_somebody_else(count: int, size: int, most: int) -> None:
    """Of five networks; those that do find no other place, and would go without a name else."""
    found = [names_of(made_up(count, seed), size) for seed in SEEDS]
    assert sum(len(astray(*each)) for each in found) <= most
    assert sum(len(names) for names, _ in found) >= 0.93 * count * len(SEEDS)


def test_in_a_network_of_150_who_know_each_other_most_names_stand_by_their_own() -> None:
    names, spots = names_of(sectored_network(150), 900)
    assert len(astray(names, spots)) <= 0.1 * len(names)


@pytest.mark.parametrize("name", ["t027", "t086", "t053"])
def test_in_real_networks_every_name_stands_by_its_own(shared_data: Path, name: str) -> None:
    given = orjson.loads((shared_data / "networks" / "transnat" / f"{name}.json").read_bytes())
    assert astray(*names_of(read_document(given)[0], 900)) == []


def test_of_forty_who_are_compared_most_names_are_whole() -> None:
    """At the width of the compare page, with four who left and four who came."""
    found = [change_names(*before_and_after(made_up(40, seed, status="active"))) for seed in SEEDS]
    assert min(map(len, found)) >= 40
    assert sum("…" in name.text for names in found for name in names) <= 0.22 * sum(map(len, found))


def before_and_after(network: Network) -> tuple[Network, Network]:
    """Return a network as it was, and with four others in place of the first four."""
    places = layout(network).places
    stored = [replace(each, angle=places[each.id].angle) for each in network.contacts]
    came = [replace(each, id=f"new {each.id}") for each in made_up(4, 60, status="active").contacts]
    return replace(network, contacts=tuple(stored)), Network((*stored[4:], *came))


def change_names(before: Network, after: Network) -> list[Name]:
    """Return the names on the map of a change, without the words of its legend."""
    figure = change_figure(before, after, size=720)
    drawn = [trace for trace in figure["data"] if trace.get("xaxis") != "x2"]
    figure = {**figure, "data": drawn}
    return [*level(figure), *turned(figure)]


def names_of(network: Network, size: int) -> tuple[list[Name], list[Spot]]:
    """Return the names on a map and its contacts, as they are drawn."""
    known = told_apart(network)
    figure = map_figure(known, size=size, legend=False)
    return [*level(figure), *turned(figure)], spots_of(known, Frame(size))


def astray(names: Sequence[Name], spots: Sequence[Spot]) -> list[Name]:
    """Return the names that stand nearer to another contact than to their own."""
    return [name for name in names if not stands_by_its_own(name, spots)]


def stands_by_its_own(name: Name, spots: Sequence[Spot]) -> bool:
    """Whether nobody else is nearer to a name; whose it is, its first letters say."""
    own = [name.distance(spot) for spot in spots if spot.contact.name[:2] == name.text[:2]]
    return min(own) <= min(map(name.distance, spots)) + 1e-6


def told_apart(network: Network) -> Network:
    """Return the network with two letters before each name, by which it is known even if it is cut."""
    codes = [chr(65 + number // 26) + chr(97 + number % 26) for number in range(len(network.contacts))]
    named = zip(codes, network.contacts, strict=True)
    return replace(network, contacts=tuple(replace(each, name=f"{code}{each.name}") for code, each in named))


def spots_of(network: Network, frame: Frame) -> list[Spot]:
    """Return the contacts where they are drawn, and as large."""
    places = layout(network)
    radius = symbol_radius(places, frame.unit)
    at = {who: frame.polar(place.radius, place.angle) for who, place in places.places.items()}
    return [Spot(contact, at[contact.id], radius) for contact in network.contacts]


def level(figure: dict[str, Any]) -> Iterator[Name]:
    """Yield the names beside their contacts."""
    words: Any = next((trace for trace in figure["data"] if trace["name"] == "words"), None)
    if words is None:
        return
    meta, size = figure["layout"]["meta"], words["textfont"]["size"]
    unit = meta["side"] / (2 * meta["reach"])
    for x, y, text, side in zip(words["x"], words["y"], words["text"], words["textposition"], strict=True):
        lines = [unescape(line) for line in text.split("<br>")]
        wide = max(map(width, lines)) * size
        aside = wide / 2 * (("right" in side) - ("left" in side))
        yield Name("".join(lines), x * unit + aside, y * unit, wide, size * (1.3 * len(lines) - 0.1))


def turned(figure: dict[str, Any]) -> Iterator[Name]:
    """Yield the names along the spokes."""
    side = figure["layout"]["meta"]["side"]
    for note in figure["layout"]["annotations"]:
        if note.get("borderpad") == 0 and note["text"] not in RING_WORDS.values():
            text, size = unescape(note["text"]), note["font"]["size"]
            at = (note["x"] - 0.5) * side, (note["y"] - 0.5) * side
            yield Name(text, *at, width(text) * size, 1.24 * size, -note["textangle"])
