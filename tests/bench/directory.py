"""Finding what fits in a directory of services, against a bare FTS5 query for the same words.

The texts are those of real food pantries where they are at hand, else made-up ones; everything else that a
service has is drawn. Both have the same texts; the bare query knows nothing but them.
"""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.orm import Session

from supportmap.analysis.network import FUNCTIONS
from supportmap.directory.distance import Point
from supportmap.directory.searching import find
from supportmap.directory.stemming import words_in
from supportmap.directory.wanted import Ages, Wanted
from supportmap.records.agency import found_agency
from supportmap.records.database import PAGES_KEPT, writing
from supportmap.records.opening import opened, session_on
from supportmap.running.start import make_ready
from supportmap.settings import Settings
from tests.bench import importing
from tests.bench.importing import PANTRIES
from tests.bench.rounds import QUICK_ROUNDS, ROUNDS, Clock, duration, ratio, table
from tests.databases import NAME, a_database
from tests.directory.shelf import a_service, at, put, to_go_through

COUNTS, QUICK_COUNTS = (10_000, 70_000), (300,)
QUERIES, QUICK_QUERIES = 200, 5
SIDE_KM, REACH_KM = 240, 15
UNKNOWN_PLACES = 0.18
"""The share of the real food pantries whose place has no coordinates."""
CORNER = Point(39.0, -84.0)
TODAY = date(2026, 11, 28)
BARE = "SELECT rowid FROM bare WHERE bare MATCH ? ORDER BY bm25(bare) LIMIT 20"


def run(quick: bool = False) -> str:
    """Return the times as a Markdown table."""
    rows = [row for count in (QUICK_COUNTS if quick else COUNTS) for row in _rows(count, quick)]
    head = ("services", "engine", "bare FTS5: median, p95", "ours: median, p95", "median: times bare FTS5")
    search = table((*head, "p95: times bare FTS5", "to reach, at most"), rows)
    return "\n\n".join((search, _texts()[0], importing.run(quick)))


def _rows(count: int, quick: bool) -> Iterator[tuple[str, ...]]:
    chance = random.Random(count)
    texts = _texts()[1]
    services = [_service(chance, texts, number) for number in range(count)]
    wanted = [_wanted(chance, services) for _ in range(QUICK_QUERIES if quick else QUERIES)]
    with TemporaryDirectory() as folder:
        bare = _bare(Path(folder) / "bare.sqlite3", services)
        yield _measured(Path(folder), None, services, wanted, bare, quick)
        if os.environ.get(NAME):
            with a_database("postgresql", Path(folder), "bench") as url:
                yield _measured(Path(folder) / "other", url, services, wanted, bare, quick)
        bare.close()


def _measured(
    folder: Path,
    url: str | None,
    services: list[dict[str, Any]],
    wanted: list[Wanted],
    bare: sqlite3.Connection,
    quick: bool,
) -> tuple[str, ...]:
    settings = Settings(data=folder / "data", key_file=folder / "keys" / "master.key", database_url=url)
    make_ready(settings)
    with opened(settings) as opens, session_on(*opens) as session:
        with writing(session):
            agency = found_agency(session, "Measured")
        put(session, agency, services)
        check(session, agency, wanted)
        clock = perf_counter if url else process_time

        def ours(each: Wanted) -> object:
            return find(session, agency, each, TODAY)

        def theirs(each: Wanted) -> object:
            asked = " AND ".join(f'"{word}"' for word in each.words.split())
            return bare.execute(BARE, (asked,)).fetchall()

        taken = _taken({"ours": ours, "bare": theirs}, wanted, quick, clock)
    return _row(len(services), "PostgreSQL" if url else "SQLite", taken)


def check(session: Session, agency: UUID, wanted: list[Wanted]) -> None:
    """Raise AssertionError unless the index finds what going through all services finds."""
    goes_through = to_go_through(session, agency)
    for each in wanted:
        found = find(session, agency, replace(each, limit=10**6), TODAY)
        assert {match.service_id for match in found.matches} == goes_through(each)


