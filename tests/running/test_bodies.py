"""What the server keeps of large bodies before anybody is asked who sent them."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from supportmap.running.bodies import LARGE_AT_ONCE, SMALL
from tests.running.test_server import Running, read_all, running

CHUNKED = "Transfer-Encoding: chunked\r\n"
NAMED = "Cookie: supportmap=nobody\r\n"
LARGE = bytes(5_000_000)


def tells(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """An application that answers how long the body is said to be, and how much of it is there."""
    there = len(environ["wsgi.input"].read())
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"said {environ['CONTENT_LENGTH']}, there {there}.".encode()]


@pytest.fixture
def server() -> Iterator[Running]:
    with running(tells) as serves:
        yield serves


def sending(server: Running, body: bytes, headers: str = "") -> socket.socket:
    """A connection over which all but the last byte of a request was sent."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    sent = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body) if CHUNKED in headers else body
    length = "" if CHUNKED in headers else f"Content-Length: {len(body)}\r\n"
    head = f"POST / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n{headers}{length}\r\n"
    connection.sendall(head.encode() + sent[:-1])
    return connection


def ended(connection: socket.socket, last: bytes = b"\0") -> str:
    """What is answered once the last byte was sent."""
    connection.sendall(last)
    return read_all(connection).decode()


@pytest.mark.parametrize(("way", "last"), [("", b"\0"), (CHUNKED, b"\n")])
@pytest.mark.parametrize(
    ("headers", "length", "there"),
    [
        ("", SMALL, SMALL),
        ("", SMALL + 1, 0),
        ("", len(LARGE), 0),
        (NAMED, len(LARGE), len(LARGE)),
        ("Authorization: Bearer nobody\r\n", SMALL + 1, SMALL + 1),
    ],
)
def test_of_whom_nobody_knows_little_is_kept_and_how_much_it_was_is_told(
    server: Running, way: str, last: bytes, headers: str, length: int, there: int
) -> None:
    answer = ended(sending(server, bytes(length), headers + way), last)
    assert f"said {length}, there {there}." in answer


def test_so_many_large_bodies_are_kept_at_once_and_more_once_those_are_done(server: Running) -> None:
    early = [sending(server, LARGE, NAMED) for _ in range(LARGE_AT_ONCE)]
    assert ended(sending(server, LARGE, NAMED)).startswith("HTTP/1.1 503 ")
    assert f"there {SMALL}." in ended(sending(server, bytes(SMALL), NAMED))
    assert all(f"there {len(LARGE)}." in ended(each) for each in early)
    assert f"there {len(LARGE)}." in ended(sending(server, LARGE, NAMED))


def test_who_goes_away_in_the_middle_leaves_room(server: Running) -> None:
    for each in [sending(server, LARGE, NAMED) for _ in range(LARGE_AT_ONCE)]:
        each.close()
    for _ in range(LARGE_AT_ONCE):
        assert f"there {len(LARGE)}." in ended(sending(server, LARGE, NAMED))


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is measured where there is /proc")
def test_fifty_large_bodies_of_nobody_take_no_memory(server: Running) -> None:
    before = memory()
    waiting = [sending(server, LARGE) for _ in range(50)]
    assert memory() - before < 50_000_000
    assert all("there 0." in ended(each) for each in waiting)


def memory() -> int:
    """How many bytes of this process are in memory."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) * 1024
