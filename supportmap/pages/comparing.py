"""Two visits of a client side by side, or a visit and the network now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from uuid import UUID

from flask import render_template, request

from supportmap.access.acting import reads
from supportmap.analysis.analyse import analyse
from supportmap.analysis.change import OTHER_CLIENT, Change, compare, doubts
from supportmap.analysis.network import Network
from supportmap.casework.facts import read_id
from supportmap.casework.visits import network_at, visits_of
from supportmap.pages.client_bar import client_bar
from supportmap.pages.doors import CLIENT, Answer, pages
from supportmap.pages.names import both_shown
from supportmap.pages.words import FIELD_WORDS, answer_words, names_by_id
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts

__all__: list[str] = []

NOW = "now"
SINCE_WORDS = {
    "new": "new in their life",
    "not mentioned before": "there before, not mentioned",
    None: "on the map",
}


class Row(NamedTuple):
    """One line of the table of changes."""

    who: str
    what: str
    before: str
    after: str


@pages.get(f"{CLIENT}/compare")
@reads("visit.read")
def compare_page(owner: Owner) -> Answer:
    """Show what changed from one finished visit (``from``) to another or to now (``to``)."""
    known = visits_of(db.session, owner)
    finished = [each for each in known if each["finished_at"] and not each["replaced_by"]]
    bar = client_bar(owner, visits=known)
    if not finished:
        return render_template("compare.html", **bar, finished=finished)
    start, end = (_in_place_of(each, known) for each in _chosen(finished[0]["id"]))
    before, after = both_shown(*(network_at(db.session, owner, each) for each in (start, end)))
    change = compare(before, after)
    return render_template(
        "compare.html",
        **bar,
        finished=finished,
        start=str(start),
        end=str(end) if end else NOW,
        doubts=[each for each in doubts(before, after) if each != OTHER_CLIENT],
        change=change,
        rows=list(_rows(change, before, after)),
        before=analyse(before),
        after=analyse(after),
    )


def _chosen(latest: str) -> tuple[str, str | None]:
    """Return the visit that is compared, the latest unless told otherwise, and with which; None is now."""
    start = read_id(request.args.get("from") or latest, "from")
    end = request.args.get("to") or NOW
    return start, None if end == NOW else read_id(end, "to")


def _in_place_of(visit_id: str | None, known: Iterable[Facts]) -> UUID | None:
    """Return the visit that stands in a visit's place, where that one was worked on again."""
    replaced = {each["id"]: each["replaced_by"] for each in known}
    while visit_id and replaced.get(visit_id):
        visit_id = replaced[visit_id]
    return UUID(visit_id) if visit_id else None


def _rows(change: Change, before: Network, after: Network) -> Iterator[Row]:
    called = names_by_id(before) | names_by_id(after)
    for own_id in change.joined:
        yield Row(called[own_id], "Joined", "–", SINCE_WORDS[after.contact(own_id).since])
    for own_id, reason in change.left:
        yield Row(called[own_id], "Left", "on the map", reason or "no longer")
    for shift in change.shifts:
        words = answer_words(shift.answer)
        yield Row(called[shift.contact], FIELD_WORDS[shift.answer], words[shift.before], words[shift.after])
    for pairs, was, now in ((change.ties_formed, "no", "yes"), (change.ties_ended, "yes", "no")):
        for a, b in pairs or ():
            yield Row(f"{called[a]} and {called[b]}", "Know each other", was, now)
