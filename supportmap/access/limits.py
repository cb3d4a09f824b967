"""How often somebody may fail to sign in: by account and address, by address, and by account."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, request, session
from flask_limiter import Limiter, RateLimitExceeded
from flask_login import current_user
from limits.errors import ConfigurationError
from werkzeug.exceptions import TooManyRequests

from supportmap.access.passwords import normalised_email
from supportmap.access.sessions import PENDING
from supportmap.records.encryption import Keyring
from supportmap.settings import BadSetting

__all__ = ["limit_sign_in"]

HERE, ADDRESS, ACCOUNT = "10 per 15 minutes", "60 per 15 minutes", "100 per hour"


def limit_sign_in(app: Flask, keys: Keyring, storage: str) -> None:
    """Limit the failures of every route that takes a password or a code, or raise BadSetting.

    What succeeds isn't counted.
    """
    limiter = _limiter(app, storage)

    def account() -> str:
        return keys.digest("account", _account()).hex()

    def here() -> str:
        return f"{account()} {_address()}"

    # Whoever tries codes has the password already, from whatever address.
    tried = {"login": [(HERE, here), (ADDRESS, _address), (ACCOUNT, account)]}
    for name in ("two_factor_token_validation", "mf_recovery", "verify", "change_password"):
        tried[name] = [(HERE, account), (ADDRESS, _address)]
    for name, limits in tried.items():
        view: Any = app.view_functions[f"security.{name}"]
        for rate, key in limits:
            view = limiter.limit(
                rate, key_func=key, scope=key.__name__, methods=["POST"], deduct_when=_failed
            )(view)
        app.view_functions[f"security.{name}"] = view
    app.register_error_handler(RateLimitExceeded, _refusal(limiter))


def _limiter(app: Flask, storage: str) -> Limiter:
    elsewhere = storage != "memory://"
    try:
        limiter = Limiter(_address, app=app, storage_uri=storage, in_memory_fallback_enabled=elsewhere)
    except ConfigurationError:
        raise BadSetting(
            "SUPPORTMAP_LIMITS_URL", "can't be used: give memory:// or redis://host (`pip install redis`)"
        ) from None
    limiter.logger.disabled = True
    # Limited views ask the limiter themselves: no other request need.
    app.before_request_funcs[None].remove(limiter._check_request_limit)
    return limiter


def _address() -> str:
    return request.remote_addr or "unknown"


def _account() -> str:
    """Return what tells one account from another, before and after the password was right."""
    if request.endpoint == "security.login":
        sent = request.get_json(silent=True) if request.is_json else request.form
        return normalised_email(str((sent or {}).get("email", "")))
    return str(session.get(PENDING) or getattr(current_user, "id", ""))


def _failed(response: Response) -> bool:
    # A form that is shown again has failed: what succeeds leads on.
    shown_again = response.status_code == 200 and response.mimetype == "text/html"
    return shown_again or response.status_code in {400, 401}


def _refusal(limiter: Limiter) -> Callable[[RateLimitExceeded], Any]:
    def refuse(_: RateLimitExceeded) -> Any:
        limit = limiter.current_limit
        seconds = max(1, int(limit.reset_at - time.time())) if limit else 60
        return current_app.handle_http_exception(TooManyRequests(retry_after=seconds))

    return refuse
