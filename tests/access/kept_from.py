"""What is kept from referral staff of a client, and how to put other such things into a record.

Of a network they may know of each function whether it is a gap, its status, and its size rounded to .1
(``known_of``). Two networks of which that is the same are one and the same to them, whoever is on the map,
whatever was answered, and however often it was changed.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from random import Random
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supportmap.analysis.coverage import coverages
from supportmap.analysis.network import FUNCTIONS, Contact, Network
from supportmap.casework.changes import change, positions
from supportmap.casework.clients import change_client
from supportmap.casework.edits import Edit
from supportmap.casework.facts import CONTACT_FACTS, read_facts
from supportmap.casework.mapping import new_contact
from supportmap.casework.snapshot import sealed_snapshot
from supportmap.casework.tying import new_tie, pair_of
from supportmap.casework.work import add_work
from supportmap.casework.worklist import gap_size
from supportmap.records.audit import Actor
from supportmap.records.client import Owner, lock_client
from supportmap.records.database import writing
from supportmap.records.networks import Facts, State, network_of, state_of
from supportmap.records.visit import VisitRow

__all__ = ["Known", "Ratings", "alike", "is_gap", "known_of", "put_secrets"]

Known = tuple[tuple[str, bool, float], ...]
"""What referral staff may know of a network, by function: status, whether it is a gap, and its size."""
Ratings = tuple[Facts, ...]
"""The answers about each of a few contacts, whether one is unsafe included."""
SCALE = (0, 1, 2)
TRIED = 1500


def known_of(network: Network) -> Known:
    """What referral staff may know of a network."""
    return tuple(
        (each.status, is_gap(each), gap_size(each.gap_to_need.high if each.gap_to_need else None))
        for each in coverages(network).values()
    )


def is_gap(coverage: Any) -> bool:
    """Whether something is missing for certain, as the worklist says it."""
    return coverage.status in ("gap", "thin") or bool(coverage.gap_to_need and coverage.gap_to_need.low > 0)


def alike(chance: Random) -> dict[Known, list[Ratings]]:
    """Ratings drawn by chance, several for each of what may be known of them; all functions are assessed."""
    found: dict[Known, list[Ratings]] = defaultdict(list)
    for _ in range(TRIED):
        ratings = tuple(_answers(chance) for _ in range(chance.randint(2, 4)))
        people = tuple(Contact(id=str(number), name="x", **each) for number, each in enumerate(ratings))
        found[known_of(Network(contacts=people, elicited=True))].append(ratings)
    return {
        known: several
        for known, several in found.items()
        if len(several) > 1 and "not assessed" not in [status for status, *_ in known]
    }


def _answers(chance: Random) -> Facts:
    rated = {function: chance.choice((*SCALE, None)) for function in FUNCTIONS}
    asked = {name: chance.choice(SCALE) for name in ("strain", "reach", "frequency", "gives_back")}
    return {**rated, **asked, "circle": chance.randint(1, 3), "unsafe": chance.random() < 0.2}


def put_secrets(
    session: Session, clinician: Actor, client: Actor | None, owner: Owner, now: Ratings, then: Ratings
) -> None:
    """Put other people, ties, answers, texts and marks into a record, as one change.

    The snapshots of all finished visits but the last show others of ``then``, the last of ``now``. Without
    the client's account the clinician writes what is between visits.
    """
    word = uuid4().hex
    with writing(session):
        lock_client(session, owner)
        state = state_of(session, owner)
        change(session, clinician, state, "import", [*_gone(state), *_come(state, now, word)])
        change_client(session, clinician, owner, {"name": f"Name {word}"})
        entry = {"text": f"Entry {word}", "contacts": []}
        add_work(session, client or clinician, owner, "entry", entry, shared=now[0]["unsafe"])
        _put_snapshots(session, state_of(session, owner), now, then, word)


def _gone(state: State) -> list[Edit]:
    """Nobody stays but whom an open referral holds there."""
    held = {own_id for own_id, facts in state.contacts.items() if facts["status"] == "planned"}
    ties = [Edit("tie", pair, facts, None) for pair, facts in state.ties.items()]
    return [*ties, *(Edit("contact", i, facts, None) for i, facts in state.contacts.items() if i not in held)]


def _come(state: State, ratings: Ratings, word: str) -> list[Edit]:
    ids = [str(uuid4()) for _ in ratings]
    first, tied = positions(state.contacts), positions(state.ties)
    people = [
        Edit("contact", own_id, None, new_contact(own_id, first + number, _given(each, f"{word} {number}")))
        for number, (own_id, each) in enumerate(zip(ids, ratings, strict=True))
    ]
    pairs = [pair_of(*pair) for pair in combinations(ids, 2)][: ratings[0]["circle"]]
    ties = [Edit("tie", pair, None, new_tie(pair, tied + n, {"strength": 2})) for n, pair in enumerate(pairs)]
    return [*people, *ties]


def _given(answers: Facts, word: str) -> Facts:
    texts = {part: f"{part} {word}" for part in ("name", "relationship", "note")}
    told = {name: value for name, value in answers.items() if value is not None}
    return read_facts(CONTACT_FACTS, {**texts, "phone": f"020 {word[:8]}", **told})


def _put_snapshots(session: Session, state: State, now: Ratings, then: Ratings, word: str) -> None:
    own = VisitRow.agency_id == state.owner.agency_id, VisitRow.client_id == state.owner.client_id
    finished = select(VisitRow.id).where(*own, VisitRow.finished_at.is_not(None))
    *earlier, last = session.scalars(finished.order_by(VisitRow.held_on, VisitRow.started_at)).all()
    for visit, ratings in [*((visit, then) for visit in earlier), (last, now)]:
        people = tuple(
            Contact(id=str(uuid4()), name=f"Then {word} {number}", **each)
            for number, each in enumerate(ratings)
        )
        network = Network(contacts=people, client=network_of(state).client, elicited=True)
        _put_snapshot(session, state, network, visit)


def _put_snapshot(session: Session, state: State, network: Network, visit: UUID) -> None:
    row = update(VisitRow).where(VisitRow.agency_id == state.owner.agency_id, VisitRow.id == visit)
    sealed = sealed_snapshot(state, network, visit)
    session.execute(row.values(sealed=sealed), execution_options={"synchronize_session": False})
