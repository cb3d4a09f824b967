"""What is fetched from the web: never from a private network unasked, never too much, never forever."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from urllib.parse import SplitResult, urljoin, urlsplit

from supportmap.directory.hsds.report import NotADirectory

__all__ = ["ADDRESS", "MAX_DOWNLOAD", "Web"]

ADDRESS = "the address"
MAX_DOWNLOAD = 1_000_000_000
MAX_REDIRECTS = 5
MAX_TRIES = 4
MAX_SECONDS = 4 * 3600
"""For all that is fetched of one source."""
_TIMEOUT = 30
_BLOCK = 1 << 16
_HEADERS = {"User-Agent": "supportmap", "Accept": "application/json, */*"}
_BROKE_OFF = "broke off its answer"
_DISTRUSTED = (
    "has a certificate that isn't trusted: it has expired, is for another name, or its authority isn't known "
    "here (SSL_CERT_FILE can name a file with one that is)"
)
_AGAIN = (429, 500, 502, 503, 504)
_REDIRECTS = (301, 302, 303, 307, 308)


class _Pinned(HTTPConnection):
    """A connection to one address that was looked at, whatever the name means by the time it is made."""

    address = ""

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)


class _PinnedSecure(HTTPSConnection):
    address = ""

    def __init__(self, host: str, port: int | None, timeout: float, trusted: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=timeout, context=trusted)
        self.trusted = trusted

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = self.trusted.wrap_socket(plain, server_hostname=self.host)


class Web:
    """Fetches for one source; ``private`` lets it reach private networks, too."""

    def __init__(self, private: bool = False, pause: float = 1.0) -> None:
        """Begin the clock; ``pause``: seconds before the second try, doubled before each further one."""
        self.private, self.pause = private, pause
        self._until = time.monotonic() + MAX_SECONDS

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        """What is trusted on this machine, or what SSL_CERT_FILE names: read once, as that takes long."""
        return ssl.create_default_context()

    def save(self, url: str, target: Path, most: int = MAX_DOWNLOAD) -> str:
        """Write what an address answers to a file and return its type, or raise NotADirectory."""
        with self._answer(url) as answer, target.open("wb") as file:
            written = 0
            while block := self._block(answer):
                written += len(block)
                if written > most:
                    raise NotADirectory(ADDRESS, f"sends more than {most // 1_000_000:,} MB")
                file.write(block)
            if answer.length:
                raise NotADirectory(ADDRESS, _BROKE_OFF)
            return answer.headers.get_content_type()

    def _block(self, answer: HTTPResponse) -> bytes:
        if time.monotonic() > self._until:
            raise NotADirectory(ADDRESS, "takes too long")
        try:
            return answer.read1(_BLOCK)
        except (OSError, HTTPException):
            raise NotADirectory(ADDRESS, _BROKE_OFF) from None

    @contextmanager
    def _answer(self, url: str) -> Iterator[HTTPResponse]:
        for turn in range(MAX_TRIES):
            connection, answer = self._followed(url)
            with connection_closed(connection):
                if answer.status == 200:
                    yield answer
                    return
                if answer.status not in _AGAIN or turn == MAX_TRIES - 1:
                    raise NotADirectory(ADDRESS, f"answers with {answer.status}")
                wait = _asked_wait(answer) or self.pause * 2**turn
            time.sleep(min(wait, 60))

    def _followed(self, url: str) -> tuple[HTTPConnection, HTTPResponse]:
        for _ in range(MAX_REDIRECTS + 1):
            connection, answer = self._requested(url)
            location = answer.getheader("Location")
            if answer.status not in _REDIRECTS or not location:
                return connection, answer
            connection.close()
            url = urljoin(url, location)
        raise NotADirectory(ADDRESS, "leads from one address to the next without end")

    def _requested(self, url: str) -> tuple[HTTPConnection, HTTPResponse]:
        connection, path = self._connection(url)
        try:
            connection.request("GET", path, headers=_HEADERS)
            return connection, connection.getresponse()
        except (OSError, HTTPException, ValueError) as error:
            connection.close()
            distrusted = isinstance(error, ssl.SSLCertVerificationError)
            raise NotADirectory(ADDRESS, _DISTRUSTED if distrusted else "can't be reached") from None

    @staticmethod
    def check(url: str) -> SplitResult:
        """Return the parts of an http or https address, or raise NotADirectory if it is none."""
        try:
            parts = urlsplit(url)
            usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise NotADirectory(ADDRESS, "is no http or https address")
        return parts

    def _connection(self, url: str) -> tuple[HTTPConnection, str]:
        parts = self.check(url)
        host, port = parts.hostname or "", parts.port
        connection = (
            _Pinned(host, port, timeout=_TIMEOUT)
            if parts.scheme == "http"
            else _PinnedSecure(host, port, _TIMEOUT, self._trusted)
        )
        connection.address = self._checked(host, connection.port)
        return connection, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    def _checked(self, host: str, port: int) -> str:
        """Return the address behind a name: all must be public unless private ones are allowed."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise NotADirectory(ADDRESS, "can't be found") from None
        addresses = [str(entry[4][0]) for entry in found]
        if not self.private and not all(map(_is_public, addresses)):
            raise NotADirectory(ADDRESS, "is in a private network: allow that if it is meant")
        return addresses[0]


@contextmanager
def connection_closed(connection: http.client.HTTPConnection) -> Iterator[None]:
    """Close a connection at the end, whatever happens."""
    try:
        yield
    finally:
        connection.close()


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None)
    if inner is not None:
        parsed = inner
    if getattr(parsed, "is_site_local", False):
        return False
    return parsed.is_global and not (parsed.is_multicast or parsed.is_reserved)


def _asked_wait(answer: HTTPResponse) -> float | None:
    asked = answer.getheader("Retry-After") or ""
    return float(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else None
