"""Erasing a client for good: who was put away, by an admin who says whom they mean."""

from __future__ import annotations

from sqlalchemy.orm import Session

from supportmap.casework.caseload import named_client
from supportmap.casework.labels import folded
from supportmap.casework.outcome import Conflict, Invalid
from supportmap.records.audit import Actor, record
from supportmap.records.client import Owner
from supportmap.records.erasure import ERASED, erase_rows
from supportmap.records.ledger import BadLedger, ledger_of
from supportmap.records.remains import clear_remains

__all__ = ["NO_LABEL", "clear_after", "erase_client"]

NO_LABEL = "no label"
"""What is typed to mean a client who has none."""
IN_USE = "only a record that was put away can be erased: a clinician of the care team puts it away first"
OTHER = "Nothing was erased: that isn’t the label of this client. Type it as it stands on the page."
UNLISTED = (
    "nothing was erased, because it can’t be listed who was: a restored backup would bring them back. Tell "
    "whoever runs the service that the list of erasures can’t be written"
)


def erase_client(session: Session, actor: Actor, owner: Owner, label: str) -> None:
    """Erase a client with their key and their account, for good; who, when and the id stay in the audit.

    Conflict("in-use") where the record isn't put away, Invalid where ``label`` is another's. Once the
    transaction has ended, ``clear_after`` has to be called.
    """
    client = named_client(session, owner)
    if client["archived_at"] is None:
        raise Conflict("in-use", IN_USE)
    if folded(label) != folded(client["label"] or NO_LABEL):
        raise Invalid(("", OTHER))
    erase_rows(session, owner)
    record(session, actor, ERASED, owner.client_id)
    try:
        # Last, and before the commit: a line too many harms nobody, one too few would bring somebody back.
        ledger_of(session).add(owner)
    except BadLedger:
        raise Conflict("not-listed", UNLISTED) from None


def clear_after(session: Session) -> bool:
    """Take what is left of erased rows out of the database's files; False where that has to wait."""
    session.rollback()
    return clear_remains(session.get_bind().engine)
