"""How well emotional, practical and belonging support are covered, and by whom.

Each contact who may be counted on has a dependability q for each function; from the most to the least
dependable, each next one counts a little less: C = 1 - prod_j (1 - delta^(j-1) q_(j)). C grows with every
answer, so an unanswered question gives an exact interval: all answers at their worst, all at their best.
The constants are in ``formula.py``. The result is a structured summary, not a validated instrument, and
never a probability.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from supportmap.analysis.dependability import Interval, Loss, combine_falling, dependability, losses
from supportmap.analysis.formula import FORMULA
from supportmap.analysis.network import FUNCTIONS, Contact, Function, Network
from supportmap.analysis.structure import NOT_ELICITED, groups

__all__ = [
    "Coverage",
    "CoverageStatus",
    "coverage",
    "coverages",
    "load",
]

CoverageStatus = Literal["not assessed", "gap", "uncertain", "thin", "covered"]

Groups = Sequence[Sequence[Contact]]

NOT_ANSWERED = "none of the contacts was asked about"
INCOMPLETE = "some answers are missing"
NOBODY_GIVES = "nobody gives it"
GIVES_BACK_NOT_ASKED = "what the client gives back was not asked of everyone who gives it"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How well one function is covered. A number that is undefined is ``None`` and ``undefined`` says why.

    ``score``, ``backup`` (without the most dependable contact), ``circle_backup`` (without the group
    whose loss would be worst), ``informal`` (without professionals and services) and ``gap_to_need`` lie
    from 0 to below 1. ``need`` is None when it was not asked; the gap is then that to ``formula.need``.
    ``status_at_best`` is the status if all missing answers turn out well.
    ``effective_supporters`` is (sum q)^2 / sum q^2, from 1 to the number of contacts that give;
    ``top_share``, ``cost_of_strain`` and ``reciprocity`` are shares. ``answers`` counts the questions that
    matter, ``missing_answers`` those not answered. ``depends_on`` goes from the greatest loss to the least.
    """

    status: CoverageStatus
    status_at_best: CoverageStatus
    function: Function
    need: float | None
    answers: int
    missing_answers: int
    score: Interval | None = None
    backup: Interval | None = None
    circle_backup: Interval | None = None
    informal: Interval | None = None
    gap_to_need: Interval | None = None
    paid_only: bool | None = None
    inner_supporters: int | None = None
    effective_supporters: float | None = None
    top_share: float | None = None
    cost_of_strain: float | None = None
    reciprocity: float | None = None
    dependable: tuple[str, ...] = ()
    depends_on: tuple[Loss, ...] = ()
    undefined: Mapping[str, str] = field(default_factory=dict, hash=False)
    formula: str = FORMULA.version


def coverages(network: Network) -> dict[Function, Coverage]:
    """Return the coverage of every function. They don't make up for each other: never average them."""
    known = groups(network)
    return {function: _coverage(network, function, known) for function in FUNCTIONS}


def coverage(network: Network, function: Function) -> Coverage:
    """Return the coverage of one function."""
    return _coverage(network, function, groups(network))


def load(network: Network) -> tuple[str, ...]:
    """Return the ids of contacts whom the client supports and who give none of the three functions."""
    return tuple(
        contact.id
        for contact in network.supporters
        if contact.gives_back and all(contact.rating(function) == 0 for function in FUNCTIONS)
    )


def _coverage(network: Network, function: Function, known: Groups) -> Coverage:
    questions = [answer for contact in network.supporters for answer in _questions(contact, function)]
    missing = questions.count(None)
    reason = _why_not_assessed(network, function)
    if reason:
        numbers = _undefined(reason)
    else:
        numbers = _numbers(network, function, known) | _shares(
            network.supporters, function, complete=not missing
        )
    need = network.client.needs.of(function)
    return Coverage(function=function, need=need, answers=len(questions), missing_answers=missing, **numbers)


def _undefined(reason: str) -> dict[str, Any]:
    nothing = dict.fromkeys(_NUMBERS, reason)
    return {"status": "not assessed", "status_at_best": "not assessed", "undefined": nothing}


