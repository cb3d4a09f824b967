"""The application: it wires everything and decides nothing."""

from __future__ import annotations

from flask import Flask

from supportmap.access.acting import undeclared
from supportmap.records.database import check_reachable, database_url, db, engine_options, prepare
from supportmap.records.keys import keyring
from supportmap.settings import Settings, read_settings

__all__ = ["create_app"]


def create_app(settings: Settings | None = None) -> Flask:
    """Return the service, or raise BadSetting: it never starts with less than it was told."""
    settings = settings or read_settings()
    app = Flask("supportmap", static_folder=None)
    _connect(app, settings)
    if names := undeclared(app):
        raise RuntimeError(f"these routes name no action: {', '.join(names)}")
    return app


def _connect(app: Flask, settings: Settings) -> None:
    keys = keyring(settings)
    app.config["SQLALCHEMY_ENGINES"] = {"default": engine_options(database_url(settings.url))}
    db.init_app(app)
    with app.app_context():
        db.sessionmaker.configure(info={"keyring": keys})
        prepare(db.engine)
        check_reachable(db.engine)
