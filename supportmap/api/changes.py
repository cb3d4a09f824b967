"""What was changed, by whom and when; and taking it back."""

from __future__ import annotations

from flask import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.api.answers import answer, answers, changed, page
from supportmap.api.blueprint import api
from supportmap.api.describing import (
    FLAG,
    MOMENT,
    TEXT,
    UUID_TEXT,
    WHOLE,
    Schema,
    an_object,
    listed,
    named,
    nullable,
    paged,
)
from supportmap.api.paging import limit_of, number_after, paging
from supportmap.casework import mapping, undoing
from supportmap.casework.changes import MARK
from supportmap.casework.logbook import KINDS
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts

__all__ = ["CHANGES"]

TAG = ["Changes"]
_TOUCHED = {
    "contacts": {**listed(UUID_TEXT), "description": "The first ten contacts that it touched."},
    "contact_count": WHOLE,
}
_KIND = {
    **TEXT,
    "enum": [*KINDS, MARK],
    "description": "What was done: rate is about one contact, rate-rest about all others at once. Undo "
    "passes over mark, which says whether somebody is safe to turn to.",
}
_STEP = an_object({"number": WHOLE, "kind": _KIND, **_TOUCHED})
CHANGES: dict[str, Schema] = {
    "ChangeRow": an_object(
        {
            "number": {**WHOLE, "description": "The network version that it made."},
            "kind": _KIND,
            "at": MOMENT,
            "user_id": UUID_TEXT,
            "visit_id": {
                **nullable(UUID_TEXT),
                "description": "Null outside visits; of what was about nothing but a visit that was taken "
                "back, the id that no visit has any more.",
            },
            "of": {**nullable(WHOLE), "description": "Of an undo or redo: the change that it acted on."},
            "undone": FLAG,
            **_TOUCHED,
        }
    ),
    "Undoable": an_object({"undo": nullable(_STEP), "redo": nullable(_STEP)}),
}


@api.route("/clients/<uuid:client_id>/changes", tags=TAG)
@paging()
@answers(200, paged(named("ChangeRow")))
@reads("network.read")
def list_changes(owner: Owner, asked: Facts) -> Response:
    """List the changes of the network, the newest first: who made them, and which contacts they touched."""
    return page(*undoing.changes_of(db.session, owner, number_after(asked), limit_of(asked)))


@api.route("/clients/<uuid:client_id>/undoable", tags=TAG)
@answers(200, named("Undoable"))
@reads("network.read")
def read_undoable(owner: Owner) -> Response:
    """Read which of one's own changes undo and redo would act on."""
    return answer(undoing.undoable(db.session, current_actor(), owner))


@api.route("/clients/<uuid:client_id>/undo", methods=["POST"], tags=TAG)
@answers(200, named("Changed"))
@writes("network.edit")
def undo_change(owner: Owner) -> Response:
    """Take back one's own last change; refused, with both values, if somebody changed the thing since."""
    return changed(mapping.undo(db.session, current_actor(), owner))


@api.route("/clients/<uuid:client_id>/redo", methods=["POST"], tags=TAG)
@answers(200, named("Changed"))
@writes("network.edit")
def redo_change(owner: Owner) -> Response:
    """Do again what one took back last."""
    return changed(mapping.redo(db.session, current_actor(), owner))
