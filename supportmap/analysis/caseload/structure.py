"""The structural columns of a block of networks: the closed forms of ``analysis/structure.py`` in numpy."""

from __future__ import annotations

import numpy as np

from supportmap.analysis.caseload.arrays import Floats
from supportmap.analysis.caseload.blocks import Block
from supportmap.analysis.network import CIRCLES, Contact, closeness

__all__ = ["STRUCTURE_COLUMNS", "structure_columns"]

STRUCTURE_COLUMNS = {
    "ties": 0,
    "density": 2,
    "components": 0,
    "isolates": 0,
    "effective_size": 1,
    "effective_size_weighted": 1,
    "constraint": 1,
    "constraint_weighted": 1,
    "efficiency": 1,
    "hierarchy": 2,
    "fragmentation": 2,
}
"""The columns that need ties, each with the fewest contacts for which it is defined."""


def structure_columns(block: Block) -> dict[str, Floats]:
    """Return ``size``, which is always known, and ``STRUCTURE_COLUMNS``."""
    # Networks that are too small divide by 0 on the way; what comes of it is put aside below.
    with np.errstate(divide="ignore", invalid="ignore"):
        values = _sizes(block) | _groups(block) | _unweighted(block) | _weighted(block)
    known = block.of_networks("elicited") & block.of_networks("ties_asked")
    return {"size": block.size.astype(np.float64)} | {
        name: np.where(known & (block.size >= least), values[name], np.nan)
        for name, least in STRUCTURE_COLUMNS.items()
    }


def _sizes(block: Block) -> dict[str, Floats]:
    n, ties = block.size, block.tie_count
    effective = n - 2 * ties / n
    return {
        "ties": ties.astype(np.float64),
        "density": 2 * ties / (n * (n - 1)),
        "effective_size": effective,
        "efficiency": effective / n,
    }


def _groups(block: Block) -> dict[str, Floats]:
    n, members = block.size, block.group_size
    return {
        "components": block.total(members > 0),
        "isolates": block.total(members == 1),
        "fragmentation": 1 - block.total(members * (members - 1)) / (n * (n - 1)),
    }


def _unweighted(block: Block) -> dict[str, Floats]:
    """Return Burt's constraint and its hierarchy with every z = 1.

    With y_j = (1 + sum_q 1 / (1 + d_q))^2, d_q being the number of ties of q, and Y = sum_j y_j: C = Y / n^2,
    and the hierarchy is 1 + (sum_j y_j ln y_j / Y - ln Y) / ln n.
    """
    here, there, _ = block.both_ways
    share = 1 / (1 + np.bincount(here, minlength=len(block.owner)))
    x = 1 + np.bincount(here, share[there], len(block.owner))
    squares, n = x * x, block.size
    total = block.total(squares)
    concentration = block.total(squares * np.log(squares)) / total - np.log(total)
    return {
        "constraint": total / (n * n),
        "hierarchy": np.maximum(0.0, 1 + concentration / np.log(n)),
    }


def _weighted(block: Block) -> dict[str, Floats]:
    """Return Burt's constraint and effective size with z = 4 - circle to the client, strength among contacts.

    With s = sum z_ej and m_j the largest z of j: C = sum_j (z_ej + sum_q z_jq z_eq / d_q)^2 / s^2, d_q being
    the sum of all z of q, and the effective size is n - sum_j (sum_q z_jq z_eq / m_j) / s.
    """
    (here, there, strength), contacts = block.both_ways, len(block.owner)
    z = _CLOSENESS[block.of_contacts("circle")]
    total = block.total(z)
    share = z / (z + np.bincount(here, strength, contacts))
    x = z + np.bincount(here, strength * share[there], contacts)
    strongest = z.copy()
    np.maximum.at(strongest, here, strength)
    repeated = np.bincount(here, strength * z[there], contacts) / strongest
    return {
        "constraint_weighted": block.total(x * x) / (total * total),
        "effective_size_weighted": block.size - block.total(repeated) / total,
    }


_CLOSENESS = np.array([float(closeness(Contact("", "", circle=circle))) for circle in (0, *CIRCLES, None)])
"""z of client and contact by circle; the last one, found by -1, is for a contact who is not placed."""
