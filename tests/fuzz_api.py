"""Made-up requests against the whole API as each role: no fault, and no answer outside the specification.

``python -m tests.fuzz_api --count 100000 --seed 1`` ends with status 1 where it found a fault.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from schemathesis import GenerationMode
from sqlalchemy import create_engine

from supportmap.app import create_app
from supportmap.records.database import db
from supportmap.records.keys import make_key
from supportmap.settings import Settings
from tests.api.fuzzing import Fuzz, Ids
from tests.api.people import Program, add, at, tie
from tests.databases import migrate
from tests.service import a_client, a_user, an_agency

ROLES = ("clinician", "clinician", "clinician", "admin", "client", "referral")
"""The first three are on the team: it is their requests that get somewhere."""
ON_TEAM = 3
EACH = 20


@contextmanager
def a_service() -> Iterator[Flask]:
    """A service with an empty SQLite database of its own."""
    with TemporaryDirectory() as folder:
        data = Path(folder, "data")
        data.mkdir()
        settings = Settings(data=data, key_file=Path(folder, "keys", "master.key"))
        make_key(settings)
        engine = create_engine(settings.url)
        migrate(engine)
        engine.dispose()
        app = create_app(settings)
        logging.disable(logging.INFO)
        with app.app_context():
            yield app
            db.session.close()
            db.engine.dispose()


def a_fuzz(app: Flask, turn: int) -> Fuzz:
    """One role's view of the API, with a client of its own who has contacts, ties and visits."""
    agency = an_agency(db.session)
    alice, bob = a_user(db.session, agency), a_user(db.session, agency)
    owner = a_client(db.session, agency, alice)
    worker, number = Program(app, alice), turn % len(ROLES)
    found = [add(worker, owner, name)["id"] for name in ("Avery", "Blake", "Cory")]
    tie(worker, owner, found[0], found[1])
    visit = worker.post(at(owner, "/visits")).json["id"]
    worker.post(at(owner, f"/visits/{visit}/finish"))
    ids = Ids(str(owner.client_id), str(bob.user_id))
    ids.look(worker)
    if number < ON_TEAM:
        return Fuzz(app, worker, ids)
    role = ROLES[number]
    other = a_user(db.session, agency, role, client=owner if role == "client" else None)
    return Fuzz(app, Program(app, other), ids)


def faults(app: Flask, count: int, seed: int) -> Iterator[str]:
    """Yield what went wrong, and how to see it again."""
    answers: Counter[int] = Counter()
    turn = 0
    while answers.total() < count:
        fuzz = a_fuzz(app, turn)
        for operation in fuzz.operations():
            fuzz.ids.look(fuzz.program)
            for mode in GenerationMode:
                try:
                    fuzz.try_one(operation, mode, EACH // 2, seed + turn)
                except Exception:  # noqa: BLE001 - every kind of exception is a finding here
                    yield f"{operation.label}, turn {turn} of seed {seed}:\n{traceback.format_exc()}"
        answers += fuzz.answers
        turn += 1
        print(f"{answers.total():,} requests: {dict(sorted(answers.items()))}", file=sys.stderr)


def main(arguments: list[str] | None = None) -> int:
    """Run the fuzz and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    found = 0
    with a_service() as app:
        for fault in faults(app, options.count, options.seed):
            found += 1
            print(fault, file=sys.stderr)
    print(json.dumps({"requests": options.count, "seed": options.seed, "faults": found}))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
