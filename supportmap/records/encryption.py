"""Encryption of names and free text: AES-256-GCM, bound to the row, under a key for each client.

The master key wraps a data key for each client and each agency; destroying a wrapped key makes all that it
sealed unreadable, in every backup too. A sealed value is version (1 byte), nonce (12), ciphertext and tag;
what was sealed is padded to 32 bytes, so that its length doesn't tell a name from another.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

__all__ = ["KEY_BYTES", "Keyring", "Unreadable", "Vault"]

KEY_BYTES = 32
NONCE_BYTES = 12
BLOCK = 32
VERSION = b"\x01"


class Unreadable(Exception):  # noqa: N818 - it names the state of what was kept
    """A sealed value that was altered, moved to another row, or sealed under another key."""


class Keyring:
    """The master key, and one key for each purpose derived from it (HKDF-SHA-256)."""

    def __init__(self, master: bytes) -> None:
        """Keep the master key of exactly 32 bytes."""
        if len(master) != KEY_BYTES:
            raise ValueError("a master key has 32 bytes")
        self._master = master
        self._wrapping = AESGCM(self.derive("wrapping"))
        self._digests = self.derive("digests")

    def derive(self, purpose: str) -> bytes:
        """Return the 32 bytes that serve one purpose and tell nothing about the others."""
        info = f"supportmap {purpose}".encode()
        return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=info).derive(self._master)

    @property
    def fingerprint(self) -> str:
        """Return what tells this key from others; it says nothing about the key."""
        return self.derive("fingerprint")[:8].hex()

    def digest(self, purpose: str, value: str) -> bytes:
        """Return what a value is found again by, without keeping it: HMAC-SHA-256, 32 bytes."""
        mac = hmac.HMAC(self._digests, hashes.SHA256())
        mac.update(_bound(purpose, value))
        return mac.finalize()

    def new_data_key(self, agency_id: UUID, client_id: UUID | None = None) -> bytes:
        """Return a fresh data key, wrapped: that of a client, or the agency's own."""
        return _seal(
            self._wrapping, os.urandom(KEY_BYTES), _bound("data key", str(agency_id), str(client_id))
        )

    def vault(self, wrapped: bytes, agency_id: UUID, client_id: UUID | None = None) -> Vault:
        """Return what seals and opens under a wrapped data key, or raise Unreadable."""
        about = _bound("data key", str(agency_id), str(client_id))
        return Vault(_open(self._wrapping, wrapped, about), f"{agency_id} {client_id}")


class Vault:
    """Seals and opens the values of one client, or of one agency, each bound to the row it stands in."""

    def __init__(self, key: bytes, owner: str) -> None:
        """Take the data key and whose it is."""
        self._cipher = AESGCM(key)
        self._owner = owner

    def seal(self, place: str, row: object, value: Mapping[str, Any]) -> bytes:
        """Return a value sealed for one row; ``place`` is the table and column it stands in."""
        return _seal(self._cipher, orjson.dumps(value), _bound(self._owner, place, str(row)))

    def open(self, place: str, row: object, sealed: bytes) -> dict[str, Any]:
        """Return the value that was sealed for this row, or raise Unreadable."""
        value: dict[str, Any] = orjson.loads(
            _open(self._cipher, sealed, _bound(self._owner, place, str(row)))
        )
        return value


def _bound(*parts: str) -> bytes:
    """Return parts as bytes that no other parts give: each after its length."""
    encoded = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def _seal(cipher: AESGCM, plain: bytes, about: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + cipher.encrypt(nonce, _padded(plain), about)


def _open(cipher: AESGCM, sealed: bytes, about: bytes) -> bytes:
    if sealed[:1] != VERSION:
        raise Unreadable("a sealed value of an unknown version")
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return _unpadded(cipher.decrypt(nonce, body, about))
    except (InvalidTag, ValueError):
        raise Unreadable("a sealed value can't be opened here") from None


def _padded(plain: bytes) -> bytes:
    return plain + b"\x80" + bytes(-(len(plain) + 1) % BLOCK)


def _unpadded(padded: bytes) -> bytes:
    return padded[: padded.rindex(b"\x80")]
