"""The same request sent twice has one effect, and is answered as the first time.

A request names itself by the header ``Idempotency-Key``, or by the ``id`` that it gives what it creates.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import Response, g, request
from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from supportmap.access.loaders import load_client
from supportmap.records.agency import agency_vault
from supportmap.records.audit import Actor, Reply
from supportmap.records.client import Owner, vault_of
from supportmap.records.database import keyring_of
from supportmap.records.encryption import Vault

__all__ = ["AnotherRequest", "made", "once"]

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(days=7)
AT_ONCE = 20
"""How many old replies are deleted, at most, when a new one is kept."""
KEPT_HEADERS = ("ETag", "Location", "Content-Type")


class AnotherRequest(Exception):  # noqa: N818 - it is an answer, not an error
    """The key of an earlier request came back with a different one."""


def made(owner: Owner) -> None:
    """Say that the request in hand makes this client: its reply is kept like all else about them."""
    g.made = owner


def once(
    session: Session, actor: Actor, owner: Owner | None, act: Callable[[], Response], by_id: bool = True
) -> Response:
    """Return what the act answers, or what it answered when this request came first."""
    name = _name_of_request(by_id)
    if name is None:
        return act()
    keyring = keyring_of(session)
    place = f"{request.method} {request.path}"
    key = keyring.digest("reply", f"{place} {name}")
    digest = keyring.digest("request", f"{request.query_string!r} {request.get_data(as_text=False).hex()}")
    kept = session.get(Reply, (actor.agency_id, actor.user_id, key))
    if kept is None:
        response = act()
        # A page is never kept, for it may show what is to be seen once; where a form leads to is. Nothing is
        # kept for whoever may be anybody: they could fill the table.
        if isinstance(response, AnyResponse) and response.status_code < 400 and not actor.invited_to:
            _keep(session, actor, owner or g.pop("made", None), key, digest, response)
        return response
    if kept.request != digest:
        raise AnotherRequest
    if owner is None and kept.client_id:
        owner = load_client(session, actor, "client.read", kept.client_id)
    return _answered(_vault(session, actor, owner), kept)


def _keep(
    session: Session, actor: Actor, owner: Owner | None, key: bytes, digest: bytes, response: Response
) -> None:
    try:
        vault = _vault(session, actor, owner)
    except LookupError:
        return  # The act erased the client, and the key that it would be sealed with.
    _forget_old(session)
    session.add(_kept(actor, owner, key, digest, vault, response))


def _forget_old(session: Session) -> None:
    """Delete some of what was answered long ago, more than comes in: nobody sends that again."""
    old = select(Reply.agency_id, Reply.user_id, Reply.key).where(Reply.at < datetime.now(UTC) - KEPT_FOR)
    # What somebody else is deleting at this moment is left to them.
    some = old.order_by(Reply.at).limit(AT_ONCE).with_for_update(skip_locked=True)
    session.execute(delete(Reply).where(tuple_(Reply.agency_id, Reply.user_id, Reply.key).in_(some)))


def _vault(session: Session, actor: Actor, owner: Owner | None) -> Vault:
    return vault_of(session, owner) if owner else agency_vault(session, actor.agency_id)


def _name_of_request(by_id: bool) -> str | None:
    if HEADER in request.headers:
        return f"header {request.headers[HEADER][:200]}"
    body = request.get_json(silent=True) if by_id and request.method == "POST" else None
    given = body.get("id") if isinstance(body, dict) else None
    return f"id {given}" if isinstance(given, str) else None


def _kept(
    actor: Actor, owner: Owner | None, key: bytes, digest: bytes, vault: Vault, response: Response
) -> Reply:
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    body = b64encode(response.get_data()).decode()
    value = {"status": response.status_code, "headers": headers, "body": body}
    return Reply(
        agency_id=actor.agency_id,
        user_id=actor.user_id,
        key=key,
        request=digest,
        at=datetime.now(UTC),
        client_id=owner.client_id if owner else None,
        sealed=vault.seal("reply", key.hex(), value),
    )


def _answered(vault: Vault, kept: Reply) -> Response:
    value = vault.open("reply", kept.key.hex(), kept.sealed)
    return Response(b64decode(value["body"]), value["status"], value["headers"])
