"""An import in a process of its own, with limits: a file that is made to harm ends that process only.

What it is to do comes by its standard input, and how to reach the database by its environment: others on
this machine can see neither.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryFile
from threading import Thread
from typing import IO
from uuid import UUID

import orjson

from supportmap.directory.hsds.reading import read_path
from supportmap.directory.hsds.report import NotADirectory
from supportmap.directory.importing import Order
from supportmap.directory.running import Progress, run_import
from supportmap.directory.uploads import forget_upload
from supportmap.records.audit import Actor
from supportmap.records.opening import opened, session_on
from supportmap.settings import Settings, environment, read_settings

__all__ = ["start_import"]

MEMORY = 1_000_000_000
"""Bytes of address space: several times what 70,000 services take."""
SECONDS = 3600
NICE = 10


def start_import(settings: Settings, actor: Actor, import_id: UUID, order: Order, path: Path) -> None:
    """Start the import of an uploaded file; how it goes is noted in the database, and nobody waits for it."""
    told = {
        "agency_id": str(actor.agency_id),
        "user_id": str(actor.user_id),
        "role": actor.role,
        "import_id": str(import_id),
        "path": str(path),
        "order": asdict(order),
    }
    with TemporaryFile() as order_file:
        order_file.write(orjson.dumps(told))
        order_file.seek(0)
        _run(order_file, settings)


def _run(order_file: IO[bytes], settings: Settings) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "supportmap.directory.child"],
        stdin=order_file,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_surroundings(settings),
        start_new_session=True,
    )
    # Whoever ends is to be waited for by somebody.
    Thread(target=process.wait, daemon=True, name="importing").start()


def _surroundings(settings: Settings) -> dict[str, str]:
    """Return the environment of the child: this one's, with the settings that hold here and no others."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("SUPPORTMAP_")}
    return {**plain, **environment(settings)}


def main() -> None:
    """Do what the standard input says."""
    _limit()
    told = orjson.loads(sys.stdin.buffer.read())
    path, order = Path(told["path"]), Order(**told["order"])
    actor = Actor(UUID(told["agency_id"]), UUID(told["user_id"]), told["role"])
    progress = Progress()
    try:
        with opened(read_settings()) as (engine, keys), session_on(engine, keys) as session:
            reads = read_path(path, progress)
            run_import(session, actor, order, reads, progress, UUID(told["import_id"]))
    except NotADirectory:
        pass  # It is noted, for whoever waits.
    finally:
        forget_upload(path)


def _limit() -> None:
    """Take no more than an import needs, of a machine that serves others."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.nice(NICE)


if __name__ == "__main__":
    main()
