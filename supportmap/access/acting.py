"""How a route says what it does: ``reads`` and ``writes`` name the action, load the subject, or answer 404.

A route that names no action stops the start (``undeclared``). Whoever writes does so in one transaction,
within which the right to do it is looked up again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial, wraps
from typing import Any, cast
from uuid import UUID

from flask import Flask, g
from flask_login import current_user
from sqlalchemy import select

from supportmap.access.loaders import NotThere, load_agency, load_client, load_marked
from supportmap.access.policy import ACTIONS
from supportmap.access.replies import once
from supportmap.records.agency import User
from supportmap.records.audit import Actor, acts_in
from supportmap.records.client import Owner, lock_client
from supportmap.records.database import db, writing
from supportmap.records.reading import note_reading

__all__ = ["NotSignedIn", "current_actor", "public", "reads", "undeclared", "writes"]

View = Callable[..., Any]
_SHOWN = {
    **{f"{what}.edit": f"{what}.read" for what in ("client", "network", "visit", "consent", "team")},
    **{f"{what}.edit": f"{what}.read" for what in ("own", "shared", "proposal")},
    **{f"{what}.edit": f"{what}.read" for what in ("gap", "referral", "own_referral")},
    "document.write": "network.read",
    "invitation.edit": "client.read",
    "client.erase": "erasure.read",
}
"""What somebody gets to see who may change it."""


class NotSignedIn(Exception):  # noqa: N818 - it is an answer, not an error
    """Nobody is signed in, or no longer."""


def current_actor() -> Actor:
    """Return who makes this request, or raise NotSignedIn."""
    if "actor" not in g:
        # What the proxy stands for: every look through it costs as much as all the rest here.
        user = current_user._get_current_object()
        if not user.is_authenticated:
            raise NotSignedIn
        g.actor = user.actor()
    return cast(Actor, g.actor)


def reads(action: str, own: bool = False) -> Callable[[View], View]:
    """Let a view answer with what the action shows: of the client ``client_id``, else of the agency.

    The view is called with the key of what was loaded (an Owner or an agency's id) in place of the id; the
    mark of the client as they are now is in ``g.mark``.
    ``own``: of the client that the actor is, or is invited as.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def act(*args: Any, client_id: UUID | None = None, **kwargs: Any) -> Any:
            actor = current_actor()
            if own:
                client_id = _own_client(actor)
            if client_id is None:
                return view(*args, load_agency(actor, action), **kwargs)
            owner, g.mark = load_marked(db.session, actor, action, client_id)
            if note_reading(db.session, actor, owner, action):
                # That was a transaction of its own: all may be otherwise by now.
                owner, g.mark = load_marked(db.session, actor, action, client_id)
            return view(*args, owner, **kwargs)

        return _declared(act, action)

    return declare


def writes(action: str, by_id: bool = True, own: bool = False) -> Callable[[View], View]:
    """Let a view change what the action allows, in one transaction; sent twice it is done once.

    The view is called like that of ``reads``; nobody else changes the client's network meanwhile.
    ``by_id``: an ``id`` in the body names the request; where the body is a file, it names something else.
    ``own``: as in ``reads``.
    """

    shown = _SHOWN.get(action, action)

    def declare(view: View) -> View:
        @wraps(view)
        def act(*args: Any, client_id: UUID | None = None, **kwargs: Any) -> Any:
            actor = current_actor()
            if own:
                client_id = _own_client(actor)
            if client_id is None:
                with writing(db.session):
                    _check_active(actor)
                    agency_id = load_agency(actor, action)
                    return once(db.session, actor, None, lambda: view(*args, agency_id, **kwargs), by_id)
            owner, acts = None, acts_in(db.session)
            try:
                with writing(db.session):
                    # In this order: whoever waited may have lost the right to do it meanwhile.
                    lock_client(db.session, Owner(actor.agency_id, client_id))
                    _check_active(actor)
                    owner = load_client(db.session, actor, action, client_id)
                    return once(db.session, actor, owner, partial(view, *args, owner, **kwargs), by_id)
            finally:
                # What changes nothing is answered with how things stand, and so are some refusals.
                if owner and acts_in(db.session) == acts:
                    note_reading(db.session, actor, owner, shown)

        return _declared(act, action)

    return declare


def public(view: View) -> View:
    """Declare that anybody may call a view: it tells nothing about anyone."""
    vars(view)["action"] = None
    return view


def undeclared(app: Flask, elsewhere: Iterable[str] = ()) -> list[str]:
    """Return the endpoints that name no action and aren't among those that are declared elsewhere."""
    known = {"static", *elsewhere}
    return [
        name for name, view in app.view_functions.items() if name not in known and not hasattr(view, "action")
    ]


def _check_active(actor: Actor) -> None:
    """Raise NotSignedIn for whoever was disabled while the request waited for its turn."""
    who = User.agency_id == actor.agency_id, User.id == actor.user_id
    if not db.session.scalar(select(User.active).where(*who).with_for_update(read=True)):
        raise NotSignedIn


def _own_client(actor: Actor) -> UUID:
    client_id = actor.client_id or actor.invited_to
    if client_id is None:
        raise NotThere
    return client_id


def _declared(act: View, action: str) -> View:
    if action not in ACTIONS:
        raise ValueError(f"no rule of the policy names the action {action}")
    vars(act)["action"] = action
    return act
