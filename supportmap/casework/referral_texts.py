"""What the receiving group of a referral is told, which needs no account: a letter, an e-mail, or by phone.

Nothing here knows of a diagnosis, the map, or how large a gap is: none of it can come in. It is for those who
agreed to be named; where whoever writes doesn't see the name, a line is left that is filled in by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BY_HAND", "SUBJECT", "ToldThem", "email_text", "letter_text", "phone_script"]

SUBJECT = "A question about joining"
"""Of every e-mail: others may see it, and what the service is called could tell what it is about."""
BY_HAND = "______________________________"
"""A line that is filled in by hand."""
ASKED = "Please tell us whether there is room, when they could come first, and what they should bring."


@dataclass(frozen=True, slots=True)
class ToldThem:
    """What may stand in it. ``client`` is None where whoever writes doesn't see the name.

    ``note`` is in the words of staff, None: there is none, or it isn't to be seen now.
    ``day`` is as it is read: 3 May 2026. ``staff`` is who writes, None: not known. ``address`` is where a
    letter goes, None: not known, or not to stand on paper.
    """

    agency: str
    day: str
    service: str
    organization: str | None = None
    staff: str | None = None
    client: str | None = None
    note: str | None = None
    address: str | None = None


def letter_text(told: ToldThem) -> str:
    """Return the letter: to be printed and signed."""
    to = "\n".join(filter(None, (told.organization, told.service, told.address)))
    asked = f"Please answer to us:\n{told.staff or BY_HAND}\nPhone or e-mail: {BY_HAND}\n{told.agency}"
    return _parts(told.agency, told.day, to, "Hello,", *_body(told), asked)


def email_text(told: ToldThem) -> str:
    """Return the text of the e-mail; its subject is ``SUBJECT``."""
    return _parts("Hello,", *_body(told), f"{told.staff or BY_HAND}\n{told.agency}")


def phone_script(told: ToldThem) -> str:
    """Return what to say and ask on the phone, and what to note down."""
    hello = f"Hello, this is {told.staff or BY_HAND} from {told.agency}."
    asks = (
        "Is there room at the moment? If there is a waiting list: how long is it?",
        "When could they come first, and whom should they ask for?",
        "What should they bring, and what does it cost?",
    )
    lines = [
        f"{hello} Am I speaking to {told.organization or told.service}?",
        f"I am calling about {told.service}. Somebody would like to come.",
        f"The name is {told.client}." if told.client else f"(The name: {BY_HAND})",
        *asks,
        *([f"What we would like you to know: {told.note}"] if told.note else []),
    ]
    steps = "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
    voicemail = "If a machine answers, leave your own name and number, and nothing of whom it is about."
    return _parts(steps, f"Who answered: {BY_HAND}\nWhat they said: {BY_HAND}", voicemail)


def _body(told: ToldThem) -> tuple[str, ...]:
    wish = f"We write for somebody who would like to come to {told.service}."
    note = f"What we would like you to know:\n{told.note}" if told.note else ""
    return wish, f"Name: {told.client or BY_HAND}", note, ASKED


def _parts(*parts: str) -> str:
    return "\n\n".join(filter(None, parts))
