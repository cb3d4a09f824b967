"""The words of the pages of plans."""

from __future__ import annotations

from collections.abc import Mapping

from supportmap.analysis.planning import Measure, OptionKind

__all__ = ["PLAN_FIELDS", "PLAN_WORDS"]

PHASES: Mapping[str, str] = {
    "define": "What is it about?",
    "goal": "What would be enough?",
    "options": "What could be done?",
    "weigh": "What is for it, what against?",
    "choose": "Choose one",
    "act": "Step by step",
    "review": "What came of it?",
}
"""What the seven steps are called, in their order."""
AHEAD: Mapping[str, str] = {
    "goal": "Something that can be told afterwards, and by when.",
    "options": "Whatever comes to mind, sensible or not: nothing is judged yet.",
    "weigh": "The good and the hard sides of each, and what others would say.",
    "choose": "The one that seems worth a try.",
    "act": "Small steps, each with a day.",
    "review": "What was thought beside what came. If it wasn’t enough, it goes on with other ideas.",
}
"""What comes in a step that isn’t reached yet."""
OPTIONS: Mapping[OptionKind, str] = {
    "deepen": "More with somebody who is there",
    "repair": "Mend something with somebody",
    "person": "Somebody new",
    "group": "A group or community",
    "resource": "A place or service",
    "professional": "Somebody who does it as their work",
    "other": "Something else",
}
MEASURES: Mapping[Measure, str] = {
    "score": "How well {support} is covered",
    "backup": "What is left of {support} without the one relied on most",
    "circle_backup": "What is left of {support} without any one group who know each other",
}
"""What the map says of one support, or of a support that isn’t chosen yet."""
OWNERS = {"client": "Client", "staff": "Care team"}
OUTCOMES = {"met": "reached", "not met": "not reached", "unknown": "not told"}
PLAN_FIELDS = {
    "title": "In a few words",
    "problem": "What happens",
    "measure": "What shows it",
    "function": "Which support",
    "least": "At least",
    "own_least": "What would be enough",
    "by": "By when",
    "due": "By when",
    "actual": "Where you are now",
    "pros": "For it",
    "cons": "Against it",
    "views": "What others say",
    "would": "Where it would take me",
    "options": "What could be done",
    "chosen": "What was chosen",
    "reviews": "What came of it",
    "learnt": "What was learnt",
    "predicted": "What was thought",
    "owner": "Who takes it",
}
"""What the fields of plans are called."""
PLAN_WORDS = {
    "PHASE_WORDS": PHASES,
    "AHEAD": AHEAD,
    "OPTION_WORDS": OPTIONS,
    "MEASURE_WORDS": MEASURES,
    "OWNER_WORDS": OWNERS,
    "OUTCOME_WORDS": OUTCOMES,
}
"""What the templates of plans may say besides the words of all pages."""
