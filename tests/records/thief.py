"""What somebody finds who has the disk and the master key: every word that any key there is still opens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR
from sqlalchemy import Connection

from supportmap.records.client import Owner
from supportmap.records.encryption import _bound, _open
from supportmap.records.opening import opened
from supportmap.settings import Settings
from tests.records.everything import contents

__all__ = ["blobs_of", "rows_about", "still_there", "words_opened"]

Rows = dict[str, list[dict[str, Any]]]
OUTLIVES = {"audit", "audit_head"}


def words_opened(settings: Settings, word: re.Pattern[str], owner: Owner | None = None) -> set[str]:
    """All words that are read with the master key; ``owner``: those only that one client's key opens.

    Whatever a value is bound to is passed over, so that it is opened wherever it was copied to.
    """
    with opened(settings) as (engine, keys), engine.connect() as connection:
        rows = contents(connection)
        data_keys = [
            _open(keys._wrapping, each["wrapped"], _bound("data key", *map(_dashed, _owner(each))))
            for each in rows["data_key"]
            if owner is None or _owner(each) == (owner.agency_id.hex, owner.client_id.hex)
        ]
        agencies = [
            _open(keys._wrapping, each["data_key"], _bound("data key", _dashed(_hex(each["id"])), "None"))
            for each in (rows["agency"] if owner is None else ())
        ]
    return {
        found.group().lower()
        for blob in set(_blobs(rows))
        for key in (*data_keys, *agencies)
        for found in word.finditer(_deciphered(key, blob))
    }


def _deciphered(key: bytes, sealed: bytes) -> str:
    """A sealed value as this key opens it, right or wrong: GCM is counter mode beneath its tag."""
    nonce, body = sealed[1:13], sealed[13:-16]
    if len(nonce) < 12:
        return ""
    counter = CTR(nonce + b"\0\0\0\2")
    return Cipher(AES(key), counter).decryptor().update(body).decode("ascii", errors="replace")


def blobs_of(connection: Connection, owner: Owner) -> set[bytes]:
    """Everything sealed or wrapped that stands in rows about a client, and in no others."""
    rows = contents(connection)
    about = rows_about(rows, owner)
    others = {
        table: [row for row in of_table if (table, row) not in about] for table, of_table in rows.items()
    }
    return {blob for table, row in about for blob in _blobs({table: [row]})} - set(_blobs(others))


def rows_about(rows: Rows, owner: Owner) -> list[tuple[str, dict[str, Any]]]:
    """All rows but those of the audit that name a client's id, or the id of an account of theirs."""
    client = owner.client_id.hex
    accounts = {_hex(each["id"]) for each in rows["user"] if _hex(each["client_id"]) == client}
    return [
        (table, row)
        for table, of_table in rows.items()
        if table not in OUTLIVES
        for row in of_table
        if {client, *accounts} & {_hex(value) for value in row.values()}
    ]


def still_there(files: Iterable[Path], blobs: Iterable[bytes]) -> list[tuple[str, bytes]]:
    """Those of the values of which any file holds the beginning or the end."""
    contained = [(file.name, file.read_bytes()) for file in files]
    ends = [part for blob in blobs for part in (blob[:24], blob[-24:]) if len(part) == 24]
    assert ends
    return [(name, part) for name, content in contained for part in ends if part in content]


def _blobs(rows: Rows) -> Iterator[bytes]:
    for of_table in rows.values():
        for row in of_table:
            yield from (value for value in row.values() if isinstance(value, bytes))


def _owner(row: dict[str, Any]) -> tuple[str, str]:
    return _hex(row["agency_id"]), _hex(row["client_id"])


def _hex(value: object) -> str:
    """An id as SQLite keeps it, whichever the engine is."""
    return str(value).replace("-", "")


def _dashed(text: str) -> str:
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
