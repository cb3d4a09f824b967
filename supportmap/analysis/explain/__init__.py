"""Numbers as sentences that a client understands: one for each number, without diagnosis or judgement.

Beside them stands ``formula.CAVEAT``. Sentences name nobody who is marked unsafe and give no count of those
who give support, which beside the map would single that contact out. The scores leave the contact out all
the same: whoever knows the answers can tell.
"""

from supportmap.analysis.explain.achievements import achievement_sentence
from supportmap.analysis.explain.change import change_sentences
from supportmap.analysis.explain.coping import tried_sentences
from supportmap.analysis.explain.coverage import coverage_sentences, dependence_sentence
from supportmap.analysis.explain.journal import mood_sentence, together_sentence
from supportmap.analysis.explain.strengths import givers, strength_sentences
from supportmap.analysis.explain.structure import (
    TIES_UNASKED,
    load_sentences,
    specialist_sentences,
    structure_sentences,
)
from supportmap.analysis.explain.voice import (
    PLAIN,
    Voice,
    function_name,
    hundredths,
    status_name,
    status_range,
    status_words,
)
from supportmap.analysis.explain.whatif import difference_sentences

__all__ = [
    "PLAIN",
    "TIES_UNASKED",
    "Voice",
    "achievement_sentence",
    "change_sentences",
    "coverage_sentences",
    "dependence_sentence",
    "difference_sentences",
    "function_name",
    "givers",
    "hundredths",
    "load_sentences",
    "mood_sentence",
    "specialist_sentences",
    "status_name",
    "status_range",
    "status_words",
    "strength_sentences",
    "structure_sentences",
    "together_sentence",
    "tried_sentences",
]
