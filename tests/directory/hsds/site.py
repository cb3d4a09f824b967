"""A directory on this machine that is asked over HTTP, or over TLS."""

from __future__ import annotations

import json
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

__all__ = ["Site", "a_site", "page_of"]


class Site(ThreadingHTTPServer):
    """A directory on this machine: ``answers`` by path, each a value or a status with body and headers."""

    daemon_threads = True
    scheme = "http"

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.answers: dict[str, Any] = {}
        self.asked: Counter[str] = Counter()

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_port}"


class Answering(BaseHTTPRequestHandler):
    server: Site

    def log_message(self, *_: object) -> None:
        """Stay silent."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        page = parse_qs(parts.query).get("page", ["1"])[0]
        key = next(
            (key for key in (self.path, f"{parts.path}#{page}", parts.path) if key in self.server.answers), ""
        )
        self.server.asked[self.path] += 1
        given = self.server.answers.get(key, (404, b"", {}))
        if isinstance(given, list):
            given = given.pop(0) if len(given) > 1 else given[0]
        status, body, headers = given if isinstance(given, tuple) else (200, json.dumps(given).encode(), {})
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def a_site(secure: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site that answers, with a certificate where there is one."""
    with Site() as server:
        if secure:
            server.socket = secure.wrap_socket(server.socket, server_side=True)
            server.scheme = "https"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def page_of(number: int, total: int, *services: object) -> dict[str, Any]:
    """A page of an API."""
    return {
        "total_items": total,
        "total_pages": total,
        "page_number": number,
        "last_page": number == total,
        "contents": list(services),
    }
