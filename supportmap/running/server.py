"""The web server: waitress on one socket, and a stop that lets running requests end."""

from __future__ import annotations

import select
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from time import monotonic
from typing import TYPE_CHECKING, Any

from waitress import wasyncore
from waitress.server import create_server

from supportmap.running.bodies import IN_MEMORY, Channel

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

__all__ = ["ENDING", "Server", "address", "listen"]

ENDING = tuple(
    getattr(signal, name)
    for name in ("SIGTERM", "SIGINT", "SIGHUP")
    # Whoever started the process with nohup wants it to outlive the terminal.
    if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) is not signal.SIG_IGN
)
"""The signals that end the process; the last comes when its terminal is closed."""
PATIENCE = 20.0
"""Seconds that a stop waits for the requests that run."""
BACKLOG = 1024
MOST_BODY = 8 * 1024**2
"""More than any request may have: the application itself refuses earlier, and says so in its own words."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens (port 0: on a free one), or raise OSError."""
    family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    return socket.create_server(place[:2], family=family, backlog=BACKLOG)


def address(listener: socket.socket) -> str:
    """Return the address of a socket as a browser takes it."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class Server:
    """Serves an application until it is stopped."""

    def __init__(self, app: WSGIApplication, listener: socket.socket, threads: int = 8) -> None:
        """Take connections at once; they are answered once the server runs."""
        self._deadline: float | None = None
        self._is_over = False
        # Reentrant, because a signal may come while its own thread holds it.
        self._waking = RLock()
        self._listener = listener
        self._map: dict[int, Any] = {}
        self._waitress = create_server(
            app,
            map=self._map,
            sockets=[listener],
            threads=threads,
            backlog=BACKLOG,
            connection_limit=1000,
            ident=None,
            log_socket_errors=False,
            # Who may speak for others is settled by the application, for every server alike.
            clear_untrusted_proxy_headers=False,
            max_request_body_size=MOST_BODY,
            outbuf_overflow=IN_MEMORY,
        )
        self._waitress.channel_class = Channel

    def serve(self) -> None:
        """Serve until ``stop``, then let running requests end, for 20 seconds at most."""
        while self._deadline is None:
            self._turn(1.0)
        self._drain()

    def stop(self, *_: object) -> None:
        """Take no more connections and end; told twice, don't wait for anybody."""
        self._deadline = monotonic() + (PATIENCE if self._deadline is None else 0)
        with self._waking:
            if not self._is_over:
                self._waitress.pull_trigger()

    @contextmanager
    def stopped_by_signals(self) -> Iterator[None]:
        """Stop when a signal says so, also before it serves; for the main thread, which alone gets them."""
        before = {number: signal.signal(number, self.stop) for number in ENDING}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _turn(self, seconds: float) -> None:
        """Read and write what can be, or wait for it so many seconds."""
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._map, count=1)

    def _drain(self) -> None:
        self._take_waiting()
        # Only the socket that listens: the threads still need the rest to have their answers sent.
        wasyncore.dispatcher.close(self._waitress)
        while self._is_busy() and self._left > 0:
            self._turn(0.1)
        self._waitress.task_dispatcher.shutdown(timeout=max(0.0, self._left))
        with self._waking:
            self._is_over = True
            wasyncore.close_all(self._map)

    @property
    def _left(self) -> float:
        """Return how many seconds the stop may take from now; a second signal makes it none."""
        return (self._deadline or 0.0) - monotonic()

    def _take_waiting(self) -> None:
        """Take the connections that were made before the stop, and what they have sent."""
        for _ in range(BACKLOG):
            if not select.select([self._listener], [], [], 0)[0]:
                break
            self._turn(0)
        self._turn(0)

    def _is_busy(self) -> bool:
        """Tell whether anybody waits for an answer; the connections of all others are closed."""
        busy = False
        for channel in list(self._waitress.active_channels.values()):
            # In this order, because a request is taken off only after its answer was put there.
            if channel.requests or channel.request or channel.total_outbufs_len:
                busy = True
            else:
                channel.will_close = True
        return busy
