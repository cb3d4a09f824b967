"""The second factor: no code of the authenticator and no recovery code is ever taken twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hmac import compare_digest
from typing import Any, cast

from flask import current_app, render_template, url_for
from flask_login import current_user
from flask_security import MfRecoveryCodesUtil, Totp, UserMixin
from flask_security.forms import _build_form
from flask_security.proxies import _security
from flask_security.utils import check_and_get_token_status
from passlib.exc import UsedTokenError
from passlib.totp import TotpMatch
from sqlalchemy import or_, select, update

from supportmap.access.notes import note, note_refusal
from supportmap.access.people import Person
from supportmap.records.agency import User
from supportmap.records.database import db, writing

__all__ = ["Codes", "RecoveryCodes", "with_the_code_kept"]

WITHIN = "SECURITY_TWO_FACTOR_SETUP_WITHIN"


def with_the_code_kept(view: Callable[[str], Any]) -> Callable[[str], Any]:
    """Let a wrong code leave the picture that is to be scanned where it is: one types once more."""

    @wraps(view)
    def act(token: str) -> Any:
        response = view(token)
        expired, invalid, state = check_and_get_token_status(token, "tf_setup", current_app.config[WITHIN])
        is_wrong = getattr(response, "location", None) == url_for("security.two_factor_setup")
        done = getattr(current_user, "tf_totp_secret", None) == (state or {}).get("totp_secret")
        if not is_wrong or expired or invalid or done:
            return response
        return _set_up_page(token, state["totp_secret"])

    return act


def _set_up_page(token: str, secret: str) -> str:
    shown = _security._totp_factory.fetch_setup_values(secret, current_user)
    return render_template(
        "security/two_factor_setup.html",
        chosen_method="authenticator",
        authr_qrcode=shown["image"],
        authr_key=shown["key"],
        two_factor_setup_form=None,
        two_factor_verify_code_form=_build_form("two_factor_verify_code_form"),  # type: ignore[no-untyped-call]
        changing=True,
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
