"""What comes before serving: the key, the data folder, and a database of the right shape."""

from __future__ import annotations

from sqlalchemy import Engine

from supportmap.records.database import connected
from supportmap.records.keys import check_key, keyring, make_key
from supportmap.records.migrate import current, is_current, upgrade
from supportmap.records.reasons import ADDRESS
from supportmap.settings import BadSetting, Settings

__all__ = ["make_ready"]


def make_ready(settings: Settings, migrate: bool | None = None) -> None:
    """Give an empty database its tables and its key, or raise BadSetting.

    A database of an older supportmap is migrated if ``migrate`` is true; if it is false nothing is, not
    even an empty one.
    """
    if settings.database_url is None:
        _make_folder(settings)
    with connected(settings.url) as engine:
        if current(engine) is None:
            _fill(engine, settings, migrate is not False)
        elif not is_current(engine):
            _renew(engine, bool(migrate))
        check_key(engine, keyring(settings))


def _make_folder(settings: Settings) -> None:
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadSetting("SUPPORTMAP_DATA", f"the folder can't be made ({error.strerror})") from None


def _fill(engine: Engine, settings: Settings, may: bool) -> None:
    if not may:
        raise BadSetting(ADDRESS, "the database is empty: start once without --no-migrate")
    make_key(settings, engine)
    keyring(settings)  # an unusable key is found before anything is made
    upgrade(engine)


def _renew(engine: Engine, may: bool) -> None:
    if not may:
        raise BadSetting(
            ADDRESS,
            "the database was made by another version of supportmap: make a backup with `supportmap "
            "backup`, then start with --migrate",
        )
    upgrade(engine)
