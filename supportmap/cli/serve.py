"""``supportmap serve``: the service, for real use."""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from ipaddress import ip_address

import click
from flask import Flask

from supportmap.app import create_app
from supportmap.cli.files import fail
from supportmap.pages.files import compress_ahead
from supportmap.records.database import db
from supportmap.running.server import Server, address, listen
from supportmap.running.start import make_ready
from supportmap.settings import read_settings

__all__ = ["close_database", "open_port", "serve_command"]


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0: a free one.")
@click.option(
    "--threads", default=8, show_default=True, type=click.IntRange(1, 256), help="Requests at once."
)
@click.option("--behind-proxy", is_flag=True, help="One proxy in front adds TLS and says who asks.")
@click.option("--insecure", is_flag=True, help="Let other machines use plain http, where anybody may listen.")
@click.option("--migrate/--no-migrate", default=None, help="Bring an older database to this version's form.")
def serve_command(
    host: str, port: int, threads: int, behind_proxy: bool, insecure: bool, migrate: bool | None
) -> None:
    """Serve agencies, their clients and networks until SIGTERM or Ctrl-C.

    The first start makes the data folder, the database and the key.
    """
    if not (behind_proxy or insecure or _is_loopback(host)):
        fail(
            "--host",
            "others would reach it by plain http: put a proxy with TLS in front (--behind-proxy), or accept "
            "that everything can be read on the way (--insecure)",
        )
    # What is written here is for the user who runs the service alone.
    os.umask(0o077)
    # Whoever serves already must not have the database changed beneath.
    with open_port(host, port) as listener:
        app = _service(behind_proxy, insecure, migrate)
        server = Server(app, listener, threads)
        with server.stopped_by_signals():
            click.echo(f"Serving on {address(listener)}", err=True)
            server.serve()
        close_database(app)


def open_port(host: str, port: int) -> socket.socket:
    """Return a socket that listens, or end with the reason why there is none."""
    try:
        return listen(host, port)
    except OSError as error:
        fail(f"{host}:{port}", f"can't be listened on ({error.strerror}): choose another --port")


def close_database(app: Flask) -> None:
    """Give back every connection; SQLite then puts all that was written into its one file."""
    with app.app_context():
        db.engine.dispose()


def _service(behind_proxy: bool, insecure: bool, migrate: bool | None) -> Flask:
    settings = read_settings()
    if behind_proxy:
        settings = replace(settings, proxies=max(1, settings.proxies))
    make_ready(settings, migrate)
    app = create_app(settings)
    compress_ahead()
    app.config["SUPPORTMAP_INSECURE"] = insecure
    return app


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
