"""A service with one client to measure: a network in a database of its own, and a clinician signed in."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from flask import Flask

from supportmap.access.adding import add_user
from supportmap.app import create_app
from supportmap.casework.clients import add_client
from supportmap.casework.documents import import_document, plan_import, read_file
from supportmap.exchange.document import write_document
from supportmap.records.agency import found_agency
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.database import db, writing
from supportmap.running.start import make_ready
from supportmap.settings import Settings
from tests.bench.networks import one_network

__all__ = ["World", "a_world", "served"]

EMAIL, PASSWORD = "clinician@example.org", "measured and not secret"


@dataclass(frozen=True)
class World:
    """The application, what it was set up with, and who may see which client."""

    app: Flask
    settings: Settings
    actor: Actor
    client_id: UUID
    token: str


@contextmanager
def a_world(folder: Path, contacts: int, ties: int, url: str | None = None) -> Iterator[World]:
    """Hold a service with one clinician and one client with a network of this size."""
    settings = Settings(data=folder / "data", key_file=folder / "keys" / "master.key", database_url=url)
    make_ready(settings)
    app = create_app(settings)
    with app.app_context():
        with writing(db.session):
            agency = found_agency(db.session, "Measured")
            user = add_user(db.session, agency, EMAIL, PASSWORD, "clinician")
        actor = Actor(agency, user, "clinician")
        owner = a_client_with(actor, contacts, ties)
    answer = app.test_client().post("/login?include_auth_token", json={"email": EMAIL, "password": PASSWORD})
    token = answer.get_json()["response"]["user"]["authentication_token"]
    yield World(app, settings, actor, owner.client_id, token)
    with app.app_context():
        db.engine.dispose()


def a_client_with(actor: Actor, contacts: int, ties: int) -> Owner:
    """Add a client with a network of this size, within an application context."""
    with writing(db.session):
        owner = add_client(db.session, actor, actor.agency_id, {"label": "M."})
        plan = plan_import(db.session, owner, read_file(write_document(one_network(contacts, ties))))
        import_document(db.session, actor, owner, plan)
    return owner


@contextmanager
def served(world: World, path: str, body: bytes) -> Iterator[dict[str, int]]:
    """Serve the service and the bare application by waitress, a process each; the ports by name."""
    file = world.settings.data / "body"
    file.write_bytes(body)
    ports = {name: _free_port() for name in ("ours", "bare")}
    servers = [_server(world, name, port, path, file) for name, port in ports.items()]
    try:
        yield ports
    finally:
        for server in servers:
            server.terminate()
            server.communicate()


def _server(world: World, name: str, port: int, path: str, file: Path) -> subprocess.Popen[str]:
    settings = world.settings
    environ = {"SUPPORTMAP_DATA": str(settings.data), "SUPPORTMAP_KEY_FILE": str(settings.key_file)}
    if settings.database_url:
        environ["SUPPORTMAP_DATABASE_URL"] = settings.database_url
    command = [sys.executable, "-m", "tests.bench.bare", name, str(port), path, str(file)]
    server = subprocess.Popen(
        command, env={**os.environ, **environ}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert server.stdout is not None
    assert server.stdout.readline() == "ready\n"
    return server


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
