"""The application: it wires everything and decides nothing."""

from __future__ import annotations

from inspect import iscoroutinefunction

from flask import Flask, Response, request
from sqlalchemy import Engine
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from supportmap.access.acting import undeclared
from supportmap.access.browser import guard_browsers
from supportmap.access.sign_in import ENDPOINTS, arrange_sign_in
from supportmap.api.problems import handle_http
from supportmap.api.service import add_api
from supportmap.health import health
from supportmap.logs import begin_logging, log_requests
from supportmap.pages.errors import tell_error, wants_json
from supportmap.pages.letters import send_by
from supportmap.pages.site import add_pages
from supportmap.pages.start import WEB, start
from supportmap.records.database import check_reachable, database_url, db, engine_options, prepare
from supportmap.records.encryption import Keyring
from supportmap.records.keys import check_key, keyring
from supportmap.records.ledger import own_ledger
from supportmap.records.migrate import check_current
from supportmap.records.remains import clear_if_due
from supportmap.settings import BadSetting, Settings, read_settings

__all__ = ["create_app"]


def create_app(settings: Settings | None = None) -> Flask:
    """Return the service, or raise BadSetting: it never starts with less than it was told."""
    settings = settings or read_settings()
    app = Flask("supportmap", static_folder=None, template_folder=str(WEB / "templates"))
    begin_logging(settings.log_json)
    log_requests(app)
    _behind_proxies(app, settings.proxies)
    keys = _connect(app, settings)
    app.config["SUPPORTMAP_SETTINGS"] = settings
    _admit(app, keys, settings)
    send_by(app, settings.smtp_url)
    app.register_blueprint(health())
    add_api(app)
    app.register_error_handler(HTTPException, _tell)
    if names := undeclared(app, elsewhere=ENDPOINTS):
        raise RuntimeError(f"these routes name no action: {', '.join(names)}")
    return app


def _tell(error: HTTPException) -> Response:
    """Answer a refusal as its sender speaks: programs get a problem, people a page."""
    to_program = request.path.startswith(("/api/", "/hsds/")) or wants_json()
    return handle_http(error) if to_program else tell_error(error)


def _behind_proxies(app: Flask, count: int) -> None:
    # Not for the host: a proxy that leaves X-Forwarded-Host alone would let anybody choose it.
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]


def _admit(app: Flask, keys: Keyring, settings: Settings) -> None:
    """Let people sign in, and nothing in that comes from another site."""
    guard_browsers(app, settings.hosts)
    arrange_sign_in(app, keys, settings.limits_url)
    app.register_blueprint(start())
    add_pages(app)


def _connect(app: Flask, settings: Settings) -> Keyring:
    keys = keyring(settings)
    ledger = own_ledger(settings, keys)
    app.config["SQLALCHEMY_ENGINES"] = {"default": engine_options(database_url(settings.url))}
    db.init_app(app)
    _without_async(app)
    with app.app_context():
        db.sessionmaker.configure(info={"keyring": keys, "ledger": ledger})
        prepare(db.engine)
        _check(db.engine, keys)
    return keys


def _without_async(app: Flask) -> None:
    # Flask-SQLAlchemy-Lite also closes async sessions, which we have none of: it would start a thread for
    # each request, a quarter of the time of a short one.
    app.teardown_appcontext_funcs = [
        each for each in app.teardown_appcontext_funcs if not iscoroutinefunction(each)
    ]


def _check(engine: Engine, keys: Keyring) -> None:
    try:
        check_reachable(engine)
        check_current(engine)
        check_key(engine, keys)
        clear_if_due(engine)
    except BadSetting:
        engine.dispose()
        raise
