"""A bare Flask application that looks up who asks as the service does, and sends bytes that it has.

As a program: ``python -m tests.bench.bare ours|bare PORT PATH FILE`` serves one of the two.
"""

from __future__ import annotations

import sys
from pathlib import Path

from flask import Flask, Response, abort, request
from waitress import create_server

from supportmap.access.sign_ins import SignIns
from supportmap.app import create_app
from supportmap.records.database import db, keyring_of

__all__ = ["bare_app"]


def bare_app(service: Flask, bodies: dict[str, bytes]) -> Flask:
    """Return an application on the database of the service that answers these paths."""
    app = Flask("bare", static_folder=None)
    with service.app_context():
        make_session = db.sessionmaker
        sign_ins = SignIns(keyring_of(db.session))

    def send() -> Response:
        with make_session() as session:
            if sign_ins.find(session, "program", request.headers["Authorization"][7:]) is None:
                abort(401)
        return Response(bodies[request.path], mimetype="application/json")

    for number, path in enumerate(bodies):
        app.add_url_rule(path, str(number), send)
    return app


def main(which: str, port: str, path: str, file: str) -> None:
    """Serve the service, or the bare application beside it."""
    service = create_app()
    app = service if which == "ours" else bare_app(service, {path: Path(file).read_bytes()})
    server = create_server(app, host="127.0.0.1", port=int(port), threads=4)
    print("ready", flush=True)
    server.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
