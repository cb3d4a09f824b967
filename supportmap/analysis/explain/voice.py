"""How sentences are put together, in whatever language a gettext catalogue gives."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import NullTranslations
from math import ceil, floor

from supportmap.analysis.coverage import Coverage, CoverageStatus
from supportmap.analysis.dependability import Interval
from supportmap.analysis.naming import between_names, spoken
from supportmap.analysis.network import Function, Network

__all__ = [
    "N_",
    "PLAIN",
    "Voice",
    "function_name",
    "hundredths",
    "names_of",
    "opening",
    "status_name",
    "status_range",
    "status_words",
]


def N_(message: str) -> str:  # noqa: N802 - the name by which gettext finds messages that are said later
    """Mark a message for translation where it is only stored."""
    return message


_FUNCTIONS: dict[Function, str] = {
    "emotional": N_("emotional support"),
    "practical": N_("practical support"),
    "belonging": N_("belonging"),
}
_STATUSES: dict[CoverageStatus, str] = {
    "not assessed": N_("not assessed"),
    "gap": N_("gap"),
    "uncertain": N_("uncertain"),
    "thin": N_("thin"),
    "covered": N_("covered"),
}


class Voice:
    """Says messages in one language; without a catalogue, in English as they are written."""

    def __init__(self, translations: NullTranslations | None = None) -> None:
        """Speak through a catalogue."""
        self._translations = translations or NullTranslations()

    def say(self, message: str, **parts: object) -> str:
        """Return a message with its parts filled in."""
        return self._translations.gettext(message).format(**parts)

    def count(self, one: str, many: str, number: int, **parts: object) -> str:
        """Return the form of a message that goes with a number, filled in with it as ``number``."""
        return self._translations.ngettext(one, many, number).format(number=number, **parts)

    def names(self, names: Iterable[str]) -> str:
        """Return names as a list to read out: A, B and C; or Smith, John; Anna; and Ben."""
        *ahead, last = names
        if not ahead:
            return last
        between = between_names([*ahead, last])
        if between == ", ":
            return self.say("{ahead} and {last}", ahead=between.join(ahead), last=last)
        return self.say("{ahead}; and {last}", ahead=between.join(ahead), last=last)

    def score(self, interval: Interval, missing: bool = False) -> str:
        """Return a score between 0 and 1 as hundredths, as both ends where they differ.

        What is had is cut and what is ``missing`` is rounded up: no mark must seem reached that isn't.
        """
        low, high = (hundredths(end, missing) for end in (interval.low, interval.high))
        if low == high:
            return self.say("{score} of 100", score=low)
        return self.say("between {low} and {high} of 100", low=low, high=high)

    def amount(self, interval: Interval) -> str:
        """Return a part of a score: as ``score``, but in words where it is nothing or next to nothing."""
        if interval.high == 0:
            return self.say("nothing")
        if hundredths(interval.high) == 0:
            return self.say("less than 1 of 100")
        return self.score(interval)


PLAIN = Voice()


def hundredths(share: float, missing: bool = False) -> int:
    """Return whole hundredths: cut, or rounded up for what is missing."""
    return ceil(share * 100 - 1e-7) if missing else floor(share * 100 + 1e-7)


def function_name(function: Function, voice: Voice = PLAIN) -> str:
    """Return what a function is called."""
    return voice.say(_FUNCTIONS[function])


def status_name(status: CoverageStatus, voice: Voice = PLAIN) -> str:
    """Return what a coverage status is called."""
    return voice.say(_STATUSES[status])


def status_words(coverage: Coverage, voice: Voice = PLAIN) -> str:
    """Return the status of a function; where missing answers could better it, this says so."""
    return status_range(coverage.status, coverage.status_at_best, voice)


def status_range(lowest: CoverageStatus, highest: CoverageStatus, voice: Voice = PLAIN) -> str:
    """Return a status and the one at best, as they are kept for the caseload, in words."""
    status, best = (status_name(each, voice) for each in (lowest, highest))
    if status == best:
        return status
    if lowest == "uncertain":
        return voice.say("{status}, at best {best}", status=status, best=best)
    return voice.say("at least {status}", status=status)


def opening(text: str) -> str:
    """Return a text as it opens a sentence."""
    return text[:1].upper() + text[1:]


def names_of(network: Network, contacts: Iterable[str]) -> list[str]:
    """Return the names of those contacts who may be named: the active ones not marked unsafe."""
    wanted = set(contacts)
    return [spoken(contact.name) for contact in network.supporters if contact.id in wanted]
