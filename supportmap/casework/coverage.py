"""How well each function is covered now, kept beside the network for the caseload and the worklist."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table, bindparam, delete, insert
from sqlalchemy.orm import Session

from supportmap.analysis.coverage import Coverage, coverages
from supportmap.records.network import CoverageRow
from supportmap.records.networks import Facts, State, network_of

__all__ = ["renew_coverage"]

_COVERAGE = cast(Table, CoverageRow.__table__)
_NEW = insert(_COVERAGE)
_OLD = delete(_COVERAGE).where(
    _COVERAGE.c.agency_id == bindparam("agency"), _COVERAGE.c.client_id == bindparam("client")
)


def renew_coverage(session: Session, state: State) -> None:
    """Write what the network's coverage is now, by the formula of today."""
    found = coverages(network_of(state)).values()
    owner = state.owner._asdict()
    connection = session.connection()
    connection.execute(_OLD, {"agency": state.owner.agency_id, "client": state.owner.client_id})
    connection.execute(_NEW, [owner | _row(coverage, state.version) for coverage in found])


def _row(coverage: Coverage, version: int) -> Facts:
    nothing = (None, None)
    score, backup = coverage.score or nothing, coverage.backup or nothing
    gap = coverage.gap_to_need or nothing
    return {
        "function": coverage.function,
        "formula": coverage.formula,
        "network_version": version,
        "status": coverage.status,
        "status_at_best": coverage.status_at_best,
        "score_low": score[0],
        "score_high": score[1],
        "backup_low": backup[0],
        "backup_high": backup[1],
        "gap_low": gap[0],
        "gap_high": gap[1],
        "missing_answers": coverage.missing_answers,
    }
