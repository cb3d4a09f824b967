"""A client's support network as plain, frozen data: the one thing every measure reads.

Answers are small integers or ``None``. ``None`` always means "not asked" and is never read as 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, get_args

import networkx as nx

__all__ = [
    "CIRCLES",
    "ENDED_REASONS",
    "FUNCTIONS",
    "KINDS",
    "NEEDS",
    "NOT_PLACED_RADIUS",
    "SECTORS",
    "SINCE",
    "STATUSES",
    "Client",
    "Contact",
    "Function",
    "Kind",
    "Needs",
    "Network",
    "Sector",
    "Status",
    "Tie",
]

Function = Literal["emotional", "practical", "belonging"]
Kind = Literal["person", "group", "place", "animal", "service"]
Sector = Literal["family", "friends", "work", "community", "professionals"]
Status = Literal["proposed", "active", "planned", "past"]
Since = Literal["new", "not mentioned before"]
EndedReason = Literal["died", "lost touch", "moved", "fell out", "referral ended", "other"]

FUNCTIONS: tuple[Function, ...] = get_args(Function)
KINDS: tuple[Kind, ...] = get_args(Kind)
SECTORS: tuple[Sector, ...] = get_args(Sector)
STATUSES: tuple[Status, ...] = get_args(Status)
SINCE: tuple[Since, ...] = get_args(Since)
ENDED_REASONS: tuple[EndedReason, ...] = get_args(EndedReason)
NEEDS = (0.3, 0.5, 0.7)
"""How much of a function a client can want: low, some, a lot."""
CIRCLES = (1, 2, 3)
NOT_PLACED_RADIUS = 3.5


@dataclass(frozen=True, slots=True)
class Needs:
    """How much of each function the client wants: .3 low, .5 some, .7 a lot, or None: not asked."""

    emotional: float | None = None
    practical: float | None = None
    belonging: float | None = None

    def of(self, function: Function) -> float | None:
        """Return the need for one function, or None when it was not asked."""
        need: float | None = getattr(self, function)
        return need


@dataclass(frozen=True, slots=True)
class Client:
    """The person whose network it is. ``extra`` holds keys of a document that this version does not know."""

    label: str | None = None
    needs: Needs = Needs()
    birth_year: int | None = None
    area: str | None = None
    languages: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone or something in the client's life.

    Ratings (the three functions, ``gives_back``, ``strain``) are 0 hardly ever, 1 sometimes, 2 almost
    always. ``circle`` is 1 inner to 3 outer; ``reach`` and ``frequency`` are 2 often to 0 rarely.
    ``angle`` is in degrees counter-clockwise from the right, 0 <= angle < 360.
    """

    id: str
    name: str
    kind: Kind = "person"
    relationship: str | None = None
    sector: Sector | None = None
    status: Status = "active"
    circle: int | None = None
    angle: float | None = None
    emotional: int | None = None
    practical: int | None = None
    belonging: int | None = None
    gives_back: int | None = None
    strain: int | None = None
    reach: int | None = None
    frequency: int | None = None
    unsafe: bool = False
    since: Since | None = None
    ended_reason: EndedReason | None = None
    note: str | None = None
    phone: str | None = None
    phone_checked_on: date | None = None
    knows_listed: bool | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def rating(self, function: Function) -> int | None:
        """Return how often this contact gives a function: 0, 1, 2, or None when it was not asked."""
        rating: int | None = getattr(self, function)
        return rating

    @property
    def is_active(self) -> bool:
        """Whether the contact is in the client's life now: only such contacts are measured."""
        return self.status == "active"

    @property
    def is_supporter(self) -> bool:
        """Whether the contact may be counted on and listed as someone to turn to."""
        return self.status == "active" and not self.unsafe

    @property
    def is_formal(self) -> bool:
        """Whether the support is paid or professional."""
        return self.sector == "professionals" or self.kind == "service"


