"""Writing down what makes it hard and what helps, and each time that something was used.

Whoever wrote a thing changes it: the client what is theirs, the team what staff wrote. Who helps is chosen
among those whom the writer sees and who may be turned to. Who may not be any more stays written down where
the client can't be told why, and stands in no list.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.casework.coping import COPING
from supportmap.casework.facts import read_facts
from supportmap.casework.outcome import Conflict, Invalid, Missing
from supportmap.casework.portal import released
from supportmap.casework.work import NOT_FOR, Work, add_work, change_work, delete_work, work_of, works_of
from supportmap.exchange.field import Table
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.days import today
from supportmap.records.networks import Facts, network_of, state_of

__all__ = ["SAID", "is_own", "note_use", "rewrite", "strike", "write"]

SAID = ("sign", "trigger", "strategy")
"""The kinds that are written down in words, and can be said anew."""


def write(
    session: Session,
    actor: Actor,
    owner: Owner,
    kind: str,
    given: Facts,
    shared: bool = True,
    work_id: UUID | None = None,
) -> Work:
    """Write down a sign, a trigger or a strategy. What staff write is shared."""
    facts = _read(session, actor, owner, kind, given)
    return add_work(session, actor, owner, kind, facts, shared=shared or _is_staff(actor), work_id=work_id)


def rewrite(
    session: Session,
    actor: Actor,
    owner: Owner,
    kind: str,
    work_id: UUID,
    given: Facts,
    shared: bool = True,
    version: int | None = None,
) -> Work:
    """Say one's own anew, all of it; Stale if another version was read.

    Who it is kept from stays so where that isn't given.
    """
    work, is_shared = _own(session, actor, owner, kind, work_id), shared or _is_staff(actor)
    facts = _read(session, actor, owner, kind, given, work.facts)
    now = change_work(session, actor, owner, work, version, facts=facts, shared=is_shared)
    if kind == "strategy" and not _is_staff(actor):
        _follow(session, actor, owner, now)
    return now


def strike(session: Session, actor: Actor, owner: Owner, kind: str, work_id: UUID) -> None:
    """Delete one's own for good; a strategy goes with how it was used."""
    _of_kind(kind, COPING)
    delete_work(session, actor, owner, _own(session, actor, owner, kind, work_id))


def note_use(
    session: Session,
    actor: Actor,
    owner: Owner,
    strategy_id: UUID,
    given: Facts,
    on_day: date | None = None,
    work_id: UUID | None = None,
) -> Work:
    """Note that a strategy was used on a day (by default today), and how much it helped."""
    strategy = work_of(session, actor, owner, "strategy", strategy_id)
    facts = read_facts(COPING["use"], given) | {NOT_FOR: strategy.facts.get(NOT_FOR, [])}
    if facts.get("trigger") not in _triggers(session, actor, owner):
        facts["trigger"] = None
    now = today(session, owner.agency_id)
    if on_day and on_day > now:
        raise Invalid(("on_day", "a day that has not come yet can’t be noted"))
    return add_work(
        *(session, actor, owner, "use", facts),
        shared=strategy.shared,
        on_day=on_day or now,
        about=strategy.id,
        work_id=work_id,
    )


def _read(
    session: Session, actor: Actor, owner: Owner, kind: str, given: Facts, before: Facts | None = None
) -> Facts:
    kept_from = {NOT_FOR: before[NOT_FOR]} if before and NOT_FOR in before else {}
    facts = kept_from | read_facts(_of_kind(kind, SAID), given)
    if kind != "strategy":
        return facts
    before = before or {"triggers": [], "helpers": []}
    chosen = _chosen(session, actor, owner)
    return facts | {
        name: _of_those(facts.get(name, []), before[name], *chosen[name]) for name in ("triggers", "helpers")
    }


def _chosen(session: Session, actor: Actor, owner: Owner) -> dict[str, tuple[Collection[str], bool]]:
    """Return what could be chosen, and whether what was written down and couldn't be chosen stays.

    What staff may not see of triggers stays, for it is the client's; whom the client doesn't see among the
    people stays too: they must not be told why.
    """
    triggers = _triggers(session, actor, owner)
    if _is_staff(actor):
        supporters = network_of(state_of(session, owner)).supporters
        return {"triggers": (triggers, True), "helpers": ({each.id for each in supporters}, False)}
    helpers = {each["id"] for each in released(session, actor, owner).helpers}
    return {"triggers": (triggers, False), "helpers": (helpers, True)}


def _triggers(session: Session, actor: Actor, owner: Owner) -> set[str]:
    return {str(each.id) for each in works_of(session, actor, owner, "trigger")}


def _of_those(ticked: list[str], before: list[str], could_be: Collection[str], rest_stays: bool) -> list[str]:
    kept = [own_id for own_id in before if own_id not in could_be] if rest_stays else []
    return [*dict.fromkeys(own_id for own_id in ticked if own_id in could_be), *kept]


def _follow(session: Session, actor: Actor, owner: Owner, strategy: Work) -> None:
    """Let the same people see how a strategy went who see the strategy."""
    kept_from = strategy.facts.get(NOT_FOR, [])
    for use in works_of(session, actor, owner, "use"):
        is_otherwise = use.shared != strategy.shared or use.facts.get(NOT_FOR, []) != kept_from
        if use.about == strategy.id and use.by_client and is_otherwise:
            facts = use.facts | {NOT_FOR: kept_from}
            change_work(session, actor, owner, use, facts=facts, shared=strategy.shared)


def _own(session: Session, actor: Actor, owner: Owner, kind: str, work_id: UUID) -> Work:
    work = work_of(session, actor, owner, kind, work_id)
    if not is_own(actor, work):
        raise Conflict("not-yours", "only those who wrote it can change it: add one of your own beside it")
    return work


def is_own(actor: Actor, work: Work) -> bool:
    """Tell whether somebody may change a thing that they see."""
    return work.by_client != _is_staff(actor)


def _of_kind(kind: str, kinds: Collection[str]) -> Table:
    if kind not in kinds:
        raise Missing(kind)
    return COPING[kind]


def _is_staff(actor: Actor) -> bool:
    return actor.role != "client"
