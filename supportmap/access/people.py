"""Users as Flask-Security sees them: plain objects out of columns, whose changes are written together.

They are no entities, because a request must not pay for more than a look-up, and because a change is to be
written by ``writing`` and with its audit row, whenever Flask-Security happens to make it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import g
from flask_security import RoleMixin, UserMixin
from flask_security.datastore import UserDatastore
from sqlalchemy import ColumnElement, select, update
from werkzeug.local import LocalProxy

from supportmap.access.accounts import digest_of, end_sign_ins
from supportmap.access.notes import note, note_refusal
from supportmap.records.agency import Agency, User, agency_vault
from supportmap.records.audit import Actor
from supportmap.records.database import db, writing

__all__ = ["COLUMNS", "People", "Person"]

CHANGEABLE = {
    "password": None,
    "fs_uniquifier": "account.password",
    "tf_primary_method": "account.second_factor",
    "tf_totp_secret": "account.second_factor",
    "mf_recovery_codes": "account.recovery_codes",
}
"""What Flask-Security may change, and what the audit calls it: a new hash of the same password is no act."""

_NAMES = (
    *("agency_id", "id", "role", "client_id", "confirmed_at", "active", "password", "fs_uniquifier"),
    *("tf_primary_method", "tf_totp_secret", "tf_last_counter", "mf_recovery_codes"),
)
# Of the tables and not of the classes, because entities' columns take the longer way through SQLAlchemy.
COLUMNS = (*(User.__table__.c[name] for name in _NAMES), Agency.__table__.c.second_factor_required)


class Role(RoleMixin):
    """The one role that a user has."""

    def __init__(self, name: str) -> None:
        """Take the name of the role."""
        self.name = name


class Person(UserMixin):
    """Somebody who has an account; e-mail and name are opened only when they are asked for."""

    agency_id: UUID
    id: UUID  # type: ignore[assignment]
    role: str
    client_id: UUID | None
    confirmed_at: datetime | None
    fs_uniquifier: str = ""
    second_factor_required: bool
    tf_last_counter: int | None
    tf_phone_number: str | None = None

    def __init__(self, row: Mapping[str, Any]) -> None:
        """Take the values of ``COLUMNS`` by their names."""
        vars(self).update(row)
        self.mf_recovery_codes = (row["mf_recovery_codes"] or "").split()
        self.settle()

    @property
    def roles(self) -> list[RoleMixin]:  # type: ignore[override]
        """Return the one role."""
        return [Role(self.role)]

    @property
    def email(self) -> str:  # type: ignore[override]
        """Return the e-mail address, opened."""
        return str(self._profile()["email"])

    @property
    def name(self) -> str | None:
        """Return the name, opened."""
        return self._profile().get("name")

    @property
    def needs_second_factor(self) -> bool:
        """Tell whether the agency asks a second factor of this person."""
        return self.second_factor_required and self.role != "client"

    @property
    def is_complete(self) -> bool:
        """Tell whether nothing is missing that this person has to set up before anything else."""
        return not self.needs_second_factor or bool(self.tf_primary_method and self.tf_totp_secret)

    def actor(self) -> Actor:
        """Return this person as one who acts in the present request."""
        # Whoever found an invitation isn't the client before a clinician says so.
        client_id, invited_to = (self.client_id, None) if self.confirmed_at else (None, self.client_id)
        return Actor(self.agency_id, self.id, self.role, client_id, g.get("request_id"), invited_to)

    def changes(self) -> dict[str, Any]:
        """Return what Flask-Security changed and hasn't written."""
        return {name: value for name, value in self._changeable().items() if value != self._kept[name]}

    def settle(self) -> None:
        """Take what is here as what is written."""
        self._kept = self._changeable()

    def _changeable(self) -> dict[str, Any]:
        values = {name: getattr(self, name) for name in CHANGEABLE}
        return values | {"mf_recovery_codes": " ".join(self.mf_recovery_codes or ()) or None}

    def get_auth_token(self) -> str:
        """Return a fresh token for a program; it counts once the request has ended well."""
        g.program_token = secrets.token_urlsafe(32)
        return str(g.program_token)

    def get_security_payload(self) -> dict[str, Any]:
        """Return what the answer to a sign-in tells about the user."""
        return {"id": str(self.id), "role": self.role}

    def check_tf_required(
        self,
        tf_setup_methods: list[tuple[str, str]],
        tf_fresh: bool,  # noqa: ARG002 - its interface
    ) -> tuple[bool, list[tuple[str, str]]]:
        """Tell Flask-Security whether a second factor is asked of this person, each time."""
        return self.needs_second_factor or bool(tf_setup_methods), tf_setup_methods

    def check_tf_required_setup(self) -> bool:
        """Tell Flask-Security whether this person may not do without a second factor."""
        return self.needs_second_factor

    def track_failed_authn(self, auth_type: str, tfa: bool = False) -> None:  # noqa: ARG002 - its interface
        """Note a wrong password or code."""
        note_refusal(self.actor())

    def _profile(self) -> dict[str, Any]:
        if "_opened" not in vars(self):
            query = select(User.sealed).where(*_is(self))
            sealed = db.session.execute(query).scalar_one()
            self._opened = agency_vault(db.session, self.agency_id).open("user", self.id, sealed)
        return self._opened


class People(UserDatastore):
    """Where Flask-Security finds and changes users."""

    def __init__(self) -> None:
        """Take the only classes of users and roles that there are."""
        super().__init__(Person, Role)

    def find_user(self, case_insensitive: bool = False, **given: Any) -> Person | None:  # noqa: ARG002 - its interface
        """Return the user whose e-mail, id or identity within Flask-Security this is."""
        ((name, value),) = given.items()
        query = select(*COLUMNS).join(Agency, Agency.id == User.agency_id).where(_condition(name, value))
        row = db.session.execute(query).one_or_none()
        return Person(row._asdict()) if row else None

    def put(self, model: Person) -> Person:
        """Remember who was changed, until ``commit``."""
        person = model._get_current_object() if isinstance(model, LocalProxy) else model
        g.setdefault("changed_people", {})[person.id] = person
        return model

    def commit(self) -> None:
        """Write what was changed, with its audit; a new identity ends wherever the user is signed in."""
        people = [person for person in g.pop("changed_people", {}).values() if person.changes()]
        if not people:
            return
        with writing(db.session):
            for person in people:
                _write(person, person.changes())
        for person in people:
            person.settle()


def _write(person: Person, changes: dict[str, Any]) -> None:
    db.session.execute(update(User).where(*_is(person)).values(changes))
    if "fs_uniquifier" in changes:
        end_sign_ins(db.session, person.agency_id, person.id)
    for action in sorted({CHANGEABLE[name] or "" for name in changes} - {""}):
        note(person.actor(), action)


def _is(person: Person) -> tuple[ColumnElement[bool], ...]:
    return User.agency_id == person.agency_id, User.id == person.id


def _condition(name: str, value: Any) -> ColumnElement[bool]:
    if name == "email":
        return User.email_digest == digest_of(db.session, value)
    condition: ColumnElement[bool] = {"id": User.id, "fs_uniquifier": User.fs_uniquifier}[name] == value
    return condition
