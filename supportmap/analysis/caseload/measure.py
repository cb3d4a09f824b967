"""One door to the columns: a caseload in, every measure of every network out, block by block."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from supportmap.analysis.caseload.arrays import Caseload
from supportmap.analysis.caseload.blocks import blocks
from supportmap.analysis.caseload.coverage import coverage_columns
from supportmap.analysis.caseload.structure import structure_columns

__all__ = ["measure"]


def measure(
    caseload: Caseload, what: Literal["structure", "all"] = "all", block: int = 2000
) -> dict[str, npt.NDArray[Any]]:
    """Return the measures of every network as columns of length N, in the order of the caseload.

    ``what`` is only ``size`` and ``STRUCTURE_COLUMNS``, or these and ``COVERAGE_COLUMNS``. Columns are
    float64 with NaN where ``structure`` and ``coverage`` say ``None``; the three of status are int8 codes,
    positions in ``STATUS_CODES``. Besides the columns it takes memory for ``block`` networks at a time (for
    fewer where networks are big); the block changes no number. Time is linear in contacts and ties.
    """
    columns: dict[str, npt.NDArray[Any]] = {}
    for part in blocks(caseload, block):
        measured = structure_columns(part)
        if what == "all":
            measured |= coverage_columns(part)
        for name, values in measured.items():
            if name not in columns:
                columns[name] = np.empty(len(caseload), values.dtype)
            columns[name][part.networks] = values
    return columns
