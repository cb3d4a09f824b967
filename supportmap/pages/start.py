"""The first page, and the files that every page needs."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, redirect, send_from_directory, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from supportmap.access.acting import public

__all__ = ["WEB", "start"]

_PACKAGE = Path(__file__).resolve().parent.parent
WEB = next(folder for folder in (_PACKAGE / "web", _PACKAGE.parent / "web") if folder.is_dir())
"""The folder of templates and files: inside the package once installed, beside it in a checkout."""
FRESH_SECONDS = 300
FIRST = {
    "clinician": "caseload",
    "referral": "gaps_page",
    "admin": "users_page",
    "client": "circle_page",
}
"""Where whoever has a role begins."""


def start() -> Blueprint:
    """Return the routes."""
    routes = Blueprint("start", __name__)

    @routes.get("/")
    @public
    def home() -> AnyResponse:
        """Lead to where somebody's work is, or ask to sign in."""
        if not current_user.is_authenticated:
            return redirect(url_for("security.login"))
        return redirect(url_for(f"pages.{FIRST[current_user.role]}"))

    @routes.get("/static/<path:name>")
    @public
    def static(name: str) -> Response:
        """Send a style sheet, script or picture, the same for everybody."""
        response = send_from_directory(WEB / "static", name, max_age=FRESH_SECONDS)
        response.headers["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
        return response

    return routes
