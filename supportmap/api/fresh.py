"""Reads that a session repeats: answered 304 while nothing changed, and written once a version.

The right to read and its audit come before all of this; whether something is still the same is looked up
with that right in the client's row each time, in the same transaction that reads the contents.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from threading import Lock

import orjson
from flask import Response, current_app, g, request

from supportmap.analysis.formula import FORMULA
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.migrate import SCRIPTS
from supportmap.records.networks import State, state_of

__all__ = ["Written", "fresh"]

MOST_ENTRIES = 512
MOST_BYTES = 64_000_000
EXTENSION = "supportmap_written"

Key = tuple[Owner, str]


class Written:
    """The answers written last, by client and tag; the one not asked for longest makes room."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._guard = Lock()
        self._answers: OrderedDict[Key, bytes] = OrderedDict()
        self._bytes = 0

    def get(self, key: Key) -> bytes | None:
        """Return what was written for this state of the client, if it is still known."""
        with self._guard:
            data = self._answers.get(key)
            if data is not None:
                self._answers.move_to_end(key)
            return data

    def keep(self, key: Key, data: bytes) -> bytes:
        """Remember an answer and return it."""
        with self._guard:
            self._bytes += len(data) - len(self._answers.pop(key, b""))
            self._answers[key] = data
            while len(self._answers) > MOST_ENTRIES or self._bytes > MOST_BYTES:
                self._bytes -= len(self._answers.popitem(last=False)[1])
        return data


def fresh(owner: Owner, variant: str, tell: Callable[[State], object]) -> Response:
    """Return what is told of a network, or 304 where the sender has it already.

    ``variant`` names everything that the answer depends on besides the network, the formula and the shape of
    the database: a migration may change what is told and leaves the version of a network as it is.
    """
    tag = f"{g.mark}.{_shape()}.{FORMULA.version}.{variant}"
    if request.if_none_match.contains_weak(tag):
        return _tagged(Response(status=304), tag)
    written: Written = current_app.extensions.setdefault(EXTENSION, Written())
    data = written.get((owner, tag))
    if data is None:
        state = state_of(db.session, owner)
        data = written.keep((owner, tag), orjson.dumps(tell(state)))
    return _tagged(Response(data, mimetype="application/json"), tag)


@cache
def _shape() -> str:
    return str(SCRIPTS.get_current_head()).partition("_")[0]


def _tagged(response: Response, tag: str) -> Response:
    response.headers["ETag"] = f'"{tag}"'
    return response
