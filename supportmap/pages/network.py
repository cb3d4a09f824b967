"""The page of a network: map, questions and table of one client, with the coverage beside them."""

from __future__ import annotations

from typing import Any

import orjson
from flask import render_template, request
from markupsafe import Markup

from supportmap.access.acting import reads
from supportmap.analysis.analyse import analyse
from supportmap.analysis.figures.wording import CIRCLE_WORDS, SECTOR_WORDS
from supportmap.analysis.projecting import expects, projected
from supportmap.casework.still_open import stood_for
from supportmap.casework.telling import contacts_told, tie_told
from supportmap.casework.visits import visits_of
from supportmap.pages.client_bar import client_bar, open_of
from supportmap.pages.doors import CLIENT, Answer, pages
from supportmap.pages.names import names_are_off, shown_network
from supportmap.pages.words import ANSWERS, FIELD_WORDS
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts, State, state_of

__all__ = ["MAP", "script_data"]

MAP = f"{CLIENT}/map"
VIEWS = ("map", "ask", "table")
HIDDEN = ("name", "relationship", "note", "phone")
"""What may hold a name: it stays on the server while names are off."""


@pages.get(MAP)
@reads("network.read")
def network_page(owner: Owner) -> Answer:
    """Show the network as it is now; ``view`` says as what: a map, questions, or a table.

    One that was put away is shown to read.
    """
    state = state_of(db.session, owner)
    visits = visits_of(db.session, owner)
    if state.archived:
        return render_template("put_away.html", **client_bar(owner, state, visits), **_covered(state))
    view = request.args.get("view", VIEWS[0])
    visit = open_of(visits)
    return render_template(
        "network.html",
        **client_bar(owner, state, visits),
        view=view if view in VIEWS else VIEWS[0],
        **_covered(state),
        data=script_data(_data(owner, state) | {"visits": visit and stood_for(visits, visit["id"])}),
    )


@pages.get(f"{MAP}/coverage")
@reads("network.read")
def coverage_panel(owner: Owner) -> Answer:
    """Show the coverage alone, for the page to put in place of what it had."""
    state = state_of(db.session, owner)
    return render_template("_coverage.fragment.html", client={"id": owner.client_id}, **_covered(state))


def _covered(state: State) -> Facts:
    """Return the analysis as it is and, where referrals wait, as it would be once they were attended."""
    network = shown_network(state)
    come_about = analyse(projected(network)) if expects(network) else None
    return {"analysis": analyse(network), "come_about": come_about}


def _data(owner: Owner, state: State) -> Facts:
    """Return what the scripts begin with: the network as it stands, and the words for it."""
    return {
        "client": str(owner.client_id),
        "namesOff": names_are_off(),
        "network": _network(state),
        "words": {
            "answers": {name: _spoken(words) for name, words in ANSWERS.items()},
            "circles": _spoken(CIRCLE_WORDS),
            "sectors": _spoken(SECTOR_WORDS),
            "fields": FIELD_WORDS,
        },
    }


def _network(state: State) -> Facts:
    told = contacts_told(state)
    if names_are_off():
        told = [{name: value for name, value in each.items() if name not in HIDDEN} for each in told]
    return {
        "network_version": state.version,
        "elicited": state.elicited,
        "ties_asked": state.ties_asked,
        "needs": state.needs,
        "contacts": told,
        "ties": [tie_told(facts) for facts in state.ties.values()],
    }


def _spoken(words: Any) -> Facts:
    """Return words by keys that JSON can have."""
    return {"null" if key is None else str(key): word for key, word in words.items()}


def script_data(data: object) -> Markup:
    """Return data to stand in a script element: nothing in it can end the element."""
    written = orjson.dumps(data).decode()
    for mark in "<>&":
        written = written.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(written)  # noqa: S704 - what could be markup was replaced just above
