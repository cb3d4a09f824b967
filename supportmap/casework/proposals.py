"""Proposals: what a client says of the people in their life, until a clinician takes it into the map.

A proposal is about somebody new, or about somebody whom the client sees on the map. Nothing of it counts
before it is taken over, and what is known already stays unless the clinician says otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from supportmap.analysis.network import SINCE
from supportmap.casework.facts import CONTACT_FACTS, read_facts, some_of
from supportmap.casework.likeness import alike
from supportmap.casework.mapping import add_contact, change_contact
from supportmap.casework.outcome import Conflict, Invalid, Missing
from supportmap.casework.portal import released
from supportmap.casework.work import NOT_FOR, Work, add_work, change_work, work_of, works_of
from supportmap.exchange.field import Table, listing, optional, text
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.networks import Facts, State, contact_ids, state_of
from supportmap.records.staff import confirmed_clients

__all__ = [
    "CORRECTED",
    "OPEN",
    "PROPOSED",
    "accept",
    "decline",
    "differing",
    "is_confirmed",
    "meant",
    "merge",
    "proposals_of",
    "propose",
    "talk_about",
    "withdraw",
]

_SAID = (
    *("name", "kind", "relationship", "sector", "circle", "emotional", "practical", "belonging"),
    *("gives_back", "reach", "frequency", "knows_listed"),
)
PROPOSED: Table = {name: CONTACT_FACTS[name] for name in _SAID}
"""What may be said of somebody new: the name has to be."""
CORRECTED: Table = {name: some_of(CONTACT_FACTS)[name] for name in (*_SAID, "status", "ended_reason")}
"""What may be said of somebody who is on the map: that they are past, too."""
WORDS: Table = {"words": optional(text(1_000)), NOT_FOR: listing(100)}
REPLY: Table = {"reply": optional(text(1_000))}
MOST_OPEN, MOST_UNCONFIRMED = 100, 20
OPEN = ("waiting", "talk")
"""The states of a proposal that nobody has settled."""


def propose(
    session: Session,
    actor: Actor,
    owner: Owner,
    given: Facts,
    said: Facts | None = None,
    about: str | None = None,
    work_id: UUID | None = None,
) -> Work:
    """Propose somebody new, or say of somebody on the map (``about``) what is otherwise.

    ``said``: a word to the clinician, and ``not_for``, the staff whom it is kept from. Missing where the
    client doesn't see that somebody is on the map.
    """
    facts = read_facts(CORRECTED if about else PROPOSED, given)
    if about and not facts:
        raise Invalid(("", "say what is different, then send it"))
    if about and about not in {each["id"] for each in released(session, actor, owner).people}:
        raise Missing("contact")
    told = {"contact": about, "given": facts, **read_facts(WORDS, said or {})}
    _check_room(session, actor, owner, work_id)
    return add_work(session, actor, owner, "proposal", told, shared=True, state="waiting", work_id=work_id)


def proposals_of(session: Session, actor: Actor, owner: Owner) -> list[Work]:
    """Return the proposals that somebody may see, the latest first.

    Who was taken into the map and isn't on it any more, because that was undone, waits again. An account that
    isn't confirmed is told of none what became of it.
    """
    there = contact_ids(session, owner)
    found = works_of(session, actor, owner, "proposal")[::-1]
    return [_untold(each) if actor.invited_to else _standing(each, there) for each in found]


def _standing(proposal: Work, there: Collection[str]) -> Work:
    became = proposal.facts.get("became", {}).get("contact")
    undone = proposal.state == "accepted" and became not in there
    return replace(proposal, state="waiting") if undone else proposal


def _untold(proposal: Work) -> Work:
    facts = {name: value for name, value in proposal.facts.items() if name not in ("reply", "became")}
    state = proposal.state if proposal.state == "withdrawn" else "waiting"
    return replace(proposal, facts=facts, state=state)


def _check_room(session: Session, actor: Actor, owner: Owner, work_id: UUID | None) -> None:
    """Raise Conflict where so many wait that nobody could read them; of whoever may be anybody, few may."""
    known = [each for each in works_of(session, actor, owner, "proposal") if each.id != work_id]
    waiting = known if actor.invited_to else [each for each in known if each.state in OPEN]
    if len(waiting) >= (MOST_UNCONFIRMED if actor.invited_to else MOST_OPEN):
        raise Conflict("full", "so many wait already: speak about those first")


def withdraw(session: Session, actor: Actor, owner: Owner, work_id: UUID) -> Work:
    """Take one's own proposal back; the clinician still sees that it was made: somebody may have pressed."""
    return _settled(session, actor, owner, _open(session, actor, owner, work_id), "withdrawn")


