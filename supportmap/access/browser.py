"""What stands between a browser and every route: the cross-site guard, and the headers of every response."""

from __future__ import annotations

from io import BytesIO
from ipaddress import ip_address
from typing import IO, Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from flask import Flask, Request, Response, current_app, g, request
from werkzeug.exceptions import Forbidden

from supportmap.access.sessions import cookie_name

__all__ = ["guard_browsers"]

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
PROBES = frozenset({"health.livez", "health.readyz"})
"""What watches the service asks it by the address of the machine, and is told nothing that matters."""
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
LARGEST_BODY = 6 * 1024 * 1024
# Plotly fills one empty style element by script and writes a known one: their hashes spare unsafe-inline.
STYLES = (
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' "
    "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='"
)
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self' {STYLES}",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "base-uri 'none'",
    )
)
SENSORS = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope")
MACHINES = ("magnetometer", "microphone", "midi", "payment", "usb")
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in (*SENSORS, *MACHINES)),
    "Cache-Control": "no-store",
}
"""What every response has, unless its view knew better."""
_ALWAYS = tuple((name.lower(), name, value) for name, value in HEADERS.items())


def guard_browsers(app: Flask, hosts: tuple[str, ...] = ()) -> None:
    """Guard every route of an application, those that are not there included.

    Other names than ``hosts`` and this machine's own are refused; without ``hosts`` there are no others.
    """
    if hosts:
        app.config["TRUSTED_HOSTS"] = [*hosts, *LOOPBACK]
    app.request_class = InMemory
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config.setdefault("SUPPORTMAP_INSECURE", False)
    app.before_request(_name_request)
    app.before_request(_refuse_plain)
    app.before_request(_refuse_cross_site)
    app.after_request(_add_headers)


class InMemory(Request):
    """A request whose files stay in memory: Werkzeug would write larger ones to the disk, in plain."""

    def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
        return BytesIO()


def _name_request() -> None:
    g.request_id = _uuid(request.headers.get("X-Request-ID")) or str(uuid4())


def _uuid(text: str | None) -> str | None:
    try:
        return str(UUID(text)) if text and len(text) <= 36 else None
    except ValueError:
        return None


def _refuse_plain() -> None:
    if request.blueprint == "health":
        return  # whoever watches the service does so from within, and learns and sends nothing
    if not (request.is_secure or current_app.config["SUPPORTMAP_INSECURE"] or _is_loopback(request.host)):
        raise Forbidden("This address is not encrypted: use https.")


def _is_loopback(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False


def _refuse_cross_site() -> None:
    """Refuse what a page of another site made the browser send, without any token.

    Whether somebody is signed in some other way doesn't matter: a browser that sends our cookie must also
    tell where the request comes from.
    """
    if request.method in SAFE:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        admitted = site in {"same-origin", "none"}
    elif origin is not None:
        admitted = origin == f"{request.scheme}://{request.host}"
    else:
        admitted = cookie_name(request) not in request.cookies
    if not admitted:
        raise Forbidden("This request came from another site, or doesn't say where it comes from (Origin).")


def _add_headers(response: Response) -> Response:
    headers = response.headers
    given = {name.lower() for name in headers.keys()}  # noqa: SIM118 - they are pairs
    headers.extend([(name, value) for low, name, value in _ALWAYS if low not in given])
    headers["X-Request-ID"] = g.get("request_id") or str(uuid4())
    if "vary" in given:
        response.vary.update(("Cookie", "Authorization"))
    else:
        headers["Vary"] = "Cookie, Authorization"
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint == "security.logout" and response.status_code < 400:
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
