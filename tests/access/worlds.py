"""An agency with somebody in every situation towards one client, and the tables of ``matrix.md``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from supportmap.access.policy import Place, Subject
from supportmap.records.audit import Actor
from supportmap.records.client import CarePlace, ClientRow, Consent, Owner
from supportmap.records.database import writing
from tests.service import a_client, a_user, an_agency

__all__ = [
    "DAY",
    "KINDS",
    "NOW",
    "ROLES",
    "World",
    "a_place",
    "a_world",
    "consent",
    "expectations",
    "subject_of",
    "table",
    "words",
]

MATRIX = Path(__file__).with_name("matrix.md")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ROLES = ("clinician", "client", "referral", "admin")

KINDS = ("client", "consented", "agency")
"""What an action may be about: a client, one who agrees to referral, or the agency itself."""
OF_ALL: Mapping[str, frozenset[str]] = {
    "the team": frozenset({"clinician on the team", "clinician on the team until tomorrow"}),
    "self": frozenset({"client"}),
    "invited": frozenset({"client who isn't confirmed"}),
    "an admin": frozenset(
        {"admin", "admin on the team", "admin named as the client", "admin invited as the client"}
    ),
    "the desk": frozenset(),
    **{role: frozenset({f"{role} of the agency"}) for role in ROLES},
}
DESK = frozenset(
    {"referral", "referral on the team", "referral named as the client", "referral invited as the client"}
)
WHO: Mapping[str, Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(KINDS, OF_ALL),
    "consented": {**OF_ALL, "the desk": DESK},
}
"""What the words of the tables mean, in situations, by what the action is about."""


def table(heading: str) -> dict[str, tuple[str, ...]]:
    """Return the lines of one table of ``matrix.md``: the first cell, and the words of the second."""
    section = MATRIX.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    cells = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| ")][1:]
    lines = {first.strip(): words(second) for first, second in cells}
    assert len(lines) == len(cells), "a line stands twice"
    return lines


def words(cell: str) -> tuple[str, ...]:
    """Return the words of a cell, which commas separate."""
    return tuple(word.strip() for word in cell.split(","))


def expectations() -> dict[tuple[str, str], frozenset[str]]:
    """Return the situations in which an action is allowed, by what it is about (``KINDS``)."""
    of_client, of_agency = "What may be done to a client", "What may be done in an agency"
    headings = {"client": of_client, "consented": of_client, "agency": of_agency}
    return {
        (action, kind): frozenset[str]().union(*(WHO[kind][word] for word in who))
        for kind, heading in headings.items()
        for action, who in table(heading).items()
    }


@dataclass(frozen=True, slots=True)
class World:
    """A client, another who agrees to referral, their agency, and actors by how they stand towards each."""

    owner: Owner
    willing: Owner
    client: Subject
    consented: Subject
    agency: Subject
    actors: Mapping[str, Mapping[str, Actor]]

    def subject(self, kind: str) -> Subject:
        """What an action of this kind is about."""
        subject: Subject = getattr(self, kind)
        return subject


def a_world(session: Session) -> World:
    """Add a world to the database. Everybody has a double of the same ids in another agency."""
    agency, elsewhere = an_agency(session), an_agency(session, "Beacon")
    owner, neighbour = a_client(session, agency), a_client(session, agency)
    a_client(session, elsewhere, client_id=owner.client_id)
    willing = a_client(session, agency)
    a_client(session, elsewhere, client_id=willing.client_id)
    within = {f"{role} of the agency": a_user(session, agency, role) for role in ROLES}
    actors = {
        "client": _doubled(_towards(session, owner, neighbour), elsewhere),
        "consented": _doubled(_towards(session, willing, neighbour), elsewhere),
        "agency": _doubled(within, elsewhere),
    }
    consent(session, willing, NOW - DAY)
    client, consented = subject_of(session, owner), subject_of(session, willing)
    return World(owner, willing, client, consented, Subject(agency), actors)


def _towards(session: Session, owner: Owner, neighbour: Owner) -> dict[str, Actor]:
    return {
        **_clinicians(session, owner, neighbour),
        **_others_on_the_team(session, owner, neighbour),
        **_never_on_the_team(session, owner, neighbour),
    }


def _clinicians(session: Session, owner: Owner, neighbour: Owner) -> dict[str, Actor]:
    places = {
        "on the team": (owner, NOW, None, NOW - DAY),
        "on the team until tomorrow": (owner, NOW - DAY, NOW + DAY, NOW - DAY),
        "whose place has ended": (owner, NOW - DAY, NOW, NOW - DAY),
        "whose place begins tomorrow": (owner, NOW + DAY, None, NOW - DAY),
        "who did not confirm": (owner, NOW - DAY, None, None),
        "on another team": (neighbour, NOW - DAY, None, NOW - DAY),
    }
    actors = {name: a_user(session, owner.agency_id) for name in places}
    for name, (whose, since, until, confirmed_at) in places.items():
        a_place(session, whose, actors[name].user_id, since, until, confirmed_at)
    return {f"clinician {name}": actor for name, actor in actors.items()}


def _others_on_the_team(session: Session, owner: Owner, neighbour: Owner) -> dict[str, Actor]:
    actors = {
        "admin on the team": a_user(session, owner.agency_id, "admin"),
        "referral on the team": a_user(session, owner.agency_id, "referral"),
        "another client on the team": a_user(session, owner.agency_id, "client", neighbour),
    }
    for actor in actors.values():
        a_place(session, owner, actor.user_id, NOW - DAY, None, NOW - DAY)
    return actors


def _never_on_the_team(session: Session, owner: Owner, neighbour: Owner) -> dict[str, Actor]:
    agency, staff = owner.agency_id, ("clinician", "referral", "admin")
    return {
        "client": a_user(session, agency, "client", owner),
        "client who isn't confirmed": _invited(session, owner),
        "another client who isn't confirmed": _invited(session, neighbour),
        "another client": a_user(session, agency, "client", neighbour),
        "operator": Actor.operator(agency),
        **{role: a_user(session, agency, role) for role in staff},
        **{f"{role} named as the client": a_user(session, agency, role, owner) for role in staff},
        **{f"{role} invited as the client": _invited(session, owner, role) for role in staff},
    }


def _invited(session: Session, owner: Owner, role: str = "client") -> Actor:
    actor = a_user(session, owner.agency_id, role, owner)
    return replace(actor, client_id=None, invited_to=owner.client_id)


def _doubled(actors: Mapping[str, Actor], elsewhere: UUID) -> dict[str, Actor]:
    doubles = {
        f"{name}, but elsewhere": replace(actor, agency_id=elsewhere) for name, actor in actors.items()
    }
    return {**actors, **doubles}


def consent(
    session: Session,
    owner: Owner,
    at: datetime,
    given: bool = True,
    expires_at: datetime | None = None,
    **more: object,
) -> None:
    """Add what a client said of referral."""
    by = a_user(session, owner.agency_id).user_id
    told = {"id": uuid4(), "user_id": by, "at": at, "purpose": "referral", "given": given, **more}
    with writing(session):
        session.add(Consent(**owner._asdict(), **told, expires_at=expires_at, sealed=b""))


def a_place(
    session: Session,
    owner: Owner,
    user_id: UUID | None,
    since: datetime,
    until: datetime | None,
    confirmed_at: datetime | None,
) -> None:
    """Put somebody on a care team."""
    times = {"since": since, "until": until, "confirmed_at": confirmed_at}
    with writing(session):
        session.add(CarePlace(**owner._asdict(), id=uuid4(), user_id=user_id, **times))


def subject_of(session: Session, owner: Owner) -> Subject:
    """Return a client with their care team, as rows have it."""
    places = session.scalars(
        select(CarePlace).filter_by(agency_id=owner.agency_id, client_id=owner.client_id)
    ).all()
    team = tuple(
        Place(place.user_id, place.since, place.until, place.confirmed_at is not None) for place in places
    )
    return Subject(owner.agency_id, owner.client_id, team, consents(session, owner))


def consents(session: Session, owner: Owner) -> bool:
    """Tell whether a client agrees to referral now, from the rows one by one."""
    said = session.scalars(
        select(Consent).filter_by(agency_id=owner.agency_id, client_id=owner.client_id, purpose="referral")
    ).all()
    of_all = sorted((each for each in said if each.referral_id is None), key=lambda each: each.id)
    last = max(of_all, key=lambda each: each.at, default=None)
    archived = session.scalar(
        select(ClientRow.archived_at).filter_by(agency_id=owner.agency_id, id=owner.client_id)
    )
    if last is None or not last.given or archived:
        return False
    return last.expires_at is None or last.expires_at > NOW
