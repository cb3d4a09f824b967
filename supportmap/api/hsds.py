"""The directory as other programs read it: the required part of the HSDS 3 API, read-only.

Only what the licences allow to pass on, to those of the agency. Pages are counted, as HSDS has it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import Response, url_for

from supportmap.access.acting import reads
from supportmap.access.loaders import NotThere
from supportmap.api.answers import answer, answers
from supportmap.api.blueprint import ApiBlueprint
from supportmap.api.describing import FLAG, TEXT, WHOLE, Schema, an_object, listed, named
from supportmap.api.problems import HANDLERS
from supportmap.api.requests import MOMENT_FIELD, query
from supportmap.directory.published import Asked, published, published_one
from supportmap.exchange.field import Table, flag, text, whole
from supportmap.records.database import db
from supportmap.records.networks import Facts

__all__ = ["HSDS", "hsds"]

TAG = ["Directory (HSDS)"]
USUAL, MOST, LAST_PAGE = 50, 200, 1_000_000
SERVICE: Schema = {
    "type": "object",
    "description": "A service as HSDS 3 nests it; `source` says where it comes from, under which licence.",
    "properties": {"id": {"type": "string", "format": "uuid"}, "name": TEXT},
    "required": ["id", "name"],
}
_PAGE = {
    **dict.fromkeys(("total_items", "total_pages", "page_number", "size"), WHOLE),
    **dict.fromkeys(("first_page", "last_page", "empty"), FLAG),
    "contents": listed(named("DirectoryService")),
}
HSDS: dict[str, Schema] = {
    "DirectoryService": SERVICE,
    "DirectoryPage": an_object(_PAGE),
    "DirectoryDescription": an_object(dict.fromkeys(("version", "profile", "openapi_url"), TEXT)),
}
ASKED: Table = {
    "search": text(200),
    "page": whole(1, LAST_PAGE),
    "per_page": whole(1, MOST),
    "modified_after": MOMENT_FIELD,
    "minimal": flag(),
}
hsds = ApiBlueprint("hsds", __name__, url_prefix="/hsds")
for _exception, _answer in HANDLERS.items():
    hsds.register_error_handler(_exception, _answer)


@hsds.route("/", tags=TAG)
@answers(200, named("DirectoryDescription"))
@reads("resource.read")
def describe_directory(_agency_id: UUID) -> Response:
    """Say which HSDS this is."""
    openapi = url_for("api_docs.openapi", _external=True)
    profile = "https://docs.openreferral.org/en/3.0/hsds/"
    return answer({"version": "3.0", "profile": profile, "openapi_url": openapi})


@hsds.route("/services", tags=TAG)
@query(
    ASKED,
    search="Words that all stand in it.",
    page="Which page, from 1.",
    per_page=f"How many services a page has ({USUAL} unless told otherwise).",
    modified_after="Only those that changed after this moment.",
    minimal="Only id, name and when it changed.",
)
@answers(200, named("DirectoryPage"))
@reads("resource.read")
def list_services(agency_id: UUID, asked: Facts) -> Response:
    """List the services that may be passed on."""
    since = asked.get("modified_after")
    found = published(
        db.session,
        agency_id,
        Asked(
            asked.get("page", 1),
            asked.get("per_page", USUAL),
            asked.get("search"),
            datetime.fromisoformat(since) if since else None,
        ),
    )
    keys = ("id", "name", "last_modified")
    contents = (
        [{key: each[key] for key in keys} for each in found.documents]
        if asked.get("minimal")
        else found.documents
    )
    return answer(_page(found.total, asked.get("page", 1), asked.get("per_page", USUAL), contents))


@hsds.route("/services/<uuid:service_id>", tags=TAG)
@answers(200, named("DirectoryService"))
@reads("resource.read")
def read_service(agency_id: UUID, service_id: UUID) -> Response:
    """Read a service that may be passed on."""
    document = published_one(db.session, agency_id, service_id)
    if document is None:
        raise NotThere
    return answer(document)


def _page(total: int, number: int, size: int, contents: list[Facts]) -> Facts:
    pages = max(1, -(-total // size))
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": contents,
    }
