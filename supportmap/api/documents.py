"""Documents out of a network and into it, with a dry run that says what would be done."""

from __future__ import annotations

from collections.abc import Iterable
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Response, request
from werkzeug.exceptions import UnsupportedMediaType

from supportmap.access.acting import current_actor, reads, writes
from supportmap.analysis.network import FUNCTIONS
from supportmap.api.answers import answer, answers, changed_facts
from supportmap.api.blueprint import View, api
from supportmap.api.describing import (
    FLAG,
    TEXT,
    WHOLE,
    Schema,
    an_object,
    listed,
    named,
    nullable,
    of_table,
    properties_of,
)
from supportmap.api.requests import UUID_FIELD, query, takes
from supportmap.casework.documents import (
    Plan,
    export_document,
    import_document,
    plan_import,
    read_file,
)
from supportmap.exchange.field import Table, flag, text
from supportmap.exchange.fields import CLIENT, CONTACT, DOCUMENT, NEED, TIE
from supportmap.exchange.formats import Reading
from supportmap.exchange.report import Reason, Row
from supportmap.records.client import Owner
from supportmap.records.database import db
from supportmap.records.networks import Facts

__all__ = ["DOCUMENTS"]

TAG = ["Documents"]
PATH = "/clients/<uuid:client_id>/document"
EXPORT: Table = {"visit": UUID_FIELD, "names": flag()}
IMPORT: Table = {"dry_run": flag(), "map": text(200, least=1)}
LABEL, ANOTHER = "client.label", "the file is of another label than this client: is it the right file?"
JSON, CSV, FORM = "application/json", "text/csv", "multipart/form-data"


def _open(table: Table) -> Schema:
    """Return the schema of a part of the document: keys that nothing reads are kept."""
    return of_table(table) | {"additionalProperties": True}


_COUNTS = an_object({"added": WHOLE, "changed": WHOLE, "unchanged": WHOLE})
_ROW = an_object(
    {
        "what": {"type": "string", "enum": ["map", "client", "contact", "tie"]},
        "place": TEXT,
        "outcome": {"type": "string", "enum": ["accepted", "repaired", "refused"]},
        "reasons": listed(an_object({"place": TEXT, "reason": TEXT})),
    }
)
DOCUMENTS: dict[str, Schema] = {
    "DocumentClient": {
        **_open(CLIENT),
        "properties": {
            **properties_of(CLIENT),
            "needs": an_object({name: dict(NEED.schema) for name in FUNCTIONS}, optional=FUNCTIONS),
        },
    },
    "DocumentContact": _open(CONTACT),
    "DocumentTie": _open(TIE),
    "Document": {
        **_open(DOCUMENT),
        "properties": {
            **properties_of(DOCUMENT),
            "client": named("DocumentClient"),
            "contacts": {**DOCUMENT["contacts"].schema, "items": named("DocumentContact")},
            "ties": {**DOCUMENT["ties"].schema, "items": named("DocumentTie")},
        },
    },
    "Imported": an_object(
        {
            "dry_run": FLAG,
            "format": {"type": "string", "enum": ["supportmap", "easyNWK", "CSV"]},
            "accepted": WHOLE,
            "rows": {**listed(_ROW), "description": "Rows of which there is something to say."},
            "added": listed(TEXT),
            "changed": listed(an_object({"place": TEXT, "fields": listed(TEXT)})),
            "unchanged": listed(TEXT),
            "ties": _COUNTS,
            "network": listed(TEXT),
            "outcome": nullable(named("Changed")),
        }
    ),
}


@api.route(PATH, tags=TAG)
@query(
    EXPORT,
    visit="The finished visit whose snapshot is wanted; without it, the network now.",
    names="`false`: with pseudonyms and numbers for ids, without all texts and without who the client is.",
)
@answers(200, named("Document"))
@reads("document.read")
def read_document(owner: Owner, asked: Facts) -> Response:
    """Read the whole network as a supportmap document, the marks of unsafe contacts included."""
    visit = UUID(asked["visit"]) if "visit" in asked else None
    names = asked.get("names", True)
    response = Response(export_document(db.session, owner, visit, names), mimetype=JSON)
    called = "supportmap.json" if names else "supportmap-without-names.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{called}"'
    return response


def _reads_file(view: View) -> View:
    """Give a view the file that was sent, read before its transaction begins: others may write meanwhile."""

    @wraps(view)
    def act(*args: Any, asked: Facts, **kwargs: Any) -> Any:
        return view(*args, asked=asked, file=read_file(*_files(), asked.get("map")), **kwargs)

    return act


@api.route(PATH, methods=["POST"], tags=TAG)
@takes(
    {
        JSON: {"type": "object", "description": "A supportmap document, or an easyNWK map."},
        CSV: {"type": "string", "description": "The table of contacts."},
        FORM: {
            "type": "object",
            "properties": {
                "file": {"type": "string", "contentMediaType": "application/octet-stream"},
                "ties": {"type": "string", "contentMediaType": CSV},
            },
            "required": ["file"],
        },
    }
)
@query(
    IMPORT,
    dry_run="Only say what would be done (false unless told otherwise).",
    map="Of an easyNWK file that holds several maps: the name of the one that is meant.",
)
@answers(200, named("Imported"))
@_reads_file
@writes("document.write", by_id=False)
def write_document(owner: Owner, asked: Facts, file: Reading) -> Response:
    """Import a document: contacts go by id, none is removed, and it is one change that can be undone."""
    plan = plan_import(db.session, owner, file)
    dry = asked.get("dry_run", False)
    outcome = None if dry else import_document(db.session, current_actor(), owner, plan)
    return answer({"dry_run": dry, **_told(plan), "outcome": outcome and changed_facts(outcome)})


def _files() -> tuple[bytes, bytes | None]:
    if request.mimetype in (JSON, CSV):
        return request.get_data(), None
    file, ties = request.files.get("file"), request.files.get("ties")
    if request.mimetype != FORM or file is None:
        raise UnsupportedMediaType
    return file.read(), ties.read() if ties else None


def _told(plan: Plan) -> Facts:
    report = plan.reading.report
    return {
        "format": plan.reading.format,
        "accepted": len(report.accepted),
        "rows": _rows((*_doubts(plan), *report.notes, *report.repaired, *report.refused)),
        "added": plan.added,
        "changed": [{"place": place, "fields": names} for place, names in plan.changed],
        "unchanged": plan.unchanged,
        "ties": {
            "added": plan.ties_added,
            "changed": plan.ties_changed,
            "unchanged": plan.ties_unchanged,
        },
        "network": plan.network,
    }


def _doubts(plan: Plan) -> tuple[Row, ...]:
    return (Row("client", LABEL, "accepted", (Reason(LABEL, ANOTHER),)),) if plan.another_label else ()


def _rows(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [
        {
            "what": row.what,
            "place": row.place,
            "outcome": row.outcome,
            "reasons": [{"place": reason.place, "reason": reason.text} for reason in row.reasons],
        }
        for row in rows
    ]
