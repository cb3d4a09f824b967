"""The blueprint that all pages of those who are signed in stand on, and how they refuse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import NotFound, ServiceUnavailable
from werkzeug.wrappers import Response

from supportmap.access.accounts import AccountRefused
from supportmap.access.acting import NotSignedIn, current_actor
from supportmap.access.loaders import NotThere
from supportmap.access.people import Person
from supportmap.access.replies import AnotherRequest
from supportmap.access.sign_in import LOCAL_PATH
from supportmap.analysis.formula import CAVEAT, FORMULA
from supportmap.casework.outcome import Conflict, Invalid, Missing, Stale
from supportmap.pages.due import due_now
from supportmap.pages.errors import tell_error
from supportmap.pages.forms import whole_number
from supportmap.pages.names import names_are_off
from supportmap.pages.quick_exit import way_out
from supportmap.pages.words import FIELD_WORDS, INVITED, WAYS, begun, moment
from supportmap.records.database import db
from supportmap.records.days import zone_of

__all__ = ["CLIENT", "Answer", "by_script", "inside", "number_asked", "pages", "reasons_told"]

Answer = str | Response | tuple[str | Response, int]
pages = Blueprint("pages", __name__)
CLIENT = "/clients/<uuid:client_id>"
"""Where everything of one client stands."""


GONE = "This isn’t there any more: go back and look at it anew. Copy what you typed first if you need it."


def inside(way: str | None) -> str:
    """Return a way on that leads to a page of ours, and to the first page where it leads elsewhere."""
    return way if way and LOCAL_PATH.fullmatch(way) else "/"


def number_asked(name: str) -> int | None:
    """Return the number by which a list goes on; None where the address has none that could be meant."""
    return whole_number(request.args.get(name, ""))


@pages.context_processor
def _shared() -> dict[str, object]:
    person = current_user._get_current_object() if current_user.is_authenticated else None
    return {
        "person": person,
        "ways": _ways(person),
        "due_now": due_now,
        "names_off": person is not None and names_are_off(),
        "moment": lambda given: moment(given, _zone()),
        "begun": lambda given: begun(given, _zone()),
        "way_out": way_out,
        "caveat": CAVEAT,
        "formula": FORMULA,
    }


def _ways(person: Person | None) -> tuple[tuple[str, str], ...]:
    """Return the pages that stand in the bar of the house."""
    if person is None:
        return ()
    return INVITED if person.client_id and not person.confirmed_at else WAYS[person.role]


def _zone() -> tzinfo:
    """Return the time zone in which moments are read: that of the agency."""
    if "zone" not in g:
        g.zone = zone_of(db.session, current_actor().agency_id)
    zone: tzinfo = g.zone
    return zone


@pages.errorhandler(NotSignedIn)
def _ask_to_sign_in(_: NotSignedIn) -> Response:
    way = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("security.login", next=way))


@pages.errorhandler(NotThere)
@pages.errorhandler(Missing)
def _not_there(_: Exception) -> Answer:
    return tell_error(NotFound())


@pages.errorhandler(OperationalError)
def _busy(_: OperationalError) -> Answer:
    """Ask whoever the database couldn't serve to try again: of two who waited for each other, one."""
    return tell_error(ServiceUnavailable(retry_after=1))


@pages.errorhandler(Conflict)
def _not_now(error: Conflict) -> Answer:
    return _told(error.text, 409)


@pages.errorhandler(Stale)
def _changed_since(_: Stale) -> Answer:
    return _told("This was changed meanwhile, by somebody else or in another tab: look at it anew.", 412)


def reasons_told(reasons: Sequence[tuple[str, str]]) -> str:
    """Return what is wrong, each with the name of its field; a whole sentence stands for itself."""
    return "; ".join(
        reason if not place or reason.endswith(".") else f"{_called(place)}: {reason}"
        for place, reason in reasons
    )


def _called(place: str) -> str:
    """Return what a field is called; of several of a kind each has an id after its name."""
    return FIELD_WORDS.get(place) or FIELD_WORDS.get(place.partition("-")[0], place)


@pages.errorhandler(Invalid)
def _not_valid(error: Invalid) -> Answer:
    return _told(reasons_told(error.reasons), 422, [place for place, _ in error.reasons if place])


@pages.errorhandler(AnotherRequest)
def _sent_otherwise(_: AnotherRequest) -> Answer:
    return _told("This was sent before with other words: load the page anew, then send it again.", 409)


@pages.errorhandler(AccountRefused)
def _no_such_account(error: AccountRefused) -> Answer:
    return _told(f"{error}.", 422)


@pages.after_request
def _tell_script(response: Response) -> Response:
    """Tell a script that sent a form where it leads: what is told once there is for the page itself."""
    if by_script() and response.status_code in (302, 404):
        way = {"to": response.location} if response.status_code == 302 else {"words": GONE}
        return jsonify(way)
    return response


def by_script() -> bool:
    """Tell whether js/resend.js sent the form."""
    return request.headers.get("X-Requested-With") == "resend"


def _told(words: str, status: int, fields: Sequence[str] = ()) -> Answer:
    """Return to the page that a form stood on, with what is wrong; a script is told of which fields."""
    if by_script():
        return jsonify(words=f"{words[0].upper()}{words[1:]}", fields=fields), status
    if "text/html" in request.headers.get("Accept", "") and (back := request.form.get("back")):
        flash(words, "error")
        return redirect(inside(back))
    return render_template("error.html", title="That didn’t work", words=words), status
