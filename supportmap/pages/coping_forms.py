"""The forms of what makes it hard and what helps: the same for the client and for the team."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import request

from supportmap.analysis.coping import HELPED
from supportmap.analysis.network import Network
from supportmap.casework.coping import Written
from supportmap.casework.coping_writing import SAID
from supportmap.casework.outcome import Missing
from supportmap.casework.work import NOT_FOR, Work
from supportmap.pages.forms import sent_id
from supportmap.records.networks import Facts

__all__ = ["blank", "known_kind", "said", "said_of_use", "use_of"]


def known_kind(kind: str) -> str:
    """Return the kind that an address names, or raise Missing."""
    if kind not in SAID:
        raise Missing(kind)
    return kind


def blank(
    kind: str, written: Written, network: Network, work: Work | None = None, again: bool = False
) -> dict[str, Any]:
    """Return what a form shows: nothing, what was said or, ``again``, typed; and what can be chosen."""
    nothing = {"what": "", "wants": None, "triggers": [request.args.get("for")], "helpers": [], NOT_FOR: []}
    return {
        "kind": known_kind(kind),
        "work": work,
        "id": sent_id() or uuid4(),
        "known": nothing | (work.facts if work else {}) | (typed(kind) if again else {}),
        "triggers": written.triggers,
        "helpers": network.supporters,
    }


def typed(kind: str) -> Facts:
    """Return what the form of a kind holds as it was typed, where it is shown once more."""
    return said(kind) | {NOT_FOR: request.form.getlist(NOT_FOR)}


def said(kind: str) -> Facts:
    """Return what was typed and ticked of a kind."""
    given: Facts = {"what": request.form.get("what", "").strip()}
    if kind == "trigger":
        given["wants"] = request.form.get("wants") or None
    if kind == "strategy":
        given |= {name: request.form.getlist(name) for name in ("triggers", "helpers")}
    return given


def use_of(strategy: Work, written: Written) -> dict[str, Any]:
    """Return what is asked of how a strategy went, and was said; what it is for stands first."""
    own = [str(each.id) for each in written.triggers if str(each.id) in strategy.facts["triggers"]]
    triggers = sorted(written.triggers, key=lambda each: str(each.id) not in own)
    chosen = {
        "helped": request.form.get("helped", ""),
        "trigger": request.form.get("trigger", own[0] if len(own) == 1 else ""),
        "on_day": request.form.get("on_day"),
    }
    return {"strategy": strategy, "triggers": triggers, "chosen": chosen, "id": sent_id() or uuid4()}


def said_of_use() -> Facts:
    """Return what was said of how a strategy went."""
    helped, trigger = request.form.get("helped"), request.form.get("trigger")
    return {
        "helped": next((each for each in HELPED if str(each) == helped), None),
        "trigger": trigger or None,
    }
