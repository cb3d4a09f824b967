"""The schemas of what the analysis says: coverage, structure, what if, change."""

from __future__ import annotations

from supportmap.analysis.formula import FORMULA
from supportmap.analysis.network import ENDED_REASONS, FUNCTIONS
from supportmap.api.describing import (
    FLAG,
    NUMBER,
    TEXT,
    UUID_TEXT,
    WHOLE,
    Schema,
    an_object,
    listed,
    named,
    nullable,
)
from supportmap.exchange.field import optional
from supportmap.exchange.fields import NEED

__all__ = ["MEASURES"]

ID: Schema = {"type": "string", "description": "Of a contact."}
STATUS: Schema = {"type": "string", "enum": ["not assessed", "gap", "uncertain", "thin", "covered"]}
SHARE: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
COUNT: Schema = {"type": "integer", "minimum": 0}
PAIR: Schema = {"type": "array", "items": ID, "minItems": 2, "maxItems": 2}
INTERVAL = an_object({"low": SHARE, "high": SHARE})

COVERAGE = an_object(
    {
        "status": STATUS,
        "status_at_best": STATUS,
        "need": {
            **optional(NEED).schema,
            "description": f"Null: not asked; `gap_to_need` is then measured against {FORMULA.need}.",
        },
        "answers": COUNT,
        "missing_answers": COUNT,
        **dict.fromkeys(("score", "backup", "circle_backup", "informal", "gap_to_need"), named("Interval")),
        "paid_only": nullable(FLAG),
        "inner_supporters": nullable(COUNT),
        "effective_supporters": nullable(NUMBER),
        **dict.fromkeys(("top_share", "cost_of_strain", "reciprocity"), SHARE),
        "dependable": listed(ID),
        "depends_on": listed(an_object({"contact": ID, "low": NUMBER, "high": NUMBER})),
        "sentences": listed(TEXT),
    }
)
STRUCTURE = an_object(
    {
        "not_placed": COUNT,
        **dict.fromkeys(("ties", "components", "isolates"), nullable(COUNT)),
        **dict.fromkeys(
            (
                *("density", "effective_size", "effective_size_weighted", "efficiency"),
                *("efficiency_weighted", "constraint", "constraint_weighted", "hierarchy"),
                *("hierarchy_weighted", "betweenness", "fragmentation", "degree_centralization"),
                "sector_diversity",
            ),
            nullable(NUMBER),
        ),
        "cut_people": nullable(listed(ID)),
        "sentences": listed(TEXT),
    }
)
_UNDEFINED: Schema = {
    "type": "object",
    "description": "Why each number that is null is so.",
    "additionalProperties": TEXT,
}
_HEAD = {
    "formula": TEXT,
    "note": {"type": "string", "description": "What stands beside every number."},
    "elicited": FLAG,
    "ties_asked": FLAG,
    "size": COUNT,
}
_FUNCTIONS = an_object(dict.fromkeys(FUNCTIONS, named("Coverage")))
ANALYSIS = an_object(
    {
        **_HEAD,
        "functions": _FUNCTIONS,
        "structure": named("Structure"),
        "load": listed(ID),
        "undefined": _UNDEFINED,
    }
)
COVERAGE_NOW = an_object(
    {
        "network_version": WHOLE,
        **_HEAD,
        "functions": _FUNCTIONS,
        "load": listed(ID),
        "undefined": _UNDEFINED,
    }
)
STRUCTURE_NOW = an_object(
    {"network_version": WHOLE, **_HEAD, "structure": named("Structure"), "undefined": _UNDEFINED}
)
WHAT_IF = an_object(
    {
        "network_version": WHOLE,
        "before": named("Analysis"),
        "after": named("Analysis"),
        "sentences": listed(TEXT),
    }
)
_SHIFT = an_object({"contact": ID, "answer": TEXT, "before": WHOLE, "after": WHOLE})
_REASON: Schema = {"type": ["string", "null"], "enum": [*ENDED_REASONS, None]}
CHANGE = an_object(
    {
        **dict.fromkeys(("joined", "new_in_life", "not_mentioned_before"), listed(ID)),
        "left": listed(an_object({"contact": ID, "reason": _REASON})),
        "stayed": listed(ID),
        "shifts": listed(_SHIFT),
        **dict.fromkeys(("newly_answered", "no_longer_answered"), COUNT),
        **dict.fromkeys(("ties_formed", "ties_ended"), nullable(listed(PAIR))),
        **dict.fromkeys(("stability", "core_stability", "periphery_stability", "turnover", "jaccard"), SHARE),
        "undefined": _UNDEFINED,
    }
)
COMPARED = an_object(
    {
        "from": UUID_TEXT,
        "to": nullable(UUID_TEXT),
        "doubts": listed(TEXT),
        "change": named("Change"),
        "sentences": listed(TEXT),
        "before": named("Analysis"),
        "after": named("Analysis"),
    }
)
FIGURE = an_object(
    {"data": listed({"type": "object"}), "layout": {"type": "object"}},
)
MEASURES: dict[str, Schema] = {
    "Interval": INTERVAL,
    "Coverage": COVERAGE,
    "Structure": STRUCTURE,
    "Analysis": ANALYSIS,
    "CoverageNow": COVERAGE_NOW,
    "StructureNow": STRUCTURE_NOW,
    "WhatIf": WHAT_IF,
    "Change": CHANGE,
    "Compared": COMPARED,
    "Figure": FIGURE,
}
"""What the analysis says, by the name of its schema."""
