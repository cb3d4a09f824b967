"""Several clinicians who write at once: ratings a second by 1, 8 and 32, and how long any one waits."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy.orm import Session

from supportmap.casework.mapping import change_contact
from supportmap.records.client import Owner, lock_client
from supportmap.records.database import db, writing
from supportmap.records.networks import state_of
from tests.bench.rounds import QUICK_ROUNDS, ROUNDS, duration, ratio, table
from tests.bench.world import World, a_client_with, a_world
from tests.databases import NAME, a_database

WRITERS = (1, 8, 32)
CONTACTS, TIES = 20, 40
CLIENTS = 32
SECONDS = 2.0
GOAL = "0.8"

Waits = list[float]


def run(quick: bool = False) -> str:
    """Return how many ratings a second were written by so many at once, on each engine."""
    header = ("engine", "writers", "ratings a second", "of one writer", "to reach, at least", "longest wait")
    rows = [row for engine in ("sqlite", "postgresql") for row in _on(engine, quick)]
    return table((*header, "errors"), rows)


def _on(engine: str, quick: bool) -> Iterator[tuple[str, ...]]:
    if engine == "postgresql" and not os.environ.get(NAME):
        yield engine, "not run", "", "", "", "", ""
        return
    with (
        TemporaryDirectory() as folder,
        a_database(engine, Path(folder), f"bench{os.getpid()}") as url,
        a_world(Path(folder), CONTACTS, TIES, url) as world,
    ):
        with world.app.app_context():
            clients = [a_client_with(world.actor, CONTACTS, TIES) for _ in range(2 if quick else CLIENTS)]
        yield from _measured(engine, world, clients, quick)


def _measured(engine: str, world: World, clients: list[Owner], quick: bool) -> Iterator[tuple[str, ...]]:
    rates: dict[int, list[float]] = {writers: [] for writers in WRITERS}
    waits: dict[int, Waits] = {writers: [] for writers in WRITERS}
    for _ in range(QUICK_ROUNDS if quick else ROUNDS):
        for writers in WRITERS:
            taken = written_by(world, clients, writers, 0.05 if quick else SECONDS)
            rates[writers].append(len(taken) / (0.05 if quick else SECONDS))
            waits[writers] += taken
    for writers in WRITERS:
        share = ratio(rates[writers], rates[1])
        goal = GOAL if writers == max(WRITERS) else ""
        speed = f"{sorted(rates[writers])[len(rates[writers]) // 2]:,.0f}"
        yield engine, str(writers), speed, share, goal, duration([max(waits[writers])]), "0"


def written_by(world: World, clients: list[Owner], writers: int, seconds: float) -> Waits:
    """Return how long each write took; a write that failed stops the bench."""
    end = perf_counter() + seconds
    with ThreadPoolExecutor(writers) as pool:
        done = [pool.submit(_write, world, clients[n % len(clients)], n, end) for n in range(writers)]
        return [wait for each in done for wait in each.result()]


def _write(world: World, owner: Owner, place: int, end: float) -> Waits:
    waits: Waits = []
    with world.app.app_context():
        while not waits or perf_counter() < end:  # one at least, however late the thread began
            start = perf_counter()
            _rate(db.session, world, owner, place)
            waits.append(perf_counter() - start)
    return waits


def _rate(session: Session, world: World, owner: Owner, place: int) -> None:
    with writing(session):
        lock_client(session, owner)
        contacts = state_of(session, owner).contacts
        contact_id = list(contacts)[place % len(contacts)]
        known = contacts[contact_id]
        rating = {"emotional": ((known["emotional"] or 0) + 1) % 3}
        change_contact(session, world.actor, owner, contact_id, rating, known["version"])
