"""What is kept of the bodies that requests bring: little of whom nobody knows, and never many large ones.

The server has a body whole before the application is asked. What is dropped here is told by its length, and
the application refuses it by that, in its own words, without looking for the rest.
"""

from __future__ import annotations

from weakref import WeakSet

from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import Error

__all__ = ["Body", "Channel"]

SMALL = 64 * 1024
"""More than any form of the sign-in takes."""
LARGE_AT_ONCE = 16
"""Whether a token is anybody's is found out later: so many larger bodies are kept, whoever sends them."""
IN_MEMORY = 64 * 1024**2
"""What is larger would go to a file for the time being, and lie there in plain: nothing is."""
_large: WeakSet[Body] = WeakSet()


class Busy(Error):  # type: ignore[misc] # noqa: N818 - it is an answer
    """Too many large bodies are here already."""

    code, reason = 503, "Service Unavailable"


class Body(OverflowableBuffer):  # type: ignore[misc]
    """The body of one request, as far as it is kept."""

    def __init__(self, may_be_large: bool) -> None:
        """Begin with nothing; ``may_be_large`` if the request says who sends it."""
        super().__init__(IN_MEMORY)
        self._may_be_large, self._length = may_be_large, 0
        self.came_too_many = False

    def __len__(self) -> int:
        """Return how much was sent, kept or not."""
        return self._length

    def append(self, data: bytes) -> None:
        """Take what has come, or drop it with all that came before."""
        self._length += len(data)
        if self._length <= SMALL or self._is_large():
            super().append(data)
        else:
            self.close()
            self.buf, self.strbuf = None, b""

    def _is_large(self) -> bool:
        if self in _large:
            return True
        self.came_too_many |= self._may_be_large and len(_large) >= LARGE_AT_ONCE
        if not self._may_be_large or self.came_too_many:
            return False
        _large.add(self)  # until nobody holds it any more, and its memory is free
        return True


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """Reads a request with a body that knows how much of it is kept."""

    error: Error | None

    def parse_header(self, header_plus: bytes) -> None:
        """Read the headers; they tell whether somebody is named at all."""
        super().parse_header(header_plus)
        if self.body_rcv is not None:
            self.body_rcv.buf = Body("COOKIE" in self.headers or "AUTHORIZATION" in self.headers)

    def received(self, data: bytes) -> int:
        """Take what has come; whose body was dropped because of others is told so once it has come."""
        consumed: int = super().received(data)
        body = None if self.body_rcv is None else self.body_rcv.buf
        if self.completed and body is not None and body.came_too_many:
            self.error = Busy("Try again in a moment.")
        return consumed


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection whose requests are read by our parser."""

    parser_class = Parser
