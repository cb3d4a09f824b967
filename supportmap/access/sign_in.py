"""Sign-in by Flask-Security: password, second factor, recovery codes and change of password; nothing else.

Users aren't registered here, nothing is mailed, and no browser is remembered once its session has ended.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Any, cast

import orjson
from flask import Flask, Response, abort, make_response, redirect, request, url_for
from flask_login import user_logged_out
from flask_security import LoginForm, Security, TwoFactorRescueForm, TwoFactorSetupForm
from flask_security.proxies import _security
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from wtforms import RadioField, StringField

from supportmap.access.limits import limit_sign_in
from supportmap.access.notes import note_refusal
from supportmap.access.passwords import LONGEST, SHORTEST, Passwords, hashing, pepper
from supportmap.access.people import People, Person
from supportmap.access.second_factor import Codes, RecoveryCodes, leading_through_set_up
from supportmap.access.sessions import Sessions, end_program, load_from_cookie, load_from_header
from supportmap.access.sign_ins import SignIns
from supportmap.records.encryption import Keyring

__all__ = ["ENDPOINTS", "arrange_sign_in"]

ENDPOINTS = frozenset(
    f"security.{name}"
    for name in (
        "change_password",
        "login",
        "logout",
        "mf_recovery",
        "mf_recovery_codes",
        "tf_select",
        "two_factor_rescue",
        "two_factor_setup",
        "two_factor_setup_validate",
        "two_factor_token_validation",
        "verify",
    )
)
"""The routes of Flask-Security that were looked at: another one, of another version, stops the start."""

LARGEST_FORM = 16 * 1024
NEVER = re.compile("[\0\ud800-\udfff]")
LOCAL_PATH = re.compile(r"/(?![/\\])[!-~]*")


class SignInForm(LoginForm):
    """The form of the sign-in: no browser is remembered."""

    remember = None

    def validate(self, **kwargs: Any) -> bool:
        """Check the account; note who is refused where Flask-Security doesn't say so."""
        is_right = bool(super().validate(**kwargs))
        if not is_right and self.ifield and (self.user is None or self.user_authenticated):
            note_refusal(cast(Person, self.user).actor() if self.user else None)
        return is_right


class SetUpForm(TwoFactorSetupForm):
    """The form that sets up the second factor: its two buttons are in the template."""

    setup = StringField()


class RescueForm(TwoFactorRescueForm):
    """The form for who has lost the second factor: there are the recovery codes only."""

    help_setup = RadioField(choices=[])


def arrange_sign_in(app: Flask, keys: Keyring, limits_url: str) -> None:
    """Give an application its sign-in, sessions, tokens for programs, and limits."""
    app.config.update(_settings(keys))
    sign_ins = SignIns(keys)
    app.session_interface = Sessions(sign_ins)
    security = Security(
        app,
        People(),
        login_form=SignInForm,
        two_factor_setup_form=SetUpForm,
        two_factor_rescue_form=RescueForm,
        password_util_cls=Passwords,
        totp_cls=Codes,
        mf_recovery_codes_util_cls=RecoveryCodes,
    )
    security.pwd_context = hashing()
    security.login_manager.user_loader(load_from_cookie)
    security.login_manager.request_loader(load_from_header)
    security.render_json(_json)
    security.unauthn_handler(_ask_to_sign_in)
    user_logged_out.connect(end_program, app)
    app.before_request_funcs.setdefault("security", []).append(_refuse_odd)
    # It would send a mail.
    app.view_functions["security.two_factor_rescue"] = lambda: redirect(url_for("security.mf_recovery"))
    for name in ("security.two_factor_setup_validate", "security.two_factor_token_validation"):
        app.view_functions[name] = leading_through_set_up(app.view_functions[name])
    _unhook(app, security)
    limit_sign_in(app, keys, limits_url)


def _settings(keys: Keyring) -> dict[str, Any]:
    """Return how Flask-Security behaves; every secret comes from the master key."""
    return {
        "SECRET_KEY": keys.derive("signing").hex(),
        "SESSION_PROTECTION": None,
        "WTF_CSRF_ENABLED": False,  # the guard of ``browser`` stands before every route
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
        "SECURITY_PASSWORD_SALT": pepper(keys),
        "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST,
        "SECURITY_PASSWORD_LENGTH_MAX": LONGEST,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "globally_deliverable": False},
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_MSG_GENERIC_AUTHN_FAILED": ("The e-mail or the password isn't right.", "error"),
        "SECURITY_MSG_TWO_FACTOR_PERMISSION_DENIED": ("That took too long: sign in again.", "error"),
        "SECURITY_CHANGEABLE": True,
        "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
        "SECURITY_FRESHNESS": timedelta(minutes=30),
        "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(minutes=10),
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_SETUP_WITHIN": timedelta(minutes=10),
        "SECURITY_TOTP_SECRETS": {"1": keys.derive("second factor").hex()},
        "SECURITY_TOTP_ISSUER": "supportmap",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 10,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [urlsafe_b64encode(keys.derive("recovery codes"))],
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_CACHE_CONTROL": None,
        "SECURITY_CLI_USERS_NAME": None,
        "SECURITY_CLI_ROLES_NAME": None,
    }


def _unhook(app: Flask, security: Security) -> None:
    """Take away what costs every request a look at its session, for features that aren't used."""
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    app.after_request_funcs[None].remove(security.login_manager._update_remember_cookie)


def _refuse_odd() -> None:
    """Refuse bodies that Flask-Security isn't prepared for, and forget a way on that leads elsewhere."""
    request.max_content_length = LARGEST_FORM
    if request.is_json:
        sent = _json_sent()
        if not isinstance(sent, dict) or not all(_is_plain(value) for value in sent.values()):
            abort(400)
        if not _is_local(sent.get("next")):
            abort(400)
    elif not all(_is_plain(value) for value in request.form.values()):
        abort(400)
    request.args, request.form = _leading_here(request.args), _leading_here(request.form)


def _json_sent() -> Any:
    # Python's own reader gives up on deep nesting with a fault instead of an answer.
    try:
        return orjson.loads(request.get_data() or b"{}")
    except orjson.JSONDecodeError:
        abort(400)


def _leading_here(sent: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    kept = [(name, value) for name, value in sent.items(multi=True) if name != "next" or _is_local(value)]
    return ImmutableMultiDict(kept)


def _is_plain(value: object) -> bool:
    if isinstance(value, str):
        return NEVER.search(value) is None
    return value is None or isinstance(value, bool | int)


def _is_local(way: object) -> bool:
    return way in (None, "") or (isinstance(way, str) and LOCAL_PATH.fullmatch(way) is not None)


def _json(payload: dict[str, Any], code: int, headers: dict[str, str] | None, _user: object) -> Response:
    payload.pop("csrf_token", None)
    response = make_response({"meta": {"code": code}, "response": payload}, code, headers or {})
    if code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _ask_to_sign_in(_ways: list[str], headers: dict[str, str] | None = None) -> Any:
    if _security._want_json(request):
        return _json({"errors": ["Nobody is signed in."]}, 401, headers, None)
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
