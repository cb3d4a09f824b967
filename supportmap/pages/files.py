"""The library that draws, sent from its own package: compressed once, and kept by browsers."""

from __future__ import annotations

import gzip
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from threading import Thread

from flask import Response, abort, request

from supportmap.access.acting import public
from supportmap.pages.doors import pages

__all__ = ["PLOTLY", "compress_ahead"]

PLOTLY = f"plotly-{version('plotly')}.js"
FOREVER = "public, max-age=31536000, immutable"


@pages.get("/drawing/<name>")
@public
def drawing(name: str) -> Response:
    """Send the library; another version than the installed one is not there."""
    if name != PLOTLY:
        abort(404)
    if request.accept_encodings["gzip"]:
        response = Response(_compressed(), mimetype="text/javascript")
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = Response(_plain(), mimetype="text/javascript")
    response.headers["Cache-Control"] = FOREVER
    response.vary.add("Accept-Encoding")
    return response


def _plain() -> bytes:
    return files("plotly").joinpath("package_data", "plotly.min.js").read_bytes()


def compress_ahead() -> None:
    """Compress the library meanwhile, so that whoever comes first needn't wait for it."""
    Thread(target=_compressed, daemon=True, name="compressing").start()


@cache
def _compressed() -> bytes:
    return gzip.compress(_plain(), 6, mtime=0)
