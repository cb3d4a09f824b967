"""How coverage went from one visit to the next."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from supportmap.analysis.coverage import coverages
from supportmap.analysis.figures import TrendPoint
from supportmap.analysis.network import Network
from supportmap.casework.snapshot import opened, snapshot_network
from supportmap.records.client import Owner, vault_of
from supportmap.records.visits import snapshots

__all__ = ["networks_kept", "trend_of"]


def networks_kept(session: Session, owner: Owner) -> dict[UUID, Network]:
    """Return the network at each finished visit that no other stands in for, by visit, the earliest first."""
    vault = vault_of(session, owner)
    kept = {row.id: opened(vault, row.id, row.sealed) for row in snapshots(session, owner)}
    return {visit: snapshot_network(snapshot) for visit, snapshot in kept.items()}


def trend_of(networks: Iterable[Network]) -> list[TrendPoint]:
    """Return the coverage of networks that are dated.

    It is found anew, because scores of two formulas can't stand on one line.
    """
    return [TrendPoint(each.held_on, coverages(each)) for each in networks if each.held_on]
