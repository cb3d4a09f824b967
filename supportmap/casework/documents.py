"""Documents into a network and out of it: a plan that writes nothing, then one undoable change."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.casework.changes import change
from supportmap.casework.merging import Merge, Stated, merged, stated_by
from supportmap.casework.outcome import Invalid, Outcome
from supportmap.casework.snapshot import as_given, document_ids
from supportmap.casework.visits import network_at, snapshot_of
from supportmap.exchange.document import write_document
from supportmap.exchange.formats import Reading, read_bytes
from supportmap.exchange.report import Refused, Row, What
from supportmap.records.audit import Actor
from supportmap.records.client import Owner
from supportmap.records.networks import state_of

__all__ = ["File", "Plan", "export_document", "import_document", "plan_import", "read_file"]


@dataclass(frozen=True, slots=True)
class File:
    """What stands in a file: its network and report, and the fields that it gives each contact by its id."""

    reading: Reading
    stated: Stated


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do: places in the file, and the names of fields; no values.

    ``changed`` are pairs of a place and the names of the fields that would change; ``network`` are the
    names of what would change about the network itself.
    """

    file: File
    added: tuple[str, ...]
    changed: tuple[tuple[str, tuple[str, ...]], ...]
    unchanged: tuple[str, ...]
    ties_added: int
    ties_changed: int
    ties_unchanged: int
    network: tuple[str, ...]


def read_file(data: bytes, ties: bytes | None = None, chosen: str | None = None) -> File:
    """Return what stands in a file, or raise Invalid. It takes time: read it before a transaction begins.

    ``ties`` is the second table of a CSV pair; ``chosen`` picks one of the maps of an easyNWK file.
    """
    try:
        reading = read_bytes(data, ties, chosen)
    except Refused as refusal:
        more = f" (and {refusal.more} more)" if refusal.more else ""
        raise Invalid((refusal.place, refusal.reason + more)) from None
    return File(reading, stated_by(reading, data))


def plan_import(session: Session, owner: Owner, file: File) -> Plan:
    """Return what importing a file would do; nothing is written."""
    return _plan(file, merged(state_of(session, owner), file.reading, file.stated))


def _plan(file: File, merge: Merge) -> Plan:
    places = dict(zip(merge.contacts, _places(file.reading, "contact"), strict=True))
    edits = {place: merge.contacts[given] for given, place in places.items()}
    ties = list(merge.ties)
    changed = [edit for edit in ties if edit.before is not None and edit.before != edit.after]
    return Plan(
        file,
        added=tuple(place for place, edit in edits.items() if edit.before is None),
        changed=tuple((place, tuple(edit.after or ())) for place, edit in edits.items() if edit.before),
        unchanged=tuple(place for place, edit in edits.items() if edit.before == {}),
        ties_added=sum(edit.before is None for edit in ties),
        ties_changed=len(changed),
        ties_unchanged=sum(edit.before == edit.after for edit in ties),
        network=tuple(merge.network.after or ()),
    )


def _places(reading: Reading, what: What) -> list[str]:
    """Return where the rows that were read stand in the file."""
    rows: tuple[Row, ...] = reading.report.of(what).rows
    return [row.place for row in rows if row.outcome != "refused"]


def import_document(session: Session, actor: Actor, owner: Owner, plan: Plan) -> Outcome:
    """Do what a plan says, against the network as it is now: contacts go by id and none is removed."""
    state = state_of(session, owner)
    merge = merged(state, plan.file.reading, plan.file.stated)
    return change(session, actor, state, "import", [*merge.contacts.values(), *merge.ties, merge.network])


def export_document(session: Session, owner: Owner, visit_id: UUID | None = None) -> bytes:
    """Return the document of a finished visit, or of the network now, as a clinic keeps it.

    Contacts who came from a file have the ids that they had there; unknown keys are kept.
    """
    if visit_id is None:
        ids = document_ids(state_of(session, owner))
    else:
        ids = snapshot_of(session, owner, visit_id)["document_ids"]
    return write_document(as_given(network_at(session, owner, visit_id), ids))
