"""The second factor: no code of the authenticator and no recovery code is ever taken twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hmac import compare_digest
from typing import Any, cast

from flask import current_app, redirect, render_template, request, session, url_for
from flask_login import current_user
from flask_security import MfRecoveryCodesUtil, Totp, UserMixin
from flask_security.forms import _build_form
from flask_security.proxies import _security
from flask_security.utils import check_and_get_token_status, get_message
from passlib.exc import UsedTokenError
from passlib.totp import TotpMatch
from sqlalchemy import or_, select, update

from supportmap.access.notes import note, note_refusal
from supportmap.access.people import People, Person
from supportmap.access.sessions import PENDING
from supportmap.records.agency import User
from supportmap.records.database import db, writing

__all__ = ["Codes", "RecoveryCodes", "leading_through_set_up"]

WITHIN = "SECURITY_TWO_FACTOR_SETUP_WITHIN"


def leading_through_set_up(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a wrong code leave what is to be scanned where it is, and the right one lead to recovery codes."""

    @wraps(view)
    def act(**kwargs: str) -> Any:
        token = kwargs.get("token")
        secret = _waiting(token)
        person = _whose() if secret else None
        response = view(**kwargs)
        if secret is None or person is None or _security._want_json(request):
            return response
        if getattr(current_user, "tf_totp_secret", None) == secret:
            return redirect(url_for("security.mf_recovery_codes"))
        return _set_up_page(token, secret, person) if _waiting(token) else response

    return act


def _waiting(token: str | None) -> str | None:
    """Return the secret that a code is wanted for before it is kept; None: for none, or no longer."""
    if token is None:
        return session.get("tf_totp_secret") if session.get("tf_state") == "validating_profile" else None
    expired, invalid, state = check_and_get_token_status(token, "tf_setup", current_app.config[WITHIN])
    return None if expired or invalid else cast(str, state["totp_secret"])


def _whose() -> Person | None:
    if current_user.is_authenticated:
        return cast(Person, current_user._get_current_object())
    return People().find_user(fs_uniquifier=session.get(PENDING))


def _set_up_page(token: str | None, secret: str, person: Person) -> str:
    form = _build_form("two_factor_verify_code_form")  # type: ignore[no-untyped-call]
    if token is None and request.method == "POST":  # with a token the view has said so already
        form.code.errors = [get_message("TWO_FACTOR_INVALID_TOKEN")[0]]
    shown = _security._totp_factory.fetch_setup_values(secret, person)
    return render_template(
        "security/two_factor_setup.html",
        chosen_method="authenticator",
        authr_qrcode=shown["image"],
        authr_key=shown["key"],
        two_factor_verify_code_form=form,
        changing=token is not None,
        state_token=token,
    )


class Codes(Totp):
    """Codes of the authenticator, with the last one that was used kept beside the user."""

    def get_last_counter(self, user: UserMixin) -> int | None:
        """Return the half minute of the last code."""
        return cast(Person, user).tf_last_counter

    def set_last_counter(self, user: UserMixin, tmatch: TotpMatch) -> None:
        """Take a code, or refuse it: of two that arrive at once only one is the first."""
        person = cast(Person, user)
        row = (
            update(User)
            .where(User.agency_id == person.agency_id, User.id == person.id)
            .where(or_(User.tf_last_counter.is_(None), User.tf_last_counter < tmatch.counter))
        )
        with writing(db.session):
            values = row.values(tf_last_counter=tmatch.counter).returning(User.id)
            taken = db.session.execute(values).one_or_none()
        if taken is None:
            raise UsedTokenError
        person.tf_last_counter = tmatch.counter


class RecoveryCodes(MfRecoveryCodesUtil):
    """Recovery codes, encrypted; checking one takes it."""

    def check_recovery_code(self, user: UserMixin, code: str) -> bool:
        """Take a code if it is one of those left."""
        person = cast(Person, user)
        with writing(db.session):
            kept = _kept(person)
            used = [each for each in kept if self._is(each, code)]
            if used:
                _keep(person, [each for each in kept if each not in used])
                note(person.actor(), "account.recovery")
        if not used:
            note_refusal(person.actor())
        return bool(used)

    def delete_recovery_code(self, user: UserMixin, code: str) -> bool:  # noqa: ARG002 - its interface
        """Do nothing: checking took the code already."""
        return True

    def _is(self, kept: str, code: str) -> bool:
        opened: list[str] = self._decrypt_codes([kept])
        return any(compare_digest(each.encode(), code.strip().lower().encode()) for each in opened)


def _kept(person: Person) -> list[str]:
    query = select(User.mf_recovery_codes).where(User.agency_id == person.agency_id, User.id == person.id)
    return (db.session.execute(query.with_for_update()).scalar_one() or "").split()


def _keep(person: Person, codes: list[str]) -> None:
    row = update(User).where(User.agency_id == person.agency_id, User.id == person.id)
    db.session.execute(row.values(mf_recovery_codes=" ".join(codes) or None))
