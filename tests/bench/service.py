"""The network and its coverage as served, against a bare Flask view that looks up the same sign-in.

The bare view sends the same bytes, found in memory; it has no policy, no decryption, no audit and no headers.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

from flask import Flask

from tests.bench.bare import bare_app
from tests.bench.rounds import Candidates, Rounds, duration, interleaved, ratio, table
from tests.bench.world import World, a_world, served

CONTACTS, TIES = 20, 40
ROUTES = ("network", "coverage")
GOALS = {"in process": "4", "HTTP": "2.5", "304": "2"}


class Answer(NamedTuple):
    """What one request was answered."""

    status: int
    tag: str | None
    body: bytes


def run(quick: bool = False) -> str:
    """Return the times as Markdown tables, in process and over HTTP."""
    with TemporaryDirectory() as folder, a_world(Path(folder), CONTACTS, TIES) as world:
        rows = [*_in_process(world, quick), *_over_http(world, quick)]
    header = ("way", "answer", "bare Flask", "supportmap", "times the bare view", "to reach, at most")
    return table(header, rows)


def _in_process(world: World, quick: bool) -> Iterator[tuple[str, ...]]:
    for route in ROUTES:
        path = f"/api/v1/clients/{world.client_id}/{route}"
        ours = partial(_called, world.app, path, world.token)
        first = ours()
        bare = partial(_called, bare_app(world.app, {path: first.body}), path, world.token)
        check(first, bare())
        again = partial(_called, world.app, path, world.token, first.tag or "")
        assert again().status == 304
        forget = partial(_unwritten, world.app, ours)
        taken = interleaved({"bare": bare, "ours": ours, "304": again, "forget": forget}, quick)
        yield _row("in process", f"{route}, {len(first.body):,} bytes", taken, "ours", GOALS["in process"])
        yield _row("in process", f"{route}, 304", taken, "304", GOALS["304"])
        yield _row("in process", f"{route}, never written before", taken, "forget", "")


def _over_http(world: World, quick: bool) -> Iterator[tuple[str, ...]]:
    path = f"/api/v1/clients/{world.client_id}/network"
    body = _called(world.app, path, world.token).body
    with served(world, path, body) as ports:
        count = 1 if quick else 200
        candidates: Candidates = {
            name: partial(_ask, port, path, world.token, count) for name, port in ports.items()
        }
        taken = interleaved(candidates, quick, perf_counter)
    yield _row("HTTP", f"network, {len(body):,} bytes", taken, "ours", GOALS["HTTP"])


def _row(way: str, what: str, taken: Rounds, ours: str, goal: str) -> tuple[str, ...]:
    return way, what, duration(taken["bare"]), duration(taken[ours]), ratio(taken[ours], taken["bare"]), goal


def check(ours: Answer, bare: Answer) -> None:
    """Raise AssertionError unless both were answered, with the same bytes."""
    assert ours.status == bare.status == 200
    assert ours.body == bare.body


def _called(app: Flask, path: str, token: str, tag: str | None = None) -> Answer:
    """Return what the application itself answers, without a server or a test client in between."""
    seen: list[Any] = []

    def start(status: str, headers: Sequence[tuple[str, str]], _error: object = None) -> Callable[..., None]:
        seen.extend((int(status[:3]), dict(headers).get("ETag")))
        return lambda _data: None

    body = b"".join(app(_environ(path, token, tag), start))
    return Answer(seen[0], seen[1], body)


def _environ(path: str, token: str, tag: str | None) -> dict[str, Any]:
    asked = {"HTTP_IF_NONE_MATCH": tag} if tag else {}
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **asked,
    }


def _unwritten(app: Flask, call: Callable[[], Answer]) -> None:
    """Ask as if nobody had asked for this state of the network before."""
    app.extensions.pop("supportmap_written", None)
    call()


def _ask(port: int, path: str, token: str, count: int) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    with closing(HTTPConnection("127.0.0.1", port)) as connection:
        for _ in range(count):
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            response.read()
            assert response.status == 200
