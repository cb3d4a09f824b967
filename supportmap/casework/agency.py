"""What an agency settles: its name and zone, crisis line, where quick exit leads, and the second factor."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.casework.facts import read_facts, some_of
from supportmap.exchange.field import Field, Table, flag, optional, required, text
from supportmap.records.agency import Agency, agency_vault, settle_second_factor
from supportmap.records.audit import Actor, record
from supportmap.records.days import zone_name
from supportmap.records.networks import Facts

__all__ = ["agency_of", "change_agency"]


def _address(value: object) -> str:
    if isinstance(value, str) and value.startswith("https://") and len(value) < 500 and value.isprintable():
        return value
    raise ValueError


SEALED = ("name", "crisis_line", "quick_exit")
AGENCY_FACTS: Table = {
    "name": required(text(200, least=1)),
    "time_zone": required(Field("a time zone such as Europe/London", lambda value: zone_name(str(value)))),
    "second_factor_required": required(flag()),
    "crisis_line": optional(text(300)),
    "quick_exit": optional(Field("an address that begins with https://", _address)),
}


def agency_of(session: Session, agency_id: UUID) -> Facts:
    """Return what the agency has settled, by the names of ``AGENCY_FACTS``."""
    row = session.get_one(Agency, agency_id)
    sealed = agency_vault(session, agency_id).open("agency", agency_id, row.sealed)
    told = {name: sealed.get(name) for name in SEALED}
    return {**told, "time_zone": row.time_zone, "second_factor_required": row.second_factor_required}


def change_agency(session: Session, actor: Actor, facts: Facts) -> Facts:
    """Change any of what the agency settles, or raise Invalid.

    Who then needs a second factor is led through setting it up at the next request.
    """
    given = read_facts(some_of(AGENCY_FACTS), facts)
    before = agency_of(session, actor.agency_id)
    now = before | given
    if now["second_factor_required"] != before["second_factor_required"]:
        settle_second_factor(session, actor, now["second_factor_required"])
    if any(now[name] != before[name] for name in ("time_zone", *SEALED)):
        row = session.get_one(Agency, actor.agency_id)
        kept = {name: now[name] for name in SEALED if now[name]}
        row.sealed = agency_vault(session, actor.agency_id).seal("agency", actor.agency_id, kept)
        row.time_zone = now["time_zone"]
        session.flush()
        record(session, actor, "agency.edit", objects=[actor.agency_id])
    return agency_of(session, actor.agency_id)
