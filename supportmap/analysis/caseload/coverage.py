"""How well each function is covered in each network of a block.

The answers about a contact have so few values that there are only about 17 different dependabilities. So
contacts are not sorted but counted: with a_l contacts at or above level l, and T_l(k) = sum over the first
k ranks of log(1 - delta^rank q_l), the formula C = 1 - prod (1 - delta^rank q) becomes
C = 1 - exp(sum_l T_l(a_l) - T_(l+1)(a_l)). Losing people is subtracting counts; time and memory don't
depend on how many contacts each of the lost groups leaves behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any, get_args

import numpy as np
import numpy.typing as npt

from supportmap.analysis.caseload.arrays import ANSWERS, NOT_ASKED, Flags, Floats, Integers
from supportmap.analysis.caseload.blocks import Block
from supportmap.analysis.coverage import CoverageStatus
from supportmap.analysis.dependability import WEIGHED, dependability
from supportmap.analysis.formula import FORMULA
from supportmap.analysis.network import FUNCTIONS, Contact, Function

__all__ = ["COVERAGE_COLUMNS", "STATUS_CODES", "coverage_columns"]

STATUS_CODES: tuple[CoverageStatus, ...] = get_args(CoverageStatus)
"""What the codes of the status columns mean: a code is a position here."""
INTERVALS = ("score", "backup", "circle_backup", "informal")
COVERAGE_COLUMNS = tuple(
    f"{function}_{measured}"
    for function in FUNCTIONS
    for measured in (
        *(f"{interval}_{end}" for interval in INTERVALS for end in ("low", "high")),
        "effective_supporters",
        "status",
    )
)


def coverage_columns(block: Block) -> dict[str, npt.NDArray[Any]]:
    """Return ``COVERAGE_COLUMNS``: float64, and int8 for the status."""
    columns: dict[str, npt.NDArray[Any]] = {}
    for scale in _SCALES:
        assessed = _is_assessed(block, scale.function)
        numbers = _numbers(block, scale)
        status = _status(numbers, numbers.pop("dependable") > 0)
        for name, values in numbers.items():
            columns[f"{scale.function}_{name}"] = np.where(assessed, values, np.nan)
        columns[f"{scale.function}_status"] = np.where(assessed, status, 0).astype(np.int8)
    return {name: columns[name] for name in COVERAGE_COLUMNS}


def _is_assessed(block: Block, function: Function) -> Flags:
    answered = block.total(block.safe & (block.of_contacts(function) != NOT_ASKED))
    is_assessed: Flags = block.of_networks("elicited") & ((answered > 0) | (block.total(block.safe) == 0))
    return is_assessed


def _numbers(block: Block, scale: Scale) -> dict[str, Floats]:
    """Return the numbers of one function, and as ``dependable`` how many surely can be depended on."""
    modulator = block.of_contacts(FORMULA.modulators[scale.function].answer)
    code = _code(block.of_contacts(scale.function), modulator, block.of_contacts("strain"))
    worst, best = (np.where(block.safe, level[code], scale.nobody) for level in scale.level_of)
    low, high = _intervals(block, scale, worst), _intervals(block, scale, best)
    low["circle_backup"] *= block.of_networks("ties_asked")
    return {
        **{f"{name}_low": score for name, score in low.items()},
        **{f"{name}_high": score for name, score in high.items()},
        "effective_supporters": _effective(block, scale.q[worst], block.safe & scale.is_open[code]),
        "dependable": block.total(worst < scale.dependable),
    }


def _intervals(block: Block, scale: Scale, level: Integers) -> dict[str, Floats]:
    """Return one end of each interval, from the level of each contact at that end."""
    everyone = scale.reaching(level, block.owner, len(block.size))
    informal = np.where(block.of_contacts("formal"), scale.nobody, level)
    return {
        "score": scale.score(everyone),
        "backup": scale.score(everyone - 1),
        "circle_backup": _circle_backup(block, scale, level, everyone),
        "informal": scale.score(scale.reaching(informal, block.owner, len(block.size))),
    }


def _circle_backup(block: Block, scale: Scale, level: Integers, everyone: Integers) -> Floats:
    """Return the score without the group whose loss is worst.

    Of the contacts whom nobody knows only the most dependable one needs to be tried (law L6), so the
    groups to try are few: one for those, and each group of several.
    """
    alone = np.where(block.group_size[block.group] == 1, level, scale.nobody)
    worst = scale.score(everyone - (scale.reaching(alone, block.owner, len(block.size)) > 0))
    members, group, owner = block.shared_groups
    lost = scale.reaching(level[members], group, len(owner))
    np.minimum.at(worst, owner, scale.score(everyone.take(owner, axis=1) - lost))
    return worst


def _effective(block: Block, q: Floats, is_open: Flags) -> Floats:
    total, squares = block.total(q), block.total(q * q)
    is_defined = (block.total(is_open) == 0) & (total > 0)
    return np.where(is_defined, total * total / np.where(is_defined, squares, 1), np.nan)


def _status(numbers: dict[str, Floats], is_dependable: Flags) -> npt.NDArray[np.int64]:
    """Return the position in ``STATUS_CODES``; each step up needs the ones before."""
    mark = FORMULA.threshold - FORMULA.tolerance
    reached, surely = numbers["score_high"] >= mark, numbers["score_low"] >= mark
    covered = surely & (numbers["backup_low"] >= mark) & is_dependable
    return STATUS_CODES.index("gap") + reached + surely + covered


@dataclass(frozen=True, eq=False)
class Scale:
    """The dependabilities that a function can have, and where each combination of answers stands.

    ``q`` (float64) falls; its last, at ``nobody``, is 0. ``level_of`` are positions in it at the worst and
    at the best, and ``is_open`` whether an answer that matters is missing, all by ``_code``. ``gain`` has
    a row for each level above 0 and a column for each number of contacts that reach it. The first
    ``dependable`` levels count as somebody to depend on.
    """

    function: Function
    q: Floats
    level_of: tuple[Integers, Integers]
    is_open: Flags
    gain: Floats
    dependable: int

    @property
    def nobody(self) -> int:
        """Return the level of those who can't be depended on at all: they are not counted."""
        return len(self.gain)

    def reaching(self, levels: Integers, key: Integers, keys: int) -> Integers:
        """Return how many contacts reach each level (rows), for each network or group (columns)."""
        rows = len(self.q)
        counts = np.bincount(levels * keys + key, minlength=rows * keys).reshape(rows, keys)[:-1]
        # cumsum(axis=0) goes down the columns and takes several times as long.
        for level in range(1, len(counts)):
            counts[level] += counts[level - 1]
        return counts

    def score(self, reaching: Integers) -> Floats:
        """Return C for each column of counts; a count below 0 is none."""
        met = np.zeros(reaching.shape[1])
        for gain, count in zip(self.gain, reaching, strict=True):
            met += gain.take(count, mode="clip")
        return 1 - np.exp(met)


