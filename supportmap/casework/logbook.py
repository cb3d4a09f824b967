"""Who looked at a client's record and what they did there, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.logbook import About, audit_rows, count_audit, of_agency, of_record
from supportmap.records.networks import Facts
from supportmap.records.staff import confirmed_clients, names_of

__all__ = ["CLIENT", "KINDS", "NO_NAME", "WORDS", "access_log_of", "audit_of"]

WORDS: Mapping[str, str] = {
    "client.add": "began the record",
    "client.list": "saw the label in a list of clients",
    "client.read": "looked at the record",
    "client.edit": "changed the record's particulars",
    "client.archive": "put the record into the archive",
    "client.restore": "took the record out of the archive",
    "client.erase": "erased the record",
    "client.erase.again": "erased the record again, which a backup had brought back",
    "erasure.read": "looked at what erasing the record would take away",
    "record.read": "looked at their own record",
    "log.read": "looked at this list",
    "network.read": "looked at the map",
    "network.add": "added somebody to the map",
    "network.edit": "changed somebody's particulars on the map, such as a phone number",
    "network.rate": "changed answers about somebody",
    "network.rate-rest": "gave one answer about all who weren't asked about yet",
    "network.move": "moved somebody on the map",
    "network.remove": "noted that somebody is no longer there",
    "network.discard": "took somebody off the map who was added by mistake",
    "network.return": "noted that somebody is there again",
    "network.confirm": "noted that somebody is still there",
    "network.unconfirm": "took back who was noted as still there at a visit started by mistake",
    "network.tie": "noted who knows whom",
    "network.untie": "took away who knows whom",
    "network.tidy": "tidied the map",
    "network.network": "changed what was asked or wanted",
    "network.import": "read a file into the map",
    "network.refer": "changed on the map what a referral leads to",
    "network.undo": "took back a change of the map",
    "network.redo": "did a change of the map again",
    "visit.read": "looked at the visits",
    "visit.start": "started a visit",
    "visit.finish": "finished a visit",
    "visit.reopen": "reopened a visit",
    "visit.cancel": "took back a visit that was started by mistake",
    "document.read": "took the record out as a file",
    "team.read": "looked at the care team",
    "team.join": "took somebody into the care team",
    "team.leave": "ended a place on the care team",
    "consent.read": "looked at the consents",
    "consent.add": "wrote down a consent",
    "invitation.make": "invited the client to set up an account",
    "invitation.mail": "had the link of an invitation sent by e-mail",
    "invitation.withdraw": "took back an invitation",
    "account.confirm": "confirmed that an account is the client's",
    "account.refuse": "refused an account that isn't the client's",
    "own.read": "looked at what is only theirs",
    "own.write": "worked on what is only theirs",
    "own.remind": "reminded them by e-mail",
    "kept.write": "worked on what is kept from some of the team",
    "staff.write": "worked on what isn't shown to the client",
    "shared.read": "looked at what is shared between visits",
    "proposal.read": "looked at what they proposed",
    "work.release": "settled what the client sees of the map",
    "work.proposal": "sent or settled a proposal for the map",
    "work.entry": "worked on a shared journal entry",
    "work.setback": "worked on a shared setback",
    "work.achievement": "worked on a shared achievement",
    "work.sign": "worked on a shared sign of hard times",
    "work.trigger": "worked on a shared trigger",
    "work.strategy": "worked on a shared strategy",
    "work.use": "noted how a shared strategy went",
    "work.plan": "worked on a shared plan",
    "work.step": "worked on a step of a shared plan",
    "work.erasure": "asked for the record to be erased, or took that back",
    "worklist.read": "saw a gap in the list of referral staff",
    "gap.read": "looked at which gaps wait",
    "gap.take": "took on a gap",
    "gap.take-over": "took a gap over from somebody else",
    "gap.hand-back": "handed a gap back",
    "gap.due": "settled until when a gap is looked at again",
    "gap.nothing": "noted that nothing was found for a gap",
    "referral.read": "looked at the referrals",
    "own_referral.read": "looked at their referrals",
    "referral.make": "began a referral",
    "referral.consent": "noted whether the receiving group may be told",
    "referral.send": "sent a referral, or handed it over",
    "referral.answer": "noted what the receiving group answered",
    "referral.attempt": "noted an attempt to reach somebody about a referral",
    "referral.start": "noted the first attendance",
    "referral.end": "closed a referral",
    "referral.take-back": "took the last step of a referral back",
    "referral.note": "worked on a referral",
    "audit.read": "saw in the list of what was done that there was something of the record",
    "agency.add": "founded the agency",
    "agency.edit": "changed the settings of the agency",
    "agency.second-factor.on": "asked a second factor of all staff",
    "agency.second-factor.off": "left the second factor to the staff",
    "user.add": "added a user",
    "user.disable": "disabled a user",
    "user.enable": "enabled a user",
    "user.link": "made a link to set a password",
    "user.reset": "set a password anew",
    "user.reset.second-factor": "let a user set up another second factor",
    "account.password": "changed their password",
    "account.second_factor": "changed their second factor",
    "account.recovery_codes": "made recovery codes",
    "account.recovery": "used a recovery code",
    "sign-in": "signed in",
    "sign-in.program": "signed a program in",
    "sign-in.refused": "was refused at the sign-in",
}
KINDS = tuple(a.removeprefix("network.") for a in WORDS if a.startswith("network.") and a != "network.read")
"""The kinds of changes of a network, which its audit rows are named after."""
OTHERWISE = "worked on the record"
ABOUT_USERS = ("user.", "team.join", "team.leave", "account.confirm", "account.refuse")
"""How the acts begin whose one object is a user."""
ABOUT_REFERRAL = ("worklist.", "gap.", "referral.", "network.refer")
FINDING = "worked on finding support"
"""What clients are told of all that: their pages leave out referrals with which to be seen may endanger them,
and a list that tells of one would betray it to whoever else holds their phone."""
OPERATOR, CLIENT, NO_NAME = "whoever runs the service", "the client", "somebody without a name"
NOT_CONFIRMED = "an account that wasn't confirmed"
"""Who may be anybody to whom an invitation came."""


def access_log_of(
    session: Session, actor: Actor, owner: Owner, after: int | None = None, limit: int = 50
) -> tuple[list[Facts], int | None]:
    """Return who did what and when, the latest first: the ``after`` oldest at most, and how many are left.

    What the client did for nobody but themselves, and on what is kept from some of the team, is told to the
    client only; what staff did on what they haven't shown, to staff only. Of gaps and referrals clients are
    told that something was done, and not what.
    """
    for_client = actor.role == "client"
    page, left = _page(session, of_record(owner, for_client), after, limit)
    names = _names(session, owner.agency_id, {row.user_id for row in page})
    told = [_told(row, names) for row in page]
    if for_client:
        told = [
            each | ({"what": FINDING} if row.action.startswith(ABOUT_REFERRAL) else {})
            for each, row in zip(told, page, strict=True)
        ]
    return told, left


def audit_of(
    session: Session, agency_id: UUID, after: int | None = None, limit: int = 100
) -> tuple[list[Facts], int | None]:
    """Return who did what in an agency, as ``access_log_of`` does.

    ``client_id`` and ``concerned``, the name of a user of the agency, say about whom; nothing of what was
    done is in it.
    """
    page, left = _page(session, of_agency(agency_id), after, limit)
    concerned = [UUID(row.objects) if row.action.startswith(ABOUT_USERS) else None for row in page]
    users = {row.user_id for row in page} | set(concerned)
    names = _names(session, agency_id, users)
    told = [_told(row, names) | _about(row, user, names) for row, user in zip(page, concerned, strict=True)]
    return told, left


def _page(session: Session, about: About, after: int | None, limit: int) -> tuple[list[Row[Any]], int | None]:
    count = count_audit(session, about)
    older = count if after is None else min(after, count)
    page = audit_rows(session, about, count - older, limit)
    left = older - len(page)
    return page, left if left > 0 and page else None


def _names(session: Session, agency_id: UUID, users: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return what users are called; clients have no name of their own here."""
    ids = {user for user in users if user}
    clients = confirmed_clients(session, agency_id, ids).items()
    return names_of(session, agency_id, ids) | {
        user: CLIENT if who else NOT_CONFIRMED for user, who in clients
    }


def _about(row: Row[Any], concerned: UUID | None, names: Mapping[UUID, str]) -> Facts:
    name = None if concerned is None else names.get(concerned) or NO_NAME
    return {"client_id": row.client_id, "concerned": name}


def _told(row: Row[Any], names: Mapping[UUID, str]) -> Facts:
    return {
        "at": row.at.isoformat(),
        "who": OPERATOR if row.user_id is None else names.get(row.user_id) or NO_NAME,
        "role": row.role,
        "what": WORDS.get(row.action, OTHERWISE),
        "count": row.count,
    }
