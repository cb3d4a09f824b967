"""Invitations: a clinician makes one, the client sets up an account by it, and the clinician confirms it.

The link goes by whatever way there is, and mail scanners open links: only sending the form uses it. The code
is told in person, so that whoever finds the link gets nowhere without having been there.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Row, select, update
from sqlalchemy.orm import Session

from supportmap.access.accounts import AccountRefused, AddressRefused, disable
from supportmap.access.adding import add_user
from supportmap.access.sign_ins import new_token
from supportmap.records.agency import User
from supportmap.records.audit import Actor, record
from supportmap.records.client import Owner
from supportmap.records.database import keyring_of
from supportmap.records.invitation import Invitation
from supportmap.records.work import forget_work

__all__ = [
    "VALID_HOURS",
    "Access",
    "Made",
    "access_of",
    "confirm",
    "counts",
    "invite",
    "mailed",
    "refuse",
    "set_up",
    "withdraw",
]

VALID_HOURS = 72
CODE_DIGITS = 6
WRONG_CODES = 5
"""With so many wrong codes an invitation ends: nobody gets to try them all."""
TAKEN = "this e-mail address can't be used: give another one"


class Made(NamedTuple):
    """What the clinician hands over: the token of the link, and apart from it the code."""

    token: str
    code: str


class Access(NamedTuple):
    """How a client may sign in: until when an invitation counts, or the account and if it is confirmed."""

    invited_until: datetime | None
    account_id: UUID | None
    confirmed: bool


def invite(session: Session, actor: Actor, owner: Owner) -> Made:
    """Make an invitation; earlier ones end. AccountRefused where the client has an account already.

    It runs inside ``writing(session)``, and holds the client.
    """
    if _account(session, owner):
        raise AccountRefused("this client has an account already")
    _end_all(session, owner)
    made = Made(new_token(), "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS)))
    now = datetime.now(UTC)
    invitation = Invitation(
        **owner._asdict(),
        user_id=actor.user_id,
        digest=_digest(session, made.token),
        code_digest=_code_digest(session, made),
        made_at=now,
        until=now + timedelta(hours=VALID_HOURS),
        wrong_codes=0,
    )
    session.add(invitation)
    session.flush()
    record(session, actor, "invitation.make", owner.client_id, [invitation.id])
    return made


def counts(session: Session, owner: Owner, made: Made) -> bool:
    """Tell whether these are the link and the code that the client's invitation has now."""
    here = *_counting(owner), Invitation.digest == _digest(session, made.token)
    code = session.scalar(select(Invitation.code_digest).where(*here))
    return code is not None and secrets.compare_digest(code, _code_digest(session, made))


def mailed(session: Session, actor: Actor, owner: Owner) -> None:
    """Note that an invitation was to be sent by e-mail; to which address is not noted."""
    sent = list(session.scalars(select(Invitation.id).where(*_counting(owner))))
    record(session, actor, "invitation.mail", owner.client_id, sent)


def withdraw(session: Session, actor: Actor, owner: Owner) -> bool:
    """End an invitation that nobody has used; tell whether there was one."""
    ended = _end_all(session, owner)
    if ended:
        record(session, actor, "invitation.withdraw", owner.client_id, ended)
    return bool(ended)


def access_of(session: Session, owner: Owner) -> Access:
    """Return how a client may sign in now."""
    account = _account(session, owner)
    if account:
        return Access(None, account.id, account.confirmed_at is not None)
    return Access(session.scalar(select(Invitation.until).where(*_counting(owner))), None, False)


def confirm(session: Session, actor: Actor, owner: Owner, account_id: UUID) -> bool:
    """Say that whoever set up an account is the client: it is theirs from now on. False if none waits."""
    waits = update(User).where(*_waiting(owner, account_id)).values(confirmed_at=datetime.now(UTC))
    if session.execute(waits.returning(User.id)).one_or_none() is None:
        return False
    record(session, actor, "account.confirm", owner.client_id, [account_id])
    return True


def refuse(session: Session, actor: Actor, owner: Owner, account_id: UUID) -> bool:
    """Say that whoever set up an account isn't the client: it ends at once, with all that was written by it.

    False if none waits.
    """
    waits = select(User.id).where(*_waiting(owner, account_id)).with_for_update()
    if session.scalar(waits) is None:
        return False
    disable(session, owner.agency_id, account_id, actor)
    forget_work(session, owner, account_id)
    record(session, actor, "account.refuse", owner.client_id, [account_id])
    return True


def set_up(session: Session, token: str, code: str, email: str, password: str) -> bool:
    """Make the account of whoever holds an invitation; False if link or code doesn't count, whichever.

    AccountRefused for an address or a password that isn't taken. It runs inside ``writing(session)``, which
    has to end well in either case: wrong codes are counted.
    """
    # Of two that come at once, one waits here and then finds nothing.
    found = select(Invitation).where(*_is(session, token)).with_for_update()
    invitation = session.scalars(found).one_or_none()
    if invitation is None:
        return False
    if not secrets.compare_digest(invitation.code_digest, _code_digest(session, Made(token, code))):
        _count_wrong(session, invitation)
        return False
    _make(session, invitation, email, password)
    return True


def _count_wrong(session: Session, invitation: Invitation) -> None:
    invitation.wrong_codes += 1
    if invitation.wrong_codes >= WRONG_CODES:
        invitation.ended_at = datetime.now(UTC)
    session.flush()


def _make(session: Session, invitation: Invitation, email: str, password: str) -> None:
    owner = Owner(invitation.agency_id, invitation.client_id)
    account = uuid4()
    own = Actor(owner.agency_id, account, "client")
    try:
        add_user(
            *(session, owner.agency_id, email, password, "client"),
            client=owner.client_id,
            actor=own,
            confirmed=False,
            user_id=account,
        )
    except AddressRefused:
        # Who has which account is nobody's business who found a link.
        raise AddressRefused(TAKEN) from None
    invitation.ended_at, invitation.account_id = datetime.now(UTC), account
    session.flush()


def _account(session: Session, owner: Owner) -> Row[UUID, datetime | None] | None:
    user = User.agency_id == owner.agency_id, User.client_id == owner.client_id, User.active.is_(True)
    latest = select(User.id, User.confirmed_at).where(*user).order_by(User.created_at.desc()).limit(1)
    return session.execute(latest).one_or_none()


def _waiting(owner: Owner, account_id: UUID) -> tuple[ColumnElement[bool], ...]:
    of_client = User.agency_id == owner.agency_id, User.client_id == owner.client_id
    return *of_client, User.id == account_id, User.active.is_(True), User.confirmed_at.is_(None)


def _counting(owner: Owner) -> tuple[ColumnElement[bool], ...]:
    of_client = Invitation.agency_id == owner.agency_id, Invitation.client_id == owner.client_id
    return *of_client, *_counts()


def _is(session: Session, token: str) -> tuple[ColumnElement[bool], ...]:
    return Invitation.digest == _digest(session, token), *_counts()


def _counts() -> tuple[ColumnElement[bool], ...]:
    return Invitation.ended_at.is_(None), Invitation.until > datetime.now(UTC)


def _end_all(session: Session, owner: Owner) -> list[UUID]:
    ended = update(Invitation).where(*_counting(owner)).values(ended_at=datetime.now(UTC))
    options = {"synchronize_session": False}
    return list(session.scalars(ended.returning(Invitation.id), execution_options=options))


def _digest(session: Session, token: str) -> bytes:
    return keyring_of(session).digest("invitation", token)


def _code_digest(session: Session, made: Made) -> bytes:
    return keyring_of(session).digest("invitation code", f"{made.token} {made.code}")
