"""The web server on its own: who is answered when it stops, and how long it waits."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

import pytest

from supportmap.running import server as serving
from supportmap.running.server import Server, address, listen

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Slow:
    """An application that answers ``/slow`` only when it is let go on, and everything else at once."""

    def __init__(self) -> None:
        self.begun, self.may_end = Event(), Event()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        if environ["PATH_INFO"] == "/slow":
            self.begun.set()
            assert self.may_end.wait(10)
        body = b"x" * 3_000_000 if environ["PATH_INFO"] == "/large" else b"answered"
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]


class Running:
    """A server that runs in a thread."""

    def __init__(self, app: Any) -> None:
        self.listener = listen("127.0.0.1", 0)
        self.port = self.listener.getsockname()[1]
        self.server = Server(app, self.listener, threads=2)
        self.thread = Thread(target=self.server.serve)
        self.thread.start()

    def asks(self, path: str) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
        return connection


def read_all(connection: socket.socket) -> bytes:
    """Everything until the server closes the connection."""
    with connection:
        return b"".join(iter(lambda: connection.recv(65536), b""))


def read_until(connection: socket.socket, end: bytes) -> bytes:
    """Everything until these bytes; the connection stays open."""
    read = b""
    while not read.endswith(end):
        more = connection.recv(1000)
        assert more, "closed too early"
        read += more
    return read


@contextmanager
def running(app: Any) -> Iterator[Running]:
    serves = Running(app)
    try:
        yield serves
    finally:
        serves.server.stop()
        serves.server.stop()
        serves.thread.join(10)
        assert not serves.thread.is_alive()


def test_a_request_under_way_is_answered_after_the_stop() -> None:
    app = Slow()
    with running(app) as serves:
        connection = serves.asks("/slow")
        assert app.begun.wait(5)
        serves.server.stop()
        with pytest.raises(OSError, match=r"refused|reset"):
            wait_until_refused(serves.port)
        app.may_end.set()
        assert read_all(connection).endswith(b"answered")
        serves.thread.join(5)
        assert not serves.thread.is_alive()


def wait_until_refused(port: int) -> None:
    """Connect again and again until nobody listens."""
    end = monotonic() + 5
    while monotonic() < end:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        sleep(0.02)


def test_requests_that_wait_for_a_thread_are_answered_too() -> None:
    app = Slow()
    with running(app) as serves:
        connections = [serves.asks("/slow") for _ in range(6)]
        assert app.begun.wait(5)
        serves.server.stop()
        app.may_end.set()
        assert [read_all(connection)[-8:] for connection in connections] == [b"answered"] * 6


def test_a_large_answer_arrives_whole() -> None:
    app = Slow()
    with running(app) as serves:
        connection = serves.asks("/large")
        connection.recv(1, socket.MSG_PEEK)
        serves.server.stop()
        sleep(0.2)
        assert read_all(connection).count(b"x") == 3_000_000


def test_connections_without_a_request_do_not_keep_it_from_ending() -> None:
    with running(Slow()) as serves:
        idle = socket.create_connection(("127.0.0.1", serves.port))
        kept = serves.asks("/")
        read_until(kept, b"answered")
        begun = monotonic()
        serves.server.stop()
        serves.thread.join(5)
        assert not serves.thread.is_alive()
        assert monotonic() - begun < 3
        assert read_all(idle) == read_all(kept) == b""


def test_it_waits_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "PATIENCE", 0.5)
    app = Slow()
    with running(app) as serves:
        connection = serves.asks("/slow")
        assert app.begun.wait(5)
        serves.server.stop()
        serves.thread.join(5)
        assert not serves.thread.is_alive()
        app.may_end.set()
        assert read_all(connection) == b""


def test_told_twice_it_waits_for_nobody() -> None:
    app = Slow()
    with running(app) as serves, serves.asks("/slow"):
        assert app.begun.wait(5)
        serves.server.stop()
        serves.server.stop()
        serves.thread.join(5)
        assert not serves.thread.is_alive()
        app.may_end.set()


def test_told_while_it_ends_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(Slow()) as serves:
        wake = serves.server._waitress.pull_trigger

        def wake_late() -> None:
            sleep(0.1)
            wake()

        monkeypatch.setattr(serves.server._waitress, "pull_trigger", wake_late)
        # As if a signal came first: it ends while it is told.
        serves.server._deadline = monotonic()
        serves.server.stop()


def test_a_body_that_is_far_too_large_is_refused() -> None:
    with running(Slow()) as serves:
        connection = socket.create_connection(("127.0.0.1", serves.port), timeout=10)
        connection.sendall(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 99999999\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")
        connection.close()


def test_no_answer_names_the_server() -> None:
    with running(Slow()) as serves, serves.asks("/") as connection:
        assert b"waitress" not in read_until(connection, b"answered").lower()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_the_address_can_be_opened(host: str) -> None:
    try:
        listener = listen(host, 0)
    except OSError:
        pytest.skip("this machine has no such address")
    with listener:
        port = listener.getsockname()[1]
        expected = {"::1": f"http://[::1]:{port}/"}.get(host, f"http://127.0.0.1:{port}/")
        assert address(listener) in {expected, f"http://[::1]:{port}/"}
