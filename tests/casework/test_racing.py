"""Eight at once on ten maps: nobody meets a lock, no change is lost, and every row adds up."""

from __future__ import annotations

import os
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select

from supportmap.casework import mapping
from supportmap.casework.outcome import Conflict, Stale
from supportmap.records.audit import Actor, AuditRow
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import state_of
from tests.casework.acting import Desk
from tests.service import a_client, a_user, an_agency

WORKERS, MAPS, CONTACTS = 8, 10, 4
CHANGES = int(os.environ.get("SUPPORTMAP_TEST_RACING", "125"))
"""How many each worker makes."""


def work(app: Flask, actor: Actor, owners: list[Owner], seed: int) -> Counter[tuple[UUID, str]]:
    """Count up the notes of contacts drawn by chance; return how often each was counted up."""
    done: Counter[tuple[UUID, str]] = Counter()
    chance = random.Random(seed)
    with app.app_context():
        for _ in range(CHANGES):
            desk = Desk(db.session, actor, chance.choice(owners))
            own_id = chance.choice(list(state_of(db.session, desk.owner).contacts))
            count_up(desk, own_id)
            done[desk.owner.client_id, own_id] += 1
        db.session.close()
    return done


def count_up(desk: Desk, own_id: str) -> None:
    while True:
        # Read outside the transaction that writes, as a browser does: somebody may come between.
        known = state_of(desk.session, desk.owner).contacts[own_id]
        desk.session.rollback()
        try:
            desk.act(mapping.change_contact, own_id, {"note": str(int(known["note"]) + 1)}, known["version"])
        except Stale:
            continue
        return


def test_racing_changes_are_all_kept_once(app: Flask) -> None:
    agency = an_agency(db.session)
    actors = [a_user(db.session, agency) for _ in range(WORKERS)]
    owners = [a_client(db.session, agency) for _ in range(MAPS)]
    for owner in owners:
        for _ in range(CONTACTS):
            Desk(db.session, actors[0], owner).add(note="0")
    db.session.close()
    with ThreadPoolExecutor(WORKERS) as pool:
        jobs = [pool.submit(work, app, actor, owners, seed) for seed, actor in enumerate(actors)]
        done = sum((job.result() for job in jobs), Counter[tuple[UUID, str]]())
    for owner in owners:
        desk = Desk(db.session, actors[0], owner)
        desk.check_sums()
        state = state_of(db.session, owner)
        counts = {own_id: done[owner.client_id, own_id] for own_id in state.contacts}
        assert {own_id: int(facts["note"]) for own_id, facts in state.contacts.items()} == counts
        grown = {
            own_id: facts["version"] - number
            for number, (own_id, facts) in enumerate(state.contacts.items(), 1)
        }
        assert grown == counts, "each change raised the version of its contact by one"
        assert state.version == CONTACTS + sum(counts.values())
    acts = select(func.count()).where(AuditRow.agency_id == agency, AuditRow.action.startswith("network."))
    assert db.session.scalar(acts) == MAPS * CONTACTS + WORKERS * CHANGES
    seqs = db.session.scalars(select(AuditRow.seq).where(AuditRow.agency_id == agency).order_by(AuditRow.seq))
    assert list(seqs) == list(range(1, MAPS * CONTACTS + WORKERS * CHANGES + 2))


def test_two_adding_the_same_id_at_once_add_it_once(app: Flask) -> None:
    agency = an_agency(db.session)
    actors = [a_user(db.session, agency) for _ in range(WORKERS)]
    owner = a_client(db.session, agency)
    own_id = "00000000-0000-4000-8000-000000000001"

    def add(actor: Actor) -> str:
        with app.app_context():
            desk = Desk(db.session, replace(actor), owner)
            try:
                desk.act(mapping.add_contact, {"name": "Avery"}, own_id)
            except Conflict as conflict:
                return conflict.code
            finally:
                db.session.close()
            return "added"

    with ThreadPoolExecutor(WORKERS) as pool:
        told = Counter(pool.map(add, actors))
    assert told == {"added": 1, "id-taken": WORKERS - 1}
