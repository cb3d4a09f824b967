"""The fictional agency: staff with fresh passwords, and clients taken in as they would take them in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.access.adding import add_user
from supportmap.casework.agency import change_agency
from supportmap.casework.changes import who
from supportmap.casework.clients import add_client
from supportmap.casework.mapping import change_network
from supportmap.casework.team import join_team
from supportmap.demo.between import work_between
from supportmap.demo.population import Story
from supportmap.demo.visiting import hold_visits
from supportmap.records.agency import found_agency
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.database import writing

__all__ = ["DemoAgency", "SignIn", "found", "give_account", "take_in"]

NAME = "Harbour Community Care (fictional)"
STAFF = (
    ("clinician", "clinician@example.org", "Rowan Cardune"),
    ("clinician", "clinician2@example.org", "Amal Pellingby"),
    ("referral", "referral@example.org", "Noor Jandry"),
    ("admin", "admin@example.org", "Kit Ostrander"),
)
CRISIS_LINE = "Harbour night line (fictional): 01632 960 100, day and night"
TEAMS = ((0,), (0,), (0, 1), (1, 0), (1,))
"""Which clinicians see a client, by turns; the first of them adds the client."""
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for others."""


class SignIn(NamedTuple):
    """How somebody signs in."""

    role: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class DemoAgency:
    """The agency, its clinicians, and how its staff sign in."""

    agency_id: UUID
    clinicians: tuple[Actor, ...]
    desk: Actor
    """Somebody of the referral staff."""
    sign_ins: tuple[SignIn, ...]


def found(session: Session) -> DemoAgency:
    """Make the agency and its staff."""
    sign_ins, actors = [], []
    with writing(session):
        agency_id = found_agency(session, NAME)
        for role, email, name in STAFF:
            sign_in = SignIn(role, email, _password())
            user_id = add_user(session, agency_id, email, sign_in.password, role, name)
            sign_ins.append(sign_in)
            actors.append(Actor(agency_id, user_id, role))
            if role == "admin":
                change_agency(session, Actor(agency_id, user_id, role), {"crisis_line": CRISIS_LINE})
    clinicians = tuple(actor for actor in actors if actor.role == "clinician")
    desk = next(actor for actor in actors if actor.role == "referral")
    return DemoAgency(agency_id, clinicians, desk, tuple(sign_ins))


def take_in(session: Session, agency: DemoAgency, number: int, story: Story) -> Owner:
    """Add a client with all their visits; every change is one that a clinician made."""
    lead, *others = [agency.clinicians[place] for place in TEAMS[number % len(TEAMS)]]
    client = story.client
    facts = {"label": client.label, "name": story.name, "birth_year": client.birth_year, "area": client.area}
    needs = {name: getattr(client.needs, name) for name in ("emotional", "practical", "belonging")}
    with writing(session):
        owner = add_client(session, lead, agency.agency_id, {**facts, "languages": list(client.languages)})
        for other in others:
            join_team(session, lead, owner, who(other))
        if story.visits:
            change_network(session, lead, owner, {"needs": needs})
    hold_visits(session, [lead, *others], owner, story.visits)
    return owner


def give_account(session: Session, agency: DemoAgency, owner: Owner, today: date) -> SignIn:
    """Give the first client an account of their own, with what they did since the last visit."""
    sign_in = SignIn("client", "client@example.org", _password())
    with writing(session):
        user_id = add_user(session, owner.agency_id, *sign_in[1:], "client", client=owner.client_id)
    client = Actor(owner.agency_id, user_id, "client", owner.client_id)
    work_between(session, agency.clinicians[0], client, owner, today)
    return sign_in


def _password() -> str:
    """Return a password of 16 letters and digits, hard to guess and easy to type."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
