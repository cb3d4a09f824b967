"""The settings of the service: each read once from the environment, with its default and its meaning.

A secret ``NAME`` may also stand in the file that ``NAME_FILE`` names.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_config_path, user_data_path

__all__ = ["BadSetting", "Settings", "read_settings"]


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
        key=_secret(environ, "SUPPORTMAP_KEY"),
        limits_url=_secret(environ, "SUPPORTMAP_LIMITS_URL") or "memory://",
    )


def _path(environ: Mapping[str, str], name: str, default: Path) -> Path:
    return Path(environ[name]).expanduser().absolute() if environ.get(name) else default


def _secret(environ: Mapping[str, str], name: str) -> str | None:
    file = environ.get(f"{name}_FILE")
    if file is None:
        return environ.get(name) or None
    if environ.get(name):
        raise BadSetting(name, f"is given twice: by itself and by {name}_FILE")
    try:
        return Path(file).read_text(encoding="utf-8").strip() or None
    except (OSError, ValueError):
        raise BadSetting(f"{name}_FILE", "the file can't be read") from None
