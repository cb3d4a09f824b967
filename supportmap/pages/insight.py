"""What if: the coverage as it is, and as it would be with somebody gone, somebody new, or another answer."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from supportmap.access.acting import reads
from supportmap.casework.facts import CONTACT_FACTS, read_facts, some_of
from supportmap.casework.outcome import Invalid
from supportmap.casework.whatif import what_if
from supportmap.pages.doors import Answer, pages
from supportmap.pages.forms import number_or_text
from supportmap.pages.names import shown_network
from supportmap.pages.network import MAP
from supportmap.pages.words import ANSWERS
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import state_of

__all__: list[str] = []

NUMBERS = frozenset({*ANSWERS, "circle"})
NOBODY_YET = "Somebody new"
ASKABLE = (*NUMBERS, "kind", "sector")


@pages.post(f"{MAP}/what-if")
@reads("network.read")
def what_if_panel(owner: Owner) -> Answer:
    """Show both coverages side by side; the form says what is asked, and nothing is written."""
    network = shown_network(state_of(db.session, owner))
    kind, about = _asked()
    asked = what_if(network, kind, about)
    return render_template("_what_if.html", asked=asked, kind=kind, name=_called(network, kind, about))


def _asked() -> tuple[str, Any]:
    kind = next((kind for kind in ("leaves", "joins", "changes") if kind in request.form), "")
    if kind == "leaves":
        return kind, request.form[kind]
    if not kind:
        raise Invalid(("what if", "say who would leave, join or change"))
    facts = _facts()
    return kind, facts if kind == "joins" else {"contact": request.form[kind], **facts}


def _facts() -> dict[str, Any]:
    given = {name: request.form[name] for name in ASKABLE if name in request.form}
    cells = {name: number_or_text(text) if name in NUMBERS else text or None for name, text in given.items()}
    if "joins" in request.form:
        cells["name"] = NOBODY_YET
    return read_facts(some_of(CONTACT_FACTS), cells)


def _called(network: Any, kind: str, about: Any) -> str:
    if kind == "joins":
        return str(about["name"])
    return str(network.contact(about if kind == "leaves" else about["contact"]).name)
