"""A service that a browser can be let loose on: a process of its own, with one clinician and one client."""

from __future__ import annotations

import atexit
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import mkdtemp
from typing import Any
from uuid import UUID

from playwright.sync_api import Page

from supportmap.app import create_app
from supportmap.casework.clients import add_client
from supportmap.casework.team import join_team
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.database import db, writing
from supportmap.running.start import make_ready
from supportmap.settings import Settings
from tests.access.browsers import PASSWORD, an_account
from tests.processes import Process, ask, command, sign_in
from tests.service import an_agency

__all__ = ["ADMIN", "ALICE", "BOB", "KIM", "NOOR", "Served", "served"]

ALICE, BOB, ADMIN = "alice@example.org", "bob@example.org", "admin@example.org"
KIM, NOOR = "kim@example.org", "noor@example.org"
"""The client and somebody of the referral staff, where ``served`` gives them accounts."""


@dataclass
class Served:
    """The service: where it is, whom it knows, and its process while it runs."""

    folder: Path
    port: int
    client_id: UUID
    process: Process | None = None
    headers: dict[str, str] = field(default_factory=dict)
    _context: AbstractContextManager[Process] | None = None

    @property
    def url(self) -> str:
        """The address, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def running(self) -> Iterator[None]:
        """Serve until the end; it may be stopped and started in between."""
        self.start()
        try:
            yield
        finally:
            self.stop()

    def start(self) -> None:
        """Start the process and wait until it answers."""
        self._context = command("serve", "--port", str(self.port), **self._where())
        self.process = self._context.__enter__()
        self.process.wait_for("Serving on", self.process.err)

    def _where(self) -> dict[str, str]:
        data, key = self.folder / "data", self.folder / "keys" / "key"
        return {"SUPPORTMAP_DATA": str(data), "SUPPORTMAP_KEY_FILE": str(key)}

    def kill(self) -> None:
        """End the process as a power failure does."""
        assert self.process
        self.process.popen.kill()
        self.stop()

    def stop(self) -> None:
        """End the process in good order, if it runs."""
        if self._context:
            self._context.__exit__(None, None, None)
        self.process = self._context = None

    def network(self) -> dict[str, Any]:
        """The network as the API tells it."""
        told: dict[str, Any] = self.send("GET", "/network")
        return told

    def contacts(self) -> list[dict[str, Any]]:
        """Its contacts."""
        found: list[dict[str, Any]] = self.network()["contacts"]
        return found

    def send(self, method: str, rest: str, body: object = None, **headers: str) -> Any:
        """What the API answers Alice about something of the client's."""
        self.headers = self.headers or sign_in(self.url, ALICE, PASSWORD)
        path = f"/api/v1/clients/{self.client_id}{rest}"
        answer = ask(self.url, path, method, body, {**self.headers, **headers})
        assert answer.status in (200, 201), answer
        return answer.json

    def sign_in(self, page: Page, who: str) -> None:
        """Sign somebody in at a browser."""
        page.set_default_timeout(30_000)
        page.goto(f"{self.url}/login")
        page.get_by_label("E-mail").fill(who)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("navigation", name="Pages").wait_for()

    def bring_in(self, file: Path, source: str) -> None:
        """Import a directory of services, as an operator does."""
        words = ("resources", "import", str(file), "--source", source, "--licence", "CC0")
        with command(*words, **self._where()) as importing:
            assert importing.wait() == 0, importing.err

    def enter(self, page: Page, path: str = "", who: str = ALICE) -> None:
        """Sign somebody in at a browser, and go to the map of the client."""
        self.sign_in(page, who)
        page.goto(f"{self.url}/clients/{self.client_id}/map{path}")
        page.locator(".saving[data-state=saved]").wait_for()


def served(folder: Path, client: bool = False) -> Served:
    """Make a service ready that has Alice, Bob and their client; with ``client`` Kim and Noor, too."""
    begun, client_id = _begun(client)
    for name in ("data", "keys"):
        copytree(begun / name, folder / name)
    return Served(folder, _free_port(), client_id)


@cache
def _begun(client: bool) -> tuple[Path, UUID]:
    """The folder of a service as all tests find it: made once, for accounts take long to make."""
    folder = Path(mkdtemp())
    atexit.register(rmtree, folder)
    settings = Settings(data=folder / "data", key_file=folder / "keys" / "key")
    make_ready(settings)
    app = create_app(settings)
    with app.app_context():
        owner = _people(client)
        db.session.close()
        db.engine.dispose()
    return folder, owner.client_id


def _people(client: bool) -> Owner:
    agency = an_agency(db.session)
    alice, bob = (an_account(db.session, agency, email) for email in (ALICE, BOB))
    an_account(db.session, agency, ADMIN, "admin")
    actor = Actor(agency, alice, "clinician")
    with writing(db.session):
        owner = add_client(db.session, actor, agency, {"label": "K."})
    with writing(db.session):
        join_team(db.session, actor, owner, bob)
    if client:
        an_account(db.session, agency, KIM, "client", owner.client_id)
        an_account(db.session, agency, NOOR, "referral")
    return owner


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
