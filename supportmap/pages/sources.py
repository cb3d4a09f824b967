"""Where the directory comes from: what was imported, what is being imported, and files that are sent."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

from flask import Response as FlaskResponse
from flask import after_this_request, current_app, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supportmap.access.acting import current_actor, reads, writes
from supportmap.analysis.naming import clean
from supportmap.casework.outcome import Missing
from supportmap.directory.child import start_import
from supportmap.directory.importing import Order
from supportmap.directory.imports import UnderWay, begin_import, check_not_under_way, import_of, imports_of
from supportmap.directory.packaging import write_services
from supportmap.directory.sources import OWN, sources_of
from supportmap.directory.uploads import PartMissing, TooLarge, add_part, forget_upload, upload_path
from supportmap.pages.doors import Answer, pages, reasons_told
from supportmap.pages.forms import sent_id
from supportmap.records.database import db
from supportmap.settings import Settings

__all__: list[str] = []

SOURCES = "/sources"
ONE = f"{SOURCES}/imports/<uuid:import_id>"
UNDER_WAY = "This source is being imported at this moment: wait until that is done."
EMPTY = "it is empty, or wasn’t sent to its end: look at it, then choose it once more"
LONGEST = {"source": 200, "licence": 500}


@pages.get(SOURCES)
@reads("source.edit")
def sources_page(agency_id: UUID) -> Answer:
    """Show where services come from, the latest imports, and the form for one, such as for one ``again``."""
    again = request.args.get("again", type=UUID)
    found = import_of(db.session, agency_id, again) if again else None
    return _page(agency_id, _form_of(found) if found else {})


def _form_of(noted: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return how the form of an import was filled in, as far as that was noted."""
    licence = (noted["report"] or {}).get("licence", "")
    return {"source": noted["source_name"], "licence": licence, "dry_run": noted["dry_run"]}


def _page(agency_id: UUID, typed: Mapping[str, Any], refused: str | None = None) -> str:
    return render_template(
        "sources.html",
        sources=sources_of(db.session, agency_id),
        imports=imports_of(db.session, agency_id),
        upload_id=uuid4(),
        typed=typed,
        refused=refused,
    )


@pages.put(f"{SOURCES}/uploads/<uuid:upload_id>")
@reads("source.edit")
def take_part(agency_id: UUID, upload_id: UUID) -> Answer:
    """Take a part of a file, which begins where the parts before end; tell how much of it is here."""
    path = upload_path(_settings(), agency_id, upload_id, request.args.get("name", ""))
    try:
        size = add_part(path, request.args.get("from", 0, type=int), request.get_data())
    except PartMissing as missing:
        return jsonify(size=missing.size), 409
    except TooLarge:
        return jsonify(words="The file is larger than 500 MB: import it by the command line."), 413
    return jsonify(size=size), 200


@pages.post(SOURCES)
@writes("source.edit", by_id=False)
def import_source(agency_id: UUID) -> Answer:
    """Begin the import of a file that was sent in parts, or comes with the form.

    What is refused leaves nothing of the file, and the form as it was filled in.
    """
    path, (order, wrong), actor, settings = _sent_file(agency_id), _order(), current_actor(), _settings()
    try:
        # At first: what is sent twice has no file the second time.
        check_not_under_way(db.session, agency_id, order.source)
        if wrong := [*_wrong_file(path), *wrong]:
            forget_upload(path)
            return _page(agency_id, request.form, reasons_told(wrong)), 422
        import_id = begin_import(db.session, actor, order.source, order.dry_run)
    except UnderWay:
        forget_upload(path)
        return _page(agency_id, request.form, UNDER_WAY), 409

    # Once it is committed: the other process looks for what was noted here.
    @after_this_request
    def begin(response: FlaskResponse) -> FlaskResponse:
        start_import(settings, actor, import_id, order, path)
        return response

    return redirect(url_for("pages.import_page", import_id=import_id))


@pages.get(ONE)
@reads("source.edit")
def import_page(agency_id: UUID, import_id: UUID) -> Answer:
    """Show how far an import is, and at its end what became of the file; a script is told in short."""
    found = import_of(db.session, agency_id, import_id)
    if found is None:
        raise Missing("import")
    if request.args.get("as") == "json":
        return jsonify(state=found["state"], done=found["done"], total=found["total"]), 200
    return render_template("import.html", found=found)


@pages.get(f"{SOURCES}/export.zip")
@reads("source.edit")
def export_sources(agency_id: UUID) -> Response:
    """Send what the licences allow to pass on, as an HSDS data package."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "export.zip")
        write_services(db.session, agency_id, file)
        response = Response(file.read_bytes(), mimetype="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="directory.zip"'
    return response


def _settings() -> Settings:
    settings: Settings = current_app.config["SUPPORTMAP_SETTINGS"]
    return settings


def _sent_file(agency_id: UUID) -> Path:
    """Return the file that was sent: in parts before, or whole with the form.

    It is this request's alone: the same form sent once more neither finds nor deletes it.
    """
    upload_id, sent = sent_id(), request.files.get("file")
    name = request.form.get("file_name") or (sent.filename if sent else None) or ""
    path = upload_path(_settings(), agency_id, uuid4(), name)
    if sent and sent.filename:
        add_part(path, 0, sent.read())
    elif upload_id:
        with suppress(FileNotFoundError):
            upload_path(_settings(), agency_id, upload_id, name).replace(path)
    return path


def _wrong_file(path: Path) -> list[tuple[str, str]]:
    """Return what is wrong with the file that was sent: an empty one may have left nothing but its name."""
    if path.is_file() and path.stat().st_size:
        return []
    named = path.is_file() or request.form.get("file_name")
    return [("file", EMPTY if named else "choose a file: a zip of CSV tables, JSON, or JSON lines")]


def _order() -> tuple[Order, list[tuple[str, str]]]:
    """Return what the form asks for, and what is wrong with it."""
    told = {name: request.form.get(name, "").strip() for name in LONGEST}
    wrong = [
        (name, f"expected 1 to {LONGEST[name]} characters, in one line")
        for name, text in told.items()
        if not 0 < len(text) <= LONGEST[name] or clean(text) != text
    ]
    if told["source"].casefold() == OWN.casefold():
        wrong.append(("source", "this is what your own list is called: choose another name"))
    ticked = {name: bool(request.form.get(name)) for name in ("dry_run", "retire_most")}
    return Order(told["source"], told["licence"], None, **ticked), wrong
