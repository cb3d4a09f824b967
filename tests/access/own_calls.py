"""Valid requests for the pages on which a client keeps something of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from supportmap.casework.work import add_work
from supportmap.records.audit import Actor
from supportmap.records.database import db, writing
from tests.access.houses import API, IN_CHARGE, OWN, Call, Form, House
from tests.directory.services import kept

__all__ = ["OWN_MADE", "actor_of", "by_form", "releasing"]

Make = Callable[[House, str], dict[str, Any]]
PAGES = "/clients/<client_id>"


def by_form(house: House, who: str, route: str, form: Form, **ids: str) -> None:
    """Send a form that is answered well: it leads on."""
    assert house.send(who, Call(route, ids, form)).status_code == 302


def releasing(house: House, client: str) -> dict[str, Any]:
    own = {"client_id": house.id(client)}
    told = house.send(IN_CHARGE[client], Call(f"GET {PAGES}/between", own)).get_data(as_text=True)
    found = re.search(r'name="version" value="(\d+)"', told)
    assert found
    return {"body": Form(version=found[1], people="1", gives="1")}


def _kept(house: House, client: str, where: str, **form: str) -> dict[str, Any]:
    """Something that the client keeps for themselves."""
    own_id = str(uuid4())
    by_form(house, OWN[client], f"POST /my/{where}", Form({"id": own_id, **form}))
    return {"work_id": own_id}


def _an_entry(house: House, client: str) -> dict[str, Any]:
    return _kept(house, client, "journal", text=f"{house.word} {client} entry")


def _a_setback(house: House, client: str) -> dict[str, Any]:
    return _kept(house, client, "setbacks", happened=f"{house.word} {client} setback")


def _an_achievement(house: House, client: str) -> dict[str, Any]:
    setback, own_id = _a_setback(house, client), str(uuid4())
    form = Form(id=own_id, words=f"{house.word} {client} achievement")
    by_form(house, OWN[client], "POST /my/setbacks/<work_id>/achieve", form, **setback)
    return {"work_id": own_id}


def actor_of(house: House, client: str) -> Actor:
    """Return a client of the house as who acts."""
    owner = house.owner(client)
    return Actor(owner.agency_id, UUID(house.id(OWN[client])), "client", owner.client_id)


def _a_finished_step(house: House, client: str) -> dict[str, Any]:
    owner, actor = house.owner(client), actor_of(house, client)
    facts = {"words": f"{house.word} {client} step"}
    with house.app.app_context(), writing(db.session):
        step = add_work(db.session, actor, owner, "step", facts, shared=False, state="done")
    return {"work_id": str(step.id), "body": Form(words=house.word)}


def _with_coverage(house: House, client: str) -> dict[str, Any]:
    form = Form(releasing(house, client)["body"], coverage="1")
    route = f"POST {PAGES}/between/release"
    by_form(house, IN_CHARGE[client], route, form, client_id=house.id(client))
    return {}


def _again(made: Make, **form: str) -> Make:
    """What was made, sent again as it was shown first."""
    return lambda house, client: made(house, client) | {"body": Form({"version": "1", **form})}


def _a_place(house: House, _client: str = "", **form: str) -> dict[str, Any]:
    """Another service of the agency's directory, and what is sent about it."""
    with house.app.app_context():
        document = {"id": str(uuid4()), "name": f"{house.word} choir", "status": "active"}
        resource_id = kept(db.session, house.agency_id, document)
    return {"resource_id": str(resource_id), "body": Form(form)}


def _asked_about(house: House, client: str, **form: str) -> dict[str, Any]:
    """A referral that the client suggested, and what is sent about it."""
    own_id, place = str(uuid4()), _a_place(house)["resource_id"]
    asked = Form(id=own_id, function="belonging", words=f"{house.word} {client} wish")
    by_form(house, OWN[client], f"POST {PLACES}/<resource_id>/ask", asked, resource_id=place)
    return {"referral_id": own_id, "body": Form(form)}


PLACES, REFERRAL = "/my/places", "/my/referrals/<referral_id>"
AGREED = Form(given="yes", shares="phone", phone="01632 960123")
JOURNAL, SETBACKS, ACHIEVEMENTS = "/my/journal", "/my/setbacks", "/my/achievements"

OWN_MADE: Mapping[str, Make] = {
    f"POST {JOURNAL}": lambda house, _: {"body": Form(text=house.word)},
    f"POST {JOURNAL}/search": lambda house, _: {"body": Form(words=house.word)},
    f"GET {JOURNAL}/<work_id>": _an_entry,
    f"POST {JOURNAL}/<work_id>": _again(_an_entry, text="changed"),
    f"POST {JOURNAL}/<work_id>/delete": _an_entry,
    f"POST {SETBACKS}": lambda house, _: {"body": Form(happened=house.word)},
    f"GET {SETBACKS}/<work_id>": _a_setback,
    f"POST {SETBACKS}/<work_id>": _again(_a_setback, happened="changed"),
    f"POST {SETBACKS}/<work_id>/delete": _a_setback,
    f"POST {SETBACKS}/<work_id>/achieve": _again(_a_setback, words="achieved"),
    f"GET {ACHIEVEMENTS}/<work_id>": _an_achievement,
    f"POST {ACHIEVEMENTS}/<work_id>": _again(_an_achievement, words="changed"),
    f"POST {ACHIEVEMENTS}/<work_id>/delete": _an_achievement,
    f"POST {ACHIEVEMENTS}/steps/<work_id>": _a_finished_step,
    f"POST {PLACES}/search": lambda house, _: {"body": Form(words=house.word)},
    f"POST {PLACES}/consent": lambda *_: {"body": AGREED},
    f"POST {PLACES}/<resource_id>/ask": partial(_a_place, function="emotional"),
    f"POST {PLACES}/<resource_id>/report": lambda house, _: {"body": Form(words=house.word)},
    f"POST {REFERRAL}/cancel": partial(_asked_about, reason="moved"),
    f"POST {REFERRAL}/consent": partial(_asked_about, given="yes"),
    f"POST {REFERRAL}/note": partial(_asked_about, words="Mornings are best."),
    f"POST {PAGES}/referral-consent": lambda *_: {"body": AGREED},
    f"GET {API}/me/figures/achievements": _with_coverage,
}
"""What each of these routes is sent."""
