"""The list of erasures: a line for each client who was erased, kept apart from the data and from backups.

A backup that was made before an erasure still holds the client: whoever restores it applies this list first.
A line has the ids of agency and client, the moment, and a keyed hash of the three, so that nobody without the
master key can have somebody erased by adding one. It holds no name, and nothing is ever taken out of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from hmac import compare_digest
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.records.backup import sync_folder
from supportmap.records.client import Owner
from supportmap.records.encryption import Keyring
from supportmap.records.keys import refuse_inside
from supportmap.settings import Settings

__all__ = ["BadLedger", "Erasure", "Ledger", "known_erasures", "ledger_of", "own_ledger"]

NAME = "SUPPORTMAP_ERASURE_LEDGER"
LONGEST = 50_000_000
"""No list is longer, and a file may be named that never ends."""


class BadLedger(Exception):  # noqa: N818 - it is told to whoever restores, or erases
    """A list of erasures that can't be read or written, and what to do."""

    def __init__(self, file: Path, reason: str) -> None:
        """Keep the parts."""
        super().__init__(reason)
        self.file = file


class Erasure(NamedTuple):
    """That a client was erased, and when."""

    owner: Owner
    at: str


class Ledger:
    """One list of erasures, in a file that is made with its first line."""

    def __init__(self, file: Path, keys: Keyring) -> None:
        """Take where it is, and the keys that its lines are made with."""
        self.file, self._keys = file, keys

    def add(self, owner: Owner) -> None:
        """Add a client who is about to be erased; once it returns the line outlives a loss of power.

        It comes last in the transaction of the erasure, before its commit. If that fails after all, the list
        has a line too many: whoever asked is told that it failed, erasing again adds another such line, which
        harms nothing, and a restore erases a client whom somebody meant to erase. The other order could lose
        a line, and a restore would bring somebody back who was promised to be gone.
        """
        self._append([Erasure(owner, datetime.now(UTC).isoformat(timespec="seconds"))])

    def take_over(self, erasures: Iterable[Erasure]) -> None:
        """Add those of another list that aren't here yet."""
        here = set(self.read())
        if new := [each for each in dict.fromkeys(erasures) if each not in here]:
            self._append(new)

    def read(self, must_be_there: bool = False) -> list[Erasure]:
        """Return all erasures, the earliest first, or raise BadLedger at the first line that isn't whole."""
        lines = self._content(must_be_there).split(b"\n")
        return [self._read(number, line) for number, line in enumerate(lines, start=1) if line.strip()]

    def _content(self, must_be_there: bool = False) -> bytes:
        try:
            with self.file.open("rb") as opened:
                content = opened.read(LONGEST + 1)
        except FileNotFoundError:
            if not must_be_there:
                return b""
            raise BadLedger(self.file, "isn't there") from None
        except OSError as error:
            raise BadLedger(self.file, f"can't be read ({error.strerror})") from None
        if len(content) > LONGEST:
            raise BadLedger(self.file, "is no list of erasures: it is too long")
        return content

    def _read(self, number: int, line: bytes) -> Erasure:
        with suppress(ValueError):
            agency, client, at, proof = line.decode("ascii").split()
            erasure = Erasure(Owner(UUID(agency), UUID(client)), at)
            if compare_digest(proof, self._proof(erasure)):
                return erasure
        raise BadLedger(
            self.file,
            f"line {number} isn't as this service wrote it with this key: take a copy that is whole, or, if "
            "you know that this line erased nobody (a crash cut it short), take it out",
        )

    def _append(self, erasures: Iterable[Erasure]) -> None:
        content = self._content()
        # A line that a crash cut short stays a line of its own: what comes after it is whole.
        start = b"\n" if content and not content.endswith(b"\n") else b""
        lines = b"".join(self._line(each) for each in erasures)
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as opened:
                opened.write(start + lines)
                opened.flush()
                os.fsync(opened.fileno())
            sync_folder(self.file.parent)
        except OSError as error:
            raise BadLedger(self.file, f"can't be written ({error.strerror})") from None

    def _line(self, erasure: Erasure) -> bytes:
        return f"{_told(erasure)} {self._proof(erasure)}\n".encode("ascii")

    def _proof(self, erasure: Erasure) -> str:
        return self._keys.digest("erasure", _told(erasure)).hex()


def own_ledger(settings: Settings, keys: Keyring) -> Ledger:
    """Return the list of this service, or raise BadSetting where it would be lost with the data."""
    why = "whoever loses the folder would lose both, and a backup of it would be restored without the list"
    refuse_inside(NAME, settings.ledger, settings.data, why)
    return Ledger(settings.ledger, keys)


def known_erasures(own: Ledger, others: Iterable[Ledger], must_be_there: bool = False) -> list[Erasure]:
    """Return all erasures that are known: the service's own list has those of the others from now on."""
    own.take_over([erasure for ledger in others for erasure in ledger.read(must_be_there=True)])
    return own.read(must_be_there)


def ledger_of(session: Session) -> Ledger:
    """Return the list that this session's erasures are added to."""
    ledger: Ledger = session.info["ledger"]
    return ledger


def _told(erasure: Erasure) -> str:
    return f"{erasure.owner.agency_id} {erasure.owner.client_id} {erasure.at}"
