"""What a client writes for themselves: entries, setbacks, achievements; private unless they share it.

Each is about a day and about people; deleting one deletes it for good.
An achievement outlives the setback, or the step of a plan, that it came from.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from unicodedata import normalize
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.analysis.journal import MOODS
from supportmap.casework.facts import read_facts
from supportmap.casework.outcome import Invalid, Missing
from supportmap.casework.portal import released
from supportmap.casework.work import NOT_FOR, Work, add_work, change_work, delete_work, work_of
from supportmap.exchange.field import Field, Table, listing, optional, required, text, whole
from supportmap.exchange.fields import long_text
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.days import today
from supportmap.records.networks import Facts

__all__ = ["OWN", "STEPS", "Said", "change_own", "delete_own", "own_work", "write_own"]

EARLIEST = date(1900, 1, 1)
MOST_TAGS, LONGEST_TAG = 20, 40


def _tags(value: Any) -> tuple[str, ...]:
    """Return tags as they are counted: in small letters, each once."""
    if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
        raise ValueError
    tags = tuple(dict.fromkeys(filter(None, (normalize("NFC", tag).strip(" #").lower() for tag in value))))
    if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
        raise ValueError
    return tags


TAGS = Field(f"at most {MOST_TAGS} tags of at most {LONGEST_TAG} characters each", _tags)
MOOD = optional(whole(MOODS[0], MOODS[-1]))
STEPS = ("happened", "thought", "evidence_for", "evidence_against", "other_view", "would_try")
"""The parts of a setback, in the order in which they are worked through; all but the first may wait."""
_ALWAYS: Table = {"contacts": listing(50), NOT_FOR: listing(100)}
OWN: Mapping[str, Table] = {
    "entry": {"text": required(long_text(1)), "before": MOOD, "after": MOOD, "tags": TAGS, **_ALWAYS},
    "setback": {
        "happened": required(long_text(1)),
        **{name: optional(long_text()) for name in STEPS[1:]},
        **_ALWAYS,
    },
    "achievement": {"words": required(text(500, 1)), **_ALWAYS},
}
"""What each kind says."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote, whether it is shared, and the day that it is about: today, or as it was before."""

    given: Facts
    shared: bool = False
    on_day: date | None = None


def own_work(session: Session, actor: Actor, owner: Owner, kind: str, work_id: UUID) -> Work:
    """Return something that the client wrote, for whoever is that client; else raise Missing."""
    work = work_of(session, actor, owner, kind, work_id)
    if not work.by_client or actor.role != "client":
        raise Missing(kind)
    return work


def write_own(
    session: Session,
    actor: Actor,
    owner: Owner,
    kind: str,
    said: Said,
    work_id: UUID | None = None,
    about: UUID | None = None,
) -> Work:
    """Write something new of a kind, and return it."""
    facts, day = _facts(session, actor, owner, kind, said), _day(session, owner, said.on_day)
    told: dict[str, Any] = {"shared": said.shared, "on_day": day, "about": about, "work_id": work_id}
    return add_work(session, actor, owner, kind, facts, **told)


def change_own(
    session: Session, actor: Actor, owner: Owner, kind: str, work_id: UUID, version: int, said: Said
) -> Work:
    """Change something as it was read, who sees it too; Stale if it was changed since."""
    work = own_work(session, actor, owner, kind, work_id)
    facts = _facts(session, actor, owner, kind, said, work.facts["contacts"])
    columns = {"shared": said.shared, "on_day": _day(session, owner, said.on_day or work.on_day)}
    return change_work(session, actor, owner, work, version, facts=facts, **columns)


def delete_own(session: Session, actor: Actor, owner: Owner, kind: str, work_id: UUID) -> None:
    """Delete something for good; also where the record was put away."""
    delete_work(session, actor, owner, own_work(session, actor, owner, kind, work_id))


def _facts(
    session: Session, actor: Actor, owner: Owner, kind: str, said: Said, named: Sequence[str] = ()
) -> Facts:
    empty: Facts = {name: [] if name in ("tags", *_ALWAYS) else None for name in OWN[kind]}
    facts = empty | read_facts(OWN[kind], said.given)
    return facts | {"contacts": _people(session, actor, owner, facts["contacts"], named)}


def _people(
    session: Session, actor: Actor, owner: Owner, chosen: Collection[str], named: Sequence[str]
) -> list[str]:
    """Return whom something is about: whoever was chosen of those whom the client sees.

    Who was ``named`` before and isn't shown to the client any more can't be chosen, and stays named.
    """
    seen = [each["id"] for each in released(session, actor, owner).people]
    if not {*map(str, chosen)} <= {*seen, *named}:
        raise Invalid(("contacts", "somebody was ticked whom you don’t see any more: untick them"))
    return [*(each for each in seen if each in chosen), *(each for each in named if each not in seen)]


def _day(session: Session, owner: Owner, given: date | None) -> date:
    now = today(session, owner.agency_id)
    if given and given > now:
        raise Invalid(("on_day", "That day is still to come."))
    if given and given < EARLIEST:
        raise Invalid(("on_day", f"expected a day from {EARLIEST.year} on"))
    return given or now