def _taken(
    candidates: dict[str, Callable[[Wanted], object]], wanted: list[Wanted], quick: bool, clock: Clock
) -> dict[str, list[list[float]]]:
    """Return the seconds that each query took in each round, sorted; the candidates take turns."""
    for each in wanted:
        for candidate in candidates.values():
            candidate(each)
    taken: dict[str, list[list[float]]] = {name: [] for name in candidates}
    for _ in range(QUICK_ROUNDS if quick else ROUNDS):
        seconds: dict[str, list[float]] = {name: [] for name in candidates}
        for each in wanted:
            for name, candidate in candidates.items():
                start = clock()
                candidate(each)
                seconds[name].append(clock() - start)
        for name, of_round in seconds.items():
            taken[name].append(sorted(of_round))
    return taken


def _row(count: int, engine: str, taken: dict[str, list[list[float]]]) -> tuple[str, ...]:
    middle, late = (
        {name: [_at(each, share) for each in taken[name]] for name in taken} for share in (0.5, 0.95)
    )
    told = [f"{duration(middle[name])}, {duration(late[name])}" for name in ("bare", "ours")]
    ratios = [ratio(each["ours"], each["bare"]) for each in (middle, late)]
    return f"{count:,}", engine, *told, *ratios, "0.6" if engine == "SQLite" else ""


def _at(ascending: list[float], share: float) -> float:
    return ascending[min(len(ascending) - 1, int(share * len(ascending)))]


def _texts() -> tuple[str, list[tuple[str, str]]]:
    """Return where the texts are from, and names with descriptions."""
    if PANTRIES.is_file():
        lines = PANTRIES.read_text(encoding="utf-8").splitlines()
        found = [text for line in lines for text in _described(orjson.loads(line))]
        return (
            f"The texts are those of {len(found):,} real food pantries and their services, repeated.",
            found,
        )
    chance, kinds = random.Random(1), ("Lunch club", "Food pantry", "Walking group", "Debt advice", "Choir")
    places = [f"Place {number}" for number in range(200)]
    made = [(kind, f"{chance.choice(kinds)} and company at {place}.") for place in places for kind in kinds]
    return "The texts are made up: the shared data isn't there.", made


def _described(told: Any) -> Iterator[tuple[str, str]]:
    """Yield whatever has a name and a description, however deep it stands."""
    if isinstance(told, dict):
        if isinstance(told.get("name"), str) and isinstance(told.get("description"), str):
            yield told["name"], told["description"]
        told = list(told.values())
    for each in told if isinstance(told, list) else ():
        yield from _described(each)


def _service(chance: random.Random, texts: list[tuple[str, str]], number: int) -> dict[str, Any]:
    name, description = texts[number % len(texts)]
    point = _point(chance) if chance.random() >= UNKNOWN_PLACES else (None, None)
    known = chance.random() < 0.8
    weights = {
        each: chance.choice((0, 1, 2)) if known else None for each in ("emotional", "practical", "belonging")
    }
    ages = {
        "minimum_age": chance.choice((None, None, 18, 60)),
        "maximum_age": chance.choice((None, None, 17, 99)),
    }
    own = UUID(int=chance.getrandbits(128))
    return {
        **a_service(name, at(*point), description=description, status="active", **weights, **ages),
        "id": own,
    }


def _point(chance: random.Random) -> Point:
    north, east = (chance.uniform(0, SIDE_KM) for _ in range(2))
    return Point(CORNER.latitude + north / 111.2, CORNER.longitude + east / 85.0)


def _wanted(chance: random.Random, services: list[dict[str, Any]]) -> Wanted:
    service = chance.choice(services)
    words = [word for word in words_in(f"{service['name']} {service['description']}") if len(word) > 3]
    age = chance.randint(18, 80)
    function = chance.choice(FUNCTIONS)
    return Wanted(
        " ".join(chance.sample(words, min(2, len(words)))) or "food",
        point=_point(chance),
        within_km=REACH_KM,
        functions={function: 0.4},
        ages=Ages(age, age),
    )


def _bare(file: Path, services: list[dict[str, Any]]) -> sqlite3.Connection:
    """Return a database with nothing but the texts, in FTS5 as it comes, with its own stemmer."""
    connection = sqlite3.connect(file)
    connection.execute(f"PRAGMA cache_size = -{PAGES_KEPT}")
    connection.execute(
        "CREATE VIRTUAL TABLE bare USING fts5 (name, description, tokenize = 'porter unicode61')"
    )
    texts = ((each["name"], each["description"]) for each in services)
    connection.executemany("INSERT INTO bare VALUES (?, ?)", texts)
    connection.execute("INSERT INTO bare (bare) VALUES ('optimize')")
    connection.commit()
    return connection
