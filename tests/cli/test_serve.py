"""``supportmap serve`` as a process of its own: how it begins, refuses, stops, and what it says meanwhile."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from uuid import uuid4

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import make_url

from supportmap.cli import main
from tests.databases import a_database
from tests.processes import Answer, HTTPException, Process, ask, command, sign_in

Environ = dict[str, str]


@dataclass
class Service:
    """A service with one agency and one clinician."""

    environ: Environ
    agency: str
    email: str
    password: str


def never_started(folder: Path) -> Environ:
    """The settings of a service on SQLite that was never started."""
    return {
        "SUPPORTMAP_DATA": str(folder / "data"),
        "SUPPORTMAP_KEY_FILE": str(folder / "keys" / "master.key"),
    }


@pytest.fixture
def environ(engine_name: str, tmp_path: Path, worker_id: str) -> Iterator[Environ]:
    """The settings of a service that was never started, on each engine in turn."""
    given = never_started(tmp_path)
    if engine_name == "sqlite":
        yield given
        return
    with a_database(engine_name, tmp_path, f"{worker_id}_serve") as url:
        yield given | {"SUPPORTMAP_DATABASE_URL": url}


@pytest.fixture
def service(environ: Environ) -> Service:
    """A service as the operator makes it."""
    agency = said(environ, "agency", "add", "Sentinel House")
    words = ("--role", "clinician", "--agency", agency, "--generate")
    password = said(environ, "user", "add", "sentinel@example.org", *words).rsplit(" ", 1)[1]
    return Service(environ, agency, "sentinel@example.org", password)


def said(environ: Environ, *words: str) -> str:
    """What a command prints that ends well."""
    result = CliRunner().invoke(main, words, env=environ)
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


@contextmanager
def serving(environ: Environ, *words: str) -> Iterator[tuple[Process, str]]:
    with command("serve", "--port", "0", *words, **environ) as process:
        yield process, process.wait_for(r"Serving on (http://\S+/)", process.err)[1]


def refusal(environ: Environ, *words: str) -> str:
    """The one line with which it refuses to start."""
    mask = os.umask(0o077)
    try:
        result = CliRunner().invoke(main, ["serve", "--port", "0", *words], env=environ)
    finally:
        os.umask(mask)
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    return line


def test_the_first_start_makes_key_and_database(environ: Environ, tmp_path: Path) -> None:
    with serving(environ) as (process, url):
        assert ask(url, "/livez").body == b"ok\n"
        assert (ask(url, "/readyz").status, ask(url, "/readyz").body) == (200, b"ready\n")
        assert process.end() == 0
    key = tmp_path / "keys" / "master.key"
    if sys.platform != "win32":
        made = [key, *tmp_path.glob("data/*")]
        assert {stat.S_IMODE(file.stat().st_mode) for file in made} == {0o600}
    with serving(environ) as (process, url):
        assert ask(url, "/readyz").status == 200
        assert process.end() == 0
    assert process.out == []


def test_without_its_key_it_does_not_start_on_kept_data(service: Service, tmp_path: Path) -> None:
    key = tmp_path / "keys" / "master.key"
    kept = key.read_bytes()
    key.unlink()
    assert refusal(service.environ).startswith("SUPPORTMAP_KEY_FILE: ")
    assert not key.exists()
    key.write_bytes(b"A" * 43 + b"=\n")
    key.chmod(0o600)
    assert "is not the key of this database" in refusal(service.environ)
    key.write_bytes(kept)
    with serving(service.environ) as (process, url):
        assert ask(url, "/readyz").status == 200
        assert process.end() == 0


def test_an_empty_database_is_left_alone_if_told_so(environ: Environ, tmp_path: Path) -> None:
    assert "the database is empty" in refusal(environ, "--no-migrate")
    assert not (tmp_path / "keys").exists()


def test_a_database_of_another_version_is_refused(service: Service) -> None:
    execute(service.environ, "UPDATE alembic_version SET version_num = 'later'")
    assert "newer supportmap" in refusal(service.environ, "--migrate")


def test_an_unreachable_database_is_never_replaced_by_another(tmp_path: Path) -> None:
    nowhere = {"SUPPORTMAP_DATABASE_URL": "postgresql+psycopg://nobody:hush@127.0.0.1:1/nowhere"}
    line = refusal(never_started(tmp_path) | nowhere)
    assert line.startswith("SUPPORTMAP_DATABASE_URL: nothing answers there")
    assert list(tmp_path.glob("data/*")) == []


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "supportmap.example"])
def test_plain_http_for_other_machines_is_refused(host: str, tmp_path: Path) -> None:
    assert "plain http" in refusal(never_started(tmp_path), "--host", host)
    assert list(tmp_path.iterdir()) == []


def test_behind_a_proxy_only_https_is_answered(environ: Environ) -> None:
    there = {"Host": "map.example"}
    with serving(environ, "--host", "0.0.0.0", "--behind-proxy") as (process, url):
        local = url.replace("0.0.0.0", "127.0.0.1")
        assert ask(local, "/login", headers=there).status == 403
        assert ask(local, "/login", headers=there | {"X-Forwarded-Proto": "https"}).status == 200
        assert ask(local, "/readyz", headers=there).status == 200
        assert process.end() == 0


def test_without_a_proxy_nobody_is_believed_to_have_used_https(environ: Environ) -> None:
    with serving(environ) as (process, url):
        headers = {"Host": "map.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.1"}
        assert ask(url, "/login", headers=headers).status == 403
        assert process.end() == 0


def test_insecure_has_to_be_asked_for(environ: Environ) -> None:
    with serving(environ, "--host", "0.0.0.0", "--insecure") as (process, url):
        local = url.replace("0.0.0.0", "127.0.0.1")
        assert ask(local, "/login", headers={"Host": "map.example"}).status == 200
        assert process.end() == 0


def test_a_request_under_way_is_answered_before_it_ends(service: Service) -> None:
    with serving(service.environ) as (process, url):
        headers = sign_in(url, service.email, service.password)
        own_id, answers = str(uuid4()), list[Answer]()
        with nobody_else_writes(service.environ):
            asks = Thread(
                target=lambda: answers.append(
                    ask(url, "/api/v1/clients", "POST", {"id": own_id, "label": "K."}, headers)
                )
            )
            asks.start()
            sleep(0.5)
            process.popen.terminate()
            sleep(0.5)
            assert process.popen.poll() is None
            assert answers == []
        begun = monotonic()
        assert process.wait() == 0
        assert monotonic() - begun < 5
        asks.join()
        assert answers[0].status == 201
    assert own_id in client_ids(service)


def test_what_was_acknowledged_outlives_a_kill(service: Service) -> None:
    with serving(service.environ) as (process, url):
        headers = sign_in(url, service.email, service.password)
        acknowledged: list[str] = []
        may_write = Event()
        writers = [
            Thread(target=write_until_refused, args=(url, headers, acknowledged, may_write)) for _ in range(4)
        ]
        for writer in writers:
            writer.start()
        may_write.set()
        while len(acknowledged) < 40:
            sleep(0.01)
        process.popen.kill()
        process.wait()
        for writer in writers:
            writer.join()
    assert len(acknowledged) >= 40
    assert set(acknowledged) <= client_ids(service)
    assert said(service.environ, "audit", "verify").startswith(f"agency {service.agency}")


def write_until_refused(url: str, headers: dict[str, str], acknowledged: list[str], may: Event) -> None:
    may.wait()
    while True:
        own_id = str(uuid4())
        try:
            answer = ask(url, "/api/v1/clients", "POST", {"id": own_id, "label": "K."}, headers)
        except (OSError, HTTPException):
            return
        assert answer.status == 201, answer
        acknowledged.append(own_id)


def client_ids(service: Service) -> set[str]:
    """The clients that a service shows once it was started again."""
    found: set[str] = set()
    with serving(service.environ) as (process, url):
        headers = sign_in(url, service.email, service.password)
        path = "/api/v1/clients"
        while True:
            page = ask(url, path, headers=headers).json
            found |= {each["id"] for each in page["items"]}
            if not page["next"]:
                break
            path = f"/api/v1/clients?after={page['next']}"
        assert process.end() == 0
    return found


def test_the_log_says_what_was_asked_without_anything_that_was_sent(service: Service) -> None:
    with serving(service.environ) as (process, url):
        headers = sign_in(url, service.email, service.password)
        body = {"label": "Sentinel label", "name": "Sentinel name"}
        client = ask(url, "/api/v1/clients", "POST", body, headers).json
        ask(url, f"/api/v1/clients/{client['id']}?sentinel=1", headers=headers)
        ask(url, "/sentinel/path?sentinel=1", headers=headers | {"User-Agent": "sentinel"})
        ask(url, "/login", "POST", {"email": "sentinel2@example.org", "password": "sentinel password"})
        ask(url, "/livez")
        assert process.end() == 0
    log = "".join(process.err)
    assert "sentinel" not in log.lower()
    assert client["id"] not in log
    shown = [" ".join(line.split()[2:4]) for line in process.err if "ms " in line]
    assert shown == [
        "POST /login",
        "POST /api/v1/clients",
        "GET /api/v1/clients/<uuid:client_id>",
        "GET -",
        "POST /login",
    ]


def test_the_log_can_be_json(environ: Environ) -> None:
    with serving(environ | {"SUPPORTMAP_LOG": "json"}) as (process, url):
        answered = ask(url, "/login")
        assert process.end() == 0
    (line,) = [json.loads(line) for line in process.err if line.startswith("{")]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/login", 200)
    assert line["request"] == answered.headers["X-Request-ID"]


def execute(environ: Environ, statement: str) -> None:
    """Change the database behind the service's back."""
    if url := environ.get("SUPPORTMAP_DATABASE_URL"):
        with psycopg.connect(plain(url)) as connection:
            connection.execute(statement.encode())
        return
    with sqlite3.connect(Path(environ["SUPPORTMAP_DATA"]) / "supportmap.sqlite3") as file:
        file.execute(statement)
    file.close()


@contextmanager
def nobody_else_writes(environ: Environ) -> Iterator[None]:
    """Keep whatever writes clients waiting."""
    if url := environ.get("SUPPORTMAP_DATABASE_URL"):
        with psycopg.connect(plain(url)) as connection:
            connection.execute("LOCK TABLE client IN EXCLUSIVE MODE")
            yield
        return
    file = sqlite3.connect(Path(environ["SUPPORTMAP_DATA"]) / "supportmap.sqlite3", isolation_level=None)
    file.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        file.execute("ROLLBACK")
        file.close()


def plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
