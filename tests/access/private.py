"""What clients write for nobody but themselves, with a word in every text, and all that others are told.

Whoever adds a kind of work that can be private adds how its pages write it to ``BY_PAGE``; the door itself is
tried with every kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

from supportmap.casework.work import add_work, change_work, delete_work
from supportmap.records.database import db, writing
from supportmap.records.work import KINDS
from tests.access.calls import call_for
from tests.access.houses import API, OWN, STAFF, UNCONFIRMED, Call, Form, House
from tests.access.own_calls import actor_of, by_form
from tests.access.worlds import table

__all__ = [
    "BY_PAGE",
    "KINDS_OF_CLIENT",
    "OTHERS",
    "WORD",
    "Answers",
    "answers",
    "calls_of",
    "write_privately",
]

WORD = "Zqxprivate"
"""What stands in every text that is private."""
SENT_BY_STAFF = ("release", "proposal", "erasure")
"""These are for the team from the beginning."""
KINDS_OF_CLIENT = tuple(kind for kind in KINDS if kind not in SENT_BY_STAFF)
OTHERS = (*STAFF, "other client", UNCONFIRMED, None)
"""Everybody but the client."""
PAGED = ("/audit", "/clients/<client_id>/log", f"{API}/clients/<client_id>/access-log", f"{API}/clients")
MOST_PAGES = 5

Answers = dict[tuple[str | None, str], tuple[int, bytes, str | None]]
"""Status, body and ETag, by who asked for what."""


def _by_door(house: House, client: str, kind: str) -> None:
    """Write something of a kind, and let it be changed, and another be deleted again."""
    owner, actor = house.owner(client), actor_of(house, client)
    facts: dict[str, Any] = {"words": WORD, "text": WORD, "title": WORD, "tags": [WORD], "contacts": []}
    with house.app.app_context(), writing(db.session):
        kept, gone = (
            add_work(db.session, actor, owner, kind, facts, shared=False, state="done") for _ in range(2)
        )
        change_work(db.session, actor, owner, kept, facts=facts | {"words": f"{WORD} again"})
        delete_work(db.session, actor, owner, gone)


def _entry(house: House, client: str) -> None:
    def of(words: str) -> Form:
        return Form(text=f"{WORD} {words}", tags=f"{WORD} tag", before="2", after="7", on_day="2026-01-02")

    own_id, who = str(uuid4()), OWN[client]
    by_form(house, who, "POST /my/journal", Form(of("first"), id=own_id))
    by_form(house, who, "POST /my/journal/<work_id>", Form(of("changed"), version="1"), work_id=own_id)
    by_form(house, who, "POST /my/journal", Form(of("second"), id=(second := str(uuid4()))))
    by_form(house, who, "POST /my/journal/<work_id>/delete", Form(), work_id=second)
    found = house.send(who, Call("POST /my/journal/search", {}, Form(words=WORD)))
    assert WORD in found.text


def _setback(house: House, client: str) -> None:
    own_id, who = str(uuid4()), OWN[client]
    said = Form(happened=f"{WORD} happened", thought=f"{WORD} thought", would_try=f"{WORD} try")
    by_form(house, who, "POST /my/setbacks", Form(said, id=own_id))
    by_form(
        house, who, "POST /my/setbacks/<work_id>", Form(said, other_view=WORD, version="1"), work_id=own_id
    )
    by_form(house, who, "POST /my/setbacks/<work_id>/delete", Form(), work_id=own_id)


def _achievement(house: House, client: str) -> None:
    setback, own_id, who = str(uuid4()), str(uuid4()), OWN[client]
    form = Form(id=own_id, words=f"{WORD} achieved")
    by_form(house, who, "POST /my/setbacks", Form(happened=WORD, id=setback))
    by_form(house, who, "POST /my/setbacks/<work_id>/achieve", form, work_id=setback)
    changed = Form(words=f"{WORD} changed", version="1")
    by_form(house, who, "POST /my/achievements/<work_id>", changed, work_id=own_id)


def _coping(house: House, client: str, kind: str) -> None:
    def form(words: str = "", **more: str) -> Form:
        return Form(what=f"{WORD} {words}".strip(), **more)

    own_id, gone, who = str(uuid4()), str(uuid4()), OWN[client]
    one = "POST /my/coping/<kind>/<work_id>"
    for each in (own_id, gone):
        by_form(house, who, "POST /my/coping/<kind>", form(id=each), kind=kind)
    by_form(house, who, one, form("changed", version="1"), kind=kind, work_id=own_id)
    by_form(house, who, f"{one}/delete", Form(), kind=kind, work_id=gone)


def _use(house: House, client: str) -> None:
    own_id, who = str(uuid4()), OWN[client]
    by_form(house, who, "POST /my/coping/<kind>", Form(id=own_id, what=WORD), kind="strategy")
    used = "POST /my/coping/strategy/<work_id>/used"
    by_form(house, who, used, Form(id=str(uuid4()), helped="2"), work_id=own_id)


def _plan(house: House, client: str) -> None:
    own_id, who = str(uuid4()), OWN[client]
    by_form(house, who, "POST /my/plans", Form(id=own_id, title=WORD))
    said = Form(title=WORD, problem=f"{WORD} problem")
    by_form(house, who, "POST /my/plans/<work_id>/<act>", said, work_id=own_id, act="define")


def _reminder(house: House, client: str) -> None:
    for wanted in (Form(wanted="yes"), Form(), Form(wanted="yes")):
        by_form(house, OWN[client], "POST /my/data/reminders", wanted)


BY_PAGE: Mapping[str, Callable[[House, str], None]] = {
    "entry": _entry,
    "setback": _setback,
    "achievement": _achievement,
    **{kind: partial(_coping, kind=kind) for kind in ("sign", "trigger", "strategy")},
    "use": _use,
    "plan": _plan,
    "reminder": _reminder,
}
"""How the client writes something of a kind on its pages, changes it and deletes it."""


def write_privately(house: House, client: str) -> None:
    """Write something of every kind for nobody but the client: on its pages, where it has any."""
    for kind in KINDS_OF_CLIENT:
        write = BY_PAGE.get(kind, partial(_by_door, kind=kind))
        write(house, client)


def calls_of(house: House, client: str) -> list[Call]:
    """Return a request for everything there is to read, with the parts of what has pages."""
    reading = sorted(route for route in table("Routes") if route.startswith("GET"))
    calls = [call_for(house, client, route) for route in reading]
    return [*calls, *(each for call in calls for each in _parts(call))]


def _parts(call: Call) -> Iterator[Call]:
    """Yield requests for the older parts of a list, and for short ones."""
    path = call.route.split()[1]
    if path in PAGED:
        for after in range(1, MOST_PAGES):
            yield replace(call, query={**call.query, "after": str(after)})
        if path.startswith(API):
            yield replace(call, query={**call.query, "limit": "3"})


def answers(house: House, calls: Sequence[Call]) -> Answers:
    """Return what everybody but the client is answered, byte for byte but for what is made by chance."""
    return {
        (who, f"{call.route} {call.query}"): _answer(house, who, call) for call in calls for who in OTHERS
    }


def _answer(house: House, who: str | None, call: Call) -> tuple[int, bytes, str | None]:
    response = house.send(who, call)
    assert response.status_code < 500, (who, call.route)
    return response.status_code, MADE_NOW.sub(b"", response.data), response.headers.get("ETag")


MADE_NOW = re.compile(rb'name="id" value="[0-9a-f-]{36}"')
"""Ids that a form gives what it will add."""
