"""The switch that turns names off on every page, and on again."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, request
from werkzeug.wrappers import Response

from supportmap.access.acting import reads
from supportmap.pages.doors import inside, pages
from supportmap.pages.names import switch_names

__all__: list[str] = []


@pages.post("/names")
@reads("account.read")
def switch(_agency_id: UUID) -> Response:
    """Show names or pseudonyms from now on, and go back to where one was."""
    switch_names(request.form.get("names") == "off")
    return redirect(inside(request.form.get("back")))
