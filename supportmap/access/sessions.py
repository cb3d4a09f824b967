"""Sessions kept on the server: the cookie holds a token only, and ending the row ends the session at once.

Nothing is looked up for a request that asks for nobody, and a row is made only when there is somebody to
remember: signed in, or asked for a second factor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from flask import Flask, Request, Response, current_app, g, request, session
from flask.sessions import SessionInterface, SessionMixin
from flask_login import current_user

from supportmap.access.notes import note
from supportmap.access.people import Person
from supportmap.access.sign_ins import USER, Found, SignIns, end, new_token
from supportmap.records.database import db, writing

__all__ = [
    "BrowserSession",
    "Sessions",
    "bearer_of",
    "cookie_name",
    "end_program",
    "load_from_cookie",
    "load_from_header",
]

PLAIN, SECURE = "supportmap", "__Host-supportmap"
PENDING = "tf_user_id"
"""Where Flask-Security keeps who gave the right password and is asked for a second factor."""


class BrowserSession(SessionMixin):
    """What is remembered of one browser; read from its row when somebody asks for it."""

    def __init__(self, sign_ins: SignIns, token: str | None) -> None:
        """Take the token that the browser sent."""
        self._sign_ins, self.token = sign_ins, token
        self._values: dict[str, Any] | None = None
        self.found: Found | None = None
        self.modified = False

    @property
    def is_loaded(self) -> bool:
        """Tell whether anybody has asked."""
        return self._values is not None

    @property
    def values_now(self) -> dict[str, Any]:
        """Return what is remembered, changed or not."""
        if self._values is None:
            self.found = self._sign_ins.find(db.session, "browser", self.token) if self.token else None
            self._values = dict(self.found.values) if self.found else {}
        return self._values

    @property
    def is_worth_keeping(self) -> bool:
        """Tell whether there is somebody to remember."""
        return USER in self.values_now or PENDING in self.values_now

    def __getitem__(self, key: str) -> Any:
        """Return one thing that is remembered."""
        return self.values_now[key]

    def __setitem__(self, key: str, value: Any) -> None:
        """Remember one thing."""
        self.values_now[key] = value
        self.modified = True

    def __delitem__(self, key: str) -> None:
        """Forget one thing."""
        del self.values_now[key]
        self.modified = True

    def __iter__(self) -> Iterator[str]:
        """Go through the names of what is remembered."""
        return iter(self.values_now)

    def __len__(self) -> int:
        """Return how much is remembered."""
        return len(self.values_now)


class Sessions(SessionInterface):
    """Opens and keeps the sessions of browsers, and the tokens of programs that a request asked for."""

    def __init__(self, sign_ins: SignIns) -> None:
        """Take where the rows are kept."""
        self.sign_ins = sign_ins

    def open_session(self, app: Flask, request: Request) -> BrowserSession:  # noqa: ARG002 - Flask's interface
        """Return the session of the browser; beside a program's token a cookie counts for nothing."""
        token = None if bearer_of(request) is not None else request.cookies.get(cookie_name(request))
        return BrowserSession(self.sign_ins, token)

    def save_session(self, app: Flask, session: BrowserSession, response: Response) -> None:  # type: ignore[override] # noqa: ARG002
        """Write what the request changed about who is signed in, in one transaction with its audit."""
        if "program_token" in g:
            self._keep_program(session, response)
        elif session.is_loaded:
            self._keep_browser(session, response)
        if "ended_program" in g:
            _end(g.ended_program)

    def _keep_browser(self, session: BrowserSession, response: Response) -> None:
        found = session.found
        if not session.is_worth_keeping:
            _forget(session, response)
        elif found is None or _whose(found.values) != _whose(session.values_now):
            self._rotate(session, response)
        elif session.modified or found.wants_touch:
            with writing(db.session):
                self.sign_ins.renew(db.session, found, session.values_now)

    def _rotate(self, session: BrowserSession, response: Response) -> None:
        """Give the browser another token, because it is now somebody, or somebody else."""
        token, found = new_token(), session.found
        person = _signed_in() if USER in session else None
        with writing(db.session):
            self.sign_ins.keep(db.session, "browser", token, session.values_now, person)
            if found:
                end(db.session, found.digest)
            if person and not (found and found.person):
                note(person.actor(), "sign-in")
        _set_cookie(response, token)

    def _keep_program(self, session: BrowserSession, response: Response) -> None:
        """Keep the token that a program asked for; the session that it signed in by has served its turn."""
        person = _signed_in()
        with writing(db.session):
            values = {USER: person.fs_uniquifier}
            self.sign_ins.keep(db.session, "program", g.program_token, values, person)
            note(person.actor(), "sign-in.program")
        if session.found and session.found.person:
            self._keep_browser(session, response)
        else:
            session.values_now.clear()
            _forget(session, response)


def load_from_cookie(user_id: str) -> Person | None:
    """Return who is signed in by the cookie of the present request, for Flask-Login."""
    found = _browser_session().found
    if found is None or found.person is None or found.person.fs_uniquifier != user_id:
        return None
    g.fs_authn_via, g.fs_paa = "session", found.values.get("fs_paa", 0)
    return found.person


def load_from_header(request: Request) -> Person | None:
    """Return who is signed in by the bearer token of the present request, for Flask-Login."""
    token = bearer_of(request)
    if token is None:
        return None
    if "program" not in g:
        g.program = _sessions().sign_ins.find(db.session, "program", token)
    if g.program is None:
        return None
    g.fs_authn_via, g.fs_paa = "token", g.program.since.timestamp()
    found: Found = g.program
    return found.person


def end_program(_app: Flask, **_: Any) -> None:
    """End the token by which a program signs out, once the request is done."""
    # Flask-Security also signs out whoever asks for the form of a code that nobody wants of them.
    if g.get("program") and request.method == "POST":
        g.ended_program = g.program


def bearer_of(request: Request) -> str | None:
    """Return the token that a program sent, which only ever stands in the header made for it."""
    header = request.authorization
    return header.token or "" if header is not None and header.type == "bearer" else None


def cookie_name(request: Request) -> str:
    """Return the name of the cookie: over HTTPS one that no other host can set."""
    return SECURE if request.is_secure else PLAIN


def _set_cookie(response: Response, token: str) -> None:
    name, secure = cookie_name(request), request.is_secure
    response.set_cookie(name, token, path="/", secure=secure, httponly=True, samesite="Lax")


def _forget(session: BrowserSession, response: Response) -> None:
    if session.found:
        _end(session.found)
    if session.token is not None:
        name = cookie_name(request)
        response.delete_cookie(name, path="/", secure=request.is_secure, httponly=True, samesite="Lax")


def _end(found: Found) -> None:
    with writing(db.session):
        end(db.session, found.digest)
        if found.person:
            note(found.person.actor(), "sign-out")


def _whose(values: Mapping[str, Any]) -> tuple[Any, Any]:
    return values.get(USER), values.get(PENDING)


def _signed_in() -> Person:
    person: Person = current_user._get_current_object()
    return person


def _browser_session() -> BrowserSession:
    opened: BrowserSession = session._get_current_object()  # type: ignore[attr-defined]
    return opened


def _sessions() -> Sessions:
    return cast(Sessions, current_app.session_interface)
