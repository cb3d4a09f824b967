"""What a referral is on the map: planned until the first attendance, active from it, past at its end.

Where the client goes on going there, an end changes nothing on the map.
What ended without attendance is taken off again: it was never in the client's life, and a past contact would
say that it had been. Finished visits keep how it stood then. All of it are changes of the kind ``refer``,
which nobody undoes: the map would say otherwise than the referral's log.

Nothing here answers whoever makes the referral, and the map never stands in its way: referral staff must not
learn of it by what is refused.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import Row
from sqlalchemy.orm import Session

from supportmap.analysis.network import FUNCTIONS
from supportmap.analysis.projecting import expectation, is_expected, referral_expected, without_mark
from supportmap.analysis.referring import on_map
from supportmap.casework.changes import REFER, change, network_facts, positions
from supportmap.casework.edits import Edit, edits_of
from supportmap.casework.kept_off import mark_of
from supportmap.casework.mapping import new_contact
from supportmap.casework.outcome import Invalid
from supportmap.casework.referral import Referral
from supportmap.casework.tying import no_longer_asked
from supportmap.records.audit import Actor
from supportmap.records.changes import changes_of_kind
from supportmap.records.client import Owner
from supportmap.records.networks import Facts, State, state_of

__all__ = ["follow", "plan", "retreat"]

LONGEST_NAME = 200
OUTER, SOME_DAYS, NO_STRAIN = 3, 1, 0
"""What is expected of a service: in the outer circle, there within days, no burden."""
ENDED = "referral ended"
SECTOR = "community"
"""The part of life in which a service of the directory begins; a clinician moves it where it is another."""
_NOT_ASKED: Facts = dict.fromkeys(("circle", *FUNCTIONS, "strain", "reach", "frequency"))


def plan(
    session: Session,
    actor: Actor,
    owner: Owner,
    referral: Referral,
    service: Row[Any],
    frequency: int | None = None,
) -> str | None:
    """Put what is expected of a referral on the map; return the contact's id, or None if there is no room.

    ``frequency``: how often it takes place by its hours (2 weekly or more, 1 monthly, 0 rarer), if known.
    """
    state = state_of(session, owner)
    return _added(session, actor, state, service, _expected(referral, service, frequency))


def _expected(referral: Referral, service: Row[Any], frequency: int | None) -> Facts:
    facts: Facts = {function: getattr(service, function) for function in FUNCTIONS}
    facts |= {"circle": OUTER, "reach": SOME_DAYS, "strain": NO_STRAIN, "frequency": frequency}
    return facts | {"status": "planned", "extra": expectation(referral.id) | mark_of(service)}


def follow(session: Session, actor: Actor, owner: Owner, referral: Referral, service: Row[Any]) -> str | None:
    """Let the map follow what a referral has become, and return the contact's id; None: it isn't there.

    Whom a clinician took off, or noted as past, meanwhile stays so until they are attended.
    """
    state = state_of(session, owner)
    known = state.contacts.get(referral.contact_id or "")
    standing = on_map(referral.state, referral.started_on is not None, referral.reason)
    if standing == "active" and not referral.has_ended:
        # That they were there is said now: who was noted as past is there again.
        return _attended(session, actor, state, known, service)
    if known is None or standing in ("planned", "active"):
        return referral.contact_id
    if standing == "past" or known["status"] == "past":
        return _ended(session, actor, state, known)
    _take_off(session, actor, state, known)
    return None


def retreat(
    session: Session,
    actor: Actor,
    owner: Owner,
    referral: Referral,
    service: Row[Any],
    frequency: int | None = None,
) -> str | None:
    """Let the map follow a referral whose last step was taken back; return the contact's id, if it is there.

    What the client said of the service meanwhile stays, and doesn't count until it is attended; an end that a
    clinician noted by hand stays as well.
    """
    state = state_of(session, owner)
    known = state.contacts.get(referral.contact_id or "")
    standing = on_map(referral.state, referral.started_on is not None)
    if standing == "planned":
        return _waits_again(session, actor, state, referral, service, frequency)
    if known and known["ended_reason"] == ENDED:
        facts: Facts = {"status": "active", "ended_reason": None}
        change(session, actor, state, REFER, [Edit.between("contact", known["id"], known, facts)])
    return referral.contact_id


def _waits_again(
    session: Session,
    actor: Actor,
    state: State,
    referral: Referral,
    service: Row[Any],
    frequency: int | None,
) -> str | None:
    known = state.contacts.get(referral.contact_id or "")
    if referral.is_suggested:
        if known:
            _take_off(session, actor, state, known)
        return None
    expected = _expected(referral, service, frequency)
    if known is None:
        back = _taken_off(session, state, referral)
        return _put(session, actor, state, back) if back else _added(session, actor, state, service, expected)
    if known["status"] == "active":
        said = any(known.get(name) is not None for name in _NOT_ASKED)
        facts = {"status": "planned"} if said else {**expected, "since": None}
        change(session, actor, state, REFER, [Edit.between("contact", known["id"], known, facts)])
    return str(known["id"])


def _added(session: Session, actor: Actor, state: State, service: Row[Any], facts: Facts) -> str | None:
    own_id = str(uuid4())
    told = {"name": _name(service), "kind": "service", "sector": SECTOR, **facts}
    added = new_contact(own_id, positions(state.contacts), told)
    return _put(session, actor, state, [Edit("contact", own_id, None, added)])


def _put(session: Session, actor: Actor, state: State, edits: Sequence[Edit]) -> str | None:
    """Make the edits that bring a contact onto the map, who comes first of them; return the id if it is."""
    own_id = str(edits[0].key)
    asked = Edit.between("network", "", network_facts(state), no_longer_asked(state, [own_id]))
    try:
        change(session, actor, state, REFER, [*edits, asked])
    except Invalid:
        # The map is full: the referral goes its way without it.
        return None
    return own_id


def _taken_off(session: Session, state: State, referral: Referral) -> list[Edit]:
    """Return what brings back whom the end of a referral took off, as they were, with ties to who is there.

    What a clinician noted of them is nowhere else.
    """
    rows = changes_of_kind(session, state.owner, REFER)
    changes = [edits_of(state.vault, row.number, row.sealed) for row in rows]
    # The mark may be gone by then: what the client said of it meanwhile is more than what was expected.
    own = {edit.key for edits in changes for edit in edits if _stands_for(edit, referral)}
    for edits in changes:
        back = [edit.inverse for edit in reversed(edits)]
        if back and _brings(back[0]) and back[0].key in own - state.contacts.keys():
            there = {*state.contacts, back[0].key}
            return [back[0], *(edit for edit in back[1:] if there.issuperset(edit.key))]
    return []


def _stands_for(edit: Edit, referral: Referral) -> bool:
    """Tell whether an edit brings what is expected of a referral onto the map."""
    facts = edit.after if _brings(edit) else None
    return facts is not None and referral_expected(facts["status"], facts.get("extra") or {}) == str(
        referral.id
    )


def _brings(edit: Edit) -> bool:
    return edit.what == "contact" and edit.before is None


def _attended(
    session: Session, actor: Actor, state: State, known: Facts | None, service: Row[Any]
) -> str | None:
    """Make it active, and its answers not asked: what was expected is no answer of the client's."""
    if known is None:
        facts: Facts = {"status": "active", "since": "new", "extra": mark_of(service)}
        return _added(session, actor, state, service, facts)
    expected = is_expected(known["status"], known.get("extra") or {})
    facts = {
        "status": "active",
        "ended_reason": None,
        **(_NOT_ASKED if expected else {}),
        "extra": without_mark(known.get("extra") or {}) | mark_of(service),
        "since": "new",
    }
    change(session, actor, state, REFER, [Edit.between("contact", known["id"], known, facts)])
    return str(known["id"])


def _ended(session: Session, actor: Actor, state: State, known: Facts) -> str:
    if known["status"] != "past":
        facts = {"status": "past", "ended_reason": ENDED}
        change(session, actor, state, REFER, [Edit.between("contact", known["id"], known, facts)])
    return str(known["id"])


def _take_off(session: Session, actor: Actor, state: State, known: Facts) -> None:
    ties = [Edit("tie", pair, facts, None) for pair, facts in state.ties.items() if known["id"] in pair]
    change(session, actor, state, REFER, [*ties, Edit("contact", known["id"], known, None)])


def _name(service: Row[Any]) -> str:
    given = unicodedata.normalize("NFC", str(service.name)).replace("\0", "").strip()
    return given[:LONGEST_NAME].strip() or "Service"
