"""The ``supportmap`` command as processes of their own, and how tests speak http to them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 60.0
"""Seconds after which something that should have happened is taken not to happen."""


@dataclass(frozen=True)
class Answer:
    """What a request was answered."""

    status: int
    headers: Message
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass
class Process:
    """A running command; its lines are read as they come."""

    popen: subprocess.Popen[str]
    out: list[str] = field(default_factory=list)
    err: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._readers = [
            Thread(target=lines.extend, args=(iter(stream.readline, ""),), daemon=True)
            for lines, stream in ((self.out, self.popen.stdout), (self.err, self.popen.stderr))
            if stream
        ]
        for reader in self._readers:
            reader.start()

    def wait_for(self, pattern: str, lines: list[str]) -> re.Match[str]:
        """The first of the lines that has the pattern, as soon as it is there."""
        end = monotonic() + PATIENCE
        while monotonic() < end:
            for line in list(lines):
                if found := re.search(pattern, line):
                    return found
            assert self.popen.poll() is None, f"ended with {self.popen.returncode}: {self.err}"
            sleep(0.02)
        raise AssertionError(f"no line with {pattern}: {lines}")

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and return the exit status."""
        self.popen.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        """Return the exit status once the command has ended and all it said is here."""
        try:
            status = self.popen.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            raise
        for reader in self._readers:
            reader.join(PATIENCE)
        return status


@contextmanager
def command(*words: str, **environ: str) -> Iterator[Process]:
    """Run ``supportmap`` with these arguments; at the end it is told to stop, if it hasn't by then."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SUPPORTMAP_")}
    popen = subprocess.Popen(
        [sys.executable, "-m", "supportmap.cli", *words],
        env=kept | environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parent.parent,
    )
    with popen:
        process = Process(popen)
        try:
            yield process
        finally:
            popen.terminate()
            process.wait()


def ask(
    url: str, path: str, method: str = "GET", body: object = None, headers: Mapping[str, str] | None = None
) -> Answer:
    """Send one request on a connection of its own."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)
    sent = None if body is None else json.dumps(body)
    given = {} if body is None else {"Content-Type": "application/json"}
    try:
        connection.request(method, path, sent, given | dict(headers or {}))
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())
    finally:
        connection.close()


def sign_in(url: str, email: str, password: str) -> dict[str, str]:
    """Sign in as a program, and return the header that says so from then on."""
    answer = ask(url, "/login?include_auth_token", "POST", {"email": email, "password": password})
    assert answer.status == 200, answer
    return {"Authorization": f"Bearer {answer.json['response']['user']['authentication_token']}"}


__all__ = ["PATIENCE", "Answer", "HTTPException", "Process", "ask", "command", "sign_in"]
