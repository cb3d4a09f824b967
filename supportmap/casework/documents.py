"""Documents into a network and out of it: a plan that writes nothing, then one undoable change."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.analysis.naming import clean
from supportmap.casework.changes import TOLD_AS, change, changed_of_network, checked
from supportmap.casework.edits import Edit
from supportmap.casework.merging import Merge, merged
from supportmap.casework.outcome import Invalid, Outcome
from supportmap.casework.pseudonyms import nameless
from supportmap.casework.snapshot import as_given, document_ids
from supportmap.casework.visits import network_at, snapshot_of
from supportmap.exchange.document import write_document
from supportmap.exchange.formats import Reading, read_bytes
from supportmap.exchange.report import Refused, Row, What
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.networks import State, state_of

__all__ = ["Plan", "export_document", "import_document", "plan_import", "read_file"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do: places in the file, and the names of fields; no values.

    ``changed`` are pairs of a place and the names of the fields that would change; ``network`` are the
    names of what would change about the network itself. ``another_label``: the file says that it is of
    somebody who is called otherwise than this client.
    """

    reading: Reading
    added: tuple[str, ...]
    changed: tuple[tuple[str, tuple[str, ...]], ...]
    unchanged: tuple[str, ...]
    ties_added: int
    ties_changed: int
    ties_unchanged: int
    network: tuple[str, ...]
    another_label: bool


def read_file(data: bytes, ties: bytes | None = None, chosen: str | None = None) -> Reading:
    """Return what stands in a file, or raise Invalid. It takes time: read it before a transaction begins.

    ``ties`` is the second table of a CSV pair; ``chosen`` picks one of the maps of an easyNWK file.
    """
    try:
        return read_bytes(data, ties, chosen)
    except Refused as refusal:
        more = f" (and {refusal.more} more)" if refusal.more else ""
        raise Invalid((refusal.place, refusal.reason + more)) from None


def plan_import(session: Session, owner: Owner, reading: Reading) -> Plan:
    """Return what importing a file would do; nothing is written."""
    state = state_of(session, owner)
    merge = merged(state, reading)
    return _plan(state, checked(state, merge.edits), reading, merge)


def _plan(state: State, then: State, reading: Reading, merge: Merge) -> Plan:
    places = dict(zip(merge.contacts, _places(reading, "contact"), strict=True))
    edits = {place: merge.contacts[given] for given, place in places.items()}
    ties = list(merge.ties)
    changed = [edit for edit in ties if edit.before is not None and edit.before != edit.after]
    return Plan(
        reading,
        added=tuple(place for place, edit in edits.items() if edit.before is None),
        changed=tuple((place, tuple(edit.after or ())) for place, edit in edits.items() if edit.before),
        unchanged=tuple(place for place, edit in edits.items() if edit.before == {}),
        ties_added=sum(edit.before is None for edit in ties),
        ties_changed=len(changed),
        ties_unchanged=sum(edit.before == edit.after for edit in ties),
        network=_of_network(state, then, merge.network),
        another_label=_is_another(reading.network.client.label, state.profile.get("label")),
    )


def _of_network(state: State, then: State, edit: Edit) -> tuple[str, ...]:
    """Return the names of the network's own facts that would become different."""
    asked = [name for name in changed_of_network(state, then) if name != "needs"]
    return (*asked, *(name for name in edit.after or {} if name not in TOLD_AS))


def _is_another(theirs: str | None, ours: str | None) -> bool:
    return bool(theirs and ours) and clean(theirs or "").casefold() != clean(ours or "").casefold()


def _places(reading: Reading, what: What) -> list[str]:
    """Return where the rows that were read stand in the file."""
    rows: tuple[Row, ...] = reading.report.of(what).rows
    return [row.place for row in rows if row.outcome != "refused"]


def import_document(session: Session, actor: Actor, owner: Owner, plan: Plan) -> Outcome:
    """Do what a plan says, against the network as it is now: contacts go by id and none is removed."""
    state = state_of(session, owner)
    return change(session, actor, state, "import", merged(state, plan.reading).edits)


def export_document(
    session: Session, owner: Owner, visit_id: UUID | None = None, names: bool = True
) -> bytes:
    """Return the document of a finished visit, or of the network now, as a clinic keeps it.

    Contacts who came from a file have the ids that they had there; unknown keys are kept. Without ``names``
    nothing is in it that somebody wrote about a contact or that tells who the client is: pseudonyms, numbers
    for ids, needs, and no unknown keys. Marks are in it, because without them the scores would be others.
    """
    network = network_at(session, owner, visit_id)
    if not names:
        return write_document(nameless(network))
    if visit_id is None:
        ids = document_ids(state_of(session, owner))
    else:
        ids = snapshot_of(session, owner, visit_id)["document_ids"]
    return write_document(as_given(network, ids))