def accept(
    session: Session, actor: Actor, owner: Owner, work_id: UUID, since: str, said: Facts | None = None
) -> Work:
    """Take somebody new into the map; ``since`` says whether they are new in life or weren't mentioned."""
    proposal = _acceptable(session, actor, owner, work_id)
    if proposal.facts["contact"]:
        raise Conflict("about-a-contact", "this is about somebody on the map: choose what to take over")
    if since not in SINCE:
        raise Invalid(("since", "say whether they are new in life or weren’t mentioned before"))
    own_id = str(uuid4())
    add_contact(session, actor, owner, proposal.facts["given"] | {"since": since}, own_id)
    became = {"contact": own_id, "taken": list(proposal.facts["given"]), "since": since}
    return _settled(session, actor, owner, proposal, "accepted", became=became, **_reply(said))


def merge(
    session: Session,
    actor: Actor,
    owner: Owner,
    work_id: UUID,
    contact_id: str,
    version: int,
    replaced: Collection[str] = (),
    said: Facts | None = None,
) -> Work:
    """Take a proposal over into somebody on the map: fill what isn't known, and replace what is named.

    What it became says by name which facts changed the map (``taken``), and which say otherwise (``left``).
    ``version`` is that of the contact as it was read (Stale otherwise).
    """
    proposal = _acceptable(session, actor, owner, work_id)
    known = _contact(state_of(session, owner), contact_id)
    given = proposal.facts["given"]
    taken = {n: v for n, v in given.items() if n in replaced or known.get(n) is None}
    became = {"contact": contact_id, **_told_apart(known, given, taken)}
    change_contact(session, actor, owner, contact_id, taken, version)
    return _settled(session, actor, owner, proposal, "merged", became=became, **_reply(said))


def talk_about(
    session: Session, actor: Actor, owner: Owner, work_id: UUID, said: Facts | None = None
) -> Work:
    """Leave a proposal open, to speak about it when next the two meet."""
    proposal = _open(session, actor, owner, work_id)
    return _settled(session, actor, owner, proposal, "talk", **_reply(said))


def decline(session: Session, actor: Actor, owner: Owner, work_id: UUID, said: Facts | None = None) -> Work:
    """Leave the map as it is, after having spoken about it."""
    proposal = _open(session, actor, owner, work_id)
    return _settled(session, actor, owner, proposal, "declined", **_reply(said))


def meant(state: State, proposal: Work) -> list[str]:
    """Return the ids of whom a proposal may be about: whom it names, else who is called alike."""
    about = proposal.facts["contact"]
    if about:
        return [about] if about in state.contacts else []
    return alike(proposal.facts["given"]["name"], state.contacts.values())


def differing(known: Facts, given: Facts) -> list[tuple[str, Any, Any]]:
    """Return each fact that is said otherwise than it is known: its name, how it stands, what is said.

    A name that is typed in other letters, capital or not, says nothing else.
    """
    said = [(name, known.get(name), value) for name, value in given.items()]
    return [each for each in said if _plain(each[1]) != _plain(each[2])]


def _told_apart(known: Facts, given: Facts, taken: Facts) -> dict[str, list[str]]:
    changed = [name for name, value in taken.items() if known.get(name) != value]
    return {"taken": changed, "left": [name for name, *_ in differing(known, given) if name not in taken]}


def _plain(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def is_confirmed(session: Session, owner: Owner, users: Iterable[UUID]) -> set[UUID]:
    """Return those of these accounts that a clinician has confirmed to be the client's."""
    clients = confirmed_clients(session, owner.agency_id, users)
    return {user for user, client_id in clients.items() if client_id == owner.client_id}


def _acceptable(session: Session, actor: Actor, owner: Owner, work_id: UUID) -> Work:
    proposal = _open(session, actor, owner, work_id)
    if not is_confirmed(session, owner, [proposal.user_id]):
        raise Conflict("not-confirmed", "say first on the page Record that the account is the client’s")
    return proposal


def _open(session: Session, actor: Actor, owner: Owner, work_id: UUID) -> Work:
    proposal = work_of(session, actor, owner, "proposal", work_id)
    if _standing(proposal, contact_ids(session, owner)).state not in OPEN:
        raise Conflict("settled", "this proposal is settled already")
    return proposal


def _contact(state: State, contact_id: str) -> Facts:
    if contact_id not in state.contacts:
        raise Missing("contact")
    return state.contacts[contact_id]


def _settled(session: Session, actor: Actor, owner: Owner, proposal: Work, state: str, **more: Any) -> Work:
    return change_work(session, actor, owner, proposal, facts=proposal.facts | more, state=state)


def _reply(said: Facts | None) -> Facts:
    """Return the word to the client, where there is one: none doesn't take an earlier one back."""
    return {name: text for name, text in read_facts(REPLY, said or {}).items() if text}
