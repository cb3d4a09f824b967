"""The whole analysis of one network: the coverage of every function and the structure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from supportmap.analysis.coverage import Coverage, coverages, load
from supportmap.analysis.dependability import Interval
from supportmap.analysis.explain import coverage_sentences, specialist_sentences, structure_sentences
from supportmap.analysis.formula import CAVEAT, FORMULA
from supportmap.analysis.network import Function, Network
from supportmap.analysis.structure import Structure, structure

__all__ = ["Analysis", "analyse", "as_json"]


@dataclass(frozen=True, slots=True)
class Analysis:
    """What one network means: every number with its status, and the reason of each that is undefined."""

    network: Network
    functions: Mapping[Function, Coverage]
    structure: Structure
    load: tuple[str, ...]

    @property
    def undefined(self) -> dict[str, str]:
        """Return why each undefined number is so; those of a function are named ``function.number``."""
        reasons = {
            f"{function}.{name}": reason
            for function, coverage in self.functions.items()
            for name, reason in coverage.undefined.items()
        }
        return {**self.structure.undefined, **reasons}


def analyse(network: Network) -> Analysis:
    """Return the whole analysis of a network."""
    return Analysis(network, coverages(network), structure(network), load(network))


def as_json(analysis: Analysis) -> dict[str, Any]:
    """Return an analysis as it is printed and served: numbers not rounded, undefined ones null."""
    network = analysis.network
    return {
        "formula": FORMULA.version,
        "note": CAVEAT,
        "elicited": network.elicited,
        "ties_asked": network.ties_asked,
        "size": analysis.structure.size,
        "functions": {
            function: _coverage_as_json(network, coverage)
            for function, coverage in analysis.functions.items()
        },
        "structure": _structure_as_json(network, analysis.structure),
        "load": list(analysis.load),
        "undefined": analysis.undefined,
    }


def _coverage_as_json(network: Network, coverage: Coverage) -> dict[str, Any]:
    numbers = {name: getattr(coverage, name) for name in _COVERAGE_FIELDS}
    for name in _INTERVALS:
        numbers[name] = dict(zip(Interval._fields, numbers[name] or (None, None), strict=True))
    numbers["depends_on"] = [loss._asdict() for loss in coverage.depends_on]
    return {**numbers, "sentences": coverage_sentences(network, coverage)}


def _structure_as_json(network: Network, measured: Structure) -> dict[str, Any]:
    numbers = {name: getattr(measured, name) for name in _STRUCTURE_FIELDS}
    return {**numbers, "sentences": structure_sentences(network, measured) + specialist_sentences(measured)}


_INTERVALS = ("score", "backup", "circle_backup", "informal", "gap_to_need")
_COVERAGE_FIELDS = [
    each.name for each in fields(Coverage) if each.name not in {"function", "formula", "undefined"}
]
_STRUCTURE_FIELDS = [each.name for each in fields(Structure) if each.name not in {"size", "undefined"}]
