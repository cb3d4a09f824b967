"""What is taken away: the network on paper, a page for the client in plain words, and files."""

from __future__ import annotations

from flask import render_template, request

from supportmap.access.acting import reads
from supportmap.analysis import explain
from supportmap.analysis.analyse import analyse
from supportmap.analysis.coverage import Coverage
from supportmap.analysis.formula import FORMULA
from supportmap.analysis.network import FUNCTIONS, Contact, Network
from supportmap.casework.kept_off import kept_off, without
from supportmap.pages.cards import crisis_line
from supportmap.pages.client_bar import client_bar
from supportmap.pages.doors import CLIENT, Answer, pages
from supportmap.pages.names import shown_network
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.days import today
from supportmap.records.networks import Facts, State, state_of

__all__ = ["PARTS"]

PARTS = {
    # Off, because beside the lists it could tell who was left out of them.
    "map": ("The map, which shows everyone, whoever is in the lists or not", False),
    "people": ("Who is there, and for what", True),
    "back": ("To whom something goes back", True),
    "places": ("Groups, places and services", True),
    "wanted": ("What the client wants more of", False),
    "endangering": ("Also what may endanger whoever is found with it", False),
    "crisis": ("The crisis line of the agency", True),
    "lines": ("Lines to write on", True),
    "label": ("The label of the record", False),
}
"""What can stand on the client's page, and whether it does unless told otherwise."""


@pages.get(f"{CLIENT}/take-away")
@reads("network.read")
def take_away_page(owner: Owner) -> Answer:
    """Show what can be printed, saved and handed over."""
    state = state_of(db.session, owner)
    risky = _risky(state)
    parts = {name: part for name, part in PARTS.items() if name != "endangering" or risky}
    more = {"parts": parts, "risky": risky, "crisis_line": crisis_line(owner)}
    return render_template("take_away.html", **client_bar(owner, state), **more)


@pages.get(f"{CLIENT}/print")
@reads("network.read")
def print_page(owner: Owner) -> Answer:
    """Show the network as it is now, laid out for paper."""
    state = state_of(db.session, owner)
    return render_template(
        "print.html",
        **client_bar(owner, state),
        analysis=analyse(shown_network(state)),
        today=today(db.session, owner.agency_id),
    )


@pages.get(f"{CLIENT}/handout")
@reads("network.read")
def handout_page(owner: Owner) -> Answer:
    """Show one page for the client, with the parts that were ticked; it has no numbers and no marks.

    Services with which to be seen may endanger somebody are on it only where that was ticked, too.
    """
    state = state_of(db.session, owner)
    asked = [name for name in PARTS if request.args.get(name)]
    left_out = [] if "endangering" in asked else _risky(state)
    return render_template(
        "handout.html",
        **client_bar(owner, state),
        left_out=left_out,
        parts=asked or [name for name, (_, usual) in PARTS.items() if usual],
        today=today(db.session, owner.agency_id),
        crisis_line=crisis_line(owner),
        **_words(without(shown_network(state), {each.id for each in left_out})),
        **_wanted(shown_network(state)),
    )


def _risky(state: State) -> list[Contact]:
    """Return the services there now with which to be seen may endanger somebody, as they may be called."""
    off = kept_off(db.session, state)
    return [each for each in shown_network(state).contacts if each.is_active and each.id in off]


def _words(network: Network) -> Facts:
    """Return who stands on the page: nobody whom it isn't safe to turn to."""
    turned_to = network.supporters
    return {
        "givers": {function: explain.givers(network, function) for function in FUNCTIONS},
        "helped": [each.name for each in turned_to if each.gives_back],
        "places": [each.name for each in turned_to if each.kind in ("group", "place", "service")],
    }


def _wanted(network: Network) -> Facts:
    """Return of what the client wants more than is there, and of what nobody knows or asked."""
    found = {name: _is_short(each) for name, each in analyse(network).functions.items()}
    asked = [name for name in FUNCTIONS if network.client.needs.of(name) is not None]
    return {
        "wanted": [name for name in asked if found[name]],
        "want_unknown": [name for name in asked if found[name] is None],
        "want_unasked": [name for name in FUNCTIONS if name not in asked],
    }


def _is_short(coverage: Coverage) -> bool | None:
    """Tell whether there is less than is wanted, or None where it hangs on missing answers."""
    low, high = coverage.gap_to_need or (0.0, 1.0)
    is_met, may_be_met = (FORMULA.reaches(0, gap) for gap in (high, low))
    return None if may_be_met and not is_met else not is_met