@dataclass(frozen=True, slots=True)
class Tie:
    """Two contacts who know each other (strength 1, or not asked) or are close (2). It has no direction."""

    a: str
    b: str
    strength: int | None = 1
    strained: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def weight(self) -> int:
        """Return the strength as Burt's z: at least 1, because a recorded tie exists."""
        return self.strength or 1

    @property
    def pair(self) -> frozenset[str]:
        """Return both ends, in no order."""
        return frozenset((self.a, self.b))


@dataclass(frozen=True, slots=True)
class Network:
    """The contacts and ties of one client at one time.

    ``elicited`` is false while nobody has been asked for contacts; ``ties_asked`` is false unless all pairs
    were asked about: a tie says nothing of the others. Raises ValueError when two contacts share an id, a
    tie names an unknown contact or joins one to itself, or a pair is tied twice.
    """

    contacts: tuple[Contact, ...] = ()
    ties: tuple[Tie, ...] = ()
    client: Client = Client()
    held_on: date | None = None
    elicited: bool = True
    ties_asked: bool = True
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse a network that is no simple graph."""
        ids = {contact.id for contact in self.contacts}
        if len(ids) != len(self.contacts):
            raise ValueError("two contacts have the same id")
        if any(tie.a == tie.b or tie.a not in ids or tie.b not in ids for tie in self.ties):
            raise ValueError("a tie must join two different contacts of the network")
        if len({tie.pair for tie in self.ties}) != len(self.ties):
            raise ValueError("two contacts are tied twice")

    def contact(self, contact_id: str) -> Contact:
        """Return the contact with this id, or raise KeyError."""
        for contact in self.contacts:
            if contact.id == contact_id:
                return contact
        raise KeyError(contact_id)

    @property
    def active(self) -> tuple[Contact, ...]:
        """Return the contacts of structure and circle groups: active ones, unsafe ones included."""
        return tuple([contact for contact in self.contacts if contact.status == "active"])

    @property
    def pairs_unasked(self) -> bool:
        """Return whether it is open who knows whom: there are two who are active, and not all were asked."""
        return not self.ties_asked and len(self.active) > 1

    @property
    def supporters(self) -> tuple[Contact, ...]:
        """Return the active contacts who are not marked unsafe: the only ones coverage counts."""
        return tuple([contact for contact in self.active if not contact.unsafe])

    def with_contact(self, changed: Contact, ties: Iterable[Tie] = ()) -> Network:
        """Return the network with one contact put in place of its namesake by id, or added at the end.

        Adding one says that contacts were asked for; changing one says nothing of the kind.
        """
        contacts = tuple(changed if contact.id == changed.id else contact for contact in self.contacts)
        is_new = all(contact.id != changed.id for contact in self.contacts)
        return replace(
            self,
            contacts=(*contacts, changed) if is_new else contacts,
            ties=(*self.ties, *ties),
            elicited=self.elicited or is_new,
        )

    def to_graph(self, include_client: bool = False) -> nx.Graph[str]:
        """Return the active contacts and the ties between them as a networkx graph.

        Nodes are contact ids with the ``contact`` as attribute; edges have ``weight`` (1 or 2) and
        ``strained``. With ``include_client`` the node ``""`` (no contact has an empty id) is the client,
        joined to everyone with weight 4 - circle, or 1 where the contact is not placed.
        """
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from((contact.id, {"contact": contact}) for contact in self.active)
        graph.add_edges_from(
            (tie.a, tie.b, {"weight": tie.weight, "strained": tie.strained})
            for tie in self.ties
            if tie.a in graph and tie.b in graph
        )
        if include_client:
            graph.add_edges_from(("", contact.id, {"weight": closeness(contact)}) for contact in self.active)
        return graph


def closeness(contact: Contact) -> int:
    """Return Burt's z of client and contact: 3 inner, 2 middle, 1 outer; 1 when not placed."""
    return 4 - contact.circle if contact.circle else 1