def _code(rating: Any, modulator: Any, strain: Any) -> Any:
    """Return one number for three answers (or arrays of them), each -1 to 3; at most 124: int8 holds it."""
    return ((rating + 1) * _VALUES + modulator + 1) * _VALUES + strain + 1


_VALUES = 5


def _scale(function: Function) -> Scale:
    """Tabulate the dependability of every possible contact."""
    ends, is_open = np.zeros((2, _VALUES**3)), np.zeros(_VALUES**3, np.bool_)
    answer = FORMULA.modulators[function].answer
    for answers in product(*((NOT_ASKED, *ANSWERS[name]) for name in (function, answer, "strain"))):
        rating, modulator, strain = (None if value == NOT_ASKED else value for value in answers)
        contact = Contact("", "", strain=strain, **{function: rating, answer: modulator})  # type: ignore[arg-type]
        ends[:, _code(*answers)] = dependability(contact, function)
        is_open[_code(*answers)] = rating is None or (rating > 0 and None in (modulator, strain))
    # The same dependability reached by other factors differs in its last digits: it is one level.
    rising, level = np.unique(ends.round(12), return_inverse=True)
    worst, best = len(rising) - 1 - level.reshape(ends.shape)
    q = rising[::-1]
    dependable = sum(FORMULA.reaches(each, FORMULA.dependable) for each in q.tolist())
    return Scale(function, q, (worst, best), is_open, _gain(q), dependable)


def _gain(q: Floats) -> Floats:
    """Return T_l(k) - T_(l+1)(k) for each level above 0 and each k up to the number of contacts weighed."""
    ranks = np.log1p(-np.outer(q, FORMULA.repetition ** np.arange(WEIGHED)))
    sums = np.cumsum(np.insert(ranks, 0, 0.0, axis=1), axis=1)
    gain: Floats = sums[:-1] - sums[1:]
    return gain


_SCALES = tuple(_scale(function) for function in FUNCTIONS)
