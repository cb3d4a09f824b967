"""The settings of the service: each read once from the environment, with its default and its meaning.

A secret ``NAME`` may also stand in the file that ``NAME_FILE`` names.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_config_path, user_data_path

__all__ = ["BadSetting", "Settings", "environment", "read_settings"]


class BadSetting(Exception):  # noqa: N818 - it is told to whoever starts the service
    """A setting that the service can't start with: which one, and what to do."""

    def __init__(self, name: str, reason: str) -> None:
        """Keep the parts; the value is not among them, because it may be a secret."""
        super().__init__(f"{name}: {reason}")
        self.name, self.reason = name, reason


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are kept. ``database_url`` None means SQLite in the data folder."""

    data: Path
    key_file: Path
    database_url: str | None = None
    key: str | None = None
    limits_url: str = "memory://"
    smtp_url: str | None = None
    """Where letters are handed in; none: links are handed over."""
    proxies: int = 0
    """How many proxies in front say who asks, and whether by https."""
    log_json: bool = False
    hosts: tuple[str, ...] = ()
    """The names by which browsers reach it; none: by any name."""
    erasure_ledger: Path | None = None
    """Where it is listed who was erased; none: beside the key."""

    @property
    def ledger(self) -> Path:
        """Return where it is listed who was erased: apart from the data, which a restore replaces."""
        return self.erasure_ledger or self.key_file.with_name("erasures")

    @property
    def url(self) -> str:
        """Return the address of the database."""
        return self.database_url or f"sqlite:///{self.data / 'supportmap.sqlite3'}"


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of this process, or raise BadSetting."""
    return Settings(
        data=_path(environ, "SUPPORTMAP_DATA", user_data_path("supportmap") / "data"),
        key_file=_path(
            environ, "SUPPORTMAP_KEY_FILE", user_config_path("supportmap") / "keys" / "master.key"
        ),
        database_url=_secret(environ, "SUPPORTMAP_DATABASE_URL"),
        key=_key(environ),
        limits_url=_secret(environ, "SUPPORTMAP_LIMITS_URL") or "memory://",
        smtp_url=_secret(environ, "SUPPORTMAP_SMTP_URL"),
        proxies=int(_one_of(environ, "SUPPORTMAP_PROXIES", "0", "1", "2", "3")),
        log_json=_one_of(environ, "SUPPORTMAP_LOG", "text", "json") == "json",
        erasure_ledger=_path_or_none(environ, "SUPPORTMAP_ERASURE_LEDGER"),
        hosts=tuple(name.strip() for name in environ.get("SUPPORTMAP_HOSTS", "").split(",") if name.strip()),
    )


def environment(settings: Settings) -> dict[str, str]:
    """Return the environment in which another process finds the same data, key and database."""
    given = {
        "SUPPORTMAP_DATA": str(settings.data),
        "SUPPORTMAP_DATABASE_URL": settings.database_url,
        "SUPPORTMAP_ERASURE_LEDGER": str(settings.ledger),
        **(
            {"SUPPORTMAP_KEY": settings.key}
            if settings.key
            else {"SUPPORTMAP_KEY_FILE": str(settings.key_file)}
        ),
    }
    return {name: value for name, value in given.items() if value}


def _path(environ: Mapping[str, str], name: str, default: Path) -> Path:
    return _path_or_none(environ, name) or default


def _path_or_none(environ: Mapping[str, str], name: str) -> Path | None:
    if not environ.get(name):
        return None
    if set("?%") & set(environ[name]):
        raise BadSetting(name, "has a ? or %, which mean something else in the address of a database")
    try:
        return Path(environ[name]).expanduser().absolute()
    except RuntimeError:
        raise BadSetting(name, "names a home folder that isn't there") from None


def _one_of(environ: Mapping[str, str], name: str, *words: str) -> str:
    """Return one of the words, the first where none is given."""
    word = environ.get(name) or words[0]
    if word not in words:
        raise BadSetting(name, f"is none of {', '.join(words)}")
    return word


def _key(environ: Mapping[str, str]) -> str | None:
    """Return the master key itself, if it is given; its file is read with more care, by whoever needs it."""
    if "SUPPORTMAP_KEY" in environ and environ.get("SUPPORTMAP_KEY_FILE"):
        raise BadSetting("SUPPORTMAP_KEY", "is given twice: by itself and by SUPPORTMAP_KEY_FILE")
    return _given(environ, "SUPPORTMAP_KEY")


def _secret(environ: Mapping[str, str], name: str) -> str | None:
    file = environ.get(f"{name}_FILE")
    if not file:
        return _given(environ, name)
    if name in environ:
        raise BadSetting(name, f"is given twice: by itself and by {name}_FILE")
    try:
        return _filled(Path(file).read_text(encoding="utf-8"), f"{name}_FILE")
    except (OSError, ValueError):
        raise BadSetting(f"{name}_FILE", "the file can't be read") from None


def _given(environ: Mapping[str, str], name: str) -> str | None:
    return _filled(environ[name], name) if name in environ else None


def _filled(value: str, name: str) -> str:
    """Refuse a secret that was to be filled in and was not: without it the service would use another."""
    if not value.strip():
        raise BadSetting(name, "is empty: fill it in or unset it")
    return value.strip()
