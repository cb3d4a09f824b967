"""The recovery kit: the master key as text that can be printed, kept apart, and typed in again."""

from __future__ import annotations

import re
from base64 import b32decode, b32encode, b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from hashlib import sha256

from supportmap.records.encryption import KEY_BYTES, Keyring

__all__ = ["key_in", "kit"]

CHECK_BYTES = 3
"""With these, the key is exactly 56 characters of base 32; one typing error in 16 million goes unnoticed."""
GROUPS = 14
_GROUPS = re.compile(rf"(?=\b((?:[A-Za-z0-9]{{4}}[\s-]+){{{GROUPS - 1}}}[A-Za-z0-9]{{4}})\b)")
_MISREAD = str.maketrans("018", "OIB")
"""Base 32 has none of these digits: whoever typed one meant the letter."""
TEXT = """\
supportmap recovery kit

This is the master key of supportmap's data. Names, notes and everything else that was written about
clients can be read with it and can't be read without it. A backup doesn't contain it: a backup without
this page is lost. Print it, keep it locked away, apart from the backups, and leave no copy of it on a disk.

  The key (it holds no 0, 1, 8 or 9):

    {first}
    {second}

  Its fingerprint, which backups name: {fingerprint}

To restore: install supportmap on a machine without data, type `supportmap restore BACKUP`, and
enter the key when it asks. Capitals, blanks and line breaks don't matter. For a database in PostgreSQL
make it first, empty, and name it in SUPPORTMAP_DATABASE_URL. Where only the key file was lost, type the
key into a new file in its place that nobody else can read (chmod 600).

Whenever a client was erased, put a copy of the list of erasures with this page: the file `erasures` beside
the key file, which says no name. Without it a backup brings back whoever was erased after it was made:
`supportmap restore BACKUP --erasures FILE` erases them again.
"""


def kit(key: bytes) -> str:
    """Return the page to print."""
    text = b32encode(key + _check(key)).decode()
    groups = [text[at : at + 4] for at in range(0, len(text), 4)]
    half = GROUPS // 2
    return TEXT.format(
        first=" ".join(groups[:half]), second=" ".join(groups[half:]), fingerprint=Keyring(key).fingerprint
    )


def key_in(text: str) -> bytes:
    """Return the key that a kit, the key typed from it, or a key file holds, or raise ValueError."""
    for candidate in _candidates(text):
        key, check = candidate[:KEY_BYTES], candidate[KEY_BYTES:]
        if check == _check(key):
            return key
    try:
        key = b64decode(text.strip(), validate=True)
    except (NotBase64, ValueError):
        key = b""
    if len(key) == KEY_BYTES:
        return key
    raise ValueError("holds no key: a letter is wrong or missing")


def _candidates(text: str) -> Iterator[bytes]:
    """Yield what any 14 groups in a row stand for, and what the whole text does without its blanks."""
    found = [match.group(1) for match in _GROUPS.finditer(text)]
    for letters in (re.sub(r"[\s-]", "", each) for each in [*found, text]):
        if len(letters) == GROUPS * 4 and letters.isascii() and letters.isalnum():
            try:
                yield b32decode(letters.upper().translate(_MISREAD))
            except NotBase64:
                continue


def _check(key: bytes) -> bytes:
    return sha256(b"supportmap recovery kit" + key).digest()[:CHECK_BYTES]
