"""A valid request for every route: whoever may send it is answered 2xx, so that a refusal is no accident."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from flask import Flask

from supportmap.access.adding import add_user
from supportmap.access.passwords import unguessable
from supportmap.casework.referrals import make
from supportmap.casework.worklist import worklist_of
from supportmap.pages.files import PLOTLY
from supportmap.records.audit import Actor
from supportmap.records.client import ClientRow
from supportmap.records.database import db, writing
from tests.access.filling import a_consent, a_contact, a_document
from tests.access.houses import API, IN_CHARGE, OWN, SPARE, UNCONFIRMED, Call, Form, House
from tests.access.own_calls import OWN_MADE, by_form, releasing
from tests.directory.services import kept

__all__ = ["MADE", "call_for", "routes_of"]

CLIENT = f"{API}/clients/<client_id>"
CONTACT, VISIT = f"{CLIENT}/contacts/<contact_id>", f"{CLIENT}/visits/<visit_id>"
TEAM, TIE = f"{CLIENT}/team/<user_id>", f"{CLIENT}/ties/<a>/<b>"

Make = Callable[[House, str], dict[str, Any]]
"""What a request needs besides the ids of what the house began with; it may first have to make things so."""


def routes_of(app: Flask) -> list[str]:
    """Return every route and method of an application, as the table writes them."""
    return [
        f"{method} {re.sub(r'<[a-z]+:', '<', rule.rule)}"
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def call_for(house: House, client: str, route: str) -> Call:
    """Return a valid request about a client of the house; what it needs is made first."""
    if "<client_id>" in route:
        _as_it_was(house, client)
    made = MADE[route](house, client) if route in MADE else {}
    ids = {name: house.id(f"{client} {thing}") for name, thing in THINGS.items()}
    ids |= {"client_id": house.id(client), "user_id": house.id(SPARE)}
    ids |= {"name": PLOTLY if "drawing" in route else "css/page.css", "token": "none", "kind": "strategy"}
    ids |= {"resource_id": house.resource_id, "service_id": house.resource_id, "upload_id": str(uuid4())}
    wanted = re.findall(r"<(\w+)>", route)
    return Call(route, {name: made.pop(name) if name in made else ids[name] for name in wanted}, **made)


def _as_it_was(house: House, client: str) -> None:
    """Undo what an earlier call did to the record as a whole: it was handed over, or put away."""
    own = {"client_id": house.id(client)}
    house.act("admin", f"PUT {TEAM}", **own, user_id=house.id(IN_CHARGE[client]))
    house.act(IN_CHARGE[client], f"POST {CLIENT}/restore", **own)


THINGS = {
    "contact_id": "contact 0",
    "visit_id": "first visit",
    "a": "contact 0",
    "b": "contact 1",
}


def _act(house: House, client: str, route: str, body: Any = None, **more: Any) -> Any:
    return house.act(IN_CHARGE[client], route, body, client_id=house.id(client), **more).get_json()


def _fresh_contact(house: House, client: str) -> dict[str, Any]:
    body = a_contact(house, client, "a new contact") | {"id": str(uuid4())}
    _act(house, client, f"POST {CLIENT}/contacts", body)
    return {"contact_id": body["id"], "headers": house.if_match(client, body["id"])}


def _contact_0(house: House, client: str) -> dict[str, Any]:
    contact = house.id(f"{client} contact 0")
    return {"contact_id": contact, "headers": house.if_match(client, contact)}


def _open_visit(house: House, client: str) -> str | None:
    items = _act(house, client, f"GET {CLIENT}/visits")["items"]
    return next((visit["id"] for visit in items if visit["finished_at"] is None), None)


def _with_a_visit(house: House, client: str) -> dict[str, Any]:
    visit = _open_visit(house, client) or _act(house, client, f"POST {CLIENT}/visits")["id"]
    return {"visit_id": visit}


def _after_a_visit(house: House, client: str) -> dict[str, Any]:
    visit = _with_a_visit(house, client)
    _act(house, client, f"POST {VISIT}/finish", **visit)
    return visit


def _to_confirm(house: House, client: str) -> dict[str, Any]:
    _with_a_visit(house, client)
    return _fresh_contact(house, client)


def _with_none_open(house: House, client: str) -> dict[str, Any]:
    _after_a_visit(house, client)
    return {"body": {"id": str(uuid4())}}


def _changed(house: House, client: str) -> dict[str, Any]:
    _fresh_contact(house, client)
    return {}


def _undone(house: House, client: str) -> dict[str, Any]:
    _changed(house, client)
    _act(house, client, f"POST {CLIENT}/undo")
    return {}


def _on_the_team(house: House, client: str) -> dict[str, Any]:
    spare = house.id(SPARE)
    _act(house, client, f"PUT {TEAM}", user_id=spare)
    return {"user_id": spare}


def _archived(house: House, client: str) -> dict[str, Any]:
    _act(house, client, f"POST {CLIENT}/archive")
    return {}


def _put_away(house: House, client: str) -> dict[str, Any]:
    """Another client, whose record was put away, and the label that says who is meant."""
    own = _nobody_yet(house, client)
    house.act(IN_CHARGE[client], f"POST {CLIENT}/archive", **own)
    return own | {"body": Form(label=house.word)}


def _tied(house: House, client: str) -> dict[str, Any]:
    pair = {name: house.id(f"{client} {THINGS[name]}") for name in ("a", "b")}
    _act(house, client, f"PUT {TIE}", **pair)
    return pair


def _from_first(house: House, client: str) -> dict[str, Any]:
    return {"query": {"from": house.id(f"{client} first visit")}}


def _ticked(house: House, client: str) -> dict[str, Any]:
    return _with_a_visit(house, client) | {"body": Form(contact=_fresh_contact(house, client)["contact_id"])}


def _typed(house: House, who: str, page: str, ids: dict[str, str], **fields: str) -> dict[str, Any]:
    """What the form of a page sends with these fields typed, and how they were shown."""
    told = house.send(who, Call(f"GET {page}", ids)).get_data(as_text=True)
    found = re.search(r'name="shown" value="([^"]*)"', told)
    assert found
    return {"body": Form(shown=html.unescape(found[1]), **fields)}


def _particulars(house: House, client: str) -> dict[str, Any]:
    own, area = {"client_id": house.id(client)}, f"{house.word} {client} area"
    return _typed(house, IN_CHARGE[client], f"{PAGES}/record", own, area=area)


def _nobody_yet(house: House, client: str) -> dict[str, Any]:
    """A client of the same clinician who has no account."""
    body = {"id": str(uuid4()), "label": house.word}
    return {"client_id": house.act(IN_CHARGE[client], f"POST {API}/clients", body).get_json()["id"]}


def _invited(house: House, client: str) -> dict[str, Any]:
    """A client who was invited, and the link that is to be sent."""
    own = _nobody_yet(house, client)
    page = house.act(IN_CHARGE[client], f"POST {PAGES}/invitation", Form(), **own).get_data(as_text=True)
    made = dict(re.findall(r'name="(token|code)" value="([^"]+)"', page))
    return own | {"body": Form(email="kim@example.org", **made)}


def _waiting(house: House, client: str) -> dict[str, Any]:
    """An account that waits to be confirmed."""
    own = _nobody_yet(house, client)
    with house.app.app_context(), writing(db.session):
        email = f"{uuid4().hex}@example.org"
        account = add_user(
            *(db.session, house.agency_id, email, unguessable(), "client"),
            client=UUID(own["client_id"]),
            confirmed=False,
        )
    return own | {"user_id": str(account)}


def _spare(house: House, _client: str) -> dict[str, Any]:
    return {"body": Form(user=house.id(SPARE))}


PAGES = "/clients/<client_id>"
CIRCLE = "/my/circle"


def _proposed(house: House, client: str, who: str = "") -> str:
    """Somebody new, proposed by the account of a client."""
    own_id = str(uuid4())
    by_form(house, who or OWN[client], f"POST {CIRCLE}", Form(id=own_id, name=house.word))
    return own_id


def _to_settle(house: House, client: str, **form: str) -> dict[str, Any]:
    return {"work_id": _proposed(house, client), "body": Form(form)}


def _to_merge(house: House, client: str) -> dict[str, Any]:
    contact = house.id(f"{client} contact 0")
    version = house.if_match(client, contact)["If-Match"].strip('"')
    return _to_settle(house, client, contact=f"{contact} {version}")


def _to_take_back(house: House, client: str) -> dict[str, Any]:
    # Of A somebody who isn't confirmed, whose proposals A sees as well.
    return {"work_id": _proposed(house, client, UNCONFIRMED if client == "A" else "")}


def _released(house: House, client: str) -> dict[str, Any]:
    form = releasing(house, client)["body"]
    route = f"POST {PAGES}/between/release"
    by_form(house, IN_CHARGE[client], route, form, client_id=house.id(client))
    return {"contact_id": house.id(f"{client} contact 0")}


COPING = {"own": "/my/coping", "shared": f"{PAGES}/coping"}
WALK = Form(what="A walk", shared="yes")


def _walk(whose: str, house: House, client: str, **form: str) -> dict[str, Any]:
    """A strategy that the client or the team wrote down, and what may be sent about it."""
    own_id, who = str(uuid4()), (OWN if whose == "own" else IN_CHARGE)[client]
    ids = {"client_id": house.id(client), "kind": "strategy"}
    by_form(house, who, f"POST {COPING[whose]}/<kind>", Form(WALK | {"id": own_id}), **ids)
    return {"work_id": own_id, "body": Form(form)}


def _phone(house: House, client: str) -> dict[str, Any]:
    contact = house.id(f"{client} contact 0")
    version = house.if_match(client, contact)["If-Match"].strip('"')
    noted = {"contact": f"{contact} {version}", f"phone-{contact}": "01632 960123", f"checked-{contact}": "1"}
    return {"body": Form(noted)}


def _coping(whose: str) -> dict[str, Make]:
    """What is sent of strategies, which the client and the team write down alike."""
    one = f"{COPING[whose]}/<kind>/<work_id>"
    used = f"{COPING[whose]}/strategy/<work_id>/used"
    with_a_walk = partial(_walk, whose)
    return {
        f"POST {COPING[whose]}/<kind>": lambda *_: {"body": WALK},
        f"GET {one}": with_a_walk,
        f"POST {one}": partial(with_a_walk, version="1", **WALK),
        f"POST {one}/delete": with_a_walk,
        f"GET {used}": with_a_walk,
        f"POST {used}": partial(with_a_walk, helped="2"),
    }


def _planned(house: House, client: str, who: str, way: str) -> dict[str, Any]:
    """A plan that somebody began, and a form that says what it is about."""
    own_id, own = str(uuid4()), {"client_id": house.id(client)} if "<client_id>" in way else {}
    by_form(house, who, f"POST {way}", Form(id=own_id, title=house.word, shared="yes"), **own)
    return {"work_id": own_id, "act": "define", "body": Form(title=house.word, problem=house.word)}


def _own_plan(house: House, client: str) -> dict[str, Any]:
    return _planned(house, client, OWN[client], "/my/plans")


def _plan_of_team(house: House, client: str) -> dict[str, Any]:
    return _planned(house, client, IN_CHARGE[client], f"{PAGES}/plans")


def _resource(house: House, _client: str, **form: str) -> dict[str, Any]:
    return {"act": "verify", "body": Form(version=_version_of(house), **form)}


def _version_of(house: House) -> str:
    """The version that the one service of a house has now."""
    ids = {"resource_id": house.resource_id}
    told = house.send("admin", Call("GET /resources/<resource_id>/edit", ids)).get_data(as_text=True)
    found = re.search(r'name="version" value="(\d+)"', told)
    assert found
    return found[1]


def _upload(house: House, _client: str) -> dict[str, Any]:
    """A form with a file to be imported under a name of its own."""
    fields = {"source": f"{house.word} {uuid4()}", "licence": "CC0", 'file"; filename="list.json': "[]"}
    parts = [
        f'--part\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()
    ]
    headers = {"Content-Type": "multipart/form-data; boundary=part"}
    return {"body": "".join([*parts, "--part--\r\n"]).encode(), "headers": headers}


def _import(house: House, client: str) -> dict[str, Any]:
    """An import that was begun."""
    response = house.send("admin", Call("POST /sources", {}, **_upload(house, client)))
    return {"import_id": response.location.rpartition("/")[2]}


def _a_gap(house: House, client: str, **form: str) -> dict[str, Any]:
    """A gap of a client who agrees to referral, and a day to look at it again."""
    owner = house.owner(client)
    with house.app.app_context():
        gaps = worklist_of(db.session, owner.agency_id, ClientRow.id == owner.client_id)
        db.session.rollback()
    found = {"function": gaps[0]["function"]}
    return found | {"act": "due", "body": Form(form)} if form else found


def _a_referral(house: House, client: str) -> dict[str, Any]:
    """A referral that the clinician prepared to a service of its own, and a note on it."""
    owner, own_id = house.owner(client), uuid4()
    with house.app.app_context():
        service = kept(db.session, house.agency_id, {"id": str(own_id), "name": f"{house.word} choir"})
        clinician = Actor(house.agency_id, UUID(house.id(IN_CHARGE[client])), "clinician")
        given = {"service_id": str(service), "function": "belonging"}
        with writing(db.session):
            make(db.session, clinician, owner, given, None, own_id)
    return {"referral_id": str(own_id), "act": "note", "body": Form(words=house.word)}


def _with_a_referral(house: House, client: str) -> dict[str, Any]:
    return {"referral_id": _a_referral(house, client)["referral_id"]}


def _to_read(made: dict[str, Any]) -> dict[str, Any]:
    return {"work_id": made["work_id"]}


MADE: Mapping[str, Make] = {
    **_coping("own"),
    **_coping("shared"),
    f"POST {PAGES}/card/phones": _phone,
    **OWN_MADE,
    "POST /clients": lambda house, _: {"body": Form(label=house.word)},
    "POST /names": lambda *_: {"body": Form(names="off")},
    "POST /users": lambda house, _: {
        "body": Form(name=house.word, email=f"{uuid4().hex}@example.org", role="clinician")
    },
    "POST /users/<user_id>/disable": lambda house, _: {"user_id": house.id(SPARE)},
    "POST /users/<user_id>/enable": lambda house, _: {"user_id": house.id(SPARE)},
    "POST /agency": lambda house, _: _typed(house, "admin", "/agency", {}, name=house.word, time_zone="UTC"),
    f"POST {PAGES}/visits": lambda house, client: _with_none_open(house, client) | {"body": Form()},
    f"POST {PAGES}/visits/<visit_id>/cancel": _with_a_visit,
    f"POST {PAGES}/visits/<visit_id>/confirm": _ticked,
    f"POST {PAGES}/visits/<visit_id>/finish": _with_a_visit,
    f"POST {PAGES}/visits/<visit_id>/reopen": _after_a_visit,
    f"POST {PAGES}/record": _particulars,
    f"POST {PAGES}/restore": _archived,
    f"POST {PAGES}/invitation": _nobody_yet,
    f"POST {PAGES}/invitation/mail": _invited,
    f"POST {PAGES}/account/<user_id>/confirm": _waiting,
    f"POST {PAGES}/account/<user_id>/refuse": _waiting,
    f"POST {PAGES}/between/release": releasing,
    f"POST {PAGES}/proposals/<work_id>/accept": lambda house, client: _to_settle(house, client, since="new"),
    f"POST {PAGES}/proposals/<work_id>/merge": _to_merge,
    f"POST {PAGES}/proposals/<work_id>/talk": _to_settle,
    f"POST {PAGES}/proposals/<work_id>/decline": _to_settle,
    f"POST {CIRCLE}": lambda house, _: {"body": Form(name=house.word)},
    f"POST {CIRCLE}/proposals/<work_id>/withdraw": _to_take_back,
    f"GET {CIRCLE}/<contact_id>": _released,
    f"POST {CIRCLE}/<contact_id>": lambda house, client: (
        _released(house, client) | {"body": Form(circle="3")}
    ),
    "POST /my/plans": lambda house, _: {"body": Form(title=house.word)},
    "GET /my/plans/<work_id>": lambda house, client: _to_read(_own_plan(house, client)),
    "POST /my/plans/<work_id>/<act>": _own_plan,
    f"POST {PAGES}/plans": lambda house, _: {"body": Form(title=house.word)},
    f"GET {PAGES}/plans/<work_id>": lambda house, client: _to_read(_plan_of_team(house, client)),
    f"POST {PAGES}/plans/<work_id>/<act>": _plan_of_team,
    "POST /resources": lambda house, _: {"body": Form(id=str(uuid4()), name=house.word)},
    "POST /resources/<resource_id>/<act>": _resource,
    "POST /resources/<resource_id>/report": lambda house, _: {"body": Form(words=house.word)},
    "PUT /sources/uploads/<upload_id>": lambda *_: {"body": b"[]", "query": {"name": "list.json"}},
    "POST /sources": _upload,
    "GET /sources/imports/<import_id>": _import,
    f"GET {PAGES}/gaps/<function>": _a_gap,
    f"POST {PAGES}/gaps/<function>/search": lambda house, client: {
        **_a_gap(house, client),
        "body": Form(words=house.word),
    },
    f"POST {PAGES}/gaps/<function>/nothing": lambda house, client: {
        **_a_gap(house, client),
        "body": Form(back="/account"),
    },
    f"POST {PAGES}/gaps/<function>/<act>": lambda house, client: _a_gap(house, client, due_on="2999-01-01"),
    f"POST {PAGES}/referrals": lambda house, client: {
        "body": Form(id=str(uuid4()), service_id=house.resource_id, function="belonging")
    },
    f"GET {PAGES}/referrals/<referral_id>": _with_a_referral,
    f"POST {PAGES}/referrals/<referral_id>/<act>": _a_referral,
    f"GET {PAGES}/referrals/<referral_id>/letter": _with_a_referral,
    f"GET {PAGES}/referrals/handout": lambda house, client: {
        "query": {"referral": _a_referral(house, client)["referral_id"]}
    },
    f"POST {PAGES}/team": _spare,
    f"POST {PAGES}/team/<user_id>/end": _on_the_team,
    f"POST {PAGES}/hand-over": _spare,
    f"POST {PAGES}/erase": _put_away,
    f"POST {PAGES}/map/what-if": lambda house, client: {"body": Form(leaves=house.id(f"{client} contact 0"))},
    f"POST {API}/clients": lambda house, _: {"body": {"id": str(uuid4()), "label": house.word}},
    f"PATCH {CLIENT}": lambda house, _: {"body": {"area": f"{house.word} area"}},
    f"POST {CLIENT}/restore": _archived,
    f"PATCH {CLIENT}/network": lambda *_: {"body": {"needs": {"emotional": 0.7}}},
    f"POST {CLIENT}/contacts": lambda house, client: {
        "body": a_contact(house, client, "a new contact") | {"id": str(uuid4())}
    },
    f"PATCH {CONTACT}": lambda house, client: _contact_0(house, client) | {"body": {"note": uuid4().hex}},
    f"DELETE {CONTACT}": lambda house, client: (
        _fresh_contact(house, client) | {"body": {"ended_reason": "moved"}}
    ),
    f"POST {CONTACT}/confirm": _to_confirm,
    f"POST {CLIENT}/contacts/answer-rest": lambda house, client: {
        "body": {"question": "belonging", "answer": 0, "contacts": [house.id(f"{client} contact 0")]}
    },
    f"PUT {TIE}": lambda *_: {"body": {"strength": 2}},
    f"DELETE {TIE}": _tied,
    f"POST {CLIENT}/undo": _changed,
    f"POST {CLIENT}/redo": _undone,
    f"POST {CLIENT}/what-if": lambda house, client: {"body": {"leaves": house.id(f"{client} contact 0")}},
    f"GET {CLIENT}/figures/change": _from_first,
    f"GET {CLIENT}/compare": _from_first,
    f"POST {CLIENT}/visits": _with_none_open,
    f"DELETE {VISIT}": _with_a_visit,
    f"POST {VISIT}/finish": _with_a_visit,
    f"POST {VISIT}/reopen": _after_a_visit,
    f"POST {CLIENT}/document": lambda house, client: {"body": a_document(house, client)},
    f"POST {CLIENT}/consents": lambda house, client: {
        "body": a_consent(house, client, "a new consent") | {"id": str(uuid4())}
    },
    f"DELETE {TEAM}": _on_the_team,
}