def _numbers(network: Network, function: Function, known: Groups) -> dict[str, Any]:
    """Return every number that is known or has an exact interval, whatever the missing answers."""
    supporters, said = network.supporters, network.client.needs.of(function)
    need = FORMULA.need if said is None else said
    q = {contact.id: dependability(contact, function) for contact in supporters}
    score, backup = _score(q.values()), _backup(q.values())
    informal = _score(q[contact.id] for contact in supporters if not contact.is_formal)
    at_least, at_best = (
        _status(score[end:], backup[end], [each[end] for each in q.values()]) for end in (0, 1)
    )
    return {
        "status": at_least,
        "status_at_best": at_best,
        "score": score,
        "backup": backup,
        "circle_backup": _circle_backup(q, known, network.ties_asked),
        "informal": informal,
        "gap_to_need": Interval(max(0.0, need - score.high), max(0.0, need - score.low)),
        "paid_only": _is_met(score.low) and not _is_met(informal.high),
        "inner_supporters": sum(
            [contact.circle == 1 and bool(contact.rating(function)) for contact in supporters]
        ),
        "dependable": tuple(contact for contact, each in q.items() if _is_dependable(each.low)),
        "depends_on": losses(q),
    }


def _questions(contact: Contact, function: Function) -> tuple[int | None, ...]:
    """Return the answers that bear on a function: of someone who hardly ever gives it, no others do."""
    rating = contact.rating(function)
    if rating == 0:
        return (rating,)
    return (rating, contact.strain, getattr(contact, FORMULA.modulators[function].answer))


def _why_not_assessed(network: Network, function: Function) -> str | None:
    if not network.elicited:
        return NOT_ELICITED
    ratings = [contact.rating(function) for contact in network.supporters]
    return NOT_ANSWERED if ratings and ratings.count(None) == len(ratings) else None


def _is_met(score: float) -> bool:
    return FORMULA.reaches(score, FORMULA.threshold)


def _is_dependable(q: float) -> bool:
    return FORMULA.reaches(q, FORMULA.dependable)


def _status(score: Sequence[float], backup: float, qs: Iterable[float]) -> CoverageStatus:
    """Return the status of a score between its ends, with the backup and the dependabilities behind it."""
    if not _is_met(score[-1]):
        return "gap"
    if not _is_met(score[0]):
        return "uncertain"
    return "covered" if _is_met(backup) and any(_is_dependable(q) for q in qs) else "thin"


def _ends(qs: Iterable[Interval]) -> tuple[list[float], list[float]]:
    """Return all dependabilities at their worst and all at their best, each in falling order."""
    known = list(qs)
    worst, best = ([q[end] for q in known] for end in (0, 1))
    return sorted(worst, reverse=True), sorted(best, reverse=True)


def _score(qs: Iterable[Interval]) -> Interval:
    worst, best = _ends(qs)
    return Interval(combine_falling(worst), combine_falling(best))


def _backup(qs: Iterable[Interval]) -> Interval:
    worst, best = _ends(qs)
    return Interval(combine_falling(worst[1:]), combine_falling(best[1:]))


def _circle_backup(q: Mapping[str, Interval], known: Groups, ties_asked: bool) -> Interval:
    """Return what is left without the group whose loss would be worst; a further tie could only lower it."""
    group_of = {contact.id: number for number, group in enumerate(known) for contact in group}

    def at(end: int) -> float:
        falling = sorted(((each[end], group_of[contact]) for contact, each in q.items()), reverse=True)
        lost = {group_of[contact] for contact in q}
        left = (combine_falling(each for each, group in falling if group != gone) for gone in lost)
        return min(left, default=0.0)

    return Interval(at(0) if ties_asked else 0.0, at(1))


def _shares(supporters: Sequence[Contact], function: Function, complete: bool) -> dict[str, Any]:
    """Return the numbers that don't rise and fall with the answers, and so are shown only when complete."""
    givers = [contact for contact in supporters if contact.rating(function) != 0]
    if not complete or not givers:
        return {"undefined": dict.fromkeys(_SHARES, NOBODY_GIVES if complete else INCOMPLETE)}
    q = [dependability(contact, function).low for contact in givers]
    total = sum(q)
    unstrained = sum([each / _left_by_strain(contact) for each, contact in zip(q, givers, strict=True)])
    shares = {
        "effective_supporters": total**2 / sum([each**2 for each in q]),
        "top_share": max(q) / total,
        "cost_of_strain": 1 - total / unstrained,
    }
    given_back = [contact.gives_back for contact in givers]
    if None in given_back:
        return shares | {"undefined": {"reciprocity": GIVES_BACK_NOT_ASKED}}
    return shares | {"reciprocity": sum([bool(answer) for answer in given_back]) / len(givers)}


def _left_by_strain(contact: Contact) -> float:
    return 1 - FORMULA.strain_cost * FORMULA.shares[contact.strain or 0]


_SHARES = ("effective_supporters", "top_share", "cost_of_strain", "reciprocity")
_NUMBERS = (
    "score",
    "backup",
    "circle_backup",
    "informal",
    "gap_to_need",
    "paid_only",
    "inner_supporters",
    *_SHARES,
)
