"""Passwords: what is refused, and how they are hashed (argon2id over a keyed digest, two at a time)."""

from __future__ import annotations

import re
import secrets
import unicodedata
from base64 import b64encode
from functools import cache
from hmac import digest
from threading import BoundedSemaphore
from typing import Any

from flask_security.password_util import PasswordUtil
from passlib.context import CryptContext
from sqlalchemy.orm import Session
from zxcvbn import zxcvbn

from supportmap.records.agency import agency_name
from supportmap.records.database import db, keyring_of
from supportmap.records.encryption import Keyring

__all__ = [
    "LONGEST",
    "SHORTEST",
    "Hashing",
    "Passwords",
    "hashed",
    "normalised_email",
    "objection",
    "pepper",
    "unguessable",
]

SHORTEST, LONGEST = 12, 128
SAME_AS_EMAIL = "The password must not be the e-mail address."
EASY = "The password is easy to guess: take several words that don’t belong together, or more characters."
HARD = 3
"""From this score on, of 0 to 4, zxcvbn says of a password that it is hard to guess."""
LOOKED_AT = 24
"""Characters that zxcvbn looks at: of many more some take it seconds, and nobody guesses that many."""
AT_ONCE = BoundedSemaphore(2)
"""Hashing is made to cost memory and time: without a limit, signing in would be the way to exhaust both."""


class Hashing(CryptContext):  # type: ignore[misc]
    """Argon2id with 19 MiB and two passes (OWASP's choice), never more than two at a time."""

    def __init__(self) -> None:
        """Take no other scheme: there are no older hashes."""
        super().__init__(
            schemes=["argon2"],
            argon2__type="ID",
            argon2__memory_cost=19 * 1024,
            argon2__time_cost=2,
            argon2__parallelism=1,
        )

    def hash(self, *args: Any, **kwargs: Any) -> str:
        """Hash when it is one's turn."""
        with AT_ONCE:
            return str(super().hash(*args, **kwargs))

    def verify(self, *args: Any, **kwargs: Any) -> bool:
        """Verify when it is one's turn."""
        with AT_ONCE:
            return bool(super().verify(*args, **kwargs))


class Passwords(PasswordUtil):
    """What Flask-Security asks about passwords."""

    def normalize(self, password: str) -> str:
        """Return the password as it is hashed."""
        return _normalised(password)

    def validate(self, password: str, is_register: bool, **known: Any) -> tuple[list[str] | None, str]:  # noqa: ARG002
        """Return what is wrong with a new password, if anything, and the password as it is hashed."""
        user = known.get("user")
        names = (user.name, agency_name(db.session, user.agency_id)) if user else ()
        reason = objection(password, user.email if user else "", *names)
        return ([reason] if reason else None), _normalised(password)


def unguessable() -> str:
    """Return a password for an account that waits for its user to choose one."""
    return secrets.token_urlsafe(32)


@cache
def hashing() -> Hashing:
    """Return what hashes every password of this process."""
    return Hashing()


def pepper(keys: Keyring) -> str:
    """Return the key without which nobody can try passwords against stolen hashes."""
    return keys.derive("passwords").hex()


def hashed(session: Session, password: str) -> str:
    """Return what is kept of a password: what Flask-Security's ``hash_password`` makes of it."""
    return hashing().hash(_keyed(pepper(keyring_of(session)), _normalised(password)))


def objection(password: str, email: str, *names: str | None) -> str | None:
    """Return why a password is refused for this account, or None; ``names``: the user's, the agency's."""
    normalised = _normalised(password)
    if len(normalised) < SHORTEST:
        return f"The password must have at least {SHORTEST} characters."
    if len(normalised) > LONGEST:
        return f"The password must have at most {LONGEST} characters."
    if email and normalised.casefold() == normalised_email(email):
        return SAME_AS_EMAIL
    return EASY if _is_easy(normalised, " ".join((email, *(name or "" for name in names)))) else None


def _is_easy(password: str, known_of_them: str) -> bool:
    """Tell whether a password is guessed soon: a common one, a repetition, a row of keys, what is known."""
    text = _normalised(known_of_them).casefold()
    known = ["supportmap", *text.split(), *re.findall(r"\w{3,}", text)]
    return bool(zxcvbn(password[:LOOKED_AT], known)["score"] < HARD)


def normalised_email(email: str) -> str:
    """Return an e-mail address as it is compared: however it is capitalised, it is the same account."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def _normalised(password: str) -> str:
    return unicodedata.normalize("NFKD", password)


def _keyed(key: str, password: str) -> str:
    return b64encode(digest(key.encode(), password.encode(), "sha512")).decode()
